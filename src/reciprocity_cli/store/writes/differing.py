"""What lost where two ledgers said different things, to be told before it is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from reciprocity_cli.store.schema import RECORDS, REFERENCES
from reciprocity_cli.store.writes.arriving import Arrivals
from reciprocity_cli.store.writes.contents import OF_EACH_LEDGER
from reciprocity_cli.store.writes.contesting import came, ours

MOST_TOLD = 200
"""Records that are told one by one; more are counted."""


class Loss(NamedTuple):
    """A state of a record that gave way to a later one.

    `how`: `replaced` (ours, by a change), `removed` (ours, by a removal), `kept` (the file's, since
    ours was changed later), `stays` (a removal of the file's), `left out` (the file's, since it was
    removed here later). `said` holds what the state that lost said otherwise.
    """

    how: str
    kind: str
    id: int | None
    name: str
    said: dict[str, Any]


class Lost(NamedTuple):
    """What lost, the first of it one by one."""

    told: tuple[Loss, ...]
    total: int


def what_lost(arrivals: Arrivals) -> Lost:
    """Return what lost; fates are decided, and nothing is written yet."""
    sql = arrivals.op.sql
    count = 0
    for kind in RECORDS:
        (found,) = sql.execute(
            f"SELECT (SELECT COUNT(*) FROM temp.came_{kind} WHERE {_OF_FILE})"
            f" + (SELECT COUNT(*) FROM {kind} t JOIN temp.came_tombstone b ON b.uid = t.uid"
            " WHERE b.fate IN ('later', 'lost'))"
        ).fetchone()
        count += found
    return Lost(tuple(islice(_losses(arrivals), MOST_TOLD)), count)


_OF_FILE = "fate IN ('changed', 'kept') OR (fate = 'dead' AND line > 0)"


def _losses(arrivals: Arrivals) -> Iterator[Loss]:
    sql = arrivals.op.sql
    for kind in RECORDS:
        for number, fate, held in sql.execute(
            f"SELECT id, fate, held FROM temp.came_{kind} WHERE {_OF_FILE} ORDER BY id"
        ).fetchall():
            name = _name(sql, kind, number)
            if fate == "dead":
                yield Loss("left out", kind, None, name, {})
            elif fate == "changed":
                yield Loss("replaced", kind, number, name, _said(arrivals, kind, number, "ours"))
            else:
                said = {} if held else _said(arrivals, kind, number, "theirs")
                yield Loss("kept", kind, number, name, said)
        for number, fate in sql.execute(
            f"SELECT t.id, b.fate FROM {kind} t JOIN temp.came_tombstone b ON b.uid = t.uid"
            " WHERE b.fate IN ('later', 'lost') ORDER BY t.id"
        ).fetchall():
            how = "removed" if fate == "later" else "stays"
            yield Loss(how, kind, number, _name(sql, kind, number), {})


def _said(arrivals: Arrivals, kind: str, number: int, whose: str) -> dict[str, Any]:
    """Return the values in which two states of a record differ, as one of them has them."""
    mine, my_parts = ours(arrivals, kind, number)
    theirs, their_parts = came(arrivals, kind, number)
    told = mine if whose == "ours" else theirs
    said = {
        name: told[name]
        for name in mine
        if mine[name] != theirs[name]
        and name not in OF_EACH_LEDGER
        and name not in REFERENCES[kind]
    }
    for name in REFERENCES[kind]:
        if mine[name] != theirs[name]:
            said[name] = told[name] if told[name] is None or told[name] > 0 else None
    if kind != "interaction":
        parts = my_parts if whose == "ours" else their_parts
        other = their_parts if whose == "ours" else my_parts
        values = [
            str(part.get("value") or part.get("note") or "") for part in parts if part not in other
        ]
        if values or len(parts) < len(other):
            said["details" if kind == "person" else "updates"] = values
    return said


def _name(sql: sqlite3.Connection, kind: str, number: int) -> str:
    """Return whom a record is about, where it is about one person."""
    person: int | None = number
    if kind != "person":
        if "person_id" not in REFERENCES[kind]:
            return ""
        row = sql.execute(
            f"SELECT person_id FROM temp.came_{kind} WHERE id = :id"
            f" UNION ALL SELECT person_id FROM {kind} WHERE id = :id",
            {"id": number},
        ).fetchone()
        person = row and row[0]
    for source in ("person", "temp.came_person"):
        found = sql.execute(f"SELECT name FROM {source} WHERE id = ?", (person,)).fetchone()
        if found:
            return str(found[0])
    return ""
