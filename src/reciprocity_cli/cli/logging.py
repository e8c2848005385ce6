"""`log`, `gave` and `got`: writing down a contact or a single exchange."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from reciprocity_cli.cli import naming, shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.records import Channel, Direction, SignalKind, Started
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import (
    Spec,
    parse_category,
    parse_kind,
    parse_size,
    parse_spec,
    parse_weight,
    pick,
)
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services import entries
from reciprocity_cli.services.naming import NameBook

On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When; today if left out.")]
New = Annotated[bool, typer.Option("--new", help="Add people nobody knows yet.")]
Future = Annotated[bool, typer.Option("--future", help="Let the date lie after today.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for function, name in ((log, "log"), (gave, "gave"), (got, "got")):
        shared.add(app, function, name=name, panel="Every day")


def log(
    session: Session,
    people: Annotated[list[str] | None, typer.Argument(metavar="PEOPLE...")] = None,
    gave: Annotated[
        list[str] | None,
        typer.Option("--gave", "-g", metavar="SPEC", help="CATEGORY[.KIND][/SIZE][:NOTE]."),
    ] = None,
    got: Annotated[
        list[str] | None, typer.Option("--got", "-t", metavar="SPEC", help="The same, received.")
    ] = None,
    on: On = None,
    via: Annotated[
        str | None, typer.Option("--via", metavar="CHANNEL", help="coffee, call, email ...")
    ] = None,
    started: Annotated[
        str | None, typer.Option("--started", metavar="WHO", help="me, them or both.")
    ] = None,
    note: Annotated[str, typer.Option("--note", "-m", metavar="TEXT")] = "",
    signal: Annotated[
        list[str] | None, typer.Option("--signal", metavar="KIND", help="Such as reached-out.")
    ] = None,
    need: Annotated[
        list[str] | None, typer.Option("--need", metavar="TEXT", help="What they look for.")
    ] = None,
    landed: Annotated[bool, typer.Option("--landed", help="They recognised what I gave.")] = False,
    new: New = False,
    future: Future = False,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="FILE", help="Read JSON lines from a file, or - for stdin."
        ),
    ] = None,
) -> None:
    """Log one contact with one or more people, and what passed.

    Example: recip log ana --gave intro:"Bo at Acme" --got advice/large:"pricing page" --via coffee
    --on yesterday

    Without arguments, on a terminal, it asks.
    """
    if batch is not None:
        from reciprocity_cli.cli.batch import log_batch

        if people:
            raise UsageError("--batch takes the people from its lines, not from the command")
        log_batch(session, batch, new=new, future=future)
        return
    given = {
        "people": people or [],
        "gave": gave or [],
        "got": got or [],
        "on": on,
        "via": via,
        "started": started,
        "note": note,
        "signal": signal or [],
        "need": need or [],
        "landed": landed,
    }
    if not people:
        from reciprocity_cli.cli.questions import ask_for_contact

        given = ask_for_contact(session, given)
    contact = read_contact(session, given, future=future)
    with session.reading() as sql:
        book = NameBook(sql)
        present = [naming.participant(session, book, name, new=new) for name in given["people"]]
    with session.writing("log") as op:
        logged = entries.log_contact(op, contact._replace(people=present), session.today)
        op.summary = logged.line.partition("  ")[2]
    acknowledge(session, logged, op.number)


def read_contact(session: Session, given: dict[str, Any], *, future: bool) -> entries.Contact:
    """Read the words of a contact, all but its people. Raises UsageError for the first that is off."""
    return entries.Contact(
        people=(),
        on=day_of(session, given.get("on"), future=future),
        gave=[parse_spec(spec) for spec in given.get("gave", ())],
        got=[parse_spec(spec) for spec in given.get("got", ())],
        channel=pick(given["via"], Channel, "channel") if given.get("via") else None,
        started=pick(given["started"], Started, "answer") if given.get("started") else None,
        note=clean_text(given.get("note") or ""),
        signals=[pick(kind, SignalKind, "signal") for kind in given.get("signal", ())],
        needs=[_need(text) for text in given.get("need", ())],
        landed=bool(given.get("landed")),
    )


def day_of(session: Session, text: str | None, *, future: bool) -> Any:
    """Return the day of an entry: today, or what `text` says of the past (or, if let, the future)."""
    if text is None:
        return session.today
    return parse_day(
        text,
        session.today,
        direction="past",
        date_order=session.settings.date_order,
        allow_future=future,
    )


def acknowledge(session: Session, logged: entries.Logged, operation: int) -> None:
    """Repeat what was understood, with the way back."""
    record = {
        "id": logged.id,
        "exchange_ids": list(logged.exchange_ids),
        "people": [{"id": each.id, "name": each.name} for each in logged.people],
    }
    session.wrote(f"{logged.line}      undo: recip undo", operation, [record])


def _need(text: str) -> str:
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise UsageError("--need is empty", "say in a few words what they look for")
    return cleaned


Person = Annotated[str, typer.Argument(metavar="PERSON")]
Category = Annotated[str, typer.Argument(metavar="CATEGORY", help="Three letters are enough.")]
Note = Annotated[list[str] | None, typer.Argument(metavar="[NOTE...]")]
Size = Annotated[str | None, typer.Option("--size", help="small, medium or large.")]
Weight = Annotated[
    str | None, typer.Option("--weight", metavar="X", help="In place of a size: up to 1000.")
]
Kind = Annotated[str | None, typer.Option("--kind", help="A finer kind of the category.")]
About = Annotated[
    str | None, typer.Option("--about", metavar="PERSON", help="The other one introduced.")
]


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
    meets: Annotated[
        str | None, typer.Option("--meets", metavar="ID", help="The need that it met.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="ID", help="The idea it came from.")
    ] = None,
    self_interest: Annotated[
        bool, typer.Option("--self-interest", help="Keep it, but count it as 0.")
    ] = False,
    landed: Annotated[bool, typer.Option("--landed", help="They recognised it.")] = False,
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
    day = day_of(session, on, future=future)
    with session.reading() as sql:
        book = NameBook(sql)
        who = naming.participant(session, book, query, new=new)
        extra = dict(more or {})
        if about is not None:
            extra["other_person_id"] = naming.person(session, book, about).id
    exchange = entries.SingleExchange(
        who, day, entries.exchange_of(direction, spec, landed=landed, **extra), meets, source
    )
    with session.writing(str(direction)) as op:
        number, person = entries.log_exchange(op, exchange, session.today)
        said = f"{show_day(day)}  {person.name}  {entries.said_exchange(direction, spec)}"
        op.summary = said
    record = {"id": number, "person": {"id": person.id, "name": person.name}}
    session.wrote(f"Logged #{number}  {said}      undo: recip undo", op.number, [record])
