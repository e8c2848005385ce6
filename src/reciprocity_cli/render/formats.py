"""A Report as JSON, JSON lines, CSV, TSV, Markdown or lines, by the name of the format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum, StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Any, TextIO, assert_never

from reciprocity_cli.domain.text import visible
from reciprocity_cli.reports.body import Cell, Column, Paragraph, Row, Section, plain_text

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

    What a spreadsheet would take for a formula gets an apostrophe in front, and so does
    such text with apostrophes of its own, so that an import can take one off again.
    """
    text = _cell_text(value)
    if not text.lstrip("'").startswith(_FORMULA):
        return text
    if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", text, re.ASCII):
        return text
    return f"'{text}"


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float | int):
        return str(value) if isfinite(value) else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return ";".join(_cell_text(member) for member in value)
    if isinstance(value, Mapping):
        from reciprocity_cli.render.json_format import compact_json

        return compact_json(value)
    return str(value)


_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#\w])|:(?=//|\w+:)|(?<=[wW])\.|@")
"""Signs that start markup, an entity, an emoji code or a link that was not meant."""
_SIGN = re.compile(r"^(\s*)([#+=-])")
_NUMBER = re.compile(r"^(\s*)(\d+(?=[.)]))")
_RULES = {"left": "---", "right": "--:", "center": ":-:"}


def markdown(report: Report) -> str:
    """Return a report as a Markdown document; what hangs below a row stands in its second cell."""
    blocks = [f"# {_line(report.title)}"]
    if not report.body:
        blocks.append(_line(report.empty))
    sections = [item for item in report.body if isinstance(item, Section)]
    shown = _shown([row.cells for section in sections for row in section.rows])
    for item in report.body:
        if isinstance(item, Paragraph):
            blocks.append(_line(plain_text(item.text)))
        elif item.rows:
            if item.heading:
                blocks.append(f"## {_line(item.heading)}")
            blocks.append(_table(report.columns, item.rows, shown))
    return "\n\n".join(blocks) + "\n"


def _shown(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return the places of the columns that have contents anywhere in the report."""
    columns = zip(*rows, strict=True)
    return [at for at, cells in enumerate(columns) if any(map(plain_text, cells))]


def _table(columns: Sequence[Column], rows: Sequence[Row], shown: Sequence[int]) -> str:
    known = [columns[at] if columns else Column() for at in shown]
    titles = [_escaped(plain_text(column.title).strip()) for column in known]
    lines = [titles, [_RULES[column.align] for column in known]]
    lines += [_row(row, shown) for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _row(row: Row, shown: Sequence[int]) -> list[str]:
    cells = [_escaped(plain_text(row.cells[at]).strip()) for at in shown]
    below = [_escaped(plain_text(cell).strip()) for cell in row.below]
    at = min(1, len(cells) - 1)
    cells[at] = "<br>".join(part for part in (cells[at], *below) if part)
    return cells


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found[0]}", visible(text))


def _line(text: str) -> str:
    """Escape text at the start of a line, where a list or a heading could begin."""
    return _NUMBER.sub(r"\1\2\\", _SIGN.sub(r"\1\\\2", _escaped(text)))


_PLAIN_SIGNS = {
    **dict(zip("▁▂▃▄▅▆▇█", "_.-~=+##", strict=True)),
    **dict(zip("░▏▕┼─◂▸", "-||+-<>", strict=True)),
    **dict(zip("↑↓→·…×−±–", "^v>-~x-~-", strict=True)),
}
"""One sign for one, so that columns stay aligned where a stream has no other."""


def write_text(stream: TextIO, text: str, *, ascii_json: bool = False) -> None:
    r"""Write all of `text`, spelling out what the stream cannot encode.

    Our own signs get a plain one; of the rest "é" becomes \xe9, in JSON (`ascii_json`) \u00e9.
    """
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        # Strictly, whatever the stream would do by itself: a bar of escapes is no bar.
        text.encode(encoding)
    except UnicodeEncodeError:
        if ascii_json:
            from json import dumps

            # Outside its strings JSON is ASCII; others are spelt as JSON spells them.
            text = "".join(char if char.isascii() else dumps(char)[1:-1] for char in text)
        else:
            text = _encodable(text, encoding)
    stream.write(text)


def harmless(text: str) -> str:
    """Show what a terminal would obey; a file or a pipe gets the data as they are."""
    return "\t".join(visible(part, newline="\n") for part in text.split("\t"))


def _encodable(text: str, encoding: str) -> str:
    known = {}
    for sign, plain in _PLAIN_SIGNS.items():
        try:
            sign.encode(encoding)
        except UnicodeEncodeError:
            known[ord(sign)] = plain
    return text.translate(known).encode(encoding, "backslashreplace").decode(encoding)


class Format(StrEnum):
    """What a report can be written as."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MD = "md"


def render(
    report: Report,
    format: Format,
    stream: TextIO,
    *,
    today: date,
    width: int | None = None,
    color: bool = False,
) -> None:
    """Write a report to a stream.

    `width` is the number of columns of the terminal, None for a file or a pipe, where nothing is
    wrapped, cut or made harmless for a terminal; `color` applies to the table only. Never raises
    UnicodeEncodeError: what the stream cannot encode is spelt out.
    """
    text = _text(report, format, today, width, color)
    if width is not None and format in (Format.CSV, Format.TSV):
        text = harmless(text)
    if text:
        write_text(stream, text, ascii_json=format in (Format.JSON, Format.JSONL))


def _text(report: Report, format: Format, today: date, width: int | None, color: bool) -> str:
    match format:
        case Format.TABLE:
            if width is None and not color:
                from reciprocity_cli.render.lines import lines

                return "".join([line.rstrip() + "\n" for line in lines(report)])
            from reciprocity_cli.render.rich_table import painted

            return painted(report, width=width, color=color)
        case Format.JSON:
            from reciprocity_cli.render.json_format import json_document

            return json_document(report, today)
        case Format.JSONL:
            from reciprocity_cli.render.json_format import json_lines

            return json_lines(report)
        case Format.CSV:
            return csv_text(report)
        case Format.TSV:
            return tsv_text(report)
        case Format.MD:
            return markdown(report)
        case _:
            assert_never(format)
