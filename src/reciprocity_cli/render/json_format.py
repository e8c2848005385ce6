"""JSON: the rows of a report for programs, one document or one row a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reciprocity_cli.reports.report import Report

JSON_VERSION = 1

_UNSAFE = r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
"""Valid inside a JSON string, yet a command to some terminal, or not to be encoded at all."""


def json_document(report: Report, today: date) -> str:
    """Return a report as one JSON object, one row of data a line."""
    head = {"schema_version": JSON_VERSION, "report": report.name, "today": today}
    members = [f"{_dumps(key)}: {_dumps(value)}" for key, value in head.items()]
    rows = ",\n    ".join(_dumps(row) for row in report.rows)
    members.append(f'"rows": [\n    {rows}\n  ]' if rows else '"rows": []')
    members.extend(f"{_dumps(key)}: {_dumps(value)}" for key, value in report.beside.items())
    return "{\n  " + ",\n  ".join(members) + "\n}\n"


def json_lines(report: Report) -> str:
    """Return the rows of a report, each a JSON object on a line of its own."""
    return "".join(f"{_dumps(row)}\n" for row in report.rows)


def compact_json(value: Any) -> str:
    """Return a value as JSON without a blank."""
    return _dumps(value, compact=True)


def _dumps(value: Any, *, compact: bool = False) -> str:
    encoder = _COMPACT if compact else _SPACED
    try:
        text = encoder.encode(value)
    except ValueError:  # NaN or infinity, which JSON does not have
        text = encoder.encode(_finite(value))
    if text.isascii():
        return text
    import re

    return re.sub(_UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(value: Any) -> Any:
    """Return what JSON knows for a type that it does not."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(member) for member in value]
    return value


_SPACED = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain)
_COMPACT = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, default=_plain, separators=(",", ":")
)
