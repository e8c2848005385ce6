"""`signal`: what a person did, by name, and mending what was noted of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.arguments import On, Person
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Signal, SignalKind
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services import signs
from reciprocity_cli.services.words import read_past_day
from reciprocity_cli.store.people import NameBook, name_of


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
    as_kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="With `edit`: what it was.",
            autocompletion=completing.signals,
        ),
    ] = None,
    as_note: Annotated[
        str | None, typer.Option("--note", "-m", metavar="TEXT", help="With `edit`: its note.")
    ] = None,
) -> None:
    """Note what a person did, or without a kind show the kinds and those of their last year.

    Example: recip signal ana asked-advice about the panel
    Example: recip signal edit 12 --kind spoke-well --on fri

    `signal edit ID` changes one that was noted.
    """
    if _is_edit(person, kind):
        _edit_signal(session, str(kind), as_kind, " ".join(note or []), as_note, on)
        return
    if as_kind is not None or as_note is not None:
        raise UsageError("--kind and --note go with `edit`", "recip signal edit 12 --note TEXT")
    if kind is not None:
        _note_signal(session, person, kind, clean_text(" ".join(note or [])), on)
        return
    if on is not None:
        raise UsageError("--on goes with a kind of signal", "recip signal ana reached-out --on fri")
    from reciprocity_cli.reports.signal import signals_view

    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
        report = signals_view(sql, who.id, session.today)
    session.show(report)


def _note_signal(session: Session, person: str, kind: str, note: str, on: str | None) -> None:
    from reciprocity_cli.reports.signal import signal_fields

    picked = pick(kind, SignalKind, "signal")
    day = read_past_day(on, session.today, session.settings.date_order)
    who = naming.one(session, person)
    with session.writing("signal") as op:
        number = signs.note_signal(op, who.id, picked, note, day)
        about = f": {note}" if note else ""
        op.summary = f"{show_day(day)}  {who.name}  {picked}{about}"
    record = signal_fields(Signal(number, who.id, picked, day, note), who.name)
    session.wrote(f"Noted #{number}  {op.summary}", op.number, [record])


def _is_edit(person: str, kind: str | None) -> bool:
    """No kind of signal is a number, so nobody called Edit is kept from having signals."""
    digits = (kind or "").removeprefix("#")
    return person.strip().casefold() == "edit" and digits.isdigit()


def _edit_signal(
    session: Session,
    number: str,
    kind: str | None,
    words: str,
    note: str | None,
    on: str | None,
) -> None:
    from reciprocity_cli.reports.signal import signal_fields

    if words:
        raise UsageError("words after the id say nothing here", "put them behind --note")
    values: dict[str, Any] = {}
    if kind is not None:
        values["kind"] = pick(kind, SignalKind, "signal")
    if note is not None:
        values["note"] = clean_text(note)
    if on is not None:
        values["date"] = read_past_day(on, session.today, session.settings.date_order)
    if not values:
        raise UsageError("nothing to change", "name a value, such as --on fri")
    with session.writing("signal edit") as op:
        before = signs.signal_of(op, number)
        after = signs.edit_signal(op, before, values)
        name = name_of(op.sql, after.person_id)
        about = f": {after.note}" if after.note else ""
        op.summary = f"{show_day(after.on)}  {name}  {after.kind}{about}"
    session.edited(op.summary, op.number, signal_fields(after, name), changed=after != before)
