"""Rounding before a comparison, so that an order of summing decides no reading and no place."""

from __future__ import annotations

DIGITS = 9
"""Sums in SQL and in Python agree within 1e-9."""


def settled(value: float) -> float:
    """Return a number as it is compared with a threshold, or with another number."""
    return round(value, DIGITS)
