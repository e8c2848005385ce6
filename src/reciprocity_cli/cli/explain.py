"""`explain`: every number about one person, with its arithmetic."""

from __future__ import annotations

import typer

from reciprocity_cli.cli import naming, shared
from reciprocity_cli.cli.arguments import Person
from reciprocity_cli.cli.session import Session
from reciprocity_cli.store.people import NameBook


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, explain, name="explain", panel="Looking over it", shared=shared.PLAIN_REPORT)


def explain(
    session: Session,
    person: Person,
) -> None:
    """Show every number about a person with its arithmetic, a line each.

    Example: recip explain ana
    """
    # Not above: this module is loaded at each Tab behind its command.
    from reciprocity_cli.reports.explain import explain_view

    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
        report = explain_view(sql, who.id, session.today, session.settings)
    session.show(report)
