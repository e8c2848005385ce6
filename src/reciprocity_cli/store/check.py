"""Looking a ledger over without changing it: pages, schema, rows, history."""

from __future__ import annotations

import sqlite3
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from reciprocity_cli.domain.kinds import JOURNALED, RECORDS, in_words
from reciprocity_cli.domain.records import LARGEST_ID, LATEST_CHANGE
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import InUse, LedgerError
from reciprocity_cli.store.backup import backups_of, beside
from reciprocity_cli.store.connection import (
    BUSY_WAIT,
    STEPS_BETWEEN_SIGNALS,
    closed_on_failure,
    connect,
    explained,
    file_formats,
    patiently,
    raise_if_stopped,
    transaction,
    uri,
)


class Finding(NamedTuple):
    """One thing that is wrong; `mendable` tells whether `--repair` mends it."""

    kind: Literal["file", "permissions", "journal", "pages", "schema", "row", "history"]
    said: str
    mendable: bool = True


def engine_facts() -> list[tuple[str, str]]:
    """Return what there is to know of the SQLite that Python came with."""
    with closing(sqlite3.connect(":memory:")) as sql:
        options = {str(name) for (name,) in sql.execute("PRAGMA compile_options")}
    return [
        ("version", sqlite3.sqlite_version),
        ("full text", "FTS5" if "ENABLE_FTS5" in options else "no FTS5"),
        (
            "math functions",
            "built in" if "ENABLE_MATH_FUNCTIONS" in options else "none; recip brings its own",
        ),
        ("secure delete", "built in" if "SECURE_DELETE" in options else "switched on by recip"),
        ("threads", "safe" if sqlite3.threadsafety else "single"),
    ]


MOST_ASKED = 500
"""Messages that SQLite gives at most; one damaged page can cause thousands."""


def page_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what the integrity check says of pages, indexes, NOT NULL and CHECK."""
    said: Counter[str] = Counter()
    try:
        for (text,) in sql.execute(f"PRAGMA integrity_check({MOST_ASKED})"):
            lines = [line for line in str(text).splitlines() if not line.startswith("*** in ")]
            said.update(line for line in lines if line != "ok")
    except sqlite3.Error as error:
        raise_if_stopped(error)
        said[f"the check of the pages ended early: {error}"] += 1
    for line, count in said.items():
        yield Finding("pages", f"{line} ({count} times)" if count > 1 else line)


def reference_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield rows that refer to a row that is not there."""
    try:
        for table, number, other, _ in sql.execute("PRAGMA foreign_key_check"):
            row = f"{in_words(table)} #{number}"
            yield Finding("row", f"{row} refers to a row of {in_words(other)} that is not there")
    except sqlite3.Error as error:
        raise_if_stopped(error)
        yield Finding("pages", f"the references cannot be followed: {error}")


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
        raise_if_stopped(error)
        yield Finding("pages", f"{what} cannot be read to its end: {error}")


def history_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what does not go together; the tables must be there."""
    yield from _ledger_row(sql)
    for column in ("id", "uid"):
        every = " UNION ALL ".join(f"SELECT {column} AS same FROM {table}" for table in RECORDS)
        for (same,) in sql.execute(f"SELECT same FROM ({every}) GROUP BY same HAVING COUNT(*) > 1"):
            yield Finding("history", f"two records share the {column} {same}")
    known = ", ".join(f"'{table}'" for table in JOURNALED)
    for seq, relation in sql.execute(
        f"SELECT seq, relation FROM image WHERE relation NOT IN ({known})"
    ):
        yield Finding("history", f"image {seq} is of {relation!r}, which is no table")
    for (seq,) in sql.execute(
        "SELECT seq FROM image i WHERE NOT EXISTS"
        " (SELECT 1 FROM operation o WHERE o.id = i.operation_id)"
    ):
        yield Finding("history", f"image {seq} belongs to no operation")
    for number, kind in sql.execute(
        "SELECT id, kind FROM operation WHERE (kind = 'do') <> (target_id IS NULL)"
    ):
        yield Finding("history", f"operation {number} ({kind}) does not say what it took back")
    for table in JOURNALED:
        for number, action, present in sql.execute(last_image_disagrees(table)):
            row = f"{in_words(table)} #{number} {'is there' if present else 'is gone'}"
            yield Finding("history", f"{row}, and the last that history says of it is {action}")


def last_image_disagrees(table: str) -> str:
    """Return SQL for (row_id, action, present) where last image and row disagree."""
    return (
        f"SELECT row_id, action, present FROM (SELECT row_id, action, MAX(seq), EXISTS"
        f" (SELECT 1 FROM {table} t WHERE t.id = row_id) AS present"
        f" FROM image WHERE relation = '{table}' GROUP BY row_id)"
        " WHERE (action = 'delete') = present"
    )


def _ledger_row(sql: sqlite3.Connection) -> Iterator[Finding]:
    rows = sql.execute("SELECT id, last_id, last_change, operation_id FROM ledger").fetchall()
    if len(rows) != 1 or rows[0][0] != 1:
        yield Finding("history", "the row that holds the sequence of ids is missing")
        return
    _, last_id, last_change, open_operation = rows[0]
    if open_operation is not None:
        yield Finding("history", f"operation {open_operation} was left open")
    if type(last_id) is not int or type(last_change) is not int:
        yield Finding("history", "the sequence of ids is not a number")
        return
    if last_id >= LARGEST_ID or last_change >= LATEST_CHANGE:
        yield Finding("history", "the sequence of ids and change times is out of bounds")
        return
    largest, latest = largest_id_and_change(sql)
    if largest > last_id:
        said = f"ids have reached {largest}, and the sequence stands at {last_id}"
        yield Finding("history", said)
    if latest > last_change:
        yield Finding("history", "a record was changed after the last change of all")


def largest_id_and_change(sql: sqlite3.Connection) -> tuple[int, int]:
    """Return the largest id and the latest change time of all records."""
    largest = latest = 0
    for table in RECORDS:
        row = sql.execute(
            f"SELECT MAX(id), (SELECT MAX(changed) FROM {table} WHERE typeof(changed) = 'integer')"
            f" FROM {table}"
        ).fetchone()
        largest, latest = max(largest, row[0] or 0), max(latest, row[1] or 0)
    return largest, latest


LONGEST_VALUE = 50_000_000
"""Bytes that one value may take while it is looked at; a hostile one could ask for all memory."""


def look_at(path: Path, mode: Literal["ro", "rw"] = "rw") -> sqlite3.Connection:
    """Open a ledger so that nothing in it changes or runs, and any text is read.

    Opened "ro" SQLite leaves out every CHECK, and so would its integrity check; `query_only` keeps
    the other from writing, but for a journal, which is to be looked for first.
    """
    sql = sqlite3.connect(uri(path, mode), uri=True, timeout=BUSY_WAIT, isolation_level=None)
    with closed_on_failure(sql):
        sql.set_progress_handler(lambda: 0, STEPS_BETWEEN_SIGNALS)
        sql.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        sql.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
            sql.execute(f"PRAGMA {pragma}")
    return sql


def take_hold(sql: sqlite3.Connection, path: Path) -> None:
    """Begin to read, so that nobody writes until it is ended. Raises InUse.

    What cannot be read for another reason is left to those who look.
    """
    sql.execute("BEGIN")
    try:
        with explained(path):
            patiently(lambda: sql.execute("SELECT 1 FROM sqlite_schema").fetchone())
    except InUse:
        raise
    except LedgerError:
        pass


def permission_findings(path: Path, *, own_directory: bool) -> Iterator[Finding]:
    """Yield what others could reach; `own_directory`: recip made the directory."""
    folder = path.parent
    for place in (path, *backups_of(path)):
        if _mode(place) & 0o077:
            yield Finding("permissions", f"{place} can be reached by others ({_octal(place)})")
    for place in (folder, folder / "backups"):
        ours = own_directory or place != folder
        mode = _mode(place)
        if ours and mode & 0o077:
            yield Finding("permissions", f"{place} can be reached by others ({_octal(place)})")
        elif mode & 0o002 and not mode & stat.S_ISVTX:
            said = f"anybody could put another file in the place of {path}: {place} is"
            yield Finding("permissions", f"{said} writable by all ({_octal(place)})", False)


def mend_permissions(path: Path, *, own_directory: bool) -> None:
    """Take away what others may do, of what recip made."""
    for place in (path, *backups_of(path)):
        if _mode(place) & 0o077:
            place.chmod(0o600)
    for place in (path.parent, path.parent / "backups"):
        if (own_directory or place != path.parent) and _mode(place) & 0o077:
            place.chmod(0o700)


def journal_finding(path: Path) -> Finding | None:
    """Return what a journal beside the ledger means, or None where there is none or it is in use.

    One that holds the pages of a write that was cut off makes the ledger what it was before, as
    soon as any command opens it to write; until then what the file holds is half of something.
    """
    journal = beside(path, "-journal")
    if _says_nothing(journal):
        return None
    try:
        with closing(look_at(path, "ro")) as sql:
            sql.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return None
        if code in (sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_CANTOPEN):
            return Finding("journal", f"a write was cut off; {journal} will take it back")
    return Finding("journal", f"{journal} is left over") if _nobody_writes(path) else None


def _says_nothing(journal: Path) -> bool:
    """Tell whether SQLite passes a journal over; what writes next removes it.

    It begins with zeros until all of it is on the disk: before that nothing was written.
    """
    try:
        with open(journal, "rb") as file:
            return file.read(1) in (b"", b"\0")
    except OSError as error:
        return isinstance(error, FileNotFoundError)


def clear_journal(path: Path) -> None:
    """Let SQLite take back a write cut off, and remove a journal or log left behind."""
    with explained(path), closing(connect(path)) as sql:
        sql.execute("PRAGMA journal_mode=DELETE").fetchall()
        with transaction(sql, path, write=True):
            version = sql.execute("PRAGMA user_version").fetchone()[0]
            sql.execute(f"PRAGMA user_version={version}")


def _nobody_writes(path: Path) -> bool:
    with closing(
        sqlite3.connect(uri(path, "rw"), uri=True, timeout=BUSY_WAIT, isolation_level=None)
    ) as sql:
        try:
            sql.execute("BEGIN IMMEDIATE")
            sql.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY
        except sqlite3.DatabaseError:
            return True
    return beside(path, "-journal").exists()


def _mode(path: Path) -> int:
    with suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    return 0


def _octal(path: Path) -> str:
    return f"mode {_mode(path):04o}"


def header_finding(path: Path) -> Finding | None:
    """Return what is wrong with how the header says that the file is written, or None."""
    formats = file_formats(path)
    if formats == (2, 2):
        return Finding("journal", "another program has switched to a write-ahead log")
    if formats != (1, 1):
        return Finding("file", f"the header of {path} is not as recip writes it")
    return None


def mend_header(path: Path) -> None:
    """Let the header say again that the file is written as recip writes it."""
    with open(path, "r+b") as file:
        file.seek(18)
        file.write(bytes((1, 1)))


Schema = dict[tuple[str, str], str]
"""(type, name) of everything in a file -> how it is declared, in one spelling."""

_WRONG_PLACE = "is there, which recip did not make"


@cache
def expected_schema() -> Schema:
    """Return the schema of a new ledger, made for this in memory."""
    from reciprocity_cli.store.create import write_schema

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
        write_schema(sql)
        return schema_of(sql)


def schema_of(sql: sqlite3.Connection) -> Schema:
    """Return everything that a file declares, SQLite's own tables left out."""
    return {
        # Renaming a table puts its name in quotes, and adding a column may change the blanks.
        (str(kind), str(name)): " ".join(str(declared or "").replace('"', "").split())
        for kind, name, declared in sql.execute("SELECT type, name, sql FROM sqlite_schema")
        if not str(name).startswith("sqlite_")
    }


def schema_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what is unknown, declared otherwise or missing. Runs nothing."""
    expected, found = expected_schema(), schema_of(sql)
    for kind, name in sorted(found.keys() - expected.keys()):
        yield Finding("schema", f"a {kind} {quoted(name)} {_WRONG_PLACE}")
    for kind, name in sorted(expected.keys() & found.keys()):
        if expected[kind, name] != found[kind, name]:
            yield Finding("schema", f"the {kind} {name} is not declared as recip declares it")
    for kind, name in sorted(expected.keys() - found.keys()):
        yield Finding("schema", f"the {kind} {name} is missing")


def unknown_triggers(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the triggers and views that no version of recip's schema ever had."""
    for kind, name in sorted(schema_of(sql)):
        if kind == "view" or (
            kind == "trigger" and not name.startswith(("journal_", "tombstone_"))
        ):
            yield Finding("schema", f"a {kind} {quoted(name)} {_WRONG_PLACE}")


def readable_columns(sql: sqlite3.Connection, table: str) -> frozenset[str]:
    """Return a table's plain columns; none where it is a view, virtual or missing."""
    try:
        found = sql.execute(
            "SELECT rootpage > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)
        ).fetchone()
        plain = found is not None and found[0]
    except sqlite3.DatabaseError:
        # Of a file cut short SQLite may know a table whose declaration it cannot show any more.
        plain = any(row[2] == "table" for row in sql.execute(f"PRAGMA table_list({table})"))
    if not plain:
        return frozenset()
    columns = sql.execute(f"PRAGMA table_xinfo({table})")
    return frozenset(name for _, name, _, _, _, _, hidden in columns if not hidden)
