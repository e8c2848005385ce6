"""Logging: one contact with its gives and gets, single exchanges, and many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import (
    Category,
    Channel,
    Direction,
    IntroState,
    Phase,
    SignalKind,
    Started,
    size_of,
)
from reciprocity_cli.domain.vocabulary import Spec
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.ledger import Operation
from reciprocity_cli.store.people import insert_person
from reciprocity_cli.store.records import fields, owned_record


class Participant(NamedTuple):
    """Somebody who took part: known by id, or to be added under this name.

    `shown` is the name with what tells namesakes apart, where there are any.
    """

    name: str
    id: int | None = None
    shown: str = ""


class Contact(NamedTuple):
    """What the owner said about one contact."""

    people: Sequence[Participant]
    on: date
    gave: Sequence[Spec] = ()
    got: Sequence[Spec] = ()
    channel: Channel | None = None
    started: Started | None = None
    note: str = ""
    signals: Sequence[SignalKind] = ()
    needs: Sequence[str] = ()
    landed: bool = False


class Logged(NamedTuple):
    """What was written: the ids, and the line that repeats what was understood."""

    id: int
    exchange_ids: tuple[int, ...]
    people: tuple[Participant, ...]
    line: str

    def gives(self, count: int) -> dict[tuple[int, int], int]:
        """Return the ids of the gives by person and place, for so many gives to each person."""
        each = len(self.exchange_ids) // len(self.people)
        return {
            (person.id or 0, at): self.exchange_ids[nth * each + at]
            for nth, person in enumerate(self.people)
            for at in range(count)
        }


def log_contact(op: Operation, contact: Contact, today: date) -> Logged:
    """Write a contact, its exchanges with each of the people, its signals and needs."""
    people = tuple(_present(op, each, today) for each in _without_twice(contact.people))
    ids = [each.id for each in people if each.id is not None]
    number = insert_contact(
        op,
        ids,
        contact.on,
        channel=contact.channel,
        started=contact.started,
        note=contact.note,
    )
    exchanges = [
        insert_exchange(op, person, contact.on, new, number)
        for person in ids
        for new in _new_exchanges(contact)
    ]
    for person in ids:
        _write_signs(op, person, contact)
    line = f"Logged #{number}  {_said(contact, people)}"
    return Logged(number, tuple(exchanges), people, line)


def exchange_of(
    direction: Direction, spec: Spec, *, landed: bool = False, **more: Any
) -> NewExchange:
    """Return the exchange that a spec describes, with any further columns."""
    extra = dict(more)
    if landed and direction is Direction.GAVE:
        extra["landed"] = True
    if spec.category is Category.INTRODUCTIONS:
        extra.setdefault("intro_state", IntroState.MADE)
    return NewExchange(direction, spec.category, spec.weight, spec.kind, spec.note, extra)


def said_exchange(direction: Direction, spec: Spec) -> str:
    """Return an exchange in words: "got advice (large)"; the usual size goes unsaid."""
    kind = f".{spec.kind}" if spec.kind else ""
    size = size_of(spec.weight)
    word = f"{spec.weight:g}" if size is None else str(size)
    shown = "" if word == "medium" else f" ({word})"
    return f"{direction} {spec.category}{kind}{shown}"


def _new_exchanges(contact: Contact) -> Iterable[NewExchange]:
    for spec in contact.gave:
        yield exchange_of(Direction.GAVE, spec, landed=contact.landed)
    for spec in contact.got:
        yield exchange_of(Direction.GOT, spec)


def _write_signs(op: Operation, person: int, contact: Contact) -> None:
    for kind in contact.signals:
        op.insert("signal", {"person_id": person, "kind": kind, "date": contact.on})
    for text in contact.needs:
        op.insert("need", {"person_id": person, "text": text, "noted_on": contact.on})


def _present(op: Operation, each: Participant, today: date) -> Participant:
    if each.id is not None:
        return each
    values = {"name": each.name, "start_phase": Phase.IDENTIFYING}
    return Participant(each.name, insert_person(op, values, today))


def _without_twice(people: Iterable[Participant]) -> list[Participant]:
    return list({(each.id or each.name): each for each in people}.values())


def _said(contact: Contact, people: Sequence[Participant]) -> str:
    names = ", ".join(each.shown or each.name for each in people)
    exchanges = [said_exchange(Direction.GAVE, spec) for spec in contact.gave]
    exchanges += [said_exchange(Direction.GOT, spec) for spec in contact.got]
    channel = str(contact.channel) if contact.channel else "contact"
    passed = f"{channel}: {', '.join(exchanges)}" if exchanges else channel
    return f"{show_day(contact.on)}  {names}  {passed}"


class SingleExchange(NamedTuple):
    """One give or get of its own; `meets` and `source` are ids as typed, of a need and an idea."""

    person: Participant
    on: date
    new: NewExchange
    meets: str | None = None
    source: str | None = None


def log_exchange(op: Operation, single: SingleExchange, today: date) -> tuple[int, Participant]:
    """Write one exchange; close the need it meets. NotFound: the need or idea is not theirs."""
    person = _present(op, single.person, today)
    assert person.id is not None
    more = dict(single.new.more)
    if more.get("other_person_id") == person.id:
        raise UsageError("--about names the same person twice", "name the other one introduced")
    if "other_person_id" in more and single.new.category is not Category.INTRODUCTIONS:
        raise UsageError("--about goes with introductions", "leave it out, or name the category")
    if single.source is not None:
        more["idea_id"] = owned_record(op.sql, "idea", single.source, person.id)
    need = None
    if single.meets is not None:
        need = owned_record(op.sql, "need", single.meets, person.id)
        met_on = fields(op.sql, "need", need)["met_on"]
        if met_on is not None:
            day = show_day(date.fromisoformat(met_on))
            raise RecipError(f"need #{need} was met on {day}", "leave --meets out")
    number = insert_exchange(op, person.id, single.on, single.new._replace(more=more))
    if need is not None:
        op.update("need", need, {"met_on": single.on, "met_by_id": number})
    return number, person
