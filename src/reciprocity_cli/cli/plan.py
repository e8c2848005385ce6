"""`plan`, `position` and `choose`: looking ahead, and two people side by side."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli import prompts
from reciprocity_cli.cli.options import PLAIN_REPORT, REPORT, Query, argument, command
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.records import Role
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.people import NameBook


@command("plan", REPORT)
def plan(session: Session, query: Query = None) -> None:
    """Show what several people look for and none of your offers meets.

    Example: recip plan
    Example: recip plan role:peer

    What you could learn, and whom you know who is at home in it.
    """
    from reciprocity_cli.reports.plan import plan_view

    session.report(plan_view, query)


@command("position", PLAIN_REPORT)
def position(
    session: Session,
    role: Annotated[str, argument("ROLE", "mentor, coach, connector, sponsor or peer.")],
) -> None:
    """Show which of your offers suit a role, what you could say, and whom it could help now.

    Example: recip position mentor
    """
    from reciprocity_cli.reports.plan import position_view

    chosen = Role(pick(role, Role, "role"))
    session.report(position_view, None, chosen)


@command("choose", PLAIN_REPORT)
def choose(
    session: Session,
    one: Annotated[str, argument("A", "Somebody.")],
    other: Annotated[str, argument("B", "Somebody else.")],
) -> None:
    """Lay the facts about two people side by side, where you cannot say yes to both.

    Example: recip choose ana ben

    It names no winner; you decide.
    """
    from reciprocity_cli.reports.choose import choose_view

    with session.asked() as asked:
        book = NameBook(asked.sql)
        first, second = (prompts.person(session, book, name) for name in (one, other))
        if first.id == second.id:
            raise UsageError(f"both are {first.name}", "name two people")
        report = choose_view(asked, first.id, second.id)
    session.show(report)
