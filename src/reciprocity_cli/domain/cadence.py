"""How often, from when on, and what gives rest; docs/model.md, section 7."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from reciprocity_cli.domain.records import Person, QuietRange
from reciprocity_cli.errors import UsageError

Unit = Literal["d", "w", "m", "y"]

DAYS_OF: dict[Unit, float] = {"d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}
"""Days in a unit, on average; an average month is a twelfth of an average year."""

LONGEST_DAYS = 10 * DAYS_OF["y"]
_WORDS = {"weekly": "1w", "monthly": "1m", "quarterly": "3m", "yearly": "1y"}
_HINT = "type a number and d, w, m or y from 1d to 10y, such as 2w, 3m or 1y, or none"


class Cadence(NamedTuple):
    """A span of days, weeks, months or years from contact to contact, 1d to 10y."""

    number: int
    unit: Unit

    @property
    def days(self) -> float:
        """The length in days: a week 7, a month 30.4375, a year 365.25."""
        return self.number * DAYS_OF[self.unit]

    def after(self, base: date) -> date:
        """Return the day one cadence after `base`, in one step; past 9999 the last day.

        Jan 31 + 1m is the last day of February. Source: docs/model.md, section 7.
        """
        try:
            if self.unit == "d":
                return base + timedelta(self.number)
            if self.unit == "w":
                return base + timedelta(7 * self.number)
            return _months_after(base, self.number * (12 if self.unit == "y" else 1))
        except (OverflowError, ValueError):
            return date.max

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"


def _months_after(base: date, months: int) -> date:
    """Return the same day so many months on, or the month's last where it has none.

    As base + relativedelta(months=months), in a fifth of the time: a thousand people are due at
    once, and loading dateutil takes as long as their steps. Raises ValueError past 9999.
    """
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    day = base.day
    while day > 28:
        try:
            return date(year, month + 1, day)
        except ValueError:
            day -= 1
    return date(year, month + 1, day)


@lru_cache(maxsize=256)
def parse_cadence(text: str) -> Cadence | None:
    """Return the cadence that `text` names ("2w", "monthly"), or None for "none".

    Raises UsageError for anything else and outside 1d to 10y. Source: docs/model.md, section 7.
    """
    word = text.strip().casefold()
    if word == "none":
        return None
    word = _WORDS.get(word, word)
    number, unit = word[:-1].rstrip(), word[-1:]
    # Nine digits: int() of thousands raises, and 10y is 3652 days.
    if unit not in DAYS_OF or not (number.isascii() and number.isdigit() and len(number) < 10):
        from reciprocity_cli.domain.text import quoted

        raise UsageError(f"{quoted(text)} is not a cadence", _HINT)
    cadence = Cadence(int(number), unit)
    if not 1 <= cadence.days <= LONGEST_DAYS:
        raise UsageError(f"a cadence of {cadence} is not between 1d and 10y", _HINT)
    return cadence


def is_quiet(day: date, ranges: Collection[QuietRange]) -> bool:
    """Tell whether a day is in one of the ranges, first and last days included."""
    return any(quiet.first <= day <= quiet.last for quiet in ranges)


def after_quiet(due: date, ranges: Collection[QuietRange]) -> date | None:
    """Return the first day from `due` on in none of the ranges, whatever their order.

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


DAYS_TO_FIRST_HELLO = 14
DAYS_WITHOUT_CADENCE = 90


class CadenceDefaults(NamedTuple):
    """The cadences for whoever has none of their own, as texts ("3m", "none")."""

    default: str = "3m"
    roles: Mapping[str, str] = {}
    tags: Mapping[str, str] = {}


class Timing(NamedTuple):
    """When a person falls due, and between which days that was counted.

    `due_on` is after snooze and quiet ranges, None without a cadence and while paused or archived;
    `plain_due_on` is before them. `lateness` is L in cadences (1 = due today), None where there is
    no day to count from: it counts from `base` to `plain_due_on`, for somebody never contacted in
    cadences since `base`, and without a cadence in 90 days.
    """

    base: date | None = None
    plain_due_on: date | None = None
    due_on: date | None = None
    lateness: float | None = None


def effective_cadence(
    person: Person, has_contact: bool, defaults: CadenceDefaults
) -> Cadence | None:
    """Return the cadence that holds for a person, or None for none.

    Their own if set; nothing for the imported before the first contact; else that of a
    tag, else that of a role (of several the shortest), else the default. Raises
    UsageError for a text that is no cadence.
    """
    if person.cadence is not None:
        try:
            return parse_cadence(person.cadence)
        except UsageError as error:
            # Nobody typed it: it stands so in the ledger, which is damaged then.
            raise ValueError(error.message) from error
    if person.imported and not has_contact:
        return None
    for keys, cadences in ((person.tags, defaults.tags), (person.roles, defaults.roles)):
        texts = [cadences[key] for key in keys if key in cadences] if cadences else []
        if texts:
            found = [cadence for text in texts if (cadence := parse_cadence(text)) is not None]
            return min(found, key=lambda cadence: cadence.days, default=None)
    return parse_cadence(defaults.default)


def timing(
    person: Person,
    last_on: date | None,
    cadence: Cadence | None,
    my_quiet: Sequence[QuietRange],
    today: date,
) -> Timing:
    """Return when a person falls due; `last_on`: last contact day up to today."""
    if last_on is not None:
        age = (today - last_on).days
        if cadence is None:
            return Timing(last_on, lateness=age / DAYS_WITHOUT_CADENCE)
        plain = _plain_due(cadence, last_on)
        # On the last day that a calendar has, no day is left between the two.
        base, lateness = last_on, age / ((plain - last_on).days or 1)
    elif cadence is None or person.created_on > today:
        return Timing()
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
    """Return the day so many days on (or back), or the calendar's end on that side."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
