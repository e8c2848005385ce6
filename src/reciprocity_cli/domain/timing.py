"""Timing: which cadence holds for a person, when they fall due by it, and how late that is.

Source: docs/model.md, section 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from reciprocity_cli.domain.cadence import Cadence, parse_cadence
from reciprocity_cli.domain.records import Person, QuietRange
from reciprocity_cli.domain.rest import after_quiet, snoozed_until

DAYS_TO_FIRST_HELLO = 14
DAYS_WITHOUT_CADENCE = 90


class CadenceDefaults(NamedTuple):
    """The cadences that hold where a person has none of their own, as texts ("3m", "none")."""

    default: str = "3m"
    roles: Mapping[str, str] = {}
    tags: Mapping[str, str] = {}


class Timing(NamedTuple):
    """When a person falls due, and between which days that was counted.

    `due_on` is after snooze and quiet ranges, None without a cadence and while paused or archived;
    `plain_due_on` is before them. `lateness` is L in cadences, None where there is no day to count
    from: it counts from `base` to `plain_due_on`, for somebody never contacted in cadences since
    `base`, and without a cadence in 90 days.
    """

    base: date | None = None
    plain_due_on: date | None = None
    due_on: date | None = None
    lateness: float | None = None


_NO_TIMING = Timing()


def effective_cadence(
    person: Person, has_contact: bool, defaults: CadenceDefaults
) -> Cadence | None:
    """Return the cadence that holds for a person, or None for none.

    Their own if set; nothing for the imported before the first contact; else that of a tag, else
    that of a role (of several the shortest), else the default. Raises UsageError for a text that is
    no cadence.
    """
    if person.cadence is not None:
        return _parsed(person.cadence)
    if person.imported and not has_contact:
        return None
    for keys, cadences in ((person.tags, defaults.tags), (person.roles, defaults.roles)):
        texts = [cadences[key] for key in keys if key in cadences] if cadences else []
        if texts:
            found = [cadence for text in texts if (cadence := _parsed(text)) is not None]
            return min(found, key=lambda cadence: cadence.days, default=None)
    return _parsed(defaults.default)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Cadence | None:
    return parse_cadence(text)


def timing(
    person: Person,
    last_on: date | None,
    cadence: Cadence | None,
    my_quiet: Sequence[QuietRange],
    today: date,
) -> Timing:
    """Return when a person falls due; `last_on` is their last contact day up to today."""
    if last_on is not None:
        age = (today - last_on).days
        if cadence is None:
            return Timing(last_on, lateness=age / DAYS_WITHOUT_CADENCE)
        plain = _plain_due(cadence, last_on)
        # On the last day that a calendar has, no day is left between the two.
        base, lateness = last_on, age / ((plain - last_on).days or 1)
    elif cadence is None or person.created_on > today:
        return _NO_TIMING
    else:
        base = person.created_on
        plain = moved(base, DAYS_TO_FIRST_HELLO)
        lateness = (today - base).days / cadence.days
    if person.archived or person.paused:
        return Timing(base, plain, None, lateness)
    due = plain
    if person.snoozed_until is not None:
        due = max(due, snoozed_until(person, last_on, today) or due)
    if person.quiet or my_quiet:
        return Timing(base, plain, after_quiet(due, (*person.quiet, *my_quiet)), lateness)
    return Timing(base, plain, due, lateness)


@lru_cache(maxsize=4096)
def _plain_due(cadence: Cadence, last_on: date) -> date:
    # Many people share a cadence and a last day, and a calendar step takes 7 us.
    return cadence.after(last_on)


def moved(day: date, days: int) -> date:
    """Return the day so many days on (or back), or the end of the calendar on that side."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
