"""`check`: whether the ledger is whole, and mending it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from reciprocity_cli import config
from reciprocity_cli.cli import shared
from reciprocity_cli.cli.folding import folded
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.text import visible
from reciprocity_cli.errors import LedgerError, RecipError

if TYPE_CHECKING:
    from reciprocity_cli.domain.records import Finding

FOUND = 4
"""The exit code when a check found something."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, check, name="check", panel="Housekeeping", shared=shared.PLAIN_REPORT)


def check(
    session: Session,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
) -> None:
    """Check that the ledger is whole: its file, every row, and the history.

    Example: recip check

    Silent where all is well; else a line for each finding, and exit code 4. It
    changes nothing. With --repair the ledger is copied to `backups` beside it
    first, and what was lost is named.
    """
    from reciprocity_cli.services import checking

    path = session.path
    if not os.path.lexists(path):
        raise LedgerError(f"there is no ledger at {path}", "name a file with --ledger")
    ours = made_the_directory(session)
    findings = checking.check(path, own_directory=ours)
    if findings and repair:
        findings = _repaired(session, findings, ours)
    _show(session, findings)
    if findings:
        raise typer.Exit(FOUND)


def made_the_directory(session: Session) -> bool:
    """Tell whether the ledger lies where recip puts it by itself, in a directory of its own."""
    try:
        return session.path.parent == config.default_ledger(os.environ).parent
    except RecipError:
        return False


def _repaired(session: Session, findings: list[Finding], ours: bool) -> list[Finding]:
    from reciprocity_cli.services.repairing import repair

    done = repair(session.path, findings, session.at, own_directory=ours)
    for line in done.said:
        session.tell(line)
    return done.left


def _show(session: Session, findings: list[Finding]) -> None:
    from reciprocity_cli.render.formats import Format
    from reciprocity_cli.reports.status import checked_report

    if session.format() is Format.TABLE and session.options.get("output") in (None, "-"):
        for finding in findings:
            print(folded(visible(finding.said), sys.stdout))
    else:
        session.show(checked_report(findings))
