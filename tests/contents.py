"""What a ledger holds, to compare one with another."""

from __future__ import annotations

from typing import Any

from reciprocity_cli.domain.kinds import JOURNALED
from reciprocity_cli.store.ledger import Ledger


def contents(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Return every journaled row, change times left out."""
    found = {}
    for table in JOURNALED:
        names = [
            row[1]
            for row in ledger.sql.execute(f"PRAGMA table_info({table})")
            if row[1] != "changed"
        ]
        listed = ", ".join(f'"{name}"' for name in names)
        found[table] = ledger.sql.execute(f"SELECT {listed} FROM {table} ORDER BY id").fetchall()
    return found
