"""`plan`, `position` and `choose`: looking ahead, and two people side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import complete, options, prompts
from reciprocity_cli.cli.options import Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.records import Role
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.people import NameBook


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    options.add(app, plan, name="plan", panel="Looking over it", shared=options.REPORT)


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


def register_position(app: typer.Typer) -> None:
    """Add the commands of this module."""
    options.add(
        app, position, name="position", panel="Looking over it", shared=options.PLAIN_REPORT
    )


def position(
    session: Session,
    role: Annotated[
        str,
        typer.Argument(
            metavar="ROLE",
            help="mentor, coach, connector, sponsor or peer.",
            autocompletion=complete.roles,
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


def register_choose(app: typer.Typer) -> None:
    """Add the commands of this module."""
    options.add(app, choose, name="choose", panel="Looking over it", shared=options.PLAIN_REPORT)


def choose(
    session: Session,
    one: Annotated[
        str, typer.Argument(metavar="A", help="Somebody.", autocompletion=complete.people)
    ],
    other: Annotated[
        str, typer.Argument(metavar="B", help="Somebody else.", autocompletion=complete.people)
    ],
) -> None:
    """Lay the facts about two people side by side, where you cannot say yes to both.

    Example: recip choose ana ben

    It names no winner; you decide.
    """
    from reciprocity_cli.reports.choose import choose_view

    with session.reading() as sql:
        book = NameBook(sql)
        first, second = (prompts.person(session, book, name) for name in (one, other))
        if first.id == second.id:
            raise UsageError(f"both are {first.name}", "name two people")
        report = choose_view(sql, first.id, second.id, session.today, session.settings)
    session.show(report)
