"""The triggers that keep the before image of each changed row, made from the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from reciprocity_cli.store.schema import JOURNALED, RECORDS

Execute = Callable[[str], Iterable[Any]]

_OPERATION = "(SELECT operation_id FROM ledger)"


def value_columns(execute: Execute, table: str) -> list[str]:
    """Return the columns of `table` that hold values: neither its id nor a computed one."""
    return [
        name
        for _, name, _, _, _, is_key, hidden in execute(f"PRAGMA table_xinfo({table})")
        if not is_key and not hidden
    ]


def journal_triggers(execute: Execute) -> list[str]:
    """Return the statements that renew every journal trigger.

    Outside an operation `operation_id` is NULL and the image's NOT NULL refuses the write, so that
    nothing can change a ledger without being undoable.
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
    """Return the triggers that remember what was removed, by whatever way, until it is back."""
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
