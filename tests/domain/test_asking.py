"""Asking: docs/model.md, section 9."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from reciprocity_cli.domain.asks import (
    AskFacts,
    answer_by,
    ask_facts_from_records,
    earliest_reply,
    is_open,
    past_its_day,
    readiness,
    usual_reply,
)
from reciprocity_cli.domain.records import (
    Answer,
    Ask,
    By,
    Category,
    Direction,
    Exchange,
    Incident,
    Phase,
    Promise,
    Signal,
    SignalKind,
)

TODAY = date(2026, 6, 30)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


RIPE = AskFacts(
    reached=Phase.SUSTAINING,
    gives=3,
    last_give_on=days_ago(14),
    responses=2,
    last_ask_on=days_ago(60),
    last_no_on=days_ago(180),
)


def test_when_all_holds_it_is_ripe():
    """At exactly 14, 60 and 180 days, with a give and two responses, nothing blocks."""
    ready = readiness(RIPE, TODAY)

    assert (ready.word, ready.blockers) == ("ripe", ())
    assert [line.hard for line in ready.lines] == [True] * 4 + [False] * 5


def test_somebody_never_asked_is_not_too_soon():
    """Without an ask, a no or a give there is no waiting."""
    fresh = RIPE._replace(last_ask_on=None, last_no_on=None)

    assert readiness(fresh, TODAY).word == "ripe"


@pytest.mark.parametrize(
    ("facts", "holds_from"),
    [
        ({"gives": 0, "last_give_on": None}, None),
        ({"responses": 1}, None),
        ({"last_ask_on": days_ago(59)}, date(2026, 7, 1)),
        ({"last_no_on": days_ago(179)}, date(2026, 7, 1)),
        ({"last_give_on": days_ago(13)}, date(2026, 7, 1)),
        ({"last_give_on": TODAY}, date(2026, 7, 14)),
    ],
)
def test_a_soft_line_alone_is_nearly(facts: dict[str, Any], holds_from: date | None):
    """One soft line that fails makes nearly, with the date from which time will mend it."""
    ready = readiness(RIPE._replace(**facts), TODAY)

    assert ready.word == "nearly"
    assert [(blocker.hard, blocker.holds_from) for blocker in ready.blockers] == [
        (False, holds_from)
    ]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"reached": Phase.NURTURING}, "the relationship has reached sustaining"),
        ({"silent_promises": 1}, "no promise of yours is overdue in silence"),
        ({"unrepaired": 1}, "what went wrong is repaired"),
        ({"open_asks": 1}, "no ask of yours is still open"),
    ],
)
def test_a_hard_line_makes_not_yet(facts: dict[str, Any], text: str):
    """Any hard line that fails makes not yet, whatever else holds."""
    ready = readiness(RIPE._replace(**facts), TODAY)

    (blocker,) = ready.blockers
    assert (ready.word, blocker.text, blocker.hard) == ("not yet", text, True)
    assert blocker.first_step


def test_hard_lines_come_before_soft_ones():
    """With nothing recorded the phase blocks first, then what is wanting."""
    ready = readiness(AskFacts(reached=Phase.IDENTIFYING), TODAY)

    assert ready.word == "not yet"
    assert [blocker.hard for blocker in ready.blockers] == [True, False, False]


def test_on_the_day_it_holds_from_it_holds():
    """The date given with a soft line is the first day on which that line holds."""
    waiting = RIPE._replace(last_no_on=days_ago(100))
    (blocker,) = readiness(waiting, TODAY).blockers
    assert blocker.holds_from is not None

    assert readiness(waiting, blocker.holds_from).word == "ripe"
    assert readiness(waiting, blocker.holds_from - timedelta(days=1)).word == "nearly"


def test_the_facts_are_gathered_from_the_records_of_one_person():
    """Records up to today count, self-interested gives do not, a no counts from its answer."""
    give = Exchange(1, 1, Direction.GAVE, Category.ADVICE, 2.0, days_ago(20))
    ask = Ask(2, 1, "a reference", days_ago(90))
    facts = ask_facts_from_records(
        TODAY,
        Phase.SUSTAINING,
        exchanges=[
            give,
            give._replace(on=days_ago(3), self_interest=True),
            give._replace(on=days_ago(-1)),
            give._replace(on=days_ago(2), direction=Direction.GOT),
        ],
        signals=[
            Signal(3, 1, SignalKind.REPLIED_PROMPTLY, days_ago(179)),
            Signal(4, 1, SignalKind.ACCEPTED_MEETING, days_ago(180)),
        ],
        promises=[Promise(5, 1, By.ME, "call", days_ago(9), due_on=days_ago(1))],
        incidents=[Incident(6, 1, By.THEM, "late", days_ago(5))],
        asks=[
            ask,
            ask._replace(id=7, answer=Answer.NO, answered_on=days_ago(70)),
            ask._replace(id=8, asked_on=days_ago(50), answer=Answer.NO, answered_on=days_ago(-1)),
            ask._replace(id=9, asked_on=days_ago(80), answer=Answer.NONE),
            ask._replace(id=10, asked_on=days_ago(-3)),
        ],
    )

    assert facts == AskFacts(
        reached=Phase.SUSTAINING,
        silent_promises=1,
        unrepaired=1,
        open_asks=2,
        gives=1,
        last_give_on=days_ago(20),
        responses=1,
        last_ask_on=days_ago(50),
        last_no_on=days_ago(70),
    )


def test_an_ask_and_its_answer_of_today_count():
    """What was asked and refused today is the last ask, the last no, and no longer open."""
    ask = Ask(1, 1, "a reference", TODAY, answer=Answer.NO, answered_on=TODAY)
    facts = ask_facts_from_records(TODAY, Phase.SUSTAINING, asks=[ask])

    assert (facts.last_ask_on, facts.last_no_on, facts.open_asks) == (TODAY, TODAY, 0)


def test_an_answer_of_tomorrow_has_not_come():
    """An answer dated later leaves an ask open until then; an ask of tomorrow is none yet."""
    ask = Ask(1, 1, "a reference", TODAY, answer=Answer.YES, answered_on=days_ago(-1))

    assert (answer_by(ask, TODAY), is_open(ask, TODAY)) == (Answer.OPEN, True)
    assert (answer_by(ask, days_ago(-1)), is_open(ask, days_ago(-1))) == (Answer.YES, False)
    assert not is_open(ask, days_ago(1))


def test_the_day_to_answer_by_itself_is_not_past():
    """An open ask is past its day from the day after; without a day it never is."""
    ask = Ask(1, 1, "a reference", days_ago(9), respond_by=TODAY)

    assert not past_its_day(ask, TODAY)
    assert past_its_day(ask, days_ago(-1))
    assert not past_its_day(ask._replace(respond_by=None), days_ago(-1))
    assert not past_its_day(ask._replace(answer=Answer.NO, answered_on=TODAY), days_ago(-1))


def test_there_is_time_to_answer():
    """An answer is asked for in 7 days, and never in less than 3."""
    assert (earliest_reply(TODAY), usual_reply(TODAY)) == (date(2026, 7, 3), date(2026, 7, 7))
