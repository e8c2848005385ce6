"""The explain report: every number of one person with its arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.asks import Readiness
from reciprocity_cli.domain.balance import Flow
from reciprocity_cli.domain.due import DueRow
from reciprocity_cli.domain.phase import Stage
from reciprocity_cli.domain.promises import Reliability
from reciprocity_cli.domain.records import SignalKind
from reciprocity_cli.domain.rhythm import Momentum, Warmth
from reciprocity_cli.domain.suggest import Suggested
from reciprocity_cli.reports import arithmetic, balance, due
from reciprocity_cli.reports.arithmetic import Step
from reciprocity_cli.reports.phase import PhaseFacts, phase_fields
from reciprocity_cli.reports.report import Column, Report, Row, Section, Span
from reciprocity_cli.reports.suggest import suggestion_steps
from reciprocity_cli.reports.tilt import Tie, action
from reciprocity_cli.reports.wording import titled

FIELDS = tuple(
    dict.fromkeys(
        (
            *balance.FIELDS,
            *due.FIELDS,
            *["legal", "supported", "missing", "since"],
            *["warmth", "warmth_reading", "momentum", "momentum_reading", "promises_reliability"],
            *["strength_signs", "ask_readiness", "ask_blockers", "stage", "lines"],
        )
    )
)


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


def explain_report(facts: Facts, *, today: date) -> Report:
    """Return every number of a person, as one row of fields and as printed lines."""
    chapters = [(heading, steps) for heading, steps in _chapters(facts, today) if steps]
    wide = max(len(step.label) for _, steps in chapters for step in steps)
    lines = [
        f"{step.label:<{wide}}  {step.text}".rstrip() for _, steps in chapters for step in steps
    ]
    sections = [
        Section(heading, [Row((Span(step.label, "dim"), step.text)) for step in steps])
        for heading, steps in chapters
    ]
    return Report(
        name="explain",
        title=titled("Explained", facts.tie.person.name, f"#{facts.tie.person.id}"),
        fields=FIELDS,
        rows=[{**_fields(facts, today), "lines": lines}],
        columns=(Column(), Column(wrap=True)),
        body=sections,
    )


def _fields(facts: Facts, today: date) -> dict[str, Any]:
    return {
        **balance.balance_fields(facts.tie, action(facts.tie, today), always=True),
        **due.due_fields(facts.due, today),
        **phase_fields(facts.phase),
        "warmth": facts.warmth.warmth,
        "warmth_reading": facts.warmth.reading,
        "momentum": facts.momentum.momentum,
        "momentum_reading": facts.momentum.reading,
        "promises_reliability": facts.reliability.value,
        "strength_signs": list(facts.strength_signs),
        "ask_readiness": facts.readiness.word,
        "ask_blockers": arithmetic.blocker_words(facts.readiness),
        "stage": facts.stage,
    }


def _chapters(facts: Facts, today: date) -> list[tuple[str, list[Step]]]:
    return [
        ("Rhythm", arithmetic.rhythm_steps(facts.warmth, facts.momentum)),
        ("Due", arithmetic.due_steps(facts.due, today)),
        ("Phase", arithmetic.phase_steps(facts.phase, facts.stage)),
        (
            "Trust and asking",
            [
                arithmetic.promise_step(facts.reliability),
                arithmetic.sign_step(facts.strength_signs),
                *arithmetic.asking_steps(facts.readiness),
            ],
        ),
        (
            "Suggestions",
            [] if facts.suggested is None else suggestion_steps(facts.suggested, today),
        ),
        ("Balance", _balance_steps(facts, today)),
    ]


def _balance_steps(facts: Facts, today: date) -> list[Step]:
    standing, person = facts.tie.standing, facts.tie.person
    if standing.group is None:
        return [Step("expects", "off: the balance with this person is switched off")]
    todo = action(facts.tie, today)
    return [
        *arithmetic.balance_steps(standing, facts.flows, facts.half_life),
        *arithmetic.reading_steps(
            standing, person, facts.tie.reached, facts.first_exchange_on, today
        ),
        *([Step("you could", todo)] if todo else ()),
    ]
