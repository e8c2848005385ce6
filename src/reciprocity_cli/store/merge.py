"""Two ledgers made one: what is known of each record, what is shown, what is written.

A record is known by its uid. The last that a ledger knows of it is a change time with a
content or a removal. To merge is to take the later state of every record (known), to
fit what stands to what does not (shown), and to make the tables say so (written).
Fitting forgets nothing: where a record is shown otherwise than it is known, or not at
all, `aside` keeps what is known of it, or the order of merges would matter.

SQL compares and inserts all records at once; Python takes those about which there is something to
resolve, one by one, so that memory stays the same however much a file holds.
Source: docs/two-machines.md, "Which of two states stands"; tests/merged.py says it in plain Python.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from reciprocity_cli.domain.kinds import PARTS_OF, RECORDS, REQUIRED, Kind, in_words
from reciprocity_cli.domain.names import fold, make_handle
from reciprocity_cli.domain.records import LARGEST_ID
from reciprocity_cli.store.bulk import SLICE, Slices
from reciprocity_cli.store.connection import insert_row
from reciprocity_cli.store.operation import Operation


def _in_order() -> Iterator[str]:
    """Yield the kinds of records, each after those that it points to."""
    placed: set[str] = set()
    while len(placed) < len(RECORDS):
        for name, kind in RECORDS.items():
            if name not in placed and placed.issuperset({*kind.references.values()} - {name}):
                placed.add(name)
                yield name


IN_ORDER = tuple(_in_order())

OF_EACH_LEDGER = frozenset(("handle",))
"""Columns that every ledger has for itself."""

MOST_TOLD = 200
"""Records that gave way and are told one by one; more are counted."""


class Fault(NamedTuple):
    """What is wrong with a record beside the others; `line`: its place in its file."""

    line: int
    reason: str


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


class Merged(NamedTuple):
    """How many records of each kind were new, changed, removed, and left as they were.

    `known` are equal to ours, `kept` differ and ours was changed last, `left_out` were removed here
    since, or go along with what was. `lost` are the first of those that gave way.
    """

    new: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    known: int
    kept: int
    left_out: int
    lost: tuple[Loss, ...]
    lost_count: int
    new_people: tuple[int, ...]
    """Ids of people who came into a ledger that held others."""


class State(NamedTuple):
    """A content of a record, by the names of its columns, uids in place of ids."""

    changed: int
    values: dict[str, Any]
    parts: list[dict[str, Any]]


def written(values: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    """Return a content, uids in place of ids, as JSON; equal only for equal states.

    It tells which of two states of one change time stands, and is what `aside` keeps.
    """
    said = {
        name: int(value) if isinstance(value, bool) else value  # a flag is a number in the ledger
        for name, value in values.items()
        if name not in OF_EACH_LEDGER
    }
    if said.get("interaction_id") is not None:
        said["date"] = None  # it is on the day of its contact, whatever becomes of that
    in_order = sorted(parts, key=lambda part: json.dumps(part, sort_keys=True))
    return json.dumps({"values": said, "parts": in_order}, sort_keys=True)


def digest(content: str) -> bytes:
    """Return what decides between two contents of one change time: the larger wins."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()


# --- How records are kept on their way in


class _Table:
    """A table of the ledger, whose columns have numbered slots among what comes in.

    `columns` are those that a file tells of, `made` the one that is made of others, if there is,
    and `told` those that say the same in every ledger; SQL calls the incoming rows `of`.
    """

    def __init__(self, kind: Kind[Any], of: str) -> None:
        columns = tuple(column.name for column in kind.said)
        self.name = kind.table
        # What is kept beside a record and must be there is made of what it says.
        kept = [column for column in kind.columns if column.beside]
        self.made = tuple(column.name for column in kept if column.default is REQUIRED)
        self.of = of
        self.references = {name: of for name, of in kind.references.items() if name in columns}
        self.stored = columns + self.made
        self.told = tuple(column for column in columns if column not in OF_EACH_LEDGER)

    def slot(self, column: str) -> str:
        return f"{self.of}.c{self.stored.index(column) + 1}"

    def ours(self) -> str:
        """Return what our rows tell as SQL, with uids in the place of ids."""
        return ", ".join(
            f"(SELECT o.uid FROM {self.references[name]} o WHERE o.id = t.{name})"
            if name in self.references
            else f't."{name}"'
            for name in self.told
        )

    def theirs(self, give: str, names: Sequence[str]) -> list[str]:
        """Return columns of incoming rows as SQL; `give` is "uid", "here", or "" for their ids."""
        return [
            f"(SELECT o.{give} FROM temp.incoming o WHERE o.kind = '{self.references[name]}'"
            f" AND o.id = {self.slot(name)})"
            if give and name in self.references
            else self.slot(name)
            for name in names
        ]


class _Merged:
    """One kind of record with its parts, and the statements that read and write it.

    `owner` is the column of the parts that names the record.
    """

    def __init__(self, name: str) -> None:
        parts = PARTS_OF.get(name)
        self.owner = parts.owner if parts else ""
        self.name = name
        self.needed = RECORDS[name].needed
        self.table = table = _Table(RECORDS[name], "a")
        self.parts = _Table(parts, "p") if parts else None
        theirs = ", ".join(table.theirs("uid", table.told))
        self.select_ours = f"SELECT id, changed, NULL, {table.ours()} FROM {name} t WHERE uid = ?"
        self.select_theirs = (
            f"SELECT id, changed, content, {theirs} FROM temp.incoming a"
            f" WHERE uid = ? AND kind = '{name}'"
        )
        written = ("changed", *(column for column in table.stored if column not in OF_EACH_LEDGER))
        self.select = f"SELECT {_listed(written)} FROM {name} WHERE id = ?"
        settings = ", ".join(f'"{column}" = ?' for column in written)
        self.update = f"UPDATE {name} SET {settings} WHERE id = ?"
        self.select_our_parts = self.select_their_parts = ""
        if self.parts:
            theirs = ", ".join(self.parts.theirs("uid", self.parts.told))
            self.select_our_parts = (
                f"SELECT {self.parts.ours()} FROM {self.parts.name} t WHERE {self.owner} = ?"
            )
            self.select_their_parts = (
                f"SELECT {theirs} FROM temp.part p WHERE owner = ? AND kind = '{name}' ORDER BY n"
            )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


class Incoming:
    """Everything a file holds, in temporary tables; memory stays the same for any size.

    `incoming` has a row for each record, with its columns in numbered slots, `part` one for each of
    its parts, and `beside` one for each removal and each record that was set aside. All ids are
    those of the file; `here` is the id that a record has, or will have, in this ledger.
    """

    def __init__(self, op: Operation) -> None:
        self.op = op
        self.kinds = {name: _Merged(name) for name in RECORDS}
        kinds = self.kinds.values()
        self._width = max(len(kind.table.stored) for kind in kinds)
        self._part_width = max(len(kind.parts.stored) for kind in kinds if kind.parts)
        slots = [f"c{number}" for number in range(1, self._width + 1)]
        head = ("line", "kind", "id", "uid", "changed")
        # The columns that are filled from a file.
        columns = {
            "incoming": (*head, *slots),
            "part": ("kind", "owner", "id", *slots[: self._part_width]),
            "beside": ("line", "kind", "uid", "changed", "into_uid", "content"),
        }
        self._held = {table: Slices(op, table, names) for table, names in columns.items()}
        more = {"incoming": ", content, here INTEGER, fate DEFAULT 'new'", "beside": ", fate"}
        for name, filled in columns.items():
            op.sql.execute(f"DROP TABLE IF EXISTS temp.{name}")
            op.sql.execute(
                f"CREATE TEMP TABLE {name} (n INTEGER PRIMARY KEY,"
                f" {', '.join(filled)}{more.get(name, '')})"
            )

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
        """Take one more record: values in column order, its parts with ids first."""
        row = (line, kind, number, uid, changed, *values)
        if kind == "person":
            row = (*row, fold(values[0]))
            parts = [(*part, fold(part[2])) for part in parts]
        elif kind == "interaction":
            parts = [(*part, values[0]) for part in parts]
        missing = self._width + 5 - len(row)
        self._held["incoming"].add(row + (None,) * missing)
        for part in parts:
            missing = self._part_width + 1 - len(part)
            self._held["part"].add((kind, number, *part, *(None,) * missing))

    def bury(self, line: int, kind: str, uid: str, changed: int, into_uid: str | None) -> None:
        """Take the news that a record was removed, a person perhaps into another."""
        self._held["beside"].add((line, kind, uid, changed, into_uid, None))

    def set_aside(
        self,
        line: int,
        kind: str,
        uid: str,
        changed: int,
        values: Mapping[str, Any],
        parts: Sequence[Mapping[str, Any]],
    ) -> None:
        """Take a record that could not stand in its table, uids in place of ids."""
        self._held["beside"].add((line, kind, uid, changed, None, written(values, parts)))

    def settle(self) -> None:
        """Put away what is still held, and find those records that this ledger has."""
        for held in self._held.values():
            held.flush()
        handle = self.kinds["person"].table.slot("handle").removeprefix("a.")
        for number, columns in enumerate(
            (
                *("incoming (kind, id)", "incoming (uid)", "part (owner)", "beside (uid)"),
                f"incoming ({handle}) WHERE kind = 'person'",
            )
        ):
            self.op.sql.execute(f"CREATE INDEX temp.incoming_{number} ON {columns}")
        self.find_those_here()

    def find_those_here(self) -> None:
        """Set `here` of what comes in and is here already, with the fate `there`."""
        for kind in RECORDS:
            if self.op.sql.execute(f"SELECT 1 FROM {kind} LIMIT 1").fetchone():
                self.op.sql.execute(
                    f"UPDATE temp.incoming AS a SET here = t.id, fate = 'there' FROM {kind} t"
                    f" WHERE a.kind = '{kind}' AND a.here IS NULL AND t.uid = a.uid"
                )

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong between the records; only after `settle`."""
        yield from self._too_late()
        yield from self._doubled()
        for kind in self.kinds.values():
            for column, other in kind.table.references.items():
                slot = kind.table.slot(column)
                for line, number, wanted in self.op.sql.execute(
                    f"SELECT line, id, {slot} FROM temp.incoming a WHERE kind = '{kind.name}'"
                    f" AND {slot} IS NOT NULL AND NOT {_is_there(slot, other)}"
                ):
                    reason = f"{column}: the file has no {in_words(other)} #{wanted}"
                    yield _fault(line, kind.name, number, reason)
        yield from self._absent()
        yield from self._of_another_kind()

    def _too_late(self) -> Iterator[Fault]:
        # Every later write would come after it, and no ledger could take over what is written then.
        for table in ("incoming", "beside"):
            for line, kind, number in self.op.sql.execute(
                f"SELECT line, kind, {'id' if table == 'incoming' else 0} FROM temp.{table}"
                " WHERE changed > ?",
                (self.op.changed + A_DAY,),
            ):
                yield _fault(line, kind, number, "its change time is later than tomorrow")

    def _doubled(self) -> Iterator[Fault]:
        handle = self.kinds["person"].table.slot("handle")
        for column, where, reason in (
            ("id", "true", "another record of the file has its id"),
            ("uid", "true", "another record of the file has its uid"),
            (
                handle,
                f"kind = 'person' AND {handle} IS NOT NULL",
                "somebody else in the file has the handle",
            ),
        ):
            # With MAX(n) the other columns are those of the last of them.
            for line, kind, number, _ in self.op.sql.execute(
                f"SELECT line, kind, id, MAX(n) FROM temp.incoming a WHERE {where}"
                f" GROUP BY {column} HAVING COUNT(*) > 1"
            ):
                yield _fault(line, kind, number, reason)
        for line, kind, uid, removed in self.op.sql.execute(
            "SELECT line, kind, uid, content IS NULL FROM temp.beside s WHERE EXISTS"
            " (SELECT 1 FROM temp.beside o WHERE o.uid = s.uid AND CASE"
            " WHEN (o.content IS NULL) = (s.content IS NULL) THEN o.n > s.n"
            " ELSE s.content IS NULL OR o.kind <> s.kind END) OR EXISTS (SELECT 1"
            " FROM temp.incoming o WHERE o.uid = s.uid"
            " AND (s.content IS NULL OR o.kind <> s.kind))"
        ):
            what = f"{'tombstone' if removed else 'aside'} of a {in_words(kind)}"
            yield Fault(line, f"{what}: the file has its uid {uid} twice")

    def _absent(self) -> Iterator[Fault]:
        """Yield contacts of people not there, and exchanges outside their contact."""
        exchange, attendance = self.kinds["exchange"].table, self.kinds["interaction"].parts
        assert attendance is not None
        someone, contact = attendance.slot("person_id"), exchange.slot("interaction_id")
        for line, number, person in self.op.sql.execute(
            f"SELECT line, a.id, {someone} FROM temp.part p JOIN temp.incoming a"
            " ON a.kind = p.kind AND a.id = p.owner"
            f" WHERE p.kind = 'interaction' AND NOT {_is_there(someone, 'person')}"
        ):
            yield _fault(line, "interaction", number, f"the file has no person #{person}")
        took_part = (
            f"SELECT 1 FROM temp.part p WHERE p.owner = {contact} AND p.kind = 'interaction'"
            f" AND {someone} = {exchange.slot('person_id')}"
        )
        on_its_day = f"{took_part} AND {attendance.slot('date')} = {exchange.slot('date')}"
        for line, number, other, there in self.op.sql.execute(
            f"SELECT line, id, {contact}, EXISTS ({took_part}) FROM temp.incoming a"
            f" WHERE kind = 'exchange' AND {contact} IS NOT NULL AND NOT EXISTS ({on_its_day})"
            f" AND {_is_there(contact, 'interaction')}"
        ):
            reason = "is on another day than" if there else "is about somebody who is not in"
            yield _fault(line, "exchange", number, f"it {reason} its contact #{other}")

    def _of_another_kind(self) -> Iterator[Fault]:
        """Yield what bears the uid of another kind of record, there or gone."""
        sources = [(f"{table} t", "t.kind <> a.kind") for table in ("tombstone", "aside")]
        elsewhere = [(f"{kind} t", f"a.kind <> '{kind}'") for kind in RECORDS]
        for beside, others in (("incoming", sources), ("beside", sources + elsewhere)):
            for other, differs in others:
                for line, kind, uid in self.op.sql.execute(
                    f"SELECT line, a.kind, a.uid FROM temp.{beside} a"
                    f" JOIN {other} ON t.uid = a.uid AND {differs}"
                ):
                    yield Fault(line, f"{in_words(kind)}: its uid {uid} is that of another record")
        for table in RECORDS:
            for line, kind, number in self.op.sql.execute(
                "SELECT line, kind, id FROM temp.incoming a WHERE here IS NULL"
                f" AND uid IN (SELECT uid FROM {table})"
            ):
                yield _fault(line, kind, number, f"its uid is that of another {in_words(table)}")


def _is_there(number: str, kind: str) -> str:
    return f"EXISTS (SELECT 1 FROM temp.incoming o WHERE o.kind = '{kind}' AND o.id = {number})"


def _fault(line: int, kind: str, number: int, reason: str) -> Fault:
    return Fault(line, f"{in_words(kind)} #{number}: {reason}")


# --- What is known

_GIVES_WAY = "fate IN ('changed', 'kept', 'dead')"


class _Known:
    """The last state of each record coming in or set aside here, and whose it is.

    The `fate` of what comes in: `new`, `known` (equal to ours), `changed` (the file's wins), `kept`
    (ours does), `dead` (removed here, and later); where ours is set aside and has no row, `same`
    and `older`. Of a removal: `later` than all we know of, `lost`, or `known` already.
    """

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self.kinds = incoming.kinds
        self.op = incoming.op
        self.sql = incoming.op.sql
        self.give = ""
        """What stands for a reference among what comes in; "" while no id has to change."""
        self.sql.execute("DROP TABLE IF EXISTS temp.gone")
        self.sql.execute("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)")

    def place(self) -> None:
        """Let what the file set aside stand for its record, and set `here` of everything."""
        sql, last_id = self.sql, self.op.last_id
        sql.execute(
            "UPDATE temp.incoming AS a SET line = b.line, changed = b.changed, content = b.content"
            " FROM temp.beside b WHERE b.uid = a.uid AND b.content IS NOT NULL"
            " AND b.changed >= a.changed"
        )
        sql.execute(
            "INSERT INTO temp.incoming (line, kind, uid, changed, content)"
            " SELECT line, kind, uid, changed, content FROM temp.beside b"
            " WHERE content IS NOT NULL AND uid NOT IN (SELECT uid FROM temp.incoming)"
        )
        self.incoming.find_those_here()
        # An id up to the last one given was somebody's here, even if that record is gone.
        sql.execute(
            "UPDATE temp.incoming SET here = id WHERE here IS NULL AND id > ? AND id <= ?",
            (last_id, LARGEST_TAKEN),
        )
        sql.execute(
            "UPDATE temp.incoming SET here = f.k + max(?,"
            " COALESCE((SELECT MAX(here) FROM temp.incoming), 0))"
            " FROM (SELECT n, ROW_NUMBER() OVER (ORDER BY id) AS k FROM temp.incoming"
            " WHERE here IS NULL) f WHERE f.n = incoming.n",
            (last_id,),
        )
        if sql.execute("SELECT 1 FROM temp.incoming WHERE here IS NOT id LIMIT 1").fetchone():
            self.give = "here"

    def give_handles(self) -> None:
        """Give new people another handle where theirs is taken or missing."""
        person = self.kinds["person"]
        handle = person.table.slot("handle")
        new = "FROM temp.incoming a WHERE kind = 'person' AND fate = 'new'"

        def taken(wanted: str) -> bool:
            found = self.sql.execute(
                "SELECT 1 FROM person WHERE handle = :wanted"
                f" UNION ALL SELECT 1 {new} AND {handle} = :wanted",
                {"wanted": wanted},
            )
            return found.fetchone() is not None

        for n, uid, number in self.sql.execute(
            f"SELECT n, uid, COALESCE(here, id) AS number {new} AND ({handle} IS NULL"
            f" OR {handle} IN (SELECT handle FROM person)) ORDER BY number"
        ).fetchall():
            state = self.theirs(person, uid)
            assert state is not None
            self.sql.execute(
                f"UPDATE temp.incoming SET {handle.removeprefix('a.')} = ? WHERE n = ?",
                (make_handle(state.values["name"], taken, number), n),
            )

    def decide(self) -> None:
        """Set the fate of the file's records and removals; gather ids of the gone."""
        sql = self.sql
        for kind in self.kinds.values():
            self._compare(kind)
        sql.execute(
            "UPDATE temp.incoming AS a SET fate = 'dead' WHERE fate = 'new' AND EXISTS"
            " (SELECT 1 FROM tombstone t WHERE t.uid = a.uid AND t.changed > a.changed)"
        )
        sql.execute("UPDATE temp.incoming SET fate = 'open' WHERE uid IN (SELECT uid FROM aside)")
        for name, uid in sql.execute(
            "SELECT kind, uid FROM temp.incoming WHERE fate = 'open'"
        ).fetchall():
            fate = self._resolve(self.kinds[name], uid)
            sql.execute("UPDATE temp.incoming SET fate = ? WHERE uid = ?", (fate, uid))
        sql.execute(
            "UPDATE temp.beside AS b SET fate = CASE WHEN EXISTS (SELECT 1 FROM tombstone t"
            " WHERE t.uid = b.uid AND (t.changed, COALESCE(t.into_uid, '')) >="
            " (b.changed, COALESCE(b.into_uid, ''))) THEN 'known' ELSE 'later' END"
            " WHERE content IS NULL"
        )
        for table in ("aside", *RECORDS):
            sql.execute(
                "UPDATE temp.beside AS b SET fate = 'lost' WHERE fate = 'later' AND EXISTS"
                f" (SELECT 1 FROM {table} t WHERE t.uid = b.uid AND t.changed >= b.changed)"
            )
        sql.execute("INSERT INTO temp.gone SELECT here FROM temp.incoming WHERE fate = 'dead'")
        for name in RECORDS:
            sql.execute(
                f"INSERT INTO temp.gone SELECT t.id FROM {name} t JOIN temp.beside b"
                " ON b.uid = t.uid WHERE b.fate = 'later'"
            )

    def _compare(self, kind: _Merged) -> None:
        """Tell what is equal to ours from what is earlier or later."""
        theirs = kind.table.theirs(self.give, kind.table.told)
        equal = [
            f'{there} IS t."{name}"' for name, there in zip(kind.table.told, theirs, strict=True)
        ]
        if kind.name == "exchange":
            at = kind.table.told.index("date")
            equal[at] = f"({kind.table.slot('interaction_id')} IS NOT NULL OR {equal[at]})"
        if kind.parts:
            mine = _gathered(
                [f'"{name}"' for name in kind.parts.told],
                f"{kind.parts.name} WHERE {kind.owner} = t.id",
            )
            said = _gathered(
                kind.parts.theirs(self.give, kind.parts.told),
                f"temp.part p WHERE p.owner = a.id AND p.kind = '{kind.name}'",
            )
            equal.append(f"{mine} IS {said}")
        self.sql.execute(
            "UPDATE temp.incoming AS a SET fate = CASE WHEN content IS NOT NULL THEN 'open'"
            f" WHEN {' AND '.join(equal)} THEN 'known' WHEN a.changed > t.changed THEN 'changed'"
            f" WHEN a.changed = t.changed THEN 'open' ELSE 'kept' END FROM {kind.name} t"
            f" WHERE a.kind = '{kind.name}' AND a.fate = 'there' AND t.id = a.here"
        )

    def _resolve(self, kind: _Merged, uid: str) -> str:
        """Return the fate of a record that was set aside on either side, or changed at one time."""
        theirs, row, aside = self.theirs(kind, uid), self._row(kind, uid), self._aside(kind, uid)
        ours = aside or row
        assert theirs is not None
        if ours is None:
            return "new"
        mine, said = written(*ours[1:]), written(*theirs[1:])
        if mine == said and not aside:
            return "known"
        if (theirs.changed, digest(said)) > (ours.changed, digest(mine)):
            return "changed" if row else "new"
        if mine == said:
            return "same"
        return "kept" if row else "older"

    def last(self, kind: _Merged, uid: str) -> State | None:
        """Return the last that is known of a record, if that is a content."""
        stands = f"{kind.select_theirs} AND fate IN ('changed', 'new')"
        return (
            self._state(kind, uid, stands, kind.select_their_parts)
            or self._aside(kind, uid)
            or self._row(kind, uid)
        )

    def theirs(self, kind: _Merged, uid: str) -> State | None:
        """Return what comes in of a record."""
        return self._state(kind, uid, kind.select_theirs, kind.select_their_parts)

    def _row(self, kind: _Merged, uid: str) -> State | None:
        return self._state(kind, uid, kind.select_ours, kind.select_our_parts)

    def _state(self, kind: _Merged, uid: str, record: str, of_parts: str) -> State | None:
        found = self.sql.execute(record, (uid,)).fetchone()
        if found is None:
            return None
        number, changed, content, *values = found
        if content is not None:
            return _stated(changed, content)
        parts = []
        if kind.parts:
            rows = self.sql.execute(of_parts, (number,))
            parts = [dict(zip(kind.parts.told, row, strict=True)) for row in rows]
        return State(changed, dict(zip(kind.table.told, values, strict=True)), parts)

    def _aside(self, kind: _Merged, uid: str) -> State | None:
        found = self.sql.execute(
            "SELECT changed, content FROM aside a WHERE uid = :uid AND kind = :kind"
            # An edit since then is what is known.
            f" AND NOT EXISTS (SELECT 1 FROM {kind.name} t WHERE t.uid = :uid"
            " AND t.changed > a.changed)",
            {"uid": uid, "kind": kind.name},
        ).fetchone()
        return found and _stated(*found)

    def number(self, kind: str, uid: str) -> int | None:
        """Return the id that a record has here, or will have."""
        found = self.sql.execute(
            f"SELECT id FROM {kind} WHERE uid = :uid UNION ALL"
            " SELECT here FROM temp.incoming WHERE uid = :uid",
            {"uid": uid},
        ).fetchone()
        return found and int(found[0])

    def lost(self) -> tuple[tuple[Loss, ...], int]:
        """Return what gives way, the first of it one by one; nothing is written yet."""
        sources = (f"temp.incoming WHERE {_GIVES_WAY}", *map(_contested, RECORDS))
        counts = [self.sql.execute(f"SELECT COUNT(*) FROM {each}").fetchone() for each in sources]
        return tuple(islice(self._losses(), MOST_TOLD)), sum(count for (count,) in counts)

    def _losses(self) -> Iterator[Loss]:
        for name, kind in self.kinds.items():
            for uid, number, fate in self.sql.execute(
                f"SELECT uid, here, fate FROM temp.incoming WHERE kind = '{name}'"
                f" AND {_GIVES_WAY} ORDER BY here"
            ):
                yield self._loss(kind, uid, number, fate)
            for uid, number, fate in self.sql.execute(
                f"SELECT t.uid, t.id, b.fate FROM {_contested(name)} ORDER BY t.id"
            ):
                how = "removed" if fate == "later" else "stays"
                yield Loss(how, name, number, self._about(kind, uid, self._row(kind, uid)), {})

    def _loss(self, kind: _Merged, uid: str, number: int, fate: str) -> Loss:
        theirs, row = self.theirs(kind, uid), self._row(kind, uid)
        about = self._about(kind, uid, theirs)
        if theirs is None or row is None:
            return Loss("left out", kind.name, None, about, {})
        if fate == "changed":
            return Loss("replaced", kind.name, number, about, self._said(kind, row, theirs))
        said = {} if self._aside(kind, uid) else self._said(kind, theirs, row)
        return Loss("kept", kind.name, number, about, said)

    def _said(self, kind: _Merged, lost: State, won: State) -> dict[str, Any]:
        """Return what the losing state said otherwise; what it named by its id here."""
        references = kind.table.references
        differing = {
            name: value for name, value in lost.values.items() if value != won.values[name]
        }
        if lost.values.get("interaction_id") and lost.values["date"] is None:
            differing.pop("date", None)
        said = {name: value for name, value in differing.items() if name not in references}
        for name in references:
            if name in differing:
                uid = differing[name]
                said[name] = uid and self.number(references[name], uid)
        if kind.parts and not kind.parts.references:
            values = [
                str(part.get("value") or part.get("note") or "")
                for part in lost.parts
                if part not in won.parts
            ]
            if values or len(lost.parts) < len(won.parts):
                said[PARTS_OF[kind.name].nested] = values
        return said

    def _about(self, kind: _Merged, uid: str, state: State | None) -> str:
        """Return the name of whom a record is about, where it is about one person."""
        about = uid if kind.name == "person" else state and state.values.get("person_id")
        found = self.sql.execute("SELECT name FROM person WHERE uid = ?", (about,)).fetchone()
        if found or not about:
            return str(found[0]) if found else ""
        theirs = self.theirs(self.kinds["person"], about)
        return str(theirs.values["name"]) if theirs else ""


def _gathered(columns: Sequence[str], source: str) -> str:
    quoted = " || ".join(f"quote({column})" for column in columns)
    rows = f"SELECT {quoted} AS part FROM {source} ORDER BY part"
    return f"(SELECT group_concat(part) FROM ({rows}))"


def _contested(kind: str) -> str:
    return f"{kind} t JOIN temp.beside b ON b.uid = t.uid AND b.fate IN ('later', 'lost')"


def _stated(changed: int, content: str) -> State:
    said = json.loads(content)
    return State(changed, said["values"], said["parts"])


# --- What is shown


class _Contact(NamedTuple):
    """A contact that is to be written; `people` by uid, with those who have an exchange in it."""

    id: int
    day: str
    people: list[str]


class _Shown:
    """Known states fitted to what stands: whose person is gone goes too, or points on.

    To be asked kind by kind, in their order: what stands of the kinds before is in the
    tables by then, save what is in `gone`, and the contacts.
    """

    def __init__(self, known: _Known) -> None:
        self.known = known
        self.sql = known.sql
        self.contacts: dict[str, _Contact] = {}
        # What stood when its kind was written stands for good.
        self.number = lru_cache(maxsize=SLICE)(self._number)

    def of(self, kind: _Merged, uid: str) -> tuple[State | None, State | None]:
        """Return what is known of a record, and how it stands; None for neither."""
        state = self.known.last(kind, uid)
        return state, state and self._fitted(kind, uid, state)

    def _fitted(self, kind: _Merged, uid: str, state: State) -> State | None:
        """Return a state as it stands, or None where it does not."""
        values = dict(state.values)
        for name, other in kind.table.references.items():
            if values[name] is not None:
                values[name] = self._meant(other, values[name])
                if values[name] is None and name in kind.needed:
                    return None
        if values.get("met_through_id") == uid:
            values["met_through_id"] = None
        if "other_person_id" in values and values["other_person_id"] == values["person_id"]:
            if "other_person_id" in kind.needed:
                return None
            values["other_person_id"] = None
        if values.get("interaction_id") is not None:
            values["date"] = self._day(values["interaction_id"])
        parts = state.parts
        if kind.name == "interaction":
            people = dict.fromkeys(self._meant("person", part["person_id"]) for part in parts)
            parts = [{"person_id": person} for person in people if person is not None]
            if not parts:
                return None
        return State(state.changed, values, parts)

    def _meant(self, kind: str, uid: str) -> str | None:
        """Return the uid of whom a reference means now, by whatever steps."""
        passed = set()
        while uid not in passed:
            if self.number(kind, uid) is not None:
                return uid
            if kind != "person":
                return None
            passed.add(uid)
            uid = self._part_of(uid) or uid
        return None

    def _part_of(self, uid: str) -> str | None:
        """Return the uid of whom a gone person became part; the later removal wins."""
        found = self.sql.execute(
            "SELECT changed, COALESCE(into_uid, '') AS \"into\" FROM tombstone WHERE uid = :uid"
            " UNION ALL SELECT changed, COALESCE(into_uid, '') FROM temp.beside"
            ' WHERE uid = :uid AND content IS NULL ORDER BY changed DESC, "into" DESC',
            {"uid": uid},
        ).fetchone()
        return str(found[1]) if found and found[1] else None

    def _number(self, kind: str, uid: str) -> int | None:
        """Return the id of a record that stands, and None for one that does not."""
        if uid in self.contacts:
            return self.contacts[uid].id
        # All people stand who are not gone, even before they are written.
        also = (
            " UNION ALL SELECT here FROM temp.incoming WHERE uid = :uid AND kind = 'person'"
            " AND here NOT IN (SELECT id FROM temp.gone)"
        )
        found = self.sql.execute(
            f"SELECT id FROM {kind} WHERE uid = :uid AND id NOT IN (SELECT id FROM temp.gone)"
            + also * (kind == "person"),
            {"uid": uid},
        ).fetchone()
        return found and int(found[0])

    def _day(self, contact: str) -> str:
        if contact in self.contacts:
            return self.contacts[contact].day
        found = self.sql.execute("SELECT date FROM interaction WHERE uid = ?", (contact,))
        return str(found.fetchone()[0])


def _alike(known: State, shown: State, references: Mapping[str, str]) -> bool:
    """Return whether a state is shown as it is known; only references and parts can differ."""
    if known.parts is not shown.parts:
        ours, theirs = (sorted(map(str, state.parts)) for state in (known, shown))
        if ours != theirs:
            return False
    return all(known.values[name] == shown.values[name] for name in references)


# --- What is written


class _Writer:
    """Makes tables say what is shown, `aside` and `tombstone` what else is known."""

    def __init__(self, known: _Known) -> None:
        self.known = known
        self.kinds = known.kinds
        self.op = known.op
        self.sql = known.sql
        self.shown = _Shown(known)
        self.next_id = 0
        self.new = Counter[str]()
        self.changed = Counter[str]()
        self.removed: dict[str, int] = {}
        self._moved = set[int]()
        self._leaving: list[tuple[int]] = []
        self.sql.execute("DROP TABLE IF EXISTS temp.resolved")
        # What is looked at one by one; `content` is what is known where that is not shown.
        self.sql.execute("CREATE TEMP TABLE resolved (uid PRIMARY KEY, kind, changed, content)")

    def write_all(self) -> None:
        """Write everything into an empty ledger, as it was there."""
        for name in IN_ORDER:
            self._insert_new(self.kinds[name], "id")
        self.sql.execute("UPDATE temp.beside SET fate = 'later' WHERE content IS NULL")
        self.sql.execute(
            "INSERT INTO temp.resolved SELECT uid, kind, changed, content FROM temp.beside"
            " WHERE content IS NOT NULL"
        )
        self._remember()

    def write(self) -> None:
        """Write what differs into a ledger that holds others."""
        # People who met through each other come in one after the other.
        self.sql.execute("PRAGMA defer_foreign_keys=ON")
        (self.next_id,) = self.sql.execute(
            "SELECT 1 + max(?, COALESCE(MAX(here), 0)) FROM temp.incoming", (self.op.last_id,)
        ).fetchone()
        for name in IN_ORDER:
            # What is equal takes over the later change time.
            self.sql.execute(
                f"UPDATE {name} AS t SET changed = a.changed FROM temp.incoming a WHERE a.kind ="
                f" '{name}' AND a.fate = 'known' AND t.id = a.here AND a.changed > t.changed"
            )
        for name in IN_ORDER:
            kind = self.kinds[name]
            self._list(kind)
            self._insert_new(kind, "here")
            if not kind.parts:
                self._change_plainly(kind)
            if name == "exchange":
                self._write_contacts()
            for uid in self._listed(name):
                self._resolve(kind, uid)
        # Who leaves a contact does so last, when no exchange stands on it any more.
        self.sql.executemany("DELETE FROM attendance WHERE id = ?", self._leaving)
        self._remove()
        self._remember()

    def _insert_new(self, kind: _Merged, number: str) -> None:
        """Insert what is new and fits as it is, with ids of the file or of `here`."""
        table, parts, give = kind.table, kind.parts, self.known.give
        plain = "a.fate = 'new' AND a.uid NOT IN (SELECT uid FROM temp.resolved)"
        self.new[kind.name] += self.sql.execute(
            f"INSERT INTO {kind.name} (id, uid, changed, {_listed(table.stored)})"
            f" SELECT {number}, uid, changed, {', '.join(table.theirs(give, table.stored))}"
            f" FROM temp.incoming a WHERE kind = '{kind.name}' AND {plain} ORDER BY a.id"
        ).rowcount
        if parts and self.new[kind.name]:
            (serve,) = self.sql.execute(
                "SELECT COUNT(*) = COUNT(DISTINCT id) FROM temp.part WHERE kind = ?", (kind.name,)
            ).fetchone()
            kept = serve and number == "id"
            self.sql.execute(
                f"INSERT INTO {parts.name} (id, {kind.owner}, {_listed(parts.stored)})"
                f" SELECT {'p.id' if kept else 'NULL'}, a.{number},"
                f" {', '.join(parts.theirs(give, parts.stored))}"
                " FROM temp.part p JOIN temp.incoming a ON a.kind = p.kind AND a.id = p.owner"
                f" WHERE p.kind = '{kind.name}' AND {plain} ORDER BY p.{'id' if kept else 'n'}"
            )

    def _change_plainly(self, kind: _Merged) -> None:
        """Take over what was changed later in the file and fits as it is."""
        theirs = kind.table.theirs(self.known.give, kind.table.told)
        settings = ", ".join(
            f'"{name}" = {there}' for name, there in zip(kind.table.told, theirs, strict=True)
        )
        self.changed[kind.name] += self.sql.execute(
            f"UPDATE {kind.name} AS t SET changed = a.changed, {settings} FROM temp.incoming a"
            f" WHERE a.kind = '{kind.name}' AND a.fate = 'changed' AND t.id = a.here"
            " AND a.uid NOT IN (SELECT uid FROM temp.resolved)"
        ).rowcount

    def _list(self, kind: _Merged) -> None:
        """List what is to be resolved: with parts, set aside, or naming the gone."""
        name, table, gone = kind.name, kind.table, "IN (SELECT id FROM temp.gone)"
        theirs, ours = ["content IS NOT NULL"], ["false"]
        if kind.parts:
            theirs.append("fate = 'changed'")
        if self.sql.execute("SELECT 1 FROM temp.gone").fetchone():
            theirs += [f"{there} {gone}" for there in table.theirs("here", tuple(table.references))]
            ours += [f"t.{column} {gone}" for column in table.references]
        if name == "interaction" and kind.parts:
            [someone] = kind.parts.theirs("here", kind.parts.told)
            absent = f"SELECT owner FROM temp.part p WHERE kind = '{name}' AND {someone} {gone}"
            theirs.append(f"a.id IN ({absent})")
            ours.append(f"t.id IN (SELECT interaction_id FROM attendance WHERE person_id {gone})")
        if name == "exchange":
            resolved = "SELECT uid FROM temp.resolved WHERE kind = 'interaction'"
            theirs.append(
                f"{table.slot('interaction_id')} IN (SELECT id FROM temp.incoming WHERE kind ="
                f" 'interaction' AND (fate NOT IN ('new', 'known') OR uid IN ({resolved})"
                # Set aside there: the file shows others in it than are known, and than we do.
                " OR content IS NOT NULL))"
            )
            ours.append(f"interaction_id IN (SELECT id FROM interaction WHERE uid IN ({resolved}))")
        self.sql.execute(
            "INSERT OR IGNORE INTO temp.resolved (uid, kind)"
            f" SELECT uid, '{name}' FROM temp.incoming a WHERE kind = '{name}'"
            f" AND fate IN ('new', 'changed') AND ({' OR '.join(theirs)})"
            f" UNION ALL SELECT uid, kind FROM aside WHERE kind = '{name}' AND uid NOT IN"
            " (SELECT uid FROM temp.beside WHERE fate = 'later')"
            f" UNION ALL SELECT uid, '{name}' FROM {name} t WHERE t.id NOT {gone}"
            f" AND ({' OR '.join(ours)})"
        )

    def _listed(self, name: str) -> Iterator[str]:
        """Yield uids while other statements write; few are held at a time."""
        last = 0
        while rows := self.sql.execute(
            "SELECT rowid, uid FROM temp.resolved WHERE kind = ? AND rowid > ?"
            " ORDER BY rowid LIMIT ?",
            (name, last, SLICE),
        ).fetchall():
            yield from (uid for _, uid in rows)
            last = rows[-1][0]

    def _resolve(self, kind: _Merged, uid: str) -> None:
        """Fit the state that is known of a record, and write it."""
        state, shown = self.shown.of(kind, uid)
        if state is None:
            return
        if shown is None:
            self._let_go(kind, uid, state)
            return
        number = self.known.number(kind.name, uid)
        if number is None:
            number = self.next_id
            self.next_id += 1
        if kind.name == "interaction":
            people = [part["person_id"] for part in shown.parts]
            self.shown.contacts[uid] = _Contact(number, shown.values["date"], people)
        else:
            self._write(kind, uid, number, state, shown)

    def _let_go(self, kind: _Merged, uid: str, state: State) -> None:
        """Take a record out of what stands, and keep what is known of it."""
        self._keep(uid, state)
        number = self.known.number(kind.name, uid)
        if number is not None:
            self.sql.execute("INSERT INTO temp.gone VALUES (?)", (number,))
            self.sql.execute(
                "UPDATE temp.incoming SET fate = CASE WHEN EXISTS (SELECT 1"
                f" FROM {kind.name} WHERE id = :id) THEN 'removed' ELSE 'gone' END"
                " WHERE uid = :uid AND fate <> 'same'",
                {"id": number, "uid": uid},
            )

    def _keep(self, uid: str, state: State) -> None:
        self.sql.execute(
            "UPDATE temp.resolved SET changed = ?, content = ? WHERE uid = ?",
            (state.changed, written(state.values, state.parts), uid),
        )

    def _write_contacts(self) -> None:
        """Write the contacts; who has an exchange in one takes part in it."""
        kind, contacts = self.kinds["interaction"], self.shown.contacts
        for uid in self._listed("exchange"):
            _, shown = self.shown.of(self.kinds["exchange"], uid)
            if shown and shown.values["interaction_id"] is not None:
                self._take_part(shown.values["interaction_id"], shown.values["person_id"])
        for uid, contact in contacts.items():
            state, shown = self.shown.of(kind, uid)
            if state and shown:
                parts = [{"person_id": person} for person in contact.people]
                self._write(kind, uid, contact.id, state, shown._replace(parts=parts))

    def _take_part(self, uid: str, person: str) -> None:
        """Let a person take part in a contact."""
        if uid not in self.shown.contacts:
            if self.sql.execute(
                "SELECT 1 FROM attendance a JOIN interaction i ON i.id = a.interaction_id"
                " JOIN person p ON p.id = a.person_id WHERE i.uid = ? AND p.uid = ?",
                (uid, person),
            ).fetchone():
                return
            self.sql.execute(
                "INSERT INTO temp.resolved (uid, kind) VALUES (?, 'interaction')", (uid,)
            )
            self._resolve(self.kinds["interaction"], uid)
        people = self.shown.contacts[uid].people
        if person not in people:
            people.append(person)

    def _write(self, kind: _Merged, uid: str, number: int, state: State, shown: State) -> None:
        """Write a record as shown, if it stands otherwise; keep what else is known."""
        values = self._in_ids(kind.table, shown.values)
        given = (shown.changed, *values.values())
        row = self.sql.execute(kind.select, (number,)).fetchone()
        missing, over = self._differing_parts(kind, number, shown)
        if row is None:
            if kind.name == "person":
                handle = kind.table.slot("handle")
                came = f"SELECT {handle} FROM temp.incoming a WHERE uid = ?"
                (values["handle"],) = self.sql.execute(came, (uid,)).fetchone()
            head = {"id": number, "uid": uid, "changed": shown.changed}
            insert_row(self.sql, kind.name, {**head, **values})
            self.new[kind.name] += 1
        elif row != given or missing or over:
            if kind.name == "interaction" and row[1] != values["date"]:
                within = "SELECT id FROM exchange WHERE interaction_id = ?"
                self._moved.update(each for (each,) in self.sql.execute(within, (number,)))
            # Also where parts alone differ: to undo that is a change of the record.
            self.sql.execute(kind.update, (*given, number))
        if row and (missing or over or row[1:] != given[1:] or number in self._moved):
            self.changed[kind.name] += 1
        if kind.parts:
            if kind.name == "interaction":
                self._leaving += over
            else:
                self.sql.executemany(f"DELETE FROM {kind.parts.name} WHERE id = ?", over)
            for part in missing:
                insert_row(self.sql, kind.parts.name, {kind.owner: number, **part})
        if not _alike(state, shown, kind.table.references):
            self._keep(uid, state)

    def _in_ids(self, table: _Table, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as the ledger stores them, with ids, and what they become."""
        found = dict(values)
        for name, other in table.references.items():
            if found[name] is not None:
                found[name] = self.shown.number(other, found[name])
        if table.made == ("folded",):
            found["folded"] = fold(found["name" if table.name == "person" else "value"])
        return {name: found[name] for name in table.stored if name in found}

    def _differing_parts(
        self, kind: _Merged, number: int, shown: State
    ) -> tuple[list[dict[str, Any]], list[tuple[int]]]:
        """Return the parts a record lacks, and the ids of those it should not have."""
        if kind.parts is None:
            return [], []
        made = {"date": shown.values["date"]} if kind.name == "interaction" else {}
        missing = [self._in_ids(kind.parts, {**part, **made}) for part in shown.parts]
        over = []
        told = len(kind.parts.told)
        for part_id, *values in self.sql.execute(
            f"SELECT id, {_listed(kind.parts.told)} FROM {kind.parts.name} WHERE {kind.owner} = ?",
            (number,),
        ):
            same = next((part for part in missing if [*part.values()][:told] == values), None)
            if same is None:
                over.append((part_id,))
            else:
                missing.remove(same)
        return missing, over

    def _remove(self) -> None:
        """Remove what is gone; what pointed to it points elsewhere, or goes too."""
        self.sql.execute(
            "UPDATE person SET into_uid = b.into_uid FROM temp.beside b"
            " WHERE b.uid = person.uid AND b.fate = 'later' AND b.into_uid IS NOT NULL"
        )
        for name in reversed(IN_ORDER):
            count = self.sql.execute(
                f"DELETE FROM {name} WHERE id IN (SELECT id FROM temp.gone)"
            ).rowcount
            if count:
                self.removed[name] = count

    def _remember(self) -> None:
        """Keep removals with the time they have there, and what is shown otherwise than known."""
        sql = self.sql
        sql.execute(
            "DELETE FROM aside WHERE uid IN (SELECT uid FROM temp.resolved WHERE content IS NULL"
            " UNION ALL SELECT uid FROM temp.beside WHERE fate = 'later')"
        )
        buried = sql.execute(
            "INSERT OR REPLACE INTO tombstone (uid, kind, changed, into_uid)"
            " SELECT uid, kind, changed, into_uid FROM temp.beside WHERE fate = 'later'"
        ).rowcount
        kept = "FROM temp.resolved WHERE content IS NOT NULL"
        sql.execute(f"DELETE FROM tombstone WHERE uid IN (SELECT uid {kept})")
        aside = sql.execute(
            "INSERT INTO aside (uid, kind, changed, content, operation_id)"
            f" SELECT uid, kind, changed, content, :operation {kept}"
            " ON CONFLICT (uid) DO UPDATE SET changed = excluded.changed,"
            " content = excluded.content, operation_id = excluded.operation_id"
            " WHERE changed <> excluded.changed OR content <> excluded.content",
            {"operation": self.op.number},
        ).rowcount
        if buried or aside:
            self.op.noted = True

    def move_on(self) -> None:
        """Let ids and change times go on after the largest that came in."""
        for table in RECORDS:
            (last_id,) = self.sql.execute(f"SELECT MAX(id) FROM {table}").fetchone()
            self.op.last_id = max(self.op.last_id, last_id or 0)
        for table in ("incoming", "beside"):
            (changed,) = self.sql.execute(f"SELECT MAX(changed) FROM temp.{table}").fetchone()
            self.op.changed = max(self.op.changed, changed or 0)


LARGEST_TAKEN = LARGEST_ID // 1000
"""The largest id that is taken over from a file: the sequence has to go on after it."""

A_DAY = 86_400_000
"""Milliseconds by which the clock of another machine may be ahead."""

_HOLDING = (*RECORDS, "tombstone", "aside")
"""Tables of which a ledger that is not empty has rows."""


def merge(incoming: Incoming) -> Merged:
    """Write what came in; it must be free of faults.

    In an empty ledger everything keeps its id. In any other what is new gets an id of
    the sequence where its own was ever used here.
    """
    sql = incoming.op.sql
    known = _Known(incoming)
    writer = _Writer(known)
    lost: tuple[tuple[Loss, ...], int] = (), 0
    people: tuple[int, ...] = ()
    holds = any(sql.execute(f"SELECT 1 FROM {each} LIMIT 1").fetchone() for each in _HOLDING)
    (largest,) = sql.execute("SELECT COALESCE(MAX(id), 0) FROM temp.incoming").fetchone()
    if holds or largest > LARGEST_TAKEN:
        known.place()
        known.give_handles()
        known.decide()
        lost = known.lost()
        writer.write()
        came = "SELECT here FROM temp.incoming WHERE kind = 'person' AND fate = 'new' ORDER BY here"
        people = tuple(number for (number,) in sql.execute(came))
    else:
        known.give_handles()
        writer.write_all()
    writer.move_on()
    fates = dict(sql.execute("SELECT fate, COUNT(*) FROM temp.incoming GROUP BY fate"))
    return Merged(
        {kind: writer.new[kind] for kind in RECORDS if writer.new[kind]},
        {kind: writer.changed[kind] for kind in RECORDS if writer.changed[kind]},
        writer.removed,
        fates.get("known", 0),
        fates.get("kept", 0),
        fates.get("dead", 0) + fates.get("gone", 0),
        *lost,
        people,
    )


def bury_asides(op: Operation, where: str, values: Mapping[str, Any]) -> None:
    """Remember as gone what was set aside and stands nowhere; `where` says which."""
    for kind in RECORDS:
        op.sql.execute(
            "INSERT OR REPLACE INTO tombstone (uid, kind, changed) SELECT uid, kind, :changed"
            f" FROM aside WHERE kind = :kind AND {where} AND uid NOT IN (SELECT uid FROM {kind})",
            {"changed": op.changed, "kind": kind, **values},
        )


def settle(op: Operation, undone: int = 0) -> None:
    """Let what was set aside stand again where it can, save what `undone` set aside."""
    bury_asides(op, "operation_id = :undone", {"undone": undone})
    op.sql.execute("DELETE FROM aside WHERE uid IN (SELECT uid FROM tombstone)")
    incoming = Incoming(op)
    incoming.settle()
    merge(incoming)
