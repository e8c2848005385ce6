"""Every number about a person taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.config import cadence_defaults
from reciprocity_cli.domain.asks import Readiness, ask_facts_from_records, readiness
from reciprocity_cli.domain.balance import (
    Flow,
    balance_of,
    counts_as_exchange,
    flows,
    most,
    occasions,
    standing,
)
from reciprocity_cli.domain.due import DueRow, Touch, due_row, thanks_due
from reciprocity_cli.domain.needs import most_urgent
from reciprocity_cli.domain.phase import Stage, stage, strength_signs
from reciprocity_cli.domain.promises import Reliability, is_open, reliability_of
from reciprocity_cli.domain.records import By, Dossier, SignalKind
from reciprocity_cli.domain.rhythm import Momentum, Warmth, contact_days, momentum, warmth
from reciprocity_cli.domain.suggest import Suggested
from reciprocity_cli.reports import arithmetic
from reciprocity_cli.reports.balance import FIELDS as BALANCE_FIELDS
from reciprocity_cli.reports.balance import Tie, action, balance_fields, with_offers
from reciprocity_cli.reports.body import Column, Figure, Row, Section, dim
from reciprocity_cli.reports.due import due_fields, with_next_gives
from reciprocity_cli.reports.phase import (
    PhaseFacts,
    dossier_evidence,
    moves_of,
    phase_facts,
    phase_fields,
)
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.suggest import suggested, suggestion_steps
from reciprocity_cli.reports.words import titled
from reciprocity_cli.store.evidence import dossier, waiting_reports
from reciprocity_cli.store.people import my_quiet


class Facts(NamedTuple):
    """All there is to explain about one person.

    `flows` are what the balance was added up from; `first_exchange_on` is of all time. `half_life`
    is in days, None where nothing fades.
    """

    tie: Tie
    flows: Sequence[Flow]
    first_exchange_on: date | None
    half_life: int | None
    due: DueRow
    phase: PhaseFacts
    stage: Stage
    warmth: Warmth
    momentum: Momentum
    reliability: Reliability
    strength_signs: tuple[SignalKind, ...]
    readiness: Readiness
    suggested: Suggested | None = None


_own_fields = Fields(
    "warmth=warmth.warmth warmth_reading=warmth.reading momentum=momentum.momentum"
    " momentum_reading=momentum.reading promises_reliability=reliability.value"
    " strength_signs ask_readiness=readiness.word ask_blockers stage",
    ask_blockers=lambda facts: arithmetic.blocker_words(facts.readiness),
)
FIELDS = tuple(
    dict.fromkeys(
        (*BALANCE_FIELDS, *due_fields.names, *phase_fields.names, *_own_fields.names, "lines")
    )
)


def explain_view(asked: Asked, person_id: int) -> Report:
    """Return every number of one person with its arithmetic."""
    held = dossier(asked.sql, person_id)
    [found] = suggested(asked, [held.person], steps=True)
    facts = person_facts(asked, held)._replace(suggested=found)
    return explain_report(facts, today=asked.today)


def explain_report(facts: Facts, *, today: date) -> Report:
    """Return every number of a person, as one row of fields and as printed lines."""
    chapters = [(heading, steps) for heading, steps in _chapters(facts, today) if steps]
    every = [step for _, steps in chapters for step in steps]
    wide = max(len(step.label) for step in every)
    fields = {
        **balance_fields(facts.tie, action(facts.tie, today), always=True),
        **due_fields(facts.due, today),
        **phase_fields(facts.phase),
        **_own_fields(facts),
        "lines": [f"{step.label:<{wide}}  {step.text}".rstrip() for step in every],
    }
    return Report(
        name="explain",
        title=titled("Explained", facts.tie.person.name, f"#{facts.tie.person.id}"),
        fields=FIELDS,
        rows=[fields],
        columns=(Column(), Column(wrap=True)),
        body=[
            Section(heading, [Row((dim(step.label), step.text)) for step in steps])
            for heading, steps in chapters
        ],
    )


def _chapters(facts: Facts, today: date) -> list[tuple[str, list[Figure]]]:
    trust = [
        arithmetic.promise_step(facts.reliability),
        arithmetic.sign_step(facts.strength_signs),
        *arithmetic.asking_steps(facts.readiness),
    ]
    return [
        ("Rhythm", arithmetic.rhythm_steps(facts.warmth, facts.momentum)),
        ("Due", arithmetic.due_steps(facts.due, today)),
        ("Phase", arithmetic.phase_steps(facts.phase, facts.stage)),
        ("Trust and asking", trust),
        ("Suggestions", suggestion_steps(facts.suggested, today) if facts.suggested else []),
        ("Balance", _balance_steps(facts, today)),
    ]


def _balance_steps(facts: Facts, today: date) -> list[Figure]:
    standing, person = facts.tie.standing, facts.tie.person
    if standing.group is None:
        return [Figure("expects", "off: the balance with this person is switched off")]
    todo = action(facts.tie, today)
    return [
        *arithmetic.balance_steps(standing, facts.flows, facts.half_life),
        *arithmetic.reading_steps(
            standing, person, facts.tie.reached, facts.first_exchange_on, today
        ),
        *([Figure("you could", todo)] if todo else ()),
    ]


def person_facts(asked: Asked, held: Dossier) -> Facts:
    """Return every number of one person but those of suggestions, which `explain` alone shows."""
    sql, today, settings = asked.sql, asked.today, asked.settings
    tie, first = _tie(held, today, settings.half_life)
    [tie] = with_offers(asked, [tie])
    days = contact_days(held.interactions, held.exchanges, today)
    promises = tuple(p for p in held.promises if p.by is By.ME and is_open(p, today))
    report = waiting_reports(sql, today, held.person.id).get(held.person.id)
    touch = Touch(held.person, max(days, default=None), promises, tie.thanks, report)
    row = due_row(
        touch,
        my_quiet=my_quiet(sql),
        defaults=cadence_defaults(settings),
        feb29=settings.birthday_feb29,
        today=today,
    )
    [row] = with_next_gives(asked, [row])
    evidence = dossier_evidence(held, today)
    return Facts(
        tie=tie,
        flows=flows(held.exchanges, today, settings.half_life),
        first_exchange_on=first,
        half_life=settings.half_life,
        due=row,
        phase=phase_facts(held.person, moves_of(held, today), evidence),
        stage=stage(tie.reached, evidence.unrepaired),
        warmth=warmth(days, None if row.cadence is None else row.cadence.days, today),
        momentum=momentum(days, today),
        reliability=reliability_of(held.promises, today),
        strength_signs=strength_signs(held.signals, today),
        readiness=ask_readiness(held, today),
    )


def ask_readiness(held: Dossier, today: date) -> Readiness:
    """Return the checklist of an ask to one person."""
    facts = ask_facts_from_records(
        today,
        moves_of(held, today)[1],
        exchanges=held.exchanges,
        signals=held.signals,
        promises=held.promises,
        incidents=held.incidents,
        asks=held.asks,
    )
    return readiness(facts, today)


def _tie(held: Dossier, today: date, half_life: int | None) -> tuple[Tie, date | None]:
    counted = [exchange.on for exchange in held.exchanges if counts_as_exchange(exchange, today)]
    first = min(counted, default=None)
    now, furthest, _ = moves_of(held, today)
    balance = balance_of(flows(held.exchanges, today, half_life), occasions(held.exchanges, today))
    read = standing(balance, held.person.expect, furthest, first, today)
    thanks = tuple(thanks_due(held.exchanges, held.asks, today))
    got = most({category: flow.got for category, flow in balance.categories.items()})
    need = most_urgent(held.needs, today)
    words = "" if need is None else need.text
    return Tie(held.person, read, now, furthest, thanks, words, most_received=got), first
