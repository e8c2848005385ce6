"""What the list of quiet ranges is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.reports.quiet import Quiet, quiet_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.store.people import namesakes_apart, quiet_ranges

if TYPE_CHECKING:
    import sqlite3


def quiet_view(sql: sqlite3.Connection, today: date, *, show_all: bool = False) -> Report:
    """Return the quiet ranges of everyone that are not over, with `show_all` all of them."""
    ranges = [Quiet(*one) for one in quiet_ranges(sql)]
    return quiet_report(ranges, today=today, apart=namesakes_apart(sql), show_all=show_all)
