"""What the pages say of each kind of record, from its one declaration: columns and JSON Schema.

`docs/generate.py` puts it into docs/formats.md and docs/recip.schema.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum, IntEnum
from typing import Any

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.kinds import HEAD, PARTS_OF, RECORDS, REQUIRED, Column, Kind
from reciprocity_cli.domain.text import LONGEST_TEXT, LONGEST_VALUE
from reciprocity_cli.formats.recip_json import FORMAT_VERSION
from reciprocity_cli.formats.recip_shape import SHAPES
from reciprocity_cli.formats.recip_shape import Value as Value

Schema = dict[str, Any]

WIDTH = 110
"""Characters of a line of the schema, where more than one value stands in it."""

_NARROWER: dict[str, Schema] = {
    "person.name": {"type": "string", "minLength": 1, "maxLength": 200},
    "person.handle": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"},
    "person.cadence": {"type": "string", "pattern": "^(none|[1-9][0-9]*[dwmy])$"},
    "detail.value": {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE},
    "exchange.kind": {"enum": [kind for kinds in r.KINDS.values() for kind in kinds]},
    "exchange.intro_state": {"enum": [r.IntroState.MADE]},
}
_PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    str: {"type": "string"},
    float: {"type": "number", "exclusiveMinimum": 0, "maximum": int(r.LARGEST_WEIGHT)},
    tuple: {"type": "array", "items": {"type": "string", "pattern": "^\\S+$"}},
    r.Birthday: {"type": "string", "pattern": "^([0-9]{4}|-)-[0-9]{2}-[0-9]{2}$"},
}


def columns_block() -> str:
    """Return the table of the kinds and their columns, in bold what must be there."""
    rows = [f"| `{name}` | {_cell(name)} |\n" for name in RECORDS]
    return "".join(["| record | columns |\n|---|---|\n", *rows])


def _cell(name: str) -> str:
    def listed(columns: Iterable[Any]) -> str:
        return ", ".join(_bold(one.name, one.default is REQUIRED) for one in columns)

    shape = SHAPES[name]
    if shape.parts is None:
        return listed(shape.columns)
    nested = _bold(shape.parts.name, bool(shape.parts.fault(())))
    return f"{listed(shape.columns)}; {nested}: {listed(shape.parts.columns)}"


def _bold(word: str, needed: bool) -> str:
    return f"**{word}**" if needed else word


def schema_page() -> str:
    """Return the JSON Schema of recip's own JSON, as a file."""
    kinds, others = list(RECORDS), ["tombstone", "aside"]
    page = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "recip's own JSON",
        "description": "What `recip export` writes; docs/formats.md says what it means."
        " Lines of the layout jsonl are $defs/line each.",
        "type": "object",
        "required": ["format", "schema_version", "records"],
        "properties": {
            "format": {"const": "recip"},
            "schema_version": {"const": FORMAT_VERSION},
            "exported_on": _ref("day"),
            "records": {"type": "array", "items": _ref("record")},
        },
        "$defs": {
            **_values(),
            **{name: _record(kind) for name, kind in RECORDS.items()},
            "tombstone": _tombstone(),
            **{f"{name}_content": _content(kind) for name, kind in RECORDS.items()},
            "aside": _aside(),
            "record": {
                "type": "object",
                "required": ["record"],
                "properties": {"record": {"enum": [*kinds, *others]}},
                "allOf": [_where("record", name, _ref(name)) for name in (*kinds, *others)],
            },
            "head": _object(
                {"format": {"const": "recip"}, "schema_version": {"const": FORMAT_VERSION}}
            ),
            "end": _object(
                {"record": {"const": "end"}, "count": {"type": "integer", "minimum": 0}}
            ),
            "line": {
                "description": "One line of the layout jsonl.",
                "oneOf": [_ref("head"), _ref("record"), _ref("end")],
            },
        },
    }
    return _laid_out(page) + "\n"


def _values() -> Schema:
    return {
        "id": {"type": "integer", "minimum": 1, "maximum": r.LARGEST_ID},
        "uid": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "changed": {
            "description": "Milliseconds since 1970.",
            "type": "integer",
            "minimum": 0,
            "maximum": r.LATEST_CHANGE,
        },
        "day": {
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in {*optional}],
        "additionalProperties": False,
    }


def _where(name: str, value: str, then: Schema) -> Schema:
    return {"if": {"properties": {name: {"const": value}}}, "then": then}


def _record(kind: Kind[Any]) -> Schema:
    properties = {"record": {"const": kind.table}, **{name: _ref(name) for name in HEAD}}
    return _of_kind(kind, properties, "id")


def _content(kind: Kind[Any]) -> Schema:
    """Return what stands in an aside: uids in the place of ids, and no handle."""
    found = _of_kind(kind, {}, "uid")
    found["properties"].pop("handle", None)
    if "interaction_id" in found["properties"]:
        # On the day of its contact, if it has one.
        found["properties"]["date"] = _or_null(found["properties"]["date"])
        found["required"].remove("date")
    return found


def _of_kind(kind: Kind[Any], properties: Schema, names_by: str) -> Schema:
    shape = SHAPES[kind.table]
    columns = _columns(kind, shape.columns, names_by)
    optional = _optional(shape.columns)
    nested: Schema = {}
    if shape.parts is not None:
        own, *said = shape.parts.columns
        each = {own.name: _or_null(_ref("id"))} if names_by == "id" else {}
        each |= _columns(PARTS_OF[kind.table], said, names_by)
        nested["type"] = "array"
        nested["items"] = _object(each, _optional(shape.parts.columns))
        if shape.parts.fault(()):
            nested["minItems"] = 1
        else:
            optional.append(shape.parts.name)
        nested = {shape.parts.name: nested}
    return _object({**properties, **columns, **nested}, optional)


def _optional(columns: Iterable[Value]) -> list[str]:
    return [one.name for one in columns if one.default is not REQUIRED]


def _columns(kind: Kind[Any], values: Iterable[Value], names_by: str) -> Schema:
    found = {}
    for column, value in zip(kind.said, values, strict=True):
        schema = _NARROWER.get(f"{kind.table}.{column.name}") or _typed(column, names_by)
        found[column.name] = _or_null(schema) if value.default is None else schema
    return found


def _typed(column: Column, names_by: str) -> Schema:
    if column.refers_to:
        return _ref(names_by)
    if column.type is date:
        return _ref("day")
    if issubclass(column.type, IntEnum):
        return {"type": "integer", "minimum": 1, "maximum": len(column.type)}
    if issubclass(column.type, Enum):
        return {"enum": list(column.type)}
    if column.type is str and column.default is REQUIRED:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
    return _PLAIN[column.type]


def _or_null(schema: Schema) -> Schema:
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return {"anyOf": [schema, {"type": "null"}]}


def _tombstone() -> Schema:
    head: Schema = {"record": {"const": "tombstone"}, "kind": {"enum": list(RECORDS)}}
    what = {"uid": _ref("uid"), "changed": _ref("changed"), "into_uid": _or_null(_ref("uid"))}
    return _object({**head, **what}, ["into_uid"])


def _aside() -> Schema:
    head: Schema = {"record": {"const": "aside"}, "kind": {"enum": list(RECORDS)}}
    what = {"uid": _ref("uid"), "changed": _ref("changed"), "content": {"type": "object"}}
    contents = [
        _where("kind", name, {"properties": {"content": _ref(f"{name}_content")}})
        for name in RECORDS
    ]
    return {**_object({**head, **what}), "allOf": contents}


def _laid_out(value: Any, indent: int = 0, before: int = 0) -> str:
    """Return JSON in which what fits into a line stands in one; `before` stand there already."""
    line = json.dumps(value)
    if indent and (not isinstance(value, dict | list) or indent + before + len(line) <= WIDTH):
        return line
    inner = " " * (indent + 2)
    if isinstance(value, list):
        items = [_laid_out(each, indent + 2) for each in value]
    else:
        items = [
            f"{json.dumps(name)}: {_laid_out(each, indent + 2, len(name) + 4)}"
            for name, each in value.items()
        ]
    opened, closed = "[]" if isinstance(value, list) else "{}"
    lines = ",".join(f"\n{inner}{item}" for item in items)
    return f"{opened}{lines}\n{' ' * indent}{closed}"
