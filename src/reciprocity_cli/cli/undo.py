"""`undo`, `redo` and `operations`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from reciprocity_cli.cli.options import PLAIN_REPORT, argument, command, flag
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.status import OperationLine, operations_report
from reciprocity_cli.store import journal
from reciprocity_cli.store.records import parse_id

SHOWN = 20
"""Operations that are listed without --all."""


@command("undo")
def undo(
    session: Session,
    number: Annotated[str | None, argument("[N]", "Which one; the last if left out.")] = None,
) -> None:
    """Take back the last operation, or operation N, and say what it was.

    Example: recip undo

    An older one is taken back only while nothing made later stands on it.
    """
    done = session.ledger.undo(None if number is None else _number(number), session.at)
    session.wrote(f"Undone {_said(done)}", done.id, [_record(done)], back="redo")


@command("redo")
def redo(session: Session) -> None:
    """Do again what the last undo took back; anything written since clears it.

    Example: recip redo
    """
    done = session.ledger.redo(session.at)
    session.wrote(f"Done again {_said(done)}", done.id, [_record(done)])


@command("operations", PLAIN_REPORT)
def operations(
    session: Session,
    show_all: Annotated[bool, flag("--all", "All, not only the last 20.")] = False,
) -> None:
    """List what was done, newest first: the numbers are those of `recip undo N`.

    Example: recip operations
    """
    with session.reading() as sql:
        # One more than is shown tells whether there are older ones.
        done = journal.operations(sql, None if show_all else SHOWN + 1)
    more = not show_all and len(done) > SHOWN
    lines = [
        OperationLine(
            one.id,
            datetime.fromisoformat(one.at).astimezone(),
            one.command,
            one.summary,
            one.undone,
        )
        for one in (done[:SHOWN] if more else done)
    ]
    session.show(operations_report(lines, more=more))


def _number(text: str) -> int:
    try:
        return parse_id(text)
    except UsageError as error:
        said = f"{quoted(text)} is not the number of an operation"
        raise UsageError(said, "recip operations lists them") from error


def _said(done: journal.Done) -> str:
    return f"operation {done.id}: {done.command}" + (f"  {done.summary}" if done.summary else "")


def _record(done: journal.Done) -> dict[str, object]:
    return {"id": done.id, "command": done.command, "summary": done.summary}
