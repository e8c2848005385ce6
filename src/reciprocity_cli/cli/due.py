"""`due`: whom to contact this week, in which order, and why."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli.options import REPORT, Query, command, flag, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.due import due_view

LONGEST_WINDOW = 3660


@command("due", REPORT)
def due(
    session: Session,
    query: Query = None,
    days: Annotated[int, option("--days", "N", "How many days ahead.")] = 7,
    show_all: Annotated[bool, flag("--all", "Those who can wait too.")] = False,
    forgotten: Annotated[
        bool, flag("--forgotten", "Without a cadence, untouched for a year.")
    ] = False,
    why: Annotated[bool, flag("--why", "How each place in the order came about.")] = False,
) -> None:
    """List whom to contact this week, in which order, and why.

    Example: recip due --days 14 role:mentor
    """
    if not 1 <= days <= LONGEST_WINDOW:
        raise UsageError(f"--days must be from 1 to {LONGEST_WINDOW}", "7 is a week")
    with session.asked(query) as asked:
        report = due_view(
            asked,
            days=days,
            show_all=show_all,
            only_forgotten=forgotten,
            why=why,
        )
    session.show(report)
