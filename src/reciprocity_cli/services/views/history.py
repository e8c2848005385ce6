"""What the history report is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.history import history_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.store.entries import entries
from reciprocity_cli.store.people import choose_people, namesakes_apart

if TYPE_CHECKING:
    import sqlite3


def history_view(
    sql: sqlite3.Connection, query: Query, today: date, limit: int | None = None
) -> Report:
    """Return the entries that a query chooses, newest first."""
    rows, total = entries(sql, query, choose_people(sql, query), today, limit)
    apart = namesakes_apart(sql)
    return history_report(rows, today=today, query=query, total=total, apart=apart)
