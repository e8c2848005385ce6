"""What recip's own JSON holds beside records: what was removed, and what cannot stand in its table.

Source: docs/formats.md, "What is removed".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats import recip_values as check
from reciprocity_cli.formats.incoming import Aside, Tombstone
from reciprocity_cli.formats.recip_shape import HEAD, REQUIRED, SHAPES, UID, Column

_UID, _CHANGED = HEAD[1], HEAD[2]
_INTO = Column("into_uid", check.or_none(_UID.read), None)


def tombstone_of(line: int, value: Mapping[str, Any]) -> Tombstone:
    """Return what a file says of a removal. Raises UsageError naming what is wrong."""
    kind = _kind(value, ("record", "kind", "uid", "changed", "into_uid"))
    uid, changed = _value(_UID, value), _value(_CHANGED, value)
    into_uid = _value(_INTO, value)
    if into_uid is not None and kind != "person":
        raise UsageError("only a person has into_uid")
    if into_uid == uid:
        raise UsageError("into_uid is the person themselves")
    return Tombstone(line, kind, uid, changed, into_uid)


def aside_of(line: int, value: Mapping[str, Any]) -> Aside:
    """Return a record that was set aside. Raises UsageError naming what is wrong."""
    kind = _kind(value, ("record", "kind", "uid", "changed", "content"))
    content = value.get("content")
    if not isinstance(content, dict):
        raise UsageError("content is not an object")
    shape = SHAPES[kind]
    columns = [column for column in shape.columns if column.name != "handle"]
    listed = () if shape.parts is None else (shape.parts.name,)
    _refuse_others(content, {*(column.name for column in columns), *listed})
    # A contact gives its exchanges their day.
    dated = content.get("interaction_id") is None
    values = {
        column.name: None
        if column.name == "date" and not dated and content.get("date") is None
        else _value(_by_uid(column), content)
        for column in columns
    }
    for rule in shape.rules:
        if fault := rule({**values, "id": None}):
            raise UsageError(fault)
    uid, changed = _value(_UID, value), _value(_CHANGED, value)
    return Aside(line, kind, uid, changed, values, _parts(kind, content))


def aside_shown(aside: Aside) -> dict[str, Any]:
    """Return the content of a record that was set aside as JSON has it."""
    shape = SHAPES[aside.kind]
    shown = _shown([column for column in shape.columns if column.name != "handle"], aside.values)
    if shape.parts is not None:
        columns = [column for column in shape.parts.columns if column.name != "id"]
        shown[shape.parts.name] = [_shown(columns, part) for part in aside.parts]
    return shown


def _parts(kind: str, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = SHAPES[kind].parts
    if parts is None:
        return []
    listed = content.get(parts.name, [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise UsageError(f"{parts.name} is not a list of objects")
    columns = [column for column in parts.columns if column.name != "id"]
    found = []
    for each in listed:
        _refuse_others(each, {column.name for column in columns})
        found.append({column.name: _value(_by_uid(column), each) for column in columns})
    if fault := parts.fault([(None, *each.values()) for each in found]):
        raise UsageError(fault)
    return found


def _by_uid(column: Column) -> Column:
    """Return a column that names a record by its uid where it names it by its id."""
    if not column.name.endswith("_id"):
        return column
    read = check.matching(UID, "32 hexadecimal digits")
    return column._replace(read=read if column.default is REQUIRED else check.or_none(read))


def _shown(columns: Sequence[Column], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: values[name] if show is None or values[name] is None else show(values[name])
        for name, _, _, show in columns
    }


def _kind(value: Mapping[str, Any], names: Sequence[str]) -> str:
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in SHAPES:
        raise UsageError(f"there is no kind of record {quoted(str(kind))}")
    _refuse_others(value, set(names))
    return kind


def _refuse_others(given: Mapping[str, Any], known: set[str]) -> None:
    for name in given:
        if name not in known:
            raise UsageError(f"it has no {quoted(name)}")


def _value(column: Column, given: Mapping[str, Any]) -> Any:
    value = given.get(column.name, column.default)
    if value is REQUIRED:
        raise UsageError(f"{column.name} is missing")
    if value is column.default:
        return value
    try:
        return column.read(value)
    except UsageError as error:
        raise UsageError(f"{column.name} {error.message}") from None
