"""`choose`: two invitations side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.people import NameBook


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, choose, name="choose", panel="Looking over it", shared=shared.PLAIN_REPORT)


def choose(
    session: Session,
    one: Annotated[
        str, typer.Argument(metavar="A", help="Somebody.", autocompletion=completing.people)
    ],
    other: Annotated[
        str, typer.Argument(metavar="B", help="Somebody else.", autocompletion=completing.people)
    ],
) -> None:
    """Lay the facts about two people side by side, where you cannot say yes to both.

    Example: recip choose ana ben

    It names no winner; you decide.
    """
    from reciprocity_cli.reports.choose import choose_view

    with session.reading() as sql:
        book = NameBook(sql)
        first, second = (naming.person(session, book, name) for name in (one, other))
        if first.id == second.id:
            raise UsageError(f"both are {first.name}", "name two people")
        report = choose_view(sql, first.id, second.id, session.today, session.settings)
    session.show(report)
