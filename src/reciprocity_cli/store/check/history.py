"""The history beside the rows: the sequence of ids, the operations, and the images they left."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from reciprocity_cli.domain.records import Finding
from reciprocity_cli.store.schema import JOURNALED, RECORDS


def history_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what does not go together; the tables must be there."""
    yield from _ledger_row(sql)
    yield from _shared_ids(sql)
    known = ", ".join(f"'{table}'" for table in JOURNALED)
    for seq, relation in sql.execute(
        f"SELECT seq, relation FROM image WHERE relation NOT IN ({known})"
    ):
        yield Finding("history", f"image {seq} is of {relation!r}, which is no table")
    for (seq,) in sql.execute(
        "SELECT seq FROM image i WHERE NOT EXISTS"
        " (SELECT 1 FROM operation o WHERE o.id = i.operation_id)"
    ):
        yield Finding("history", f"image {seq} belongs to no operation")
    for number, kind in sql.execute(
        "SELECT id, kind FROM operation WHERE (kind = 'do') <> (target_id IS NULL)"
    ):
        yield Finding("history", f"operation {number} ({kind}) does not say what it took back")
    for table in JOURNALED:
        yield from _last_images(sql, table)


def last_image_disagrees(table: str) -> str:
    """Return SQL for (row_id, action, present) where the last image is not what became of a row."""
    return (
        f"SELECT row_id, action, present FROM (SELECT row_id, action, MAX(seq), EXISTS"
        f" (SELECT 1 FROM {table} t WHERE t.id = row_id) AS present"
        f" FROM image WHERE relation = '{table}' GROUP BY row_id)"
        " WHERE (action = 'delete') = present"
    )


def _last_images(sql: sqlite3.Connection, table: str) -> Iterator[Finding]:
    for number, action, present in sql.execute(last_image_disagrees(table)):
        state = "is there" if present else "is gone"
        last = f"the last that history says of it is {action}"
        yield Finding("history", f"{table.replace('_', ' ')} #{number} {state}, and {last}")


def _ledger_row(sql: sqlite3.Connection) -> Iterator[Finding]:
    rows = sql.execute("SELECT id, last_id, last_change, operation_id FROM ledger").fetchall()
    if len(rows) != 1 or rows[0][0] != 1:
        yield Finding("history", "the row that holds the sequence of ids is missing")
        return
    _, last_id, last_change, open_operation = rows[0]
    if open_operation is not None:
        yield Finding("history", f"operation {open_operation} was left open")
    if type(last_id) is not int or type(last_change) is not int:
        yield Finding("history", "the sequence of ids is not a number")
        return
    largest, latest = largest_id_and_change(sql)
    if largest > last_id:
        said = f"ids have reached {largest}, and the sequence stands at {last_id}"
        yield Finding("history", said)
    if latest > last_change:
        yield Finding("history", "a record was changed after the last change of all")


def largest_id_and_change(sql: sqlite3.Connection) -> tuple[int, int]:
    """Return the largest id and the latest change time of all records."""
    largest = latest = 0
    for table in RECORDS:
        row = sql.execute(
            f"SELECT MAX(id), (SELECT MAX(changed) FROM {table} WHERE typeof(changed) = 'integer')"
            f" FROM {table}"
        ).fetchone()
        largest, latest = max(largest, row[0] or 0), max(latest, row[1] or 0)
    return largest, latest


def _shared_ids(sql: sqlite3.Connection) -> Iterator[Finding]:
    for column in ("id", "uid"):
        every = " UNION ALL ".join(f"SELECT {column} AS same FROM {table}" for table in RECORDS)
        for (same,) in sql.execute(f"SELECT same FROM ({every}) GROUP BY same HAVING COUNT(*) > 1"):
            yield Finding("history", f"two records share the {column} {same}")
