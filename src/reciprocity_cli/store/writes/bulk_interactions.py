"""Writing contacts with all who took part by the thousand, save those that are there already."""

from __future__ import annotations

from typing import NamedTuple

from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.writes.bulk import NEW_UID, SLICE, ids_after


class StagedInteraction(NamedTuple):
    """One contact on its way in; `uid` is None where day, channel, note and people tell it."""

    date: str
    channel: str | None
    started: str | None
    note: str
    uid: str | None


_COLUMNS = ", ".join(StagedInteraction._fields)

_SAME = "s.date = t.date AND s.people = t.people AND s.channel IS t.channel AND s.note = t.note"


class InteractionStaging:
    """Contacts gathered in temporary tables; memory stays the same however many there are."""

    def __init__(self, op: Operation) -> None:
        self.op = op
        self._count = 0
        self._slice: list[tuple[object, ...]] = []
        self._parts: list[tuple[int, int]] = []
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
        self._slice.append((self._count, *row, ",".join(map(str, present))))
        self._parts += [(self._count, person) for person in present]
        if len(self._slice) >= SLICE:
            self._flush()

    def write(self) -> tuple[int, int]:
        """Write those that are new; return how many were written, and were there before."""
        self._flush()
        known = _drop_known(self.op)
        written = _write(self.op) if known < self._count else 0
        _drop(self.op)
        return written, known

    def _flush(self) -> None:
        self.op.sql.executemany(
            f"INSERT INTO temp.meeting (n, {_COLUMNS}, people) VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._slice,
        )
        self.op.sql.executemany(
            "INSERT INTO temp.present (n, person_id) VALUES (?, ?)", self._parts
        )
        self._slice.clear()
        self._parts.clear()


def _drop(op: Operation) -> None:
    for table in ("meeting", "present", "there"):
        op.sql.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _drop_known(op: Operation) -> int:
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
