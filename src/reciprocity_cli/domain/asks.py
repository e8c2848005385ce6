"""Asking: a checklist of whether the ground is laid for a request; the owner decides.

Source: docs/model.md, section 9. A checklist, never a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.balance import counts_as_exchange
from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.phase import TWO_RESPONSES, responses, silent_promises, unrepaired

ALWAYS = "you decide, and people say yes more often than askers expect"
"""Stands under every checklist (Flynn & Lake 2008)."""
DAYS_AFTER_ASK = 60
DAYS_AFTER_NO = 180
DAYS_AFTER_GIVE = 14
REMIND = "a short reminder is fine, or let it go"
"""What the owner can do about an ask whose day has gone by."""


class AskFacts(NamedTuple):
    """The plain facts about one person that readiness is read from, as of one day.

    Records after that day and self-interested gives are in none of them. `last_no_on` is the day
    of the latest refusal, `responses` the number of different response signals within 180 days.
    """

    reached: r.Phase
    silent_promises: int = 0
    unrepaired: int = 0
    open_asks: int = 0
    gives: int = 0
    last_give_on: date | None = None
    responses: int = 0
    last_ask_on: date | None = None
    last_no_on: date | None = None


class Check(NamedTuple):
    """One line of the checklist; `holds_from` where it does not hold and only time is wanting.

    `first_step` is what the owner can do about one that does not hold, where there is something.
    `found` is what the ledger has of it, in words: what it holds or fails by.
    """

    text: str
    hard: bool
    holds: bool
    holds_from: date | None = None
    first_step: str = ""
    found: str = ""


class Readiness(NamedTuple):
    """The word for the whole checklist, and each of its lines: hard ones first."""

    word: Literal["ripe", "nearly", "not yet"]
    lines: tuple[Check, ...]

    @property
    def blockers(self) -> tuple[Check, ...]:
        """The lines that do not hold."""
        return tuple(line for line in self.lines if not line.holds)


def ask_facts_from_records(
    today: date,
    reached: r.Phase,
    *,
    exchanges: Iterable[r.Exchange] = (),
    signals: Iterable[r.Signal] = (),
    promises: Iterable[r.Promise] = (),
    incidents: Iterable[r.Incident] = (),
    asks: Iterable[r.Ask] = (),
) -> AskFacts:
    """Gather the facts from one person's records; the reference for those in SQL."""
    gives = [
        exchange.on
        for exchange in exchanges
        if exchange.direction is r.Direction.GAVE and counts_as_exchange(exchange, today)
    ]
    made = [ask for ask in asks if ask.asked_on <= today]
    refused = [
        ask.answered_on or ask.asked_on for ask in made if answer_by(ask, today) is r.Answer.NO
    ]
    return AskFacts(
        reached=reached,
        silent_promises=silent_promises(promises, today),
        unrepaired=unrepaired(incidents, today),
        open_asks=sum(answer_by(ask, today) is r.Answer.OPEN for ask in made),
        gives=len(gives),
        last_give_on=max(gives, default=None),
        responses=len(responses(signals, today)),
        last_ask_on=max((ask.asked_on for ask in made), default=None),
        last_no_on=max(refused, default=None),
    )


def answer_by(ask: r.Ask, today: date) -> r.Answer:
    """Return the answer known by a day; one dated later has not come yet."""
    return r.Answer.OPEN if ask.answered_on is not None and ask.answered_on > today else ask.answer


def is_open(ask: r.Ask, today: date) -> bool:
    """Tell whether an ask was made by a day and had no answer by then."""
    return ask.asked_on <= today and answer_by(ask, today) is r.Answer.OPEN


def past_its_day(ask: r.Ask, today: date) -> bool:
    """Tell whether the day an answer was hoped for is past; on the day, it is not."""
    return is_open(ask, today) and ask.respond_by is not None and ask.respond_by < today


def earliest_reply(asked_on: date) -> date:
    """Return the first day by which an answer may be asked for, 3 days on."""
    return asked_on + timedelta(days=3)


def usual_reply(asked_on: date) -> date:
    """Return the day by which an answer is asked for where none is named, a week on."""
    return asked_on + timedelta(days=7)


def readiness(facts: AskFacts, today: date) -> Readiness:
    """Go through the list: ripe when all holds, nearly when only soft lines fail, else not yet."""
    waits = (
        (f"no ask in the last {DAYS_AFTER_ASK} days", facts.last_ask_on, DAYS_AFTER_ASK),
        (f'no "no" in the last {DAYS_AFTER_NO} days', facts.last_no_on, DAYS_AFTER_NO),
        (
            f"no give of yours in the last {DAYS_AFTER_GIVE} days, so that it is no trade",
            facts.last_give_on,
            DAYS_AFTER_GIVE,
        ),
    )
    waited = (_waiting(text, since, days, today) for text, since, days in waits)
    lines = (*_hard(facts), *_soft(facts), *waited)
    failing = [line for line in lines if not line.holds]
    if any(line.hard for line in failing):
        return Readiness("not yet", lines)
    return Readiness("nearly" if failing else "ripe", lines)


def _hard(facts: AskFacts) -> tuple[Check, ...]:
    lines = (
        (
            "the relationship has reached sustaining",
            facts.reached >= r.Phase.SUSTAINING,
            "give first; recip phase shows what is missing",
            f"the furthest is {facts.reached.word}",
        ),
        (
            "no promise of yours is overdue in silence",
            facts.silent_promises == 0,
            "deliver it, or tell them how it stands",
            f"{facts.silent_promises} overdue",
        ),
        (
            "what went wrong is repaired",
            facts.unrepaired == 0,
            "talk it over, then recip incident repair",
            f"{facts.unrepaired} to be mended",
        ),
        (
            "no ask of yours is still open",
            facts.open_asks == 0,
            "a short reminder, or let that one go",
            f"{facts.open_asks} open",
        ),
    )
    return tuple(
        Check(text, True, holds, None, "" if holds else step, found)
        for text, holds, step, found in lines
    )


def _soft(facts: AskFacts) -> tuple[Check, ...]:
    return (
        Check(
            "you have given something so far", False, facts.gives > 0, found=f"{facts.gives} so far"
        ),
        Check(TWO_RESPONSES, False, facts.responses >= 2, found=f"{facts.responses} noted"),
    )


def _waiting(text: str, since: date | None, days: int, today: date) -> Check:
    if since is None:
        return Check(text, False, True, found="none so far")
    age = (today - since).days
    ago = "today" if age == 0 else f"{age} {'day' if age == 1 else 'days'} ago"
    found = f"the last {ago}, on {long_day(since)}"
    if age >= days:
        return Check(text, False, True, found=found)
    return Check(text, False, False, since + timedelta(days=days), found=found)
