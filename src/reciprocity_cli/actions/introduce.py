"""Introductions on their way: noted, both asked, agreed, made; and word back to a connector."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.actions.log import TAKE_BACK
from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.introductions import OPEN_STATES
from reciprocity_cli.errors import NotFound, RecipError, UsageError
from reciprocity_cli.store import evidence
from reciprocity_cli.store.entries import NewExchange, insert_exchange
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import people_by_id
from reciprocity_cli.store.records import at_hand, read_one, record_of

if TYPE_CHECKING:
    import sqlite3

_TURNED = {
    r.IntroFor.PERSON: r.IntroFor.OTHER,
    r.IntroFor.OTHER: r.IntroFor.PERSON,
    r.IntroFor.BOTH: r.IntroFor.BOTH,
}
"""For whom an introduction is when the two are named the other way round."""


class Planned(NamedTuple):
    """What the owner said of an introduction; `need` is the id as typed."""

    person_id: int
    other_id: int
    text: str = ""
    intro_for: r.IntroFor | None = None
    need: str | None = None


class Introduced(NamedTuple):
    """An introduction with the names of the two."""

    introduction: r.Introduction
    name: str
    other_name: str

    @property
    def words(self) -> str:
        """Who to whom, and what for: "Ana Ruiz to Bo Lind: a Rust reviewer"."""
        text = self.introduction.text
        return f"{self.name} to {self.other_name}{f': {text}' if text else ''}"


def plan(op: Operation, planned: Planned, on: date) -> Introduced:
    """Note an introduction that could be made; return it.

    Raises UsageError for one person twice, RecipError where the two are about to be
    introduced already or the need was met, NotFound for a need of neither.
    """
    if planned.person_id == planned.other_id:
        raise UsageError("an introduction has two people", "name two different ones")
    pair = {planned.person_id, planned.other_id}
    for known in evidence.introductions_of(op.sql, planned.person_id, date.max):
        if known.state in OPEN_STATES and {known.person_id, known.other_person_id} == pair:
            raise RecipError(f"#{known.id} is on its way already", "recip intros shows it")
    need = None if planned.need is None else _need_of(op, planned.need, pair)
    whose = need and (
        r.IntroFor.PERSON if need.person_id == planned.person_id else r.IntroFor.OTHER
    )
    number = op.insert(
        "introduction",
        {
            "person_id": planned.person_id,
            "other_person_id": planned.other_id,
            "noted_on": on,
            "intro_for": planned.intro_for or whose or r.IntroFor.BOTH,
            "text": planned.text or (need.text if need else ""),
            "need_id": need and need.id,
        },
    )
    return _with_names(op, number)


def introduced_of(op: Operation, text: str) -> Introduced:
    """Return the introduction of the id typed. Raises NotFound."""
    return _with_names(op, record_of(op.sql, "introduction", text))


def ask(op: Operation, one: Introduced, on: date) -> Introduced:
    """Say that both were asked; return it as it is now. Raises RecipError for one that ended."""
    _refuse_ended(one.introduction)
    if one.introduction.asked_on is not None:
        return one
    state = r.IntroState.ASKED if one.introduction.state is r.IntroState.IDEA else None
    return _set(op, one, asked_on=on, **({"state": state} if state else {}))


def agree(op: Operation, one: Introduced, who: int | None, on: date) -> Introduced:
    """Say that both, or the one of this id, agreed; return it as it is now.

    Whoever agreed was asked. Raises RecipError for one that ended, UsageError for somebody else.
    """
    planned = one.introduction
    _refuse_ended(planned)
    if who not in (None, planned.person_id, planned.other_person_id):
        raise UsageError(f"#{planned.id} is about {one.name} and {one.other_name}", "name one")
    person = planned.person_agreed or who in (None, planned.person_id)
    other = planned.other_agreed or who in (None, planned.other_person_id)
    values: dict[str, Any] = {"person_agreed": person, "other_agreed": other}
    values["asked_on"] = planned.asked_on or on
    values["state"] = r.IntroState.ASKED
    if person and other:
        values["state"] = r.IntroState.AGREED
        values["agreed_on"] = planned.agreed_on or on
    return _set(op, one, **values)


def make(
    op: Operation, one: Introduced, on: date, weight: float, kind: str | None
) -> tuple[Introduced, int]:
    """Say that an introduction was made: a give, which meets its need; return it and the give's id.

    The give is to whom the introduction was for, to the first of the two if it was for both.
    """
    planned = one.introduction
    _refuse_ended(planned)
    need = None if planned.need_id is None else at_hand(op.sql, "need", planned.need_id)
    to_other = planned.intro_for is r.IntroFor.OTHER
    if need is not None:
        to_other = need.person_id == planned.other_person_id
    whom, to = planned.person_id, planned.other_person_id
    intro_for = planned.intro_for
    if to_other:
        whom, to = to, whom
        intro_for = _TURNED[intro_for]
    more = {"other_person_id": to, "intro_state": r.IntroState.MADE, "intro_for": intro_for}
    new = NewExchange(r.Direction.GAVE, r.Category.INTRODUCTIONS, weight, kind, planned.text, more)
    give = insert_exchange(op, whom, on, new)
    if need is not None and need.met_on is None:
        op.update("need", need.id, {"met_on": on, "met_by_id": give})
    return _set(op, one, state=r.IntroState.MADE, closed_on=on, exchange_id=give), give


def edit(op: Operation, one: Introduced, values: dict[str, Any], need: str | None) -> Introduced:
    """Set columns that were given, and the need ("" clears it); return it as it is now.

    Raises RecipError for one that ended, UsageError for a day after the two were asked.
    """
    planned = one.introduction
    _refuse_ended(planned)
    if need is not None:
        pair = (planned.person_id, planned.other_person_id)
        values["need_id"] = _need_of(op, need, pair).id if need.strip() else None
    on = values.get("noted_on", planned.noted_on)
    if planned.asked_on is not None and on > planned.asked_on:
        asked = show_day(planned.asked_on)
        raise UsageError(
            f"{show_day(on)} lies after {asked}, when they were asked", "--on is before"
        )
    return _set(op, one, **values)


def drop(op: Operation, one: Introduced, on: date) -> Introduced:
    """Let an introduction go; return it as it is now. Raises RecipError for one that ended."""
    _refuse_ended(one.introduction)
    return _set(op, one, state=r.IntroState.DROPPED, closed_on=on)


def tell(op: Operation, text: str, on: date) -> tuple[r.Exchange, str, str]:
    """Say that the connector of an introduction heard what became of it.

    Returns the introduction got, with the name of the connector and of whom they introduced.
    Raises NotFound for anything else, UsageError for a day before it; told before, it stays so.
    """
    number = record_of(op.sql, "exchange", text)
    got: r.Exchange = read_one(op.sql, r.Exchange, number)
    if got.direction is not r.Direction.GOT or got.category is not r.Category.INTRODUCTIONS:
        raise NotFound(f"#{number} is no introduction that you got", "recip intros --made has them")
    if on < got.on:
        raise UsageError(f"{show_day(on)} lies before {show_day(got.on)}, when it was made")
    if got.reported_on is None:
        op.update("exchange", number, {"reported_on": on})
    ids = [got.person_id] if got.other_person_id is None else [got.person_id, got.other_person_id]
    names = [person.name for person in people_by_id(op.sql, ids)]
    return got, names[0], names[1] if len(names) > 1 else ""


def not_agreed(one: Introduced) -> str:
    """Return who has not agreed, as far as was noted: "Ana Ruiz and Bo Lind", or ""."""
    planned = one.introduction
    agreed = ((one.name, planned.person_agreed), (one.other_name, planned.other_agreed))
    return " and ".join(name for name, has in agreed if not has)


def _need_of(op: Operation, text: str, pair: Container[int]) -> r.Need:
    need: r.Need = at_hand(op.sql, "need", record_of(op.sql, "need", text))
    if need.person_id not in pair:
        raise NotFound(f"need #{need.id} is of neither", "recip need list shows the ids")
    if need.met_on is not None:
        raise RecipError(f"need #{need.id} was met on {show_day(need.met_on)}", "leave --need out")
    return need


def _refuse_ended(planned: r.Introduction) -> None:
    if planned.closed_on is not None:
        raise RecipError(
            f"#{planned.id} was {planned.state} on {show_day(planned.closed_on)}", TAKE_BACK
        )


def _set(op: Operation, one: Introduced, **values: Any) -> Introduced:
    op.update("introduction", one.introduction.id, values)
    return one._replace(introduction=one.introduction._replace(**values))


def _with_names(op: Operation, number: int) -> Introduced:
    return with_names(op.sql, read_one(op.sql, r.Introduction, number))


def with_names(sql: sqlite3.Connection, found: r.Introduction) -> Introduced:
    """Return an introduction with the names of the two."""
    person, other = people_by_id(sql, [found.person_id, found.other_person_id])
    return Introduced(found, person.name, other.name)
