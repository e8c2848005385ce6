"""`momentum`: the year in weeks, and whether it builds."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli.command import REPORT, command, flag
from reciprocity_cli.cli.options import Query
from reciprocity_cli.cli.session import Session


@command("momentum", REPORT)
def momentum(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "A line for each of the quiet too.")] = False,
) -> None:
    """Show the year in weeks, who it builds with and who it slows with.

    Example: recip momentum role:mentor --period 2026

    The last 90 days are compared with the 90 before. A period chooses people and the weeks shown.
    """
    from reciprocity_cli.reports.momentum import momentum_view

    session.report(momentum_view, query, show_all=show_all)
