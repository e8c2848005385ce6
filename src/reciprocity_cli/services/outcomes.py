"""Outcomes: saying what came of a give or a get; docs/model.md, section 17."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.records import Category, Direction, Exchange, Outcome
from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.store import records
from reciprocity_cli.store.records import called, find_record

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.store.ledger import Operation


class Said(NamedTuple):
    """What the owner said came of something; `reported` tells that they told the giver so."""

    outcome: Outcome
    text: str
    on: date
    reported: bool = False


def exchange_of(sql: sqlite3.Connection, typed: str) -> Exchange:
    """Return the give or get of an id, also by that of a contact or introduction it came from.

    Raises NotFound for anything else, with the ids of the several that a contact has.
    """
    table, number = find_record(sql, typed)
    if table == "interaction":
        held = records.EXCHANGE.read(sql, "interaction_id = ? ORDER BY id", (number,))
        if len(held) == 1:
            only: Exchange = held[0]
            return only
        raise NotFound(*_several(number, held))
    if table == "introduction":
        number = _give_of(sql, number)
    elif table != "exchange":
        raise NotFound(
            f"#{number} is {called(table)}, not a give or a get", "recip history shows the ids"
        )
    found: Exchange
    [found] = records.EXCHANGE.read(sql, "id = ?", (number,))
    return found


def _give_of(sql: sqlite3.Connection, introduction: int) -> int:
    """Return the id of the give that an introduction became when it was made."""
    [planned] = records.INTRODUCTION.read(sql, "id = ?", (introduction,))
    if planned.exchange_id is None:
        hint = f"once you did: recip intro made {introduction}"
        raise NotFound(f"introduction #{introduction} was not made yet", hint)
    made: int = planned.exchange_id
    return made


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
    after: Exchange
    [after] = records.EXCHANGE.read(op.sql, "id = ?", (exchange.id,))
    return after


def said_what(exchange: Exchange) -> str:
    """Return an exchange in a few words: "gave introductions: Bo at Acme"."""
    note = f": {exchange.note}" if exchange.note else ""
    return f"{exchange.direction} {Category(exchange.category)}{note}"


def record(exchange: Exchange, name: str) -> dict[str, Any]:
    """Return the public fields of what came of an exchange; `name` is that of the person."""
    return {
        "id": exchange.id,
        "person_id": exchange.person_id,
        "name": name,
        "date": exchange.on,
        "direction": exchange.direction,
        "category": exchange.category,
        "note": exchange.note,
        "outcome": exchange.outcome,
        "outcome_text": exchange.outcome_text,
        "outcome_on": exchange.outcome_on,
        "reported_on": exchange.reported_on,
    }


def _several(number: int, held: list[Exchange]) -> tuple[str, str]:
    if not held:
        return f"#{number} is a contact in which nothing passed", "recip history shows the ids"
    listed = ", ".join(f"#{one.id} {said_what(one)}" for one in held)
    return f"#{number} is a contact with {len(held)} gives and gets", f"name one of them: {listed}"
