"""`ask`: the ground before an ask, the ask, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from reciprocity_cli.actions.log import TAKE_BACK, read_past_day, read_words
from reciprocity_cli.cli import prompts
from reciprocity_cli.cli.options import (
    PLAIN_REPORT,
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
from reciprocity_cli.cli.prompts import TRIES, ask, tried
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.asks import ALWAYS, Readiness, earliest_reply, usual_reply
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.records import Answer, Ask
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.reports.arithmetic import line_words
from reciprocity_cli.reports.ask import ask_fields, ask_words, readiness_of
from reciprocity_cli.store import records
from reciprocity_cli.store.people import NameBook, handle_of, name_of
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from reciprocity_cli.store.ledger import Operation


Id = Annotated[str, argument("ID", "As `ask list` shows it.")]
By = Annotated[
    str | None, option("--by", "DATE", "Answer by when: in 7 days, or 3 and more days ahead.")
]
Easy = Annotated[str | None, option("--easy", "TEXT", "What makes it easy for them.")]


group("ask", "Asking, and when: check, add, list, answer, edit.")


@command("ask check", PLAIN_REPORT)
def check(session: Session, person: Person) -> None:
    """Go through what makes the ground ready for an ask; it never forbids.

    Example: recip ask check ana
    """
    from reciprocity_cli.reports.ask import checklist_view

    with session.asked() as asked:
        who = prompts.person(session, NameBook(asked.sql), person)
        report = checklist_view(asked, who.id)
    session.show(report)


@command("ask add")
def add(
    session: Session,
    person: Person,
    what: Annotated[list[str] | None, argument("[WHAT...]", "What exactly you ask for.")] = None,
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
        raise UsageError("the ask is empty", f"say what exactly, such as {EXAMPLE}")
    given: dict[str, Any] = {"what": read_what(what) if what else None}
    if by is not None:
        given["respond_by"] = read_reply_day(by, asked_on, session.today, order)
    if easy is not None:
        given["easy"] = read_easy(easy)
    with session.reading() as sql:
        who = prompts.person(session, NameBook(sql), person)
        ready = readiness_of(sql, who.id, session.today)
    if asked_on == session.today:
        _say_how_ready(session, who.name, ready)
    values = _framed(session, given, asked_on)
    with session.writing("ask add") as op:
        made = add_ask(op, who.id, {**values, "asked_on": asked_on})
        op.summary = f"{show_day(asked_on)}  {who.name}  {ask_words(made, session.today)}"
    record = ask_fields(made, who.name, session.today)
    session.wrote(f"Noted #{made.id}  {op.summary}", op.number, [record])


@command("ask list", REPORT)
def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "Those that were answered too.")] = False,
) -> None:
    """List the asks that are open, and a yes that you have not said thank you for.

    Example: recip ask list role:mentor --all
    """
    from reciprocity_cli.reports.ask import asks_view

    with session.asked(query) as asked:
        report = asks_view(asked, show_all=show_all)
    session.show(report)


@command("ask answer")
def answer(
    session: Session,
    number: Id,
    came: Annotated[str, argument("ANSWER", "yes, no, or none: nothing came.", ANSWERS)],
    on: On = None,
) -> None:
    """Close an ask with what came back. A no counts against nobody.

    Example: recip ask answer 12 yes --on yesterday

    A yes leaves thanks due; `recip thank` notes them.
    """
    word = read_answer(came)
    with session.writing("ask answer") as op:
        ask = ask_of(op, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=ask.asked_on)
        closed = answer_ask(op, ask, word, day)
        name, handle = name_of(op.sql, closed.person_id), handle_of(op.sql, closed.person_id)
        op.summary = f"{show_day(day)}  {name}  {ask_words(closed, session.today)}"
    record = ask_fields(closed, name, session.today)
    session.wrote(f"Closed #{closed.id}  {op.summary}", op.number, [record])
    if word is Answer.YES and not session.json:
        session.tell(f"Thanks are due: recip thank {handle}")


@command("ask edit")
def edit(
    session: Session,
    number: Id,
    what: Annotated[str | None, option("--what", "TEXT", "What you asked for.")] = None,
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
        values["what"] = read_what([what])
    if easy is not None:
        values["easy"] = read_easy(easy)
    if on is not None:
        values["asked_on"] = read_past_day(on, session.today, order)
    if not values and by is None:
        raise UsageError("nothing to change", "name a value, such as --by 2w")
    with session.writing("ask edit") as op:
        before = ask_of(op, number)
        if by is not None:
            asked_on = values.get("asked_on", before.asked_on)
            values["respond_by"] = read_reply_day(by, asked_on, session.today, order)
        changed = edit_ask(op, before, values)
        ask = ask_of(op, number)
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
        return ask_what_is_missing(session, given, asked_on)
    return {"respond_by": usual_reply(asked_on), **given}


def ask_what_is_missing(session: Session, given: dict[str, Any], asked_on: date) -> dict[str, Any]:
    """Return the values of an ask, those that are missing asked for on the terminal.

    Raises UsageError where nothing specific is named.
    """
    order, usual = session.settings.date_order, usual_reply(asked_on)
    values = {"respond_by": usual, **given}
    if values["what"] is None:
        values["what"] = read_what([_what()])
    if "respond_by" not in given:
        typed = tried(
            f"By when would you like an answer? [{show_day(usual)}]",
            lambda text: read_reply_day(text, asked_on, session.today, order, what="by"),
        )
        if typed:
            values["respond_by"] = read_reply_day(typed, asked_on, session.today, order)
    if "easy" not in given:
        values["easy"] = read_easy(ask("What makes it easy for them? [nothing]"))
    return values


def _what() -> str:
    for _ in range(TRIES):
        typed = ask("What exactly do you ask for?")
        if typed:
            return typed
    raise UsageError("the ask is empty", "nothing was written")


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
