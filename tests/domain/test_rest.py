"""Rest: docs/model.md, section 7, and the worked example 11 of section 15."""

from __future__ import annotations

from datetime import date

import pytest

from reciprocity_cli.domain.cadence import after_quiet, is_quiet, snoozed_until
from reciprocity_cli.domain.records import Person, QuietRange

HOLIDAY = QuietRange(date(2026, 8, 1), date(2026, 8, 14))
WEEKEND = QuietRange(date(2026, 8, 15), date(2026, 8, 16))
ANA = Person(1, "Ana Ruiz", "ana-ruiz", date(2026, 1, 1))


@pytest.mark.parametrize("ranges", [(HOLIDAY, WEEKEND), (WEEKEND, HOLIDAY)])
def test_due_passes_adjoining_quiet_ranges_in_either_order(ranges: tuple[QuietRange, ...]):
    """Example 11: due 2026-08-03 moves to 2026-08-17."""
    assert after_quiet(date(2026, 8, 3), ranges) == date(2026, 8, 17)


@pytest.mark.parametrize(
    ("due", "after"),
    [
        (date(2026, 7, 31), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2026, 8, 15)),
        (date(2026, 8, 14), date(2026, 8, 15)),
        (date(2026, 8, 15), date(2026, 8, 15)),
    ],
)
def test_both_ends_of_a_quiet_range_are_quiet(due: date, after: date):
    """The first and the last day are inside; the days around them are not."""
    assert after_quiet(due, [HOLIDAY]) == after
    assert is_quiet(due, [HOLIDAY]) is (due != after)


def test_quiet_to_the_end_of_the_calendar_is_never_due():
    """When no day is left there is no due date."""
    assert after_quiet(date(2026, 8, 3), [QuietRange(date(2026, 1, 1), date.max)]) is None


@pytest.mark.parametrize(
    ("last_on", "today", "holds"),
    [
        (None, date(2026, 6, 10), True),
        (date(2026, 6, 9), date(2026, 6, 10), True),
        (date(2026, 6, 10), date(2026, 6, 12), True),
        (date(2026, 6, 11), date(2026, 6, 12), False),
        (None, date(2026, 6, 9), False),
    ],
)
def test_a_contact_after_the_day_it_was_set_clears_a_snooze(
    last_on: date | None, today: date, holds: bool
):
    """A snooze holds from its day on, until a contact dated after that day."""
    until = date(2026, 7, 15)
    snoozed = ANA._replace(snoozed_until=until, snoozed_on=date(2026, 6, 10))

    assert snoozed_until(snoozed, last_on, today) == (until if holds else None)


def test_without_a_snooze_there_is_no_day():
    """A person who was not snoozed is snoozed until no day; one without its day stays snoozed."""
    assert snoozed_until(ANA, None, date(2026, 6, 30)) is None
    unknown = ANA._replace(snoozed_until=date(2026, 7, 15))
    assert snoozed_until(unknown, date(2026, 6, 30), date(2026, 6, 30)) == date(2026, 7, 15)
