"""Signs: what they did in the last year that tells how the tie stands, by name and without weights.

Source: docs/model.md, section 8. The absence of a sign says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from reciprocity_cli.domain.records import (
    RESPONSE_SIGNALS,
    STRENGTH_SIGNS,
    Signal,
    SignalKind,
)

YEAR_DAYS = 365
RESPONSE_DAYS = 180


def kinds_within(
    signals: Iterable[Signal], kinds: Collection[SignalKind], days: int, today: date
) -> tuple[SignalKind, ...]:
    """Return which of `kinds` were noted in the last `days` days (age 0 to days - 1), in order."""
    noted = {signal.kind for signal in signals if 0 <= (today - signal.on).days < days}
    return tuple(kind for kind in kinds if kind in noted)


def strength_signs(signals: Iterable[Signal], today: date) -> tuple[SignalKind, ...]:
    """Return the different strength signs of the last 365 days, in the order of the model."""
    return kinds_within(signals, STRENGTH_SIGNS, YEAR_DAYS, today)


def responses(signals: Iterable[Signal], today: date) -> tuple[SignalKind, ...]:
    """Return the different response signals within 180 days, in the order of the model."""
    return kinds_within(signals, RESPONSE_SIGNALS, RESPONSE_DAYS, today)


def strength_words(signs: Collection[SignalKind]) -> str:
    """Return "3 of 5 strength signs in the last year" for the signs found by `strength_signs`."""
    return f"{len(signs)} of {len(STRENGTH_SIGNS)} strength signs in the last year"
