"""`promise`: yours and theirs, and how they ended."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.actions.log import TAKE_BACK
from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.options import argument, command, flag, noun, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.records import By, Closing, Promise
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.reports import promise as reports
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import name_of
from reciprocity_cli.store.records import at_hand

Side = Annotated[str | None, option("--by", "WHO", "me or them.", By)]


noun("promise", "What was promised, by you and to you")


@command("promise add")
def add(
    session: Session,
    person: options.Person,
    text: options.Said,
    by: Side = None,
    as_try: Annotated[
        bool, flag("--try", "Said as `I will try`, which is heard as a promise.")
    ] = False,
    due: options.Due = None,
    on: options.On = None,
) -> None:
    """Note a promise: yours, or with --by them one made to you.

    Example: recip promise add ana send the deck --due fri
    """
    values = kernel.read(
        session, "promise", by=by or By.ME, due_on=due, what=" ".join(text), wording=as_try
    )
    values["made_on"] = kernel.past_day(session, on)
    _refuse_due_before_made(values["made_on"], values.get("due_on"))
    values["person_id"] = prompts.one(session, person).id
    kernel.add(session, "promise", values, _told_with_due)


@command("promise list", options.REPORT)
def list_(session: Session, query: options.Query = None, show_all: options.All = False) -> None:
    """List the open promises by due date.

    Example: recip promise list ana --all
    """
    session.report(reports.promises_view, query, show_all=show_all)


@command("promise update")
def update(
    session: Session,
    number: options.Id,
    text: Annotated[list[str] | None, argument("[TEXT...]", "What was said.")] = None,
    on: options.On = None,
) -> None:
    """Note that word was given about a promise, which stays open.

    Example: recip promise update 9 a week later, the figures are not in
    """
    note = clean_text(" ".join(text or []))

    def give_word(op: Operation, promise: Promise) -> tuple[Promise, date, str]:
        day = kernel.past_day(session, on, promise.made_on)
        if promise.closed_on is not None and day >= promise.closed_on:
            raise _ended_already(promise)
        op.insert_part("promise_update", {"promise_id": promise.id, "date": day, "note": note})
        op.touch("promise", promise.id)
        in_time = promise.due_on is None or day <= promise.due_on
        when = "in time" if in_time else "after its day"
        return at_hand(op.sql, "promise", promise.id), day, f", word given {when}"

    kernel.close(session, "promise update", number, "Updated", _told, give_word)


@command("promise keep")
def keep(session: Session, number: options.Id, on: options.On = None) -> None:
    """Close a promise: it was kept, in time or late.

    Example: recip promise keep 9 --on yesterday
    """
    _end(session, "promise keep", number, on, Closing.KEPT)


@command("promise tell")
def tell(session: Session, number: options.Id, on: options.On = None) -> None:
    """Close a promise: it was not kept, and the other one was told.

    Example: recip promise tell 9

    Told on or before its day it counts nearly as if kept.
    """
    _end(session, "promise tell", number, on, Closing.TOLD)


@command("promise drop")
def drop(session: Session, number: options.Id, on: options.On = None) -> None:
    """Close a promise: it was dropped.

    Example: recip promise drop 9
    """
    _end(session, "promise drop", number, on, Closing.DROPPED)


@command("promise release")
def release(session: Session, number: options.Id, on: options.On = None) -> None:
    """Close a promise: the one it was made to let it go. It does not count.

    Example: recip promise release 9
    """
    _end(session, "promise release", number, on, Closing.RELEASED)


@command("promise edit", was={"text": "--what"})
def edit(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    due: options.Due = None,
    by: Side = None,
    on: options.Day = None,
) -> None:
    """Mend what was noted of a promise.

    Example: recip promise edit 9 --due 2026-12-04

    If you agreed on another day, `promise update` says so and keeps the first.
    """
    values = kernel.read(session, "promise", what=text, due_on=due, by=by, made_on=on)

    def fit(_sql: kernel.Sql, before: Promise) -> kernel.Record:
        new = before._replace(**values)
        _refuse_due_before_made(new.made_on, new.due_on)
        kernel.refuse_before("it ended on", new.closed_on, new.made_on, "check the day it was made")
        # One that was kept is late or not by its new due date.
        return {"closing": _kept_or_late(new)}

    such_as = "--due fri"
    kernel.edit(session, "promise", number, values, _told_with_due, such_as=such_as, fit=fit)


def _end(session: Session, command: str, number: str, on: str | None, ending: Closing) -> None:
    """Write how a promise ended. Raises RecipError for one that has ended already."""

    def end(op: Operation, promise: Promise) -> tuple[Promise, date, str]:
        day = kernel.past_day(session, on, promise.made_on)
        if promise.closing is not None:
            raise _ended_already(promise)
        ended = promise._replace(closing=ending, closed_on=day)
        ended = ended._replace(closing=_kept_or_late(ended))
        op.update("promise", promise.id, {"closing": ended.closing, "closed_on": day})
        return ended, day, f", {reports.ended_words(ended, session.today)}"

    kernel.close(session, command, number, "Closed", _told, end)


def _told(sql: kernel.Sql, promise: Promise, today: date) -> kernel.Told:
    name = name_of(sql, promise.person_id)
    return kernel.Told(
        f"{name}  {reports.promise_words(promise)}",
        reports.promise_fields(promise, name, today),
        "open" if is_open(promise, today) else reports.ended_words(promise, today),
    )


def _told_with_due(sql: kernel.Sql, promise: Promise, today: date) -> kernel.Told:
    told = _told(sql, promise, today)
    due = "" if promise.due_on is None else f", due {show_day(promise.due_on)}"
    return told._replace(words=f"{told.words}{due}")


kernel.by_id("promise", _told_with_due)


def _refuse_due_before_made(made_on: date, due_on: date | None) -> None:
    """Raise UsageError for a promise that would be due before it was made."""
    if due_on is not None and due_on < made_on:
        raise UsageError(
            f"due {show_day(due_on)} lies before {show_day(made_on)}, when it was made",
            "--due looks ahead, such as fri or 2w",
        )


def _kept_or_late(promise: Promise) -> Closing | None:
    if promise.closing not in (Closing.KEPT, Closing.LATE) or promise.closed_on is None:
        return promise.closing
    late = promise.due_on is not None and promise.closed_on > promise.due_on
    return Closing.LATE if late else Closing.KEPT


def _ended_already(promise: Promise) -> RecipError:
    assert promise.closing is not None
    assert promise.closed_on is not None
    how = "kept late" if promise.closing is Closing.LATE else promise.closing.value
    ended = f"#{promise.id} was closed on {show_day(promise.closed_on)}: {how}"
    return RecipError(ended, TAKE_BACK)
