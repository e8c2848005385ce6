"""`gave` and `got`: what passed, without a contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from reciprocity_cli.actions import log
from reciprocity_cli.actions.log import read_day
from reciprocity_cli.cli import complete, kernel, prompts
from reciprocity_cli.cli.options import Parameters, Person, argument, command, switch, text
from reciprocity_cli.cli.prompts import Meetings
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Direction
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import (
    Spec,
    parse_category,
    parse_kind,
    parse_size,
    parse_spec,
    parse_weight,
)
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.people import NameBook

Category = Annotated[str, argument("CATEGORY", "Three letters are enough.")]
Note = Annotated[list[str] | None, argument("[NOTE...]", "What it was.")]

PASSED: Parameters = {
    "size": text("--size", "SIZE", "small, medium or large."),
    "weight": text("--weight", "X", "In place of a size: up to 1000."),
    "kind": text("--kind", "KIND", "A finer kind of the category.", complete.kinds),
    "on": text("--on", "DATE", "When; today if left out."),
    "about": text("--about", "PERSON", "The other one introduced."),
}
GIVEN: Parameters = {
    "meets": text("--meets", "ID", "The need that it met."),
    "source": text("--from", "ID", "The idea it came from."),
    "self_interest": switch("--self-interest", "Keep it, but count it as 0."),
    "landed": switch("--landed", "They recognised it."),
}
ALLOWED: Parameters = {
    "new": switch("--new", "Add a person nobody knows yet."),
    "future": switch("--future", "Let the date lie after today."),
}


@command("gave", fields={**PASSED, **GIVEN, **ALLOWED})
def gave(
    session: Session, person: Person, category: Category, note: Note = None, **words: Any
) -> None:
    """Log one thing you gave to a person.

    Example: recip gave ana advice "pricing page" --size large --on yesterday
    """
    more = {"self_interest": words.pop("self_interest")}
    _log(session, Direction.GAVE, person, _spec(category, note, words), words, more)


@command("got", fields={**PASSED, **ALLOWED})
def got(
    session: Session, person: Person, category: Category, note: Note = None, **words: Any
) -> None:
    """Log one thing you received from a person.

    Example: recip got ana introductions "to Bo at Acme" --about bo
    """
    _log(session, Direction.GOT, person, _spec(category, note, words), words, {})


def _spec(category: str, note: list[str] | None, words: Mapping[str, Any]) -> Spec:
    size, weight, kind = words["size"], words["weight"], words["kind"]
    if size is not None and weight is not None:
        raise UsageError("--size and --weight exclude each other")
    plain = parse_spec(category) if any(sign in category for sign in "./:") else None
    spec = plain or Spec(parse_category(category))
    if note:
        spec = spec._replace(note=clean_text(" ".join(note)))
    if kind is not None:
        spec = spec._replace(kind=parse_kind(spec.category, kind))
    if size is not None:
        spec = spec._replace(weight=parse_size(size))
    if weight is not None:
        spec = spec._replace(weight=parse_weight(weight))
    return spec


def _log(
    session: Session,
    direction: Direction,
    query: str,
    spec: Spec,
    words: Mapping[str, Any],
    more: dict[str, Any],
) -> None:
    day = read_day(words["on"], session.today, session.settings.date_order, future=words["future"])
    with session.reading() as sql:
        book = NameBook(sql)
        who = prompts.participant(session, book, query, new=words["new"])
        if words["about"] is not None:
            more["other_person_id"] = prompts.person(session, book, words["about"]).id
    meets, landed = words.get("meets"), words.get("landed", False)
    new = log.exchange_of(direction, spec, landed=landed, **more)
    exchange = log.SingleExchange(who, day, new, meets, words.get("source"))
    gives = direction is Direction.GAVE and meets is None and day <= session.today
    meetings = Meetings(session, [who.id], [spec.note] if gives else [])
    with session.writing(str(direction)) as op:
        number, person = log.log_exchange(op, exchange, session.today)
        assert person.id is not None
        written = {(person.id, 0): number}
        meetings.write(op, written)
        name = person.shown or person.name
        said = f"{show_day(day)}  {name}  {log.said_exchange(direction, spec)}"
        op.summary = said
    who_is = {"id": person.id, "name": person.name}
    record = {**kernel.entry(session, number), "person": who_is}
    session.wrote(f"Logged #{number}  {said}", op.number, [record])
    meetings.say(written)
