"""`balance`: what passed each way, the lopsided first."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import complete, options
from reciprocity_cli.cli.options import Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.render.formats import Format
from reciprocity_cli.reports.balance import By, balance_view

WAYS: tuple[By, ...] = ("person", "category", "role", "month")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    options.add(app, balance, name="balance", panel="Every day", shared=options.REPORT)


def balance(
    session: Session,
    query: Query = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="WAY",
            help="person, category, role or month.",
            autocompletion=complete.of(WAYS),
        ),
    ] = "person",
    numbers: Annotated[
        bool, typer.Option("--numbers", help="The figures beside the words.")
    ] = False,
    show_all: Annotated[bool, typer.Option("--all", help="List those too early to say.")] = False,
) -> None:
    """Show what passed each way with each person, the lopsided first.

    Example: recip balance role:mentor --period 2026Q3 --numbers
    """
    way = pick(by, WAYS, "way to group")
    asked = session.query(query)
    with session.reading() as sql:
        report = balance_view(
            sql,
            asked,
            session.today,
            session.settings,
            by=way,
            numbers=numbers,
            show_all=show_all,
            in_full=session.format() not in (Format.TABLE, Format.MD),
        )
    session.show(report)
