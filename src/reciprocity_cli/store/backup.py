"""Copies of a ledger: written while it is in use, poured back, and thinned by age."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from reciprocity_cli import drafts
from reciprocity_cli.errors import InUse, LedgerError
from reciprocity_cli.store import connection

FIRST_LOCK, LOCK_BYTES = 0x40000000, 512
"""Where SQLite's locks lie in a file, by its file format."""

BEFORE_RESTORE = "before-restore"
"""The longest of the reasons why a backup was made."""

MOST_AT_ONCE = 100
"""Pages poured before the first look whether somebody wrote; so few stay in memory until then."""

_NAME = re.compile(r"-(\d{8}T\d{6})(?:-([a-z0-9-]+?))?(?:~\d+)?\.db")
_STAMP = "%Y%m%dT%H%M%S"

_HOUR, _DAY, _MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=31)


class Backup(NamedTuple):
    """A file that recip named: when it was made, and `why` ("" where asked for)."""

    path: Path
    at: datetime
    why: str


def backup_name(path: Path, at: datetime, why: str) -> Path:
    """Return the name of a backup of the ledger at `path`, in the directory by it."""
    stamp = at.astimezone(UTC).strftime(_STAMP)
    return path.parent / connection.FOLDER / f"{path.stem}-{stamp}{'-' * bool(why)}{why}.db"


def listed_backups(path: Path) -> list[Backup]:
    """Return the backups of a ledger that recip named, the newest first."""
    folder = path.parent / connection.FOLDER
    if not folder.is_dir():
        return []
    try:
        found = [_as_backup(path, each) for each in folder.glob("*.db")]
    except OSError:
        return []
    return sorted((one for one in found if one), key=lambda one: (one.at, one.path), reverse=True)


def backups_of(path: Path) -> list[Path]:
    """Return the files beside a ledger that hold it as it was once."""
    return sorted(one.path for one in listed_backups(path))


def _as_backup(path: Path, file: Path) -> Backup | None:
    if not file.name.startswith(path.stem):
        return None
    named = _NAME.fullmatch(file.name[len(path.stem) :])
    if named is None:
        return None
    try:
        at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(file, at, named[2] or "")


def room_for(target: Path) -> Path:
    """Make the directory of backups; return `target` or, if taken, a name beside it."""
    try:
        if not target.parent.is_dir():
            drafts.make_folder(target.parent)
    except OSError as error:
        raise _cannot(target, error) from error
    name, number = target, 1
    while os.path.lexists(name):
        number += 1
        name = target.with_name(f"{target.stem}~{number}.db")
    return name


def copy_ledger(sql: sqlite3.Connection, target: Path, done: str = "") -> None:
    """Write what an open ledger holds to a new file, mode 0600, whoever else uses it.

    The rows are copied, page by page anew; raises LedgerError, and then there is no file.
    `done` as `drafts.replacing` has it.
    """
    with _draft_of(target, done) as draft, connection.explained(target):
        # As bytes: the name of a file need not be UTF-8, and a text that is bound must be.
        sql.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(draft),))


def copy_pages(file: Path, draft: Path) -> None:
    """Write another ledger into an empty file, page by page as it is. Raises LedgerError."""
    with (
        connection.explained(file),
        closing(_open_to_read(file)) as old,
        closing(sqlite3.connect(draft)) as new,
    ):
        old.backup(new)


def copy_bytes(path: Path, target: Path, *, alone: bool = False) -> None:
    """Write a file that may be damaged to a new one as it is, with any journal.

    With `alone` nobody else may use it meanwhile, or InUse is raised.
    """
    with _draft_of(target) as draft, _held(path) if alone else nullcontext():
        shutil.copyfile(path, draft)
    for ending in ("-journal", "-wal"):
        old = beside(path, ending)
        if old.exists():
            with _draft_of(target.with_name(target.name + ending)) as draft:
                shutil.copyfile(old, draft)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold SQLite's own lock on a file, without opening it as a database.

    That would play back a journal, and what is to be kept is the file as it is.
    """
    import fcntl

    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        yield  # It cannot be written here, by nobody of this account.
        return
    try:
        until = time.monotonic() + connection.PATIENCE
        while True:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCK_BYTES, FIRST_LOCK)
                break
            except (BlockingIOError, PermissionError) as error:
                if time.monotonic() > until:
                    said = f"the ledger {path} is in use by another program"
                    raise InUse(said, "try again in a moment") from error
                time.sleep(0.05)
        yield
    finally:
        os.close(file)


def beside(path: Path, ending: str) -> Path:
    """Return where SQLite keeps what it needs meanwhile, such as "-journal"."""
    real = path.resolve()
    return real.with_name(f"{real.name}{ending}")


@contextmanager
def scratch_beside(path: Path) -> Iterator[Path]:
    """Give an empty private file in the directory of the ledger at `path`; raises LedgerError."""
    try:
        with drafts.draft_in(path.parent) as draft:
            yield draft
    except OSError as error:
        said = f"{path.parent} cannot be written: {connection.reason(error)}"
        raise LedgerError(said, "nothing was changed") from error


@contextmanager
def _draft_of(target: Path, done: str = "") -> Iterator[Path]:
    """Give an empty private file to write; in one step at the end it is `target`."""
    try:
        with drafts.replacing(target, done=done) as draft:
            yield draft
    except OSError as error:
        raise _cannot(target, error) from error


def change_counter(path: Path) -> bytes:
    """Return what each write changes in a ledger's header; b"" where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read(28)[24:]
    except FileNotFoundError:
        return b""


def pour(source: Path, path: Path, unchanged_since: bytes) -> None:
    """Make the ledger at `path` what `source` is, in one transaction others wait for.

    The file stays the same one: a command that waits for it meanwhile writes into what
    is there afterwards, where a file moved over it would leave that write behind. What
    is no database at all is replaced by a copy that is moved over it. Raises
    LedgerError, and then nothing was changed: so too where somebody wrote since the
    change counter was `unchanged_since`, for that is kept nowhere else.
    """
    if not path.exists():
        copy_bytes(source, path)
        return
    if connection.file_formats(path) not in ((0, 0), (1, 1), (2, 2)):
        copy_bytes(source, path.resolve())
        return
    with connection.explained(path), closing(_open_to_read(source)) as new:
        try:
            _pour(new, path, unchanged_since)
            return
        except (sqlite3.DatabaseError, LedgerError) as error:
            cause = error.__cause__ if isinstance(error, LedgerError) else error
            code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
            if code not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
    # A journal of the old file would be played back into the new one.
    with suppress(OSError):
        beside(path, "-journal").unlink(missing_ok=True)
    copy_bytes(source, path.resolve())


def _pour(new: sqlite3.Connection, path: Path, unchanged_since: bytes) -> None:
    until, unchecked = time.monotonic() + connection.PATIENCE, True
    [count] = new.execute("PRAGMA page_count").fetchone()
    # Closed only at the end: to close any descriptor of a file lets go of all locks on it.
    header = os.open(path, os.O_RDONLY)

    def watch(_status: int, _remaining: int, total: int) -> None:
        nonlocal unchecked
        if total == 0 and time.monotonic() > until:
            said = f"the ledger {path} is in use by another program"
            raise LedgerError(said, "nothing was changed; try again in a moment")
        # The first pages are copied, so the lock is ours, and the file is as it was yet.
        if total and unchecked and os.pread(header, 4, 24) != unchanged_since:
            raise LedgerError("the ledger was written meanwhile", "nothing was changed; try again")
        unchecked &= not total

    # At least two turns, so that there is one before the last page.
    pages = max(1, min(MOST_AT_ONCE, count // 2))
    try:
        with closing(connection.connect(path)) as old:
            new.backup(old, pages=pages, progress=watch, sleep=0.05)
    finally:
        os.close(header)


def _open_to_read(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(connection.uri(file, "ro"), uri=True)


def superfluous(backups: Iterable[Backup], at: datetime) -> list[Backup]:
    """Return those that a newer one makes needless: all of the last hour stay, then the newest of
    each hour for a day, of each day for 31, of each month for good; each reason by itself."""
    seen: set[tuple[str, str]] = set()
    needless = []
    for backup in sorted(backups, key=lambda one: one.at, reverse=True):
        age = at - backup.at
        if age < _HOUR:
            continue
        form = "%Y%m%d%H" if age < _DAY else "%Y%m%d" if age < _MONTH else "%Y%m"
        # The lengths differ, so that an hour never hides a day.
        slot = backup.why, backup.at.strftime(form)
        if slot in seen:
            needless.append(backup)
        seen.add(slot)
    return needless


def thin_out(path: Path, at: datetime, forget: Callable[[Path], None] = Path.unlink) -> int:
    """Remove the superfluous backups of a ledger; return how many."""
    gone = 0
    for backup in superfluous(listed_backups(path), at):
        with suppress(OSError):
            forget(backup.path)
            gone += 1
    return gone


def _cannot(target: Path, error: OSError) -> LedgerError:
    said = f"no backup can be made at {target}: {connection.reason(error)}"
    return LedgerError(said, "nothing was changed")
