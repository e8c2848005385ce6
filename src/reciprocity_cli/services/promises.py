"""Promises: making one, giving word about it, and how it ended; docs/model.md, section 10."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.records import By, Closing, Promise
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.services.words import TAKE_BACK, read_words
from reciprocity_cli.store import records
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from reciprocity_cli.store.ledger import Operation

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
