"""Balance: docs/model.md, sections 2 and 3, and the worked examples 1 to 6 of section 15."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reciprocity_cli.domain.balance import (
    Balance,
    CategoryFlow,
    Flow,
    Group,
    Reading,
    balance_of,
    expectation,
    fading,
    flows,
    group_of,
    most,
    occasions,
    reading,
    standing,
)
from reciprocity_cli.domain.records import Category, Direction, Exchange, Expect, Phase

TODAY = date(2026, 6, 30)
GAVE, GOT = Direction.GAVE, Direction.GOT
SMALL, MEDIUM, LARGE = 1.0, 2.0, 4.0


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def exchange(
    direction: Direction,
    weight: float = MEDIUM,
    on: date = TODAY,
    *,
    category: Category = Category.ADVICE,
    person_id: int = 1,
    self_interest: bool = False,
) -> Exchange:
    return Exchange(
        id=1,
        person_id=person_id,
        direction=direction,
        category=category,
        weight=weight,
        on=on,
        self_interest=self_interest,
    )


def balance(exchanges: list[Exchange], half_life: int | None = None) -> Balance:
    return balance_of(flows(exchanges, TODAY, half_life), occasions(exchanges, TODAY))


def one_a_day(gave: int, got: int) -> list[Exchange]:
    """Medium exchanges, each on a day of its own."""
    directions = [GAVE] * gave + [GOT] * got
    return [exchange(direction, on=days_ago(age)) for age, direction in enumerate(directions)]


def against_two(gave: float) -> Balance:
    """As much given, and a faded sum of 2 received, on three days."""
    flow = Flow(1, GAVE, Category.ADVICE, gave, gave, 3, 3, TODAY, TODAY)
    return balance_of([flow, flow._replace(direction=GOT, faded=2.0, total=2.0)], 3)


def swapped(exchanges: list[Exchange]) -> list[Exchange]:
    return [x._replace(direction=GOT if x.direction is GAVE else GAVE) for x in exchanges]


def test_nothing_recorded_reads_too_early():
    """Example 1: an empty ledger has B 0.000, s 0.447, no mutual and reads too early."""
    nothing = balance([])

    assert nothing.index == 0.0
    assert nothing.spread == pytest.approx(0.4472135955, abs=1e-9)
    assert nothing.mutual is None
    assert reading(nothing) is Reading.TOO_EARLY
    assert (nothing.first_on, nothing.last_on) == (None, None)


def test_one_large_give_reads_too_early():
    """Example 2: one large give today has B +0.500, s 0.289 and reads too early."""
    one = balance([exchange(GAVE, LARGE)])

    assert one.index == 0.5
    assert one.spread == pytest.approx(0.2886751346, abs=1e-9)
    assert reading(one) is Reading.TOO_EARLY


def test_five_given_to_one_received_is_lopsided():
    """Example 3: G 10, R 2 over six days has mutual 0.333, B +0.500, s 0.210: lopsided giving."""
    tilted = balance(one_a_day(gave=5, got=1))

    assert (tilted.gave, tilted.got) == (10.0, 2.0)
    assert tilted.mutual == pytest.approx(1 / 3, abs=1e-9)
    assert tilted.index == 0.5
    assert tilted.spread == pytest.approx(0.2100420126, abs=1e-9)
    assert reading(tilted) is Reading.LOPSIDED_GIVING


def test_swapping_the_directions_mirrors_the_reading():
    """Example 3, swapped: B -0.500 reads lopsided receiving."""
    mirrored = balance(swapped(one_a_day(gave=5, got=1)))

    assert mirrored.index == -0.5
    assert reading(mirrored) is Reading.LOPSIDED_RECEIVING


def test_splitting_a_give_on_its_day_changes_no_number():
    """Example 3, split: one medium give written as two small ones of that day reads the same."""
    whole = one_a_day(gave=5, got=1)
    split = [*whole[1:], whole[0]._replace(weight=SMALL), whole[0]._replace(weight=SMALL)]

    assert balance(split)[:4] == balance(whole)[:4]
    assert balance(split).occasions == 6
    assert balance(split).spread == balance(whole).spread


@pytest.mark.parametrize(
    ("gave", "index", "spread", "word"),
    [
        (4, 3 / 7, 0.2332847374, Reading.LOPSIDED_GIVING),
        (3, 1 / 3, 0.2614881801, Reading.LEANING_GIVING),
        (2, 0.2, 0.2954195783, Reading.LEANING_GIVING),
    ],
    ids=["example 4", "example 4a", "example 5"],
)
def test_the_lighter_tilts(gave: int, index: float, spread: float, word: Reading):
    """Examples 4, 4a and 5: the spread decides between lopsided and leaning; B = 0.2 leans."""
    tilted = balance(one_a_day(gave=gave, got=1))

    assert tilted.index == pytest.approx(index, abs=1e-9)
    assert tilted.spread == pytest.approx(spread, abs=1e-9)
    assert reading(tilted) is word


def test_a_year_halves_a_give():
    """Example 6: with H 365 a medium give of a year ago weighs as much as half a get of today."""
    both = balance([exchange(GAVE, on=date(2025, 6, 30)), exchange(GOT)], half_life=365)

    assert (both.gave, both.got) == (1.0, 2.0)
    assert both.index == pytest.approx(-1 / 7, abs=1e-9)
    assert both.spread == pytest.approx(0.3499271061, abs=1e-9)
    assert both.mutual == pytest.approx(2 / 3, abs=1e-9)
    assert reading(both) is Reading.TOO_EARLY


@pytest.mark.parametrize(
    ("age", "half_life", "left"),
    [(0, 365, 1.0), (365, 365, 0.5), (730, 365, 0.25), (30, 30, 0.5), (5000, None, 1.0)],
)
def test_fading_halves_once_a_half_life(age: int, half_life: int | None, left: float):
    """d is 1 today, a half after one half-life, a quarter after two, and 1 for ever when off."""
    assert fading(age, half_life) == left


def test_two_days_are_too_early_and_three_are_not():
    """Exchanges on 2 distinct dates read too early, however many; on 3 they are read."""
    two_days = [exchange(GAVE, on=days_ago(age)) for age in (0, 0, 0, 9, 9)]

    assert reading(balance(two_days)) is Reading.TOO_EARLY
    assert reading(balance([*two_days, exchange(GOT, on=days_ago(5))])) is Reading.LOPSIDED_GIVING


def test_less_than_two_left_is_faded():
    """T below 2 after fading reads faded; T of exactly 2 is read."""
    below = [exchange(GAVE, SMALL, days_ago(age)) for age in (365, 366, 367)]
    exactly_two = [
        exchange(GAVE, LARGE, days_ago(730)),
        exchange(GOT, SMALL, days_ago(365)),
        exchange(GOT, LARGE, days_ago(1095)),
    ]

    assert reading(balance(below, half_life=365)) is Reading.FADED
    assert balance(exactly_two, half_life=365).gross == 2.0
    assert reading(balance(exactly_two, half_life=365)) is Reading.EVEN


def test_comparisons_happen_after_rounding_to_nine_digits():
    """A tilt that is short of 0.2 by less than half a billionth counts as 0.2, and leans."""

    assert against_two(4.0 - 1e-9).index < 0.2
    assert reading(against_two(4.0 - 1e-9)) is Reading.LEANING_GIVING
    assert reading(against_two(4.0 - 1e-6)) is Reading.EVEN


def test_a_tenth_read_cautiously_is_lopsided():
    """abs(B) - s of 0.1, a hair below it included, is lopsided; a millionth less is leaning."""
    border = against_two(6.408429396956583)

    assert border.index - border.spread == pytest.approx(0.1, abs=1e-12)
    assert reading(border) is Reading.LOPSIDED_GIVING
    assert reading(against_two(6.408429)) is Reading.LEANING_GIVING


def test_equal_exchange_is_even_with_a_plain_zero():
    """As much given as got has B and N 0.0, never negative zero, and mutual 1."""
    level = balance(one_a_day(gave=2, got=2))

    assert str(level.index) == "0.0"
    assert str(level.net) == "0.0"
    assert level.mutual == 1.0
    assert reading(level) is Reading.EVEN


def test_a_vanishing_tilt_is_a_plain_zero():
    """An index too small for a float is 0.0, not -0.0."""
    assert str(CategoryFlow(0.0, 5e-324).index) == "0.0"


def test_self_interested_gives_count_as_nothing():
    """A give flagged self-interested is in no sum, no occasion and no first day."""
    flagged = exchange(GAVE, LARGE, days_ago(40), self_interest=True)
    ledger = [flagged, exchange(GOT, on=days_ago(3))]

    assert balance(ledger) == balance(ledger[1:])
    assert occasions(ledger, TODAY) == 1
    assert balance(ledger).first_on == days_ago(3)


def test_a_get_keeps_its_weight_whatever_its_flag():
    """Self-interest is a property of gives; a get so marked still counts."""
    assert balance([exchange(GOT, LARGE, self_interest=True)]).got == 4.0


def test_records_after_today_are_ignored():
    """An exchange of tomorrow is in no flow and no occasion."""
    tomorrow = exchange(GAVE, on=days_ago(-1))

    assert flows([tomorrow], TODAY, 365) == []
    assert occasions([tomorrow], TODAY) == 0


def test_the_last_365_days_are_ages_0_to_364():
    """The year's counts hold an exchange of 364 days ago and not one of 365."""
    ledger = [exchange(GAVE, on=days_ago(364)), exchange(GAVE, on=days_ago(365))]
    ledger += swapped(ledger)

    assert balance(ledger).gave_count_year == 1
    assert balance(ledger).got_count_year == 1


def test_a_flow_is_a_sum_by_person_direction_and_category():
    """Flows add faded and plain weights, count, and know their first and last day."""
    ledger = [
        exchange(GAVE, MEDIUM, days_ago(365)),
        exchange(GAVE, LARGE, TODAY),
        exchange(GAVE, SMALL, TODAY, category=Category.KNOWLEDGE),
        exchange(GOT, SMALL, TODAY),
        exchange(GAVE, SMALL, TODAY, person_id=2),
    ]

    assert flows(ledger, TODAY, 365) == [
        Flow(1, GAVE, Category.KNOWLEDGE, 1.0, 1.0, 1, 1, TODAY, TODAY),
        Flow(1, GAVE, Category.ADVICE, 5.0, 6.0, 2, 1, days_ago(365), TODAY),
        Flow(1, GOT, Category.ADVICE, 1.0, 1.0, 1, 1, TODAY, TODAY),
        Flow(2, GAVE, Category.ADVICE, 1.0, 1.0, 1, 1, TODAY, TODAY),
    ]


def test_totals_stand_beside_the_faded_sums():
    """The plain all-time totals do not fade."""
    old = balance([exchange(GAVE, LARGE, days_ago(730)), exchange(GOT, LARGE, days_ago(365))], 365)

    assert (old.gave, old.got) == (1.0, 2.0)
    assert (old.gave_total, old.got_total) == (4.0, 4.0)


def test_categories_hold_all_five_in_order_and_their_index():
    """Each category has its own faded sums and the same B; one without exchanges has zeros."""
    ledger = [
        exchange(GAVE, LARGE, category=Category.KNOWLEDGE),
        exchange(GOT, MEDIUM, category=Category.INTRODUCTIONS),
    ]
    by_category = balance(ledger).categories

    assert list(by_category) == list(Category)
    assert by_category[Category.KNOWLEDGE] == CategoryFlow(4.0, 0.0)
    assert by_category[Category.KNOWLEDGE].index == 0.5
    assert by_category[Category.INTRODUCTIONS].index == pytest.approx(-1 / 3, abs=1e-9)
    assert by_category[Category.ADVICE] == CategoryFlow(0.0, 0.0)
    assert by_category[Category.ADVICE].index == 0.0


def test_flows_of_several_people_add_up_as_one():
    """Flows of one direction and category from several people are added, as a merge would."""
    ledger = [exchange(GAVE, SMALL), exchange(GAVE, LARGE, person_id=2)]

    assert balance(ledger).gave == 5.0
    assert balance(ledger).categories[Category.ADVICE] == CategoryFlow(5.0, 0.0)


@pytest.mark.parametrize(
    ("reached", "age", "expected"),
    [
        (Phase.IDENTIFYING, 0, Expect.GIVE),
        (Phase.NURTURING, 365, Expect.GIVE),
        (Phase.NURTURING, 366, Expect.EVEN),
        (Phase.SUSTAINING, 0, Expect.EVEN),
        (Phase.IDENTIFYING, -1, Expect.EVEN),
    ],
)
def test_giving_first_is_expected_early_on(reached: Phase, age: int, expected: Expect):
    """Giving is expected up to nurturing, until the first exchange is over 365 days old."""
    assert expectation(None, reached, days_ago(age), TODAY) is expected


def test_without_an_exchange_even_is_expected():
    """There is no first exchange that could be at most 365 days old."""
    assert expectation(None, Phase.IDENTIFYING, None, TODAY) is Expect.EVEN


@pytest.mark.parametrize("expect", list(Expect))
def test_the_owners_word_settles_the_expectation(expect: Expect):
    """What the owner set holds in every phase and at every age."""
    assert expectation(expect, Phase.IDENTIFYING, TODAY, TODAY) is expect
    assert expectation(expect, Phase.CAPITALIZING, days_ago(4000), TODAY) is expect


GROUPS = {
    Reading.TOO_EARLY: ("too-early", "too-early", "too-early"),
    Reading.FADED: ("too-early", "too-early", "too-early"),
    Reading.EVEN: ("even", "even", "even"),
    Reading.LEANING_GIVING: ("investing", "leaning", "leaning"),
    Reading.LEANING_RECEIVING: ("leaning", "leaning", "even"),
    Reading.LOPSIDED_GIVING: ("investing", "lopsided-giving", "lopsided-giving"),
    Reading.LOPSIDED_RECEIVING: ("lopsided-receiving", "lopsided-receiving", "even"),
}
"""The group under the expectations give, even and receive."""


@pytest.mark.parametrize("word", list(Reading))
def test_every_reading_has_its_group_under_every_expectation(word: Reading):
    """A tilt in the expected direction is investing or even; any other keeps its name."""
    expected = (Expect.GIVE, Expect.EVEN, Expect.RECEIVE)

    assert tuple(group_of(word, expect) for expect in expected) == GROUPS[word]


@pytest.mark.parametrize(
    ("gave", "got", "expect", "word", "group", "flagged"),
    [
        (5, 1, Expect.GIVE, "lopsided-giving", "investing", False),
        (5, 1, Expect.EVEN, "lopsided-giving", "lopsided-giving", True),
        (5, 1, Expect.RECEIVE, "lopsided-giving", "lopsided-giving", True),
        (1, 5, Expect.GIVE, "lopsided-receiving", "lopsided-receiving", True),
        (1, 5, Expect.EVEN, "lopsided-receiving", "lopsided-receiving", True),
        (1, 5, Expect.RECEIVE, "lopsided-receiving", "even", False),
        (3, 1, Expect.GIVE, "leaning-giving", "investing", False),
        (3, 1, Expect.EVEN, "leaning-giving", "leaning", False),
        (3, 1, Expect.RECEIVE, "leaning-giving", "leaning", False),
        (1, 3, Expect.GIVE, "leaning-receiving", "leaning", False),
        (1, 3, Expect.EVEN, "leaning-receiving", "leaning", False),
        (1, 3, Expect.RECEIVE, "leaning-receiving", "even", False),
        (2, 2, Expect.GIVE, "even", "even", False),
        (1, 0, Expect.EVEN, "too-early", "too-early", False),
    ],
)
def test_standing_reads_a_ledger_against_the_expectation(
    gave: int, got: int, expect: Expect, word: str, group: str, flagged: bool
):
    """Flagged is what is lopsided and not in the expected direction; the reading keeps its word."""
    read = standing(balance(one_a_day(gave, got)), expect, Phase.RELATING, TODAY, TODAY)

    assert (read.reading, read.group, read.flagged) == (word, group, flagged)
    assert read.expectation is expect


def test_early_giving_is_investing_without_a_word_from_the_owner():
    """Lopsided giving is investing in the first year up to nurturing; once sustaining, flagged."""
    generous = balance(one_a_day(gave=5, got=1))
    early = standing(generous, None, Phase.NURTURING, days_ago(5), TODAY)
    later = standing(generous, None, Phase.SUSTAINING, days_ago(5), TODAY)

    assert (early.expectation, early.group, early.flagged) == ("give", "investing", False)
    assert (later.expectation, later.group, later.flagged) == ("even", "lopsided-giving", True)


def test_switched_off_there_is_no_group_and_no_flag():
    """With expect off a lopsided balance stands in no group and is not flagged."""
    off = standing(balance(one_a_day(1, 5)), Expect.OFF, Phase.RELATING, TODAY, TODAY)

    assert (off.group, off.flagged) == (None, False)


def test_the_groups_stand_in_the_order_of_the_report():
    """A chance to give back comes first, too early to say last."""
    assert list(Group) == [
        "lopsided-receiving",
        "lopsided-giving",
        "leaning",
        "investing",
        "even",
        "too-early",
    ]


def test_most_is_the_first_of_equal_categories():
    """Nothing received names no category; of equal sums the reports' order decides."""
    assert most({}) is None
    assert most({Category.ADVICE: 0.0}) is None
    assert most({Category.RECOGNITION: 2.0, Category.KNOWLEDGE: 2.0}) is Category.KNOWLEDGE
    assert most({Category.KNOWLEDGE: 1.0, Category.ADVICE: 3.0}) is Category.ADVICE
