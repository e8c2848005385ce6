"""`incident`: what went wrong between the two, and that it was repaired."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.arguments import On, Person, Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import By, Severity
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.signal import incident_fields, incident_words
from reciprocity_cli.services import signs
from reciprocity_cli.services.words import read_past_day, read_words
from reciprocity_cli.store.people import name_of


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = shared.group(app, "incident", "What went wrong between you: add, list, repair, edit.")
    shared.add(group, add, name="add")
    shared.add(group, list_, name="list", shared=shared.REPORT)
    shared.add(group, repair, name="repair")
    shared.add(group, edit, name="edit")


def add(
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
        str,
        typer.Option(
            "--severity",
            metavar="HOW",
            help="minor or major.",
            autocompletion=completing.of(Severity),
        ),
    ] = "minor",
    on: On = None,
) -> None:
    """Note that something went wrong, by you or by them.

    Example: recip incident add ana forgot the call --on fri

    Until it is repaired, suggestions stay small and asking waits.
    """
    side, grave = pick(by, By, "side"), pick(severity, Severity, "severity")
    text = read_words(what, "incident", "forgot the call")
    day = read_past_day(on, session.today, session.settings.date_order)
    who = naming.one(session, person)
    with session.writing("incident add") as op:
        incident = signs.note_incident(op, who.id, side, text, grave, day)
        op.summary = f"{show_day(day)}  {who.name}  {incident_words(incident)}"
    record = incident_fields(incident, who.name)
    session.wrote(f"Noted #{incident.id}  {op.summary}", op.number, [record])


def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, typer.Option("--all", help="Those that were repaired too.")] = False,
) -> None:
    """List what is still to be mended, the newest first.

    Example: recip incident list --all
    """
    from reciprocity_cli.reports.signal import incidents_view

    asked = session.query(query)
    with session.reading() as sql:
        report = incidents_view(sql, asked, session.today, show_all=show_all)
    session.show(report)


def repair(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="ID", help="As `incident list` shows it.")],
    on: On = None,
) -> None:
    """Say that an incident was repaired: talked over, made good.

    Example: recip incident repair 11
    """
    with session.writing("incident repair") as op:
        incident = signs.incident_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=incident.on)
        mended = signs.repair(op, incident, day)
        name = name_of(op.sql, mended.person_id)
        op.summary = f"{show_day(day)}  {name}  {incident_words(mended)}"
    record = incident_fields(mended, name)
    session.wrote(f"Repaired #{mended.id}  {op.summary}", op.number, [record])


def edit(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="ID", help="As `incident list` shows it.")],
    what: Annotated[
        str | None, typer.Option("--what", metavar="TEXT", help="What went wrong.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="WHO", help="me or them.", autocompletion=completing.of(tuple(By))
        ),
    ] = None,
    severity: Annotated[
        str | None,
        typer.Option(
            "--severity",
            metavar="HOW",
            help="minor or major.",
            autocompletion=completing.of(Severity),
        ),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When.")] = None,
    repaired: Annotated[
        str | None, typer.Option("--repaired", metavar="DATE", help="When; '' if it was not.")
    ] = None,
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
        before = signs.incident_of(op, number)
        after = signs.edit_incident(op, before, values)
        name = name_of(op.sql, after.person_id)
        op.summary = f"{show_day(after.on)}  {name}  {incident_words(after)}"
    session.edited(op.summary, op.number, incident_fields(after, name), changed=after != before)
