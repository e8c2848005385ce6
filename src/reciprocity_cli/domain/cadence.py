"""Cadence: how often the owner wants to be in touch with somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple

from reciprocity_cli.errors import UsageError

Unit = Literal["d", "w", "m", "y"]

DAYS_OF: dict[Unit, float] = {"d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}
"""Days in a unit, on average; an average month is a twelfth of an average year."""

LONGEST_DAYS = 10 * DAYS_OF["y"]
_WORDS = {"weekly": "1w", "monthly": "1m", "quarterly": "3m", "yearly": "1y"}
_HINT = "type a number and d, w, m or y from 1d to 10y, such as 2w, 3m or 1y, or none"


class Cadence(NamedTuple):
    """A number of days, weeks, months or years from one contact to the next, 1d to 10y."""

    number: int
    unit: Unit

    @property
    def days(self) -> float:
        """The length in days: a week 7, a month 30.4375, a year 365.25."""
        return self.number * DAYS_OF[self.unit]

    def after(self, base: date) -> date:
        """Return the day one cadence after `base`, in one step; the last day there is past 9999.

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
    """Return the same day so many months on, or the last one of its month where it has none.

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
