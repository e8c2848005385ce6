"""Promises: what is open, what overdue in silence, and how far the owner's word holds.

Source: docs/model.md, section 10. Telling somebody in time is nearly as good as delivering.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import fsum
from typing import NamedTuple

from reciprocity_cli.domain.records import By, Closing, Promise

KEPT = 1.0
TOLD_IN_TIME = 0.8
TOLD_OR_KEPT_LATER = 0.5
NOTHING = 0.0


class Reliability(NamedTuple):
    """The credits of the promises that count, and their shrunken mean; `value` is None for none."""

    credits: tuple[float, ...]
    value: float | None

    @property
    def n(self) -> int:
        """How many promises count."""
        return len(self.credits)


def is_open(promise: Promise, today: date) -> bool:
    """Tell whether a promise stood open on a day: made by then, not closed by then."""
    return promise.made_on <= today and _closing(promise, today) is None


def overdue(promise: Promise, today: date) -> bool:
    """Tell whether an open promise is past its due date; on the day it is not."""
    return is_open(promise, today) and promise.due_on is not None and promise.due_on < today


def overdue_in_silence(promise: Promise, today: date) -> bool:
    """Tell whether a promise is overdue and no word was given, neither in time nor since."""
    return overdue(promise, today) and not any(word <= today for word in promise.updates)


def told_by_then(promise: Promise, today: date) -> bool:
    """Tell whether word was given by the due date; without one, any is in time."""
    words = [word for word in promise.updates if word <= today]
    if _closing(promise, today) is Closing.TOLD:
        words.append(promise.closed_on or promise.due_on or promise.made_on)
    return any(promise.due_on is None or word <= promise.due_on for word in words)


def credit(promise: Promise, today: date) -> float | None:
    """Return what a promise of the owner's earns, 0 to 1, or None if it does not count.

    A word given after the due date ends the silence (`overdue_in_silence`), but earns
    nothing here.
    """
    if promise.by is not By.ME or promise.made_on > today:
        return None
    match _closing(promise, today):
        case Closing.RELEASED:
            return None
        case None:
            open_well = not overdue(promise, today) or told_by_then(promise, today)
            return None if open_well else NOTHING
        case Closing.KEPT | Closing.LATE if not _was_late(promise):
            return KEPT
        case _ if told_by_then(promise, today):
            return TOLD_IN_TIME
        case Closing.DROPPED:
            return NOTHING
    return TOLD_OR_KEPT_LATER


def reliability_of(promises: Iterable[Promise], today: date) -> Reliability:
    """Return the credits of the owner's promises, in order, and what they come to.

    That is (sum of credits + 1) / (n + 2), in (0, 1); None when n = 0.
    """
    counted = (credit(promise, today) for promise in promises)
    credits = tuple(value for value in counted if value is not None)
    return Reliability(credits, (fsum(credits) + 1.0) / (len(credits) + 2) if credits else None)


def _closing(promise: Promise, today: date) -> Closing | None:
    """How it had ended by today; a closing dated later has not happened yet."""
    later = promise.closed_on is not None and promise.closed_on > today
    return None if later else promise.closing


def _was_late(promise: Promise) -> bool:
    if promise.due_on is None:
        return False
    closed_after = promise.closed_on is not None and promise.closed_on > promise.due_on
    return promise.closing is Closing.LATE or closed_after
