"""`opportunity`: what came up, and whom it could help."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from reciprocity_cli.cli import shared
from reciprocity_cli.cli.arguments import DropTags, EditedText, GiveCategory, Tags, Terms
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Opportunity
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.need import need_words
from reciprocity_cli.reports.offer import (
    Fit,
    fit_fields,
    thing_fields,
    thing_words,
    whom_it_could_help,
)
from reciprocity_cli.services import at_hand

Id = Annotated[str, typer.Argument(metavar="ID", help="As `opportunity list` shows it.")]
Expires = Annotated[
    str | None, typer.Option("--expires", metavar="DATE", help="Its last day; looks ahead.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = shared.group(app, "opportunity", "What came up: add, list, edit, rm.")
    shared.add(group, add, name="add")
    shared.add(group, list_, name="list", shared=shared.PLAIN_REPORT)
    shared.add(group, edit, name="edit")
    shared.add(group, rm, name="rm")


def add(
    session: Session,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What came up.")],
    tag: Tags = None,
    category: GiveCategory = None,
    expires: Expires = None,
) -> None:
    """Note something that came up, and see at once whom it could help.

    Example: recip opportunity add a call for talks --tag rust --expires +3w
    """
    typed = {"text": " ".join(text), "category": category, "expires_on": expires}
    values = _read(session, typed)
    at_hand.refuse_expired(values, session.today)
    with session.writing("opportunity add") as op:
        one = at_hand.add_thing(op, "opportunity", values, tag or ())
        op.summary = _words(one)
        [fits] = whom_it_could_help(op.sql, [one], session.today)
    record = {**thing_fields(one), "fits": [fit_fields(fit) for fit in fits]}
    session.wrote(f"Noted #{one.id}  {op.summary}", op.number, [record])
    session.add([_fit_words(fit) for fit in fits] or ["nobody noted so far looks for it"])


def list_(
    session: Session,
    query: Terms = None,
    show_all: Annotated[bool, typer.Option("--all", help="Those that expired too.")] = False,
) -> None:
    """List what came up, the first to expire first.

    Example: recip opportunity list tag:rust
    """
    from reciprocity_cli.reports.offer import opportunities_view

    asked = session.query(query)
    with session.reading() as sql:
        report = opportunities_view(sql, asked, session.today, show_all=show_all)
    session.show(report)


def edit(
    session: Session,
    number: Id,
    text: EditedText = None,
    category: GiveCategory = None,
    expires: Expires = None,
    tag: Tags = None,
    drop_tag: DropTags = None,
) -> None:
    """Change an opportunity.

    Example: recip opportunity edit 7 --expires +2w

    --category "" and --expires "" clear them.
    """
    values = _read(session, {"text": text, "category": category, "expires_on": expires})
    if not values and not tag and not drop_tag:
        raise UsageError("nothing to change", "name a value, such as --expires +2w")
    with session.writing("opportunity edit") as op:
        before = at_hand.thing_of(op, "opportunity", number)
        changed = at_hand.edit_tagged(op, "opportunity", before, values, tag or (), drop_tag or ())
        one = at_hand.thing_of(op, "opportunity", number)
        op.summary = _words(one)
    session.edited(op.summary, op.number, thing_fields(one), changed=changed)


def rm(session: Session, number: Id) -> None:
    """Remove an opportunity. It can be undone.

    Example: recip opportunity rm 7
    """
    with session.writing("opportunity rm") as op:
        one = at_hand.remove(op, "opportunity", number)
        op.summary = _words(one)
    session.wrote(f"Removed #{one.id}  {op.summary}", op.number, [{"id": one.id}])


def _read(session: Session, typed: dict[str, str | None]) -> dict[str, Any]:
    order = session.settings.date_order
    return at_hand.read_values("opportunity", typed, session.today, order)


def _words(one: Opportunity) -> str:
    until = "" if one.expires_on is None else f", until {show_day(one.expires_on)}"
    return f"{thing_words(one)}{until}"


def _fit_words(fit: Fit) -> str:
    return f"{fit.shown} {need_words(fit.need)}; words: {', '.join(fit.words)}"
