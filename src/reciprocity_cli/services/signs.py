"""Signals and incidents: what they did, what went wrong, and that it was repaired."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import By, Incident, Severity, Signal, SignalKind
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.services.words import TAKE_BACK
from reciprocity_cli.store import records
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reciprocity_cli.store.ledger import Operation


def note_signal(op: Operation, person_id: int, kind: SignalKind, note: str, on: date) -> int:
    """Note what a person did; return the id of the signal."""
    return op.insert("signal", {"person_id": person_id, "kind": kind, "date": on, "note": note})


def signal_of(op: Operation, text: str) -> Signal:
    """Return the signal of the id typed. Raises NotFound."""
    return records.signal(op.sql, record_of(op.sql, "signal", text))


def edit_signal(op: Operation, signal: Signal, values: Mapping[str, Any]) -> Signal:
    """Set the kind, day or note of a signal; return it as it is then."""
    op.update("signal", signal.id, values)
    return records.signal(op.sql, signal.id)


def note_incident(
    op: Operation, person_id: int, by: By, what: str, severity: Severity, on: date
) -> Incident:
    """Note what went wrong; return it."""
    values = {"by": by, "what": what, "severity": severity, "date": on}
    return records.incident(op.sql, op.insert("incident", {"person_id": person_id, **values}))


def incident_of(op: Operation, text: str) -> Incident:
    """Return the incident of the id typed. Raises NotFound."""
    return records.incident(op.sql, record_of(op.sql, "incident", text))


def repair(op: Operation, incident: Incident, on: date) -> Incident:
    """Say that an incident was repaired. Raises RecipError where it was before."""
    if incident.repaired_on is not None:
        when = show_day(incident.repaired_on)
        raise RecipError(f"#{incident.id} was repaired on {when}", TAKE_BACK)
    op.update("incident", incident.id, {"repaired_on": on})
    return incident._replace(repaired_on=on)


def edit_incident(op: Operation, incident: Incident, values: Mapping[str, Any]) -> Incident:
    """Set what is wrong about an incident; return it as it is then.

    Raises UsageError where it would be repaired before it happened.
    """
    op.update("incident", incident.id, values)
    after = records.incident(op.sql, incident.id)
    if after.repaired_on is not None and after.repaired_on < after.on:
        raise UsageError(
            f"it would be repaired on {show_day(after.repaired_on)},"
            f" before it happened on {show_day(after.on)}",
            "change both days",
        )
    return after
