"""`show`: the dossier of one person."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import naming, shared
from reciprocity_cli.cli.arguments import Person
from reciprocity_cli.cli.session import Session
from reciprocity_cli.store.people import NameBook


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, show, name="show", panel="Every day", shared=shared.PLAIN_REPORT)


def show(
    session: Session,
    person: Person,
    show_all: Annotated[bool, typer.Option("--all", help="The whole timeline.")] = False,
) -> None:
    """Show what is worth knowing before you meet a person.

    Example: recip show ana
    """
    # Not above: this module is loaded at each Tab behind its command.
    from reciprocity_cli.reports.show import dossier_view

    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
        report = dossier_view(sql, who.id, session.today, session.settings, show_all=show_all)
    session.show(report)
