"""`due`: whom to contact this week, in which order, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import options
from reciprocity_cli.cli.options import Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.due import due_view

LONGEST_WINDOW = 3660


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    options.add(app, due, name="due", panel="Every day", shared=options.REPORT)


def due(
    session: Session,
    query: Query = None,
    days: Annotated[int, typer.Option("--days", metavar="N", help="How many days ahead.")] = 7,
    show_all: Annotated[bool, typer.Option("--all", help="Those who can wait too.")] = False,
    forgotten: Annotated[
        bool, typer.Option("--forgotten", help="Without a cadence, untouched for a year.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="How each place in the order came about.")
    ] = False,
) -> None:
    """List whom to contact this week, in which order, and why.

    Example: recip due --days 14 role:mentor
    """
    if not 1 <= days <= LONGEST_WINDOW:
        raise UsageError(f"--days must be from 1 to {LONGEST_WINDOW}", "7 is a week")
    asked = session.query(query)
    with session.reading() as sql:
        report = due_view(
            sql,
            asked,
            session.today,
            session.settings,
            days=days,
            show_all=show_all,
            only_forgotten=forgotten,
            why=why,
        )
    session.show(report)
