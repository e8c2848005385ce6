"""Reading what was typed of a contact, writing it down, and the needs it meets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import Spec, parse_spec, pick
from reciprocity_cli.errors import NotFound, RecipError, UsageError
from reciprocity_cli.store import records
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import insert_person, name_of
from reciprocity_cli.store.records import fields, owned_record, record_of

if TYPE_CHECKING:
    import sqlite3


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
    channel: r.Channel | None = None
    started: r.Started | None = None
    note: str = ""
    signals: Sequence[r.SignalKind] = ()
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
    given = [exchange_of(r.Direction.GAVE, one, landed=contact.landed) for one in contact.gave]
    given += [exchange_of(r.Direction.GOT, one) for one in contact.got]
    exchanges = [
        insert_exchange(op, person, contact.on, new, number) for person in ids for new in given
    ]
    for person in ids:
        for kind in contact.signals:
            op.insert("signal", {"person_id": person, "kind": kind, "date": contact.on})
        for text in contact.needs:
            op.insert("need", {"person_id": person, "text": text, "noted_on": contact.on})
    line = f"Logged #{number}  {_said(contact, people)}"
    return Logged(number, tuple(exchanges), people, line)


def exchange_of(
    direction: r.Direction, spec: Spec, *, landed: bool = False, **more: Any
) -> NewExchange:
    """Return the exchange that a spec describes, with any further columns."""
    extra = dict(more)
    if landed and direction is r.Direction.GAVE:
        extra["landed"] = True
    if spec.category is r.Category.INTRODUCTIONS:
        extra.setdefault("intro_state", r.IntroState.MADE)
    return NewExchange(direction, spec.category, spec.weight, spec.kind, spec.note, extra)


def said_exchange(direction: r.Direction, spec: Spec) -> str:
    """Return an exchange in words: "got advice (large)"; the usual size goes unsaid."""
    kind = f".{spec.kind}" if spec.kind else ""
    size = r.size_of(spec.weight)
    word = f"{spec.weight:g}" if size is None else str(size)
    shown = "" if word == "medium" else f" ({word})"
    return f"{direction} {spec.category}{kind}{shown}"


def _present(op: Operation, each: Participant, today: date) -> Participant:
    if each.id is not None:
        return each
    values = {"name": each.name, "start_phase": r.Phase.IDENTIFYING}
    return Participant(each.name, insert_person(op, values, today))


def _without_twice(people: Iterable[Participant]) -> list[Participant]:
    return list({(each.id or each.name): each for each in people}.values())


def _said(contact: Contact, people: Sequence[Participant]) -> str:
    names = ", ".join(each.shown or each.name for each in people)
    exchanges = [said_exchange(r.Direction.GAVE, spec) for spec in contact.gave]
    exchanges += [said_exchange(r.Direction.GOT, spec) for spec in contact.got]
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
    if "other_person_id" in more and single.new.category is not r.Category.INTRODUCTIONS:
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


TAKE_BACK = "recip undo takes that back, and recip operations has its number"
"""What to do about something that was ended already, and should not have been."""


def read_contact(
    given: Mapping[str, Any], today: date, date_order: str | None, *, future: bool
) -> Contact:
    """Read a contact, all but its people; `given` has the keys of `log`'s options.

    Raises UsageError for the first word that is off.
    """
    return Contact(
        people=(),
        on=read_day(given.get("on"), today, date_order, future=future),
        gave=[parse_spec(spec) for spec in given.get("gave") or ()],
        got=[parse_spec(spec) for spec in given.get("got") or ()],
        channel=pick(given["via"], r.Channel, "channel") if given.get("via") else None,
        started=pick(given["started"], r.Started, "answer") if given.get("started") else None,
        note=clean_text(given.get("note") or ""),
        signals=[pick(kind, r.SignalKind, "signal") for kind in given.get("signal") or ()],
        needs=[_need(text) for text in given.get("need") or ()],
        landed=bool(given.get("landed")),
    )


def read_day(text: str | None, today: date, date_order: str | None, *, future: bool) -> date:
    """Return the day of an entry: today, or what `text` says of the past (if let, the future)."""
    if text is None:
        return today
    return parse_day(text, today, direction="past", date_order=date_order, allow_future=future)


def _need(text: str) -> str:
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise UsageError("--need is empty", "say in a few words what they look for")
    return cleaned


class Meeting(NamedTuple):
    """An open need that the note of a give speaks of; `at` counts the notes from 0."""

    need: r.Need
    words: tuple[str, ...]
    at: int


def meet(op: Operation, need: r.Need, by: str | None, on: date | None, today: date) -> r.Need:
    """Say that a need was met, by one of the owner's gives if `by` is the id of one.

    Without `on` the day is that of the give, or today. Raises RecipError where it was
    met before, NotFound for what is no give to that person.
    """
    if need.met_on is not None:
        raise RecipError(f"#{need.id} was met on {show_day(need.met_on)}", TAKE_BACK)
    give = None if by is None else record_of(op.sql, "exchange", by)
    day = on or today
    if give is not None:
        row = fields(op.sql, "exchange", give)
        if row["person_id"] != need.person_id or row["direction"] != r.Direction.GAVE:
            whom = name_of(op.sql, need.person_id)
            raise NotFound(f"#{give} is nothing you gave {whom}", "recip history shows the ids")
        # A give may well have been made before the need was written down.
        day = on or max(date.fromisoformat(row["date"]), need.noted_on)
    op.update("need", need.id, {"met_on": day, "met_by_id": give})
    return need._replace(met_on=day, met_by_id=give)


def needs_that_notes_meet(
    sql: sqlite3.Connection, people: Sequence[int], notes: Sequence[str], today: date
) -> list[Meeting]:
    """Return for each person and note the open need that shares most words with it, if any does.

    A need is met by one note at most; what is only of interest stays as it is.
    """
    needs = [
        one for one in records.open_needs_of(sql, today, people) if one.seeking is r.Seeking.NEED
    ]
    if not needs:
        return []
    from reciprocity_cli.domain.needs import matching_words, matters_by_list
    from reciprocity_cli.store.stems import stems

    sought, said = matters_by_list(
        stems, [(one.text, one.tags) for one in needs], [(note, ()) for note in notes]
    )
    shared = [
        Meeting(need, words, at)
        for at, note in enumerate(said)
        for need, matter in zip(needs, sought, strict=True)
        if (words := matching_words(matter, note))
    ]
    shared.sort(key=lambda one: -len(one.words))
    found: dict[tuple[int, int], Meeting] = {}
    taken: set[int] = set()
    for one in shared:
        if one.need.id not in taken and (one.need.person_id, one.at) not in found:
            found[one.need.person_id, one.at] = one
            taken.add(one.need.id)
    return list(found.values())
