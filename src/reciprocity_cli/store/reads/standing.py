"""Reading how a ledger stands: how much it holds, how much of the file is free."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from reciprocity_cli.store.reads.everything import count_records


class Standing(NamedTuple):
    """Counts, and when the last operation was (ISO, UTC; None where there was none)."""

    people: int
    entries: int
    records: int
    operations: int
    last_at: str | None
    schema: int
    free_bytes: int


def standing(sql: sqlite3.Connection) -> Standing:
    """Return how the ledger stands; entries are contacts, gives and gets."""
    counts = count_records(sql)
    operations, last_at = sql.execute(
        "SELECT COUNT(*), (SELECT at FROM operation ORDER BY id DESC LIMIT 1) FROM operation"
        " WHERE kind = 'do'"
    ).fetchone()
    [free], [size], [schema] = (
        sql.execute(f"PRAGMA {name}").fetchone()
        for name in ("freelist_count", "page_size", "user_version")
    )
    return Standing(
        counts["person"],
        counts["interaction"] + counts["exchange"],
        sum(counts.values()),
        operations,
        last_at,
        schema,
        free * size,
    )
