"""Thanks: docs/model.md, section 7."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reciprocity_cli.domain.records import Answer, Ask, Category, Direction, Exchange
from reciprocity_cli.domain.touch import Thanks, thanks_due

TODAY = date(2026, 6, 30)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


GET = Exchange(8, 1, Direction.GOT, Category.ADVICE, 4.0, days_ago(3), note="pricing page")
INTRODUCTION = GET._replace(id=9, category=Category.INTRODUCTIONS, weight=1.0, note="Bo at Acme")
ASK = Ask(7, 1, "a reference", days_ago(200), answer=Answer.YES, answered_on=days_ago(190))


def test_what_thanks_are_due_for():
    """A large get, an introduction of any size and a yes are due, the oldest first."""
    assert thanks_due([GET, INTRODUCTION], [ASK], TODAY) == [
        Thanks(days_ago(190), 7, "yes", "a reference"),
        Thanks(days_ago(3), 8, "large get", "pricing page"),
        Thanks(days_ago(3), 9, "introduction", "Bo at Acme"),
    ]


@pytest.mark.parametrize(("age", "due"), [(-1, 0), (0, 1), (89, 1), (90, 0)])
def test_gets_count_for_the_last_90_days(age: int, due: int):
    """A get is to be thanked for at ages 0 to 89, a yes until it is thanked."""
    assert len(thanks_due([GET._replace(on=days_ago(age))], [], TODAY)) == due


@pytest.mark.parametrize(
    "exchange",
    [
        GET._replace(weight=3.9),
        GET._replace(direction=Direction.GAVE),
        GET._replace(thanked_on=TODAY),
        INTRODUCTION._replace(direction=Direction.GAVE),
    ],
)
def test_what_needs_no_thanks(exchange: Exchange):
    """Small gets, gives and what was thanked for ask for none."""
    assert thanks_due([exchange], [], TODAY) == []


@pytest.mark.parametrize(
    "ask",
    [
        ASK._replace(answer=Answer.NO),
        ASK._replace(answer=Answer.OPEN, answered_on=None),
        ASK._replace(thanked_on=TODAY),
        ASK._replace(answered_on=days_ago(-1)),
    ],
)
def test_only_a_yes_not_yet_thanked_asks_for_thanks(ask: Ask):
    """A no, an open ask, a thanked one and a yes of tomorrow ask for none."""
    assert thanks_due([], [ask], TODAY) == []


def test_thanks_of_tomorrow_have_not_been_said():
    """A thank-you dated after today is ignored, as every later record."""
    assert len(thanks_due([GET._replace(thanked_on=days_ago(-1))], [], TODAY)) == 1
