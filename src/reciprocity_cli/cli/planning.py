"""`plan`: what to learn and whom to meet."""

from __future__ import annotations

import typer

from reciprocity_cli.cli import shared
from reciprocity_cli.cli.arguments import Query
from reciprocity_cli.cli.session import Session


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, plan, name="plan", panel="Looking over it", shared=shared.REPORT)


def plan(session: Session, query: Query = None) -> None:
    """Show what several people look for and none of your offers meets.

    Example: recip plan
    Example: recip plan role:peer

    What you could learn, and whom you know who is at home in it.
    """
    from reciprocity_cli.reports.plan import plan_view

    asked = session.query(query)
    with session.reading() as sql:
        report = plan_view(sql, asked, session.today)
    session.show(report)
