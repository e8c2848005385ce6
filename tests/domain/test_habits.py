"""Six habits that harm: docs/model.md, section 12."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reciprocity_cli.domain import habits
from reciprocity_cli.domain.habits import WORDS, Gives, Habit
from reciprocity_cli.domain.records import (
    Answer,
    Ask,
    By,
    Category,
    Closing,
    Direction,
    Exchange,
    Need,
    Outcome,
    Promise,
    Seeking,
)

TODAY = date(2026, 6, 30)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def gave(number: int, ago: int, person: int = 1, weight: float = 2.0, **more) -> Exchange:
    return Exchange(number, person, Direction.GAVE, Category.ADVICE, weight, days_ago(ago), **more)


def gives(*given: Exchange, relevant: tuple[int, ...] = ()) -> Gives:
    return Gives(given, relevant, TODAY)


def ids(finding):
    """The records that a finding rests on, or None."""
    return None if finding is None else [fact.record_id for fact in finding.facts]


OVERDUE = Promise(1, 1, By.ME, "the deck", days_ago(30), due_on=days_ago(1))
DROPPED = OVERDUE._replace(id=2, closing=Closing.DROPPED, closed_on=days_ago(364))


def test_promises_beyond_what_is_at_hand():
    """Dropped within a year or overdue, told or not, where no offer fits."""
    promises = [
        OVERDUE._replace(updates=(days_ago(1),)),
        DROPPED,
        DROPPED._replace(id=3, closed_on=days_ago(365)),
        OVERDUE._replace(id=4, due_on=TODAY),
        OVERDUE._replace(id=5, by=By.THEM),
        OVERDUE._replace(id=6, closing=Closing.KEPT, closed_on=TODAY),
        DROPPED._replace(id=7, closed_on=days_ago(-1), due_on=None),
    ]
    assert ids(habits.overpromising(promises, (), TODAY)) == [1, 2]
    assert ids(habits.overpromising(promises, (1,), TODAY)) == [2]
    assert habits.overpromising(promises, (1, 2), TODAY) is None


def test_not_following_through_is_silence_or_dropping():
    """A word given ends the silence; whether an offer fits does not matter."""
    told = OVERDUE._replace(id=3, updates=(TODAY,))
    assert ids(habits.not_following_through([OVERDUE, DROPPED, told], TODAY)) == [1, 2]
    assert habits.not_following_through([told, OVERDUE._replace(due_on=None)], TODAY) is None


def test_the_last_three_gives_met_nothing():
    """The oldest need of theirs is told; one give that met something, or fewer, make no habit."""
    need = Need(9, 1, "a reviewer", days_ago(50))
    three = (gave(1, 30), gave(2, 20), gave(3, 10))
    assert ids(habits.irrelevant(gives(*three), [need])) == [9]
    older = need._replace(id=10, noted_on=days_ago(60))
    found = habits.irrelevant(gives(*three), [need, older])
    assert found is not None
    assert [fact.text for fact in found.facts] == ["looks for: a reviewer"]
    assert ids(found) == [10]
    assert habits.irrelevant(gives(*three), [need._replace(met_on=TODAY)]) is None
    assert habits.irrelevant(gives(*three), [need._replace(seeking=Seeking.INTEREST)]) is None
    assert habits.irrelevant(gives(*three), [need._replace(noted_on=days_ago(30))]) is None
    assert ids(habits.irrelevant(gives(*three), [need._replace(noted_on=days_ago(31))])) == [9]
    assert habits.irrelevant(gives(*three, relevant=(1,)), [need]) is None
    assert ids(habits.irrelevant(gives(gave(4, 40), *three, relevant=(4,)), [need])) == [9]
    assert habits.irrelevant(gives(*three[:2]), [need]) is None
    assert habits.irrelevant(gives(*three), []) is None
    assert habits.irrelevant(gives(*three), [need._replace(noted_on=days_ago(-1))]) is None
    long_ago = (gave(1, 400), gave(2, 390), gave(3, 365))
    assert habits.irrelevant(gives(*long_ago), [need]) is None


def test_gives_about_me():
    """Those that the owner flagged, of the year; nothing else is held against a give."""
    assert ids(habits.about_me(gives(gave(1, 364, self_interest=True)))) == [1]
    assert habits.about_me(gives(gave(1, 365, self_interest=True))) is None
    assert habits.about_me(gives(gave(1, 10))) is None


@pytest.mark.parametrize(("days_after", "found"), [(-1, False), (0, True), (13, True), (14, False)])
def test_an_ask_close_behind_a_give(days_after: int, found: bool):
    """0 to 13 days after a give to the same person reads as a trade."""
    ask = Ask(5, 1, "a quote", days_ago(40 - days_after), answer=Answer.NO)
    assert (habits.transactional(gives(gave(1, 40)), [ask]) is not None) is found
    assert habits.transactional(gives(gave(1, 40, person=2)), [ask]) is None
    assert habits.transactional(gives(gave(1, 40, self_interest=True)), [ask]) is None


def test_small_gives_of_which_some_helped():
    """All of a year's three or more are small, and those that helped are named."""
    small = [gave(n, n, weight=1.0) for n in (1, 2)]
    helped = gave(3, 3, weight=1.0, outcome=Outcome.BIG)
    assert ids(habits.undervaluing(gives(*small, helped))) == [3]
    assert habits.undervaluing(gives(*small, gave(3, 3, weight=1.0))) is None
    assert habits.undervaluing(gives(small[0], helped)) is None
    assert habits.undervaluing(gives(*small, helped, gave(4, 4))) is None
    assert ids(habits.undervaluing(gives(*small, helped, gave(4, 365)))) == [3]
    later = helped._replace(outcome_on=days_ago(-1))
    assert habits.undervaluing(gives(*small, later)) is None


def test_all_six_in_their_order_and_the_newest_fact_first():
    """Each is told at most once, with words and a step for the owner."""
    records = gives(
        *(gave(n, 9 - n, weight=1.0, outcome=Outcome.HELPED) for n in range(1, 5)),
        gave(5, 20, weight=1.0, self_interest=True),
    )
    found = habits.habits(
        records,
        needs=[Need(20, 1, "a reviewer", days_ago(60))],
        promises=[OVERDUE, DROPPED],
        asks=[Ask(30, 1, "a quote", TODAY)],
    )
    assert [finding.habit for finding in found] == list(Habit)
    assert ids(found[4]) == [4, 3, 2, 1]
    assert set(WORDS) == set(Habit)


def test_an_empty_ledger_and_the_future_have_no_habits():
    """Records after today are in nothing."""
    assert habits.habits(gives()) == []
    later = gives(*(gave(n, -n, weight=1.0, outcome=Outcome.BIG) for n in (1, 2, 3)))
    asks = [Ask(5, 1, "a quote", days_ago(-4))]
    assert habits.habits(later, asks=asks, promises=[OVERDUE._replace(made_on=days_ago(-1))]) == []
