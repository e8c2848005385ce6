"""`snooze` and `quiet`: rest for a while."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.options import REPORT, Person, argument, command, noun, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Quiet
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.quiet import EVERYONE, quiet_fields, quiet_view, state_words, whose
from reciprocity_cli.store.people import NameBook, name_of, update_person


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


noun("quiet", "Days on which to leave somebody, or everyone, in peace")


@command("quiet add")
def add(
    session: Session,
    person: Annotated[str, argument("PERSON|me", "One person, or `me` for everyone.")],
    first: Annotated[str, argument("FIRST", "The first quiet day.")],
    last: Annotated[str, argument("LAST", "The last one; it is quiet too.")],
) -> None:
    """Leave a person, or with `me` everyone, in peace from one day to another, both included.

    Example: recip quiet add me 2026-12-20 2027-01-03
    """
    values = kernel.read(session, "quiet", first=first, last=last)
    _refuse_backward(Quiet(0, None, **values))
    values["person_id"] = None if _is_me(person) else prompts.one(session, person).id
    kernel.add(session, "quiet", values, _told)


@command("quiet list", REPORT)
def list_(session: Session, query: options.Query = None, show_all: options.All = False) -> None:
    """List who is left in peace and when; `me` chooses what holds for everyone.

    Example: recip quiet list ana --all
    """
    words = query or []
    me = [word for word in words if _is_me(word.removeprefix("not:"))]
    mine = any(map(_is_me, me)) if me else None
    people = [word for word in words if word not in me]
    session.report(quiet_view, people, mine=mine, show_all=show_all)


@command("quiet edit")
def edit(
    session: Session,
    number: options.Id,
    first: Annotated[str | None, option("--first", "DATE", "The first quiet day.")] = None,
    last: Annotated[str | None, option("--last", "DATE", "The last quiet day.")] = None,
) -> None:
    """Change the days of a quiet range.

    Example: recip quiet edit 12 --last 2027-01-06
    """
    values = kernel.read(session, "quiet", first=first, last=last)

    def fit(_sql: kernel.Sql, before: Quiet) -> None:
        _refuse_backward(before._replace(**values))

    kernel.edit(session, "quiet", number, values, _told, such_as="--last fri", fit=fit)


def _is_me(word: str) -> bool:
    return word.strip().casefold() == "me"


def _refuse_backward(one: Quiet) -> None:
    if one.last < one.first:
        ends = show_day(one.last)
        raise UsageError(f"the range ends on {ends}, before it begins", "swap the days")


def _told(sql: kernel.Sql, one: Quiet, today: date) -> kernel.Told:
    name = None if one.person_id is None else name_of(sql, one.person_id)
    state = " · ".join(filter(None, (None if name else EVERYONE, state_words(one, today))))
    words = f"{whose(sql, one)}  {show_day(one.first)} to {show_day(one.last)}"
    return kernel.Told(words, quiet_fields(one, name, today), state)


kernel.by_id("quiet", _told)
