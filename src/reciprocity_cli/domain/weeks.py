"""Weeks: which of them a calendar of the year shows, and what there was in each.

Source: docs/model.md, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from reciprocity_cli.domain.dates import DateRange
from reciprocity_cli.domain.rhythm import PersonWeek

WEEKS_SHOWN = 53
"""This week and the 52 before: a year back, the same week is still in sight."""


class Week(NamedTuple):
    """One week from a Monday on: gives and gets, and how many people there was contact with."""

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
    """Return each week with the sums over people; weeks are counted from the first on."""
    people = list(by_person)
    found = []
    for at, first in enumerate(firsts):
        held = [weeks[at] for weeks in people if at in weeks]
        gave, got = sum(week.gave for week in held), sum(week.got for week in held)
        found.append(Week(first, gave, got, len(held)))
    return found
