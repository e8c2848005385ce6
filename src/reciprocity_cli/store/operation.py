"""The one door for writes: an operation, its records and its place in the journal."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from reciprocity_cli.domain.records import LARGEST_ID, LATEST_CHANGE
from reciprocity_cli.errors import LedgerError
from reciprocity_cli.store.connection import damaged, insert_row, transaction


class Operation:
    """One command's writes, undone together; made by `operation()` only.

    `summary` is what `recip operations` shows. One in which nothing changed leaves no trace.
    """

    def __init__(self, sql: sqlite3.Connection, number: int, changed: int, last_id: int) -> None:
        self.sql = sql
        self.number = number
        self.changed = changed
        self.summary = ""
        self.last_id = last_id
        self.kept = False
        """Whether to commit it even though it leaves no image: it can never be undone."""
        self.noted = False
        """Whether to commit what was learned of other ledgers, if no record of ours changed."""

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a record with the next id of the one sequence; return the id."""
        self.last_id += 1
        head = {"id": self.last_id, "uid": random_uid(self.changed), "changed": self.changed}
        self.insert_part(table, {**head, **values})
        return self.last_id

    def insert_part(self, table: str, values: Mapping[str, Any]) -> None:
        """Add a row that belongs to a record and has no id of the owner's."""
        given = {name: _plain(value) for name, value in values.items()}
        insert_row(self.sql, table, given)

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> bool:
        """Set columns of one record; return whether any of them differed before."""
        given = {name: _plain(value) for name, value in values.items()}
        differs = " OR ".join(f'"{name}" IS NOT ?' for name in given)
        settings = ", ".join(f'"{name}" = ?' for name in given)
        cursor = self.sql.execute(
            f"UPDATE {table} SET {settings}, changed = ? WHERE id = ? AND ({differs})",
            (*given.values(), self.changed, row_id, *given.values()),
        )
        return cursor.rowcount > 0

    def touch(self, table: str, row_id: int) -> None:
        """Give a record whose parts changed a new change time."""
        self.sql.execute(
            f"UPDATE {table} SET changed = ? WHERE id = ? AND changed <> ?",
            (self.changed, row_id, self.changed),
        )

    def delete(self, table: str, row_id: int) -> None:
        """Remove a record and, through the foreign keys, what belongs to it."""
        self.sql.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))


def random_uid(changed: int) -> str:
    """Return 32 hex digits that no other record has.

    The change time comes first, so that indexes grow at their end.
    """
    return f"{changed:012x}{os.urandom(10).hex()}"


@contextmanager
def operation(
    sql: sqlite3.Connection,
    path: Path,
    *,
    command: str,
    at: datetime,
    kind: str = "do",
) -> Iterator[Operation]:
    """Open an operation in its own transaction; commit it unless something is raised.

    `at` is an aware time. Change times rise from one operation to the next even if the clock falls.
    """
    with transaction(sql, path, write=True):
        last_id, last_change = sql.execute("SELECT last_id, last_change FROM ledger").fetchone()
        if last_id >= LARGEST_ID or last_change >= LATEST_CHANGE:
            raise LedgerError(*damaged(path))
        changed = max(int(at.timestamp() * 1000), last_change + 1)
        stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        number = sql.execute(
            "INSERT INTO operation (at, changed, command, kind) VALUES (?, ?, ?, ?)",
            (stamp, changed, command, kind),
        ).lastrowid
        assert number is not None
        sql.execute("UPDATE ledger SET operation_id = ?", (number,))
        opened = Operation(sql, number, changed, last_id)
        yield opened
        _close(opened)


def _close(opened: Operation) -> None:
    sql = opened.sql
    changed_anything = sql.execute(
        "SELECT EXISTS (SELECT 1 FROM image WHERE operation_id = ?)", (opened.number,)
    ).fetchone()[0]
    if not changed_anything and not opened.kept:
        if opened.noted:
            sql.execute("DELETE FROM operation WHERE id = ?", (opened.number,))
            sql.execute("UPDATE ledger SET operation_id = NULL, last_change = ?", (opened.changed,))
        else:
            sql.execute("ROLLBACK")
        opened.number = 0
        return
    sql.execute(
        "UPDATE ledger SET operation_id = NULL, last_id = ?, last_change = ?",
        (opened.last_id, opened.changed),
    )
    sql.execute(
        "UPDATE operation SET summary = ?, sealed = ? WHERE id = ?",
        (opened.summary, opened.kept, opened.number),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
