"""Asks: making one, mending it, and what came back; docs/model.md, section 9."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.domain.asks import earliest_reply
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.records import Answer, Ask
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.services.words import TAKE_BACK, read_words
from reciprocity_cli.store import records
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from reciprocity_cli.store.ledger import Operation

EXAMPLE = "a line for the committee"
ANSWERS = (Answer.YES, Answer.NO, Answer.NONE)
"""What may come back; none is that nothing came."""


def read_answer(text: str) -> Answer:
    """Return the answer that `text` names. Raises UsageError."""
    return Answer(pick(text, ANSWERS, "answer"))


def read_reply_day(
    text: str, asked_on: date, today: date, date_order: str | None, *, what: str = "--by"
) -> date:
    """Return the day by which an answer is hoped for. Raises UsageError for one too near."""
    day = parse_day(text, today, direction="future", date_order=date_order, allow_future=True)
    refuse_too_near(asked_on, day, what)
    return day


def refuse_too_near(asked_on: date, respond_by: date | None, what: str = "--by") -> None:
    """Raise UsageError for a day to answer by that leaves hardly any time."""
    if respond_by is not None and respond_by < earliest_reply(asked_on):
        raise UsageError(
            f"{what} {show_day(respond_by)} is less than 3 days after the ask",
            f"leave them time: {show_day(earliest_reply(asked_on))} or later",
        )


def read_easy(text: str) -> str:
    """Return what makes an ask easy, as it will be kept; empty for nothing."""
    return clean_text(text).strip()


def read_what(words: list[str]) -> str:
    """Return what is asked for. Raises UsageError where there is nothing."""
    return read_words(words, "ask", EXAMPLE)


def add_ask(op: Operation, person_id: int, values: Mapping[str, Any]) -> Ask:
    """Note an ask; return it."""
    return records.ask(op.sql, op.insert("ask", {"person_id": person_id, **values}))


def ask_of(op: Operation, text: str) -> Ask:
    """Return the ask of the id typed. Raises NotFound."""
    return records.ask(op.sql, record_of(op.sql, "ask", text))


def answer_ask(op: Operation, ask: Ask, answer: Answer, on: date) -> Ask:
    """Write what came back on an ask. Raises RecipError where it was answered already."""
    if ask.answer is not Answer.OPEN:
        when = "" if ask.answered_on is None else f" on {show_day(ask.answered_on)}"
        raise RecipError(f"#{ask.id} was closed{when}: {answer_words(ask.answer)}", TAKE_BACK)
    op.update("ask", ask.id, {"answer": answer, "answered_on": on})
    return ask._replace(answer=answer, answered_on=on)


def answer_words(answer: Answer) -> str:
    """Return an answer in words: "yes", "no answer came"."""
    return "no answer came" if answer is Answer.NONE else answer.value


def edit_ask(op: Operation, ask: Ask, values: Mapping[str, Any]) -> bool:
    """Mend what was noted; return whether anything was different.

    Raises UsageError for days that do not follow each other.
    """
    new = ask._replace(**values)
    if "respond_by" in values or "asked_on" in values:
        refuse_too_near(new.asked_on, new.respond_by, "an answer by")
    if new.answered_on is not None and new.answered_on < new.asked_on:
        raise UsageError(
            f"it was answered on {show_day(new.answered_on)}, before {show_day(new.asked_on)}",
            "check the day it was asked",
        )
    return op.update("ask", ask.id, values)
