"""`log`: writing down a contact and what passed."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from reciprocity_cli.cli import completing, naming, recorded, shared
from reciprocity_cli.cli.arguments import Future, On
from reciprocity_cli.cli.meeting import Meetings
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.records import Started
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services import entries
from reciprocity_cli.services.words import read_contact

New = Annotated[bool, typer.Option("--new", help="Add people nobody knows yet.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, log, name="log", panel="Every day")


def log(
    session: Session,
    people: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PEOPLE...",
            help="Who took part: names, handles, '#id'.",
            autocompletion=completing.people,
        ),
    ] = None,
    gave: Annotated[
        list[str] | None,
        typer.Option(
            "--gave",
            "-g",
            metavar="SPEC",
            help=r"CATEGORY[.KIND]\[/SIZE][:NOTE].",
            autocompletion=completing.specs,
        ),
    ] = None,
    got: Annotated[
        list[str] | None,
        typer.Option(
            "--got",
            "-t",
            metavar="SPEC",
            help="The same, received.",
            autocompletion=completing.specs,
        ),
    ] = None,
    on: On = None,
    via: Annotated[
        str | None,
        typer.Option(
            "--via",
            metavar="CHANNEL",
            help="coffee, call, email ...",
            autocompletion=completing.channels,
        ),
    ] = None,
    started: Annotated[
        str | None,
        typer.Option(
            "--started",
            metavar="WHO",
            help="me, them or both.",
            autocompletion=completing.of(Started),
        ),
    ] = None,
    note: Annotated[
        str, typer.Option("--note", "-m", metavar="TEXT", help="About the contact.")
    ] = "",
    signal: Annotated[
        list[str] | None,
        typer.Option(
            "--signal",
            metavar="KIND",
            help="Such as reached-out.",
            autocompletion=completing.signals,
        ),
    ] = None,
    need: Annotated[
        list[str] | None, typer.Option("--need", metavar="TEXT", help="What they look for.")
    ] = None,
    landed: Annotated[bool, typer.Option("--landed", help="They recognised what I gave.")] = False,
    new: New = False,
    future: Future = False,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="FILE", help="Read JSON lines from a file, or - for stdin."
        ),
    ] = None,
) -> None:
    """Log one contact with one or more people, and what passed.

    Example: recip log ana --gave intro:"Bo at Acme" --via coffee --on yesterday
    Example: recip log ana ben --got advice/large:"pricing page" --started them

    Without arguments, on a terminal, it asks.
    """
    given: dict[str, Any] = {
        "gave": gave or [],
        "got": got or [],
        "on": on,
        "via": via,
        "started": started,
        "note": note,
        "signal": signal or [],
        "need": need or [],
        "landed": landed,
    }
    if batch is not None:
        from reciprocity_cli.cli.batch import log_batch

        if people or any(given.values()):
            raise UsageError("--batch takes everything from its lines", "leave the rest out")
        log_batch(session, batch, new=new, future=future)
        return
    present = None
    if not people:
        from reciprocity_cli.cli.questions import ask_for_contact

        given, present = ask_for_contact(session, given, new=new)
    contact = read_contact(given, session.today, session.settings.date_order, future=future)
    if present is None:
        present = naming.participants(session, people or [], new=new)
    gives = contact.gave if contact.on <= session.today else ()
    meetings = Meetings(session, [each.id for each in present], [spec.note for spec in gives])
    with session.writing("log") as op:
        logged = entries.log_contact(op, contact._replace(people=present), session.today)
        written = logged.gives(len(contact.gave))
        meetings.write(op, written)
        op.summary = logged.line.partition("  ")[2]
    acknowledge(session, logged, contact, op.number)
    meetings.say(written)


def acknowledge(
    session: Session, logged: entries.Logged, contact: entries.Contact, operation: int
) -> None:
    """Repeat what was understood, with the way back."""
    record = {
        "id": logged.id,
        "date": contact.on,
        "via": contact.channel,
        "by": contact.started,
        "note": contact.note,
        "exchange_ids": list(logged.exchange_ids),
        "people": [{"id": each.id, "name": each.name} for each in logged.people],
        "exchanges": recorded.entries(session, logged.exchange_ids),
        "signals": list(contact.signals),
        "needs": list(contact.needs),
    }
    session.wrote(logged.line, operation, [record])
