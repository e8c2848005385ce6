"""What the page of a person's signals and the list of incidents are made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from reciprocity_cli.domain.phase import YEAR_DAYS
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.incidents import IncidentLine, incidents_report, is_repaired
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.signals import signals_report
from reciprocity_cli.services.views.listing import DAY_AND_WORDS, Thing, fits, people_listed
from reciprocity_cli.store.people import people_by_id
from reciprocity_cli.store.records import incidents, signals

if TYPE_CHECKING:
    import sqlite3


def signals_view(sql: sqlite3.Connection, person_id: int, today: date) -> Report:
    """Return the kinds of signals and those that a person gave within the last year."""
    [person] = people_by_id(sql, [person_id])
    first = today - timedelta(days=YEAR_DAYS - 1)
    return signals_report(person, signals(sql, person_id, first, today), today=today)


def incidents_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return what is still to be repaired, with `show_all` what was repaired too."""
    people = people_listed(sql, query, today, DAY_AND_WORDS, archived=show_all)
    lines = [
        IncidentLine(incident, people[incident.person_id])
        for incident in incidents(sql, today)
        if incident.person_id in people
        and (show_all or not is_repaired(incident, today))
        and fits(query, DAY_AND_WORDS, Thing(incident.on, incident.what))
    ]
    return incidents_report(lines, today=today, query=query)
