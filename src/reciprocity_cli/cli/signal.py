"""`signal` and `incident`: what they did, what went wrong."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.actions.log import TAKE_BACK
from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.options import argument, command, noun, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import By, Incident, Severity, Signal, SignalKind
from reciprocity_cli.errors import RecipError
from reciprocity_cli.reports import signal as reports
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import NameBook, name_of

noun("signal", "What people did, by name")


@command("signal add")
def add_signal(
    session: Session,
    person: options.Person,
    kind: Annotated[str, argument("KIND", "Such as reached-out.", SignalKind)],
    text: Annotated[list[str] | None, argument("[TEXT...]", "What it was.")] = None,
    on: options.On = None,
) -> None:
    """Note what a person did.

    Example: recip signal add ana asked-advice about the panel

    `recip signal ana` shows the kinds.
    """
    values = kernel.read(session, "signal", kind=kind, note=" ".join(text or []))
    values["date"] = kernel.past_day(session, on)
    values["person_id"] = prompts.one(session, person).id
    kernel.add(session, "signal", values, _told_signal)


@command("signal list", options.REPORT)
def list_signal(
    session: Session, query: options.Query = None, show_all: options.All = False
) -> None:
    """List what people did within the last year, the newest first; of one person by kind.

    Example: recip signal list role:mentor --all

    --all shows older ones too, and so does a period.
    """
    with session.asked(query) as asked:
        named = not show_all and asked.query.is_a_name
        hits = NameBook(asked.sql).find(asked.query.text).hits if named else []
        if len(hits) == 1:
            report = reports.signals_view(asked, hits[0].id)
        else:
            report = reports.signal_list_view(asked, show_all=show_all)
    session.show(report)


@command("signal edit", was={"text": "--note -m"})
def edit_signal(
    session: Session,
    number: options.Id,
    kind: Annotated[str | None, option("--kind", "KIND", "What it was.", SignalKind)] = None,
    text: options.Text = None,
    on: options.Day = None,
) -> None:
    """Change a signal.

    Example: recip signal edit 12 --kind spoke-well --on fri
    """
    values = kernel.read(session, "signal", kind=kind, note=text, date=on)
    kernel.edit(session, "signal", number, values, _told_signal, such_as="--on fri")


def _told_signal(sql: kernel.Sql, one: Signal, _today: date) -> kernel.Told:
    name, about = name_of(sql, one.person_id), f": {one.note}" if one.note else ""
    words = f"{show_day(one.on)}  {name}  {one.kind}{about}"
    return kernel.Told(words, reports.signal_fields(one, name), one.kind)


kernel.by_id("signal", _told_signal)


noun("incident", "What went wrong between you")


@command("incident add")
def add(
    session: Session,
    person: options.Person,
    text: options.Said,
    by: Annotated[str, option("--by", "WHO", "me or them.", By)] = "me",
    severity: Annotated[str, option("--severity", "HOW", "minor or major.", Severity)] = "minor",
    on: options.On = None,
) -> None:
    """Note that something went wrong, by you or by them.

    Example: recip incident add ana forgot the call --on fri

    Until it is repaired, suggestions stay small and asking waits.
    """
    values = kernel.read(session, "incident", by=by, severity=severity, what=" ".join(text))
    values["date"] = kernel.past_day(session, on)
    values["person_id"] = prompts.one(session, person).id
    kernel.add(session, "incident", values, _told_incident)


@command("incident list", options.REPORT)
def list_(session: Session, query: options.Query = None, show_all: options.All = False) -> None:
    """List what is still to be mended, the newest first.

    Example: recip incident list --all
    """
    session.report(reports.incidents_view, query, show_all=show_all)


@command("incident repair")
def repair(
    session: Session,
    number: options.Id,
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


@command("incident edit", was={"text": "--what"})
def edit(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    by: Annotated[str | None, option("--by", "WHO", "me or them.", By)] = None,
    severity: Annotated[
        str | None, option("--severity", "HOW", "minor or major.", Severity)
    ] = None,
    on: options.Day = None,
    repaired: Annotated[str | None, option("--repaired", "DATE", "When, or none.")] = None,
) -> None:
    """Change an incident.

    Example: recip incident edit 11 --severity major --by them
    """
    values = kernel.read(
        session, "incident", what=text, by=by, severity=severity, date=on, repaired_on=repaired
    )

    def fit(_sql: kernel.Sql, before: Incident) -> None:
        mended = values.get("repaired_on", before.repaired_on)
        happened = values.get("date", before.on)
        kernel.refuse_before("it would be repaired on", mended, happened, "change both days")

    such_as = "--severity major"
    kernel.edit(session, "incident", number, values, _told_incident, such_as=such_as, fit=fit)


def _told_undated(sql: kernel.Sql, one: Incident, today: date) -> kernel.Told:
    name = name_of(sql, one.person_id)
    state = "repaired" if reports.is_repaired(one, today) else "to be mended"
    words = f"{name}  {reports.incident_words(one)}"
    return kernel.Told(words, reports.incident_fields(one, name), state)


def _told_incident(sql: kernel.Sql, one: Incident, today: date) -> kernel.Told:
    told = _told_undated(sql, one, today)
    return told._replace(words=f"{show_day(one.on)}  {told.words}")


kernel.by_id("incident", _told_incident)
