"""What the momentum report is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.rhythm import Ages, momentum_of, mondays, together, weeks_of
from reciprocity_cli.reports.momentum import Moving, Network, momentum_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.store import people as people_reads
from reciprocity_cli.store.people import choose_people
from reciprocity_cli.store.reads import rhythm
from reciprocity_cli.store.records import open_needs

if TYPE_CHECKING:
    import sqlite3

_NONE = Ages()


def momentum_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the momentum of the people a query chooses, and of all of them together.

    The archived are put away unless they are named. A period chooses people, and the weeks shown;
    momentum is always that of today.
    """
    chosen = choose_people(sql, query)
    which = None if chosen.wanted else False
    people = people_reads.people(sql, query, chosen, today, archived=which)
    ids = [person.id for person in people]
    firsts = mondays(query.period, today)
    weeks = rhythm.person_weeks(sql, firsts[0], today) if firsts else {}
    weeks = {number: weeks.get(number, {}) for number in ids}
    ages, own = rhythm.contact_ages(sql, today), rhythm.own_move_ages(sql, today)
    last = people_reads.last_contacts(sql, ids, today)
    needs = open_needs(sql, today)
    moving = [
        Moving(
            person,
            momentum_of(ages.get(person.id, _NONE)),
            weeks[person.id],
            last[person.id],
            needs.get(person.id, ""),
        )
        for person in people
    ]
    network = Network(
        momentum_of(together(own.get(number, _NONE) for number in ids)),
        weeks_of(firsts, weeks.values()),
    )
    return momentum_report(moving, network, today=today, query=query, show_all=show_all)
