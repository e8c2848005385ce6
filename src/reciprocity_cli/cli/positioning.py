"""`position`: what you could offer people of a role."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.records import Role
from reciprocity_cli.domain.vocabulary import pick


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, position, name="position", panel="Looking over it", shared=shared.PLAIN_REPORT)


def position(
    session: Session,
    role: Annotated[
        str,
        typer.Argument(
            metavar="ROLE",
            help="mentor, coach, connector, sponsor or peer.",
            autocompletion=completing.roles,
        ),
    ],
) -> None:
    """Show which of your offers suit a role, what you could say, and whom it could help now.

    Example: recip position mentor
    """
    from reciprocity_cli.reports.plan import position_view

    chosen = Role(pick(role, Role, "role"))
    with session.reading() as sql:
        report = position_view(sql, chosen, session.today, session.settings)
    session.show(report)
