"""Warmth, momentum and the weeks of a year, from days of contact."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from math import fsum
from typing import NamedTuple

from reciprocity_cli.domain.dates import DateRange
from reciprocity_cli.domain.records import Exchange, Interaction
from reciprocity_cli.domain.text import settled

DAYS_WITHOUT_CADENCE = 90.0
"""The h of warmth for a person without a cadence."""
WARM_FROM = 0.4
COOLING_FROM = 0.2
DORMANT_YEARS = 3
SPAN_DAYS = 90
"""Momentum compares the last 90 days with the 90 before."""
TURN = 0.2


class WarmthReading(StrEnum):
    """Warmth in words."""

    WARM = "warm"
    COOLING = "cooling"
    COOL = "cool"
    DORMANT = "dormant, worth a hello"
    NOT_MET = "not met yet"


class Warmth(NamedTuple):
    """How recent and how frequent contact was.

    `h` is the cadence in days, `contact_days` the number of distinct days that counted,
    `sum` the S of the model and `warmth` S / (S + 1), in [0, 1).
    """

    h: float
    contact_days: int
    last_on: date | None
    sum: float
    warmth: float
    reading: WarmthReading


class MomentumReading(StrEnum):
    """Momentum in words."""

    BUILDING = "building"
    SLOWING = "slowing"
    STEADY = "steady"
    QUIET = "quiet"
    RESTARTING = "restarting"


class Momentum(NamedTuple):
    """Contact days of the last 90 (`recent`, A) and of the 90 before (`before`, P); -1 < m < 1."""

    recent: int
    before: int
    momentum: float
    reading: MomentumReading


class Ages(NamedTuple):
    """Days by age: of the last 90, of the 90 before, and whether there are older."""

    recent: int = 0
    before: int = 0
    older: bool = False


class PersonWeek(NamedTuple):
    """The gives and gets of one person in one week in which there was contact."""

    gave: int = 0
    got: int = 0


def contact_days(
    interactions: Iterable[Interaction], exchanges: Iterable[Exchange], today: date
) -> frozenset[date]:
    """Return the days up to today with any contact or exchange, self-interested too."""
    days = (*(one.on for one in interactions), *(one.on for one in exchanges))
    return frozenset(day for day in days if day <= today)


def warmth(contact_days: Iterable[date], h: float | None, today: date) -> Warmth:
    """Read contact days up to today against a cadence of `h` days (None: none)."""
    days = sorted({day for day in contact_days if day <= today}, reverse=True)
    per = DAYS_WITHOUT_CADENCE if h is None else h
    total = fsum(2.0 ** (-(today - day).days / per) for day in days)
    value = total / (total + 1.0)
    last_on = days[0] if days else None
    return Warmth(per, len(days), last_on, total, value, _warmth_reading(value, last_on, today))


def _warmth_reading(value: float, last_on: date | None, today: date) -> WarmthReading:
    if last_on is None:
        return WarmthReading.NOT_MET
    if is_dormant(last_on, today):
        return WarmthReading.DORMANT
    if settled(value) >= WARM_FROM:
        return WarmthReading.WARM
    return WarmthReading.COOLING if settled(value) >= COOLING_FROM else WarmthReading.COOL


def is_dormant(last_on: date, today: date) -> bool:
    """Tell whether the last contact lies three calendar years back or more."""
    anniversary = (last_on.year + DORMANT_YEARS, last_on.month, last_on.day)
    return (today.year, today.month, today.day) >= anniversary


def momentum(contact_days: Iterable[date], today: date) -> Momentum:
    """Compare the contact days in (today-90, today] with those in (today-180, today-90]."""
    ages = [(today - day).days for day in set(contact_days)]
    recent = sum(0 <= age < SPAN_DAYS for age in ages)
    before = sum(SPAN_DAYS <= age < 2 * SPAN_DAYS for age in ages)
    return momentum_of(Ages(recent, before, any(age >= 2 * SPAN_DAYS for age in ages)))


def together(ages: Iterable[Ages]) -> Ages:
    """Return the days of several people as one count: pairs of a person and a day."""
    listed = list(ages)
    return Ages(
        sum(one.recent for one in listed),
        sum(one.before for one in listed),
        any(one.older for one in listed),
    )


def momentum_of(ages: Ages) -> Momentum:
    """Read counted days: m = (A - P) / (A + P + 2), and its word."""
    recent, before, older = ages
    value = (recent - before) / (recent + before + 2)
    return Momentum(recent, before, value, _momentum_reading(recent, before, older, value))


def _momentum_reading(recent: int, before: int, older: bool, value: float) -> MomentumReading:
    if recent == before == 0:
        return MomentumReading.QUIET
    if before == 0 and older:
        return MomentumReading.RESTARTING
    if settled(value) >= TURN:
        return MomentumReading.BUILDING
    return MomentumReading.SLOWING if settled(value) <= -TURN else MomentumReading.STEADY


WEEKS_SHOWN = 53
"""This week and the 52 before: a year back, the same week is still in sight."""


class Week(NamedTuple):
    """A week from Monday on: gives and gets, and how many people were in contact."""

    first: date
    gave: int = 0
    got: int = 0
    people: int = 0

    @property
    def iso(self) -> str:
        """Its name in the ISO calendar: 2026-W47."""
        year, number, _ = self.first.isocalendar()
        return f"{year}-W{number:02}"


def mondays(period: DateRange | None, today: date) -> list[date]:
    """Return the Mondays of the weeks shown, the oldest first: of the year up to today or a period.

    Of a longer period the last 53 weeks are shown; a period that lies ahead has none.
    """
    last = today if period is None else min(period.last, today)
    if period is not None and period.first > last:
        return []
    end = monday_of(last)
    weeks = WEEKS_SHOWN
    if period is not None:
        weeks = min(weeks, (end - monday_of(period.first)).days // 7 + 1)
    return [end - timedelta(weeks=ago) for ago in range(weeks - 1, -1, -1)]


def monday_of(on: date) -> date:
    """Return the first day of the ISO week of a day."""
    return on - timedelta(days=on.weekday())


def weeks_of(firsts: Iterable[date], by_person: Iterable[Mapping[int, PersonWeek]]) -> list[Week]:
    """Return each week with the sums over people; weeks count from the first."""
    people = list(by_person)
    found = []
    for at, first in enumerate(firsts):
        held = [weeks[at] for weeks in people if at in weeks]
        gave, got = sum(week.gave for week in held), sum(week.got for week in held)
        found.append(Week(first, gave, got, len(held)))
    return found
