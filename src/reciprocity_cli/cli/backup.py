"""`backup` and `restore`: copies of the ledger beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from reciprocity_cli import interrupts
from reciprocity_cli.actions.repair import content_findings
from reciprocity_cli.cli.options import PLAIN_REPORT, argument, command, flag
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.streams import file_named, file_to_write
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.drafts import make_folder
from reciprocity_cli.errors import LedgerError, UsageError
from reciprocity_cli.store import backup
from reciprocity_cli.store.check import journal_finding, look_at, mend_permissions
from reciprocity_cli.store.connection import FOLDER, check_file, connect, explained, refuse_odd
from reciprocity_cli.store.ledger import Ledger
from reciprocity_cli.store.records import count_records

if TYPE_CHECKING:
    import sqlite3


@command("backup", PLAIN_REPORT)
def backup_(
    session: Session,
    word: Annotated[
        str | None, argument("[list]", "Show the backups there are.", ("list",))
    ] = None,
) -> None:
    """Copy the ledger to `backups` beside it, or to a file of your own with -o.

    Example: recip backup
    Example: recip backup list

    Other commands may go on meanwhile. Of the backups in that directory all of
    the last hour are kept, then one an hour for a day, one a day for a month,
    and one a month.
    """
    if word is not None and word != "list":
        raise UsageError(f"{quoted(word)} is nothing to do", "recip backup, or recip backup list")
    if word == "list":
        _list(session)
        return
    if session.options.get("format") not in (None, "json"):
        raise UsageError("only recip backup list has formats", "leave out --format")
    named = session.options.get("output")
    target = None if named is None else file_to_write(named, session.path)
    session.require_ledger("nothing to copy")
    if target is None:
        target = make_backup(session.ledger, "", session.at, done="recip backup list")
    else:
        _save(session, target)
    _wrote(session, target)


@command("restore")
def restore(
    session: Session,
    file: Annotated[str, argument("FILE", "A backup; of those in `backups` its name.")],
    yes: Annotated[bool, flag("--yes", "Do not ask.")] = False,
) -> None:
    """Go back to a backup: the ledger becomes what it was then, history included.

    Example: recip restore ledger-20261120T183000.db

    The backup is checked first, and the ledger as it is now is kept as a backup
    of its own, so that you can come back.
    """
    source = _found(session, file)
    with fetched(source, session.path) as (draft, there):
        if not yes:
            _ask(session, source, there)
        kept = restore_into(draft, session.path, session.at)
    record = {"file": str(source), "kept": str(kept) if kept else None, **there._asdict()}
    session.wrote(f"Restored {source}: {_words(there)}", 0, [record])
    if kept is not None:
        session.tell(f"the ledger before it is kept as {kept}")


def _ask(session: Session, source: Path, there: Held) -> None:
    """Raise UsageError unless the owner, who is shown both, says yes."""
    from reciprocity_cli.cli.prompts import confirm

    if not session.can_ask:
        raise UsageError("restoring replaces the ledger", "say --yes if that is meant")
    session.tell(f"{source} holds {_words(there)}.")
    session.tell(f"The ledger now: {_now(session)}. It will be kept as a backup.")
    if not confirm("Go back to it?"):
        raise UsageError("not restored", "nothing was changed")


def _list(session: Session) -> None:
    from reciprocity_cli.reports.status import BackupLine, backups_report

    lines = [
        BackupLine(one.path.name, one.at.astimezone(), one.why, one.path.stat().st_size)
        for one in backup.listed_backups(session.path)
    ]
    session.show(backups_report(lines, str(session.path.parent / FOLDER)))


def _save(session: Session, target: Path) -> None:
    from reciprocity_cli.cli.output import refuse_odd_target

    if str(target) == "-":
        raise UsageError("a backup is a file", "name one with -o; recip export writes to stdout")
    refuse_odd_target(target)
    backup.copy_ledger(session.ledger.sql, target, done=f"{target} is written")


def _wrote(session: Session, target: Path) -> None:
    with session.reading() as sql:
        there = held(sql, target)
    record = {"file": str(target), **there._asdict()}
    session.wrote(f"Backed up {_words(there)} to {target}", 0, [record])


def _found(session: Session, file: str) -> Path:
    """Return the file that is named: a path, or the name of one of recip's own backups."""
    named = file_named(file)
    own = session.path.parent / FOLDER / file
    return own if named.name == file and not named.exists() and own.exists() else named


def _now(session: Session) -> str:
    if not session.path.exists():
        return "there is none"
    try:
        with session.reading() as sql:
            return _words(held(sql, session.path))
    except LedgerError as error:
        return error.message


def _words(there: Held) -> str:
    from reciprocity_cli.reports.status import in_words
    from reciprocity_cli.reports.words import counted, people_counted

    entries = counted(there.entries, "entry", "entries")
    return f"{people_counted(there.people)}, {entries} ({in_words(there.bytes)})"


class Held(NamedTuple):
    """What a ledger file holds: people, and gives, gets and contacts; `bytes` is its size."""

    people: int
    entries: int
    bytes: int


def make_backup(ledger: Ledger, why: str, at: datetime, done: str = "") -> Path:
    """Write a backup of an open ledger to `backups` beside it; return where it is.

    `why` becomes part of its name ([a-z0-9-]). Backups that newer ones make needless
    are removed. Raises LedgerError, and then there is no backup.
    """
    target = backup.room_for(backup.backup_name(ledger.path, at, why))
    backup.copy_ledger(ledger.sql, target, done)
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

    What was checked is what will be restored, even if somebody writes to the file
    meanwhile. Raises LedgerError unless it is a ledger and whole.
    """
    if not os.path.lexists(file):
        raise LedgerError(f"there is no file {file}", "recip backup list shows those there are")
    if path.exists() and file.samefile(path):
        raise LedgerError(f"{file} is the ledger itself", "name a backup")
    check_file(file)
    with suppress(OSError):
        make_folder(path.parent)
    with backup.scratch_beside(path) as draft:
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


def restore_into(draft: Path, path: Path, at: datetime) -> Path | None:
    """Make the ledger at `path` what a fetched `draft` is; return where the one before is kept.

    Raises LedgerError, and then the ledger is as it was.
    """
    refuse_odd(path)
    before = backup.change_counter(path)
    kept = _keep(path, at)
    with interrupts.deed("recip history"):
        backup.pour(draft, path, before)
    mend_permissions(path, own_directory=False)
    backup.thin_out(path, at)
    return kept


def _keep(path: Path, at: datetime) -> Path | None:
    """Keep the ledger that is about to be replaced, byte for byte where it cannot be read."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    target = backup.room_for(backup.backup_name(path, at, backup.BEFORE_RESTORE))
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
