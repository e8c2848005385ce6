"""`suggest`: what you could give somebody next, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services.naming import NameBook
from reciprocity_cli.services.views.suggest import suggest_view


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, suggest, name="suggest", panel="Every day", shared=shared.PLAIN_REPORT)


def suggest(
    session: Session,
    person: Annotated[
        str | None,
        typer.Argument(
            metavar="[PERSON]",
            help="A name, handle or '#id'; those due this week if left out.",
            autocompletion=completing.people,
        ),
    ] = None,
    log: Annotated[
        int | None,
        typer.Option("--log", metavar="N", help="Write suggestion N down as given today."),
    ] = None,
) -> None:
    """Suggest what you could give a person next, each with its reason.

    Example: recip suggest ana
    Example: recip suggest ana --log 1
    """
    if log is not None:
        if person is None:
            raise UsageError("--log needs a person", "recip suggest ana --log 1")
        from reciprocity_cli.cli.taking_up import take_up

        take_up(session, naming.one(session, person), log)
        return
    with session.reading() as sql:
        who = None if person is None else naming.person(session, NameBook(sql), person).id
        report = suggest_view(sql, who, session.today, session.settings)
    session.show(report)
