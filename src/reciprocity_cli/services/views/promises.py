"""What the list of promises is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.promises import is_open, reliability_of
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.promises import PromiseLine, promises_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.listing import DAY_AND_WORDS, Thing, fits, people_listed
from reciprocity_cli.store.records import promises

if TYPE_CHECKING:
    import sqlite3


def promises_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the open promises that a query chooses, with `show_all` the closed ones too.

    The word of the owner is that to all the people chosen, whatever is shown. Putting a person away
    ends no promise, so those of the archived are listed too.
    """
    people = people_listed(sql, query, today, DAY_AND_WORDS, archived=True)
    made = [promise for promise in promises(sql, today) if promise.person_id in people]
    lines = [
        PromiseLine(promise, people[promise.person_id])
        for promise in made
        if (show_all or is_open(promise, today))
        and fits(query, DAY_AND_WORDS, Thing(promise.made_on, promise.what))
    ]
    return promises_report(lines, reliability_of(made, today), today=today, query=query)
