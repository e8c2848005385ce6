"""`demo`: an invented year, in a ledger of its own, and the reports over it."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

from reciprocity_cli import config
from reciprocity_cli.cli.options import COMMON, command
from reciprocity_cli.cli.session import Session
from reciprocity_cli.drafts import make_folder, replacing
from reciprocity_cli.store.connection import connect
from reciprocity_cli.store.ledger import Ledger, open_ledger
from reciprocity_cli.store.operation import operation

NAME = "demo.db"


@command("demo", COMMON)
def demo(session: Session) -> None:
    """Fill a ledger of its own with an invented year of 24 people, and show the reports.

    Example: recip demo

    Your own ledger is not touched.
    """
    from reciprocity_cli.reports.balance import balance_view
    from reciprocity_cli.reports.due import due_view
    from reciprocity_cli.reports.phase import board_view
    from reciprocity_cli.reports.report import Asked

    ledger = _fresh(session)
    try:
        with ledger.reading() as sql:
            asked = Asked(sql, session.today, session.settings)
            reports = [balance_view(asked), due_view(asked), board_view(asked)]
    finally:
        ledger.close()
    for at, report in enumerate(reports):
        if at:
            print()
        session.show(report)
    session.tell("")
    session.tell(f"An invented year, in {_typed(ledger.path)}. Look around in it:")
    for words in ("explain ana", "history dee", "balance role:mentor --numbers"):
        session.tell(f"  recip {words} --ledger {_typed(ledger.path)}")


def _typed(path: Path) -> str:
    """Return a path as it would be typed: from home where it lies there, quoted where it has to."""
    from shlex import quote

    with suppress(ValueError, RuntimeError):
        below = str(path.relative_to(Path.home()))
        if quote(below) == below:
            return f"~/{below}"
    return quote(str(path))


def _fresh(session: Session) -> Ledger:
    """Return the demo ledger, made anew relative to today."""
    from reciprocity_cli.actions.demo import fill
    from reciprocity_cli.store.create import make_ledger, refuse_name

    path = _path(session)
    make_folder(path.parent)
    refuse_name(path)
    with replacing(path) as draft:
        make_ledger(draft)
        with (
            closing(connect(draft)) as sql,
            operation(sql, draft, command="demo", at=session.at) as op,
        ):
            op.summary = f"{fill(op, session.today)} invented people"
    return open_ledger(path, tell=session.tell, at=session.at)


def _path(session: Session) -> Path:
    """Return where the demo goes. Raises RecipError unless what lies there began as one."""
    named = session.options.get("ledger")
    path = session.path if named is not None else config.default_ledger(os.environ).with_name(NAME)
    if not path.exists() and not path.is_symlink():
        return path
    from reciprocity_cli.errors import RecipError
    from reciprocity_cli.store.journal import operations

    ledger = open_ledger(path, tell=session.tell, at=session.at, read_only=True)
    with ledger.reading() as sql:
        done = operations(sql)
    ledger.close()
    if path.is_symlink() or not done or done[-1].command != "demo":
        raise RecipError(f"{path} is no demo", "name a new file, or leave --ledger out")
    return path
