"""Backups of a ledger, and going back to one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reciprocity_cli.errors import LedgerError
from reciprocity_cli.services.checking import content_findings
from reciprocity_cli.store import backup
from reciprocity_cli.store.check import journal_finding, look_at, mend_permissions
from reciprocity_cli.store.connection import check_file, connect, explained
from reciprocity_cli.store.records import count_records

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.store.ledger import Ledger

BEFORE_RESTORE = "before-restore"


class Held(NamedTuple):
    """What a ledger file holds: people, and gives, gets and contacts; `bytes` is its size."""

    people: int
    entries: int
    bytes: int


def make_backup(ledger: Ledger, why: str, at: datetime) -> Path:
    """Write a backup of an open ledger to `backups` beside it; return where it is.

    `why` becomes part of its name ([a-z0-9-]). Backups that newer ones make needless are removed.
    Raises LedgerError, and then there is no backup.
    """
    target = backup.room_for(backup.backup_name(ledger.path, at, why))
    backup.copy_ledger(ledger.sql, target)
    backup.thin_out(ledger.path, at)
    return target


def backup_before(ledger: Ledger, why: str, at: datetime) -> Path | None:
    """Write a backup before something that changes much; None where nothing is there to keep."""
    with ledger.reading() as sql:
        if not any(count_records(sql).values()):
            return None
    return make_backup(ledger, why, at)


def held(sql: sqlite3.Connection, path: Path) -> Held:
    """Return what an open ledger holds."""
    counts = count_records(sql)
    return Held(counts["person"], counts["interaction"] + counts["exchange"], path.stat().st_size)


@contextmanager
def fetched(file: Path, path: Path) -> Iterator[tuple[Path, Held]]:
    """Give a copy of a backup, made beside the ledger at `path` and checked, and what it holds.

    What was checked is what will be restored, even if somebody writes to the file meanwhile.
    Raises LedgerError unless it is a ledger and whole.
    """
    if not os.path.lexists(file):
        raise LedgerError(f"there is no file {file}", "recip backup list shows those there are")
    if path.exists() and file.samefile(path):
        raise LedgerError(f"{file} is the ledger itself", "name a backup")
    check_file(file)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        found = journal_finding(file)
        if found is None:
            backup.copy_pages(file, draft)
            found = next(content_findings(draft), None)
        if found is not None:
            said = f"{file} is not whole: {found.said.replace(str(draft), str(file))}"
            raise LedgerError(said, "nothing was changed; recip backup list shows other backups")
        with closing(look_at(draft)) as sql, explained(file):
            there = held(sql, draft)
        yield draft, there
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-journal")):
            leftover.unlink(missing_ok=True)


def restore(draft: Path, path: Path, at: datetime) -> Path | None:
    """Make the ledger at `path` what a fetched `draft` is; return where the one before is kept.

    Raises LedgerError, and then the ledger is as it was.
    """
    before = backup.change_counter(path)
    kept = _keep(path, at)
    backup.pour(draft, path, before)
    mend_permissions(path, own_directory=False)
    backup.thin_out(path, at)
    return kept


def _keep(path: Path, at: datetime) -> Path | None:
    """Keep the ledger that is about to be replaced, byte for byte where it cannot be read."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    target = backup.room_for(backup.backup_name(path, at, BEFORE_RESTORE))
    try:
        check_file(path)
        with closing(connect(path)) as sql:
            backup.copy_ledger(sql, target)
    except LedgerError:
        if "another program" in _whose(path):
            raise
        backup.copy_bytes(path, target)
    return target


def _whose(path: Path) -> str:
    try:
        check_file(path)
    except LedgerError as error:
        return error.message
    return ""
