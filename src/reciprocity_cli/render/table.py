"""The table: what a person reads, with the same lines on a terminal, in a pipe and in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reciprocity_cli.render.layout import lay_out
from reciprocity_cli.render.text import plain

if TYPE_CHECKING:
    from reciprocity_cli.reports.report import Report


def table(report: Report, *, width: int | None, color: bool) -> str:
    """Return a report laid out for a terminal of `width` columns, or (None) a pipe or file."""
    lines = lay_out(report, width)
    if color:
        from reciprocity_cli.render.terminal import painted

        return painted(lines)
    return "".join([plain(line).rstrip() + "\n" for line in lines])
