"""`history`: the entries, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import shared
from reciprocity_cli.cli.arguments import Query, refuse_odd_limit
from reciprocity_cli.cli.session import Session
from reciprocity_cli.reports.history import history_view


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, history, name="history", panel="Looking over it", shared=shared.REPORT)


def history(
    session: Session,
    query: Query = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", help="Only the newest N.")
    ] = None,
) -> None:
    """Show the entries, newest first.

    Example: recip history ana cat:advice --since 2026-01-01
    """
    if limit is not None:
        refuse_odd_limit(limit)
    asked = session.query(query)
    with session.reading() as sql:
        report = history_view(sql, asked, session.today, limit)
    session.show(report)
