"""Choosing the records of a list by the people, days and words that were asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from reciprocity_cli.domain.dates import DateRange
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.query import Query, Term, Terms, Value
from reciprocity_cli.domain.records import Category, Need, Person
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store import people
from reciprocity_cli.store.people import choose_people

if TYPE_CHECKING:
    import sqlite3


DAY_AND_WORDS = (Term.DATE, Term.TEXT)
"""Terms that choose among things of any kind; with them goes the period."""

EVERYBODY_HERE = Query()
"""A query without terms; with it `people_listed` leaves out the archived alone."""


class Thing(NamedTuple):
    """What a query asks of one thing of a list: day, words, category and tags if it has them."""

    on: date
    words: str
    category: Category | None = None
    tags: tuple[str, ...] = ()


def people_listed(
    sql: sqlite3.Connection, query: Query, today: date, own: Collection[Term], *, archived: bool
) -> dict[int, Person]:
    """Return the people whose things are listed, by id; `own` are the terms about the things.

    The archived are among them if `archived`, and when they are named.
    """
    chosen = choose_people(sql, query)
    about_people = query._replace(
        wanted=_without(query.wanted, own), excluded=_without(query.excluded, own), period=None
    )
    which = None if archived or chosen.wanted else False
    found = people.people(sql, about_people, chosen, today, archived=which)
    return {person.id: person for person in found}


def fits(query: Query, own: Collection[Term], thing: Thing) -> bool:
    """Tell whether a thing lies in the period and is such as the `own` terms of a query say."""
    if query.period is not None and not _within(query.period, thing.on):
        return False
    wanted = all(_is_any(kind, values, thing) for kind, values in query.wanted.of(*own))
    return wanted and not any(
        _is_any(kind, values, thing) for kind, values in query.excluded.of(*own)
    )


def need_asked(need: Need) -> Thing:
    """Return what a query asks of a need; its tags are among its words."""
    return Thing(need.noted_on, " ".join((need.text, *need.tags)), need.category)


def refuse_others(query: Query, own: Collection[Term], what: str) -> None:
    """Raise UsageError for a query that names people or has terms which say nothing of `what`."""
    for terms in (query.wanted, query.excluded):
        if terms.names or any(kind not in own for kind, _ in terms.values):
            listed = ", ".join(f"{term}:" for term in own)
            raise UsageError(f"{what} are not chosen by {quoted(query.text)}", f"use {listed}")


def _without(terms: Terms, own: Collection[Term]) -> Terms:
    kept = tuple((kind, values) for kind, values in terms.values if kind not in own)
    return terms._replace(values=kept)


def _is_any(kind: Term, values: tuple[Value, ...], thing: Thing) -> bool:
    match kind:
        case Term.CATEGORY:
            return thing.category in values
        case Term.TAG:
            return any(fold(str(value)) in map(fold, thing.tags) for value in values)
        case Term.DATE:
            return any(isinstance(days, DateRange) and _within(days, thing.on) for days in values)
        case _:
            words = fold(thing.words)
            return any(fold(str(value)) in words for value in values)


def _within(days: DateRange, on: date) -> bool:
    return days.first <= on <= days.last
