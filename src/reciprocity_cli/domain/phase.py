"""Signs of trust, and where a relationship stands among five phases."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.balance import YEAR_DAYS, counts_as_exchange
from reciprocity_cli.domain.promises import overdue_in_silence
from reciprocity_cli.errors import RefusedByRule

RESPONSE_DAYS = 180
TWO_RESPONSES = (
    "2 different ones of replied-promptly, accepted-meeting, invited-me in the last 180 days"
)


def kinds_within(
    signals: Iterable[r.Signal], kinds: Collection[r.SignalKind], days: int, today: date
) -> tuple[r.SignalKind, ...]:
    """Return which of `kinds` were noted in the last `days` days (age 0 to days - 1), in order."""
    noted = {signal.kind for signal in signals if 0 <= (today - signal.on).days < days}
    return tuple(kind for kind in kinds if kind in noted)


def strength_signs(signals: Iterable[r.Signal], today: date) -> tuple[r.SignalKind, ...]:
    """Return the distinct strength signs of the last 365 days, in model order."""
    return kinds_within(signals, r.STRENGTH_SIGNS, YEAR_DAYS, today)


def responses(signals: Iterable[r.Signal], today: date) -> tuple[r.SignalKind, ...]:
    """Return the distinct response signals within 180 days, in model order."""
    return kinds_within(signals, r.RESPONSE_SIGNALS, RESPONSE_DAYS, today)


def strength_words(signs: Collection[r.SignalKind]) -> str:
    """Return "3 of 5 strength signs in the last year" for the signs found by `strength_signs`."""
    return f"{len(signs)} of {len(r.STRENGTH_SIGNS)} strength signs in the last year"


Stage = Literal["early", "developing", "mature"]


class Evidence(NamedTuple):
    """The plain facts about one person that phases are checked against, as of one day.

    Records after that day and self-interested gives are in none of them; `contact_days` are
    distinct days with an interaction or an exchange that counts, `contact_days_year` those of age
    0 to 364; `strength_signs` counts signals of the five kinds at any time, `responses` the
    *different* response signals within 180 days; `silent_promises` the owner's promises overdue in
    silence; `unrepaired` the incidents by either that were not repaired.
    """

    contact_days: int = 0
    contact_days_year: int = 0
    needs: int = 0
    gives: int = 0
    gets: int = 0
    landed_gives: int = 0
    value_recognised: bool = False
    strength_signs: int = 0
    responses: int = 0
    silent_promises: int = 0
    unrepaired: int = 0


def evidence_from_records(
    today: date,
    *,
    interactions: Iterable[r.Interaction] = (),
    exchanges: Iterable[r.Exchange] = (),
    signals: Iterable[r.Signal] = (),
    needs: Iterable[r.Need] = (),
    promises: Iterable[r.Promise] = (),
    incidents: Iterable[r.Incident] = (),
) -> Evidence:
    """Gather the facts from a person's records; the reference for the counts in SQL."""
    counted = [exchange for exchange in exchanges if counts_as_exchange(exchange, today)]
    gives = [exchange for exchange in counted if exchange.direction is r.Direction.GAVE]
    days = {exchange.on for exchange in counted}
    days.update(interaction.on for interaction in interactions if interaction.on <= today)
    noted = [signal for signal in signals if signal.on <= today]
    return Evidence(
        contact_days=len(days),
        contact_days_year=sum((today - day).days < YEAR_DAYS for day in days),
        needs=sum(need.seeking is r.Seeking.NEED and need.noted_on <= today for need in needs),
        gives=len(gives),
        gets=len(counted) - len(gives),
        landed_gives=sum(give.landed for give in gives),
        value_recognised=any(signal.kind is r.SignalKind.VALUE_RECOGNISED for signal in noted),
        strength_signs=sum(signal.kind in r.STRENGTH_SIGNS for signal in noted),
        responses=len(responses(noted, today)),
        silent_promises=silent_promises(promises, today),
        unrepaired=unrepaired(incidents, today),
    )


def silent_promises(promises: Iterable[r.Promise], today: date) -> int:
    """Count the owner's promises that are overdue in silence."""
    return sum(p.by is r.By.ME and overdue_in_silence(p, today) for p in promises)


def unrepaired(incidents: Iterable[r.Incident], today: date) -> int:
    """Count the incidents, by either, up to today and not repaired by then."""
    return sum(is_unrepaired(incident, today) for incident in incidents)


def is_unrepaired(incident: r.Incident, today: date) -> bool:
    """Tell whether an incident happened by a day and was not repaired by then."""
    return incident.on <= today and (incident.repaired_on is None or incident.repaired_on > today)


def reached(
    start_phase: r.Phase, changes: Iterable[r.PhaseChange], today: date | None = None
) -> r.Phase:
    """Return the furthest phase ever held; changes after `today` (if given) aside."""
    held = (change.phase for change in changes if today is None or change.on <= today)
    return max((start_phase, *held))


def current(
    start_phase: r.Phase, changes: Iterable[r.PhaseChange], today: date | None = None
) -> r.Phase:
    """Return the phase held now: that of the latest change, of one day the one noted last."""
    held = [change for change in changes if today is None or change.on <= today]
    return max(held, key=lambda change: (change.on, change.id)).phase if held else start_phase


def legal_moves(reached: r.Phase) -> tuple[r.Phase, ...]:
    """Return the phases a person may move to: all reached so far, and one beyond."""
    return tuple(phase for phase in r.Phase if phase <= reached + 1)


def missing(target: r.Phase, evidence: Evidence) -> tuple[str, ...]:
    """Return, in words, the evidence a phase lacks in the ledger; empty if it holds."""
    return tuple(words for words, holds in asked_for(target, evidence) if not holds)


def supported(evidence: Evidence) -> r.Phase:
    """Return the highest phase whose evidence holds with that of all phases below."""
    return r.Phase(min(_first_lacking(evidence)[0] - 1, r.Phase.CAPITALIZING))


def lacking(evidence: Evidence) -> tuple[str, ...]:
    """Return what the phase after the supported one lacks; empty if none follows."""
    return _first_lacking(evidence)[1]


@lru_cache(maxsize=4096)
def _first_lacking(evidence: Evidence) -> tuple[int, tuple[str, ...]]:
    """Return the first phase number lacking evidence, 6 for none, and what it is."""
    for phase in r.Phase:
        words = missing(phase, evidence)
        if words:
            return phase, words
    return r.Phase.CAPITALIZING + 1, ()


def asked_for(target: r.Phase, facts: Evidence) -> tuple[tuple[str, bool], ...]:
    """Return each piece of evidence for a phase, in words, and whether it holds."""
    no_silence = ("no promise of yours overdue in silence", facts.silent_promises == 0)
    match target:
        case r.Phase.IDENTIFYING:
            return ()
        case r.Phase.RELATING:
            return (("a first contact or exchange", facts.contact_days > 0),)
        case r.Phase.NURTURING:
            return (
                ("a need of theirs", facts.needs > 0),
                ("contact on 2 days", facts.contact_days >= 2),
                no_silence,
            )
        case r.Phase.SUSTAINING:
            landed = facts.landed_gives > 0 or facts.value_recognised
            return (
                ("a give that landed, or a sign that they saw its value", landed),
                ("something received, or a strength sign", facts.gets + facts.strength_signs > 0),
                ("contact on 3 days in the last year", facts.contact_days_year >= 3),
            )
        case r.Phase.CAPITALIZING:
            return (
                ("a give", facts.gives > 0),
                (TWO_RESPONSES, facts.responses >= 2),
                no_silence,
                ("nothing left to be mended between you", facts.unrepaired == 0),
            )


def check_move(target: r.Phase, *, reached: r.Phase, evidence: Evidence, because: str = "") -> None:
    """Let a move pass or raise RefusedByRule: skips always, evidence unless `because`.

    Going back, or anywhere once reached, asks for no evidence.
    """
    if target > reached + 1:
        over = ", ".join(phase.word for phase in r.Phase if reached < phase < target)
        raise RefusedByRule(
            f"a move to {target.word} would skip {over}; the furthest reached is {reached.word}",
            f"{r.Phase(reached + 1).word} comes next",
        )
    if target <= reached or because.strip():
        return
    lacking = missing(target, evidence)
    if lacking:
        raise RefusedByRule(
            f"{target.word} waits for: {'; '.join(lacking)}",
            'note it if it is there, or go ahead with --because "your reason"',
        )


def stage(reached: r.Phase, unrepaired: bool | int) -> Stage:
    """Return the stage for suggestions; anything unrepaired makes it early."""
    if unrepaired or reached <= r.Phase.RELATING:
        return "early"
    return "developing" if reached is r.Phase.NURTURING else "mature"
