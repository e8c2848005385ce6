"""What follows where a record names one that is gone: it goes along, points on, or lets go.

A record goes with the person or contact it is about, unless they were made part of somebody, whom
it is about then; what it only mentions it lets go of. What it said is set aside, so that it says so
again if who is gone returns with a later change: only so does the order of merging not matter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from reciprocity_cli.store.schema import PARTS_OF, RECORDS, REFERENCES
from reciprocity_cli.store.writes.arriving import Arrivals, listed
from reciprocity_cli.store.writes.contents import content_of
from reciprocity_cli.store.writes.contesting import came, copy_parts, uid_here

_FIRST = ("person", "interaction", "idea", "exchange", "need")
IN_ORDER = (*_FIRST, *(kind for kind in RECORDS if kind not in _FIRST))
"""Each kind after those that it points to."""

NEEDED = {
    **{kind: ("person_id",) for kind in RECORDS if "person_id" in REFERENCES[kind]},
    "exchange": ("person_id", "interaction_id"),
    "introduction": ("person_id", "other_person_id"),
}
"""The references without which a record is nothing; the others it can let go of."""

_GONE = "(SELECT id FROM temp.gone)"


def bend(arrivals: Arrivals) -> None:
    """Make what arrived fit what is gone, here and there, and set the act for each record.

    Acts are `insert`, `update`, `touch` (the change time alone), `delete` and "", nothing.
    """
    sql = arrivals.op.sql
    sql.execute("DROP TABLE IF EXISTS temp.gone")
    sql.execute('CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY, "into" INTEGER)')
    sql.execute("DROP TABLE IF EXISTS temp.bent")
    sql.execute("CREATE TEMP TABLE bent (uid PRIMARY KEY, kind, changed, content)")
    _gather_gone(sql)
    for kind in IN_ORDER:
        _draw_in(arrivals, kind)
        if kind == "exchange":
            _follow_contacts(sql)
        _bend_kind(arrivals, kind)
        if kind == "exchange":
            _widen_contacts(arrivals)


def _gather_gone(sql: sqlite3.Connection) -> None:
    """Fill `gone` with the ids of what is removed, and of whom each person became part."""
    for kind in RECORDS:
        sql.execute(
            f"INSERT OR IGNORE INTO temp.gone (id) SELECT t.id FROM {kind} t"
            " JOIN temp.came_tombstone b ON b.uid = t.uid AND b.fate = 'later'"
        )
        sql.execute(
            f"INSERT OR IGNORE INTO temp.gone (id)"
            f" SELECT id FROM temp.came_{kind} WHERE fate = 'dead'"
        )
    sql.execute("INSERT OR IGNORE INTO temp.gone (id) SELECT here FROM temp.arrived WHERE here < 0")
    for number, uid in sql.execute(
        "SELECT g.id, COALESCE((SELECT uid FROM person t WHERE t.id = g.id),"
        " (SELECT uid FROM temp.arrived a WHERE a.here = g.id AND a.kind = 'person'))"
        " FROM temp.gone g"
    ).fetchall():
        into = _part_of(sql, uid) if uid else None
        if into is not None:
            sql.execute('UPDATE temp.gone SET "into" = ? WHERE id = ?', (into, number))


def _part_of(sql: sqlite3.Connection, uid: str) -> int | None:
    """Return the id of the person of whom this one became part, by whatever steps."""
    passed = {uid}
    while True:
        found = sql.execute(
            "SELECT into_uid FROM temp.came_tombstone WHERE uid = :uid AND fate = 'later'"
            " UNION ALL SELECT into_uid FROM tombstone WHERE uid = :uid AND NOT EXISTS (SELECT 1"
            " FROM temp.came_tombstone WHERE uid = :uid AND fate = 'later')",
            {"uid": uid},
        ).fetchone()
        if found is None or found[0] is None or found[0] in passed:
            return None
        uid = str(found[0])
        passed.add(uid)
        for source in ("person", "temp.came_person"):
            there = sql.execute(
                f"SELECT id FROM {source} WHERE uid = ? AND id NOT IN {_GONE}", (uid,)
            ).fetchone()
            if there:
                return int(there[0])


def _draw_in(arrivals: Arrivals, kind: str) -> None:
    """Take those of our records among what arrived that what arrived has an effect on."""
    sql = arrivals.op.sql
    conditions = [f"t.{column} IN {_GONE}" for column in REFERENCES[kind]]
    if kind == "interaction":
        attended = f"(SELECT interaction_id FROM attendance WHERE person_id IN {_GONE})"
        conditions = [
            f"t.id IN {attended}",
            "t.id IN (SELECT interaction_id FROM temp.came_exchange WHERE fate <> 'dead')",
        ]
    if kind == "exchange":
        conditions.append(
            "t.interaction_id IN (SELECT id FROM temp.came_interaction"
            " WHERE fate IN ('changed', 'kept', 'same'))"
        )
    if not conditions:
        return
    names = listed(("id", "uid", "changed", *arrivals.columns[kind]))
    drawn = sql.execute(
        f"INSERT INTO temp.came_{kind} ({names}, line, fate, held)"
        f" SELECT {names}, 0, 'drawn', 1 FROM {kind} t"
        f" WHERE t.id NOT IN {_GONE} AND ({' OR '.join(conditions)}) AND NOT EXISTS"
        f" (SELECT 1 FROM temp.came_{kind} c WHERE c.id = t.id)"
    ).rowcount
    if not drawn:
        return
    if kind in PARTS_OF:
        copy_parts(arrivals, kind, f"(SELECT id FROM temp.came_{kind} WHERE fate = 'drawn')")
    sql.execute(f"UPDATE temp.came_{kind} SET fate = 'same' WHERE fate = 'drawn'")


def _follow_contacts(sql: sqlite3.Connection) -> None:
    """Put exchanges on the day of their contact."""
    for source in ("temp.came_interaction", "interaction"):
        sql.execute(
            "UPDATE temp.came_exchange AS came SET date = i.date"
            f" FROM {source} i WHERE i.id = came.interaction_id AND came.fate <> 'dead'"
            + (
                " AND NOT EXISTS (SELECT 1 FROM temp.came_interaction c WHERE c.id = i.id)"
                if source == "interaction"
                else ""
            )
        )


def _bend_kind(arrivals: Arrivals, kind: str) -> None:
    sql = arrivals.op.sql
    conditions = [f"{column} IN {_GONE}" for column in REFERENCES[kind]]
    if kind == "interaction":
        absent = f"SELECT owner FROM temp.came_attendance WHERE person_id IN {_GONE}"
        conditions = [f"id IN ({absent})"]
    if not conditions:
        return
    names = " OR ".join(conditions)
    concerned = f"fate <> 'dead' AND ({names})"
    if not sql.execute(f"SELECT 1 FROM temp.came_{kind} WHERE {concerned} LIMIT 1").fetchone():
        return
    _set_aside(arrivals, kind, concerned)
    if kind == "interaction":
        _bend_attendance(sql)
    else:
        _bend_references(sql, kind)
    sql.execute(
        f"INSERT OR IGNORE INTO temp.gone (id) SELECT id FROM temp.came_{kind} WHERE fate = 'aside'"
    )


def _set_aside(arrivals: Arrivals, kind: str, concerned: str) -> None:
    """Keep what these records say, before they are bent."""
    sql = arrivals.op.sql
    uid_of = uid_here(sql)

    def contents() -> Iterator[tuple[str, str, int, str]]:
        for number, uid, changed in sql.execute(
            f"SELECT id, uid, changed FROM temp.came_{kind} WHERE {concerned}"
        ):
            yield uid, kind, changed, content_of(kind, *came(arrivals, kind, number), uid_of)

    sql.executemany("INSERT OR IGNORE INTO temp.bent VALUES (?, ?, ?, ?)", contents())


def _bend_references(sql: sqlite3.Connection, kind: str) -> None:
    into = 'SELECT "into" FROM temp.gone g WHERE g.id = came.{column}'
    for column in NEEDED.get(kind, ()):
        lost = f'{column} IN (SELECT id FROM temp.gone WHERE "into" IS NULL)'
        sql.execute(f"UPDATE temp.came_{kind} SET fate = 'aside' WHERE fate <> 'dead' AND {lost}")
    for column in REFERENCES[kind]:
        sql.execute(
            f"UPDATE temp.came_{kind} AS came SET {column} = ({into.format(column=column)})"
            f" WHERE fate NOT IN ('dead', 'aside') AND {column} IN {_GONE}"
        )
    if kind == "person":
        sql.execute("UPDATE temp.came_person SET met_through_id = NULL WHERE met_through_id = id")
    if kind == "exchange":
        sql.execute(
            "UPDATE temp.came_exchange SET other_person_id = NULL WHERE other_person_id = person_id"
        )
    if kind == "introduction":
        sql.execute(
            "UPDATE temp.came_introduction SET fate = 'aside'"
            " WHERE fate <> 'dead' AND other_person_id = person_id"
        )


def _bend_attendance(sql: sqlite3.Connection) -> None:
    sql.execute(
        "DELETE FROM temp.came_attendance WHERE person_id IN (SELECT id FROM temp.gone"
        ' WHERE "into" IS NULL)'
    )
    sql.execute(
        "UPDATE temp.came_attendance AS came SET person_id ="
        ' (SELECT "into" FROM temp.gone g WHERE g.id = came.person_id)'
        f" WHERE person_id IN {_GONE}"
    )
    sql.execute(
        "DELETE FROM temp.came_attendance WHERE rowid NOT IN"
        " (SELECT MIN(rowid) FROM temp.came_attendance GROUP BY owner, person_id)"
    )
    sql.execute(
        "UPDATE temp.came_interaction SET fate = 'aside' WHERE fate <> 'dead' AND NOT EXISTS"
        " (SELECT 1 FROM temp.came_attendance p WHERE p.owner = came_interaction.id)"
    )


def _widen_contacts(arrivals: Arrivals) -> None:
    """Let those take part in a contact to whom an exchange in it belongs."""
    sql = arrivals.op.sql
    missing = (
        "SELECT DISTINCT s.interaction_id, s.person_id, i.date FROM temp.came_exchange s"
        " JOIN temp.came_interaction i ON i.id = s.interaction_id"
        " WHERE s.fate NOT IN ('dead', 'aside') AND NOT EXISTS (SELECT 1 FROM temp.came_attendance"
        " p WHERE p.owner = s.interaction_id AND p.person_id = s.person_id)"
    )
    sql.execute("DROP TABLE IF EXISTS temp.missing")
    sql.execute(f"CREATE TEMP TABLE missing AS {missing}")
    _set_aside(arrivals, "interaction", "id IN (SELECT interaction_id FROM temp.missing)")
    sql.execute(
        "INSERT INTO temp.came_attendance (owner, person_id, date) SELECT * FROM temp.missing"
    )
    sql.execute("DROP TABLE temp.missing")
