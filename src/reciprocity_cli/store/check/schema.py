"""The tables, triggers and indexes of a ledger, beside those of a new one."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from reciprocity_cli.domain.records import Finding
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.store.check.file import look_at

Schema = dict[tuple[str, str], str]
"""(type, name) of everything in a file -> how it is declared, in one spelling."""

_WRONG_PLACE = "is there, which recip did not make"


@cache
def expected_schema() -> Schema:
    """Return the schema of a new ledger, made for this in a temporary directory (0.7 s)."""
    from reciprocity_cli.store.create import create_ledger

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        create_ledger(path)
        with closing(look_at(path)) as sql:
            return schema_of(sql)


def schema_of(sql: sqlite3.Connection) -> Schema:
    """Return everything that a file declares, SQLite's own tables left out."""
    return {
        (str(kind), str(name)): _spelled(declared)
        for kind, name, declared in sql.execute("SELECT type, name, sql FROM sqlite_schema")
        if not str(name).startswith("sqlite_")
    }


def schema_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what is unknown, what is declared in another way and what is missing. Runs nothing."""
    expected, found = expected_schema(), schema_of(sql)
    for kind, name in sorted(found.keys() - expected.keys()):
        yield Finding("schema", f"a {kind} {quoted(name)} {_WRONG_PLACE}")
    for kind, name in sorted(expected.keys() & found.keys()):
        if expected[kind, name] != found[kind, name]:
            yield Finding("schema", f"the {kind} {name} is not declared as recip declares it")
    for kind, name in sorted(expected.keys() - found.keys()):
        yield Finding("schema", f"the {kind} {name} is missing")


def unknown_triggers(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the triggers and views that no schema of recip ever had, whichever its version."""
    for kind, name in sorted(schema_of(sql)):
        if kind == "view" or (
            kind == "trigger" and not name.startswith(("journal_", "tombstone_"))
        ):
            yield Finding("schema", f"a {kind} {quoted(name)} {_WRONG_PLACE}")


def readable_columns(sql: sqlite3.Connection, table: str) -> frozenset[str]:
    """Return the plain columns of a table; none where it is a view, is virtual or is missing."""
    if not _is_plain(sql, table):
        return frozenset()
    columns = sql.execute(f"PRAGMA table_xinfo({table})")
    return frozenset(name for _, name, _, _, _, _, hidden in columns if not hidden)


def _is_plain(sql: sqlite3.Connection, table: str) -> bool:
    try:
        found = sql.execute(
            "SELECT rootpage > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)
        ).fetchone()
        return found is not None and bool(found[0])
    except sqlite3.DatabaseError:
        # Of a file cut short SQLite may know a table whose declaration it cannot show any more.
        return any(row[2] == "table" for row in sql.execute(f"PRAGMA table_list({table})"))


def _spelled(declared: object) -> str:
    # Renaming a table puts its name in quotes, and adding a column may change the blanks.
    return " ".join(str(declared or "").replace('"', "").split())
