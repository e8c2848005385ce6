"""Words reports share: titles, counts, spans of days, numbers, names told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from reciprocity_cli.domain.dates import MONTHS, WEEKDAYS, DateRange, long_day, short_age
from reciprocity_cli.domain.names import Known, fold, told_apart
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import Person

EVERYTHING = Query()
"""A report without terms: all of the past."""

NOTHING_FITS = "nothing fits the query"


def titled(*parts: str) -> str:
    """Return the parts of a title that say something, side by side."""
    return " · ".join(part for part in parts if part)


def counted(number: int, one: str, several: str = "") -> str:
    """Return "1 person" or "3 people"; without `several` an s is put to `one`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def people_counted(number: int) -> str:
    """Return "1 person" or "24 people"."""
    return counted(number, "person", "people")


def days_ago(days: int) -> str:
    """Return "today", or "3d ago"."""
    return f"{short_age(days)} ago" if days else "today"


def number(value: float) -> str:
    """Return a sum of weights to one decimal, without it where it is 0; never a negative zero."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def signed(value: float, digits: int) -> str:
    """Return a number with its sign, rounded; what rounds to 0 has none."""
    rounded = round(value, digits) + 0.0
    return f"{rounded:+,.{digits}f}" if rounded else f"{rounded:.{digits}f}"


def weekday(on: date) -> str:
    """Return "Tue"."""
    return WEEKDAYS[on.weekday()][:3]


def near_day(on: date, today: date) -> str:
    """Return "Thu 2 Jul", with the year where it is not today's."""
    year = "" if on.year == today.year else f" {on.year}"
    return f"{weekday(on)} {on.day} {MONTHS[on.month - 1][:3]}{year}"


def month_of(on: date, today: date) -> str:
    """Return "May", with the year where it is not today's."""
    name = MONTHS[on.month - 1]
    return name if on.year == today.year else f"{name} {on.year}"


def span(first: date, last: date) -> str:
    """Return "Tue 30 Jun to Mon 6 Jul 2026"; one day is named once."""
    if first == last:
        return long_day(first)
    begin = near_day(first, last) if first.year == last.year else long_day(first)
    return f"{begin} to {long_day(last)}"


def period_words(query: Query, today: date) -> str:
    """Return the resolved period of a query; entries after today count nowhere."""
    dated = dict(query.wanted.values).get(Term.DATE, ())
    ranges = [days for days in (query.period, *dated) if isinstance(days, DateRange)]
    if not ranges:
        return f"through {long_day(today)}"
    return ", ".join(_range_words(days, today) for days in ranges)


def asked_period(query: Query, today: date) -> str:
    """Return the resolved period of a query that has one, else nothing."""
    dated = query.period is not None or Term.DATE in dict(query.wanted.values)
    return period_words(query, today) if dated else ""


def asked_for(query: Query, today: date) -> tuple[str, str]:
    """Return what a title says of its query: the period, and the terms as typed."""
    return asked_period(query, today), query.text


def chosen_words(query: Query, today: date) -> str:
    """Return how a query chose people, for titles of reports that count no entries."""
    period = asked_period(query, today)
    return titled(f"with entries of {period}" if period else "", query.text)


def nothing_fits(query: Query) -> str:
    """Return the note on a list left empty by its query; "" if there is none."""
    return NOTHING_FITS if query.text or query.period else ""


def _range_words(days: DateRange, today: date) -> str:
    first, last = days
    if last > today >= first:
        last = today
    if first == date.min:
        return f"through {long_day(last)}"
    return f"from {long_day(first)} on" if last == date.max else span(first, last)


def folded_names(people: Iterable[Person]) -> dict[int, str]:
    """Return each person's name by id, folded as names are sorted and compared."""
    return {person.id: fold(person.name) for person in people}


def shown_names(
    people: Iterable[Person], folded: Mapping[int, str] | None = None
) -> dict[int, str]:
    """Return each person's name by id, with what tells namesakes among them apart."""
    people = list(people)
    folded = folded_names(people) if folded is None else folded
    bearers = Counter(folded[person.id] for person in people)
    return {
        person.id: person.name if bearers[folded[person.id]] == 1 else told_apart(_known(person))
        for person in people
    }


def _known(person: Person) -> Known:
    return Known(person.id, person.name, "", person.handle, person.aliases, person.organisation)


def plain_number(value: float) -> str:
    """Return a number to three decimals, without the zeros at its end."""
    shown = f"{round(value, 3) + 0.0:.3f}"
    return shown.rstrip("0").rstrip(".")
