"""`suggest`: what you could give somebody next, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.people import NameBook


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, suggest, name="suggest", panel="Every day", shared=shared.REPORT)


def suggest(
    session: Session,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...",
            help="A person, or terms; those due this week if left out.",
            autocompletion=completing.queries,
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
    # Not above: this module is loaded at each Tab behind its command.
    from reciprocity_cli.reports.suggest import suggest_view

    words = query or []
    if log is not None:
        if len(words) != 1:
            raise UsageError("--log needs a person", "recip suggest ana --log 1")
        from reciprocity_cli.cli.taking_up import take_up

        take_up(session, naming.one(session, words[0]), log)
        return
    asked = session.query(words)
    with session.reading() as sql:
        alone = len(words) == len(asked.wanted.names) == 1 and asked.period is None
        who = naming.person(session, NameBook(sql), words[0]).id if alone else None
        report = suggest_view(sql, asked, session.today, session.settings, who)
    session.show(report)
