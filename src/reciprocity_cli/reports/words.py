"""Words and bars that reports share: titles, counts, spans of days, numbers, names told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from reciprocity_cli.domain.dates import MONTHS, WEEKDAYS, DateRange, long_day, short_age
from reciprocity_cli.domain.names import Known, fold, told_apart
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import Person
from reciprocity_cli.domain.text import settled
from reciprocity_cli.reports.body import Cell, Span, Style

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


def chosen_words(query: Query, today: date) -> str:
    """Return how a query chose people, for the title of a report that counts no entries."""
    period = asked_period(query, today)
    return titled(f"with entries of {period}" if period else "", query.text)


def nothing_fits(query: Query) -> str:
    """Return the note on a list that is empty because of its query; "" where there is none."""
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


CENTRE = "┼"
SOLID = "▇"
LIGHT = "░"
_HAIR = {"gave": "▏", "got": "▕"}
_STEPS = "▁▂▃▄▅▆▇█"


def index_bar(index: float, spread: float, half_width: int) -> Cell:
    """Return a bar of B in (-1, 1): to the left what was received, to the right what was given.

    Its cautious part, abs(B) - s, is solid and the rest lighter, which shows without colour too. A
    tilt too small for a cell is a hair. `half_width` cells stand for 1 on either side.
    """
    tilt = abs(index)
    length = _cells(tilt, half_width)
    solid = min(_cells(max(0.0, tilt - spread), half_width), length)
    tilted = settled(tilt) > 0
    return _drawn("gave" if index > 0 else "got", length, solid, tilted, half_width)


@lru_cache(maxsize=1024)
def _drawn(style: Style, length: int, solid: int, tilted: bool, half_width: int) -> Cell:
    bar = SOLID * solid + LIGHT * (length - solid)
    if not bar and tilted:
        bar = _HAIR[style]
    if style == "gave":
        return (Span(" " * half_width), Span(CENTRE, "dim"), Span(bar, style))
    blanks = Span(" " * (half_width - len(bar)))
    return (blanks, Span(bar[::-1], style), Span(CENTRE, "dim"))


def flow_bar(gave: float, got: float, largest: float, half_width: int) -> Cell:
    """Return what went each way as a bar to each side of the centre; `largest` fills one side.

    All of it is solid: an amount to look at, without a reading.
    """
    given = SOLID * _share_of(gave, largest, half_width)
    received = SOLID * _share_of(got, largest, half_width)
    blanks = Span(" " * (half_width - len(received)))
    return (blanks, Span(received, "got"), Span(CENTRE, "dim"), Span(given, "gave"))


def _share_of(amount: float, largest: float, half_width: int) -> int:
    return max(1, _cells(amount / largest, half_width)) if amount > 0 else 0


def index_axis(half_width: int) -> Cell:
    """Return the title of a column of bars, its centre above theirs; `half_width` is 5 or more."""
    left = f"got ◂{'─' * (half_width - 5)}"
    return (Span(left, "got"), Span(CENTRE, "dim"), Span(f"{'─' * (half_width - 5)}▸ gave", "gave"))


def _cells(share: float, width: int) -> int:
    return int(share * width + 0.5)


def sparkline(values: Sequence[float]) -> str:
    """Return one sign a value (0 or more), as high as its share of the largest; 0 is the lowest."""
    largest = max(values, default=0)
    if not largest > 0:
        return _STEPS[0] * len(values)
    top = len(_STEPS) - 1
    return "".join(
        _STEPS[0 if not value else max(1, round(value / largest * top))] for value in values
    )
