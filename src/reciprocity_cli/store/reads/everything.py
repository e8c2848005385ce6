"""Reading everything: each record with its columns and parts, by id, one at a time."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reciprocity_cli.store.schema import PARTS_OF, RECORDS

Stored = tuple[int, str, str, int, tuple[Any, ...], tuple[tuple[Any, ...], ...]]
"""A record: id, kind, uid, change time, values, and its parts, each with its own id first."""


def everything(
    sql: sqlite3.Connection,
    columns: Mapping[str, Sequence[str]],
    parts: Mapping[str, Sequence[str]],
) -> Iterator[Stored]:
    """Yield every record, sorted by id, with these `columns` of its kind and `parts` of those.

    Nothing is gathered: however large the ledger, one record of each kind is held. To be walked
    within one reading transaction.
    """
    # No two records share an id, so that nothing after it is ever compared.
    return heapq.merge(
        *(_records(sql, kind, columns[kind], parts.get(kind, ())) for kind in RECORDS)
    )


def tombstones(sql: sqlite3.Connection) -> Iterator[tuple[str, str, int, str | None]]:
    """Yield kind, uid, change time and the person it became part of, for all that was removed."""
    return sql.execute("SELECT kind, uid, changed, into_uid FROM tombstone ORDER BY uid")


def asides(sql: sqlite3.Connection) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Yield kind, uid, change time and content of records that cannot stand in their table.

    Those that were changed here since then are left out.
    """
    stale = " OR ".join(
        f"kind = '{kind}' AND EXISTS (SELECT 1 FROM {kind} t WHERE t.uid = aside.uid"
        " AND t.changed > aside.changed)"
        for kind in RECORDS
    )
    for kind, uid, changed, content in sql.execute(
        f"SELECT kind, uid, changed, content FROM aside WHERE NOT ({stale}) ORDER BY uid"
    ):
        yield kind, uid, changed, json.loads(content)


def count_records(sql: sqlite3.Connection) -> dict[str, int]:
    """Return how many records there are of each kind."""
    return {
        kind: int(sql.execute(f"SELECT COUNT(*) FROM {kind}").fetchone()[0]) for kind in RECORDS
    }


def stamps(sql: sqlite3.Connection, kind: str) -> dict[int, tuple[str, int]]:
    """Return the uid and the change time of every record of a kind, by id."""
    rows = sql.execute(f"SELECT id, uid, changed FROM {kind}")
    return {number: (uid, changed) for number, uid, changed in rows}


def last_change(sql: sqlite3.Connection) -> int:
    """Return when the ledger was changed last, in milliseconds since 1970; 0 for never."""
    return int(sql.execute("SELECT last_change FROM ledger").fetchone()[0])


def passings(sql: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield every exchange, and every part in a contact without one, sorted by day and id.

    Each is (day, id, person, channel, note, direction, category, kind, weight), the last four None
    where there was no exchange.
    """
    return heapq.merge(
        sql.execute(
            "SELECT e.date, e.id, e.person_id, i.channel, e.note, e.direction, e.category, e.kind,"
            " e.weight FROM exchange e LEFT JOIN interaction i ON i.id = e.interaction_id"
            " ORDER BY e.day, e.id"
        ),
        sql.execute(
            "SELECT i.date, i.id, a.person_id, i.channel, i.note, NULL, NULL, NULL, NULL"
            " FROM interaction i JOIN attendance a ON a.interaction_id = i.id WHERE NOT EXISTS"
            " (SELECT 1 FROM exchange e WHERE e.interaction_id = a.interaction_id"
            " AND e.person_id = a.person_id) ORDER BY i.date, i.id, a.person_id"
        ),
    )


def _records(
    sql: sqlite3.Connection, kind: str, columns: Sequence[str], parts: Sequence[str]
) -> Iterator[Stored]:
    listed = _listed(columns)
    rows = sql.execute(f"SELECT id, uid, changed, {listed} FROM {kind} ORDER BY id")
    if kind not in PARTS_OF:
        for number, uid, changed, *values in rows:
            yield number, kind, uid, changed, tuple(values), ()
        return
    table, owner = PARTS_OF[kind]
    nested = sql.execute(f"SELECT {owner}, id, {_listed(parts)} FROM {table} ORDER BY {owner}, id")
    part = nested.fetchone()
    for number, uid, changed, *values in rows:
        found = []
        while part is not None and part[0] == number:
            found.append(part[1:])
            part = nested.fetchone()
        yield number, kind, uid, changed, tuple(values), tuple(found)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
