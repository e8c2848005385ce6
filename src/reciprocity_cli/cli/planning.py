"""`plan`: what to learn and whom to meet."""

from __future__ import annotations

import typer

from reciprocity_cli.cli import shared
from reciprocity_cli.cli.session import Session


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, plan, name="plan", panel="Looking over it", shared=shared.PLAIN_REPORT)


def plan(session: Session) -> None:
    """Show what several people look for and none of your offers meets.

    Example: recip plan

    What you could learn, and whom you know who is at home in it.
    """
    from reciprocity_cli.services.views.plan import plan_view

    with session.reading() as sql:
        report = plan_view(sql, session.today)
    session.show(report)
