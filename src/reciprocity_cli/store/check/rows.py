"""Reading rows as they stand, whatever they hold: nothing of them is believed here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reciprocity_cli.domain.records import Finding


def read_rows(
    sql: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield these columns of every row of a table, in the order of the table itself."""
    listed = ", ".join(f'"{name}"' for name in columns)
    # NOT INDEXED: an index may be damaged where the table is whole.
    yield from sql.execute(f"SELECT {listed} FROM {table} NOT INDEXED ORDER BY rowid")


def as_far_as_readable(findings: Iterable[Finding], what: str) -> Iterator[Finding]:
    """Yield findings up to a page that cannot be read, and then that there is one."""
    try:
        yield from findings
    except sqlite3.DatabaseError as error:
        yield Finding("pages", f"{what} cannot be read to its end: {error}")
