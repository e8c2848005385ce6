"""`promise`: what was promised, by you and to you, and what became of it."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, naming, shared
from reciprocity_cli.cli.arguments import On, Person, Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import By, Closing, Wording
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.promise import ended_words, promise_fields, promise_words
from reciprocity_cli.services import promises
from reciprocity_cli.services.words import read_past_day, read_words
from reciprocity_cli.store.people import name_of

Id = Annotated[str, typer.Argument(metavar="ID", help="As `promise list` shows it.")]
Due = Annotated[
    str | None, typer.Option("--due", metavar="DATE", help="By when; looks ahead. Or none.")
]
Side = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="WHO", help="me or them.", autocompletion=completing.of(tuple(By))
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = shared.group(
        app, "promise", "What was promised: add, list, update, keep, tell, drop, release, edit."
    )
    shared.add(group, add, name="add")
    shared.add(group, list_, name="list", shared=shared.REPORT)
    shared.add(group, update, name="update")
    shared.add(group, keep, name="keep")
    shared.add(group, tell, name="tell")
    shared.add(group, drop, name="drop")
    shared.add(group, release, name="release")
    shared.add(group, edit, name="edit")


def add(
    session: Session,
    person: Person,
    what: Annotated[list[str], typer.Argument(metavar="WHAT...", help="What was promised.")],
    by: Side = None,
    as_try: Annotated[
        bool, typer.Option("--try", help="Said as `I will try`, which is heard as a promise.")
    ] = False,
    due: Due = None,
    on: On = None,
) -> None:
    """Note a promise: yours, or with --by them one made to you.

    Example: recip promise add ana send the deck --due fri
    """
    order = session.settings.date_order
    values = promises.read_values({"by": by or By.ME, "due_on": due}, session.today, order)
    values["what"] = read_words(what, "promise", promises.EXAMPLE)
    values["wording"] = Wording.TRY if as_try else Wording.PROMISE
    values["made_on"] = read_past_day(on, session.today, order)
    promises.refuse_due_before_made(values["made_on"], values.get("due_on"))
    who = naming.one(session, person)
    with session.writing("promise add") as op:
        promise = promises.add_promise(op, who.id, values)
        until = "" if promise.due_on is None else f", due {show_day(promise.due_on)}"
        op.summary = f"{show_day(promise.made_on)}  {who.name}  {promise_words(promise)}{until}"
    record = promise_fields(promise, who.name, session.today)
    session.wrote(f"Noted #{promise.id}  {op.summary}", op.number, [record])


def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, typer.Option("--all", help="The closed ones too.")] = False,
) -> None:
    """List the open promises by due date.

    Example: recip promise list ana --all
    """
    from reciprocity_cli.reports.promise import promises_view

    asked = session.query(query)
    with session.reading() as sql:
        report = promises_view(sql, asked, session.today, show_all=show_all)
    session.show(report)


def update(
    session: Session,
    number: Id,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT...]", help="What was said.")
    ] = None,
    on: On = None,
) -> None:
    """Note that word was given about a promise, which stays open.

    Example: recip promise update 9 a week later, the figures are not in
    """
    note = clean_text(" ".join(text or []))
    with session.writing("promise update") as op:
        promise = promises.promise_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=promise.made_on)
        told = promises.give_word(op, promise, day, note)
        in_time = told.due_on is None or day <= told.due_on
        when = "word given in time" if in_time else "word given after its day"
        name = name_of(op.sql, told.person_id)
        op.summary = f"{show_day(day)}  {name}  {promise_words(told)}, {when}"
    record = promise_fields(told, name, session.today)
    session.wrote(f"Updated #{told.id}  {op.summary}", op.number, [record])


def keep(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: it was kept, in time or late.

    Example: recip promise keep 9 --on yesterday
    """
    _end(session, "keep", number, on, Closing.KEPT)


def tell(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: it was not kept, and the other one was told.

    Example: recip promise tell 9

    Told on or before its day it counts nearly as if kept.
    """
    _end(session, "tell", number, on, Closing.TOLD)


def drop(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: it was dropped.

    Example: recip promise drop 9
    """
    _end(session, "drop", number, on, Closing.DROPPED)


def release(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: the one it was made to let it go. It does not count.

    Example: recip promise release 9
    """
    _end(session, "release", number, on, Closing.RELEASED)


def edit(
    session: Session,
    number: Id,
    what: Annotated[
        str | None, typer.Option("--what", metavar="TEXT", help="What was promised.")
    ] = None,
    due: Due = None,
    by: Side = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When it was made.")
    ] = None,
) -> None:
    """Mend what was noted of a promise.

    Example: recip promise edit 9 --due 2026-12-04

    If you agreed on another day, `promise update` says so and keeps the first.
    """
    order = session.settings.date_order
    words = {"what": what, "due_on": due, "by": by}
    values = promises.read_values(words, session.today, order)
    if on is not None:
        values["made_on"] = read_past_day(on, session.today, order)
    if not values:
        raise UsageError("nothing to change", "name a value, such as --due fri")
    with session.writing("promise edit") as op:
        changed = promises.edit_promise(op, promises.promise_of(op, number), values)
        promise = promises.promise_of(op, number)
        name = name_of(op.sql, promise.person_id)
        until = "" if promise.due_on is None else f", due {show_day(promise.due_on)}"
        op.summary = f"{name}  {promise_words(promise)}{until}"
    record = promise_fields(promise, name, session.today)
    session.edited(op.summary, op.number, record, changed=changed)


def _end(session: Session, verb: str, number: str, on: str | None, ending: Closing) -> None:
    with session.writing(f"promise {verb}") as op:
        promise = promises.promise_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=promise.made_on)
        ended = promises.end_promise(op, promise, ending, day)
        name = name_of(op.sql, ended.person_id)
        how = ended_words(ended, session.today)
        op.summary = f"{show_day(day)}  {name}  {promise_words(ended)}, {how}"
    record = promise_fields(ended, name, session.today)
    session.wrote(f"Closed #{ended.id}  {op.summary}", op.number, [record])
