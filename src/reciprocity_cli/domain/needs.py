"""Needs and interests: which are open, which come first, and how one is told of.

Source: docs/model.md, section 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reciprocity_cli.domain.records import Need, Seeking, Urgency

BY_URGENCY = tuple(reversed(Urgency))
"""The most urgent first."""


def is_met(need: Need, today: date) -> bool:
    """Tell whether a need had been met by a day."""
    return need.met_on is not None and need.met_on <= today


def is_open(need: Need, today: date) -> bool:
    """Tell whether a need or interest was noted by a day and not met by then."""
    return need.noted_on <= today and not is_met(need, today)


def is_open_need(need: Need, today: date) -> bool:
    """Tell whether something was looked for on a day and not met by then; interests are not."""
    return need.seeking is Seeking.NEED and is_open(need, today)


def most_urgent(needs: Iterable[Need], today: date) -> Need | None:
    """Return the most urgent open need, the newest of equal ones; the reference for the SQL."""
    return min(
        (need for need in needs if is_open_need(need, today)),
        key=lambda need: (BY_URGENCY.index(need.urgency), -need.noted_on.toordinal(), -need.id),
        default=None,
    )


def verb(need: Need) -> str:
    """Return "looks for", or of an interest "takes an interest in"."""
    return "looks for" if need.seeking is Seeking.NEED else "takes an interest in"
