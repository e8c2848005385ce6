"""The date grammar, line by line, and the reasons for what it refuses."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.dates import parse_day, parse_range
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


def test_a_leap_day_eight_years_away() -> None:
    """1900 had no 29 February, so the nearest one may lie eight years back or ahead."""
    assert parse_day("29 feb", date(1904, 2, 28), direction="past") == date(1896, 2, 29)
    assert parse_day("29 feb", date(1896, 3, 1), direction="future") == date(1904, 2, 29)


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


WORDS = st.sampled_from(
    (
        *("today", "last", "this", "next", "fri", "friday", "week", "month", "quarter", "year"),
        *("nov", "feb", "20", "29", "2026", "2026-11", "2026-w47", "2026q3", "3/4", "-", "/"),
        *("ago", "in", "+3d", "3d", "days", "9", "99999", "0", "00", "d", "w", "m", "y", "sow"),
    )
)
PIECES = st.lists(WORDS, max_size=4).map(" ".join)
TODAYS = st.dates() | st.sampled_from([date.min, date.max, SUNDAY])
ORDERS = st.sampled_from([None, "dmy", "mdy"])


@given(text=PIECES | st.text(max_size=12), today=TODAYS, order=ORDERS)
def test_nothing_but_usage_errors(text: str, today: date, order: str | None) -> None:
    """Whatever is typed, on whatever day, gives ordered days or a UsageError of one safe line."""
    said = []
    for direction in ("past", "future"):
        try:
            first, last = parse_range(text, today, direction=direction, date_order=order)
        except UsageError as error:
            said.append(str(error))
        else:
            assert first <= last
    assert [visible(line) for line in said] == said
