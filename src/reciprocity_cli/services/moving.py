"""Moving a relationship to another phase."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.phase import check_move
from reciprocity_cli.domain.records import Phase
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.phase import person_phase

if TYPE_CHECKING:
    from reciprocity_cli.store.ledger import Operation


def move(
    op: Operation, person_id: int, target: Phase, because: str, today: date
) -> tuple[Phase, int]:
    """Record a move; return the phase before it and the id of the change.

    Raises RefusedByRule for a skip, and for new ground without evidence or a reason; UsageError for
    a move to where the relationship stands already.
    """
    facts, _, evidence = person_phase(op.sql, person_id, today)
    if target is facts.phase:
        raise UsageError(f"{facts.person.name} is in {target.word} already", "nothing was written")
    check_move(target, reached=facts.reached, evidence=evidence, because=because)
    values = {"person_id": person_id, "phase": target.value, "date": today, "reason": because}
    return facts.phase, op.insert("phase_change", values)
