"""What the balance report is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.balance import Balance, Reading, most, standing
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.tilt import Tie
from reciprocity_cli.services.views.offered import with_offers
from reciprocity_cli.store import sums
from reciprocity_cli.store.evidence import waiting_thanks
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import choose_people, people_in_brief, phases
from reciprocity_cli.store.records import open_needs

if TYPE_CHECKING:
    import sqlite3

By = Literal["person", "category", "role", "month"]
_RECEIVING = (Reading.LOPSIDED_RECEIVING, Reading.LEANING_RECEIVING)
"""The readings whose line names thanks, a need, or what was got most."""


def balance_view(
    sql: sqlite3.Connection,
    query: Query,
    today: date,
    settings: Settings,
    *,
    by: By = "person",
    numbers: bool = False,
    show_all: bool = False,
    in_full: bool = True,
) -> Report:
    """Return the balance report of the people and entries that a query chooses.

    Its rows of data want the balances `in_full`; its table does without.
    """
    chosen = choose_people(sql, query)
    if by == "month":
        from reciprocity_cli.reports.flows import MonthlyFlow, balance_by_month

        months = sums.monthly(sql, query, chosen, today)
        return balance_by_month((MonthlyFlow(*month) for month in months), today=today, query=query)
    half_life = settings.half_life
    in_full = in_full or by != "person"
    ties = balance_ties(sql, query, chosen, today, half_life, in_full=in_full)
    if by == "person":
        from reciprocity_cli.reports.balance import balance_report

        return balance_report(
            with_next_steps(sql, ties, query, chosen, today, half_life),
            today=today,
            query=query,
            half_life=half_life,
            numbers=numbers,
            show_all=show_all,
        )
    from reciprocity_cli.reports import flows

    builder = flows.balance_by_category if by == "category" else flows.balance_by_role
    return builder(ties, today=today, query=query, half_life=half_life)


def balance_ties(
    sql: sqlite3.Connection,
    query: Query,
    chosen: PeopleChosen,
    today: date,
    half_life: int | None,
    *,
    in_full: bool = True,
) -> list[Tie]:
    """Return everyone with an exchange that the query counts, with their balance as it is read.

    The archived are put away: they appear only when they are named.
    """
    balances = sums.balances(sql, query, chosen, today, half_life, in_full=in_full)
    if not balances:
        return []
    archived = None if chosen.wanted else False
    people = people_in_brief(sql, query.of_people(), chosen, today, archived=archived)
    began = sums.first_exchanges(sql, today) if query.chooses_entries else None
    return ties_of(sql, people, balances, today, began)


def ties_of(
    sql: sqlite3.Connection,
    people: Iterable[Person],
    balances: Mapping[int, Balance],
    today: date,
    began: Mapping[int, date] | None = None,
) -> list[Tie]:
    """Return these people as far as they have a balance, each read against what is expected.

    `began` holds the days of their first exchanges where the balances begin later.
    """
    moves = phases(sql, today)
    ties = []
    for person in people:
        balance = balances.get(person.id)
        if balance is None:
            continue
        current, reached, _ = moves.get(person.id) or (person.start_phase, person.start_phase, None)
        first_on = balance.first_on if began is None else began[person.id]
        read = standing(balance, person.expect, reached, first_on, today)
        ties.append(Tie(person, read, current, reached))
    return ties


def with_next_steps(
    sql: sqlite3.Connection,
    ties: list[Tie],
    query: Query,
    chosen: PeopleChosen,
    today: date,
    half_life: int | None,
) -> list[Tie]:
    """Give the receiving ties what their line is made of: thanks, a need, what was got most."""
    thanks, needs = waiting_thanks(sql, today), open_needs(sql, today)
    receiving = {tie.person.id for tie in ties if tie.standing.reading in _RECEIVING}
    others = receiving - thanks.keys() - needs.keys()
    received = sums.received(sql, query, chosen, today, half_life, others)
    told = [
        tie._replace(
            thanks=tuple(thanks.get(tie.person.id, ())),
            need=needs.get(tie.person.id, ""),
            most_received=most(received.get(tie.person.id, {})),
        )
        if tie.person.id in receiving
        else tie
        for tie in ties
    ]
    return with_offers(sql, told, today)
