"""Rest: days on which a contact can wait, by snoozing one person or by quiet ranges.

Source: docs/model.md, section 7.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from reciprocity_cli.domain.records import Person, QuietRange


def is_quiet(day: date, ranges: Collection[QuietRange]) -> bool:
    """Tell whether a day falls in one of the ranges, their first and last days included."""
    return any(quiet.first <= day <= quiet.last for quiet in ranges)


def after_quiet(due: date, ranges: Collection[QuietRange]) -> date | None:
    """Return the first day from `due` on that is in none of the ranges, whatever their order.

    None when the ranges cover every day that is left.
    """
    while True:
        covering = [quiet.last for quiet in ranges if quiet.first <= due <= quiet.last]
        if not covering:
            return due
        end = max(covering)
        if end == date.max:
            return None
        due = end + timedelta(days=1)


def snoozed_until(person: Person, last_on: date | None, today: date) -> date | None:
    """Return the day until which a person is snoozed, or None when no snooze holds.

    A snooze holds from the day it was set until a contact dated after that day.
    """
    set_on = person.snoozed_on
    if set_on is None or person.snoozed_until is None:
        return person.snoozed_until
    cleared = last_on is not None and last_on > set_on
    return None if cleared or set_on > today else person.snoozed_until
