"""What the checklist before an ask and the list of asks are made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.asks import Readiness
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.asks import AskLine, asks_report, checklist_report, needs_a_look
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.explain import ask_readiness
from reciprocity_cli.services.views.listing import DAY_AND_WORDS, Thing, fits, people_listed
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.records import asks

if TYPE_CHECKING:
    import sqlite3


def readiness_of(sql: sqlite3.Connection, person_id: int, today: date) -> Readiness:
    """Return the checklist of an ask to a person."""
    return ask_readiness(dossier(sql, person_id), today)


def checklist_view(sql: sqlite3.Connection, person_id: int, today: date) -> Report:
    """Return the checklist of an ask to a person as a report."""
    held = dossier(sql, person_id)
    return checklist_report(held.person, ask_readiness(held, today))


def asks_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the asks of a query that are open or wait for thanks, with `show_all` the rest too.

    Putting a person away answers no ask, so those of the archived are listed too.
    """
    people = people_listed(sql, query, today, DAY_AND_WORDS, archived=True)
    lines = [
        AskLine(ask, people[ask.person_id])
        for ask in asks(sql, today)
        if ask.person_id in people
        and (show_all or needs_a_look(ask, today))
        and fits(query, DAY_AND_WORDS, Thing(ask.asked_on, f"{ask.what} {ask.easy}"))
    ]
    return asks_report(lines, today=today, query=query)
