"""`offer`: what you have to give."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, shared
from reciprocity_cli.cli.arguments import DropTags, EditedText, GiveCategory, Tags, Terms
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.offer import thing_fields, thing_words
from reciprocity_cli.services import at_hand

Id = Annotated[str, typer.Argument(metavar="ID", help="As `offer list` shows it.")]
Angle = Annotated[
    str | None,
    typer.Option(
        "--angle",
        metavar="ANGLE",
        help="generational, technical, market, cultural, cross-industry.",
        autocompletion=completing.angles,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = shared.group(app, "offer", "What you have to give: add, list, edit, rm.")
    shared.add(group, add, name="add")
    shared.add(group, list_, name="list", shared=shared.PLAIN_REPORT)
    shared.add(group, edit, name="edit")
    shared.add(group, rm, name="rm")


def add(
    session: Session,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What you could give.")],
    tag: Tags = None,
    category: GiveCategory = None,
    angle: Angle = None,
) -> None:
    """Note something you have to give; `suggest` matches it with what people look for.

    Example: recip offer add code reviews in Rust --tag rust --category advice
    """
    typed = {"text": " ".join(text), "category": category, "angle": angle}
    values = at_hand.read_values("offer", typed, session.today)
    with session.writing("offer add") as op:
        offer = at_hand.add_thing(op, "offer", values, tag or ())
        op.summary = f"you offer: {thing_words(offer)}"
    session.wrote(f"Noted #{offer.id}  {op.summary}", op.number, [thing_fields(offer)])


def list_(session: Session, query: Terms = None) -> None:
    """List what you have to give.

    Example: recip offer list cat:advice
    """
    from reciprocity_cli.reports.offer import offers_view

    asked = session.query(query)
    with session.reading() as sql:
        report = offers_view(sql, asked, session.today)
    session.show(report)


def edit(
    session: Session,
    number: Id,
    text: EditedText = None,
    category: GiveCategory = None,
    angle: Angle = None,
    tag: Tags = None,
    drop_tag: DropTags = None,
) -> None:
    """Change an offer.

    Example: recip offer edit 7 --tag rust --angle technical

    --category "" and --angle "" clear them.
    """
    typed = {"text": text, "category": category, "angle": angle}
    values = at_hand.read_values("offer", typed, session.today)
    if not values and not tag and not drop_tag:
        raise UsageError("nothing to change", "name a value, such as --category advice")
    with session.writing("offer edit") as op:
        before = at_hand.thing_of(op, "offer", number)
        changed = at_hand.edit_tagged(op, "offer", before, values, tag or (), drop_tag or ())
        offer = at_hand.thing_of(op, "offer", number)
        op.summary = f"you offer: {thing_words(offer)}"
    session.edited(op.summary, op.number, thing_fields(offer), changed=changed)


def rm(session: Session, number: Id) -> None:
    """Remove an offer. It can be undone.

    Example: recip offer rm 7
    """
    with session.writing("offer rm") as op:
        offer = at_hand.remove(op, "offer", number)
        op.summary = f"you offer: {thing_words(offer)}"
    session.wrote(f"Removed #{offer.id}  {op.summary}", op.number, [{"id": offer.id}])
