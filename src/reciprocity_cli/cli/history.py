"""`history`, `search` and `momentum`: entries by day, anything by its words, the year."""

from __future__ import annotations

import os
import sys
from typing import Annotated

from reciprocity_cli.cli.options import REPORT, Query, argument, command, flag, option
from reciprocity_cli.cli.output import wants_color
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.history import history_view

MOST_SHOWN = 1_000_000_000
"""More than any ledger holds; SQLite takes no LIMIT past 64 bits."""


def _refuse_odd_limit(limit: int) -> None:
    """Raise UsageError for a limit that is no count of entries."""
    if not 1 <= limit <= MOST_SHOWN:
        raise UsageError(f"--limit must be 1 or more, and {MOST_SHOWN:,} at most")


@command("history", REPORT)
def history(
    session: Session,
    query: Query = None,
    limit: Annotated[int | None, option("--limit -n", "N", "Only the newest N.")] = None,
) -> None:
    """Show the entries, newest first.

    Example: recip history ana cat:advice --since 2026-01-01
    """
    if limit is not None:
        _refuse_odd_limit(limit)
    session.report(history_view, query, limit)


@command("search", REPORT)
def search(
    session: Session,
    text: Annotated[list[str], argument("TEXT...", "Words, all to occur.")],
    person: Annotated[
        list[str] | None, option("--person", "PERSON", "Only what is on record about them.")
    ] = None,
    limit: Annotated[int, option("--limit -n", "N", "Only the newest N.")] = 50,
) -> None:
    """Find people, entries, needs, promises and all else by the words in them.

    Example: recip search pricing page --since 2026

    Word endings, accents and capitals do not matter, and the beginning of a word is enough.
    """
    _refuse_odd_limit(limit)
    from reciprocity_cli.reports.search import search_view

    words = clean_text(" ".join(text))
    with session.asked() as asked:
        query = asked.query
        named = query._replace(wanted=query.wanted._replace(names=tuple(person or ())))
        asked = asked.about(named)
        report = search_view(asked, words, limit=limit, brackets=not _painted(session))
    session.show(report)


def _painted(session: Session) -> bool:
    """Tell whether the words can be marked by a style; where there is none they get brackets."""
    if session.format() != "table" or session.options.get("output") not in (None, "-"):
        return False
    return wants_color(session.settings, os.environ, sys.stdout.isatty())


@command("momentum", REPORT)
def momentum(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "A line for each of the quiet too.")] = False,
) -> None:
    """Show the year in weeks, who it builds with and who it slows with.

    Example: recip momentum role:mentor --period 2026

    The last 90 days are compared with the 90 before. A period chooses people and the weeks shown.
    """
    from reciprocity_cli.reports.momentum import momentum_view

    session.report(momentum_view, query, show_all=show_all)
