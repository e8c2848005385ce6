"""`balance`: what passed each way, the lopsided first."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli.options import REPORT, Query, command, flag, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.render.formats import Format
from reciprocity_cli.reports.balance import GroupedBy, balance_view

WAYS: tuple[GroupedBy, ...] = ("person", "category", "role", "month")


@command("balance", REPORT)
def balance(
    session: Session,
    query: Query = None,
    by: Annotated[str, option("--by", "WAY", "person, category, role or month.", WAYS)] = "person",
    numbers: Annotated[bool, flag("--numbers", "The figures beside the words.")] = False,
    show_all: Annotated[bool, flag("--all", "List those too early to say.")] = False,
) -> None:
    """Show what passed each way with each person, the lopsided first.

    Example: recip balance role:mentor --period 2026Q3 --numbers
    """
    way = pick(by, WAYS, "way to group")
    in_full = session.format() not in (Format.TABLE, Format.MD)
    session.report(balance_view, query, by=way, numbers=numbers, show_all=show_all, in_full=in_full)
