"""Building a ledger anew from what can be read of a damaged one; saying what was lost.

Everything is copied into a new file: so a damaged page, a lost index, a foreign trigger and a
changed table are mended in one way. What refers to something that is gone is kept if it can stand
without it. No row is made up but for people and contacts that others belong to, and these say so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reciprocity_cli.domain.kinds import JOURNALED, RECORDS, in_words
from reciprocity_cli.domain.names import fold, make_handle
from reciprocity_cli.domain.records import LARGEST_ID, LATEST_CHANGE
from reciprocity_cli.store.check import (
    largest_id_and_change,
    last_image_disagrees,
    look_at,
    read_rows,
    readable_columns,
)
from reciprocity_cli.store.connection import UNJOURNALED, connect, insert_row
from reciprocity_cli.store.create import make_ledger
from reciprocity_cli.store.journal import journal_triggers, value_columns
from reciprocity_cli.store.operation import random_uid

Values = dict[str, Any]
Mend = Callable[[str, Values], Values | None]
"""Given a table and a row, return the row by the rules, or None where it cannot be one."""

MOST_PROBED = 20_000
"""Row numbers tried one by one between the pages that can be read, where ids do not say more."""

MOST_IDS = 1_000_000
"""Ids tried in the same way, up to the last one given."""

_HISTORY = ("operation", "image")


class Rebuilding:
    """A new ledger being filled from an old one; `said`: what was mended, what lost."""

    def __init__(self, old: Path, draft: Path, mend: Mend, at: datetime) -> None:
        self.old = old
        self.draft = draft
        self.mend = mend
        self.at = at
        self.said: list[str] = []
        self.uids: set[str] = set()
        self.sequence = (0, 0)
        self.history_is_whole = True
        self.sql: sqlite3.Connection

    def run(self) -> None:
        """Fill the draft, an empty file. Raises LedgerError or sqlite3.Error."""
        make_ledger(self.draft)
        with closing(connect(self.draft)) as self.sql, closing(look_at(self.old)) as old:
            # The first look at a file that was cut short fails, even so; those after it do not.
            old.execute("PRAGMA writable_schema=ON")
            with suppress(sqlite3.DatabaseError):
                old.execute("SELECT name FROM sqlite_schema").fetchall()
            self.sql.execute("PRAGMA foreign_keys=OFF")
            self.sql.execute("BEGIN IMMEDIATE")
            for table in JOURNALED:
                for action in ("insert", "update", "delete"):
                    self.sql.execute(f"DROP TRIGGER journal_{table}_{action}")
            for table in RECORDS:
                for action in ("insert", "delete"):
                    self.sql.execute(f"DROP TRIGGER tombstone_{table}_{action}")
            self.sequence = _sequence(old)
            self._copy_everything(old)
            self._join_up()
            self._settle_references()
            self._part_shared_ids()
            self._copy_what_is_beside(old)
            self._settle_sequence(self.sequence)
            self._settle_history()
            for statement in journal_triggers(self.sql.execute):
                self.sql.execute(statement)
            self.sql.execute("COMMIT")

    def _copy_everything(self, old: sqlite3.Connection) -> None:
        for table in (*JOURNALED, *_HISTORY):
            key = "seq" if table == "image" else "id"
            kept = [key, *value_columns(self.sql.execute, table)]
            there = readable_columns(old, table)
            if not there and table in _HISTORY:
                self.history_is_whole = False
                continue
            if not there:
                self.said.append(
                    f"lost: every row of {in_words(table)}, which is no table any more"
                )
                continue
            columns = [name for name in kept if name in there]
            for row in self._rows(old, table, columns):
                self._take(table, dict(zip(columns, row, strict=True)))

    def _copy_what_is_beside(self, old: sqlite3.Connection) -> None:
        """Take what is known of removals, if readable and not contradicted."""
        kinds = ", ".join(f"'{kind}'" for kind in RECORDS)
        for table in UNJOURNALED:
            columns = [row[1] for row in self.sql.execute(f"PRAGMA table_info({table})")]
            if not set(columns) <= readable_columns(old, table):
                continue
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            put = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
            for row in self._rows(old, table, columns):
                with suppress(sqlite3.Error, UnicodeEncodeError, OverflowError):
                    self.sql.execute(put, row)
            self.sql.execute(
                f"DELETE FROM {table} WHERE kind NOT IN ({kinds}) OR typeof(changed) <> 'integer'"
                f" OR changed NOT BETWEEN 0 AND {LATEST_CHANGE}"
                f" OR uid NOT GLOB '{'[0-9a-f]' * 32}'"
            )
        for kind in RECORDS:
            self.sql.execute(f"DELETE FROM tombstone WHERE uid IN (SELECT uid FROM {kind})")
        self.sql.execute("DELETE FROM aside WHERE NOT json_valid(content)")

    def _rows(
        self, old: sqlite3.Connection, table: str, columns: Sequence[str]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield rows up to a damaged page, then those behind it that can be reached."""
        last = 0
        try:
            for row in read_rows(old, table, ("rowid", *columns)):
                last = row[0]
                yield row[1:]
            return
        except sqlite3.DatabaseError:
            self._lose(table, f"{in_words(table)}: some rows could not be read")
        listed = ", ".join(f'"{name}"' for name in columns)
        first = last + MOST_PROBED
        if table in RECORDS:
            first = min(self.sequence[0], last + MOST_IDS) + 1
        behind = []
        try:
            for row in old.execute(
                f"SELECT rowid, {listed} FROM {table} NOT INDEXED WHERE rowid > ?"
                " ORDER BY rowid DESC",
                (last,),
            ):
                first = min(first, row[0])
                behind.append(row[1:])
        except sqlite3.DatabaseError:
            pass
        for number in range(last + 1, first):
            try:
                yield from old.execute(
                    f"SELECT {listed} FROM {table} NOT INDEXED WHERE rowid = ?", (number,)
                )
            except sqlite3.DatabaseError:
                continue
        yield from reversed(behind)

    def _take(self, table: str, values: Values) -> None:
        number = values.get("id", values.get("seq"))
        if table != "image":
            mended = self.mend(table, values)
            if mended is None:
                self.history_is_whole &= table in JOURNALED
                self.said.append(f"lost: {in_words(table)} #{number}, which breaks the rules")
                return
            values = mended
        if table in RECORDS:
            self._give_uid(table, values)
        if table == "person":
            self._give_handle(values)
        try:
            insert_row(self.sql, table, values)
        except (sqlite3.Error, UnicodeEncodeError, OverflowError):
            self._lose(table, f"lost: {in_words(table)} #{number}, which breaks the rules")

    def _lose(self, table: str, said: str) -> None:
        if table in _HISTORY:
            self.history_is_whole = False
        else:
            self.said.append(said)

    def _give_uid(self, table: str, values: Values) -> None:
        if values["uid"] in self.uids:
            self.said.append(f"{in_words(table)} #{values['id']} has a uid of its own now")
            values["uid"] = random_uid(values["changed"])
        self.uids.add(values["uid"])

    def _give_handle(self, values: Values) -> None:
        def taken(handle: str) -> bool:
            found = self.sql.execute("SELECT 1 FROM person WHERE handle = ?", (handle,))
            return found.fetchone() is not None

        if not values["handle"] or taken(values["handle"]):
            values["handle"] = make_handle(values["name"], taken, values["id"])
            self.said.append(f"person #{values['id']} has the handle {values['handle']} now")

    def _join_up(self) -> None:
        """Make contacts, those who took part and what passed in them fit again."""
        self._put_people_back()
        for number, day in self.sql.execute(
            "SELECT interaction_id, MIN(date) FROM attendance WHERE interaction_id NOT IN"
            " (SELECT id FROM interaction) GROUP BY interaction_id"
        ).fetchall():
            self._make("interaction", {"id": number, "date": day})
        for number, contact in self.sql.execute(
            "SELECT id, interaction_id FROM attendance"
            " WHERE interaction_id NOT IN (SELECT id FROM interaction)"
        ).fetchall():
            self.said.append(f"lost: attendance #{number}, whose contact #{contact} is not there")
            self.sql.execute("DELETE FROM attendance WHERE id = ?", (number,))
        self.sql.execute(
            "UPDATE attendance SET date = (SELECT i.date FROM interaction i"
            " WHERE i.id = interaction_id)"
        )
        self.sql.execute(
            "UPDATE exchange SET date = (SELECT i.date FROM interaction i WHERE i.id ="
            " interaction_id) WHERE interaction_id IN (SELECT id FROM interaction)"
        )
        self.sql.execute(
            "INSERT INTO attendance (interaction_id, person_id, date) SELECT DISTINCT"
            " interaction_id, person_id, date FROM exchange e WHERE interaction_id IN"
            " (SELECT id FROM interaction) AND NOT EXISTS (SELECT 1 FROM attendance a WHERE"
            " a.interaction_id = e.interaction_id AND a.person_id = e.person_id)"
        )
        alone = "SELECT id FROM interaction WHERE id NOT IN (SELECT interaction_id FROM attendance)"
        for (number,) in self.sql.execute(alone).fetchall():
            self.said.append(f"lost: interaction #{number}, of which nobody is known who took part")
            self.sql.execute("DELETE FROM interaction WHERE id = ?", (number,))

    def _put_people_back(self) -> None:
        """Make a person where records belong to one gone: they are not lost as well."""
        owners = [table for table, kind in JOURNALED.items() if "person_id" in kind.references]
        every = " UNION ".join(f"SELECT person_id FROM {table}" for table in owners)
        for (number,) in self.sql.execute(
            f"SELECT person_id FROM ({every}) WHERE person_id NOT IN (SELECT id FROM person)"
        ).fetchall():
            name = f"Lost person {number}"
            values = {"id": number, "name": name, "folded": fold(name), "handle": ""}
            self._make("person", {**values, "created_on": self.at.date().isoformat()})

    def _make(self, table: str, values: Values) -> None:
        if type(values["id"]) is not int or not self._was_given(values["id"]):
            return
        changed = int(self.at.timestamp() * 1000)
        row = {**values, "uid": random_uid(changed), "changed": changed}
        if table == "person":
            self._give_handle(row)
        insert_row(self.sql, table, row)
        said = f"{in_words(table)} #{values['id']} was made again, for what belongs to it"
        self.said.append(f"{said} ({values['name']})" if "name" in values else said)

    def _was_given(self, number: int) -> bool:
        """Tell whether an id may be that of a record gone, not one misread."""
        there = " UNION ALL ".join(f"SELECT 1 FROM {kind} WHERE id = :id" for kind in RECORDS)
        taken = self.sql.execute(f"{there} LIMIT 1", {"id": number}).fetchone()
        return 1 <= number <= self.sequence[0] and taken is None

    def _part_shared_ids(self) -> None:
        """Give a new id to records that have another's, and to what refers to them."""
        every = " UNION ALL ".join(f"SELECT id, '{kind}' AS kind FROM {kind}" for kind in RECORDS)
        shared: dict[int, list[str]] = {}
        for number, kind in self.sql.execute(
            f"SELECT id, kind FROM ({every}) WHERE id IN"
            f" (SELECT id FROM ({every}) GROUP BY id HAVING COUNT(*) > 1)"
        ).fetchall():
            shared.setdefault(number, []).append(kind)
        after = max(self.sequence[0], largest_id_and_change(self.sql)[0])
        for number, kinds in shared.items():
            for kind in kinds[1:]:
                after += 1
                self._give_id(kind, number, after)

    def _give_id(self, kind: str, number: int, new: int) -> None:
        columns = [
            (table, name)
            for table, other in JOURNALED.items()
            for name, of in other.references.items()
            if of == kind
        ]
        for table, name in (*columns, (kind, "id")):
            self.sql.execute(f"UPDATE {table} SET {name} = ? WHERE {name} = ?", (new, number))
        images = "FROM image WHERE relation = ? AND row_id = ?"
        self.sql.execute(
            f"UPDATE operation SET sealed = 1 WHERE id IN (SELECT operation_id {images})",
            (kind, number),
        )
        self.sql.execute(f"DELETE {images}", (kind, number))
        self.said.append(f"{in_words(kind)} #{number} is #{new} now: another record has that id")

    def _settle_references(self) -> None:
        """Let go of what is not there, or of the row where it cannot be without it."""
        while True:
            broken = self.sql.execute("PRAGMA foreign_key_check").fetchall()
            if not broken:
                return
            for table, rowid, _, key in broken:
                self._let_go(table, rowid, key)

    def _let_go(self, table: str, rowid: int, key: int) -> None:
        keys = self.sql.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        [column, *more] = [row[3] for row in keys if row[0] == key]
        nullable = {row[1] for row in self.sql.execute(f"PRAGMA table_info({table})") if not row[3]}
        if column in nullable and (table != "operation" or not more):
            self.sql.execute(f"UPDATE {table} SET {column} = NULL WHERE rowid = ?", (rowid,))
            self.said.append(f"{in_words(table)} #{rowid}: {column} led nowhere, and is empty now")
            return
        self.sql.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
        self._lose(table, f"lost: {in_words(table)} #{rowid}, whose {column} is not there")

    def _settle_sequence(self, before: tuple[int, int]) -> None:
        largest, latest = largest_id_and_change(self.sql)
        known = ", ".join(f"'{kind}'" for kind in RECORDS)
        for table in UNJOURNALED:
            (last,) = self.sql.execute(f"SELECT COALESCE(MAX(changed), 0) FROM {table}").fetchone()
            latest = max(latest, last)
        (used,) = self.sql.execute(
            f"SELECT COALESCE(MAX(row_id), 0) FROM image WHERE relation IN ({known})"
            f" AND typeof(row_id) = 'integer' AND row_id < {LARGEST_ID}"
        ).fetchone()
        self.sql.execute(
            "UPDATE ledger SET last_id = ?, last_change = ?, operation_id = NULL",
            (max(largest, used, before[0]), max(latest, before[1])),
        )

    def _settle_history(self) -> None:
        """Take out of history what rows contradict; those operations stay done."""
        known = ", ".join(f"'{table}'" for table in JOURNALED)
        self.sql.execute("CREATE TEMP TABLE doubtful (seq INTEGER PRIMARY KEY)")
        self.sql.execute(
            f"INSERT INTO temp.doubtful SELECT seq FROM image WHERE relation NOT IN ({known})"
        )
        for table in JOURNALED:
            self._lose_images(table)
        self.sql.execute(
            "UPDATE operation SET sealed = 1 WHERE id IN (SELECT operation_id FROM image"
            " WHERE seq IN (SELECT seq FROM temp.doubtful))"
        )
        self.sql.execute("DELETE FROM image WHERE seq IN (SELECT seq FROM temp.doubtful)")
        self.sql.execute(
            "UPDATE operation SET kind = 'do', sealed = 1, target_id = NULL"
            " WHERE (kind = 'do') <> (target_id IS NULL)"
        )
        if not self.history_is_whole:
            # Half of what an operation did must not be taken back.
            self.sql.execute("UPDATE operation SET sealed = 1")
            self.said.append("undo does not reach back beyond this repair: some history was lost")
        self._note_down()

    def _lose_images(self, table: str) -> None:
        for number, action, _ in self.sql.execute(last_image_disagrees(table)).fetchall():
            self.sql.execute(
                "INSERT OR IGNORE INTO temp.doubtful"
                " SELECT seq FROM image WHERE relation = ? AND row_id = ?",
                (table, number),
            )
            if action != "delete":
                said = f"lost: {in_words(table)} #{number}"
                if not any(line.startswith(said + ",") for line in self.said):
                    self.said.append(f"{said}, which could not be read")

    def _note_down(self) -> None:
        stamp = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        lost = sum(line.startswith("lost: ") for line in self.said)
        self.sql.execute(
            "INSERT INTO operation (at, changed, command, summary, sealed)"
            " SELECT ?, last_change, 'check --repair', ?, 1 FROM ledger",
            (stamp, f"built anew; lost {lost}" if lost else "built anew; nothing was lost"),
        )


def _sequence(old: sqlite3.Connection) -> tuple[int, int]:
    """Return where ids and change times stood, if it can be read and believed."""
    try:
        row = old.execute("SELECT last_id, last_change FROM ledger").fetchone()
    except sqlite3.DatabaseError:
        return 0, 0
    if row is None or any(type(number) is not int or number < 0 for number in row):
        return 0, 0
    # Where they are out of bounds they go on after what is there.
    return (
        row[0] if row[0] < LARGEST_ID else 0,
        row[1] if row[1] < LATEST_CHANGE else 0,
    )
