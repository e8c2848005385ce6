"""Reading asks for a list of them, and one by its id."""

from __future__ import annotations

import sqlite3
from datetime import date

from reciprocity_cli.domain.records import Ask
from reciprocity_cli.store.reads import rows


def ask(sql: sqlite3.Connection, number: int) -> Ask:
    """Return the ask of this id, which there must be."""
    found: Ask
    [found] = rows.ASK.read(sql, "id = ?", (number,))
    return found


def asks(sql: sqlite3.Connection, today: date) -> list[Ask]:
    """Return the asks made up to a day, answered ones too, the oldest first."""
    return rows.ASK.read(sql, "asked_on <= ? ORDER BY asked_on, id", (today.isoformat(),))
