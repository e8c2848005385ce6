"""The formats of a report, and the one door through which it becomes text."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO, assert_never

if TYPE_CHECKING:
    from reciprocity_cli.reports.report import Report


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
        from reciprocity_cli.render.stream import harmless

        text = harmless(text)
    if text:
        from reciprocity_cli.render.stream import write_text

        write_text(stream, text, ascii_json=format in (Format.JSON, Format.JSONL))


def _text(report: Report, format: Format, today: date, width: int | None, color: bool) -> str:
    match format:
        case Format.TABLE:
            from reciprocity_cli.render.table import table

            return table(report, width=width, color=color)
        case Format.JSON:
            from reciprocity_cli.render.json_format import json_document

            return json_document(report, today)
        case Format.JSONL:
            from reciprocity_cli.render.json_format import json_lines

            return json_lines(report)
        case Format.CSV:
            from reciprocity_cli.render.delimited import csv_text

            return csv_text(report)
        case Format.TSV:
            from reciprocity_cli.render.delimited import tsv_text

            return tsv_text(report)
        case Format.MD:
            from reciprocity_cli.render.markdown import markdown

            return markdown(report)
        case _:
            assert_never(format)
