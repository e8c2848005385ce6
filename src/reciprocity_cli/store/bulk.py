"""Writing many people, exchanges and contacts at once, as an import does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from reciprocity_cli.store.operation import Operation

SLICE = 2_000
"""Rows handed to SQLite at once; more saves no time."""


class Slices:
    """Rows on their way into a temporary table; memory does not grow with them."""

    def __init__(self, op: Operation, table: str, columns: Sequence[str]) -> None:
        self.op = op
        marks = ", ".join("?" * len(columns))
        self._insert = f"INSERT INTO temp.{table} ({', '.join(columns)}) VALUES ({marks})"
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        """Take one more."""
        self._rows.append(row)
        if len(self._rows) >= SLICE:
            self.flush()

    def flush(self) -> None:
        """Put away what is still held."""
        self.op.sql.executemany(self._insert, self._rows)
        self._rows.clear()


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


class Staging(Slices):
    """Exchanges on their way in."""

    def __init__(self, op: Operation) -> None:
        super().__init__(op, "staged", StagedExchange._fields)
        op.sql.execute("DROP TABLE IF EXISTS temp.staged")
        op.sql.execute(
            "CREATE TEMP TABLE staged (n INTEGER PRIMARY KEY, person_id INTEGER, direction TEXT,"
            " category TEXT, kind TEXT, weight REAL, date TEXT, note TEXT, channel TEXT)"
        )

    def write(self) -> tuple[int, int]:
        """Move everything into the ledger; return how many were written, and were there before."""
        self.flush()
        op, known = self.op, 0
        if op.sql.execute("SELECT EXISTS (SELECT 1 FROM exchange)").fetchone()[0]:
            # Counted, not only looked up: two equal rows in a file are two gives.
            known = op.sql.execute(
                "DELETE FROM temp.staged WHERE n IN (SELECT n FROM (SELECT *, ROW_NUMBER() OVER"
                " (PARTITION BY person_id, date, direction, category, kind, weight, note"
                " ORDER BY n) AS nth FROM temp.staged) s"
                " WHERE nth <= (SELECT COUNT(*) FROM exchange e WHERE e.person_id = s.person_id"
                " AND e.day = CAST(julianday(s.date) - 1721424.5 AS INTEGER)"
                " AND e.direction = s.direction AND e.category = s.category AND e.kind IS s.kind"
                " AND e.weight = s.weight AND e.note = s.note))"
            ).rowcount
        contacts_after = _write_contacts(op)
        with _indexes_made_afterwards(op):
            written = _write_exchanges(op, contacts_after, renumbered=known > 0)
        op.sql.execute("DROP TABLE temp.contact")
        op.sql.execute("DROP TABLE temp.staged")
        return written, known


@contextmanager
def _indexes_made_afterwards(op: Operation) -> Iterator[None]:
    """Do without exchange indexes meanwhile, where most rows of them will be new.

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
    """Write a contact per person, day and channel; return the id before the first."""
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
    """Return what numbers the next rows: ids in one sequence, uids that run upwards."""
    return {
        "base": op.last_id,
        "changed": op.changed,
        "random": os.urandom(4).hex(),
        "start": int.from_bytes(os.urandom(5), "big"),
    }


class StagedContact(NamedTuple):
    """One person's part in a contact, on its way in."""

    person_id: int
    date: str
    channel: str | None
    note: str


class ContactStaging(Slices):
    """Contacts of one person each on their way in."""

    def __init__(self, op: Operation) -> None:
        super().__init__(op, "met", StagedContact._fields)
        op.sql.execute("DROP TABLE IF EXISTS temp.met")
        op.sql.execute(
            "CREATE TEMP TABLE met (n INTEGER PRIMARY KEY, person_id INTEGER, date TEXT,"
            " channel TEXT, note TEXT)"
        )

    def write(self) -> tuple[int, int]:
        """Write the new ones; return how many were written, and were there before."""
        self.flush()
        op = self.op
        # Counted, not only looked up: two equal rows in a file are two contacts.
        known = op.sql.execute(
            "DELETE FROM temp.met WHERE n IN (SELECT n FROM (SELECT *, ROW_NUMBER() OVER"
            " (PARTITION BY person_id, date, channel, note ORDER BY n) AS nth FROM temp.met) m"
            " WHERE nth <= (SELECT COUNT(*) FROM attendance a JOIN interaction i"
            " ON i.id = a.interaction_id WHERE a.person_id = m.person_id"
            " AND a.day = CAST(julianday(m.date) - 1721424.5 AS INTEGER)"
            " AND i.channel IS m.channel AND i.note = m.note AND NOT EXISTS (SELECT 1"
            " FROM exchange e WHERE e.interaction_id = i.id AND e.person_id = a.person_id)))"
        ).rowcount
        rows = op.sql.execute("SELECT person_id, date, channel, note FROM temp.met ORDER BY n")
        written = 0
        for person, on, channel, note in rows:
            contact = op.insert("interaction", {"date": on, "channel": channel, "note": note})
            part = {"interaction_id": contact, "person_id": person, "date": on}
            op.insert_part("attendance", part)
            written += 1
        op.sql.execute("DROP TABLE temp.met")
        return written, known


class StagedInteraction(NamedTuple):
    """A contact on its way in; `uid` None: day, channel, note and people tell it."""

    date: str
    channel: str | None
    started: str | None
    note: str
    uid: str | None


_SAME = "s.date = t.date AND s.people = t.people AND s.channel IS t.channel AND s.note = t.note"


class InteractionStaging:
    """Contacts of several people on their way in."""

    def __init__(self, op: Operation) -> None:
        self.op = op
        self._count = 0
        self._meetings = Slices(op, "meeting", ("n", *StagedInteraction._fields, "people"))
        self._present = Slices(op, "present", ("n", "person_id"))
        _drop(op)
        op.sql.execute(
            "CREATE TEMP TABLE meeting (n INTEGER PRIMARY KEY, date TEXT, channel TEXT,"
            " started TEXT, note TEXT, uid TEXT, people TEXT)"
        )
        op.sql.execute(
            "CREATE TEMP TABLE present (n INTEGER, person_id INTEGER,"
            " PRIMARY KEY (n, person_id)) WITHOUT ROWID"
        )

    def add(self, row: StagedInteraction, people: set[int]) -> None:
        """Take one more; `people` are the ids of who took part."""
        self._count += 1
        present = sorted(people)
        self._meetings.add((self._count, *row, ",".join(map(str, present))))
        for person in present:
            self._present.add((self._count, person))

    def write(self) -> tuple[int, int]:
        """Write the new ones; return how many were written, and were there before."""
        self._meetings.flush()
        self._present.flush()
        known = _drop_known_contacts(self.op)
        written = _write(self.op) if known < self._count else 0
        _drop(self.op)
        return written, known


def _drop(op: Operation) -> None:
    for table in ("meeting", "present", "there"):
        op.sql.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _drop_known_contacts(op: Operation) -> int:
    known = op.sql.execute(
        "DELETE FROM temp.meeting WHERE uid IN (SELECT uid FROM interaction) OR n NOT IN"
        " (SELECT MIN(n) FROM temp.meeting GROUP BY COALESCE(uid, n))"
    ).rowcount
    op.sql.execute(
        "CREATE TEMP TABLE there AS SELECT i.date, i.channel, i.note,"
        " (SELECT group_concat(person_id) FROM (SELECT person_id FROM attendance"
        " WHERE interaction_id = i.id ORDER BY person_id)) AS people FROM interaction i"
        " WHERE i.date IN (SELECT date FROM temp.meeting WHERE uid IS NULL)"
    )
    op.sql.execute("CREATE INDEX temp.there_by_day ON there (date, people)")
    # Counted, not only looked up: two equal lines in a file are two contacts.
    known += op.sql.execute(
        "DELETE FROM temp.meeting WHERE n IN (SELECT n FROM (SELECT *, ROW_NUMBER() OVER"
        " (PARTITION BY date, channel, note, people ORDER BY n) AS nth FROM temp.meeting"
        f" WHERE uid IS NULL) s WHERE nth <= (SELECT COUNT(*) FROM temp.there t WHERE {_SAME}))"
    ).rowcount
    return known


def _write(op: Operation) -> int:
    """Write what is left, under ids without a gap; return how many."""
    op.sql.execute(
        "CREATE TEMP TABLE numbered AS SELECT ROW_NUMBER() OVER (ORDER BY n) AS n, n AS was"
        " FROM temp.meeting"
    )
    base = ids_after(op)
    written = op.sql.execute(
        "INSERT INTO interaction (id, uid, changed, date, channel, started, note)"
        f" SELECT :base + n, COALESCE(uid, {NEW_UID}), :changed, date, channel, started, note"
        " FROM (SELECT numbered.n, date, channel, started, note, uid"
        " FROM temp.numbered JOIN temp.meeting m ON m.n = was)",
        base,
    ).rowcount
    op.sql.execute(
        "INSERT INTO attendance (interaction_id, person_id, date)"
        " SELECT :base + numbered.n, person_id, date FROM temp.numbered"
        " JOIN temp.meeting m ON m.n = was JOIN temp.present p ON p.n = was"
        " ORDER BY numbered.n, person_id",
        base,
    )
    op.sql.execute("DROP TABLE temp.numbered")
    op.last_id += written
    return written
