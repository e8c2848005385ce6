"""`idea`: gives that you plan for a person."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.arguments import EditedText, GiveCategory, Person, Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.offer import idea_fields, thing_words
from reciprocity_cli.services import at_hand
from reciprocity_cli.store.people import name_of

Id = Annotated[str, typer.Argument(metavar="ID", help="As `idea list` shows it.")]
Size = Annotated[
    str | None,
    typer.Option(
        "--size",
        metavar="SIZE",
        help="How much it would help: small, medium or large.",
        autocompletion=completing.sizes,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = shared.group(app, "idea", "Gives you plan for a person: add, list, edit, rm.")
    shared.add(group, add, name="add")
    shared.add(group, list_, name="list", shared=shared.PLAIN_REPORT)
    shared.add(group, edit, name="edit")
    shared.add(group, rm, name="rm")


def add(
    session: Session,
    person: Person,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What you could give.")],
    category: GiveCategory = None,
    size: Size = None,
) -> None:
    """Note a give that you plan; `suggest` brings it up, and `gave --from ID` closes it.

    Example: recip idea add ana a visit to the lab --category kno --size small
    """
    typed = {"text": " ".join(text), "category": category, "size": size}
    values = at_hand.read_values("idea", typed, session.today)
    who = naming.one(session, person)
    with session.writing("idea add") as op:
        idea = at_hand.add_thing(op, "idea", {"person_id": who.id, **values})
        op.summary = f"{who.name}  {thing_words(idea)}"
    session.wrote(f"Noted #{idea.id}  {op.summary}", op.number, [idea_fields(idea, who.name)])


def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, typer.Option("--all", help="Those that were given too.")] = False,
) -> None:
    """List the gives you plan, by person.

    Example: recip idea list role:mentor cat:advice
    """
    from reciprocity_cli.reports.offer import ideas_view

    asked = session.query(query)
    with session.reading() as sql:
        report = ideas_view(sql, asked, session.today, show_all=show_all)
    session.show(report)


def edit(
    session: Session,
    number: Id,
    text: EditedText = None,
    category: GiveCategory = None,
    size: Size = None,
) -> None:
    """Change an idea.

    Example: recip idea edit 7 --size small

    --category "" clears the category.
    """
    typed = {"text": text, "category": category, "size": size}
    values = at_hand.read_values("idea", typed, session.today)
    if not values:
        raise UsageError("nothing to change", "name a value, such as --size small")
    with session.writing("idea edit") as op:
        before = at_hand.thing_of(op, "idea", number)
        changed = at_hand.edit_idea(op, before.id, values)
        idea = at_hand.thing_of(op, "idea", number)
        name = name_of(op.sql, idea.person_id)
        op.summary = f"{name}  {thing_words(idea)}"
    session.edited(op.summary, op.number, idea_fields(idea, name), changed=changed)


def rm(session: Session, number: Id) -> None:
    """Remove an idea. It can be undone.

    Example: recip idea rm 7
    """
    with session.writing("idea rm") as op:
        idea = at_hand.remove(op, "idea", number)
        op.summary = f"{name_of(op.sql, idea.person_id)}  {thing_words(idea)}"
    session.wrote(f"Removed #{idea.id}  {op.summary}", op.number, [{"id": idea.id}])
