"""What the report of suggestions is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.suggest import suggest_report
from reciprocity_cli.reports.wording import chosen_words
from reciprocity_cli.services.views.due import who_is_due
from reciprocity_cli.services.views.suggested import suggested
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.people import choose_people

if TYPE_CHECKING:
    import sqlite3


def suggest_view(
    sql: sqlite3.Connection,
    query: Query,
    today: date,
    settings: Settings,
    person_id: int | None = None,
) -> Report:
    """Return suggestions for a person, for those a query chooses, or for who is due this week."""
    if person_id is not None:
        people = reads.people_by_id(sql, [person_id])
    elif query.text or query.period:
        people = reads.people(sql, query, choose_people(sql, query), today, archived=False)
    else:
        people = [row.person for row in who_is_due(sql, query, today, settings).rows]
    found = suggested(sql, people, today, settings, steps=True)
    return suggest_report(
        found,
        today=today,
        alone=person_id is not None,
        chosen=chosen_words(query, today),
    )
