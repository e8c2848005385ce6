"""What must hold for any ledger: docs/model.md, section 16."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocity_cli.domain.balance import Balance, balance_of, fading, flows, occasions, standing
from reciprocity_cli.domain.cadence import Cadence, after_quiet, is_quiet, parse_cadence
from reciprocity_cli.domain.due import DueList, due_list, due_row
from reciprocity_cli.domain.phase import check_move, evidence_from_records, legal_moves, reached
from reciprocity_cli.domain.promises import credit, reliability_of
from reciprocity_cli.domain.records import (
    Birthday,
    By,
    Category,
    Closing,
    Direction,
    Exchange,
    Expect,
    Person,
    Phase,
    PhaseChange,
    Promise,
    QuietRange,
)
from reciprocity_cli.domain.rhythm import momentum, warmth
from reciprocity_cli.domain.touch import Touch
from reciprocity_cli.errors import RefusedByRule

# How long one example takes is the machine's affair, not the model's.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TODAY = date(2026, 6, 30)
GAVE, GOT = Direction.GAVE, Direction.GOT

past_days = st.integers(0, 4000).map(lambda age: TODAY - timedelta(days=age))
coming_days = st.integers(1, 800).map(lambda ahead: TODAY + timedelta(days=ahead))
near_days = st.integers(-60, 60).map(lambda ahead: TODAY + timedelta(days=ahead))
half_lives = st.none() | st.integers(30, 3650)
weights = st.sampled_from([1.0, 2.0, 4.0]) | st.floats(0.001, 1000.0)
cadences = st.builds(Cadence, st.integers(1, 10), st.sampled_from(["d", "w", "m", "y"]))
quiet_ranges = st.lists(
    st.builds(
        lambda first, length: QuietRange(first, first + timedelta(days=length)),
        near_days,
        st.integers(0, 20),
    ),
    max_size=5,
)


def exchanges(days: st.SearchStrategy[date] = past_days) -> st.SearchStrategy[list[Exchange]]:
    one = st.builds(
        Exchange,
        id=st.just(1),
        person_id=st.just(1),
        direction=st.sampled_from(Direction),
        category=st.sampled_from(Category),
        weight=weights,
        on=days,
        self_interest=st.sampled_from([False, False, False, True]),
        landed=st.booleans(),
    )
    return st.lists(one, max_size=25)


def person(cadence: str, number: int = 1, **fields: object) -> Person:
    name = f"Person {number}"
    plain = Person(number, name, f"p{number}", date(2020, 1, 1), cadence=cadence)
    return plain._replace(**fields)


def balance(ledger: list[Exchange], half_life: int | None, today: date = TODAY) -> Balance:
    return balance_of(flows(ledger, today, half_life), occasions(ledger, today))


def swapped(ledger: list[Exchange]) -> list[Exchange]:
    return [x._replace(direction=GOT if x.direction is GAVE else GAVE) for x in ledger]


MIRROR = {
    "leaning-giving": "leaning-receiving",
    "leaning-receiving": "leaning-giving",
    "lopsided-giving": "lopsided-receiving",
    "lopsided-receiving": "lopsided-giving",
}


@given(exchanges(), half_lives)
def test_swapping_gave_and_got_mirrors(ledger: list[Exchange], half_life: int | None):
    """Under even B and N change sign exactly, the rest is equal, readings and groups mirror."""
    ledger = [exchange._replace(self_interest=False) for exchange in ledger]
    here = standing(balance(ledger, half_life), Expect.EVEN, Phase.RELATING, TODAY, TODAY)
    there = standing(balance(swapped(ledger), half_life), Expect.EVEN, Phase.RELATING, TODAY, TODAY)
    one, other = here.balance, there.balance

    assert (one.index, one.net) == (-other.index, -other.net)
    assert (one.gross, one.mutual, one.spread) == (other.gross, other.mutual, other.spread)
    assert (one.gave, one.gave_total, one.gave_count_year) == (
        other.got,
        other.got_total,
        other.got_count_year,
    )
    assert MIRROR.get(here.reading, here.reading) == there.reading
    assert MIRROR.get(str(here.group), here.group) == there.group
    assert here.flagged is there.flagged


@given(exchanges(), half_lives)
def test_a_balance_stays_within_its_bounds(ledger: list[Exchange], half_life: int | None):
    """-1 < B < 1, 0 < s <= 0.448, 0 <= mutual <= 1, and no NaN or negative zero anywhere."""
    read = balance(ledger, half_life)
    numbers = [read.index, read.net, read.gross, read.spread]
    numbers += [flow.index for flow in read.categories.values()]

    assert -1 < read.index < 1
    assert 0 < read.spread <= 0.448
    assert read.mutual is None or 0 <= read.mutual <= 1
    assert (read.mutual is None) == (read.gross == 0)
    assert all(math.isfinite(number) for number in numbers)
    assert "-0.0" not in map(str, numbers)


@given(exchanges(), weights, past_days, st.sampled_from(Category), half_lives)
def test_a_give_never_lowers_what_was_given(
    ledger: list[Exchange], weight: float, on: date, category: Category, half_life: int | None
):
    """Adding a give lowers neither G nor N nor B."""
    more = [*ledger, Exchange(2, 1, GAVE, category, weight, on)]
    before, after = balance(ledger, half_life), balance(more, half_life)

    assert after.gave >= before.gave
    assert after.net >= before.net
    assert after.index >= before.index - 1e-12


@given(exchanges(), st.floats(0.01, 0.99), half_lives)
def test_splitting_an_entry_changes_nothing_but_counts(
    ledger: list[Exchange], part: float, half_life: int | None
):
    """Every entry written as two of its day gives the same numbers to 1e-12."""
    split = [
        piece
        for whole in ledger
        for piece in (
            whole._replace(weight=whole.weight * part),
            whole._replace(weight=whole.weight * (1 - part)),
        )
    ]
    one, two = balance(ledger, half_life), balance(split, half_life)

    assert two.index == pytest.approx(one.index, abs=1e-12)
    assert two.spread == pytest.approx(one.spread, abs=1e-12)
    assert two.gross == pytest.approx(one.gross, rel=1e-12)
    assert two.occasions == one.occasions


@given(exchanges(), half_lives, st.randoms())
def test_the_order_of_records_changes_nothing(
    ledger: list[Exchange], half_life: int | None, random: Random
):
    """A shuffled ledger has exactly the same flows, balance, evidence, warmth and momentum."""
    shuffled = list(ledger)
    random.shuffle(shuffled)
    days, shuffled_days = [x.on for x in ledger], [x.on for x in shuffled]

    assert flows(shuffled, TODAY, half_life) == flows(ledger, TODAY, half_life)
    assert balance(shuffled, half_life) == balance(ledger, half_life)
    assert evidence_from_records(TODAY, exchanges=shuffled) == evidence_from_records(
        TODAY, exchanges=ledger
    )
    assert warmth(shuffled_days, 7.0, TODAY) == warmth(days, 7.0, TODAY)
    assert momentum(shuffled_days, TODAY) == momentum(days, TODAY)


@given(st.integers(0, 4000), st.integers(0, 4000), half_lives)
def test_fading_is_a_semigroup(first: int, then: int, half_life: int | None):
    """To fade over two spans one after the other is to fade over both at once."""
    together = fading(first + then, half_life)

    assert together == pytest.approx(fading(first, half_life) * fading(then, half_life), rel=1e-12)
    assert 0 <= together <= 1


@given(exchanges(), st.integers(1, 3000), half_lives)
def test_time_never_flips_a_tilt_and_never_grows_it(
    ledger: list[Exchange], days: int, half_life: int | None
):
    """With nothing new, B keeps its sign and abs(B) never grows."""
    now = balance(ledger, half_life).index
    later = balance(ledger, half_life, TODAY + timedelta(days=days)).index

    assert round(now * later, 9) >= 0
    assert abs(later) <= abs(now) + 1e-12


@given(exchanges(), half_lives)
def test_the_categories_add_up(ledger: list[Exchange], half_life: int | None):
    """The N of the five categories add up to N, and their sums to G and R."""
    read = balance(ledger, half_life)
    net = math.fsum(flow.gave - flow.got for flow in read.categories.values())

    assert net == pytest.approx(read.net, rel=1e-12, abs=1e-9)
    assert math.fsum(flow.gave for flow in read.categories.values()) == pytest.approx(read.gave)
    assert math.fsum(flow.got for flow in read.categories.values()) == pytest.approx(read.got)


@given(exchanges(), exchanges(), half_lives)
def test_merging_two_people_is_the_union_of_their_records(
    ana: list[Exchange], ben: list[Exchange], half_life: int | None
):
    """The flows of two people put together are those of one person with all the records."""
    union = balance([*ana, *ben], half_life)
    merged = balance_of(
        [*flows(ana, TODAY, half_life), *flows(ben, TODAY, half_life)],
        occasions([*ana, *ben], TODAY),
    )

    assert merged.index == pytest.approx(union.index, abs=1e-12)
    assert merged.gross == pytest.approx(union.gross, rel=1e-12)
    assert merged[4:9] == union[4:9]


@given(exchanges(), exchanges(coming_days), half_lives)
def test_records_after_today_change_nothing(
    ledger: list[Exchange], coming: list[Exchange], half_life: int | None
):
    """What is dated after today is in no balance, evidence, warmth or momentum of today."""
    more = [*ledger, *coming]
    days, more_days = [x.on for x in ledger], [x.on for x in more]

    assert balance(more, half_life) == balance(ledger, half_life)
    assert evidence_from_records(TODAY, exchanges=more) == evidence_from_records(
        TODAY, exchanges=ledger
    )
    assert warmth(more_days, 30.0, TODAY) == warmth(days, 30.0, TODAY)
    assert momentum(more_days, TODAY) == momentum(days, TODAY)


@given(st.lists(past_days | coming_days, max_size=40), st.none() | cadences)
def test_warmth_and_momentum_stay_within_their_bounds(days: list[date], cadence: Cadence | None):
    """0 <= warmth < 1 and -1 < m < 1, for any contact days and any cadence."""
    warm = warmth(days, cadence.days if cadence else None, TODAY)

    assert 0 <= warm.warmth < 1
    assert (warm.warmth == 0) == (warm.sum == 0)
    assert -1 < momentum(days, TODAY).momentum < 1


promises = st.lists(
    st.builds(
        Promise,
        id=st.just(1),
        person_id=st.just(1),
        by=st.sampled_from(By),
        what=st.just("a word"),
        made_on=near_days,
        due_on=st.none() | near_days,
        updates=st.lists(near_days, max_size=2).map(tuple),
        closing=st.none() | st.sampled_from(Closing),
        closed_on=st.none() | near_days,
    ),
    max_size=20,
)


@given(promises)
def test_reliability_stays_inside_zero_and_one(made: list[Promise]):
    """0 < reliability < 1 where a promise counts, and no number where none does."""
    rate = reliability_of(made, TODAY).value

    if any(credit(promise, TODAY) is not None for promise in made):
        assert rate is not None
        assert 0 < rate < 1
    else:
        assert rate is None


@given(promises, near_days)
def test_a_word_given_never_lowers_reliability(made: list[Promise], on: date):
    """Telling them something more never lowers what a promise earns."""
    for promise in made:
        told = credit(promise._replace(updates=(*promise.updates, on)), TODAY)
        before = credit(promise, TODAY)
        assert before is None or told is None or told >= before


@given(st.sampled_from(Phase), st.lists(st.sampled_from(Phase), max_size=15))
def test_reached_never_falls_and_never_jumps(start: Phase, targets: list[Phase]):
    """Over any moves that pass, reached rises by at most 1 a move and never falls."""
    changes: list[PhaseChange] = []
    for target in targets:
        before = reached(start, changes)
        try:
            check_move(target, reached=before, evidence=evidence_from_records(TODAY), because="so")
        except RefusedByRule:
            assert target not in legal_moves(before)
            continue
        changes.append(PhaseChange(len(changes), 1, target, TODAY))
        assert before <= reached(start, changes) <= before + 1


@given(st.lists(past_days, min_size=1, max_size=10), past_days, cadences, quiet_ranges)
def test_back_dating_never_makes_due_earlier(
    days: list[date], back_dated: date, cadence: Cadence, ranges: list[QuietRange]
):
    """For someone already contacted, logging any day up to today never moves due forward."""
    who = person(str(cadence))
    before = due_row(Touch(who, max(days)), today=TODAY, my_quiet=ranges)
    after = due_row(Touch(who, max([*days, back_dated])), today=TODAY, my_quiet=ranges)

    assert before.due_on is not None
    assert after.due_on is not None
    assert after.due_on >= before.due_on
    assert back_dated > max(days) or after == before


@given(past_days, near_days, past_days | coming_days, cadences, quiet_ranges)
def test_a_snooze_never_makes_due_earlier(
    last_on: date, until: date, set_on: date, cadence: Cadence, ranges: list[QuietRange]
):
    """Whatever the day, snoozing leaves due where it was or moves it on; L stays."""
    plain = person(str(cadence))
    snoozed = plain._replace(snoozed_until=until, snoozed_on=set_on)
    before = due_row(Touch(plain, last_on), today=TODAY, my_quiet=ranges)
    after = due_row(Touch(snoozed, last_on), today=TODAY, my_quiet=ranges)

    assert before.due_on is not None
    assert after.due_on is not None
    assert after.due_on >= before.due_on
    assert after.lateness == before.lateness


@given(near_days, quiet_ranges, st.randoms())
def test_quiet_ranges_are_free_of_order(due: date, ranges: list[QuietRange], random: Random):
    """Due after quiet is the first day from due on that is in none of the ranges, in any order."""
    shuffled = list(ranges)
    random.shuffle(shuffled)
    after = after_quiet(due, ranges)

    assert after is not None
    assert after_quiet(due, shuffled) == after
    assert not is_quiet(after, ranges)
    assert all(is_quiet(due + timedelta(days=ahead), ranges) for ahead in range((after - due).days))


touches = st.lists(
    st.builds(
        lambda cadence, last_on, birthday, snoozed, paused, quiet: Touch(
            person(
                cadence,
                birthday=birthday,
                snoozed_until=snoozed,
                paused=paused,
                quiet=tuple(quiet),
            ),
            last_on,
        ),
        cadences.map(str) | st.just("none"),
        st.none() | past_days,
        st.none() | st.builds(Birthday, st.integers(1, 12), st.integers(1, 28)),
        st.none() | near_days,
        st.booleans(),
        quiet_ranges,
    ),
    max_size=12,
).map(lambda many: [t._replace(person=t.person._replace(id=n)) for n, t in enumerate(many)])


@given(touches, quiet_ranges, st.integers(0, 6), st.integers(1, 40), st.randoms())
def test_a_queue_is_whole_and_free_of_order(
    people: list[Touch], ranges: list[QuietRange], capacity: int, days: int, random: Random
):
    """Nobody is lost between shown and waiting, and the order of the people changes nothing."""

    def queue(order: list[Touch], everybody: bool = False) -> DueList:
        return due_list(
            order, my_quiet=ranges, capacity=capacity, today=TODAY, days=days, show_all=everybody
        )

    shuffled = list(people)
    random.shuffle(shuffled)
    listed, everybody = queue(people), queue(people, everybody=True)

    assert queue(shuffled) == listed
    assert sorted([*listed.rows, *listed.waiting_rows]) == sorted(everybody.rows)
    assert listed.waiting == len(listed.waiting_rows)
    assert not any(row.pressing for row in listed.waiting_rows)
    assert len(listed.rows) <= max(listed.capacity, sum(row.pressing for row in listed.rows))
    assert all(row.due_on is None or not is_quiet(row.due_on, ranges) for row in everybody.rows)


@given(st.lists(st.sampled_from(["1w", "2w", "1m", "3m"]), min_size=2, max_size=5))
@settings(max_examples=25)
def test_nobody_starves_in_the_queue(rhythms: list[str]):
    """With one contact a week, always the first of the list, everybody's turn keeps coming.

    While a person waits T days, somebody else can come first at most every c T / 2 C days of the
    second half (c and C the cadences), so that T / 14 weeks are at most sum(C / c) + people.
    """
    people = [person(cadence, number) for number, cadence in enumerate(rhythms)]
    days_of = [parse_cadence(cadence).days for cadence in rhythms]
    last_on = dict.fromkeys(range(len(people)), TODAY)
    longest = dict.fromkeys(range(len(people)), 0)
    for week in range(1, 53 * 4):
        day = TODAY + timedelta(weeks=week)
        queue = due_list([Touch(one, last_on[one.id]) for one in people], capacity=1, today=day)
        longest = {one: max(longest[one], (day - last_on[one]).days) for one in last_on}
        last_on.update((row.person.id, day) for row in queue.rows)

    for one, waited in longest.items():
        others = sum(days_of[one] / days for days in days_of) - 1
        assert waited <= 14 * (others + len(people)) + days_of[one]


@given(exchanges(), st.integers(1, 2000))
def test_off_means_no_fading(ledger: list[Exchange], days: int):
    """Without a half-life a balance of today is that of any later day."""
    later = balance(ledger, None, TODAY + timedelta(days=days))

    assert later.gave == balance(ledger, None).gave
    assert later.gave == later.gave_total
