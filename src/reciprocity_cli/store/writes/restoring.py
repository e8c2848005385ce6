"""Writing records of another ledger as they were there: uids and change times kept, ids where free.

In an empty ledger everything keeps its id. In any other a record is known by its uid: one that is
new gets an id of the sequence where its own was ever used here, one that is there gives way to a
later change as a whole, a removal among them (contesting.py, bending.py).
"""

from __future__ import annotations

from typing import NamedTuple

from reciprocity_cli.domain.names import make_handle
from reciprocity_cli.store.journal import value_columns
from reciprocity_cli.store.ledger import Operation
from reciprocity_cli.store.schema import PARTS_OF, RECORDS, REFERENCES
from reciprocity_cli.store.writes.arriving import Arrivals, listed
from reciprocity_cli.store.writes.bending import IN_ORDER, bend
from reciprocity_cli.store.writes.contesting import decide, same_parts, stand_by_ours, take_asides
from reciprocity_cli.store.writes.differing import Lost, what_lost


class Restored(NamedTuple):
    """How many records of each kind were new, changed and removed; how many stayed as they are.

    `known` are equal to ours, `kept` differ and ours was changed last, `left_out` were removed here
    since, or go along with what was.
    """

    new: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    known: int
    kept: int
    left_out: int
    lost: Lost
    new_people: tuple[int, ...]
    """Ids of people who came into a ledger that held others."""


def restore(arrivals: Arrivals) -> Restored:
    """Write what has arrived; it must be free of faults."""
    op = arrivals.op
    if _is_empty(op):
        return _restore_all(arrivals)
    _index(op)
    take_asides(arrivals)
    _find_places(op)
    _rewrite(arrivals)
    _give_handles(op)
    decide(arrivals)
    lost = what_lost(arrivals)
    stand_by_ours(arrivals)
    bend(arrivals)
    _choose_acts(arrivals)
    for kind in IN_ORDER:
        _write(arrivals, kind)
    _drop_attendance(op)
    removed = _remove(op)
    _remember(op)
    _move_on(op)
    return _counted(op, lost, removed, merged=True)


def settle(op: Operation, undone: int = 0) -> None:
    """Let what was set aside stand where it can again, save what operation `undone` set aside."""
    for kind in RECORDS:
        op.sql.execute(
            "INSERT OR REPLACE INTO tombstone (uid, kind, changed) SELECT uid, kind, ? FROM aside"
            " WHERE kind = ? AND operation_id = ?"
            f" AND uid NOT IN (SELECT uid FROM {kind})",
            (op.changed, kind, undone),
        )
    op.sql.execute("DELETE FROM aside WHERE uid IN (SELECT uid FROM tombstone)")
    arrivals = Arrivals(op, *_columns(op))
    arrivals.settle()
    restore(arrivals)


def _columns(op: Operation) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the columns of each kind, and of its parts, that an arrival brings."""

    def chosen(table: str, left_out: set[str]) -> list[str]:
        return [name for name in value_columns(op.sql.execute, table) if name not in left_out]

    head = {"uid", "changed", "folded", "into_uid"}
    beside = {"person": {"folded"}, "interaction": {"date"}}
    parts = {
        kind: chosen(table, {owner, *beside.get(kind, ())})
        for kind, (table, owner) in PARTS_OF.items()
    }
    return {kind: chosen(kind, head) for kind in RECORDS}, parts


def _is_empty(op: Operation) -> bool:
    tables = (*RECORDS, "tombstone", "aside")
    return not any(op.sql.execute(f"SELECT 1 FROM {each} LIMIT 1").fetchone() for each in tables)


def _restore_all(arrivals: Arrivals) -> Restored:
    op = arrivals.op
    _give_handles(op)
    for kind in IN_ORDER:
        op.sql.execute(f"UPDATE temp.came_{kind} SET act = 'insert'")
        _insert(arrivals, kind)
        if kind in PARTS_OF:
            _write_all_parts(arrivals, kind)
    op.sql.execute(
        "INSERT INTO tombstone (uid, kind, changed, into_uid)"
        " SELECT uid, kind, changed, into_uid FROM temp.came_tombstone"
    )
    op.sql.execute(
        "INSERT INTO aside (uid, kind, changed, content, operation_id)"
        " SELECT uid, kind, changed, content, ? FROM temp.came_aside",
        (op.number,),
    )
    if op.sql.execute("SELECT 1 FROM tombstone UNION ALL SELECT 1 FROM aside").fetchone():
        op.note()
    _move_on(op)
    return _counted(op, Lost((), 0), {}, merged=False)


def _index(op: Operation) -> None:
    for kind in RECORDS:
        op.sql.execute(f"CREATE INDEX temp.came_{kind}_uid ON came_{kind} (uid)")


def _find_places(op: Operation) -> None:
    """Set `here` of everything that arrived: the id under which this ledger has it, or will.

    What is only named, and nowhere, has one below 0.
    """
    for kind in RECORDS:
        op.sql.execute(
            f"UPDATE temp.arrived SET here = (SELECT t.id FROM {kind} t WHERE t.uid = arrived.uid)"
            f" WHERE kind = '{kind}'"
        )
        op.sql.execute(
            f"UPDATE temp.came_{kind} SET fate = 'there' WHERE EXISTS"
            f" (SELECT 1 FROM {kind} t WHERE t.uid = came_{kind}.uid)"
        )
    op.sql.execute("UPDATE temp.arrived SET here = -n WHERE here IS NULL AND NOT came")
    # An id up to the last one given was somebody's here, even if that record is gone.
    op.sql.execute("UPDATE temp.arrived SET here = id WHERE here IS NULL AND id > ?", (op.last_id,))
    (after,) = op.sql.execute(
        "SELECT max(?, COALESCE(MAX(here), 0)) FROM temp.arrived", (op.last_id,)
    ).fetchone()
    op.sql.execute(
        "UPDATE temp.arrived SET here = ? + f.k"
        " FROM (SELECT n, ROW_NUMBER() OVER (ORDER BY id) AS k FROM temp.arrived"
        " WHERE here IS NULL) f WHERE f.n = arrived.n",
        (after,),
    )
    op.sql.execute("CREATE INDEX temp.arrived_here ON arrived (here)")


def _rewrite(arrivals: Arrivals) -> None:
    """Put the ids of this ledger in the place of the file's, wherever they stand."""
    sql = arrivals.op.sql
    if not sql.execute("SELECT 1 FROM temp.arrived WHERE here <> id LIMIT 1").fetchone():
        return

    def place(column: str) -> str:
        return f"{column} = (SELECT a.here FROM temp.arrived a WHERE a.id = came.{column})"

    for kind, references in REFERENCES.items():
        settings = ", ".join(place(column) for column in ("id", *references))
        sql.execute(f"UPDATE temp.came_{kind} AS came SET {settings}")
    for table, _ in PARTS_OF.values():
        more = f", {place('person_id')}" if table == "attendance" else ""
        sql.execute(f"UPDATE temp.came_{table} AS came SET {place('owner')}{more}")


def _give_handles(op: Operation) -> None:
    """Leave our people their handles; give new ones another where theirs is taken or missing."""
    op.sql.execute(
        "UPDATE temp.came_person SET handle = (SELECT t.handle FROM person t"
        " WHERE t.id = came_person.id) WHERE fate = 'there'"
    )
    clashing = op.sql.execute(
        "SELECT n, id, name FROM temp.came_person s WHERE fate = 'new' AND (handle IS NULL"
        " OR EXISTS (SELECT 1 FROM person t WHERE t.handle = s.handle)) ORDER BY id"
    ).fetchall()

    def taken(handle: str) -> bool:
        found = op.sql.execute(
            "SELECT 1 FROM person WHERE handle = :handle"
            " UNION ALL SELECT 1 FROM temp.came_person WHERE handle = :handle",
            {"handle": handle},
        )
        return found.fetchone() is not None

    for n, number, name in clashing:
        handle = make_handle(name, taken, number)
        op.sql.execute("UPDATE temp.came_person SET handle = ? WHERE n = ?", (handle, n))


def _choose_acts(arrivals: Arrivals) -> None:
    """Set what is to be done about each record that arrived, now that all of them fit."""
    sql = arrivals.op.sql
    for kind in RECORDS:
        same = " AND ".join(
            [f't."{name}" IS came."{name}"' for name in arrivals.columns[kind]]
            + same_parts(arrivals, kind)
        )
        sql.execute(f"UPDATE temp.came_{kind} SET act = 'insert' WHERE fate = 'new'")
        sql.execute(
            f"UPDATE temp.came_{kind} AS came SET act = CASE WHEN NOT ({same}) THEN 'update'"
            f" WHEN came.changed IS NOT t.changed THEN 'touch' ELSE '' END FROM {kind} t"
            " WHERE t.id = came.id AND fate IN ('known', 'changed', 'kept', 'same')"
        )
        sql.execute(
            f"UPDATE temp.came_{kind} AS came SET act = 'delete' FROM {kind} t"
            " WHERE t.id = came.id AND fate IN ('dead', 'aside')"
        )


def _write(arrivals: Arrivals, kind: str) -> None:
    sql = arrivals.op.sql
    _insert(arrivals, kind)
    settings = ", ".join(
        f'"{name}" = came."{name}"' for name in ("changed", *arrivals.columns[kind])
    )
    sql.execute(
        f"UPDATE {kind} SET {settings} FROM temp.came_{kind} came"
        f" WHERE came.act = 'update' AND {kind}.id = came.id"
    )
    sql.execute(
        f"UPDATE {kind} SET changed = came.changed FROM temp.came_{kind} came"
        f" WHERE came.act = 'touch' AND {kind}.id = came.id"
    )
    if kind in PARTS_OF:
        _write_parts(arrivals, kind)


def _insert(arrivals: Arrivals, kind: str) -> None:
    names = listed(("id", "uid", "changed", *arrivals.columns[kind]))
    arrivals.op.sql.execute(
        f"INSERT INTO {kind} ({names}) SELECT {names} FROM temp.came_{kind}"
        " WHERE act = 'insert' ORDER BY id"
    )


def _write_all_parts(arrivals: Arrivals, kind: str) -> None:
    """Write the parts into an empty ledger, with their ids if those serve."""
    sql = arrivals.op.sql
    table, owner = PARTS_OF[kind]
    names = listed(arrivals.parts[kind])
    (serve,) = sql.execute(
        f"SELECT COUNT(*) = COUNT(DISTINCT id) FROM temp.came_{table}"
    ).fetchone()
    number, order = ("id", "id") if serve else ("NULL", "rowid")
    sql.execute(
        f"INSERT INTO {table} (id, {owner}, {names}) SELECT {number}, owner, {names}"
        f" FROM temp.came_{table} ORDER BY {order}"
    )


def _write_parts(arrivals: Arrivals, kind: str) -> None:
    """Write the parts of what is new, and make those of what changed the file's.

    Attendance is only added to: who must go from a contact is seen when its exchanges are in.
    """
    sql = arrivals.op.sql
    table, owner = PARTS_OF[kind]
    names = listed(arrivals.parts[kind])
    of_changed = f"(SELECT id FROM temp.came_{kind} WHERE act = 'update')"
    missing = ""
    if table == "attendance":
        missing = (
            " AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.interaction_id = p.owner"
            " AND a.person_id = p.person_id)"
        )
    elif table == "detail":
        pair = "(SELECT kind, value FROM temp.came_detail p WHERE p.owner = detail.person_id)"
        sql.execute(
            f"DELETE FROM detail WHERE person_id IN {of_changed} AND (kind, value) NOT IN {pair}"
        )
        missing = (
            " AND NOT EXISTS (SELECT 1 FROM detail d WHERE d.person_id = p.owner"
            " AND d.kind = p.kind AND d.folded = p.folded)"
        )
    else:
        sql.execute(f"DELETE FROM {table} WHERE {owner} IN {of_changed}")
    sql.execute(
        f"INSERT INTO {table} ({owner}, {names}) SELECT owner, {names} FROM temp.came_{table} p"
        f" WHERE owner IN (SELECT id FROM temp.came_{kind} WHERE act IN ('insert', 'update'))"
        f"{missing} ORDER BY rowid"
    )


def _drop_attendance(op: Operation) -> None:
    """Take out of changed contacts who is not in them any more."""
    op.sql.execute(
        "DELETE FROM attendance WHERE interaction_id IN"
        " (SELECT id FROM temp.came_interaction WHERE act = 'update')"
        " AND NOT EXISTS (SELECT 1 FROM temp.came_attendance p"
        " WHERE p.owner = attendance.interaction_id AND p.person_id = attendance.person_id)"
    )


def _remove(op: Operation) -> dict[str, int]:
    """Remove what is gone; whatever pointed to it points elsewhere by now, or goes as well."""
    op.sql.execute(
        "UPDATE person SET into_uid = b.into_uid FROM temp.came_tombstone b"
        " WHERE b.uid = person.uid AND b.fate = 'later' AND b.into_uid IS NOT NULL"
    )
    counts = {}
    for kind in reversed(IN_ORDER):
        count = op.sql.execute(
            f"DELETE FROM {kind} WHERE id IN (SELECT id FROM temp.came_{kind}"
            " WHERE act = 'delete') OR uid IN (SELECT uid FROM temp.came_tombstone"
            f" WHERE fate = 'later' AND kind = '{kind}')"
        ).rowcount
        if count:
            counts[kind] = count
    return counts


def _remember(op: Operation) -> None:
    """Keep removals with the time they have there, and what cannot stand in its table."""
    sql = op.sql
    for kind in RECORDS:
        sql.execute(
            "DELETE FROM aside WHERE kind = ? AND uid NOT IN (SELECT uid FROM temp.bent)"
            f" AND uid IN (SELECT uid FROM temp.came_{kind})",
            (kind,),
        )
        # An edit here since then is what stands now.
        sql.execute(
            f"DELETE FROM aside WHERE kind = ? AND EXISTS (SELECT 1 FROM {kind} t"
            " WHERE t.uid = aside.uid AND t.changed > aside.changed)",
            (kind,),
        )
    buried = sql.execute(
        "INSERT OR REPLACE INTO tombstone (uid, kind, changed, into_uid)"
        " SELECT uid, kind, changed, into_uid FROM temp.came_tombstone WHERE fate = 'later'"
    ).rowcount
    sql.execute("DELETE FROM tombstone WHERE uid IN (SELECT uid FROM temp.bent)")
    aside = sql.execute(
        "INSERT INTO aside (uid, kind, changed, content, operation_id)"
        " SELECT uid, kind, changed, content, ? FROM temp.bent WHERE true"
        " ON CONFLICT (uid) DO UPDATE SET changed = excluded.changed, content = excluded.content,"
        " operation_id = excluded.operation_id"
        " WHERE changed <> excluded.changed OR content <> excluded.content",
        (op.number,),
    ).rowcount
    if buried or aside:
        op.note()


def _move_on(op: Operation) -> None:
    """Let ids and change times go on after the largest that came in."""
    sql = op.sql
    for kind in RECORDS:
        last_id, last_change = sql.execute(
            f"SELECT MAX(CASE WHEN act = 'insert' THEN id END), MAX(changed) FROM temp.came_{kind}"
        ).fetchone()
        op.last_id = max(op.last_id, last_id or 0)
        op.changed = max(op.changed, last_change or 0)
    for beside in ("came_tombstone", "came_aside"):
        (last_change,) = sql.execute(f"SELECT MAX(changed) FROM temp.{beside}").fetchone()
        op.changed = max(op.changed, last_change or 0)


def _counted(op: Operation, lost: Lost, removed: dict[str, int], *, merged: bool) -> Restored:
    acts: dict[str, dict[str, int]] = {act: {} for act in ("insert", "update")}
    fates = {"known": 0, "kept": 0, "dead": 0, "aside": 0}
    for kind in RECORDS:
        for act, fate, line, count in op.sql.execute(
            "SELECT act, fate, line <> 0, COUNT(*)"
            f" FROM temp.came_{kind} GROUP BY act, fate, line <> 0"
        ):
            if act in acts:
                acts[act][kind] = acts[act].get(kind, 0) + count
            if fate in fates and line and act != "delete":
                fates[fate] += count
    came = op.sql.execute("SELECT id FROM temp.came_person WHERE act = 'insert' ORDER BY id")
    return Restored(
        acts["insert"],
        acts["update"],
        removed,
        fates["known"],
        fates["kept"],
        fates["dead"] + fates["aside"],
        lost,
        tuple(number for (number,) in came) if merged else (),
    )
