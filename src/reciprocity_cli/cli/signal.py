"""`signal` and `incident`: what they did, what went wrong."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.actions.log import TAKE_BACK
from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.options import argument, command, flag, group, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import By, Incident, Severity, Signal, SignalKind
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.reports import signal as reports
from reciprocity_cli.store.operation import Operation


@command("signal", options.PLAIN_REPORT)
def signal(
    session: Session,
    person: options.Person,
    kind: Annotated[str | None, argument("[KIND]", "Such as reached-out.", SignalKind)] = None,
    note: Annotated[list[str] | None, argument("[NOTE...]", "What it was.")] = None,
    on: options.On = None,
    as_kind: Annotated[
        str | None, option("--kind", "KIND", "With `edit`: what it was.", SignalKind)
    ] = None,
    as_note: Annotated[str | None, option("--note -m", "TEXT", "With `edit`: its note.")] = None,
) -> None:
    """Note what a person did, or without a kind show the kinds and those of their last year.

    Example: recip signal ana asked-advice about the panel
    Example: recip signal edit 12 --kind spoke-well --on fri

    `signal edit ID` changes one that was noted.
    """
    words = " ".join(note or [])
    if _is_edit(person, kind):
        if words:
            raise UsageError("words after the id say nothing here", "put them behind --note")
        values = kernel.read(session, "signal", kind=as_kind, note=as_note, date=on)
        kernel.edit(session, "signal", str(kind), values, _told_signal, such_as="--on fri")
        return
    if as_kind is not None or as_note is not None:
        raise UsageError("--kind and --note go with `edit`", "recip signal edit 12 --note TEXT")
    if kind is not None:
        values = kernel.read(session, "signal", kind=kind, note=words)
        values["date"] = kernel.past_day(session, on)
        values["person_id"] = prompts.one(session, person).id
        kernel.add(session, "signal", values, _told_signal, command="signal")
        return
    if on is not None:
        raise UsageError("--on goes with a kind of signal", "recip signal ana reached-out --on fri")
    prompts.report_on(session, person, reports.signals_view)


def _is_edit(person: str, kind: str | None) -> bool:
    """No kind of signal is a number, so nobody called Edit is kept from having signals."""
    digits = (kind or "").removeprefix("#")
    return person.strip().casefold() == "edit" and digits.isdigit()


def _told_signal(one: Signal, name: str, _today: date) -> tuple[str, kernel.Record]:
    about = f": {one.note}" if one.note else ""
    return f"{show_day(one.on)}  {name}  {one.kind}{about}", reports.signal_fields(one, name)


group("incident", "What went wrong between you: add, list, repair, edit.")


@command("incident add")
def add(
    session: Session,
    person: options.Person,
    what: Annotated[list[str], argument("WHAT...", "What went wrong.")],
    by: Annotated[str, option("--by", "WHO", "me or them.", By)] = "me",
    severity: Annotated[str, option("--severity", "HOW", "minor or major.", Severity)] = "minor",
    on: options.On = None,
) -> None:
    """Note that something went wrong, by you or by them.

    Example: recip incident add ana forgot the call --on fri

    Until it is repaired, suggestions stay small and asking waits.
    """
    values = kernel.read(session, "incident", by=by, severity=severity, what=" ".join(what))
    values["date"] = kernel.past_day(session, on)
    values["person_id"] = prompts.one(session, person).id
    kernel.add(session, "incident", values, _told_incident)


@command("incident list", options.REPORT)
def list_(
    session: Session,
    query: options.Query = None,
    show_all: Annotated[bool, flag("--all", "Those that were repaired too.")] = False,
) -> None:
    """List what is still to be mended, the newest first.

    Example: recip incident list --all
    """
    session.report(reports.incidents_view, query, show_all=show_all)


@command("incident repair")
def repair(
    session: Session,
    number: Annotated[str, argument("ID", "As `incident list` shows it.")],
    on: options.On = None,
) -> None:
    """Say that an incident was repaired: talked over, made good.

    Example: recip incident repair 11
    """

    def mend(op: Operation, incident: Incident) -> tuple[Incident, date, str]:
        day = kernel.past_day(session, on, incident.on)
        if incident.repaired_on is not None:
            when = show_day(incident.repaired_on)
            raise RecipError(f"#{incident.id} was repaired on {when}", TAKE_BACK)
        op.update("incident", incident.id, {"repaired_on": day})
        return incident._replace(repaired_on=day), day, ""

    kernel.close(session, "incident repair", number, "Repaired", _told_undated, mend)


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
    values = kernel.read(
        session, "incident", what=what, by=by, severity=severity, date=on, repaired_on=repaired
    )

    def fit(before: Incident) -> kernel.Record:
        happened = values.get("date", before.on)
        mended = values.get("repaired_on", before.repaired_on)
        if mended is not None and mended < happened:
            raise UsageError(
                f"it would be repaired on {show_day(mended)},"
                f" before it happened on {show_day(happened)}",
                "change both days",
            )
        return {}

    such_as = "--severity major"
    kernel.edit(session, "incident", number, values, _told_incident, such_as=such_as, fit=fit)


def _told_undated(one: Incident, name: str, _today: date) -> tuple[str, kernel.Record]:
    return f"{name}  {reports.incident_words(one)}", reports.incident_fields(one, name)


def _told_incident(one: Incident, name: str, today: date) -> tuple[str, kernel.Record]:
    said, record = _told_undated(one, name, today)
    return f"{show_day(one.on)}  {said}", record
