"""Writing contacts without an exchange by the thousand, save those that are there already."""

from __future__ import annotations

from typing import NamedTuple

from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.writes.bulk import SLICE


class StagedContact(NamedTuple):
    """One person's part in a contact, on its way in."""

    person_id: int
    date: str
    channel: str | None
    note: str


class ContactStaging:
    """Contacts gathered in a temporary table; memory stays the same however many there are."""

    def __init__(self, op: Operation) -> None:
        self.op = op
        self._slice: list[StagedContact] = []
        op.sql.execute("DROP TABLE IF EXISTS temp.met")
        op.sql.execute(
            "CREATE TEMP TABLE met (n INTEGER PRIMARY KEY, person_id INTEGER, date TEXT,"
            " channel TEXT, note TEXT)"
        )

    def add(self, row: StagedContact) -> None:
        """Take one more."""
        self._slice.append(row)
        if len(self._slice) >= SLICE:
            self._flush()

    def write(self) -> tuple[int, int]:
        """Write those that are new; return how many were written, and were there before."""
        self._flush()
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

    def _flush(self) -> None:
        self.op.sql.executemany(
            "INSERT INTO temp.met (person_id, date, channel, note) VALUES (?, ?, ?, ?)", self._slice
        )
        self._slice.clear()
