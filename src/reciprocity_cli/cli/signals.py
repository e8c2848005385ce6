"""`signal`: what a person did, by name."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Signal, SignalKind
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services.naming import NameBook
from reciprocity_cli.services.signs import note_signal
from reciprocity_cli.services.words import read_past_day

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
    who = naming.one(session, person)
    with session.writing("signal") as op:
        number = note_signal(op, who.id, picked, note, day)
        about = f": {note}" if note else ""
        op.summary = f"{show_day(day)}  {who.name}  {picked}{about}"
    record = signal_fields(Signal(number, who.id, picked, day, note), who.name)
    session.wrote(f"Noted #{number}  {op.summary}", op.number, [record])
