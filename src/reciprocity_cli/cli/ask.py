"""`ask`: the ground before an ask, the ask, and what came back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from reciprocity_cli.actions.log import TAKE_BACK
from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.options import argument, command, noun, option
from reciprocity_cli.cli.prompts import TRIES, ask, tried
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.asks import ALWAYS, Readiness, earliest_reply, usual_reply
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Answer, Ask
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.reports import ask as reports
from reciprocity_cli.reports.explain import line_words
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import NameBook, handle_of, name_of

Easy = Annotated[str | None, option("--easy", "TEXT", "What makes it easy for them.")]


ANSWERS = (Answer.YES, Answer.NO, Answer.NONE)
"""What may come back; none is that nothing came."""

noun("ask", "Asking, and when")


@command("ask check", options.PLAIN_REPORT)
def check(session: Session, person: options.Person) -> None:
    """Go through what makes the ground ready for an ask; it never forbids.

    Example: recip ask check ana
    """
    prompts.report_on(session, person, reports.checklist_view)


@command("ask add", was={"due": "--by"})
def add(
    session: Session,
    person: options.Person,
    text: Annotated[list[str] | None, argument("[TEXT...]", "What exactly you ask for.")] = None,
    due: options.Due = None,
    easy: Easy = None,
    on: options.On = None,
) -> None:
    """Note what you asked a person for; on a terminal it asks for what is missing.

    Example: recip ask add ana a line for the committee --due 2w --easy "a draft"

    Where the ground is not ready it says so, and writes the ask all the same.

    --due is by when you would like an answer, 3 days ahead or more; else it is in 7.
    """
    asked_on = kernel.past_day(session, on)
    if not text and not session.can_ask:
        raise UsageError("the ask is empty", f"say what exactly, such as {kernel.EXAMPLES['ask']}")
    given = kernel.read(session, "ask", what=" ".join(text) if text else None)
    if due is not None:
        given |= kernel.read(session, "ask", respond_by=due)
        refuse_too_near(asked_on, given["respond_by"])
    given |= kernel.read(session, "ask", easy=easy)
    with session.reading() as sql:
        who = prompts.person(session, NameBook(sql), person)
        ready = reports.readiness_of(sql, who.id, session.today)
    if asked_on == session.today:
        _say_how_ready(session, who.name, ready)
    values = _framed(session, given, asked_on)
    values |= {"person_id": who.id, "asked_on": asked_on}
    kernel.add(session, "ask", values, _told)


@command("ask list", options.REPORT)
def list_(session: Session, query: options.Query = None, show_all: options.All = False) -> None:
    """List the asks that are open, and a yes that you have not said thank you for.

    Example: recip ask list role:mentor --all
    """
    session.report(reports.asks_view, query, show_all=show_all)


@command("ask answer")
def answer(
    session: Session,
    number: options.Id,
    came: Annotated[str, argument("ANSWER", "yes, no, or none: nothing came.", ANSWERS)],
    on: options.On = None,
) -> None:
    """Close an ask with what came back. A no counts against nobody.

    Example: recip ask answer 12 yes --on yesterday

    A yes leaves thanks due; `recip thank` notes them.
    """
    word = Answer(pick(came, ANSWERS, "answer"))

    def close(op: Operation, ask: Ask) -> tuple[Ask, date, str]:
        day = kernel.past_day(session, on, ask.asked_on)
        if ask.answer is not Answer.OPEN:
            when = "" if ask.answered_on is None else f" on {show_day(ask.answered_on)}"
            had = "no answer came" if ask.answer is Answer.NONE else ask.answer.value
            raise RecipError(f"#{ask.id} was closed{when}: {had}", TAKE_BACK)
        op.update("ask", ask.id, {"answer": word, "answered_on": day})
        return ask._replace(answer=word, answered_on=day), day, ""

    closed = kernel.close(session, "ask answer", number, "Closed", _told, close)
    if word is Answer.YES and not session.json:
        with session.reading() as sql:
            session.tell(f"Thanks are due: recip thank {handle_of(sql, closed.person_id)}")


@command("ask edit", was={"text": "--what", "due": "--by"})
def edit(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    due: options.Due = None,
    easy: Easy = None,
    on: options.Day = None,
) -> None:
    """Mend what was noted of an ask.

    Example: recip ask edit 12 --due 2026-12-04
    """
    values = kernel.read(session, "ask", what=text, respond_by=due, easy=easy, asked_on=on)

    def fit(_sql: kernel.Sql, before: Ask) -> None:
        new = before._replace(**values)
        if "respond_by" in values or "asked_on" in values:
            what = "an answer by" if due is None else "--due"
            refuse_too_near(new.asked_on, new.respond_by, what)
        kernel.refuse_before(
            "it was answered on", new.answered_on, new.asked_on, "check the day it was asked"
        )

    kernel.edit(session, "ask", number, values, _told, such_as="--due 2w", fit=fit)


def _told(sql: kernel.Sql, one: Ask, today: date) -> kernel.Told:
    name, words = name_of(sql, one.person_id), reports.ask_words(one, today)
    fields = reports.ask_fields(one, name, today)
    return kernel.Told(f"{name}  {words}", fields, reports.state_words(one, today))


kernel.by_id("ask", _told)


def _say_how_ready(session: Session, name: str, ready: Readiness) -> None:
    """Say what does not hold; where all does, only to somebody who is there to read it."""
    if ready.word == "ripe" and not session.can_ask:
        return
    session.tell(f"Asking {name}: {ready.word}; {ALWAYS}")
    for line in ready.blockers:
        session.tell(f"  {line_words(line)}")


def _framed(session: Session, given: dict[str, Any], asked_on: date) -> dict[str, Any]:
    """Return what makes a good ask: what exactly, by when, and what makes it easy.

    What is missing is asked for on a terminal. Raises UsageError where nothing specific is named.
    """
    usual = usual_reply(asked_on)
    values = {"respond_by": usual, **given}
    if not session.can_ask:
        return values
    if "what" not in given:
        values |= kernel.read(session, "ask", what=_what())
    if "respond_by" not in given:
        typed = tried(
            f"By when would you like an answer? [{show_day(usual)}]",
            lambda text: _reply_day(session, text, asked_on),
        )
        if typed:
            values["respond_by"] = _reply_day(session, typed, asked_on)
    if "easy" not in given:
        easy = ask("What makes it easy for them? [nothing]")
        values |= kernel.read(session, "ask", easy=easy)
    return values


def _what() -> str:
    for _ in range(TRIES):
        typed = ask("What exactly do you ask for?")
        if typed:
            return typed
    raise UsageError("the ask is empty", "nothing was written")


def _reply_day(session: Session, text: str, asked_on: date, *, what: str = "--due") -> date:
    """Return the day by which an answer is hoped for. Raises UsageError for one too near."""
    day = kernel.day_ahead(session, text)
    refuse_too_near(asked_on, day, what)
    return day


def refuse_too_near(asked_on: date, respond_by: date | None, what: str = "--due") -> None:
    """Raise UsageError for a day to answer by that leaves hardly any time."""
    if respond_by is not None and respond_by < earliest_reply(asked_on):
        raise UsageError(
            f"{what} {show_day(respond_by)} is less than 3 days after the ask",
            f"leave them time: {show_day(earliest_reply(asked_on))} or later",
        )
