"""What the reports about introductions are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.introductions import (
    Possible,
    foremost,
    is_planned,
    pair_of,
    possible_introductions,
)
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import Category, Introduction, Person
from reciprocity_cli.reports.introductions import Intros, intros_report, made_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.listing import (
    DAY_AND_WORDS,
    Thing,
    fits,
    need_asked,
    people_listed,
)
from reciprocity_cli.store import evidence
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people
from reciprocity_cli.store.records import needs
from reciprocity_cli.store.search import stems

if TYPE_CHECKING:
    import sqlite3

_OWN = (*DAY_AND_WORDS, Term.CATEGORY)


def intros_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the introductions one could make, and those on their way.

    A query chooses people, of whom one of the two has to be, and by its other terms what is looked
    for. With `show_all` acquainted pairs are shown too, and introductions that have ended.
    """
    chosen = people_listed(sql, query, today, _OWN, archived=show_all)
    everybody = people(sql, Query(), PeopleChosen(), today)
    known = evidence.introductions(sql, today)
    # One that was let go is not proposed again.
    put_by = [one for one in known if is_planned(one, today) or not show_all]
    found = _possible(sql, query, everybody, put_by, today)
    shown = [one for one in found if one.person.id in chosen or one.other.id in chosen]
    strangers = [one for one in shown if show_all or one.known is None]
    pairs = strangers if show_all else foremost(strangers)
    planned = [
        one
        for one in known
        if (show_all or is_planned(one, today)) and _is_shown(one, query, chosen)
    ]
    named = {one.person.id for one in pairs} | {one.other.id for one in pairs}
    named |= {one.person_id for one in planned} | {one.other_person_id for one in planned}
    intros = Intros(
        pairs,
        planned,
        {one.id: one for one in everybody if one.id in named},
        more=len(strangers) - len(pairs),
        acquainted=len(shown) - len(strangers),
    )
    return intros_report(intros, today=today, query=query)


def _possible(
    sql: sqlite3.Connection,
    query: Query,
    everybody: Sequence[Person],
    put_by: Iterable[Introduction],
    today: date,
) -> list[Possible]:
    return possible_introductions(
        (need for need in needs(sql, today) if fits(query, _OWN, need_asked(need))),
        everybody,
        stems,
        today=today,
        knowing=evidence.acquaintances(sql, [one.id for one in everybody], today),
        planned={pair_of(one.person_id, one.other_person_id) for one in put_by},
    )


def made_view(sql: sqlite3.Connection, query: Query, today: date) -> Report:
    """Return the introductions that were made, by the owner and for the owner."""
    chosen = people_listed(sql, query, today, _OWN, archived=True)
    everybody = {one.id: one for one in people(sql, Query(), PeopleChosen(), today)}
    made = [
        one
        for one in evidence.made(sql, today)
        if (one.person_id in chosen or one.other_person_id in chosen)
        and fits(query, _OWN, Thing(one.on, one.note, one.category))
    ]
    named = {one.person_id for one in made} | {one.other_person_id for one in made}
    shown = {number: one for number, one in everybody.items() if number in named}
    return made_report(made, shown, today=today, query=query)


def _is_shown(one: Introduction, query: Query, chosen: dict[int, Person]) -> bool:
    if one.person_id not in chosen and one.other_person_id not in chosen:
        return False
    return fits(query, _OWN, Thing(one.noted_on, one.text, Category.INTRODUCTIONS))
