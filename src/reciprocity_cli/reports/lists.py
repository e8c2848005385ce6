"""Choosing the records of a list by the people, days and words that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Generic, NamedTuple, Protocol, TypeVar

from reciprocity_cli.config import cadence_defaults
from reciprocity_cli.domain.dates import DateRange
from reciprocity_cli.domain.due import DueList, due_list
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.query import Query, Term, Terms, Value
from reciprocity_cli.domain.records import Category, Need, Person
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.body import Row, Section
from reciprocity_cli.reports.report import Asked
from reciprocity_cli.reports.words import shown_names
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.people import my_quiet
from reciprocity_cli.store.touches import touches_of

DAY_AND_WORDS = (Term.DATE, Term.TEXT)
"""Terms that choose among things of any kind; with them goes the period."""


class Thing(NamedTuple):
    """What a query asks of a list's thing: day, words, category and tags if any.

    What has no day lies in no period; what goes on until `last` lies in each that it touches.
    """

    on: date | None
    words: str
    category: Category | None = None
    tags: tuple[str, ...] = ()
    last: date | None = None


class _Owned(Protocol):
    @property
    def person_id(self) -> int: ...


_T = TypeVar("_T")
_O = TypeVar("_O", bound=_Owned)


class Of(NamedTuple, Generic[_T]):
    """One record of a list, and whose it is."""

    one: _T
    person: Person


def people_listed(asked: Asked, own: Collection[Term], *, archived: bool) -> dict[int, Person]:
    """Return the people whose things are listed, by id; `own` are the terms about the things.

    The archived are among them if `archived`, and when they are named.
    """
    query = asked.query
    about_people = query._replace(
        wanted=_without(query.wanted, own), excluded=_without(query.excluded, own), period=None
    )
    which = None if archived else asked.archived
    found = reads.people(asked.sql, about_people, asked.chosen, asked.today, archived=which)
    return {person.id: person for person in found}


def everybody_here(asked: Asked) -> dict[int, Person]:
    """Return everybody but the archived, by id, whatever the query chooses."""
    return people_listed(asked.about(), (), archived=False)


def listed(
    asked: Asked,
    own: Collection[Term],
    records: Iterable[_O],
    thing_of: Callable[[_O], Thing],
    *,
    archived: bool,
) -> list[Of[_O]]:
    """Return the records the query chooses, by whose they are and its `own` terms."""
    people = people_listed(asked, own, archived=archived)
    return [
        Of(one, people[one.person_id])
        for one in records
        if one.person_id in people and fits(asked.query, own, thing_of(one))
    ]


def in_parts(
    lines: Sequence[Of[_T]],
    headings: Sequence[str],
    heading_of: Callable[[_T], str],
    row_of: Callable[[_T, str], Row],
) -> dict[str, list[Row]]:
    """Return a row of each record below its heading; names told apart among all."""
    names = shown_names({line.person.id: line.person for line in lines}.values())
    parts: dict[str, list[Row]] = {heading: [] for heading in headings}
    for one, person in lines:
        parts[heading_of(one)].append(row_of(one, names[person.id]))
    return parts


def sections(parts: dict[str, list[Row]]) -> list[Section]:
    """Return the parts of a list that have anything."""
    return [Section(heading, rows) for heading, rows in parts.items() if rows]


def fits(query: Query, own: Collection[Term], thing: Thing) -> bool:
    """Tell whether a thing lies in the period and is such as the `own` terms of a query say."""
    if query.period is not None and not _within(query.period, thing):
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
            said = ", ".join(f"{term}:" for term in own)
            raise UsageError(f"{what} are not chosen by {quoted(query.text)}", f"use {said}")


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
            return any(isinstance(days, DateRange) and _within(days, thing) for days in values)
        case _:
            words = fold(thing.words)
            return any(fold(str(value)) in words for value in values)


def _within(days: DateRange, thing: Thing) -> bool:
    return thing.on is not None and thing.on <= days.last and days.first <= (thing.last or thing.on)


def who_is_due(asked: Asked, *, days: int = 7, show_all: bool = False) -> DueList:
    """Return who is due within the next `days`, in order."""
    return due_among(asked, asked.people(), days=days, show_all=show_all)


def due_among(asked: Asked, people: Sequence[Person], *, days: int, show_all: bool) -> DueList:
    """Return who of these people, archived ones too, is due within the next `days`."""
    return due_list(
        touches_of(asked.sql, people, asked.today),
        my_quiet=my_quiet(asked.sql),
        defaults=cadence_defaults(asked.settings),
        capacity=asked.settings.capacity,
        feb29=asked.settings.birthday_feb29,
        today=asked.today,
        days=days,
        show_all=show_all,
    )
