"""Impact: what came of gives and gets, and of which gives it is time to ask.

Source: docs/model.md, section 17.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain.records import Direction, Exchange, Outcome

ASK_FROM_DAYS = 7
"""Sooner than a week after a give there is hardly anything to tell."""
ASK_WITHIN_DAYS = 180
LONG_YEARS = 5


class Came(NamedTuple):
    """An exchange, with whom it was, and for an introduction the other person's name."""

    exchange: Exchange
    name: str
    other: str = ""


class Tally(NamedTuple):
    """How many gives or gets there were of one category, and how many came to what."""

    passed: int = 0
    nothing: int = 0
    helped: int = 0
    big: int = 0

    @property
    def known(self) -> int:
        """Those whose outcome is known."""
        return self.nothing + self.helped + self.big


class Lasting(NamedTuple):
    """People in touch (not dormant), by the time since the first contact day recorded."""

    under_a_year: int = 0
    one_to_five: int = 0
    five_and_more: int = 0


def outcome_by(exchange: Exchange, today: date) -> Outcome:
    """Return what is known on a day of what came of an exchange."""
    told_later = exchange.outcome_on is not None and exchange.outcome_on > today
    return Outcome.UNKNOWN if told_later else exchange.outcome


def is_to_ask(exchange: Exchange, today: date) -> bool:
    """Tell whether it is time to ask how a give went: 7 to 179 days after it, nothing known yet."""
    age = (today - exchange.on).days
    return (
        exchange.direction is Direction.GAVE
        and outcome_by(exchange, today) is Outcome.UNKNOWN
        and ASK_FROM_DAYS <= age < ASK_WITHIN_DAYS
    )


def is_to_report(exchange: Exchange, today: date) -> bool:
    """Tell whether a get came to something that the one who gave it has not been told."""
    told = exchange.reported_on is not None and exchange.reported_on <= today
    came = outcome_by(exchange, today) in (Outcome.HELPED, Outcome.BIG)
    return exchange.direction is Direction.GOT and came and not told


def lasting(first_days: Iterable[date], today: date) -> Lasting:
    """Count people by the whole years since their first contact day."""
    years = [_years(first, today) for first in first_days]
    return Lasting(
        sum(year < 1 for year in years),
        sum(1 <= year < LONG_YEARS for year in years),
        sum(year >= LONG_YEARS for year in years),
    )


def _years(first: date, today: date) -> int:
    before = (today.month, today.day) < (first.month, first.day)
    return today.year - first.year - before
