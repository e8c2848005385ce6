"""The date grammar, line by line, and how dates and birthdays are shown and kept."""

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
    parse_iso_day,
    parse_range,
    short_age,
    short_day,
    show_day,
)
from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.domain.text import visible
from reciprocity_cli.errors import UsageError

SUNDAY = date(2026, 11, 22)
LEAP_DAY = date(2024, 2, 29)  # a Thursday

# Typed, then the days it names looking back and looking ahead; one answer where both are the same.
ON_SUNDAY = [
    ("today", "2026-11-22"),
    ("yesterday", "2026-11-21"),
    ("tomorrow", "2026-11-23"),
    ("2026-11-20", "2026-11-20"),
    ("20261120", "2026-11-20"),
    ("2026-11", "2026-11-01..2026-11-30"),
    ("2026", "2026-01-01..2026-12-31"),
    ("2026Q3", "2026-07-01..2026-09-30"),
    ("2026q4", "2026-10-01..2026-12-31"),
    ("2026-W47", "2026-11-16..2026-11-22"),
    ("2026-w01", "2025-12-29..2026-01-04"),
    ("2026-W53", "2026-12-28..2027-01-03"),
    ("20 nov", "2026-11-20", "2027-11-20"),
    ("nov 20", "2026-11-20", "2027-11-20"),
    ("22 nov", "2026-11-22"),
    ("23 nov", "2025-11-23", "2026-11-23"),
    ("1 january", "2026-01-01", "2027-01-01"),
    ("sept 3", "2026-09-03", "2027-09-03"),
    ("29 feb", "2024-02-29", "2028-02-29"),
    ("20 nov 2026", "2026-11-20"),
    ("november 20 2026", "2026-11-20"),
    ("29 Feb 2024", "2024-02-29"),
    ("fri", "2026-11-20", "2026-11-27"),
    ("Friday", "2026-11-20", "2026-11-27"),
    ("sun", "2026-11-22"),
    ("mon", "2026-11-16", "2026-11-23"),
    ("tues", "2026-11-17", "2026-11-24"),
    ("thurs", "2026-11-19", "2026-11-26"),
    ("last fri", "2026-11-20"),
    ("last sun", "2026-11-15"),
    ("last monday", "2026-11-16"),
    ("this fri", "2026-11-20"),
    ("this sun", "2026-11-22"),
    ("next fri", "2026-11-27"),
    ("next mon", "2026-11-23"),
    ("next sun", "2026-11-29"),
    ("3d", "2026-11-19", "2026-11-25"),
    ("0d", "2026-11-22"),
    ("2w", "2026-11-08", "2026-12-06"),
    ("2m", "2026-09-22", "2027-01-22"),
    ("1y", "2025-11-22", "2027-11-22"),
    ("3 days", "2026-11-19", "2026-11-25"),
    ("3d ago", "2026-11-19"),
    ("1 week ago", "2026-11-15"),
    ("2 months ago", "2026-09-22"),
    ("1y ago", "2025-11-22"),
    ("+3d", "2026-11-25"),
    ("+2 weeks", "2026-12-06"),
    ("in 3 days", "2026-11-25"),
    ("in 1m", "2026-12-22"),
    ("sow", "2026-11-16"),
    ("eow", "2026-11-22"),
    ("som", "2026-11-01"),
    ("eom", "2026-11-30"),
    ("soq", "2026-10-01"),
    ("eoq", "2026-12-31"),
    ("soy", "2026-01-01"),
    ("eoy", "2026-12-31"),
    ("last week", "2026-11-09..2026-11-15"),
    ("this week", "2026-11-16..2026-11-22"),
    ("next week", "2026-11-23..2026-11-29"),
    ("last month", "2026-10-01..2026-10-31"),
    ("this month", "2026-11-01..2026-11-30"),
    ("next month", "2026-12-01..2026-12-31"),
    ("last quarter", "2026-07-01..2026-09-30"),
    ("this quarter", "2026-10-01..2026-12-31"),
    ("next quarter", "2027-01-01..2027-03-31"),
    ("last year", "2025-01-01..2025-12-31"),
    ("this year", "2026-01-01..2026-12-31"),
    ("next year", "2027-01-01..2027-12-31"),
]
ON_LEAP_DAY = [
    ("yesterday", "2024-02-28"),
    ("tomorrow", "2024-03-01"),
    ("thu", "2024-02-29"),
    ("wed", "2024-02-28", "2024-03-06"),
    ("last thu", "2024-02-22"),
    ("this thu", "2024-02-29"),
    ("this mon", "2024-02-26"),
    ("next thu", "2024-03-07"),
    ("29 feb", "2024-02-29"),
    ("28 feb", "2024-02-28", "2025-02-28"),
    ("1m", "2024-01-29", "2024-03-29"),
    ("1y", "2023-02-28", "2025-02-28"),
    ("4y ago", "2020-02-29"),
    ("sow", "2024-02-26"),
    ("eow", "2024-03-03"),
    ("eom", "2024-02-29"),
    ("soq", "2024-01-01"),
    ("eoq", "2024-03-31"),
    ("last month", "2024-01-01..2024-01-31"),
    ("last quarter", "2023-10-01..2023-12-31"),
    ("next week", "2024-03-04..2024-03-10"),
]


def named(text: str, today: date, direction: str) -> str:
    first, last = parse_range(text, today, direction=direction)
    return str(first) if first == last else f"{first}..{last}"


@pytest.mark.parametrize("line", ON_SUNDAY, ids=lambda line: line[0])
def test_every_form_on_a_sunday(line: tuple[str, ...]) -> None:
    """Each form of the grammar names its days on Sunday 22 November 2026, both ways."""
    assert named(line[0], SUNDAY, "past") == line[1]
    assert named(line[0], SUNDAY, "future") == line[-1]


@pytest.mark.parametrize("line", ON_LEAP_DAY, ids=lambda line: line[0])
def test_forms_on_a_leap_day(line: tuple[str, ...]) -> None:
    """The forms that depend on today name their days on Thursday 29 February 2024, both ways."""
    assert named(line[0], LEAP_DAY, "past") == line[1]
    assert named(line[0], LEAP_DAY, "future") == line[-1]


@pytest.mark.parametrize("text", ["LAST   FRI", " last\tfri ", "Last Fri\n", "last\u00a0fri"])
def test_case_and_spaces_do_not_matter(text: str) -> None:
    """Capitals, tabs, line ends, hard spaces and runs of them read as one space."""
    assert parse_day(text, SUNDAY, direction="past") == date(2026, 11, 20)


REFUSED = [
    ("", "an empty text is not a date"),
    ("   ", "an empty text is not a date"),
    ("3/4", "'3/4' can be read as day/month or as month/day"),
    ("3/4/2026", "'3/4/2026' can be read as day/month or as month/day"),
    ("2026/11/20", "'2026/11/20' is not a date"),
    ("2026-02-30", "2026-02-30 does not exist"),
    ("20260230", "2026-02-30 does not exist"),
    ("29 feb 2026", "2026-02-29 does not exist"),
    ("30 feb", "February has no day 30"),
    ("0 nov", "November has no day 0"),
    ("2026-13", "there is no month 13"),
    ("2026-00-10", "there is no month 0"),
    ("2025-W53", "2025 has no week 53"),
    ("2026-W00", "2026 has no week 0"),
    ("2026Q5", "'2026Q5' is not a date"),
    ("20 nov 26", "the year '26' does not have four digits"),
    ("20 nov 10000", "the year '10000' does not have four digits"),
    ("0000-01-01", "there is no year 0"),
    ("0000", "'0000' lies outside the years 1 to 9999"),
    ("9999-W52", "'9999-W52' lies outside the years 1 to 9999"),
    ("9999999999d", "'9999999999d' lies outside the years 1 to 9999"),
    ("+99999999999999999999d", "'+99999999999999999999d' lies outside the years 1 to 9999"),
    ("9999999999999999999m ago", "'9999999999999999999m ago' lies outside the years 1 to 9999"),
    ("in 9000y", "'in 9000y' lies outside the years 1 to 9999"),
    ("+3d ago", "'+3d ago' is not a date"),
    ("-3d", "'-3d' is not a date"),
    ("1 2d", "'1 2d' is not a date"),
    ("ago", "'ago' is not a date"),
    ("in", "'in' is not a date"),
    ("3d later", "'3d later' is not a date"),
    ("last", "'last' is not a date"),
    ("last day", "'last day' is not a date"),
    ("sod", "'sod' is not a date"),
    ("fri 20 nov", "'fri 20 nov' is not a date"),
    ("٢٠٢٦", "'٢٠٢٦' is not a date"),
    ("²d", "'²d' is not a date"),
    ("\x1b[31mfri", "'␛[31mfri' contains a control character"),
    ("last\x1cfri", "'last␜fri' contains a control character"),
    ("fri\u202e", "'fri\\u202e' contains a control character"),
    ("x" * 70, f"'{'x' * 39}…' is not a date"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refusals_give_the_reason(text: str, message: str) -> None:
    """What the grammar does not hold is refused with the reason, and what to type."""
    with pytest.raises(UsageError) as refused:
        parse_range(text, SUNDAY, direction="past")
    assert refused.value.message == message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("fridai", "did you mean friday?"),
        ("20 novembr", "did you mean november?"),
        ("2026-02-30", "February 2026 has 28 days"),
        ("2025-W53", "its weeks run from W01 to W52"),
        ("2026/3/4", "type it as 2026-03-04"),
        ("3/4", "type it as 20 nov or 2026-11-20, or set date_order to dmy or mdy"),
    ],
)
def test_hints(text: str, hint: str) -> None:
    """A refusal says what would serve."""
    with pytest.raises(UsageError) as refused:
        parse_range(text, SUNDAY, direction="past")
    assert refused.value.hint == hint


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("3/4", "dmy", date(2026, 4, 3)),
        ("3/4", "mdy", date(2026, 3, 4)),
        ("3/4/2025", "dmy", date(2025, 4, 3)),
        ("03/04/2025", "mdy", date(2025, 3, 4)),
        ("31/12", "dmy", date(2025, 12, 31)),
    ],
)
def test_slashes_follow_the_date_order(text: str, order: str, expected: date) -> None:
    """With date_order set, 3/4 is read in that order."""
    assert parse_day(text, SUNDAY, direction="past", date_order=order) == expected


@pytest.mark.parametrize("text", ["31/12", "3/4/26", "3/4/5/6", "/", "3/"])
def test_slashes_out_of_order_are_refused(text: str) -> None:
    """A month 31, a year of two digits and too many or too few parts are refused."""
    with pytest.raises(UsageError):
        parse_day(text, SUNDAY, direction="past", date_order="mdy")


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


WORDS = st.sampled_from(
    "today last this next fri friday nov 20 2026 29 feb ago in +3d 3d days 9 99999 week month year "
    "2026-11 2026-w47 2026q3 - / 3/4 sow d m y 0 00 w quarter".split()
)
PIECES = st.lists(WORDS, max_size=4).map(" ".join)
TODAYS = st.dates() | st.sampled_from([date.min, date.max, SUNDAY])
ORDERS = st.sampled_from([None, "dmy", "mdy"])


@given(text=PIECES | st.text(max_size=12), today=TODAYS, order=ORDERS)
def test_nothing_but_usage_errors(text: str, today: date, order: str | None) -> None:
    """Whatever is typed, on whatever day, gives ordered days or a UsageError of one safe line."""
    for direction in ("past", "future"):
        try:
            first, last = parse_range(text, today, direction=direction, date_order=order)
        except UsageError as error:
            assert visible(str(error)) == str(error)
        else:
            assert first <= last


@given(st.dates(), st.dates())
def test_a_shown_day_reads_as_itself(day: date, today: date) -> None:
    """The ISO form and the form of titles are read back as the day they show."""
    assert parse_day(day.isoformat(), today, direction="past") == day
    if day.year >= 1000:
        assert parse_day(long_day(day)[4:], today, direction="past") == day


@given(st.dates(), st.sampled_from("mon tue wed thu fri sat sun".split()))
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
    """Settings and files take the two ISO forms of a day."""
    assert parse_iso_day(text) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "text", ["", "today", "2026-11", "2026", "0000", "2026-02-30", "\x00", "é"]
)
def test_no_iso_days(text: str) -> None:
    """Words, ranges and days that there are not are refused."""
    with pytest.raises(UsageError):
        parse_iso_day(text)


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


@given(st.text(max_size=14) | PIECES | st.from_regex(r"-?-?[0-9]{2,4}-?[0-9]{2}-?[0-9]{2}"))
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
