"""What the screen of `recip` alone is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.glance import glance_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.balance import ties_of
from reciprocity_cli.services.views.due import due_among
from reciprocity_cli.store import sums
from reciprocity_cli.store.filters import EVERYBODY
from reciprocity_cli.store.people import people

if TYPE_CHECKING:
    import sqlite3


def glance_view(sql: sqlite3.Connection, today: date, settings: Settings) -> Report:
    """Return who is due today, the tilts counted, and three commands to go on with."""
    everyone = people(sql, Query(), EVERYBODY, today)
    due = due_among(sql, everyone, today, settings, days=1, show_all=True)
    here = [person for person in everyone if not person.archived]
    half_life = settings.half_life
    balances = sums.balances(sql, Query(), EVERYBODY, today, half_life, in_full=False)
    return glance_report(due, ties_of(sql, here, balances, today), len(here), today=today)
