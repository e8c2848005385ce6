"""The journal: triggers that keep each row before it changes, undo and redo."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reciprocity_cli.domain.kinds import JOURNALED, RECORDS
from reciprocity_cli.domain.names import make_handle
from reciprocity_cli.errors import NotFound, RecipError
from reciprocity_cli.store.connection import insert_row
from reciprocity_cli.store.operation import Operation

Execute = Callable[[str], Iterable[Any]]

_OPERATION = "(SELECT operation_id FROM ledger)"


def value_columns(execute: Execute, table: str) -> list[str]:
    """Return the columns of `table` that hold values: no id and no computed one."""
    return [
        name
        for _, name, _, _, _, is_key, hidden in execute(f"PRAGMA table_xinfo({table})")
        if not is_key and not hidden
    ]


def journal_triggers(execute: Execute) -> list[str]:
    """Return the statements that renew every journal trigger.

    Outside an operation `operation_id` is NULL and the image's NOT NULL refuses the
    write, so that nothing can change a ledger without being undoable.
    """
    statements = []
    for table in JOURNALED:
        columns = value_columns(execute, table)
        slots = "".join(f", c{number}" for number in range(1, len(columns) + 1))
        values = "".join(f', OLD."{column}"' for column in columns)
        statements += _renewed(table, "insert", "NEW", "", "")
        statements += _renewed(table, "update", "OLD", slots, values)
        statements += _renewed(table, "delete", "OLD", slots, values)
    for table in RECORDS:
        statements += _tombstones(table)
    return statements


def _tombstones(table: str) -> list[str]:
    """Return the triggers that remember whatever was removed until it is back."""
    into = "OLD.into_uid" if table == "person" else "NULL"
    changed = f"(SELECT changed FROM operation WHERE id = {_OPERATION})"
    return [
        f"DROP TRIGGER IF EXISTS tombstone_{table}_delete",
        f"CREATE TRIGGER tombstone_{table}_delete AFTER DELETE ON {table} BEGIN"
        " DELETE FROM tombstone WHERE uid = OLD.uid; DELETE FROM aside WHERE uid = OLD.uid;"
        " INSERT INTO tombstone (uid, kind, changed, into_uid)"
        f" VALUES (OLD.uid, '{table}', {changed}, {into}); END",
        f"DROP TRIGGER IF EXISTS tombstone_{table}_insert",
        f"CREATE TRIGGER tombstone_{table}_insert AFTER INSERT ON {table} BEGIN"
        " DELETE FROM tombstone WHERE uid = NEW.uid; END",
    ]


def _renewed(table: str, action: str, row: str, slots: str, values: str) -> list[str]:
    name = f"journal_{table}_{action}"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} AFTER {action.upper()} ON {table} BEGIN"
        f" INSERT INTO image (operation_id, relation, action, row_id{slots})"
        f" VALUES ({_OPERATION}, '{table}', '{action}', {row}.id{values}); END",
    ]


class Done(NamedTuple):
    """One operation as the owner sees it; `sealed` ones can no longer be undone."""

    id: int
    at: str
    command: str
    summary: str
    undone: bool
    sealed: bool


_DONE = "SELECT id, at, command, summary, undone, sealed FROM operation WHERE kind = 'do'"


def operations(sql: sqlite3.Connection, limit: int | None = None) -> list[Done]:
    """Return the operations, newest first."""
    rows = sql.execute(f"{_DONE} ORDER BY id DESC LIMIT ?", (-1 if limit is None else limit,))
    return [_done(row) for row in rows]


def last_undoable(sql: sqlite3.Connection) -> Done:
    """Return the operation that `undo` takes back; raises RecipError for none."""
    row = sql.execute(f"{_DONE} AND NOT undone ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        raise RecipError("there is nothing to undo")
    return _done(row)


def find_operation(sql: sqlite3.Connection, number: int) -> Done:
    """Return operation `number`; raises NotFound when there is none of that number."""
    row = sql.execute(f"{_DONE} AND id = ?", (number,)).fetchone()
    if row is None:
        raise NotFound(f"there is no operation {number}", "recip operations lists them")
    return _done(row)


def last_redoable(sql: sqlite3.Connection, current: int) -> tuple[Done, int]:
    """Return the operation that `redo` does again, and the number of its undo.

    Raises RecipError when nothing was undone since the last new write.
    """
    row = sql.execute(
        "SELECT undo.target_id, undo.id FROM operation undo"
        " JOIN operation target ON target.id = undo.target_id AND target.undone"
        " WHERE undo.kind = 'undo' AND undo.id < ?"
        " AND undo.id > (SELECT COALESCE(MAX(id), 0) FROM operation WHERE kind = 'do')"
        " ORDER BY undo.id DESC LIMIT 1",
        (current,),
    ).fetchone()
    if row is None:
        raise RecipError("there is nothing to redo", "redo only follows an undo")
    return find_operation(sql, row[0]), row[1]


def undo(sql: sqlite3.Connection, current: Operation, target: Done) -> None:
    """Take `target` back within `current`; RecipError if later operations need it."""
    if target.undone:
        raise RecipError(f"operation {target.id} is undone already")
    if target.sealed:
        raise RecipError(f"operation {target.id} ({target.command}) cannot be undone any more")
    later = _later_changes(sql, target.id) | _later_references(sql, target.id)
    if later:
        raise _refusal(sql, target, sorted(later))
    _put_back(sql, current, target.id)
    beyond = _touched_beyond(sql, current.number, target.id)
    if beyond:
        raise _refusal(sql, target, beyond)
    _settle(sql, current, target, undone=True)


def forget_what_came(sql: sqlite3.Connection, current: Operation, target: Done) -> None:
    """Drop tombstones of records that undoing `target` took out and it had not made.

    They came with a file. Not to have taken it in removes nothing from where it was made, and it
    can be taken in again. The uid of what was made here begins with the time of its operation.
    """
    sql.execute(
        "DELETE FROM tombstone WHERE uid IN (SELECT i.c1 FROM image i JOIN image came"
        " ON came.operation_id = :target AND came.relation = i.relation AND came.row_id = i.row_id"
        " AND came.action = 'insert' WHERE i.operation_id = :current AND i.action = 'delete'"
        " AND substr(i.c1, 1, 12) <>"
        " (SELECT printf('%012x', changed) FROM operation WHERE id = :target))",
        {"current": current.number, "target": target.id},
    )


def redo(sql: sqlite3.Connection, current: Operation, target: Done, undoing: int) -> None:
    """Do `target` again within `current`, from the images that its undoing left."""
    _put_back(sql, current, undoing)
    _settle(sql, current, target, undone=False)


def _settle(sql: sqlite3.Connection, current: Operation, target: Done, *, undone: bool) -> None:
    sql.execute("UPDATE operation SET undone = ? WHERE id = ?", (undone, target.id))
    sql.execute("UPDATE operation SET target_id = ? WHERE id = ?", (target.id, current.number))


def _done(row: tuple[Any, ...]) -> Done:
    number, at, command, summary, undone, sealed = row
    return Done(number, at, command, summary, bool(undone), bool(sealed))


def _put_back(sql: sqlite3.Connection, current: Operation, number: int) -> None:
    # Rows come back in an order that need not suit the foreign keys; they are checked at commit.
    sql.execute("PRAGMA defer_foreign_keys=ON")
    columns: dict[str, dict[str, Any]] = {}
    for relation, action, row_id, *values in _images(sql, number):
        if relation not in columns:
            # An image from before a column was added has nothing in its place.
            defaults = {one.name: one.stored_default for one in JOURNALED[relation].columns}
            names = value_columns(sql.execute, relation)
            columns[relation] = {name: defaults.get(name) for name in names}
        if action == "insert":
            sql.execute(f"DELETE FROM {relation} WHERE id = ?", (row_id,))
            continue
        row = {
            name: default if value is None else value
            for (name, default), value in zip(columns[relation].items(), values, strict=False)
        }
        if relation in RECORDS:
            row["changed"] = current.changed
        if relation == "person":
            row["handle"] = _handle_for(sql, row_id, row)
        if action == "delete":
            insert_row(sql, relation, {"id": row_id, **row})
        else:
            settings = ", ".join(f'"{name}" = ?' for name in row)
            sql.execute(f"UPDATE {relation} SET {settings} WHERE id = ?", (*row.values(), row_id))


def _handle_for(sql: sqlite3.Connection, number: int, row: Mapping[str, Any]) -> str:
    """Return the handle a person had, or where somebody else got it since another one."""

    def taken(handle: str) -> bool:
        found = sql.execute("SELECT 1 FROM person WHERE handle = ? AND id <> ?", (handle, number))
        return found.fetchone() is not None

    handle: str = row["handle"]
    return make_handle(row["name"], taken, number) if taken(handle) else handle


def _images(sql: sqlite3.Connection, number: int) -> Iterator[tuple[Any, ...]]:
    # Read in slices: the table grows while the images of the undo itself are being written.
    before = sql.execute("SELECT COALESCE(MAX(seq), 0) + 1 FROM image").fetchone()[0]
    while True:
        rows = sql.execute(
            "SELECT * FROM image WHERE operation_id = ? AND seq < ? ORDER BY seq DESC LIMIT 500",
            (number, before),
        ).fetchall()
        if not rows:
            return
        for _seq, _operation, relation, action, row_id, *values in rows:
            yield relation, action, row_id, *values
        before = rows[-1][0]


def _later(sql: sqlite3.Connection, number: int, touched: str) -> set[int]:
    """Return operations after `number` with an image (`later`) of what was touched."""
    found = sql.execute(
        "SELECT DISTINCT later.operation_id FROM operation"
        " JOIN image later ON later.operation_id = operation.id WHERE operation.id > :undone"
        f" AND operation.kind = 'do' AND NOT operation.undone AND {touched}",
        {"undone": number},
    )
    return {later for (later,) in found}


def _later_changes(sql: sqlite3.Connection, number: int) -> set[int]:
    changed = "SELECT relation, row_id FROM image WHERE operation_id = :undone"
    return _later(sql, number, f"(later.relation, later.row_id) IN ({changed})")


def _references(sql: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Yield (table, slot of its image, table referred to) for each column of ids."""
    for table in JOURNALED:
        columns = value_columns(sql.execute, table)
        for column, target in _targets(sql, table).items():
            yield table, f"c{columns.index(column) + 1}", target


def _targets(sql: sqlite3.Connection, table: str) -> dict[str, str]:
    found = {}
    for _, _, target, column, referred, *_ in sql.execute(f"PRAGMA foreign_key_list({table})"):
        # Of a key of several columns, each is what it is in the table that the key leads to.
        beyond = target if referred == "id" else _targets(sql, target).get(referred)
        if beyond is not None:
            found[column] = beyond
    return found


def _later_references(sql: sqlite3.Connection, number: int) -> set[int]:
    """Return later operations that let go of rows referring to what `number` added.

    The rows that still do are found when they are drawn in; these would come back to nothing.
    """
    if sql.execute("SELECT MAX(id) FROM operation WHERE kind = 'do'").fetchone()[0] == number:
        return set()
    found: set[int] = set()
    for table, slot, target in _references(sql):
        added = "SELECT row_id FROM image WHERE operation_id = :undone AND action = 'insert'"
        found |= _later(
            sql,
            number,
            f"later.relation = '{table}' AND later.action <> 'insert'"
            f" AND later.{slot} IN ({added} AND relation = '{target}')",
        )
    return found


def refusal_for_needs(sql: sqlite3.Connection, target: Done) -> RecipError:
    """Return the refusal to undo what needs rows changed or removed later."""
    later: set[int] = set()
    for table, slot, needed in _references(sql):
        there = f"SELECT {slot} FROM image WHERE operation_id = :undone AND action <> 'insert'"
        rows = f"{there} AND relation = '{table}'"
        needs = f"later.relation = '{needed}' AND later.row_id IN ({rows})"
        later |= _later(sql, target.id, needs)
    return _refusal(sql, target, sorted(later))


def _touched_beyond(sql: sqlite3.Connection, current: int, number: int) -> list[int]:
    """Return the operations that last changed rows the undo of `number` drew in."""
    return [
        row[0]
        for row in sql.execute(
            "WITH drawn AS (SELECT DISTINCT relation, row_id FROM image WHERE operation_id = ?"
            " EXCEPT SELECT relation, row_id FROM image WHERE operation_id = ?)"
            " SELECT DISTINCT (SELECT COALESCE(MAX(image.operation_id), 0) FROM image"
            " JOIN operation ON operation.id = image.operation_id AND operation.kind = 'do'"
            " AND NOT operation.undone"
            " WHERE image.relation = drawn.relation AND image.row_id = drawn.row_id)"
            " FROM drawn ORDER BY 1",
            (current, number),
        )
    ]


def _refusal(sql: sqlite3.Connection, target: Done, later: list[int]) -> RecipError:
    named = []
    for number in [number for number in later if number][:3]:
        done = find_operation(sql, number)
        named.append(f"{done.id} ({done.command})")
    more = len(later) - len(named)
    listed = ", ".join(named) + (f" and {more} more" if more and named else "")
    return RecipError(
        f"operation {target.id} ({target.command}) cannot be undone:"
        f" later ones stand on it: {listed or 'entries made since'}",
        "undo those first",
    )
