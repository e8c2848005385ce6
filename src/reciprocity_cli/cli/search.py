"""`search`: full text over everything that is on record."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from reciprocity_cli.cli import completing, shared
from reciprocity_cli.cli.arguments import refuse_odd_limit
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.showing import wants_color
from reciprocity_cli.domain.text import clean_text


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, search, name="search", panel="Looking over it", shared=shared.REPORT)


def search(
    session: Session,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Words, all to occur.")],
    person: Annotated[
        list[str] | None,
        typer.Option(
            "--person",
            metavar="PERSON",
            help="Only what is on record about them.",
            autocompletion=completing.people,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", help="Only the newest N.")
    ] = 50,
) -> None:
    """Find people, entries, needs, promises and all else by the words in them.

    Example: recip search pricing page --since 2026

    Word endings, accents and capitals do not matter, and the beginning of a word is enough.
    """
    refuse_odd_limit(limit)
    from reciprocity_cli.reports.search import search_view

    words = clean_text(" ".join(text))
    named = session.query()
    named = named._replace(wanted=named.wanted._replace(names=tuple(person or ())))
    with session.reading() as sql:
        report = search_view(
            sql, words, named, session.today, limit=limit, brackets=not _painted(session)
        )
    session.show(report)


def _painted(session: Session) -> bool:
    """Tell whether the words can be marked by a style; where there is none they get brackets."""
    if session.format() != "table" or session.options.get("output") not in (None, "-"):
        return False
    return wants_color(session.settings, os.environ, sys.stdout.isatty())
