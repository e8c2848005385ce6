"""Opening a ledger file: what it must be, its lock, and its failures in words."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reciprocity_cli import interrupts
from reciprocity_cli.domain.kinds import JOURNALED, RECORDS
from reciprocity_cli.domain.records import SCHEMA_VERSION
from reciprocity_cli.errors import InUse, LedgerError

APPLICATION_ID = 0x52435031
"""Marks the file as recip's ("RCP1") in its header."""

FIRST_VERSION = 3
"""The schema of 0.1.0; ledgers of earlier ones never left the workshop."""

UNJOURNALED = ("tombstone", "aside")
"""What merging ledgers keeps beside the records; undo neither brings it back nor takes it."""

TABLES = (*JOURNALED, *UNJOURNALED, "ledger", "operation", "image")
"""Every table of a ledger."""

FOLDER = "backups"
"""Where the backups of a ledger lie, in the directory by it."""

BUSY_WAIT = 0.2
"""Seconds SQLite waits for a lock by itself; it cannot be interrupted meanwhile, so it is short."""

STEPS_BETWEEN_SIGNALS = 500_000
"""Of SQLite's machine, some 20 ms; a look costs a microsecond."""

PATIENCE = 5.0
"""Seconds a command keeps trying before it says that the ledger is in use."""

_OURS = (
    "SELECT SUM(type = 'table' AND rootpage > 0 AND name IN"
    f" ({', '.join(repr(table) for table in TABLES)})), SUM(type = 'trigger'),"
    " SUM(type = 'trigger' AND (name GLOB 'journal_*' OR name GLOB 'tombstone_*'))"
    " FROM sqlite_schema"
)
_LAST_CHANGE = "SELECT last_change FROM ledger"
_MAGIC = b"SQLite format 3\x00"
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_ALWAYS = {"foreign_keys": "ON", "trusted_schema": "OFF"}
_READING = {**_ALWAYS, "query_only": "ON"}
_WRITING = {
    **_ALWAYS,
    "secure_delete": "ON",
    # The default journal_mode, DELETE, with EXTRA lost no acknowledged commit in
    # simulated power cuts; WAL did.
    "synchronous": "EXTRA",
}


def check_file(path: Path) -> int:
    """Return the schema version of the ledger at `path`, not opened as a database.

    Raises LedgerError for anything that is not a ledger this recip may write: a directory, a pipe,
    an empty file, text, another program's database, a newer ledger, or one from before 0.1.0.
    """
    try:
        refuse_odd(path)
        with open(path, "rb") as file:
            header = file.read(100)
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be read: {reason(error)}") from error
    if not header:
        raise LedgerError(
            f"the ledger {path} is empty (0 bytes), as a failed copy leaves it",
            "put a backup in its place, or move it away to begin anew",
        )
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise LedgerError(f"{path} is not a ledger", "name another file with --ledger")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise LedgerError(
            f"{path} is another program's database", "name another file with --ledger"
        )
    version = int.from_bytes(header[60:64], "big")
    if version > SCHEMA_VERSION:
        raise LedgerError(
            f"the ledger {path} was written by a newer recip "
            f"(schema {version}, this one knows {SCHEMA_VERSION})",
            "upgrade recip",
        )
    if version < FIRST_VERSION:
        raise LedgerError(
            f"the ledger {path} is of schema {version}, from before 0.1.0",
            "write it out with `recip export` of the commit that made it, then `recip import` that",
        )
    return version


def refuse_odd(path: Path) -> None:
    """Raise LedgerError where what is called so is no file: a directory, a pipe, a device."""
    if path.exists() and not stat.S_ISREG(os.stat(path).st_mode):
        kind = "a directory" if path.is_dir() else "not a plain file"
        raise LedgerError(f"the ledger {path} is {kind}", "name a file with --ledger")


def file_formats(path: Path) -> tuple[int, int]:
    """Return what the header says that SQLite must know to write and to read the file.

    1 is a rollback journal, as recip has it, 2 a write-ahead log; more than that SQLite
    does not write, or does not read, and says so in misleading words.
    """
    with open(path, "rb") as file:
        header = file.read(20)
    return (header[18], header[19]) if len(header) == 20 else (0, 0)


def uri(path: Path, mode: str) -> str:
    """Return how SQLite is told to open the file at `path`, whatever it is called."""
    # From a directory: `:memory:` alone would be no file.
    return f"file:{quote(os.fsencode(os.path.join(os.curdir, path)))}?mode={mode}"


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open an existing ledger in autocommit mode with the pragmas every use needs."""
    with explained(path):
        sql = sqlite3.connect(uri(path, "rw"), uri=True, timeout=BUSY_WAIT, isolation_level=None)
        with closed_on_failure(sql):
            # Ctrl-C waits for Python code to run, and one statement of a long import takes
            # seconds: so a line of it runs meanwhile, and what a signal raises there ends it.
            sql.set_progress_handler(lambda: 0, STEPS_BETWEEN_SIGNALS)
            # Even a pragma reads the file first, and may find it locked.
            for name, value in (_READING if read_only else _WRITING).items():
                patiently(partial(sql.execute, f"PRAGMA {name}={value}"))
    return sql


@contextmanager
def closed_on_failure(sql: sqlite3.Connection) -> Iterator[None]:
    """Close a file whose opening fails halfway: nobody else has the connection."""
    try:
        yield
    except BaseException:
        sql.close()
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a line for the owner (LedgerError), or Ctrl-C."""
    try:
        yield
    except sqlite3.Error as error:
        raise_if_stopped(error)
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _LOCKED:
            said = f"the ledger {path} is in use by another program"
            raise InUse(said, "try again in a moment") from error
        raise LedgerError(*_in_words(error, path)) from error


def raise_if_stopped(error: sqlite3.Error) -> None:
    """Raise KeyboardInterrupt where a signal is why SQLite failed."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_INTERRUPT or interrupts.raised():
        raise KeyboardInterrupt from None


@contextmanager
def transaction(sql: sqlite3.Connection, path: Path, *, write: bool) -> Iterator[None]:
    """Hold one transaction; commit at the end, roll back on any raise, even Ctrl-C."""
    with explained(path):
        if write:
            patiently(lambda: sql.execute("BEGIN IMMEDIATE"))
        else:
            patiently(lambda: _begin_reading(sql))
        try:
            # A view in the place of a table could run for ever, an unknown trigger change what
            # nobody asked for, and without those of the journal nothing could be undone.
            tables, triggers, ours = sql.execute(_OURS).fetchone()
            if tables != len(TABLES) or (
                write and not triggers == ours == 3 * len(JOURNALED) + 2 * len(RECORDS)
            ):
                raise LedgerError(*damaged(path))
            yield
            if sql.in_transaction and write:
                _commit(sql, path)
            elif sql.in_transaction:
                sql.execute("COMMIT")
        except BaseException:
            if sql.in_transaction:
                sql.execute("ROLLBACK")
            raise


def _commit(sql: sqlite3.Connection, path: Path) -> None:
    """Commit what was written. Raises LedgerError where it is done and only the disk complains."""
    change = sql.execute(_LAST_CHANGE).fetchone()
    try:
        with interrupts.deed("recip operations"):
            patiently(lambda: sql.execute("COMMIT"))
    except sqlite3.Error as error:
        if sql.in_transaction:
            raise
        # The directory could not be synced, say: then the commit is done, or else rolled back.
        with explained(path):
            if sql.execute(_LAST_CHANGE).fetchone() != change:
                raise
        raise LedgerError(
            f"it was written, but the disk complained ({error})",
            "recip check looks the ledger over",
        ) from error


def _begin_reading(sql: sqlite3.Connection) -> None:
    sql.execute("BEGIN")
    try:
        # BEGIN takes no lock; the first read does, and a writer may be in its way.
        sql.execute("SELECT 1 FROM ledger").fetchone()
    except sqlite3.Error:
        sql.execute("ROLLBACK")
        raise


def patiently(step: Callable[[], object]) -> None:
    """Try a step again while another program holds the lock, for PATIENCE seconds."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            step()
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _LOCKED:
                raise
            if time.monotonic() >= until:
                raise


def reason(error: OSError) -> str:
    """Return in words why the system refused."""
    return (error.strerror or str(error)).lower()


def _in_words(error: sqlite3.Error, path: Path) -> tuple[str, str]:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return f"the ledger {path} was moved or removed meanwhile", "nothing was changed; try again"
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_READONLY:
        return f"the ledger {path} cannot be written here", "nothing was changed"
    if code == sqlite3.SQLITE_CANTOPEN:
        return f"the ledger {path} cannot be opened", "check the permissions of its directory"
    if code == sqlite3.SQLITE_FULL:
        return f"no space is left for the ledger {path}", "nothing was changed"
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path)
    if code == sqlite3.SQLITE_CONSTRAINT:
        return f"the ledger refused a record that breaks its rules ({error})", "nothing was changed"
    if code in (0, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG):
        # A table or column that is not there, or text that is none, which the error would quote.
        return damaged(path)
    return f"the ledger {path} could not be used: {error}", "nothing was changed; look at the disk"


def damaged(path: Path) -> tuple[str, str]:
    """Return in words that a ledger is not what recip wrote, and what to do next."""
    return f"the ledger {path} is damaged", "recip check names what is wrong"


def insert_row(sql: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> None:
    """Add a row of these columns."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    sql.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
