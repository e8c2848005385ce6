"""What the balance report is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.balance import standing
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person, Phase
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.tilt import Tie
from reciprocity_cli.services.naming import choose_people
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.reads import people as people_reads
from reciprocity_cli.store.reads import sums
from reciprocity_cli.store.reads.needs import open_needs
from reciprocity_cli.store.reads.touches import waiting_thanks

if TYPE_CHECKING:
    import sqlite3

By = Literal["person", "category", "role", "month"]


def balance_view(
    sql: sqlite3.Connection,
    query: Query,
    today: date,
    settings: Settings,
    *,
    by: By = "person",
    numbers: bool = False,
    show_all: bool = False,
) -> Report:
    """Return the balance report of the people and entries that a query chooses."""
    chosen = choose_people(sql, query)
    if by == "month":
        from reciprocity_cli.reports.flows import MonthlyFlow, balance_by_month

        months = sums.monthly(sql, query, chosen, today)
        return balance_by_month((MonthlyFlow(*month) for month in months), today=today, query=query)
    ties = balance_ties(sql, query, chosen, today, settings.half_life)
    if by == "person":
        from reciprocity_cli.reports.balance import balance_report

        return balance_report(
            ties,
            today=today,
            query=query,
            half_life=settings.half_life,
            numbers=numbers,
            show_all=show_all,
        )
    from reciprocity_cli.reports import flows

    builder = flows.balance_by_category if by == "category" else flows.balance_by_role
    return builder(ties, today=today, query=query, half_life=settings.half_life)


def balance_ties(
    sql: sqlite3.Connection,
    query: Query,
    chosen: PeopleChosen,
    today: date,
    half_life: int | None,
) -> list[Tie]:
    """Return everyone with an exchange that the query counts, with their balance as it is read.

    The archived are put away: they appear only when they are named.
    """
    balances = sums.balances(sql, query, chosen, today, half_life)
    if not balances:
        return []
    phases = people_reads.phases(sql, today)
    thanks = waiting_thanks(sql, today)
    needs = open_needs(sql, today)
    people = people_reads.people(
        sql, query.of_people(), chosen, today, archived=None if chosen.wanted else False
    )
    first = sums.first_exchanges(sql, today) if query.chooses_entries else None
    ties = []
    for person in people:
        balance = balances.get(person.id)
        if balance is None:
            continue
        current, reached = _phase(person, phases.get(person.id))
        began = first[person.id] if first is not None else balance.first_on
        read = standing(balance, person.expect, reached, began, today)
        need = needs.get(person.id)
        ties.append(
            Tie(person, read, current, reached, tuple(thanks.get(person.id, ())), need or "")
        )
    return ties


def _phase(person: Person, moves: tuple[Phase, Phase, date | None] | None) -> tuple[Phase, Phase]:
    return (moves[0], moves[1]) if moves else (person.start_phase, person.start_phase)
