"""`momentum`: the year in weeks, and whether it builds."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import options
from reciprocity_cli.cli.options import Query
from reciprocity_cli.cli.session import Session


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    options.add(app, momentum, name="momentum", panel="Looking over it", shared=options.REPORT)


def momentum(
    session: Session,
    query: Query = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="A line for each of the quiet too.")
    ] = False,
) -> None:
    """Show the year in weeks, who it builds with and who it slows with.

    Example: recip momentum role:mentor --period 2026

    The last 90 days are compared with the 90 before. A period chooses people and the weeks shown.
    """
    from reciprocity_cli.reports.momentum import momentum_view

    asked = session.query(query)
    with session.reading() as sql:
        report = momentum_view(sql, asked, session.today, show_all=show_all)
    session.show(report)
