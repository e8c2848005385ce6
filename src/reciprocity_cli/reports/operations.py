"""The report of operations: what was done, when, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from reciprocity_cli.reports.report import Column, Paragraph, Report, Row, Section, Span
from reciprocity_cli.reports.wording import counted

FIELDS = ("id", "at", "command", "summary", "undone")
_COLUMNS = (
    Column(align="right"),
    Column(),
    Column(drop=1),
    Column(wrap=True),
    Column(),
)


class OperationLine(NamedTuple):
    """One operation: its number for `undo`, the moment, the command, and what it did."""

    id: int
    at: datetime
    command: str
    summary: str
    undone: bool = False


def operations_report(operations: Sequence[OperationLine], *, more: bool = False) -> Report:
    """Return operations in the order given, the newest first; `more` where older are left out."""
    rows = [
        Row(
            (
                str(operation.id),
                f"{operation.at:%Y-%m-%d %H:%M}",
                Span(operation.command, "dim"),
                operation.summary,
                Span("undone" if operation.undone else "", "dim"),
            )
        )
        for operation in operations
    ]
    older = " Older ones: recip operations --all" if more else ""
    said = f"recip undo N takes back the operation of that number.{older}"
    foot = Paragraph(Span(said, "dim"))
    last = "the last " if more else ""
    return Report(
        name="operations",
        title=f"Operations · {last}{counted(len(rows), 'operation')}",
        fields=FIELDS,
        rows=[operation._asdict() for operation in operations],
        columns=_COLUMNS,
        body=(Section("", rows), foot) if rows else (),
        empty="nothing was done here yet",
    )
