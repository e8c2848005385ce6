"""The one place where the clock is read."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def local_day(moment: datetime) -> date:
    """Return the calendar day of a moment where the owner is."""
    return moment.astimezone().date()
