"""The ledger as a file: who may read it, what lies beside it, and opening it to look only."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from reciprocity_cli.domain.records import Finding
from reciprocity_cli.store.backups import backups_of
from reciprocity_cli.store.connection import BUSY_WAIT, closed_on_failure, file_formats

LONGEST_VALUE = 50_000_000
"""Bytes that one value may take while it is looked at; a hostile one could ask for all memory."""


def look_at(path: Path, mode: Literal["ro", "rw"] = "rw") -> sqlite3.Connection:
    """Open a ledger so that nothing in it can be changed or run, and undecodable text is read.

    Opened "ro" SQLite leaves out every CHECK, and so would its integrity check; `query_only` keeps
    the other from writing, but for a journal, which is to be looked for first.
    """
    location = f"file:{quote(os.fsencode(path))}?mode={mode}"
    sql = sqlite3.connect(location, uri=True, timeout=5.0, isolation_level=None)
    with closed_on_failure(sql):
        sql.text_factory = _leniently
        sql.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
            sql.execute(f"PRAGMA {pragma}")
    return sql


def permission_findings(path: Path, *, own_directory: bool) -> Iterator[Finding]:
    """Yield what others could reach; `own_directory` tells that recip made the directory."""
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


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps the old pages while it writes a ledger."""
    real = path.resolve()
    return real.with_name(f"{real.name}-journal")


def journal_finding(path: Path) -> Finding | None:
    """Return what a journal beside the ledger means, or None where there is none or it is in use.

    One that holds the pages of a write that was cut off makes the ledger what it was before, as
    soon as any command opens it to write; until then what the file holds is half of something.
    """
    journal = journal_of(path)
    if not journal.exists():
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


def clear_journal(path: Path) -> None:
    """Let SQLite take back a write that was cut off, and remove a journal or log that is left."""
    from reciprocity_cli.store.connection import connect, explained, transaction

    with explained(path), closing(connect(path)) as sql:
        sql.execute("PRAGMA journal_mode=DELETE").fetchall()
        with transaction(sql, path, write=True):
            version = sql.execute("PRAGMA user_version").fetchone()[0]
            sql.execute(f"PRAGMA user_version={version}")


def _nobody_writes(path: Path) -> bool:
    location = f"file:{quote(os.fsencode(path))}?mode=rw"
    with closing(
        sqlite3.connect(location, uri=True, timeout=BUSY_WAIT, isolation_level=None)
    ) as sql:
        try:
            sql.execute("BEGIN IMMEDIATE")
            sql.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY
        except sqlite3.DatabaseError:
            return True
    return journal_of(path).exists()


def _leniently(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


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
