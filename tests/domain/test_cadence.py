"""Cadences: what is read, how long they are, and the day one of them leads to."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.cadence import Cadence, parse_cadence
from reciprocity_cli.errors import UsageError


@pytest.mark.parametrize(
    ("base", "text", "due"),
    [
        ("2024-01-31", "1m", "2024-02-29"),
        ("2023-11-30", "3m", "2024-02-29"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2024-01-31", "2m", "2024-03-31"),
        ("2026-11-22", "10d", "2026-12-02"),
        ("2026-11-22", "2w", "2026-12-06"),
    ],
)
def test_worked_example_10(base: str, text: str, due: str) -> None:
    """One step from the base, to the last day of a shorter month."""
    cadence = parse_cadence(text)
    assert cadence is not None
    assert cadence.after(date.fromisoformat(base)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1d", Cadence(1, "d")),
        ("2W", Cadence(2, "w")),
        (" 3 m ", Cadence(3, "m")),
        ("10y", Cadence(10, "y")),
        ("120m", Cadence(120, "m")),
        ("521w", Cadence(521, "w")),
        ("3652d", Cadence(3652, "d")),
        ("weekly", Cadence(1, "w")),
        ("Monthly", Cadence(1, "m")),
        ("quarterly", Cadence(3, "m")),
        ("yearly", Cadence(1, "y")),
        ("none", None),
        ("None", None),
    ],
)
def test_cadences_are_read(text: str, expected: Cadence | None) -> None:
    """Any number of days, weeks, months or years from 1d to 10y, four words, and none."""
    assert parse_cadence(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "m",
        "3",
        "0d",
        "0m",
        "-1w",
        "+1w",
        "1.5m",
        "3653d",
        "522w",
        "121m",
        "11y",
        "99999999999999999d",
        "1 0d",
        "1m2w",
        "1_0d",
        "²d",
        "٣m",
        "sometimes",
        "\x00",
    ],
)
def test_no_cadences(text: str) -> None:
    """Anything else, and anything outside 1d to 10y, is refused with what to type."""
    with pytest.raises(UsageError) as refused:
        parse_cadence(text)
    assert refused.value.hint.endswith("such as 2w, 3m or 1y, or none")


def test_lengths_in_days() -> None:
    """A week has 7 days, a month 30.4375, a year 365.25."""
    lengths = [Cadence(2, unit).days for unit in ("d", "w", "m", "y")]
    assert lengths == [2.0, 14.0, 60.875, 730.5]


def test_the_calendar_ends() -> None:
    """A due date beyond the year 9999 is its last day."""
    for text in ("10d", "10w", "10m", "10y"):
        cadence = parse_cadence(text)
        assert cadence is not None
        assert cadence.after(date(9999, 12, 25)) == date.max


CADENCES = st.one_of(
    st.builds(Cadence, st.integers(1, 3652), st.just("d")),
    st.builds(Cadence, st.integers(1, 521), st.just("w")),
    st.builds(Cadence, st.integers(1, 120), st.just("m")),
    st.builds(Cadence, st.integers(1, 10), st.just("y")),
)


@given(CADENCES, st.dates(max_value=date(9980, 1, 1)))
def test_one_relativedelta_step(cadence: Cadence, base: date) -> None:
    """The due date is what one relativedelta from the base gives, and always later than it."""
    names = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
    step = relativedelta(**{names[cadence.unit]: cadence.number})
    assert cadence.after(base) == base + step
    assert cadence.after(base) > base


@given(CADENCES)
def test_a_cadence_reads_back(cadence: Cadence) -> None:
    """What a cadence is written as reads back as itself."""
    assert parse_cadence(str(cadence)) == cadence


@given(st.text(max_size=10) | st.from_regex(r"[0-9]{1,40}[dwmyx]", fullmatch=True))
def test_nothing_but_usage_errors(text: str) -> None:
    """Whatever is typed gives a cadence between 1d and 10y, none, or a UsageError."""
    try:
        cadence = parse_cadence(text)
    except UsageError:
        return
    assert cadence is None or 1 <= cadence.days <= 3652.5
