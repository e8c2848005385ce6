"""Writing exchanges by the hundred thousand: staged beside the ledger, then moved in by SQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from reciprocity_cli.store.operation import Operation

SLICE = 2_000
"""Rows handed to SQLite at once; more saves no time."""


class StagedExchange(NamedTuple):
    """One exchange on its way in; a channel asks for a contact around it."""

    person_id: int
    direction: str
    category: str
    kind: str | None
    weight: float
    date: str
    note: str
    channel: str | None


_COLUMNS = ", ".join(StagedExchange._fields)


class Staging:
    """Exchanges gathered in a temporary table; memory stays the same however many there are."""

    def __init__(self, op: Operation) -> None:
        self.op = op
        self._slice: list[StagedExchange] = []
        op.sql.execute("DROP TABLE IF EXISTS temp.staged")
        op.sql.execute(
            "CREATE TEMP TABLE staged (n INTEGER PRIMARY KEY, person_id INTEGER, direction TEXT,"
            " category TEXT, kind TEXT, weight REAL, date TEXT, note TEXT, channel TEXT)"
        )

    def add(self, row: StagedExchange) -> None:
        """Take one more."""
        self._slice.append(row)
        if len(self._slice) >= SLICE:
            self._flush()

    def write(self) -> tuple[int, int]:
        """Move everything into the ledger; return how many were written, and were there before."""
        self._flush()
        op = self.op
        known = _drop_known(op)
        contacts_after = _write_contacts(op)
        with _indexes_made_afterwards(op):
            written = _write_exchanges(op, contacts_after, renumbered=known > 0)
        op.sql.execute("DROP TABLE temp.contact")
        op.sql.execute("DROP TABLE temp.staged")
        return written, known

    def _flush(self) -> None:
        self.op.sql.executemany(
            f"INSERT INTO temp.staged ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._slice
        )
        self._slice.clear()


def _drop_known(op: Operation) -> int:
    if not op.sql.execute("SELECT EXISTS (SELECT 1 FROM exchange)").fetchone()[0]:
        return 0
    # Counted, not only looked up: two equal rows in a file are two gives.
    return op.sql.execute(
        "DELETE FROM temp.staged WHERE n IN (SELECT n FROM (SELECT *, ROW_NUMBER() OVER"
        " (PARTITION BY person_id, date, direction, category, kind, weight, note ORDER BY n) AS nth"
        " FROM temp.staged) s WHERE nth <= (SELECT COUNT(*) FROM exchange e"
        " WHERE e.person_id = s.person_id"
        " AND e.day = CAST(julianday(s.date) - 1721424.5 AS INTEGER)"
        " AND e.direction = s.direction AND e.category = s.category AND e.kind IS s.kind"
        " AND e.weight = s.weight AND e.note = s.note))"
    ).rowcount


@contextmanager
def _indexes_made_afterwards(op: Operation) -> Iterator[None]:
    """Do without the indexes of exchanges meanwhile, where most rows of them will be new.

    Made in one go they take a quarter of the time, for their rows come sorted.
    """
    (more,) = op.sql.execute(
        "SELECT (SELECT COUNT(*) FROM temp.staged) > (SELECT COUNT(*) FROM exchange)"
    ).fetchone()
    indexes = "type = 'index' AND tbl_name = 'exchange' AND sql IS NOT NULL"
    made = op.sql.execute(f"SELECT name, sql FROM sqlite_schema WHERE {indexes}").fetchall()
    for name, _ in made if more else ():
        op.sql.execute(f"DROP INDEX {name}")
    yield
    for _, statement in made if more else ():
        op.sql.execute(statement)


def _write_contacts(op: Operation) -> int:
    """Write a contact for each person, day and channel; return the id before the first."""
    op.sql.execute(
        "CREATE TEMP TABLE contact (n INTEGER PRIMARY KEY, person_id INTEGER, date TEXT,"
        " channel TEXT, UNIQUE (person_id, date, channel))"
    )
    op.sql.execute(
        "INSERT INTO temp.contact (person_id, date, channel) SELECT DISTINCT person_id, date,"
        " channel FROM temp.staged WHERE channel IS NOT NULL ORDER BY n"
    )
    base = ids_after(op)
    added = op.sql.execute(
        f"INSERT INTO interaction (id, uid, changed, date, channel)"
        f" SELECT :base + n, {NEW_UID}, :changed, date, channel FROM temp.contact",
        base,
    ).rowcount
    op.sql.execute(
        "INSERT INTO attendance (interaction_id, person_id, date)"
        " SELECT :base + n, person_id, date FROM temp.contact",
        base,
    )
    op.last_id += max(added, 0)
    return int(base["base"])


def _write_exchanges(op: Operation, contacts_after: int, *, renumbered: bool) -> int:
    source = "temp.staged"
    if renumbered:
        # So that no id is left out; only where some were known, for it takes 3 us a row.
        source = f"(SELECT ROW_NUMBER() OVER (ORDER BY n) AS n, {_COLUMNS} FROM {source})"
    base = {**ids_after(op), "contacts_after": contacts_after}
    written = op.sql.execute(
        "INSERT INTO exchange (id, uid, changed, person_id, direction, category, kind, weight,"
        " date, note, interaction_id, intro_state)"
        f" SELECT :base + n, {NEW_UID}, :changed, person_id, direction, category, kind, weight,"
        " date, note, CASE WHEN channel IS NOT NULL THEN (SELECT :contacts_after + c.n"
        " FROM temp.contact c WHERE c.person_id = s.person_id AND c.date = s.date"
        " AND c.channel = s.channel) END, CASE category WHEN 'introductions' THEN 'made' END"
        f" FROM {source} s",
        base,
    ).rowcount
    op.last_id += max(written, 0)
    return max(written, 0)


NEW_UID = "printf('%012x%s%012x', :changed, :random, :start + n)"
"""SQL for the uid of row `n`, with what `ids_after` returns."""


def ids_after(op: Operation) -> dict[str, Any]:
    """Return what numbers the next rows: ids from the one sequence, and uids that run upwards."""
    return {
        "base": op.last_id,
        "changed": op.changed,
        "random": os.urandom(4).hex(),
        "start": int.from_bytes(os.urandom(5), "big"),
    }
