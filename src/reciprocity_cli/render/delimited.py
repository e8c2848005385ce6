"""CSV and TSV: the same fields as the JSON, cell for cell; docs/commands.md, "Output"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reciprocity_cli.reports.report import Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def csv_text(report: Report) -> str:
    """Return a report as comma-separated values with a header, one row a record."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(report.fields)
    writer.writerows([cell_text(row.get(field)) for field in report.fields] for row in report.rows)
    return buffer.getvalue()


def tsv_text(report: Report) -> str:
    r"""Return a report as tab-separated values; tabs, line breaks, backslashes are \t, \n, \\."""
    lines = ["\t".join(report.fields)]
    lines += [
        "\t".join(cell_text(row.get(field)).translate(_ESCAPES) for field in report.fields)
        for row in report.rows
    ]
    return "\n".join(lines) + "\n"


def cell_text(value: Any) -> str:
    """Return a value as a cell: lists joined by ";", mappings as JSON, none as an empty cell.

    What a spreadsheet would take for a formula gets an apostrophe in front, and so does such text
    with apostrophes of its own, so that an import can take one off again.
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _number(value)
    text = _text(value)
    if not text.lstrip("'").startswith(_FORMULA) or _is_number(text):
        return text
    return f"'{text}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return ";".join(_text(member) for member in value)
    if isinstance(value, Mapping):
        from reciprocity_cli.render.json_format import compact_json

        return compact_json(value)
    return str(value)


def _number(value: float) -> str:
    return str(value) if isfinite(value) else ""


def _is_number(text: str) -> bool:
    import re

    return re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", text, re.ASCII) is not None
