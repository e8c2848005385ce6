"""`thank`: that you said thank you, and for what."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import naming, shared
from reciprocity_cli.cli.arguments import On, Person
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.services import thanking
from reciprocity_cli.services.words import read_past_day


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, thank, name="thank", panel="Relationship")


def thank(
    session: Session,
    person: Person,
    on: On = None,
    target: Annotated[
        str | None,
        typer.Option("--for", metavar="ID", help="One get or ask, however old or small."),
    ] = None,
) -> None:
    """Note that you thanked a person, for all that was due, or with --for for one thing.

    Example: recip thank ana --on yesterday

    Due are thanks for introductions and large gets of the last 90 days, and for a yes to an ask.
    """
    day = read_past_day(on, session.today, session.settings.date_order)
    who = naming.one(session, person)
    with session.writing("thank") as op:
        if target is None:
            thanked = thanking.thank(op, who.id, day)
        else:
            thanked = [thanking.thank_for(op, who.id, target, day)]
        for_what = "; ".join(f"{one.words} (#{one.id})" for one in thanked)
        op.summary = f"{show_day(day)}  {who.name}  for the {for_what}"
    said = f"Thanked {op.summary}"
    if not thanked:
        said = f"Nothing to change: no thanks to {who.name} were due by {show_day(day)}"
    elif not op.number:
        before = show_day(thanked[0].thanked_on)
        said = f"Nothing to change: {who.name} was thanked for the {for_what} on {before}"
    records = [one.record(who.id, who.name) for one in thanked]
    session.wrote(said, op.number, records)
