"""Reading signals and incidents."""

from __future__ import annotations

import sqlite3
from datetime import date

from reciprocity_cli.domain.records import Incident, Signal
from reciprocity_cli.store.reads import rows


def signals(sql: sqlite3.Connection, person_id: int, first: date, last: date) -> list[Signal]:
    """Return what was noted of a person from one day to another, both included, oldest first."""
    days = (person_id, first.isoformat(), last.isoformat())
    return rows.SIGNAL.read(sql, "person_id = ? AND date BETWEEN ? AND ? ORDER BY date, id", days)


def signal(sql: sqlite3.Connection, number: int) -> Signal:
    """Return the signal of this id, which there must be."""
    found: Signal
    [found] = rows.SIGNAL.read(sql, "id = ?", (number,))
    return found


def incident(sql: sqlite3.Connection, number: int) -> Incident:
    """Return the incident of this id, which there must be."""
    found: Incident
    [found] = rows.INCIDENT.read(sql, "id = ?", (number,))
    return found


def incidents(sql: sqlite3.Connection, today: date) -> list[Incident]:
    """Return the incidents up to a day, repaired ones too, the oldest first."""
    return rows.INCIDENT.read(sql, "date <= ? ORDER BY date, id", (today.isoformat(),))
