"""`amend` and `rm`: mending entries, on the command line or in an editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from reciprocity_cli.actions import amend as actions
from reciprocity_cli.cli import complete, kernel, prompts
from reciprocity_cli.cli.options import Parameters, argument, choice, command, switch, text, texts
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.kinds import RECORDS
from reciprocity_cli.domain.records import Direction, Started
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.store.people import NameBook
from reciprocity_cli.store.records import find_record

Id = Annotated[str, argument("ID", "As history shows it.", complete.ids_of("exchange"))]


AMENDED: Parameters = {
    "on": text("--on", "DATE", "Its day."),
    "note": text("--note -m", "TEXT", "Its note."),
    "via": text("--via", "CHANNEL", "coffee, call, email ..."),
    "started": text("--started", "WHO", "me, them or both.", Started),
    "person": texts("--person", "PERSON", "Who took part instead."),
    "category": text("--category", "CATEGORY", "Of a give or get."),
    "kind": text("--kind", "KIND", "A finer kind of it.", complete.kinds),
    "size": text("--size", "SIZE", "small, medium or large."),
    "weight": text("--weight", "X", "In place of a size."),
    "direction": text("--direction", "WAY", "gave or got.", Direction),
    "self_interest": choice("--self-interest/--no-self-interest", "Whether to count it as 0."),
    "landed": choice("--landed/--not-landed", "Whether they recognised it."),
    "future": switch("--future", "Let the date lie after today."),
}


@command("amend", fields=AMENDED)
def amend(session: Session, number: Id, **words: Any) -> None:
    """Change an entry; without options, on a terminal, it opens in $EDITOR.

    Example: recip amend 42 --on yesterday --size large

    The date of a contact moves its gives and gets along.
    """
    future = words.pop("future")
    given = {name: value for name, value in words.items() if value not in (None, [])}
    with session.reading() as sql:
        table, record = find_record(sql, number)
        actions.refuse_others(table, record)
        if not given:
            was = actions.as_words(sql, table, record)
            session.ledger.release()
            given = _edited(session, was)
        book = NameBook(sql)
        people = [prompts.person(session, book, name) for name in given.pop("person", ())]
    values = actions.read_changes(
        table, given, session.today, session.settings.date_order, future=future
    )
    with session.writing("amend") as op:
        changed = actions.amend(op, table, record, values, [one.id for one in people])
        op.summary = actions.told(op.sql, table, record)
    said = f"#{record}  {op.summary}"
    if not changed:
        session.wrote(f"Nothing to change: {said}", 0, [kernel.entry(session, record)])
        return
    session.wrote(f"Amended {said}", op.number, [kernel.entry(session, record)])


@command("rm")
def rm(session: Session, number: Id) -> None:
    """Remove an entry; a contact takes its gives and gets along. It can be undone.

    Example: recip rm 42
    """
    with session.reading() as sql:
        table, record = find_record(sql, number)
    if table == "person":
        raise UsageError(f"#{record} is a person", f"recip person rm '#{record}' removes them")
    load_telling(table)
    kernel.remove(session, "rm", table, record)


def load_telling(table: str) -> None:
    """Load the commands of a kind of record, which say what is told of one."""
    from reciprocity_cli.cli.app import COMMANDS

    if named := COMMANDS.get(RECORDS[table].listed_by.split()[1]):
        import_module(f"reciprocity_cli.cli.{named[0]}")


def _edited(session: Session, words: dict[str, str]) -> dict[str, Any]:
    """Let the owner edit `key: value` lines; return the lines that came back different."""
    if not session.can_ask:
        raise UsageError("nothing to change", "name a value, such as --on yesterday")

    changed: dict[str, Any] = edit_words(words)
    if "person" in changed:
        changed["person"] = [name.strip() for name in changed["person"].split(",")]
    return changed


def edit_words(words: dict[str, str]) -> dict[str, str]:
    """Open the words in $VISUAL or $EDITOR; return those that were changed.

    A note may run over several lines: it stands last. Raises RecipError where no editor
    can run, and UsageError for a line that is not understood.
    """
    lines = [f"{key}: {value}" for key, value in words.items() if key != "note"]
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="recip-") as folder:
        path = Path(folder) / "entry.txt"
        path.touch(mode=0o600)
        path.write_text("\n".join([*lines, f"note: {words.get('note', '')}", ""]), encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(command), str(path)], check=False)
        except (OSError, ValueError) as error:
            raise RecipError(f"the editor {command!r} cannot be run", "set EDITOR") from error
        if done.returncode:
            raise RecipError("the editor ended with an error", "nothing was changed")
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    return {key: value for key, value in _read(text, words).items() if value != words[key]}


def _read(text: str, words: dict[str, str]) -> dict[str, str]:
    # Only at the start of a line: a name or a note may have the word within.
    begin = f"\n{text}".find("\nnote:")
    head = text if begin < 0 else text[:begin]
    found = {} if begin < 0 else {"note": text[begin + len("note:") :].strip()}
    for line in head.splitlines():
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in words:
            raise UsageError(
                f"the line {line.strip()[:40]!r} is not understood", "nothing was changed"
            )
        found[key.strip()] = value.strip()
    return found
