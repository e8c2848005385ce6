"""`log`, `gave` and `got`: a contact and what passed, in a line, field by field, or many."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, BinaryIO

from reciprocity_cli.actions import log
from reciprocity_cli.actions.log import read_contact, read_day
from reciprocity_cli.cli import complete, kernel, prompts
from reciprocity_cli.cli.options import Parameters, Person, argument, command, switch, text, texts
from reciprocity_cli.cli.prompts import Meetings, ask_for_contact
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.streams import opened
from reciprocity_cli.domain import vocabulary
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.names import clean_name, closest
from reciprocity_cli.domain.records import Direction, SignalKind, Started
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.errors import NotFound, RecipError, UsageError
from reciprocity_cli.reports.words import counted
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import NameBook

LOGGED: Parameters = {
    "gave": texts("--gave -g", "SPEC", r"CATEGORY[.KIND]\[/SIZE][:NOTE]."),
    "got": texts("--got -t", "SPEC", "The same, received."),
    "on": text("--on", "DATE", "When; today if left out."),
    "via": text("--via", "CHANNEL", "coffee, call, email ..."),
    "started": text("--started", "WHO", "me, them or both.", Started),
    "note": text("--note -m", "TEXT", "About the contact."),
    "signal": texts("--signal", "KIND", "Such as reached-out.", SignalKind),
    "need": texts("--need", "TEXT", "What they look for."),
    "landed": switch("--landed", "They recognised what I gave."),
    "new": switch("--new", "Add people nobody knows yet."),
    "future": switch("--future", "Let the date lie after today."),
    "batch": text("--batch", "FILE", "Read JSON lines from a file, or - for stdin."),
}
People = Annotated[list[str] | None, argument("PEOPLE...", "Who took part: names, handles, '#id'.")]


@command("log", fields=LOGGED)
def log_(session: Session, people: People = None, **given: Any) -> None:
    """Log one contact with one or more people, and what passed.

    Example: recip log ana --gave intro:"Bo at Acme" --via coffee --on yesterday
    Example: recip log ana ben --got advice/large:"pricing page" --started them

    Without arguments, on a terminal, it asks.
    """
    batch, new, future = (given.pop(name, None) for name in ("batch", "new", "future"))
    if batch is not None:
        if people or any(given.values()):
            raise UsageError("--batch takes everything from its lines", "leave the rest out")
        log_batch(session, batch, new=bool(new), future=bool(future))
        return
    present = None
    if not people:
        given, present = ask_for_contact(session, given, new=bool(new))
    contact = read_contact(given, session.today, session.settings.date_order, future=bool(future))
    if present is None:
        present = prompts.participants(session, people or [], new=bool(new))
    gives = contact.gave if contact.on <= session.today else ()
    meetings = Meetings(session, [each.id for each in present], [spec.note for spec in gives])
    with session.writing("log") as op:
        logged = log.log_contact(op, contact._replace(people=present), session.today)
        written = logged.gives(len(contact.gave))
        meetings.write(op, written)
        op.summary = logged.line.partition("  ")[2]
    acknowledge(session, logged, contact, op.number)
    meetings.say(written)


def acknowledge(session: Session, logged: log.Logged, contact: log.Contact, operation: int) -> None:
    """Repeat what was understood, with the way back."""
    record = {
        "id": logged.id,
        "date": contact.on,
        "via": contact.channel,
        "by": contact.started,
        "note": contact.note,
        "exchange_ids": list(logged.exchange_ids),
        "people": [{"id": each.id, "name": each.name} for each in logged.people],
        "exchanges": kernel.entries(session, logged.exchange_ids),
        "signals": list(contact.signals),
        "needs": list(contact.needs),
    }
    session.wrote(logged.line, operation, [record])


LONGEST_LINE = 1_000_000

_TEXTS = ("on", "via", "started", "note")
_LISTS = ("people", "gave", "got", "signal", "need")
_FLAGS = ("landed", "new", "future")


def log_batch(session: Session, source: str, *, new: bool, future: bool) -> None:
    """Log every line of `source` (a file, or - for standard input); the keys are those of `log`."""
    records = []
    with opened(source) as file, session.writing("log --batch") as op:
        book = NameBook(op.sql)
        for number, line in _lines(file):
            try:
                given = _object(line)
                given["new"] = given.get("new", new)
                logged = _log_one(session, op, book, given, future or bool(given.get("future")))
            except RecipError as error:
                located = type(error)(f"line {number}: {error.message}", error.hint)
                raise located from error
            records.append({"id": logged.id, "exchange_ids": list(logged.exchange_ids)})
        op.summary = counted(len(records), "contact")
    if not records:
        session.tell("no lines to log")
        return
    session.wrote(f"Logged {counted(len(records), 'contact')}", op.number, records)


def _log_one(
    session: Session, op: Operation, book: NameBook, given: dict[str, Any], future: bool
) -> log.Logged:
    contact = read_contact(given, session.today, session.settings.date_order, future=future)
    people = [_participant(book, name, new=given["new"]) for name in given.get("people", ())]
    if not people:
        raise UsageError("no people are named", 'begin with {"people": ["ana"]}')
    logged = log.log_contact(op, contact._replace(people=people), session.today)
    if any(each.id is None for each in people):
        book.forget()
    return logged


def _participant(book: NameBook, name: str, *, new: bool) -> log.Participant:
    hits = book.find(name).hits
    if not hits and new and not name.strip().startswith("#"):
        return log.Participant(clean_name(name))
    try:
        found = book.only(name)
    except NotFound as error:
        hint = error.hint if hits else f'{error.hint} "new": true adds them'.strip()
        raise NotFound(error.message, hint) from error
    return log.Participant(found.name, found.id)


def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UsageError("this is not JSON", 'a line is such as {"people": ["ana"]}') from error
    if not isinstance(given, dict):
        raise UsageError("this is not a JSON object", 'a line is such as {"people": ["ana"]}')
    for key, value in given.items():
        _check(key, value)
    return given


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _check(key: str, value: Any) -> None:
    if key in _TEXTS:
        fits = isinstance(value, str)
    elif key in _LISTS:
        fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
    elif key in _FLAGS:
        fits = isinstance(value, bool)
    else:
        from reciprocity_cli.domain.text import quoted

        known = (*_LISTS, *_TEXTS, *_FLAGS)
        near = closest(key, known)
        hint = f"did you mean {near[0]}?" if near else f"keys: {', '.join(known)}"
        raise UsageError(f"there is no key {quoted(key)}", hint)
    if not fits:
        wanted = (
            "text" if key in _TEXTS else "a list of texts" if key in _LISTS else "true or false"
        )
        raise UsageError(f"{key} must be {wanted}")


def _lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Give the lines that are not blank, with their numbers."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise UsageError(f"line {number} is longer than {LONGEST_LINE:,} bytes")
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise UsageError(f"line {number} is not UTF-8") from error
        if line.strip():
            yield number, line


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
    "meets": text("--meets", "ID", "The need that it met.", complete.ids_of("need")),
    "source": text("--from", "ID", "The idea it came from.", complete.ids_of("idea")),
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


def _spec(category: str, note: list[str] | None, words: Mapping[str, Any]) -> vocabulary.Spec:
    size, weight, kind = words["size"], words["weight"], words["kind"]
    if size is not None and weight is not None:
        raise UsageError("--size and --weight exclude each other")
    plain = vocabulary.parse_spec(category) if any(sign in category for sign in "./:") else None
    spec = plain or vocabulary.Spec(vocabulary.parse_category(category))
    if note:
        spec = spec._replace(note=clean_text(" ".join(note)))
    if kind is not None:
        spec = spec._replace(kind=vocabulary.parse_kind(spec.category, kind))
    if size is not None:
        spec = spec._replace(weight=vocabulary.parse_size(size))
    if weight is not None:
        spec = spec._replace(weight=vocabulary.parse_weight(weight))
    return spec


def _log(
    session: Session,
    direction: Direction,
    query: str,
    spec: vocabulary.Spec,
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
