"""Records of another ledger on their way in: gathered beside the ledger, and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reciprocity_cli.domain.names import fold
from reciprocity_cli.store.ledger import Operation
from reciprocity_cli.store.schema import PARTS_OF, RECORDS, REFERENCES
from reciprocity_cli.store.writes.contents import written

SLICE = 2_000
"""Records handed to SQLite at once; more saves no time."""


class Fault(NamedTuple):
    """What is wrong with a record beside the others; `line` is where it stands in its file."""

    line: int
    reason: str


class Arrivals:
    """Everything a file holds, in temporary tables; memory stays the same however much it is.

    `arrived` has a row for each record, `came_exchange` those of exchanges, and so on; the tables
    of parts name the record that they belong to as `owner`. All ids are those of the file, until
    restoring gives each record its place.
    """

    def __init__(
        self,
        op: Operation,
        columns: Mapping[str, Sequence[str]],
        parts: Mapping[str, Sequence[str]],
    ) -> None:
        self.op = op
        self.columns = {kind: tuple(columns[kind]) for kind in RECORDS}
        # What the ledger keeps beside, and a file need not tell.
        self.columns["person"] += ("folded",)
        self.parts = {kind: tuple(parts[kind]) for kind in PARTS_OF}
        self.parts["person"] += ("folded",)
        self.parts["interaction"] += ("date",)
        self.count = 0
        self._date = self.columns["interaction"].index("date")
        self._name = self.columns["person"].index("name")
        self._value = self.parts["person"].index("value")
        self._records: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in RECORDS}
        self._parts: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in PARTS_OF}
        self._ids: list[tuple[Any, ...]] = []
        self._beside: dict[str, list[tuple[Any, ...]]] = {"tombstone": [], "aside": []}
        self._make_tables()

    def add(
        self,
        line: int,
        kind: str,
        number: int,
        uid: str,
        changed: int,
        values: Sequence[Any],
        parts: Sequence[Sequence[Any]],
    ) -> None:
        """Take one more record: values in the order of its columns, parts with their ids first."""
        self.count += 1
        self._ids.append((self.count, line, kind, number, uid))
        self._take(line, kind, number, uid, changed, values, parts)
        if len(self._ids) >= SLICE:
            self.flush()

    def replace(
        self,
        line: int,
        kind: str,
        number: int,
        uid: str,
        changed: int,
        values: Sequence[Any],
        parts: Sequence[Sequence[Any]],
    ) -> None:
        """Take a record whose place is known already, and nothing else of it is there."""
        self.count += 1
        self._take(line, kind, number, uid, changed, values, parts)
        self.flush()

    def _take(
        self,
        line: int,
        kind: str,
        number: int,
        uid: str,
        changed: int,
        values: Sequence[Any],
        parts: Sequence[Sequence[Any]],
    ) -> None:
        row = (self.count, line, number, uid, changed, *values)
        if kind == "person":
            row = (*row, fold(values[self._name]))
            # One place further in a part: its id stands in front.
            parts = [(*part, fold(part[self._value + 1])) for part in parts]
        elif kind == "interaction":
            parts = [(*part, values[self._date]) for part in parts]
        self._records[kind].append(row)
        if parts:
            self._parts[kind].extend((number, *part) for part in parts)

    def bury(self, line: int, kind: str, uid: str, changed: int, into_uid: str | None) -> None:
        """Take the news that a record was removed, a person perhaps into another one."""
        self._note("tombstone", (line, kind, uid, changed, into_uid))

    def set_aside(
        self,
        line: int,
        kind: str,
        uid: str,
        changed: int,
        values: Mapping[str, Any],
        parts: Sequence[Mapping[str, Any]],
    ) -> None:
        """Take a record that could not stand in its table there, uids in the place of its ids."""
        self._note("aside", (line, kind, uid, changed, written(values, parts)))

    def _note(self, table: str, row: tuple[Any, ...]) -> None:
        self._beside[table].append(row)
        if len(self._beside[table]) >= SLICE:
            self.flush()

    def settle(self) -> None:
        """Put away what is still held, and make the indexes by which records are found."""
        self.flush()
        sql = self.op.sql
        sql.execute("CREATE INDEX temp.arrived_id ON arrived (id, kind)")
        sql.execute("CREATE INDEX temp.arrived_uid ON arrived (uid)")
        sql.execute("CREATE INDEX temp.came_tombstone_uid ON came_tombstone (uid)")
        sql.execute("CREATE INDEX temp.came_aside_uid ON came_aside (uid)")
        sql.execute("CREATE INDEX temp.came_person_handle ON came_person (handle)")
        for table, _ in PARTS_OF.values():
            more = ", person_id, date" if table == "attendance" else ""
            sql.execute(f"CREATE INDEX temp.came_{table}_owner ON came_{table} (owner{more})")

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong between the records; only after `settle`."""
        yield from self._doubled()
        for kind, references in REFERENCES.items():
            for column, other in references.items():
                yield from self._pointing_nowhere(kind, column, other)
        yield from self._absent()
        yield from self._of_another_kind()

    def _make_tables(self) -> None:
        tables = {
            "arrived": "n INTEGER PRIMARY KEY, line, kind, id INTEGER, uid, here INTEGER,"
            " came DEFAULT 1",
            "came_tombstone": "line, kind, uid, changed INTEGER, into_uid, fate",
            "came_aside": "line, kind, uid, changed INTEGER, content",
            **{f"came_{kind}": self._declared(kind) for kind in RECORDS},
            **{
                f"came_{PARTS_OF[kind][0]}": f"owner INTEGER, id INTEGER, {listed(names)}"
                for kind, names in self.parts.items()
            },
        }
        for name, declared in tables.items():
            self.op.sql.execute(f"DROP TABLE IF EXISTS temp.{name}")
            self.op.sql.execute(f"CREATE TEMP TABLE {name} ({declared})")

    def _declared(self, kind: str) -> str:
        fate = "fate NOT NULL DEFAULT 'new', held DEFAULT 0, act DEFAULT ''"
        return (
            f"n INTEGER PRIMARY KEY, line, id INTEGER, uid, changed INTEGER,"
            f" {listed(self.columns[kind])}, {fate}"
        )

    def flush(self) -> None:
        """Put away what is still held."""
        sql = self.op.sql
        sql.executemany(
            "INSERT INTO temp.arrived (n, line, kind, id, uid) VALUES (?, ?, ?, ?, ?)", self._ids
        )
        self._ids.clear()
        for kind, rows in self._records.items():
            names = f"n, line, id, uid, changed, {listed(self.columns[kind])}"
            self._insert(f"came_{kind}", names, rows)
        for kind, rows in self._parts.items():
            names = f"owner, id, {listed(self.parts[kind])}"
            self._insert(f"came_{PARTS_OF[kind][0]}", names, rows)
        self._insert(
            "came_tombstone", "line, kind, uid, changed, into_uid", self._beside["tombstone"]
        )
        self._insert("came_aside", "line, kind, uid, changed, content", self._beside["aside"])

    def _insert(self, table: str, names: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.op.sql.executemany(f"INSERT INTO temp.{table} ({names}) VALUES ({marks})", rows)
            rows.clear()

    def _doubled(self) -> Iterator[Fault]:
        # With MAX(n) the other columns are those of the last of them.
        for column in ("id", "uid"):
            for line, kind, number, _ in self.op.sql.execute(
                f"SELECT line, kind, id, MAX(n) FROM temp.arrived GROUP BY {column}"
                " HAVING COUNT(*) > 1"
            ):
                yield _fault(line, kind, number, f"another record of the file has its {column}")
        for table, others in (("tombstone", ("arrived", "came_aside")), ("aside", ())):
            for line, kind, uid in self.op.sql.execute(
                f"SELECT line, kind, uid FROM temp.came_{table} s WHERE "
                + " OR ".join(
                    [
                        f"rowid < (SELECT MAX(rowid) FROM temp.came_{table} o WHERE o.uid = s.uid)",
                        *(f"EXISTS (SELECT 1 FROM temp.{o} o WHERE o.uid = s.uid)" for o in others),
                    ]
                )
            ):
                yield Fault(line, f"{table} of a {_word(kind)}: the file has its uid {uid} twice")
        for line, number, _ in self.op.sql.execute(
            "SELECT line, id, MAX(n) FROM temp.came_person WHERE handle IS NOT NULL"
            " GROUP BY handle HAVING COUNT(*) > 1"
        ):
            yield _fault(line, "person", number, "somebody else in the file has the handle")

    def _pointing_nowhere(self, kind: str, column: str, other: str) -> Iterator[Fault]:
        for line, number, wanted in self.op.sql.execute(
            f"SELECT line, id, {column} FROM temp.came_{kind} s WHERE {column} IS NOT NULL"
            f" AND NOT {_is_there(f's.{column}', other)}"
        ):
            yield _fault(line, kind, number, f"{column}: the file has no {_word(other)} #{wanted}")

    def _absent(self) -> Iterator[Fault]:
        """Yield contacts of people who are not there, and exchanges outside their contact."""
        sql = self.op.sql
        for line, number, person in sql.execute(
            "SELECT (SELECT line FROM temp.arrived a WHERE a.id = p.owner), p.owner, p.person_id"
            f" FROM temp.came_attendance p WHERE NOT {_is_there('p.person_id', 'person')}"
        ):
            yield _fault(line, "interaction", number, f"the file has no person #{person}")
        took_part = (
            "SELECT 1 FROM temp.came_attendance p WHERE p.owner = s.interaction_id"
            " AND p.person_id = s.person_id"
        )
        for line, number, contact, there in sql.execute(
            f"SELECT line, id, interaction_id, EXISTS ({took_part}) FROM temp.came_exchange s"
            f" WHERE interaction_id IS NOT NULL AND NOT EXISTS ({took_part} AND p.date = s.date)"
            f" AND {_is_there('s.interaction_id', 'interaction')}"
        ):
            reason = "is on another day than" if there else "is about somebody who is not in"
            yield _fault(line, "exchange", number, f"it {reason} its contact #{contact}")

    def _of_another_kind(self) -> Iterator[Fault]:
        sql = self.op.sql
        # What is gone here, or known by its removal alone, was of a kind as well.
        for table in ("tombstone", "aside"):
            for beside in ("arrived", "came_tombstone", "came_aside"):
                for line, kind, uid in sql.execute(
                    f"SELECT line, a.kind, a.uid FROM temp.{beside} a JOIN {table} t"
                    " ON t.uid = a.uid AND t.kind <> a.kind"
                ):
                    yield Fault(line, f"{_word(kind)}: its uid {uid} is that of another record")
        for table in RECORDS:
            for beside in ("came_tombstone", "came_aside"):
                for line, kind, uid in sql.execute(
                    f"SELECT line, a.kind, a.uid FROM temp.{beside} a JOIN {table} t"
                    f" ON t.uid = a.uid AND a.kind <> '{table}'"
                ):
                    yield Fault(line, f"{_word(kind)}: its uid {uid} is that of another record")
        for table in RECORDS:
            if sql.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                for line, kind, number in sql.execute(
                    "SELECT line, kind, id FROM temp.arrived a WHERE kind <> ?"
                    f" AND EXISTS (SELECT 1 FROM {table} t WHERE t.uid = a.uid)",
                    (table,),
                ):
                    yield _fault(line, kind, number, f"its uid is that of another {_word(table)}")


def listed(names: Sequence[str], of: str = "") -> str:
    """Return columns as SQL lists them, each `of` a table where that is given ("s.")."""
    return ", ".join(f'{of}"{name}"' for name in names)


def _is_there(number: str, kind: str) -> str:
    return f"EXISTS (SELECT 1 FROM temp.arrived a WHERE a.id = {number} AND a.kind = '{kind}')"


def _word(kind: str) -> str:
    return kind.replace("_", " ")


def _fault(line: int, kind: str, number: int, reason: str) -> Fault:
    return Fault(line, f"{_word(kind)} #{number}: {reason}")
