"""`gave` and `got`: what passed, without a contact."""

from __future__ import annotations

from typing import Annotated, Any

from reciprocity_cli.actions import log
from reciprocity_cli.actions.log import read_day
from reciprocity_cli.cli import complete, kernel, prompts
from reciprocity_cli.cli.command import argument, command, flag, option
from reciprocity_cli.cli.options import Future, On, Person
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

New = Annotated[bool, flag("--new", "Add a person nobody knows yet.")]
Category = Annotated[str, argument("CATEGORY", "Three letters are enough.")]
Note = Annotated[list[str] | None, argument("[NOTE...]", "What it was.")]
Size = Annotated[str | None, option("--size", "SIZE", "small, medium or large.")]
Weight = Annotated[str | None, option("--weight", "X", "In place of a size: up to 1000.")]
Kind = Annotated[
    str | None, option("--kind", "KIND", "A finer kind of the category.", complete.kinds)
]
About = Annotated[str | None, option("--about", "PERSON", "The other one introduced.")]


@command("gave")
def gave(
    session: Session,
    person: Person,
    category: Category,
    note: Note = None,
    size: Size = None,
    weight: Weight = None,
    kind: Kind = None,
    on: On = None,
    about: About = None,
    meets: Annotated[str | None, option("--meets", "ID", "The need that it met.")] = None,
    source: Annotated[str | None, option("--from", "ID", "The idea it came from.")] = None,
    self_interest: Annotated[bool, flag("--self-interest", "Keep it, but count it as 0.")] = False,
    landed: Annotated[bool, flag("--landed", "They recognised it.")] = False,
    new: New = False,
    future: Future = False,
) -> None:
    """Log one thing you gave to a person.

    Example: recip gave ana advice "pricing page" --size large --on yesterday
    """
    spec = _spec(category, note, size, weight, kind)
    more = {"self_interest": self_interest}
    _one_exchange(
        session,
        Direction.GAVE,
        spec,
        person,
        on=on,
        about=about,
        meets=meets,
        source=source,
        landed=landed,
        new=new,
        future=future,
        more=more,
    )


@command("got")
def got(
    session: Session,
    person: Person,
    category: Category,
    note: Note = None,
    size: Size = None,
    weight: Weight = None,
    kind: Kind = None,
    on: On = None,
    about: About = None,
    new: New = False,
    future: Future = False,
) -> None:
    """Log one thing you received from a person.

    Example: recip got ana introductions "to Bo at Acme" --about bo
    """
    spec = _spec(category, note, size, weight, kind)
    _one_exchange(session, Direction.GOT, spec, person, on=on, about=about, new=new, future=future)


def _spec(
    category: str,
    note: list[str] | None,
    size: str | None,
    weight: str | None,
    kind: str | None,
) -> Spec:
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


def _one_exchange(
    session: Session,
    direction: Direction,
    spec: Spec,
    query: str,
    *,
    on: str | None,
    about: str | None,
    new: bool,
    future: bool,
    landed: bool = False,
    meets: str | None = None,
    source: str | None = None,
    more: dict[str, Any] | None = None,
) -> None:
    day = read_day(on, session.today, session.settings.date_order, future=future)
    with session.reading() as sql:
        book = NameBook(sql)
        who = prompts.participant(session, book, query, new=new)
        extra = dict(more or {})
        if about is not None:
            extra["other_person_id"] = prompts.person(session, book, about).id
    exchange = log.SingleExchange(
        who, day, log.exchange_of(direction, spec, landed=landed, **extra), meets, source
    )
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
