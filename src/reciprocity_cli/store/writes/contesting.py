"""Which state of a record stands where two ledgers differ: the later change, removals among them.

A tie goes to the content with the larger digest; a removal has none, so that it loses one. What is
decided here is about each record alone; what follows for those that name it, bending.py says.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from reciprocity_cli.store.schema import PARTS_OF, RECORDS, REFERENCES
from reciprocity_cli.store.writes.arriving import Arrivals, listed
from reciprocity_cli.store.writes.contents import UidOf, content_of, digest

_LOST = -1
"""The line of a record of ours to which one of the file gave way."""

ASIDE_STANDS = (
    "NOT EXISTS (SELECT 1 FROM {kind} t WHERE t.uid = aside.uid AND t.changed > aside.changed)"
)
"""Whether what was set aside is still the last that is known of its record."""


def came(arrivals: Arrivals, kind: str, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return values and parts of a record that arrived."""
    return _record(
        arrivals,
        kind,
        f"temp.came_{kind}",
        f"temp.came_{PARTS_OF.get(kind, ('',))[0]}",
        "owner",
        number,
    )


def ours(arrivals: Arrivals, kind: str, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return values and parts of a record of this ledger."""
    table, owner = PARTS_OF.get(kind, ("", ""))
    return _record(arrivals, kind, kind, table, owner, number)


def _record(
    arrivals: Arrivals, kind: str, source: str, table: str, owner: str, number: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    sql, names = arrivals.op.sql, arrivals.columns[kind]
    row = sql.execute(f"SELECT {listed(names)} FROM {source} WHERE id = ?", (number,)).fetchone()
    parts: list[dict[str, Any]] = []
    if kind in PARTS_OF:
        columns = arrivals.parts[kind]
        rows = sql.execute(f"SELECT {listed(columns)} FROM {table} WHERE {owner} = ?", (number,))
        parts = [dict(zip(columns, part, strict=True)) for part in rows]
    return dict(zip(names, row, strict=True)), parts


def uid_in_file(sql: sqlite3.Connection) -> UidOf:
    """Return what names the uid of a record by the id it has in the file."""

    def uid_of(_kind: str, number: int) -> str:
        found = sql.execute("SELECT uid FROM temp.arrived WHERE id = ?", (number,)).fetchone()
        return str(found[0])

    return uid_of


def uid_here(sql: sqlite3.Connection) -> UidOf:
    """Return what names the uid of a record by the id it has, or will have, in this ledger."""

    def uid_of(kind: str, number: int) -> str:
        found = sql.execute(f"SELECT uid FROM {kind} WHERE id = ?", (number,)).fetchone()
        if found is None:
            found = sql.execute("SELECT uid FROM temp.arrived WHERE here = ?", (number,)).fetchone()
        return str(found[0])

    return uid_of


def take_asides(arrivals: Arrivals) -> None:
    """Let what was set aside, there and here, stand for its record; ids are still the file's."""
    sql = arrivals.op.sql
    for line, kind, uid, changed, content in _in_slices(
        sql, "SELECT rowid, line, kind, uid, changed, content FROM temp.came_aside WHERE true"
    ):
        rival = _rival(sql, kind, uid)
        if rival is None or rival[1] <= changed:
            _stand(arrivals, line, kind, uid, changed, content, held=0)
    for kind in RECORDS:
        for uid, changed, content in _in_slices(
            sql,
            f"SELECT rowid, uid, changed, content FROM aside WHERE kind = '{kind}' AND "
            + ASIDE_STANDS.format(kind=kind),
        ):
            _take_ours(arrivals, kind, uid, changed, content)


def _in_slices(sql: sqlite3.Connection, select: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows, the first value left out, while other statements run; few are held at a time."""
    last = 0
    while rows := sql.execute(
        f"{select} AND rowid > ? ORDER BY rowid LIMIT 500", (last,)
    ).fetchall():
        for row in rows:
            yield row[1:]
        last = rows[-1][0]


def _take_ours(arrivals: Arrivals, kind: str, uid: str, changed: int, content: str) -> None:
    sql = arrivals.op.sql
    rival, line = _rival(sql, kind, uid), 0
    if rival is not None:
        theirs = content_of(kind, *came(arrivals, kind, rival[0]), uid_in_file(sql))
        if (rival[1], digest(theirs)) > (changed, digest(content)):
            sql.execute(f"UPDATE temp.came_{kind} SET held = 2 WHERE uid = ?", (uid,))
            return
        if theirs != content:
            line = _LOST
    _stand(arrivals, line, kind, uid, changed, content, held=1)


def _rival(sql: sqlite3.Connection, kind: str, uid: str) -> tuple[int, int] | None:
    found = sql.execute(f"SELECT id, changed FROM temp.came_{kind} WHERE uid = ?", (uid,))
    row: tuple[int, int] | None = found.fetchone()
    return row


def _stand(
    arrivals: Arrivals, line: int, kind: str, uid: str, changed: int, content: str, *, held: int
) -> None:
    """Put what was set aside where it would have arrived as a record."""
    sql = arrivals.op.sql
    said = json.loads(content)
    values = dict.fromkeys(arrivals.columns[kind])
    values.update((name, value) for name, value in said["values"].items() if name in values)
    for name, other in REFERENCES[kind].items():
        if values[name] is not None:
            values[name] = _place(arrivals, other, str(values[name]))
    if kind == "exchange" and values["date"] is None:
        values["date"] = "0001-01-01"  # until its contact gives it a day
    rows = [_part(arrivals, kind, part) for part in said["parts"]]
    number = _place(arrivals, kind, uid)
    sql.execute(f"DELETE FROM temp.came_{kind} WHERE uid = ?", (uid,))
    if kind in PARTS_OF:
        sql.execute(f"DELETE FROM temp.came_{PARTS_OF[kind][0]} WHERE owner = ?", (number,))
    sql.execute("UPDATE temp.arrived SET came = 1 WHERE id = ?", (number,))
    given = [values[name] for name in arrivals.columns[kind] if name != "folded"]
    arrivals.replace(line, kind, number, uid, changed, given, rows)
    sql.execute(f"UPDATE temp.came_{kind} SET held = ? WHERE uid = ?", (held, uid))


def _part(arrivals: Arrivals, kind: str, part: dict[str, Any]) -> tuple[Any, ...]:
    said = dict(part)
    if kind == "interaction":
        said["person_id"] = _place(arrivals, "person", str(said["person_id"]))
    names = [name for name in arrivals.parts[kind] if name not in ("folded", "date")]
    if kind == "promise":
        names = list(arrivals.parts[kind])
    return (None, *(said.get(name) for name in names))


def _place(arrivals: Arrivals, kind: str, uid: str) -> int:
    """Return the id by which the file means a record; one of ours below 0, where it has none."""
    sql = arrivals.op.sql
    # Of another kind it is another record: whoever names it so names nothing.
    found = sql.execute(
        "SELECT id FROM temp.arrived WHERE uid = ? AND kind = ?", (uid, kind)
    ).fetchone()
    if found is not None:
        return int(found[0])
    arrivals.count += 1
    sql.execute(
        "INSERT INTO temp.arrived (n, line, kind, id, uid, came) VALUES (?, 0, ?, ?, ?, 0)",
        (arrivals.count, kind, -arrivals.count, uid),
    )
    return -arrivals.count


def decide(arrivals: Arrivals) -> None:
    """Set the fate of each record that arrived; ids are those of this ledger by now.

    `new`, `known` (equal), `changed` (the file's wins), `kept` (ours does, and takes its place in
    what arrived), `same` (ours, and the file said nothing of it), `dead` (removed, and later).
    """
    sql = arrivals.op.sql
    for kind in RECORDS:
        sql.execute(f"CREATE INDEX temp.came_{kind}_id ON came_{kind} (id)")
        _compare(arrivals, kind)
        _settle_ties(arrivals, kind)
        sql.execute(
            f"UPDATE temp.came_{kind} SET fate = 'dead' WHERE fate = 'new' AND held <> 1 AND EXISTS"
            f" (SELECT 1 FROM tombstone b WHERE b.uid = came_{kind}.uid"
            f" AND b.changed > came_{kind}.changed)"
        )
    _decide_removals(sql)


def stand_by_ours(arrivals: Arrivals) -> None:
    """Put ours in the place of what arrived wherever ours stands."""
    sql = arrivals.op.sql
    for kind in RECORDS:
        settings = ", ".join(
            f'"{name}" = t."{name}"' for name in ("changed", *arrivals.columns[kind])
        )
        mine = "fate = 'kept' AND held = 0"
        sql.execute(
            f"UPDATE temp.came_{kind} AS came SET {settings} FROM {kind} t WHERE {mine}"
            " AND t.id = came.id"
        )
        sql.execute(
            f"UPDATE temp.came_{kind} AS came SET changed = t.changed FROM {kind} t"
            " WHERE fate = 'known' AND t.id = came.id AND t.changed > came.changed"
        )
        if kind in PARTS_OF:
            table = PARTS_OF[kind][0]
            chosen = f"(SELECT id FROM temp.came_{kind} WHERE {mine})"
            sql.execute(f"DELETE FROM temp.came_{table} WHERE owner IN {chosen}")
            copy_parts(arrivals, kind, chosen)


def copy_parts(arrivals: Arrivals, kind: str, chosen: str) -> None:
    """Take the parts that our records have among what arrived."""
    table, owner = PARTS_OF[kind]
    names = listed(arrivals.parts[kind])
    arrivals.op.sql.execute(
        f"INSERT INTO temp.came_{table} (owner, id, {names}) SELECT {owner}, id, {names}"
        f" FROM {table} WHERE {owner} IN {chosen} ORDER BY id"
    )


def _compare(arrivals: Arrivals, kind: str) -> None:
    same = " AND ".join(
        [*(_equal(kind, name) for name in arrivals.columns[kind]), *same_parts(arrivals, kind)]
    )
    arrivals.op.sql.execute(
        f"UPDATE temp.came_{kind} AS came SET fate = CASE held"
        " WHEN 1 THEN CASE WHEN line = 0 THEN 'same' ELSE 'kept' END WHEN 2 THEN 'changed' ELSE"
        f" (SELECT CASE WHEN {same} THEN 'known' WHEN came.changed > t.changed THEN 'changed'"
        f" WHEN came.changed = t.changed THEN 'tie' ELSE 'kept' END FROM {kind} t"
        " WHERE t.id = came.id) END WHERE fate = 'there'"
    )


def _equal(kind: str, name: str) -> str:
    equal = f't."{name}" IS came."{name}"'
    if (kind, name) == ("exchange", "date"):
        return f"(came.interaction_id IS NOT NULL OR {equal})"
    return equal


def same_parts(arrivals: Arrivals, kind: str) -> list[str]:
    """Return the condition, if there is one, that a record has the same parts as ours."""
    if kind not in PARTS_OF:
        return []
    table, owner = PARTS_OF[kind]
    # The date of an attendance is the contact's, and compared there.
    names = [name for name in arrivals.parts[kind] if (kind, name) != ("interaction", "date")]
    quoted = " || ".join(f'quote("{name}")' for name in names)

    def gathered(source: str, condition: str) -> str:
        rows = f"SELECT {quoted} AS part FROM {source} WHERE {condition} ORDER BY part"
        return f"(SELECT group_concat(part) FROM ({rows}))"

    mine = gathered(table, f"{owner} = t.id")
    return [f"{mine} IS {gathered(f'temp.came_{table}', 'owner = came.id')}"]


def _settle_ties(arrivals: Arrivals, kind: str) -> None:
    sql = arrivals.op.sql
    ties: Sequence[tuple[int, int]] = sql.execute(
        f"SELECT n, id FROM temp.came_{kind} WHERE fate = 'tie'"
    ).fetchall()
    uid_of = uid_here(sql)
    for n, number in ties:
        theirs = digest(content_of(kind, *came(arrivals, kind, number), uid_of))
        mine = digest(content_of(kind, *ours(arrivals, kind, number), uid_of))
        fate = "known" if theirs == mine else "changed" if theirs > mine else "kept"
        sql.execute(f"UPDATE temp.came_{kind} SET fate = ? WHERE n = ?", (fate, n))


def _decide_removals(sql: sqlite3.Connection) -> None:
    """Set the fate of each removal: `later` than all we know of, `lost`, or `known` already."""
    sql.execute(
        "UPDATE temp.came_tombstone AS came SET fate = CASE WHEN EXISTS (SELECT 1 FROM tombstone b"
        " WHERE b.uid = came.uid AND (b.changed, COALESCE(b.into_uid, '')) >="
        " (came.changed, COALESCE(came.into_uid, ''))) THEN 'known' ELSE 'later' END"
    )
    for kind in RECORDS:
        sql.execute(
            f"UPDATE temp.came_{kind} AS came SET fate = 'dead' WHERE held = 1 AND EXISTS (SELECT 1"
            " FROM temp.came_tombstone b WHERE b.uid = came.uid AND b.changed > came.changed)"
        )
        sql.execute(
            "UPDATE temp.came_tombstone AS came SET fate = 'lost' WHERE kind = ? AND (EXISTS"
            f" (SELECT 1 FROM temp.came_{kind} c WHERE c.uid = came.uid"
            f" AND c.changed >= came.changed) OR EXISTS (SELECT 1 FROM {kind} t"
            " WHERE t.uid = came.uid AND t.changed >= came.changed))",
            (kind,),
        )
