"""`outcome` and `impact`: what came of what passed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from reciprocity_cli.cli import kernel
from reciprocity_cli.cli.complete import ids_of
from reciprocity_cli.cli.options import REPORT, Query, argument, command, flag, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Category, Direction, Exchange, Introduction, Outcome
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.reports.report import Fields, of_whom
from reciprocity_cli.store import records
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import name_of
from reciprocity_cli.store.records import called, find_record

if TYPE_CHECKING:
    import sqlite3


@command("outcome")
def outcome(
    session: Session,
    number: Annotated[str, argument("ID", "Of a give or get, as history has.", ids_of("exchange"))],
    what: Annotated[
        str, argument("OUTCOME", "nothing, helped or big; unknown takes it back.", Outcome)
    ],
    text: Annotated[list[str] | None, argument("[TEXT...]", "What came of it.")] = None,
    on: Annotated[str | None, option("--on", "DATE", "When you knew; today if left out.")] = None,
    reported: Annotated[
        bool, flag("--reported", "You told the one who gave it to you so.")
    ] = False,
) -> None:
    """Note what came of a give or a get: of an introduction, an opportunity, advice.

    Example: recip outcome 42 big they hired him

    Said again, it replaces what was said before.
    """
    from reciprocity_cli.reports.history import outcome_words

    picked = pick(what, Outcome, "outcome")
    words = clean_text(" ".join(text or []))
    with session.writing("outcome") as op:
        exchange = exchange_meant(op.sql, number)
        day = kernel.past_day(session, on, exchange.on)
        after = say(op, exchange, Said(picked, words, day, reported))
        name = name_of(op.sql, after.person_id)
        came = outcome_words(after.outcome, after.outcome_text) or "not known yet"
        op.summary = f"{show_day(day)}  {name}  {said_what(after)} → {came}"
    said = f"#{after.id}  {op.summary}"
    said = f"Noted {said}" if op.number else f"Nothing to change: {said}"
    session.wrote(said, op.number, [outcome_fields(after, name)])


@command("impact", REPORT)
def impact(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "Every outcome, and every give to ask about.")] = False,
) -> None:
    """Show what came of what you gave and got, and which gives to ask about.

    Example: recip impact cat:introductions --period 2026

    A query and a period choose the gives and gets that are counted.
    """
    from reciprocity_cli.reports.impact import impact_view

    session.report(impact_view, query, show_all=show_all)


class Said(NamedTuple):
    """What the owner said came of something; `reported` tells that they told the giver so."""

    outcome: Outcome
    text: str
    on: date
    reported: bool = False


def exchange_meant(sql: sqlite3.Connection, typed: str) -> Exchange:
    """Return the give or get of an id, also by that of a contact or introduction it came from.

    Raises NotFound for anything else, with the ids of the several that a contact has.
    """
    table, number = find_record(sql, typed)
    if table == "interaction":
        held = records.read(sql, Exchange, "interaction_id = ? ORDER BY id", (number,))
        if len(held) == 1:
            return held[0]
        raise NotFound(*_several(number, held))
    if table == "introduction":
        number = _give_of(sql, number)
    elif table != "exchange":
        raise NotFound(
            f"#{number} is {called(table)}, not a give or a get", "recip history shows the ids"
        )
    return records.read_one(sql, Exchange, number)


def _give_of(sql: sqlite3.Connection, introduction: int) -> int:
    """Return the id of the give that an introduction became when it was made."""
    planned = records.read_one(sql, Introduction, introduction)
    if planned.exchange_id is None:
        hint = f"once you did: recip intro made {introduction}"
        raise NotFound(f"introduction #{introduction} was not made yet", hint)
    return planned.exchange_id


def say(op: Operation, exchange: Exchange, said: Said) -> Exchange:
    """Write what came of an exchange; `unknown` takes back what was said before."""
    if said.outcome is Outcome.UNKNOWN:
        if said.text or said.reported:
            raise UsageError("an unknown outcome has nothing to tell", "say nothing, helped or big")
        values: dict[str, Any] = {"outcome_text": "", "outcome_on": None, "reported_on": None}
    else:
        values = {"outcome_text": said.text, "outcome_on": said.on}
    if said.reported:
        if exchange.direction is not Direction.GOT:
            raise UsageError("--reported goes with what you got", "leave it out")
        values["reported_on"] = said.on
    op.update("exchange", exchange.id, {"outcome": said.outcome, **values})
    return records.read_one(op.sql, Exchange, exchange.id)


def said_what(exchange: Exchange) -> str:
    """Return an exchange in a few words: "gave introductions: Bo at Acme"."""
    note = f": {exchange.note}" if exchange.note else ""
    return f"{exchange.direction} {Category(exchange.category)}{note}"


outcome_fields = Fields(
    "id person_id name date=on direction category note outcome outcome_text outcome_on reported_on",
    name=of_whom,
)


def _several(number: int, held: list[Exchange]) -> tuple[str, str]:
    if not held:
        return f"#{number} is a contact in which nothing passed", "recip history shows the ids"
    listed = ", ".join(f"#{one.id} {said_what(one)}" for one in held)
    return f"#{number} is a contact with {len(held)} gives and gets", f"name one of them: {listed}"
