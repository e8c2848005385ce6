"""Days and birthdays: what is refused of them, and how they are shown and kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.dates import (
    long_day,
    occurrence,
    parse_birthday,
    parse_day,
    parse_range,
    short_age,
    short_day,
    show_day,
)
from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.errors import UsageError

SUNDAY = date(2026, 11, 22)


def test_a_range_is_refused_where_a_day_is_wanted() -> None:
    """A month is no day, and the refusal names its first and last."""
    with pytest.raises(UsageError) as refused:
        parse_day("2026-11", SUNDAY, direction="past")
    assert refused.value.message == (
        "'2026-11' is a range where a day is wanted (Sun 2026-11-01 to Mon 2026-11-30)"
    )
    assert refused.value.hint == "name one day, such as 2026-11-01"


def test_a_future_day_is_refused_where_none_is_allowed() -> None:
    """The refusal names the day it resolved to and the option that allows it."""
    with pytest.raises(UsageError) as refused:
        parse_day("next fri", SUNDAY, direction="past", allow_future=False)
    assert refused.value.message == "Fri 2026-11-27 is in the future"
    assert refused.value.hint == "add --future if that is meant"
    assert parse_day("today", SUNDAY, direction="past", allow_future=False) == SUNDAY


def test_the_ends_of_the_calendar() -> None:
    """On the first and last days there are, a word that leads beyond is refused and others hold."""
    assert parse_day("sow", date.min, direction="past") == date.min
    assert parse_day("eoy", date.max, direction="future") == date.max
    for text, today in [("yesterday", date.min), ("eow", date.max), ("next year", date.max)]:
        with pytest.raises(UsageError):
            parse_range(text, today, direction="past")


@given(st.dates(), st.dates())
def test_a_shown_day_reads_as_itself(day: date, today: date) -> None:
    """The ISO form and the form of titles are read back as the day they show."""
    assert parse_day(day.isoformat(), today, direction="past") == day
    if day.year >= 1000:
        assert parse_day(long_day(day)[4:], today, direction="past") == day


@given(st.dates(), st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_weekdays_lie_within_a_week(today: date, weekday: str) -> None:
    """A weekday looking back is at most six days ago, and `last` one to seven."""
    if today < date(1, 1, 15):
        return
    near = parse_day(weekday, today, direction="past")
    assert 0 <= (today - near).days <= 6
    assert 1 <= (today - parse_day(f"last {weekday}", today, direction="past")).days <= 7
    assert show_day(near).lower().startswith(weekday)


@pytest.mark.parametrize("text", ["2026-11-20", "20261120", " 2026-11-20 "])
def test_iso_days(text: str) -> None:
    """A birthday takes the two ISO forms of a day."""
    assert parse_birthday(text) == Birthday(11, 20, 2026)


@pytest.mark.parametrize(
    "text", ["", "today", "2026-11", "2026", "0000", "2026-02-30", "\x00", "é"]
)
def test_no_iso_days(text: str) -> None:
    """Words, ranges and days that there are not are refused."""
    with pytest.raises(UsageError):
        parse_birthday(text)


def test_how_days_are_shown() -> None:
    """An echo has the weekday and ISO, a table day and month, a title all of it."""
    assert show_day(date(2026, 11, 20)) == "Fri 2026-11-20"
    assert show_day(date(33, 4, 3)) == "Sun 0033-04-03"
    assert short_day(date(2026, 6, 20), SUNDAY) == "20 Jun"
    assert short_day(date(2025, 6, 2), SUNDAY) == "2 Jun 2025"
    assert long_day(date(2026, 6, 30)) == "Tue 30 Jun 2026"


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (0, "0d"),
        (3, "3d"),
        (13, "13d"),
        (14, "2w"),
        (46, "6w"),
        (91, "13w"),
        (97, "13w"),
        (98, "3mo"),
        (155, "5mo"),
        (730, "23mo"),
        (731, "2y"),
        (3653, "10y"),
        (-3, "3d"),
    ],
)
def test_short_ages(days: int, shown: str) -> None:
    """Ages are shown in the largest unit that still tells them apart."""
    assert short_age(days) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990-02-28", Birthday(2, 28, 1990)),
        ("19900228", Birthday(2, 28, 1990)),
        ("--02-28", Birthday(2, 28)),
        ("--0228", Birthday(2, 28)),
        ("28 feb", Birthday(2, 28)),
        ("Feb 28", Birthday(2, 28)),
        ("28 feb 1990", Birthday(2, 28, 1990)),
        ("--02-29", Birthday(2, 29)),
        ("29 february", Birthday(2, 29)),
        ("29 feb 1992", Birthday(2, 29, 1992)),
    ],
)
def test_birthdays(text: str, expected: Birthday) -> None:
    """A birthday is read with and without its year."""
    assert parse_birthday(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "feb",
        "1990",
        "1990-02",
        "--02-30",
        "--13-01",
        "--2-28",
        "--02-2",
        "29 feb 1990",
        "31 apr",
        "3/4",
        "today",
        "28 feb 0000",
        "0000-01-01",
        "\x1b",
    ],
)
def test_no_birthdays(text: str) -> None:
    """Part of a day, a day that there is not and relative words are no birthday."""
    with pytest.raises(UsageError):
        parse_birthday(text)


@given(st.text(max_size=14) | st.from_regex(r"-?-?[0-9]{2,4}-?[0-9]{2}-?[0-9]{2}"))
def test_birthdays_raise_nothing_else(text: str) -> None:
    """Whatever is typed gives a birthday that reads back as itself, or a UsageError."""
    try:
        birthday = parse_birthday(text)
    except UsageError:
        return
    assert parse_birthday(str(birthday)) == birthday


def test_when_a_birthday_is_kept() -> None:
    """29 February is kept on 28 February in common years, or on 1 March where set so."""
    assert occurrence(Birthday(7, 4, 1980), 2026) == date(2026, 7, 4)
    assert occurrence(Birthday(2, 29), 2028) == date(2028, 2, 29)
    assert occurrence(Birthday(2, 29), 2026) == date(2026, 2, 28)
    assert occurrence(Birthday(2, 29), 2026, "mar1") == date(2026, 3, 1)
    assert occurrence(Birthday(2, 29), 1900, "feb28") == date(1900, 2, 28)
