"""Writing records of another ledger as they were there: uids and change times kept, ids where free.

In an empty ledger everything keeps its id. In any other a record is known by its uid: one that is
new gets an id of the sequence where its own was ever used here, one that is there gives way to a
later change as a whole, and no record is ever removed.
"""

from __future__ import annotations

from typing import NamedTuple

from reciprocity_cli.domain.names import make_handle
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.schema import PARTS_OF, RECORDS
from reciprocity_cli.store.writes.arriving import REFERENCES, Arrivals, listed

_FIRST = ("person", "interaction", "idea", "exchange")
_IN_ORDER = (*_FIRST, *(kind for kind in RECORDS if kind not in _FIRST))
"""Each kind after those that it points to."""


class Restored(NamedTuple):
    """How many records of each kind were new and were changed; and how many stayed as they are.

    `known` are equal to ours, `kept` differ and ours was changed last, or at the same moment.
    """

    new: dict[str, int]
    changed: dict[str, int]
    known: int
    kept: int
    new_people: tuple[int, ...]
    """Ids of people who came into a ledger that held others."""


def restore(arrivals: Arrivals) -> Restored:
    """Write what has arrived; it must be free of faults."""
    op = arrivals.op
    empty = not any(op.sql.execute(f"SELECT 1 FROM {kind} LIMIT 1").fetchone() for kind in RECORDS)
    if not empty:
        _find_places(op)
        _rewrite(arrivals)
    _give_handles(op)
    if not empty:
        _compare(arrivals)
    for kind in _IN_ORDER:
        if kind == "exchange" and not empty:
            _fit_into_contacts(op)
        _write(arrivals, kind, everything_new=empty)
    if not empty:
        _drop_attendance(op)
    _move_on(op)
    return _counted(op, empty=empty)


def _find_places(op: Operation) -> None:
    """Set `here` of everything that arrived: the id under which this ledger has it, or will."""
    for kind in RECORDS:
        op.sql.execute(
            f"UPDATE temp.arrived SET here = (SELECT t.id FROM {kind} t WHERE t.uid = arrived.uid)"
            f" WHERE kind = '{kind}'"
        )
        op.sql.execute(
            f"UPDATE temp.came_{kind} SET fate = 'there' WHERE n IN"
            f" (SELECT n FROM temp.arrived WHERE kind = '{kind}' AND here IS NOT NULL)"
        )
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
            "SELECT 1 FROM person WHERE handle = ?1"
            " UNION ALL SELECT 1 FROM temp.came_person WHERE handle = ?1",
            (handle,),
        )
        return found.fetchone() is not None

    for n, number, name in clashing:
        handle = make_handle(name, taken, number)
        op.sql.execute("UPDATE temp.came_person SET handle = ? WHERE n = ?", (handle, n))


def _compare(arrivals: Arrivals) -> None:
    """Decide about each record that is there: equal, changed later in the file, or not."""
    for kind in RECORDS:
        same = " AND ".join(
            [f't."{name}" IS came."{name}"' for name in arrivals.columns[kind]]
            + _same_parts(arrivals, kind)
        )
        arrivals.op.sql.execute(
            f"UPDATE temp.came_{kind} AS came SET fate = (SELECT CASE WHEN {same} THEN 'known'"
            f" WHEN came.changed > t.changed THEN 'changed' ELSE 'kept' END FROM {kind} t"
            " WHERE t.id = came.id) WHERE fate = 'there'"
        )


def _same_parts(arrivals: Arrivals, kind: str) -> list[str]:
    if kind not in PARTS_OF:
        return []
    table, owner = PARTS_OF[kind]
    # The date of an attendance is the contact's, and compared there.
    names = [name for name in arrivals.parts[kind] if (kind, name) != ("interaction", "date")]
    quoted = " || ".join(f'quote("{name}")' for name in names)

    def gathered(source: str, condition: str) -> str:
        rows = f"SELECT {quoted} AS part FROM {source} WHERE {condition} ORDER BY part"
        return f"(SELECT group_concat(part) FROM ({rows}))"

    ours = gathered(table, f"{owner} = t.id")
    return [f"{ours} IS {gathered(f'temp.came_{table}', 'owner = came.id')}"]


def _write(arrivals: Arrivals, kind: str, *, everything_new: bool) -> None:
    sql, columns = arrivals.op.sql, arrivals.columns[kind]
    names = listed(("id", "uid", "changed", *columns))
    sql.execute(
        f"INSERT INTO {kind} ({names}) SELECT {names} FROM temp.came_{kind}"
        " WHERE fate = 'new' ORDER BY id"
    )
    if not everything_new:
        settings = ", ".join(f'"{name}" = came."{name}"' for name in ("changed", *columns))
        sql.execute(
            f"UPDATE {kind} SET {settings} FROM temp.came_{kind} came"
            f" WHERE came.fate = 'changed' AND {kind}.id = came.id"
        )
    if kind not in PARTS_OF:
        return
    if everything_new:
        _write_all_parts(arrivals, kind)
    else:
        _write_parts(arrivals, kind)


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
    of_changed = f"(SELECT id FROM temp.came_{kind} WHERE fate = 'changed')"
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
        f" WHERE owner IN (SELECT id FROM temp.came_{kind} WHERE fate IN ('new', 'changed'))"
        f"{missing} ORDER BY rowid"
    )


def _fit_into_contacts(op: Operation) -> None:
    """Make exchanges fit the contacts as they now are here: on their day, of people in them.

    Where our state of a contact was the later one, somebody may not be in it to whom an exchange of
    the file belongs; they took part.
    """
    op.sql.execute(
        "UPDATE temp.came_exchange SET date = (SELECT i.date FROM interaction i"
        " WHERE i.id = came_exchange.interaction_id)"
        " WHERE fate IN ('new', 'changed') AND interaction_id IS NOT NULL"
    )
    missing = op.sql.execute(
        "SELECT DISTINCT interaction_id, person_id, date FROM temp.came_exchange s"
        " WHERE fate IN ('new', 'changed') AND interaction_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM attendance a WHERE a.interaction_id = s.interaction_id"
        " AND a.person_id = s.person_id)"
    ).fetchall()
    for contact, person, on in missing:
        op.insert_part("attendance", {"interaction_id": contact, "person_id": person, "date": on})
        op.touch("interaction", contact)


def _drop_attendance(op: Operation) -> None:
    """Take out of changed contacts who is not in them any more, save where an exchange remains."""
    op.sql.execute(
        "DELETE FROM attendance WHERE interaction_id IN"
        " (SELECT id FROM temp.came_interaction WHERE fate = 'changed')"
        " AND NOT EXISTS (SELECT 1 FROM temp.came_attendance p"
        " WHERE p.owner = attendance.interaction_id AND p.person_id = attendance.person_id)"
        " AND NOT EXISTS (SELECT 1 FROM exchange e WHERE e.interaction_id ="
        " attendance.interaction_id AND e.person_id = attendance.person_id)"
    )


def _move_on(op: Operation) -> None:
    """Let ids and change times go on after the largest that came in."""
    for kind in RECORDS:
        last_id, last_change = op.sql.execute(
            f"SELECT MAX(CASE WHEN fate = 'new' THEN id END), MAX(changed) FROM temp.came_{kind}"
            " WHERE fate IN ('new', 'changed')"
        ).fetchone()
        op.last_id = max(op.last_id, last_id or 0)
        op.changed = max(op.changed, last_change or 0)


def _counted(op: Operation, *, empty: bool) -> Restored:
    counts: dict[str, dict[str, int]] = {fate: {} for fate in ("new", "changed", "known", "kept")}
    for kind in RECORDS:
        for fate, count in op.sql.execute(
            f"SELECT fate, COUNT(*) FROM temp.came_{kind} GROUP BY fate"
        ):
            counts[fate][kind] = count
    came = op.sql.execute("SELECT id FROM temp.came_person WHERE fate = 'new' ORDER BY id")
    return Restored(
        counts["new"],
        counts["changed"],
        sum(counts["known"].values()),
        sum(counts["kept"].values()),
        () if empty else tuple(number for (number,) in came),
    )
