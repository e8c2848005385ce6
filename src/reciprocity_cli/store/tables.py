"""The tables as SQLModel classes, for an owner's own scripts: made from the kinds when loaded.

Importing this module loads SQLModel (0.3 to 0.8 s), so recip's own commands never do; they speak
SQL to the standard library's sqlite3. What rows may hold is declared in schema.sql.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from pathlib import Path
from types import new_class
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Field, SQLModel

from reciprocity_cli.domain.kinds import JOURNALED, Column, Kind
from reciprocity_cli.store.create import engine_on


class Operation(SQLModel, table=True):
    """One command that wrote: the unit of undo."""

    id: int = Field(primary_key=True)
    at: str
    changed: int
    command: str
    summary: str
    kind: str
    target_id: int | None = Field(foreign_key="operation.id")
    undone: bool
    sealed: bool


class Tombstone(SQLModel, table=True):
    """A removed record, and when; `into_uid` is the person whom one became part of."""

    uid: str = Field(primary_key=True)
    kind: str
    changed: int
    into_uid: str | None


def class_of(kind: Kind[Any], base: type[SQLModel] = SQLModel) -> type[SQLModel]:
    """Return the class of a kind's table, named for its record type."""
    head = {"id": int} if kind.part_of else {"id": int, "uid": str, "changed": int}
    columns = {column.name: column for column in kind.columns}
    plain = {name: _type_of(column) for name, column in columns.items()}
    fields = {
        name: Field(foreign_key=f"{column.refers_to}.id") if column.refers_to else Field()
        for name, column in columns.items()
    }
    body = {
        "__module__": __name__,
        "__tablename__": kind.table,
        "__doc__": kind.record.__doc__,
        "__annotations__": {**head, **plain},
        "id": Field(primary_key=True),
        **fields,
    }
    made = new_class(
        kind.record.__name__, (base,), {"table": True}, lambda given: given.update(body)
    )
    assert issubclass(made, SQLModel)
    return made


def _type_of(column: Column) -> Any:
    """Return the type of what stands in a column: words of ours as text, lists too."""
    whole = column.type is int or issubclass(column.type, IntEnum)
    stored = int if whole else column.type if column.type in (dt.date, bool, float) else str
    return stored | None if column.nullable else stored


_CLASSES = {kind.record.__name__: class_of(kind) for kind in JOURNALED.values()}


def __getattr__(name: str) -> Any:
    """Return the class of that name: Person, Exchange, Need ..."""
    try:
        return _CLASSES[name]
    except KeyError:
        raise AttributeError(f"there is no table class {name}") from None


def open_engine(path: Path) -> Engine:
    """Return a read-only engine on the ledger at `path`.

    Writes are refused here; they belong to recip's commands, which keep the journal.
    """
    # All that a session reads is one view of the ledger: its transaction is begun by hand.
    return engine_on(path, ("trusted_schema=OFF", "foreign_keys=ON", "query_only=ON"), "BEGIN")
