"""`show` and `explain`: a person at a glance, and each number taken apart."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli import prompts
from reciprocity_cli.cli.options import PLAIN_REPORT, Person, command, flag
from reciprocity_cli.cli.session import Session


@command("show", PLAIN_REPORT)
def show(
    session: Session,
    person: Person,
    show_all: Annotated[bool, flag("--all", "The whole timeline.")] = False,
) -> None:
    """Show what is worth knowing before you meet a person.

    Example: recip show ana
    """
    # Not above: this module is loaded at each Tab behind its command.
    from reciprocity_cli.reports.show import dossier_view

    prompts.report_on(session, person, dossier_view, show_all=show_all)


@command("explain", PLAIN_REPORT)
def explain(session: Session, person: Person) -> None:
    """Show every number about a person with its arithmetic, a line each.

    Example: recip explain ana
    """
    # Not above: this module is loaded at each Tab behind its command.
    from reciprocity_cli.reports.explain import explain_view

    prompts.report_on(session, person, explain_view)
