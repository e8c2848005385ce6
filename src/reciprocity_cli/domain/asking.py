"""Asking: a checklist of whether the ground is laid for a request; the owner decides.

Source: docs/model.md, section 9. A checklist, never a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from reciprocity_cli.domain.balance import counts_as_exchange
from reciprocity_cli.domain.phase import silent_promises, unrepaired
from reciprocity_cli.domain.records import (
    Answer,
    Ask,
    Direction,
    Exchange,
    Incident,
    Phase,
    Promise,
    Signal,
)
from reciprocity_cli.domain.signs import responses

ReadinessWord = Literal["ripe", "nearly", "not yet"]
ALWAYS = "you decide, and people say yes more often than askers expect"
"""Stands under every checklist (Flynn & Lake 2008)."""
DAYS_AFTER_ASK = 60
DAYS_AFTER_NO = 180
DAYS_AFTER_GIVE = 14


class AskFacts(NamedTuple):
    """The plain facts about one person that readiness is read from, as of one day.

    Records after that day and self-interested gives are in none of them. `last_no_on` is the day
    of the latest refusal, `responses` the number of different response signals within 180 days.
    """

    reached: Phase
    silent_promises: int = 0
    unrepaired: int = 0
    open_asks: int = 0
    gives: int = 0
    last_give_on: date | None = None
    responses: int = 0
    last_ask_on: date | None = None
    last_no_on: date | None = None


class Blocker(NamedTuple):
    """One line of the checklist that does not hold; `holds_from` where only time is wanting."""

    text: str
    hard: bool
    holds_from: date | None = None


class Readiness(NamedTuple):
    """The word for the whole checklist, and what stands in the way: hard ones first."""

    word: ReadinessWord
    blockers: tuple[Blocker, ...]


def ask_facts_from_records(
    today: date,
    reached: Phase,
    *,
    exchanges: Iterable[Exchange] = (),
    signals: Iterable[Signal] = (),
    promises: Iterable[Promise] = (),
    incidents: Iterable[Incident] = (),
    asks: Iterable[Ask] = (),
) -> AskFacts:
    """Gather the facts from one person's records; the reference for those read by SQL."""
    gives = [
        exchange.on
        for exchange in exchanges
        if exchange.direction is Direction.GAVE and counts_as_exchange(exchange, today)
    ]
    made = [ask for ask in asks if ask.asked_on <= today]
    refused = [_answered(ask) for ask in made if _answer(ask, today) is Answer.NO]
    return AskFacts(
        reached=reached,
        silent_promises=silent_promises(promises, today),
        unrepaired=unrepaired(incidents, today),
        open_asks=sum(_answer(ask, today) is Answer.OPEN for ask in made),
        gives=len(gives),
        last_give_on=max(gives, default=None),
        responses=len(responses(signals, today)),
        last_ask_on=max((ask.asked_on for ask in made), default=None),
        last_no_on=max(refused, default=None),
    )


def _answered(ask: Ask) -> date:
    return ask.answered_on or ask.asked_on


def _answer(ask: Ask, today: date) -> Answer:
    """The answer known by today; one dated later has not come yet."""
    return Answer.OPEN if ask.answered_on is not None and ask.answered_on > today else ask.answer


def readiness(facts: AskFacts, today: date) -> Readiness:
    """Go through the list: ripe when all holds, nearly when only soft lines fail, else not yet."""
    hard = tuple(Blocker(text, True) for text, holds in _hard(facts) if not holds)
    soft = (*_soft(facts), *_too_soon(facts, today))
    if hard:
        return Readiness("not yet", (*hard, *soft))
    return Readiness("nearly" if soft else "ripe", soft)


def _hard(facts: AskFacts) -> tuple[tuple[str, bool], ...]:
    return (
        ("the relationship has reached sustaining", facts.reached >= Phase.SUSTAINING),
        ("no promise of yours is overdue in silence", facts.silent_promises == 0),
        ("what went wrong is repaired", facts.unrepaired == 0),
        ("no ask of yours is still open", facts.open_asks == 0),
    )


def _soft(facts: AskFacts) -> tuple[Blocker, ...]:
    lines = (
        ("you have given something so far", facts.gives > 0),
        (
            "2 different ones of replied-promptly, accepted-meeting, invited-me"
            " in the last 180 days",
            facts.responses >= 2,
        ),
    )
    return tuple(Blocker(text, False) for text, holds in lines if not holds)


def _too_soon(facts: AskFacts, today: date) -> tuple[Blocker, ...]:
    waits = (
        (f"the last ask is {DAYS_AFTER_ASK} or more days ago", facts.last_ask_on, DAYS_AFTER_ASK),
        (f'the last "no" is {DAYS_AFTER_NO} or more days ago', facts.last_no_on, DAYS_AFTER_NO),
        (
            f"your last give is {DAYS_AFTER_GIVE} or more days ago, so that it is no trade",
            facts.last_give_on,
            DAYS_AFTER_GIVE,
        ),
    )
    return tuple(
        Blocker(text, False, since + timedelta(days=wait))
        for text, since, wait in waits
        if since is not None and (today - since).days < wait
    )
