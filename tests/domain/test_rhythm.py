"""Rhythm: docs/model.md, sections 4 and 5, and the worked examples 7 and 8 of section 15."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from moves import network_momentum, own_moves

from reciprocity_cli.domain.records import Category, Direction, Exchange, Interaction, Started
from reciprocity_cli.domain.rhythm import contact_days, is_dormant, momentum, warmth

TODAY = date(2026, 6, 30)
WEEK, MONTH, YEAR = 7.0, 30.4375, 365.25


def days_ago(*ages: int) -> list[date]:
    return [TODAY - timedelta(days=age) for age in ages]


def test_three_weekly_contacts():
    """Example 7: at 1w, contact 0, 7 and 14 days ago gives S 1.750 and warmth 0.636."""
    warm = warmth(days_ago(0, 7, 14), WEEK, TODAY)

    assert warm.sum == 1.75
    assert warm.warmth == pytest.approx(7 / 11, abs=1e-9)
    assert (warm.h, warm.contact_days, warm.last_on) == (7.0, 3, TODAY)
    assert warm.reading == "warm"


@pytest.mark.parametrize("h", [WEEK, 364.0])
@pytest.mark.parametrize(("kept", "value"), [(1, 1 / 3), (2, 3 / 7), (3, 7 / 15), (60, 0.5)])
def test_a_cadence_kept_exactly_approaches_a_half(h: float, kept: int, value: float):
    """On the due day after 1, 2, 3 ... kept cadences warmth is 0.333, 0.429, 0.467 ... 0.5."""
    days = [date(9000, 1, 1) - timedelta(days=int(h) * turn) for turn in range(1, kept + 1)]

    assert warmth(days, h, date(9000, 1, 1)).warmth == pytest.approx(value, abs=1e-9)


def test_without_a_cadence_the_half_life_is_90_days():
    """One contact 90 days ago without a cadence counts a half."""
    assert warmth(days_ago(90), None, TODAY).sum == 0.5
    assert warmth(days_ago(90), None, TODAY).h == 90.0


@pytest.mark.parametrize(
    ("ages", "word"),
    [
        ((0,), "warm"),
        ((90, 90 + 1), "warm"),
        ((53,), "cooling"),
        ((52,), "warm"),
        ((180,), "cooling"),
        ((181,), "cool"),
        ((1000,), "cool"),
        ((), "not met yet"),
    ],
)
def test_warmth_in_words(ages: tuple[int, ...], word: str):
    """0.4 and up is warm, 0.2 and up cooling (S 0.25, 180 of 90 days), below cool."""
    assert warmth(days_ago(*ages), None, TODAY).reading == word


def test_two_thirds_is_exactly_the_border_of_warm():
    """S = 2/3 makes 0.4, compared after rounding to 9 digits: warm; a millionth below is not."""
    h = 1.7095112913514547
    border = warmth(days_ago(1), h - 1e-10, TODAY)

    assert 0.4 - 1e-10 < border.warmth < 0.4
    assert border.reading == "warm"
    assert warmth(days_ago(1), h - 1e-6, TODAY).reading == "cooling"


def test_three_years_without_contact_is_dormant():
    """The last contact 3 calendar years ago or more reads dormant, also under a long cadence."""
    assert warmth([date(2023, 6, 30)], 10 * YEAR, TODAY).reading == "dormant, worth a hello"
    assert warmth([date(2023, 7, 1)], 10 * YEAR, TODAY).reading == "warm"
    assert not is_dormant(date(2024, 2, 29), date(2027, 2, 28))
    assert is_dormant(date(2024, 2, 29), date(2027, 3, 1))


def test_never_met_has_no_warmth():
    """Without a contact day S and warmth are 0 and there is no last day."""
    never = warmth([], MONTH, TODAY)

    assert (never.sum, never.warmth, never.last_on, never.contact_days) == (0.0, 0.0, None, 0)


def test_a_contact_day_counts_once_and_never_ahead():
    """Two contacts of one day are one contact day; days after today are ignored."""
    assert warmth(days_ago(3, 3, -1), WEEK, TODAY) == warmth(days_ago(3), WEEK, TODAY)


def test_contact_days_are_interactions_and_exchanges():
    """Contact days are distinct, up to today, and hold self-interested gives too."""
    gift = Exchange(1, 7, Direction.GAVE, Category.ADVICE, 2.0, days_ago(4)[0], self_interest=True)
    talks = [Interaction(2, on, (7,)) for on in days_ago(-1, 0, 4, 9)]

    assert contact_days(talks, [gift], TODAY) == set(days_ago(0, 4, 9))
    assert contact_days([], [gift], TODAY) == set(days_ago(4))


def test_five_days_against_two():
    """Example 8: 5 contact days in the last 90, 2 in the 90 before: momentum +0.333, building."""
    moved = momentum(days_ago(0, 10, 20, 30, 89, 90, 179), TODAY)

    assert (moved.recent, moved.before) == (5, 2)
    assert moved.momentum == pytest.approx(1 / 3, abs=1e-9)
    assert moved.reading == "building"


def test_the_windows_of_momentum_end_where_the_model_says():
    """Ages 0 to 89 are recent, 90 to 179 before; 180, tomorrow and doubles are neither."""
    moved = momentum(days_ago(-1, 0, 0, 89, 90, 179, 180), TODAY)

    assert (moved.recent, moved.before) == (2, 2)
    assert (str(moved.momentum), moved.reading) == ("0.0", "steady")


@pytest.mark.parametrize(
    ("recent", "before", "older", "value", "word"),
    [
        (0, 0, 0, 0.0, "quiet"),
        (0, 0, 3, 0.0, "quiet"),
        (1, 0, 0, 1 / 3, "building"),
        (1, 0, 1, 1 / 3, "restarting"),
        (0, 1, 0, -1 / 3, "slowing"),
        (5, 3, 0, 0.2, "building"),
        (3, 5, 0, -0.2, "slowing"),
        (6, 4, 0, 1 / 6, "steady"),
        (4, 6, 5, -1 / 6, "steady"),
    ],
)
def test_momentum_in_words(recent: int, before: int, older: int, value: float, word: str):
    """0.2 and up builds, -0.2 and below slows, nothing at all is quiet, after a gap it restarts."""
    days = [*range(recent), *range(90, 90 + before), *range(180, 180 + older)]
    moved = momentum(days_ago(*days), TODAY)

    assert moved.momentum == pytest.approx(value, abs=1e-9)
    assert moved.reading == word


def test_the_network_counts_people_and_days():
    """One day with two people counts twice, two moves on one day with one person once."""
    today, before = days_ago(0, 100)
    moved = network_momentum([(1, today), (2, today), (1, today), (1, before)], TODAY)

    assert (moved.recent, moved.before) == (2, 1)


def test_own_moves_are_gives_and_contacts_the_owner_started():
    """Gets, contacts they started and self-interested gives are nobody's own move."""
    on, other = days_ago(1, 2)
    gave = Exchange(1, 1, Direction.GAVE, Category.ADVICE, 2.0, on)
    got = gave._replace(person_id=2, direction=Direction.GOT)
    flagged = gave._replace(person_id=3, self_interest=True)
    talks = [
        Interaction(4, other, (4, 5), started=Started.ME),
        Interaction(5, other, (6,), started=Started.BOTH),
        Interaction(6, other, (7,), started=Started.THEM),
        Interaction(7, other, (8,)),
    ]

    assert own_moves(talks, [gave, got, flagged]) == {(1, on), (4, other), (5, other), (6, other)}
