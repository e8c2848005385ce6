"""Reading promises for a list of them, and one by its id."""

from __future__ import annotations

import sqlite3
from datetime import date

from reciprocity_cli.domain.records import Promise
from reciprocity_cli.store.reads import rows


def promise(sql: sqlite3.Connection, number: int) -> Promise:
    """Return the promise of this id, which there must be."""
    [found] = rows.promises(sql, "id = ?", (number,))
    return found


def promises(sql: sqlite3.Connection, today: date) -> list[Promise]:
    """Return the promises made by either side up to a day, closed ones too, the oldest first."""
    return rows.promises(sql, "made_on <= ? ORDER BY made_on, id", (today.isoformat(),))
