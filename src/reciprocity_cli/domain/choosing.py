"""Choosing: two invitations and one lunch; facts side by side, and never a winner.

Source: docs/model.md, section 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain.matching import Matter, matching_words
from reciprocity_cli.domain.needs import BY_URGENCY
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.records import (
    By,
    Need,
    Offer,
    Promise,
    Signal,
    SignalKind,
)
from reciprocity_cli.domain.rounding import settled

INVITED_DAYS = 30
"""An invitation noted in the last so many days may be the one that is to be chosen now."""
HELD_FROM, SLIPPED_BELOW = 0.6, 0.4
"""Where the reliability of the owner's word is told as held, and as slipped."""
QUESTION = "For whom does it matter more that you are there?"
REMINDER = "Whichever you choose, tell the other one now, and offer another day."


class First(NamedTuple):
    """The earliest thing noted that bound the owner to somebody, an invitation or a promise."""

    on: date
    what: str


class Meeting(NamedTuple):
    """An open need that an offer of the owner's meets now, and the words that matched."""

    need: Need
    offer: Offer
    words: tuple[str, ...]


def came_first(promises: Iterable[Promise], signals: Iterable[Signal], today: date) -> First | None:
    """Return the oldest of the owner's open promises and of the invitations of the last 30 days."""
    found = [
        First(promise.made_on, f"your promise: {promise.what}")
        for promise in promises
        if promise.by is By.ME and is_open(promise, today)
    ]
    found += [
        First(signal.on, "invited you")
        for signal in signals
        if signal.kind is SignalKind.INVITED_ME and 0 <= (today - signal.on).days < INVITED_DAYS
    ]
    return min(found, default=None)


def can_meet(
    needs: Sequence[tuple[Need, Matter]], offers: Sequence[tuple[Offer, Matter]]
) -> tuple[Meeting, ...]:
    """Return the needs that an offer meets, each with the first that does, the urgent first."""
    found = []
    for need, looked_for in needs:
        for offer, at_hand in offers:
            if words := matching_words(looked_for, at_hand):
                found.append(Meeting(need, offer, words))
                break
    found.sort(key=lambda one: (BY_URGENCY.index(one.need.urgency), one.need.noted_on))
    return tuple(found)


def word_in_words(reliability: float | None) -> str:
    """Return how the owner's word to somebody stands, without a number to compare."""
    if reliability is None:
        return "no promise of yours is settled yet"
    value = settled(reliability)
    if value >= HELD_FROM:
        return "your word has held"
    if value >= SLIPPED_BELOW:
        return "your word held at times"
    return "your word slipped: this is a chance to make it good"
