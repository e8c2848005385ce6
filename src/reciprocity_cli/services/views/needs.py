"""What the list of needs is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.needs import is_met
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.reports.needs import NeedLine, needs_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.listing import DAY_AND_WORDS, fits, need_asked, people_listed
from reciprocity_cli.store.records import needs

if TYPE_CHECKING:
    import sqlite3

_OWN = (*DAY_AND_WORDS, Term.CATEGORY)


def needs_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the open needs and interests of a query, with `show_all` the met ones too."""
    people = people_listed(sql, query, today, _OWN, archived=show_all)
    lines = [
        NeedLine(need, people[need.person_id])
        for need in needs(sql, today)
        if need.person_id in people
        and (show_all or not is_met(need, today))
        and fits(query, _OWN, need_asked(need))
    ]
    return needs_report(lines, today=today, query=query)
