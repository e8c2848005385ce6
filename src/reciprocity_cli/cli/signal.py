"""`signal` and `incident`: what they did, what went wrong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from reciprocity_cli.actions.log import TAKE_BACK, read_past_day, read_words
from reciprocity_cli.cli import complete, prompts
from reciprocity_cli.cli.options import (
    PLAIN_REPORT,
    REPORT,
    On,
    Person,
    Query,
    argument,
    command,
    flag,
    group,
    option,
)
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import By, Incident, Severity, Signal, SignalKind
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.reports.signal import incident_fields, incident_words
from reciprocity_cli.store import records
from reciprocity_cli.store.people import NameBook, name_of
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reciprocity_cli.store.ledger import Operation


@command("signal", PLAIN_REPORT)
def signal(
    session: Session,
    person: Person,
    kind: Annotated[
        str | None, argument("[KIND]", "Such as reached-out.", complete.signals)
    ] = None,
    note: Annotated[list[str] | None, argument("[NOTE...]", "What it was.")] = None,
    on: On = None,
    as_kind: Annotated[
        str | None, option("--kind", "KIND", "With `edit`: what it was.", complete.signals)
    ] = None,
    as_note: Annotated[str | None, option("--note -m", "TEXT", "With `edit`: its note.")] = None,
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

    with session.asked() as asked:
        who = prompts.person(session, NameBook(asked.sql), person)
        report = signals_view(asked, who.id)
    session.show(report)


def _note_signal(session: Session, person: str, kind: str, note: str, on: str | None) -> None:
    from reciprocity_cli.reports.signal import signal_fields

    picked = pick(kind, SignalKind, "signal")
    day = read_past_day(on, session.today, session.settings.date_order)
    who = prompts.one(session, person)
    with session.writing("signal") as op:
        number = note_signal(op, who.id, picked, note, day)
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
        before = signal_of(op, number)
        after = edit_signal(op, before, values)
        name = name_of(op.sql, after.person_id)
        about = f": {after.note}" if after.note else ""
        op.summary = f"{show_day(after.on)}  {name}  {after.kind}{about}"
    session.edited(op.summary, op.number, signal_fields(after, name), changed=after != before)


group("incident", "What went wrong between you: add, list, repair, edit.")


@command("incident add")
def add(
    session: Session,
    person: Person,
    what: Annotated[list[str], argument("WHAT...", "What went wrong.")],
    by: Annotated[str, option("--by", "WHO", "me or them.", By)] = "me",
    severity: Annotated[str, option("--severity", "HOW", "minor or major.", Severity)] = "minor",
    on: On = None,
) -> None:
    """Note that something went wrong, by you or by them.

    Example: recip incident add ana forgot the call --on fri

    Until it is repaired, suggestions stay small and asking waits.
    """
    side, grave = pick(by, By, "side"), pick(severity, Severity, "severity")
    text = read_words(what, "incident", "forgot the call")
    day = read_past_day(on, session.today, session.settings.date_order)
    who = prompts.one(session, person)
    with session.writing("incident add") as op:
        incident = note_incident(op, who.id, side, text, grave, day)
        op.summary = f"{show_day(day)}  {who.name}  {incident_words(incident)}"
    record = incident_fields(incident, who.name)
    session.wrote(f"Noted #{incident.id}  {op.summary}", op.number, [record])


@command("incident list", REPORT)
def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "Those that were repaired too.")] = False,
) -> None:
    """List what is still to be mended, the newest first.

    Example: recip incident list --all
    """
    from reciprocity_cli.reports.signal import incidents_view

    with session.asked(query) as asked:
        report = incidents_view(asked, show_all=show_all)
    session.show(report)


@command("incident repair")
def repair(
    session: Session,
    number: Annotated[str, argument("ID", "As `incident list` shows it.")],
    on: On = None,
) -> None:
    """Say that an incident was repaired: talked over, made good.

    Example: recip incident repair 11
    """
    with session.writing("incident repair") as op:
        incident = incident_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=incident.on)
        mended = repaired(op, incident, day)
        name = name_of(op.sql, mended.person_id)
        op.summary = f"{show_day(day)}  {name}  {incident_words(mended)}"
    record = incident_fields(mended, name)
    session.wrote(f"Repaired #{mended.id}  {op.summary}", op.number, [record])


@command("incident edit")
def edit(
    session: Session,
    number: Annotated[str, argument("ID", "As `incident list` shows it.")],
    what: Annotated[str | None, option("--what", "TEXT", "What went wrong.")] = None,
    by: Annotated[str | None, option("--by", "WHO", "me or them.", By)] = None,
    severity: Annotated[
        str | None, option("--severity", "HOW", "minor or major.", Severity)
    ] = None,
    on: Annotated[str | None, option("--on", "DATE", "When.")] = None,
    repaired: Annotated[str | None, option("--repaired", "DATE", "When; '' if it was not.")] = None,
) -> None:
    """Change an incident.

    Example: recip incident edit 11 --severity major --by them
    """
    order = session.settings.date_order
    values: dict[str, Any] = {}
    if what is not None:
        values["what"] = read_words([what], "incident", "forgot the call")
    if by is not None:
        values["by"] = pick(by, By, "side")
    if severity is not None:
        values["severity"] = pick(severity, Severity, "severity")
    if on is not None:
        values["date"] = read_past_day(on, session.today, order)
    if repaired is not None:
        day = read_past_day(repaired, session.today, order) if repaired.strip() else None
        values["repaired_on"] = day
    if not values:
        raise UsageError("nothing to change", "name a value, such as --severity major")
    with session.writing("incident edit") as op:
        before = incident_of(op, number)
        after = edit_incident(op, before, values)
        name = name_of(op.sql, after.person_id)
        op.summary = f"{show_day(after.on)}  {name}  {incident_words(after)}"
    session.edited(op.summary, op.number, incident_fields(after, name), changed=after != before)


def note_signal(op: Operation, person_id: int, kind: SignalKind, note: str, on: date) -> int:
    """Note what a person did; return the id of the signal."""
    return op.insert("signal", {"person_id": person_id, "kind": kind, "date": on, "note": note})


def signal_of(op: Operation, text: str) -> Signal:
    """Return the signal of the id typed. Raises NotFound."""
    return records.signal(op.sql, record_of(op.sql, "signal", text))


def edit_signal(op: Operation, signal: Signal, values: Mapping[str, Any]) -> Signal:
    """Set the kind, day or note of a signal; return it as it is then."""
    op.update("signal", signal.id, values)
    return records.signal(op.sql, signal.id)


def note_incident(
    op: Operation, person_id: int, by: By, what: str, severity: Severity, on: date
) -> Incident:
    """Note what went wrong; return it."""
    values = {"by": by, "what": what, "severity": severity, "date": on}
    return records.incident(op.sql, op.insert("incident", {"person_id": person_id, **values}))


def incident_of(op: Operation, text: str) -> Incident:
    """Return the incident of the id typed. Raises NotFound."""
    return records.incident(op.sql, record_of(op.sql, "incident", text))


def repaired(op: Operation, incident: Incident, on: date) -> Incident:
    """Say that an incident was repaired. Raises RecipError where it was before."""
    if incident.repaired_on is not None:
        when = show_day(incident.repaired_on)
        raise RecipError(f"#{incident.id} was repaired on {when}", TAKE_BACK)
    op.update("incident", incident.id, {"repaired_on": on})
    return incident._replace(repaired_on=on)


def edit_incident(op: Operation, incident: Incident, values: Mapping[str, Any]) -> Incident:
    """Set what is wrong about an incident; return it as it is then.

    Raises UsageError where it would be repaired before it happened.
    """
    op.update("incident", incident.id, values)
    after = records.incident(op.sql, incident.id)
    if after.repaired_on is not None and after.repaired_on < after.on:
        raise UsageError(
            f"it would be repaired on {show_day(after.repaired_on)},"
            f" before it happened on {show_day(after.on)}",
            "change both days",
        )
    return after
