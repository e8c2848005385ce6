"""`ask`: the checklist before an ask, the ask itself, and what came back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.arguments import On, Person, Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.asks import ALWAYS, Readiness, usual_reply
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Answer
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.arithmetic import line_words
from reciprocity_cli.reports.ask import ask_fields, ask_words, readiness_of
from reciprocity_cli.services import asks
from reciprocity_cli.services.words import read_past_day
from reciprocity_cli.store.people import NameBook, handle_of, name_of

Id = Annotated[str, typer.Argument(metavar="ID", help="As `ask list` shows it.")]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="DATE", help="Answer by when: in 7 days, or 3 and more days ahead."
    ),
]
Easy = Annotated[
    str | None, typer.Option("--easy", metavar="TEXT", help="What makes it easy for them.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = shared.group(app, "ask", "Asking, and when: check, add, list, answer, edit.")
    shared.add(group, check, name="check", shared=shared.PLAIN_REPORT)
    shared.add(group, add, name="add")
    shared.add(group, list_, name="list", shared=shared.REPORT)
    shared.add(group, answer, name="answer")
    shared.add(group, edit, name="edit")


def check(session: Session, person: Person) -> None:
    """Go through what makes the ground ready for an ask; it never forbids.

    Example: recip ask check ana
    """
    from reciprocity_cli.reports.ask import checklist_view

    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
        report = checklist_view(sql, who.id, session.today)
    session.show(report)


def add(
    session: Session,
    person: Person,
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[WHAT...]", help="What exactly you ask for.")
    ] = None,
    by: By = None,
    easy: Easy = None,
    on: On = None,
) -> None:
    """Note what you asked a person for; on a terminal it asks for what is missing.

    Example: recip ask add ana a line for the committee --by 2w --easy "a draft"

    Where the ground is not ready it says so, and writes the ask all the same.
    """
    order = session.settings.date_order
    asked_on = read_past_day(on, session.today, order)
    if not what and not session.can_ask:
        raise UsageError("the ask is empty", f"say what exactly, such as {asks.EXAMPLE}")
    given: dict[str, Any] = {"what": asks.read_what(what) if what else None}
    if by is not None:
        given["respond_by"] = asks.read_reply_day(by, asked_on, session.today, order)
    if easy is not None:
        given["easy"] = asks.read_easy(easy)
    with session.reading() as sql:
        who = naming.person(session, NameBook(sql), person)
        ready = readiness_of(sql, who.id, session.today)
    if asked_on == session.today:
        _say_how_ready(session, who.name, ready)
    values = _framed(session, given, asked_on)
    with session.writing("ask add") as op:
        made = asks.add_ask(op, who.id, {**values, "asked_on": asked_on})
        op.summary = f"{show_day(asked_on)}  {who.name}  {ask_words(made, session.today)}"
    record = ask_fields(made, who.name, session.today)
    session.wrote(f"Noted #{made.id}  {op.summary}", op.number, [record])


def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, typer.Option("--all", help="Those that were answered too.")] = False,
) -> None:
    """List the asks that are open, and a yes that you have not said thank you for.

    Example: recip ask list role:mentor --all
    """
    from reciprocity_cli.reports.ask import asks_view

    asked = session.query(query)
    with session.reading() as sql:
        report = asks_view(sql, asked, session.today, show_all=show_all)
    session.show(report)


def answer(
    session: Session,
    number: Id,
    came: Annotated[
        str,
        typer.Argument(
            metavar="ANSWER",
            help="yes, no, or none: nothing came.",
            autocompletion=completing.of(asks.ANSWERS),
        ),
    ],
    on: On = None,
) -> None:
    """Close an ask with what came back. A no counts against nobody.

    Example: recip ask answer 12 yes --on yesterday

    A yes leaves thanks due; `recip thank` notes them.
    """
    word = asks.read_answer(came)
    with session.writing("ask answer") as op:
        ask = asks.ask_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=ask.asked_on)
        closed = asks.answer_ask(op, ask, word, day)
        name, handle = name_of(op.sql, closed.person_id), handle_of(op.sql, closed.person_id)
        op.summary = f"{show_day(day)}  {name}  {ask_words(closed, session.today)}"
    record = ask_fields(closed, name, session.today)
    session.wrote(f"Closed #{closed.id}  {op.summary}", op.number, [record])
    if word is Answer.YES and not session.json:
        session.tell(f"Thanks are due: recip thank {handle}")


def edit(
    session: Session,
    number: Id,
    what: Annotated[
        str | None, typer.Option("--what", metavar="TEXT", help="What you asked for.")
    ] = None,
    by: By = None,
    easy: Easy = None,
    on: On = None,
) -> None:
    """Mend what was noted of an ask.

    Example: recip ask edit 12 --by 2026-12-04
    """
    order = session.settings.date_order
    values: dict[str, Any] = {}
    if what is not None:
        values["what"] = asks.read_what([what])
    if easy is not None:
        values["easy"] = asks.read_easy(easy)
    if on is not None:
        values["asked_on"] = read_past_day(on, session.today, order)
    if not values and by is None:
        raise UsageError("nothing to change", "name a value, such as --by 2w")
    with session.writing("ask edit") as op:
        before = asks.ask_of(op, number)
        if by is not None:
            asked_on = values.get("asked_on", before.asked_on)
            values["respond_by"] = asks.read_reply_day(by, asked_on, session.today, order)
        changed = asks.edit_ask(op, before, values)
        ask = asks.ask_of(op, number)
        name = name_of(op.sql, ask.person_id)
        op.summary = f"{name}  {ask_words(ask, session.today)}"
    record = ask_fields(ask, name, session.today)
    session.edited(op.summary, op.number, record, changed=changed)


def _say_how_ready(session: Session, name: str, ready: Readiness) -> None:
    """Say what does not hold; where all does, only to somebody who is there to read it."""
    if ready.word == "ripe" and not session.can_ask:
        return
    session.tell(f"Asking {name}: {ready.word}; {ALWAYS}")
    for line in ready.blockers:
        session.tell(f"  {line_words(line)}")


def _framed(session: Session, given: dict[str, Any], asked_on: date) -> dict[str, Any]:
    """Return what makes a good ask: what exactly, by when, and what makes it easy."""
    if session.can_ask:
        from reciprocity_cli.cli.framing import ask_what_is_missing

        return ask_what_is_missing(session, given, asked_on)
    return {"respond_by": usual_reply(asked_on), **given}
