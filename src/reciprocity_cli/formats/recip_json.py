"""recip's own JSON, read and written, records set aside and removed included."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from reciprocity_cli.domain.kinds import REQUIRED
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats import recip_shape as check
from reciprocity_cli.formats.incoming import Aside, BadRow, Entry, Tombstone
from reciprocity_cli.formats.lines import LONGEST_RECORD, MOST_DETAILS, JsonText
from reciprocity_cli.formats.recip_shape import HEAD, SHAPES, UID, Parts, Value

_UID_AND_CHANGED = HEAD[1:]
_INTO = Value("into_uid", check.or_none(HEAD[1].read), None)


def tombstone_of(line: int, value: Mapping[str, Any]) -> Tombstone:
    """Return what a file says of a removal. Raises UsageError naming what is wrong."""
    kind = _kind(value, ("record", "kind", "uid", "changed", "into_uid"))
    uid, changed, into_uid = _read((*_UID_AND_CHANGED, _INTO), value).values()
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
    columns = _beside(shape.columns)
    listed = () if shape.parts is None else (shape.parts.name,)
    _refuse_others(content, {*(column.name for column in columns), *listed})
    # A contact gives its exchanges their day.
    if content.get("interaction_id") is not None and content.get("date") is None:
        columns = [
            column._replace(default=None) if column.name == "date" else column for column in columns
        ]
    values = _read(columns, content)
    for rule in shape.rules:
        if fault := rule({**values, "id": None}):
            raise UsageError(fault)
    uid, changed = _read(_UID_AND_CHANGED, value).values()
    parts = []
    if shape.parts is not None:
        of_each = _beside(shape.parts.columns)
        parts = list(_parts(shape.parts, of_each, content, "it has"))
        if fault := shape.parts.fault([(None, *each.values()) for each in parts]):
            raise UsageError(fault)
    return Aside(line, kind, uid, changed, values, parts)


def aside_shown(aside: Aside) -> dict[str, Any]:
    """Return the content of a record that was set aside as JSON has it."""
    shape = SHAPES[aside.kind]
    shown = _shown_by_name(shape.columns, aside.values)
    if shape.parts is not None:
        columns = shape.parts.columns
        shown[shape.parts.name] = [_shown_by_name(columns, part) for part in aside.parts]
    return shown


def _beside(columns: Iterable[Value]) -> list[Value]:
    """Return the columns of what was set aside: uids instead of ids, and no handle."""
    read = check.matching(UID, "32 hexadecimal digits")
    return [
        column._replace(read=read if column.default is REQUIRED else check.or_none(read))
        if column.name.endswith("_id")
        else column
        for column in columns
        if column.name not in ("id", "handle")
    ]


def _shown_by_name(columns: Sequence[Value], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: values[name] if show is None or values[name] is None else show(values[name])
        for name, _, _, show in columns
        if name not in ("id", "handle")
    }


def _kind(value: Mapping[str, Any], names: Sequence[str]) -> str:
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in SHAPES:
        raise UsageError(f"there is no kind of record {quoted(str(kind))}")
    _refuse_others(value, set(names))
    return kind


def _refuse_others(given: Mapping[str, Any], known: set[str], whose: str = "it has") -> None:
    if not given.keys() <= known:
        unknown = next(name for name in given if name not in known)
        raise UsageError(f"{whose} no {quoted(unknown)}")


FORMAT_VERSION = 3
"""Of this format; one more with each change that an older recip could not read."""

Item = Entry | Tombstone | Aside

_MARK = re.compile(rb'"format"\s*:\s*"recip"')
_UNSAFE = re.compile(
    r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
"""Valid in JSON as they stand, yet a command to some terminal or editor."""


class Layout(StrEnum):
    """How the records are held together."""

    JSON = "json"
    JSONL = "jsonl"


def is_recip(head: bytes) -> bool:
    """Tell whether a file beginning with `head` says that recip wrote it."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and bool(_MARK.search(head))


def write(entries: Iterable[Item], layout: Layout, on: date) -> Iterator[str]:
    """Yield the text of a whole export; `on` is the day it says it was made.

    Lines say no day, so that those of an unchanged ledger are the same every day, and
    end in one that counts them, so that a file which was cut off is known for it.
    """
    head: dict[str, Any] = {"format": "recip", "schema_version": FORMAT_VERSION}
    if layout is Layout.JSONL:
        yield f"{json.dumps(head)}\n"
        count = 0
        for count, entry in enumerate(entries, 1):  # noqa: B007
            yield f"{record_text(entry)}\n"
        yield f"{json.dumps({'record': 'end', 'count': count})}\n"
        return
    head["exported_on"] = on.isoformat()
    members = ",\n".join(f"  {json.dumps(key)}: {json.dumps(head[key])}" for key in head)
    yield f'{{\n{members},\n  "records": ['
    between = "\n"
    for entry in entries:
        yield f"{between}    {record_text(entry)}"
        between = ",\n"
    yield "]\n}\n" if between == "\n" else "\n  ]\n}\n"


def record_text(item: Item) -> str:
    """Return one record as a line of JSON, safe to be shown on a terminal."""
    record: dict[str, Any]
    if isinstance(item, Tombstone):
        record = {"record": "tombstone", "kind": item.kind, "uid": item.uid}
        record |= {"changed": item.changed, "into_uid": item.into_uid}
    elif isinstance(item, Aside):
        record = {"record": "aside", "kind": item.kind, "uid": item.uid, "changed": item.changed}
        record["content"] = aside_shown(item)
    else:
        record = _record(item)
    text = _ENCODER.encode(record)
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE.sub(_escaped, text)


def _record(entry: Entry) -> dict[str, Any]:
    shape = SHAPES[entry.kind]
    record = {"record": entry.kind, "id": entry.id, "uid": entry.uid, "changed": entry.changed}
    record.update(_shown(shape.columns, entry.values))
    if shape.parts is not None:
        columns = shape.parts.columns
        record[shape.parts.name] = [_shown(columns, part) for part in entry.parts]
    return record


def _shown(columns: Sequence[Value], values: Sequence[Any]) -> dict[str, Any]:
    return {
        name: value if show is None else show(value)
        for (name, _, _, show), value in zip(columns, values, strict=True)
    }


def _escaped(found: re.Match[str]) -> str:
    # Beyond 16 bits JSON spells a character as two.
    return json.dumps(found[0])[1:-1] if found[0] != "\x7f" else "\\u007f"


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": "))


def read(stream: io.RawIOBase, name: str, encoding: str = "utf-8") -> Iterator[Item | BadRow]:
    """Yield the records of a file, and a BadRow for each that breaks a rule.

    Any layout of the same JSON is read. Raises RecipError where the file is not JSON, not all
    there, from a newer recip, or holds a record of more than LONGEST_RECORD characters.
    """
    text = JsonText(stream, name, longest=LONGEST_RECORD, encoding=encoding)
    head: dict[str, Any] = {}
    listed = False
    for key in text.names():
        if key == "records":
            listed = True
            _check_head(head, name, whole=False)
            yield from map(_entry_or_fault, text.members())
        else:
            head[key] = text.value()
    _check_head(head, name, whole=True)
    if listed and text.next():
        raise text.broken("there is more after its end")
    if not listed:
        yield from _lines(text, must_end=int(head["schema_version"]) > 1)


def _lines(text: JsonText, *, must_end: bool) -> Iterator[Item | BadRow]:
    """Yield a record a line, up to the one that counts them; the first format had no such line."""
    count = 0
    while text.next():
        line, value = text.numbered()
        if isinstance(value, dict) and value.get("record") == "end":
            if value.get("count") != count:
                raise text.broken(f"it holds {count:,} records, and says otherwise at its end")
            if text.next():
                raise text.broken("there is more after its end")
            return
        count += 1
        yield _entry_or_fault((line, value))
    if must_end:
        raise text.broken("it ends too early, without a line that counts the others")


def _check_head(head: Mapping[str, Any], name: str, *, whole: bool) -> None:
    """Raise RecipError unless this recip reads the format; not `whole`, more of it may follow."""
    if head.get("format", None if whole else "recip") != "recip":
        raise RecipError(f"{name} is not an export of recip's", "recip export writes one")
    version = head.get("schema_version", None if whole else FORMAT_VERSION)
    if type(version) is not int or version < 1:
        raise RecipError(f"{name} does not say its schema_version", "export it anew")
    if version > FORMAT_VERSION:
        raise RecipError(f"{name} was written by a newer recip", "upgrade recip")


def _entry_or_fault(numbered: tuple[int, Any]) -> Item | BadRow:
    line, value = numbered
    kind = value.get("record") if isinstance(value, dict) else None
    try:
        if kind == "tombstone":
            return tombstone_of(line, value)
        if kind == "aside":
            return aside_of(line, value)
        return entry_of(line, value)
    except UsageError as error:
        return BadRow(line, f"{_named(value)}{error.message}")


def _named(value: Any) -> str:
    """Return how an error calls a record: "person #3: "."""
    if not isinstance(value, dict):
        return ""
    kind, number = value.get("record"), value.get("id")
    if not isinstance(kind, str) or kind not in SHAPES:
        return ""
    known = type(number) is int and 0 < number < 10**18
    return f"{kind.replace('_', ' ')} #{number}: " if known else f"{kind.replace('_', ' ')}: "


def entry_of(line: int, value: Any) -> Entry:
    """Return a JSON record as it is stored. Raises UsageError naming the column."""
    if not isinstance(value, dict):
        raise UsageError("it is not a record")
    kind = value.get("record")
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    if not isinstance(kind, str):
        raise UsageError("record is missing")
    if shape is None:
        raise UsageError(f"there is no kind of record {quoted(kind)}")
    _refuse_others(value, _KEYS[kind])
    values = _read(_COLUMNS[kind], value)
    for rule in shape.rules:
        if fault := rule(values):
            raise UsageError(fault)
    number, uid, changed, *rest = values.values()
    found: tuple[tuple[Any, ...], ...] = ()
    if parts := shape.parts:
        of_each = _parts(parts, parts.columns, value, f"{parts.name} have")
        found = tuple(tuple(each.values()) for each in of_each)
        if fault := parts.fault(found):
            raise UsageError(fault)
    return Entry(line, kind, number, uid, changed, tuple(rest), found)


def _read(columns: Iterable[Value], given: Mapping[str, Any]) -> dict[str, Any]:
    values = {}
    for name, read, default, _ in columns:
        value = given.get(name, default)
        try:
            # Half of all values are null, "" or false, which need no reading.
            if value is not default:
                value = read(value)
            elif value is REQUIRED:
                raise UsageError("is missing")
        except UsageError as error:
            raise UsageError(f"{name} {error.message}") from None
        values[name] = value
    return values


def _parts(
    parts: Parts, columns: Sequence[Value], given: Mapping[str, Any], whose: str
) -> Iterator[dict[str, Any]]:
    listed = given.get(parts.name, [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise UsageError(f"{parts.name} is not a list of objects")
    if len(listed) > MOST_DETAILS:
        most = f"{MOST_DETAILS:,} are the most"
        raise UsageError(f"it has {len(listed):,} {parts.name}, and {most}")
    names = {column.name for column in columns}
    for each in listed:
        _refuse_others(each, names, whose)
        yield _read(columns, each)


_COLUMNS = {kind: (*HEAD, *shape.columns) for kind, shape in SHAPES.items()}
_KEYS = {
    kind: {
        "record",
        *(column.name for column in _COLUMNS[kind]),
        *((shape.parts.name,) if shape.parts else ()),
    }
    for kind, shape in SHAPES.items()
}
