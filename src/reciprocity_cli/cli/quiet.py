"""`snooze` and `quiet`: rest for a while."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.cli import kernel, prompts
from reciprocity_cli.cli.options import PLAIN_REPORT, Person, argument, command, flag
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.people import NameBook, add_quiet, update_person


@command("snooze")
def snooze(
    session: Session,
    person: Person,
    until: Annotated[str, argument("DATE", "Or `off` to wake them.")],
) -> None:
    """Do not list a person as due before a day; a contact after today clears it.

    Example: recip snooze ana 2w
    """
    day = None if until.strip().casefold() == "off" else kernel.day_ahead(session, until)
    if day is not None and day < session.today:
        raise UsageError(f"{show_day(day)} is past", "name a day ahead, such as 2w")
    with session.reading() as sql:
        book = NameBook(sql)
        who = prompts.person(session, book, person)
        name = book.shown(who)
    with session.writing("snooze") as op:
        since = None if day is None else session.today
        update_person(op, who.id, {"snoozed_until": day, "snoozed_on": since})
        said = f"{name} is awake again" if day is None else f"{name} until {show_day(day)}"
        op.summary = said
    text = said if day is None else f"Snoozed {said}"
    session.wrote(text, op.number, kernel.people(session, [who.id]))


@command("quiet", PLAIN_REPORT)
def quiet(
    session: Session,
    person: Annotated[
        str, argument("PERSON|me", "One person, or `me` for everyone; `list` shows what is set.")
    ],
    first: Annotated[str | None, argument("[FROM]", "The first quiet day.")] = None,
    last: Annotated[str | None, argument("[TO]", "The last quiet day.")] = None,
    show_all: Annotated[bool, flag("--all", "With `list`: those that are over too.")] = False,
) -> None:
    """Leave a person, or with `me` everyone, in peace from one day to another, both included.

    Example: recip quiet me 2026-12-20 2027-01-03
    Example: recip quiet list

    `recip rm ID` takes a quiet range off again.
    """
    if first is None and person.strip().casefold() == "list":
        from reciprocity_cli.reports.people import quiet_view

        session.report(quiet_view, None, show_all=show_all)
        return
    if show_all:
        raise UsageError("--all goes with `list`", "recip quiet list --all")
    if first is None or last is None:
        example = "recip quiet ana 2026-12-20 2027-01-03, or recip quiet list"
        raise UsageError("a quiet range needs its first and its last day", example)
    _set_quiet(session, person, kernel.day_ahead(session, first), kernel.day_ahead(session, last))


def _set_quiet(session: Session, person: str, begin: date, end: date) -> None:
    if end < begin:
        raise UsageError(f"the range ends on {show_day(end)}, before it begins", "swap the days")
    who, name = None, "everyone"
    if person.strip().casefold() != "me":
        with session.reading() as sql:
            book = NameBook(sql)
            who = prompts.person(session, book, person)
            name = book.shown(who)
    with session.writing("quiet") as op:
        number = add_quiet(op, who.id if who else None, begin, end)
        op.summary = f"{name}  {show_day(begin)} to {show_day(end)}"
    record = {"id": number, "person_id": who.id if who else None, "first": begin, "last": end}
    session.wrote(f"Quiet #{number}  {op.summary}", op.number, [record])
