"""The public fields of a person's phase; docs/model.md, section 6."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.phase import legal_moves
from reciprocity_cli.domain.records import Person, Phase


class PhaseFacts(NamedTuple):
    """Where a relationship stands.

    `supported` is the phase that the ledger's evidence bears out and `missing` what it lacks for
    the next; `since` is the day of the latest move, None where none was recorded.
    """

    person: Person
    phase: Phase
    reached: Phase
    supported: Phase
    missing: tuple[str, ...] = ()
    since: date | None = None


def phase_fields(facts: PhaseFacts) -> dict[str, Any]:
    """Return id, name, phase, reached, legal, supported, missing and since."""
    return {
        "id": facts.person.id,
        "name": facts.person.name,
        "phase": facts.phase.word,
        "reached": facts.reached.word,
        "legal": [phase.word for phase in legal_moves(facts.reached)],
        "supported": facts.supported.word,
        "missing": list(facts.missing),
        "since": facts.since,
    }
