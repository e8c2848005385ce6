"""`promise`: yours and theirs, and how they ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from reciprocity_cli.actions.log import TAKE_BACK, read_past_day, read_words
from reciprocity_cli.cli import prompts
from reciprocity_cli.cli.options import (
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
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.records import By, Closing, Promise, Wording
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.reports.promise import ended_words, promise_fields, promise_words
from reciprocity_cli.store import records
from reciprocity_cli.store.people import name_of
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from reciprocity_cli.store.ledger import Operation


Id = Annotated[str, argument("ID", "As `promise list` shows it.")]
Due = Annotated[str | None, option("--due", "DATE", "By when; looks ahead. Or none.")]
Side = Annotated[str | None, option("--by", "WHO", "me or them.", By)]


group("promise", "What was promised: add, list, update, keep, tell, drop, release, edit.")


@command("promise add")
def add(
    session: Session,
    person: Person,
    what: Annotated[list[str], argument("WHAT...", "What was promised.")],
    by: Side = None,
    as_try: Annotated[
        bool, flag("--try", "Said as `I will try`, which is heard as a promise.")
    ] = False,
    due: Due = None,
    on: On = None,
) -> None:
    """Note a promise: yours, or with --by them one made to you.

    Example: recip promise add ana send the deck --due fri
    """
    order = session.settings.date_order
    values = read_values({"by": by or By.ME, "due_on": due}, session.today, order)
    values["what"] = read_words(what, "promise", EXAMPLE)
    values["wording"] = Wording.TRY if as_try else Wording.PROMISE
    values["made_on"] = read_past_day(on, session.today, order)
    refuse_due_before_made(values["made_on"], values.get("due_on"))
    who = prompts.one(session, person)
    with session.writing("promise add") as op:
        promise = add_promise(op, who.id, values)
        until = "" if promise.due_on is None else f", due {show_day(promise.due_on)}"
        op.summary = f"{show_day(promise.made_on)}  {who.name}  {promise_words(promise)}{until}"
    record = promise_fields(promise, who.name, session.today)
    session.wrote(f"Noted #{promise.id}  {op.summary}", op.number, [record])


@command("promise list", REPORT)
def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "The closed ones too.")] = False,
) -> None:
    """List the open promises by due date.

    Example: recip promise list ana --all
    """
    from reciprocity_cli.reports.promise import promises_view

    with session.asked(query) as asked:
        report = promises_view(asked, show_all=show_all)
    session.show(report)


@command("promise update")
def update(
    session: Session,
    number: Id,
    text: Annotated[list[str] | None, argument("[TEXT...]", "What was said.")] = None,
    on: On = None,
) -> None:
    """Note that word was given about a promise, which stays open.

    Example: recip promise update 9 a week later, the figures are not in
    """
    note = clean_text(" ".join(text or []))
    with session.writing("promise update") as op:
        promise = promise_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=promise.made_on)
        told = give_word(op, promise, day, note)
        in_time = told.due_on is None or day <= told.due_on
        when = "word given in time" if in_time else "word given after its day"
        name = name_of(op.sql, told.person_id)
        op.summary = f"{show_day(day)}  {name}  {promise_words(told)}, {when}"
    record = promise_fields(told, name, session.today)
    session.wrote(f"Updated #{told.id}  {op.summary}", op.number, [record])


@command("promise keep")
def keep(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: it was kept, in time or late.

    Example: recip promise keep 9 --on yesterday
    """
    _end(session, "keep", number, on, Closing.KEPT)


@command("promise tell")
def tell(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: it was not kept, and the other one was told.

    Example: recip promise tell 9

    Told on or before its day it counts nearly as if kept.
    """
    _end(session, "tell", number, on, Closing.TOLD)


@command("promise drop")
def drop(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: it was dropped.

    Example: recip promise drop 9
    """
    _end(session, "drop", number, on, Closing.DROPPED)


@command("promise release")
def release(session: Session, number: Id, on: On = None) -> None:
    """Close a promise: the one it was made to let it go. It does not count.

    Example: recip promise release 9
    """
    _end(session, "release", number, on, Closing.RELEASED)


@command("promise edit")
def edit(
    session: Session,
    number: Id,
    what: Annotated[str | None, option("--what", "TEXT", "What was promised.")] = None,
    due: Due = None,
    by: Side = None,
    on: Annotated[str | None, option("--on", "DATE", "When it was made.")] = None,
) -> None:
    """Mend what was noted of a promise.

    Example: recip promise edit 9 --due 2026-12-04

    If you agreed on another day, `promise update` says so and keeps the first.
    """
    order = session.settings.date_order
    words = {"what": what, "due_on": due, "by": by}
    values = read_values(words, session.today, order)
    if on is not None:
        values["made_on"] = read_past_day(on, session.today, order)
    if not values:
        raise UsageError("nothing to change", "name a value, such as --due fri")
    with session.writing("promise edit") as op:
        changed = edit_promise(op, promise_of(op, number), values)
        promise = promise_of(op, number)
        name = name_of(op.sql, promise.person_id)
        until = "" if promise.due_on is None else f", due {show_day(promise.due_on)}"
        op.summary = f"{name}  {promise_words(promise)}{until}"
    record = promise_fields(promise, name, session.today)
    session.edited(op.summary, op.number, record, changed=changed)


def _end(session: Session, verb: str, number: str, on: str | None, ending: Closing) -> None:
    with session.writing(f"promise {verb}") as op:
        promise = promise_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=promise.made_on)
        ended = end_promise(op, promise, ending, day)
        name = name_of(op.sql, ended.person_id)
        how = ended_words(ended, session.today)
        op.summary = f"{show_day(day)}  {name}  {promise_words(ended)}, {how}"
    record = promise_fields(ended, name, session.today)
    session.wrote(f"Closed #{ended.id}  {op.summary}", op.number, [record])


EXAMPLE = "send the deck"


def read_values(words: Mapping[str, Any], today: date, date_order: str | None) -> dict[str, Any]:
    """Turn typed words into columns; those that are None were not typed. Raises UsageError.

    The due date looks ahead; an empty one, or `none`, takes it off.
    """
    return {
        name: _value(name, typed, today, date_order)
        for name, typed in words.items()
        if typed is not None
    }


def add_promise(op: Operation, person_id: int, values: Mapping[str, Any]) -> Promise:
    """Note a promise; return it."""
    return records.promise(op.sql, op.insert("promise", {"person_id": person_id, **values}))


def promise_of(op: Operation, text: str) -> Promise:
    """Return the promise of the id typed. Raises NotFound."""
    return records.promise(op.sql, record_of(op.sql, "promise", text))


def give_word(op: Operation, promise: Promise, on: date, note: str) -> Promise:
    """Note that word was given about a promise. Raises RecipError where it had ended by then."""
    if promise.closed_on is not None and on >= promise.closed_on:
        raise _ended_already(promise)
    op.insert_part("promise_update", {"promise_id": promise.id, "date": on, "note": note})
    op.touch("promise", promise.id)
    return records.promise(op.sql, promise.id)


def end_promise(op: Operation, promise: Promise, ending: Closing, on: date) -> Promise:
    """Write how a promise ended: one kept after its due date was late.

    Raises RecipError for one that has ended already.
    """
    if promise.closing is not None:
        raise _ended_already(promise)
    ended = promise._replace(closing=ending, closed_on=on)
    ended = ended._replace(closing=_kept_or_late(ended))
    op.update("promise", promise.id, {"closing": ended.closing, "closed_on": on})
    return ended


def edit_promise(op: Operation, promise: Promise, values: Mapping[str, Any]) -> bool:
    """Mend what was noted; return whether anything was different.

    A promise that was kept is late or not by its new due date. Raises UsageError for one that would
    be due, or have ended, before it was made.
    """
    new = promise._replace(**values)
    refuse_due_before_made(new.made_on, new.due_on)
    if new.closed_on is not None and new.closed_on < new.made_on:
        raise UsageError(
            f"it ended on {show_day(new.closed_on)}, before {show_day(new.made_on)}",
            "check the day it was made",
        )
    return op.update("promise", promise.id, {**values, "closing": _kept_or_late(new)})


def refuse_due_before_made(made_on: date, due_on: date | None) -> None:
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


def _value(name: str, typed: Any, today: date, date_order: str | None) -> Any:
    match name:
        case "what":
            return read_words([typed], "promise", EXAMPLE)
        case "by":
            return pick(typed, By, "side")
        case "due_on":
            if typed.strip().casefold() in ("", "none"):
                return None
            return parse_day(typed, today, direction="future", date_order=date_order)
    return typed
