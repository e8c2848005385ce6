"""What the report of suggestions is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.suggest import suggest_report
from reciprocity_cli.services.views.due import who_is_due
from reciprocity_cli.services.views.suggested import suggested
from reciprocity_cli.store.reads.people import people_by_id

if TYPE_CHECKING:
    import sqlite3


def suggest_view(
    sql: sqlite3.Connection, person_id: int | None, today: date, settings: Settings
) -> Report:
    """Return suggestions for a person, or for everyone who is due this week."""
    if person_id is not None:
        people = people_by_id(sql, [person_id])
    else:
        people = [row.person for row in who_is_due(sql, Query(), today, settings).rows]
    found = suggested(sql, people, today, settings, steps=True)
    return suggest_report(found, today=today, alone=person_id is not None)
