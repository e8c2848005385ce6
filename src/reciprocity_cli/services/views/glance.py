"""What the screen of `recip` alone is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.glance import glance_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.balance import balance_ties
from reciprocity_cli.services.views.due import who_is_due
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.reads.people import head_count

if TYPE_CHECKING:
    import sqlite3


def glance_view(sql: sqlite3.Connection, today: date, settings: Settings) -> Report:
    """Return who is due today, the tilts counted, and three commands to go on with."""
    due = who_is_due(sql, Query(), today, settings, days=1, show_all=True)
    ties = balance_ties(sql, Query(), PeopleChosen(), today, settings.half_life)
    return glance_report(due, ties, head_count(sql), today=today)
