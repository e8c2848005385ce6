"""Phases: docs/model.md, section 6, and the worked example 12 of section 15."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reciprocity_cli.domain.phase import (
    Evidence,
    check_move,
    current,
    evidence_from_records,
    legal_moves,
    missing,
    reached,
    stage,
    supported,
)
from reciprocity_cli.domain.records import (
    By,
    Category,
    Direction,
    Exchange,
    Incident,
    Interaction,
    Need,
    Phase,
    PhaseChange,
    Promise,
    Seeking,
    Signal,
    SignalKind,
)
from reciprocity_cli.errors import RefusedByRule

TODAY = date(2026, 6, 30)
IDENTIFYING, RELATING, NURTURING, SUSTAINING, CAPITALIZING = Phase
EVERYTHING = Evidence(
    contact_days=3,
    contact_days_year=3,
    needs=1,
    gives=1,
    gets=1,
    landed_gives=1,
    responses=2,
)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def held(*phases: int) -> list[PhaseChange]:
    """Phases declared one a day, the last one today."""
    ages = range(len(phases) - 1, -1, -1)
    return [
        PhaseChange(number, 1, Phase(phase), days_ago(age))
        for number, (phase, age) in enumerate(zip(phases, ages, strict=True))
    ]


def test_relating_that_never_went_further_may_not_skip():
    """Example 12: after 1, 2, 3, 2 a move to capitalizing is refused."""
    before = held(1, 2, 3, 2)

    with pytest.raises(RefusedByRule) as refused:
        check_move(CAPITALIZING, reached=reached(IDENTIFYING, before), evidence=EVERYTHING)

    assert refused.value.message == (
        "a move to capitalizing would skip sustaining; the furthest reached is nurturing"
    )
    assert refused.value.hint == "sustaining comes next"
    assert refused.value.exit_code == 5


def test_sustaining_back_to_relating_may_go_straight_to_capitalizing():
    """Example 12: after 1, 2, 3, 4, 2 a move to capitalizing is accepted."""
    check_move(CAPITALIZING, reached=reached(IDENTIFYING, held(1, 2, 3, 4, 2)), evidence=EVERYTHING)


@pytest.mark.parametrize("furthest", list(Phase))
@pytest.mark.parametrize("target", list(Phase))
def test_a_move_is_legal_up_to_one_beyond_the_furthest(target: Phase, furthest: Phase):
    """1 <= t <= min(5, reached + 1); a reason does not override the skip."""
    legal = 1 <= target <= min(5, furthest + 1)
    assert (target in legal_moves(furthest)) is legal
    if legal:
        check_move(target, reached=furthest, evidence=Evidence(), because="we worked together")
    else:
        with pytest.raises(RefusedByRule):
            check_move(target, reached=furthest, evidence=EVERYTHING, because="we must")


@pytest.mark.parametrize("target", [IDENTIFYING, RELATING, NURTURING])
def test_going_back_asks_for_no_evidence(target: Phase):
    """A phase that was reached may be taken up again with nothing in the ledger."""
    check_move(target, reached=NURTURING, evidence=Evidence())


def test_new_ground_waits_for_what_is_missing():
    """The refusal lists what is missing and how to go ahead; a blank reason is none."""
    with pytest.raises(RefusedByRule) as refused:
        check_move(NURTURING, reached=RELATING, evidence=Evidence(contact_days=1), because="  ")

    assert refused.value.message == "nurturing waits for: a need of theirs; contact on 2 days"
    assert "--because" in refused.value.hint


def test_reached_is_the_furthest_ever_and_current_the_last():
    """Going back leaves reached where it was; both start from the first phase set."""
    assert reached(IDENTIFYING, held(2, 3, 4, 2)) is SUSTAINING
    assert current(IDENTIFYING, held(2, 3, 4, 2)) is RELATING
    assert reached(SUSTAINING, []) is SUSTAINING
    assert current(SUSTAINING, []) is SUSTAINING
    assert reached(SUSTAINING, held(2)) is SUSTAINING


def test_current_goes_by_date_then_by_the_order_of_noting():
    """A move noted later but dated earlier is not the current one; of one day the last noted is."""
    first = PhaseChange(5, 1, RELATING, days_ago(3))
    back_dated = PhaseChange(9, 1, NURTURING, days_ago(7))
    same_day = PhaseChange(6, 1, IDENTIFYING, days_ago(3))

    assert current(IDENTIFYING, [first, back_dated]) is RELATING
    assert current(IDENTIFYING, [same_day, first]) is IDENTIFYING


def test_moves_after_today_are_ignored_when_a_day_is_given():
    """A move dated tomorrow is neither reached nor current today."""
    tomorrow = [PhaseChange(1, 1, RELATING, days_ago(-1))]

    assert reached(IDENTIFYING, tomorrow, TODAY) is IDENTIFYING
    assert current(IDENTIFYING, tomorrow, TODAY) is IDENTIFYING


@pytest.mark.parametrize("target", list(Phase))
def test_nothing_is_missing_with_all_the_evidence(target: Phase):
    """The full evidence opens every phase."""
    assert missing(target, EVERYTHING) == ()


@pytest.mark.parametrize(
    ("target", "lacking", "words"),
    [
        (RELATING, {"contact_days": 0}, "a first contact or exchange"),
        (NURTURING, {"needs": 0}, "a need of theirs"),
        (NURTURING, {"contact_days": 1}, "contact on 2 days"),
        (NURTURING, {"silent_promises": 1}, "no promise of yours overdue in silence"),
        (SUSTAINING, {"landed_gives": 0}, "a give that landed, or a sign that they saw its value"),
        (SUSTAINING, {"gets": 0}, "something received, or a strength sign"),
        (SUSTAINING, {"contact_days_year": 2}, "contact on 3 days in the last year"),
        (CAPITALIZING, {"gives": 0}, "a give"),
        (
            CAPITALIZING,
            {"responses": 1},
            "2 different ones of replied-promptly, accepted-meeting, invited-me"
            " in the last 180 days",
        ),
        (CAPITALIZING, {"silent_promises": 1}, "no promise of yours overdue in silence"),
        (CAPITALIZING, {"unrepaired": 1}, "nothing left to be mended between you"),
    ],
)
def test_each_piece_of_evidence_is_missed_by_name(
    target: Phase, lacking: dict[str, int], words: str
):
    """Taking away one fact leaves exactly its words missing."""
    assert missing(target, EVERYTHING._replace(**lacking)) == (words,)


@pytest.mark.parametrize(
    ("target", "facts"),
    [
        (SUSTAINING, {"landed_gives": 0, "value_recognised": True}),
        (SUSTAINING, {"gets": 0, "strength_signs": 1}),
    ],
)
def test_evidence_that_may_come_either_way(target: Phase, facts: dict[str, int]):
    """Value recognised stands for a landed give, a strength sign for a get."""
    assert missing(target, EVERYTHING._replace(**facts)) == ()


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        (Evidence(), IDENTIFYING),
        (Evidence(contact_days=1), RELATING),
        (Evidence(contact_days=2, needs=1), NURTURING),
        (EVERYTHING._replace(gives=0), SUSTAINING),
        (EVERYTHING, CAPITALIZING),
        (EVERYTHING._replace(needs=0), RELATING),
        (EVERYTHING._replace(silent_promises=1), RELATING),
    ],
)
def test_supported_needs_all_the_phases_below(facts: Evidence, phase: Phase):
    """The highest phase whose evidence, and that of all below it, holds."""
    assert supported(facts) is phase


def test_evidence_is_gathered_from_the_records_of_one_person():
    """Every fact is counted from records up to today, self-interested gives left out."""
    give = Exchange(1, 1, Direction.GAVE, Category.ADVICE, 2.0, days_ago(0), landed=True)
    facts = evidence_from_records(
        TODAY,
        interactions=[Interaction(2, days_ago(age), (1,)) for age in (-1, 0, 364, 365)],
        exchanges=[
            give,
            give._replace(on=days_ago(9), landed=False),
            give._replace(on=days_ago(20), self_interest=True),
            give._replace(on=days_ago(-2)),
            give._replace(direction=Direction.GOT, on=days_ago(30)),
        ],
        signals=[
            Signal(3, 1, SignalKind.VALUE_RECOGNISED, days_ago(900)),
            Signal(4, 1, SignalKind.SPOKE_WELL, days_ago(800)),
            Signal(5, 1, SignalKind.INVITED_ME, days_ago(179)),
            Signal(6, 1, SignalKind.INVITED_ME, days_ago(1)),
            Signal(7, 1, SignalKind.REPLIED_PROMPTLY, days_ago(180)),
        ],
        needs=[
            Need(8, 1, "a Rust reviewer", days_ago(3), met_on=days_ago(1)),
            Need(9, 1, "sailing", days_ago(3), seeking=Seeking.INTEREST),
            Need(10, 1, "a flat", days_ago(-1)),
        ],
        promises=[
            Promise(11, 1, By.ME, "call", days_ago(9), due_on=days_ago(1)),
            Promise(12, 1, By.THEM, "call", days_ago(9), due_on=days_ago(1)),
            Promise(13, 1, By.ME, "send", days_ago(9), due_on=TODAY),
        ],
        incidents=[
            Incident(14, 1, By.ME, "forgot", days_ago(5)),
            Incident(15, 1, By.THEM, "late", days_ago(5)),
            Incident(16, 1, By.ME, "rude", days_ago(5), repaired_on=days_ago(2)),
            Incident(17, 1, By.ME, "to come", days_ago(-2)),
        ],
    )

    assert facts == Evidence(
        contact_days=5,
        contact_days_year=4,
        needs=1,
        gives=2,
        gets=1,
        landed_gives=1,
        value_recognised=True,
        strength_signs=1,
        responses=1,
        silent_promises=1,
        unrepaired=2,
    )


def test_what_is_dated_today_is_evidence_today():
    """A contact, a need, a repair and a move of today count today."""
    facts = evidence_from_records(
        TODAY,
        interactions=[Interaction(1, TODAY, (1,))],
        needs=[Need(2, 1, "a flat", TODAY)],
        incidents=[Incident(3, 1, By.ME, "rude", TODAY, repaired_on=TODAY)],
    )

    assert facts == Evidence(contact_days=1, contact_days_year=1, needs=1)
    assert reached(IDENTIFYING, held(2), TODAY) is RELATING
    assert current(IDENTIFYING, held(2), TODAY) is RELATING


@pytest.mark.parametrize(
    ("furthest", "words"),
    [
        (IDENTIFYING, "early"),
        (RELATING, "early"),
        (NURTURING, "developing"),
        (SUSTAINING, "mature"),
        (CAPITALIZING, "mature"),
    ],
)
def test_the_stage_follows_the_furthest_phase(furthest: Phase, words: str):
    """1 and 2 are early, 3 developing, 4 and 5 mature; anything unrepaired makes it early."""
    assert stage(furthest, False) == words
    assert stage(furthest, True) == "early"
