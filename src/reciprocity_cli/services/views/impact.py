"""What the impact report is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.impact import lasting
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.impact import impact_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.store.people import choose_people, namesakes_apart
from reciprocity_cli.store.reads import impact

if TYPE_CHECKING:
    import sqlite3


def impact_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return what came of the gives and gets that a query chooses."""
    chosen = choose_people(sql, query)
    return impact_report(
        impact.came(sql, query, chosen, today),
        impact.tallies(sql, query, chosen, today),
        lasting(impact.first_days(sql, query, chosen, today), today),
        today=today,
        query=query,
        apart=namesakes_apart(sql),
        show_all=show_all,
    )
