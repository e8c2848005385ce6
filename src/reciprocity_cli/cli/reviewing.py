"""`review`: the ledger looked over in five steps, with six habits."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from reciprocity_cli.cli import shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, review, name="review", panel="Looking over it", shared=shared.PLAIN_REPORT)


def review(
    session: Session,
    week: Annotated[bool, typer.Option("--week", help="The last 7 days, as without it.")] = False,
    quarter: Annotated[bool, typer.Option("--quarter", help="The last 91 days.")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Every line of every part.")] = False,
) -> None:
    """Look over what you give, where you could, what to learn, do and track, and six habits.

    Example: recip review --quarter

    On a terminal it stops at each person: log, snooze, cadence, need.
    """
    from reciprocity_cli.reports.review import (
        QUARTER_DAYS,
        WEEK_DAYS,
        review_items,
        review_report,
        review_span,
    )

    if week and quarter:
        raise UsageError("--week and --quarter exclude each other")
    days = QUARTER_DAYS if quarter else WEEK_DAYS
    with session.reading() as sql:
        items = review_items(sql, session.today, session.settings, days)
    title = review_span(session.today, days)
    if session.can_ask and _is_for_reading(session):
        from reciprocity_cli.cli.walking import walk

        walk(session, items, title, show_all=show_all)
        return
    session.show(review_report(items, title, show_all=show_all))


def _is_for_reading(session: Session) -> bool:
    from reciprocity_cli.render.formats import Format

    to_a_file = session.options.get("output") is not None
    return session.format() is Format.TABLE and not to_a_file and sys.stdout.isatty()
