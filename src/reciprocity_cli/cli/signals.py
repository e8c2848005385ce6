"""`signal`, `incident` and `thank`: what they did, what went wrong, and what you thanked for."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.query import parse_query
from reciprocity_cli.domain.records import By, Severity, Signal, SignalKind
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services import signs as service
from reciprocity_cli.services.naming import NameBook, name_of
from reciprocity_cli.services.words import read_past_day, read_words

Person = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="A name, handle or '#id'.", autocompletion=completing.people
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When; today if left out.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, signal, name="signal", panel="Relationship", shared=shared.PLAIN_REPORT)
    group = typer.Typer(
        name="incident",
        help="What went wrong between you: add, list, repair.",
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.add_typer(group, rich_help_panel="Relationship")
    shared.add(group, incident_add, name="add")
    shared.add(group, incident_list, name="list", shared=shared.REPORT)
    shared.add(group, incident_repair, name="repair")
    shared.add(app, thank, name="thank", panel="Relationship")


def signal(
    session: Session,
    person: Person,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]", help="Such as reached-out.", autocompletion=completing.signals
        ),
    ] = None,
    note: Annotated[
        list[str] | None, typer.Argument(metavar="[NOTE...]", help="What it was.")
    ] = None,
    on: On = None,
) -> None:
    """Note what a person did, or without a kind show the kinds and those of their last year.

    Example: recip signal ana asked-advice about the panel
    """
    if kind is not None:
        _note_signal(session, person, kind, clean_text(" ".join(note or [])), on)
        return
    if on is not None:
        raise UsageError("--on goes with a kind of signal", "recip signal ana reached-out --on fri")
    from reciprocity_cli.services.views.signs import signals_view

    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
        report = signals_view(sql, who.id, session.today)
    session.show(report)


def _note_signal(session: Session, person: str, kind: str, note: str, on: str | None) -> None:
    from reciprocity_cli.reports.signals import signal_fields

    picked = pick(kind, SignalKind, "signal")
    day = read_past_day(on, session.today, session.settings.date_order)
    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
    with session.writing("signal") as op:
        number = service.note_signal(op, who.id, picked, note, day)
        about = f": {note}" if note else ""
        op.summary = f"{show_day(day)}  {who.name}  {picked}{about}"
    record = signal_fields(Signal(number, who.id, picked, day, note), who.name)
    session.wrote(f"Noted #{number}  {op.summary}", op.number, [record])


def incident_add(
    session: Session,
    person: Person,
    what: Annotated[list[str], typer.Argument(metavar="WHAT...", help="What went wrong.")],
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="WHO", help="me or them.", autocompletion=completing.of(tuple(By))
        ),
    ] = "me",
    severity: Annotated[
        str, typer.Option("--severity", metavar="HOW", help="minor or major.")
    ] = "minor",
    on: On = None,
) -> None:
    """Note that something went wrong, by you or by them.

    Example: recip incident add ana forgot the call --on fri

    Until it is repaired, suggestions stay small and asking waits.
    """
    from reciprocity_cli.reports.incidents import incident_fields, incident_words

    side, grave = pick(by, By, "side"), pick(severity, Severity, "severity")
    text = read_words(what, "incident", "forgot the call")
    day = read_past_day(on, session.today, session.settings.date_order)
    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
    with session.writing("incident add") as op:
        incident = service.note_incident(op, who.id, side, text, grave, day)
        op.summary = f"{show_day(day)}  {who.name}  {incident_words(incident)}"
    record = incident_fields(incident, who.name)
    session.wrote(f"Noted #{incident.id}  {op.summary}", op.number, [record])


def incident_list(
    session: Session,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...", help="People and terms.", autocompletion=completing.queries
        ),
    ] = None,
    show_all: Annotated[bool, typer.Option("--all", help="Those that were repaired too.")] = False,
) -> None:
    """List what is still to be mended, the newest first.

    Example: recip incident list --all
    """
    from reciprocity_cli.services.views.signs import incidents_view

    asked = parse_query(query or [], session.today, **session.period())
    with session.reading() as sql:
        report = incidents_view(sql, asked, session.today, show_all=show_all)
    session.show(report)


def incident_repair(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="ID", help="As `incident list` shows it.")],
    on: On = None,
) -> None:
    """Say that an incident was repaired: talked over, made good.

    Example: recip incident repair 11
    """
    from reciprocity_cli.reports.incidents import incident_fields, incident_words

    with session.writing("incident repair") as op:
        incident = service.incident_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=incident.on)
        mended = service.repair(op, incident, day)
        name = name_of(op.sql, mended.person_id)
        op.summary = f"{show_day(day)}  {name}  {incident_words(mended)}"
    record = incident_fields(mended, name)
    session.wrote(f"Repaired #{mended.id}  {op.summary}", op.number, [record])


def thank(
    session: Session,
    person: Person,
    on: On = None,
    target: Annotated[
        str | None,
        typer.Option("--for", metavar="ID", help="One get or ask, however old or small."),
    ] = None,
) -> None:
    """Say that you thanked a person: for all that thanks are due for, or with --for for one thing.

    Example: recip thank ana --on yesterday

    Due are thanks for introductions and large gets of the last 90 days, and for a yes to an ask.
    """
    from reciprocity_cli.services import thanking

    day = read_past_day(on, session.today, session.settings.date_order)
    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
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
