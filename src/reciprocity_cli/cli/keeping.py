"""`backup` and `restore`: copies of the ledger, and going back to one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reciprocity_cli.cli import completing, shared
from reciprocity_cli.cli.files import file_named, file_to_write
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from reciprocity_cli.services.backups import Held


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    panel = "Housekeeping"
    shared.add(app, backup, name="backup", panel=panel, shared=shared.PLAIN_REPORT)
    shared.add(app, restore, name="restore", panel=panel)


def backup(
    session: Session,
    word: Annotated[
        str | None,
        typer.Argument(
            metavar="[list]",
            help="Show the backups there are.",
            autocompletion=completing.of(("list",)),
        ),
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
        from reciprocity_cli.services.backups import make_backup

        target = make_backup(session.ledger, "", session.at)
    else:
        _save(session, target)
    _wrote(session, target)


def restore(
    session: Session,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A backup; of those in `backups` its name.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Go back to a backup: the ledger becomes what it was then, history included.

    Example: recip restore ledger-20261120T183000.db

    The backup is checked first, and the ledger as it is now is kept as a backup
    of its own, so that you can come back.
    """
    from reciprocity_cli.services import backups

    source = _found(session, file)
    with backups.fetched(source, session.path) as (draft, there):
        if not yes:
            _ask(session, source, there)
        kept = backups.restore(draft, session.path, session.at)
    record = {"file": str(source), "kept": str(kept) if kept else None, **there._asdict()}
    session.wrote(f"Restored {source}: {_words(there)}", 0, [record])
    if kept is not None:
        session.tell(f"the ledger before it is kept as {kept}")


def _ask(session: Session, source: Path, there: Held) -> None:
    """Raise UsageError unless the owner, who is shown both, says yes."""
    from reciprocity_cli.cli.asking import confirm

    if not session.can_ask:
        raise UsageError("restoring replaces the ledger", "say --yes if that is meant")
    session.tell(f"{source} holds {_words(there)}.")
    session.tell(f"The ledger now: {_now(session)}. It will be kept as a backup.")
    if not confirm("Go back to it?"):
        raise UsageError("not restored", "nothing was changed")


def _list(session: Session) -> None:
    from reciprocity_cli.reports.status import BackupLine, backups_report
    from reciprocity_cli.store.backup import FOLDER, listed_backups

    lines = [
        BackupLine(one.path.name, one.at.astimezone(), one.why, one.path.stat().st_size)
        for one in listed_backups(session.path)
    ]
    session.show(backups_report(lines, str(session.path.parent / FOLDER)))


def _save(session: Session, target: Path) -> None:
    from reciprocity_cli.cli.showing import refuse_odd_target
    from reciprocity_cli.store.backup import copy_ledger

    if str(target) == "-":
        raise UsageError("a backup is a file", "name one with -o; recip export writes to stdout")
    refuse_odd_target(target)
    copy_ledger(session.ledger.sql, target)


def _wrote(session: Session, target: Path) -> None:
    from reciprocity_cli.services.backups import held

    with session.reading() as sql:
        there = held(sql, target)
    record = {"file": str(target), **there._asdict()}
    session.wrote(f"Backed up {_words(there)} to {target}", 0, [record])


def _found(session: Session, file: str) -> Path:
    """Return the file that is named: a path, or the name of one of recip's own backups."""
    from reciprocity_cli.store.backup import FOLDER

    named = file_named(file)
    own = session.path.parent / FOLDER / file
    return own if named.name == file and not named.exists() and own.exists() else named


def _now(session: Session) -> str:
    from reciprocity_cli.services.backups import held

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
