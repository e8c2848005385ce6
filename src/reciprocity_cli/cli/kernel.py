"""What the commands of every kind of record share: reading words, noting, editing, answering."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from reciprocity_cli.actions.person import read_tag
from reciprocity_cli.cli import options
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain import records
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.kinds import RECORDS
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import parse_category, parse_size, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.records import at_hand, called, record_of

if TYPE_CHECKING:
    import sqlite3

EXAMPLES = {
    "need": "a Rust reviewer",
    "offer": "code reviews in Rust",
    "opportunity": "a call for talks",
    "idea": "a visit to the lab",
    "promise": "send the deck",
    "ask": "a line for the committee",
    "incident": "forgot the call",
}
"""What an error gives as an example of the words that were left out."""

_VOCABULARIES = {
    "angle": (records.Angle, "angle"),
    "by": (records.By, "side"),
    "intro_for": (records.IntroFor, "side"),
    "kind": (records.SignalKind, "signal"),
    "severity": (records.Severity, "severity"),
    "urgency": (records.Urgency, "urgency"),
}
"""Columns that hold a word of a list, and what the list is of."""

_MADE_TO_CHOOSE = {
    "seeking": (records.Seeking.NEED, records.Seeking.INTEREST),
    "wording": (records.Wording.PROMISE, records.Wording.TRY),
}
"""Columns that a flag sets: what they are without it, and with it."""

_CLEARS = dict.fromkeys(("due_on", "expires_on", "respond_by", "repaired_on"), ("", "none"))
"""What is typed to say that there is none, where it is more than an empty word."""

Record = dict[str, Any]


class Told(NamedTuple):
    """What is told of a record: a few words, its public fields, and how it stands."""

    words: str
    record: Record
    state: str = ""


Sql: TypeAlias = "sqlite3.Connection"

Telling = Callable[[Sql, Any, date], Told]
"""What is told of a record as it is now, today."""

TOLD: dict[str, Telling] = {}
"""The tellings of the kinds whose commands are loaded, by table."""


def past_day(session: Session, text: str | None, since: date | None = None) -> date:
    """Return the day of something that has happened: today, or what `text` says.

    Raises UsageError for a day after today, and for one before `since`, the day it began.
    """
    day, order = session.today, session.settings.date_order
    if text is not None:
        day = parse_day(text, session.today, direction="past", date_order=order)
    if day > session.today:
        raise UsageError(f"{show_day(day)} is in the future", "name a day up to today")
    if since is not None and day < since:
        raise UsageError(f"{show_day(day)} lies before {show_day(since)}, its first day")
    return day


def day_ahead(session: Session, text: str) -> date:
    """Return the day that `text` says, which looks ahead. Raises UsageError."""
    order = session.settings.date_order
    return parse_day(text, session.today, direction="future", date_order=order)


def read(session: Session, table: str, **typed: Any) -> Record:
    """Turn typed words into columns; those that are None were not typed. Raises UsageError.

    An empty category, angle or day clears it; a due day and quiet days look ahead, all others back.
    """
    given = {name: word for name, word in typed.items() if word is not None}
    return {name: _value(session, table, name, word) for name, word in given.items()}


def _value(session: Session, table: str, name: str, typed: Any) -> Any:
    if name in _VOCABULARIES and (name != "angle" or typed.strip()):
        return pick(typed, *_VOCABULARIES[name])
    match name:
        case "text" | "what":
            said = clean_text(typed)
            if not said:
                example = EXAMPLES[table]
                raise UsageError(
                    f"the {table} is empty", f"say it in a few words, such as {example}"
                )
            return said
        case "note":
            return clean_text(typed)
        case "easy":
            return clean_text(typed).strip()
        case "seeking" | "wording":
            return _MADE_TO_CHOOSE[name][typed]
        case "size":
            return records.size_of(parse_size(typed))
        case "date" | "noted_on" | "made_on" | "asked_on":
            return past_day(session, typed)
        case "first" | "last":
            return day_ahead(session, typed)
        case _ if typed.strip().casefold() in _CLEARS.get(name, ("",)):
            return None
        case "category":
            return parse_category(typed)
        case "repaired_on":
            return past_day(session, typed)
    return day_ahead(session, typed)


def named(sql: Sql, table: str, text: str) -> Any:
    """Return the record of this kind of the id typed. Raises NotFound."""
    return at_hand(sql, table, record_of(sql, table, text))


def add(
    session: Session,
    table: str,
    values: Mapping[str, Any],
    telling: Telling,
    *,
    also: Callable[[Sql, Any, Record], Sequence[str]] = lambda *_: (),
) -> None:
    """Note a record and answer with its id; `also` returns lines to stand below."""
    with session.writing(f"{table} add") as op:
        one = at_hand(op.sql, table, op.insert(table, values))
        told = telling(op.sql, one, session.today)
        op.summary = dated(values, told.words)
        below = also(op.sql, one, told.record)
    session.wrote(f"Noted #{one.id}  {op.summary}", op.number, [told.record])
    session.add(below)


def dated(values: Mapping[str, Any], words: str) -> str:
    """Return what is told of a record behind the day that was set, where the words have none."""
    days = [values[name] for name in ("noted_on", "made_on", "asked_on") if name in values]
    return "  ".join([*map(show_day, days), words])


def refuse_before(said: str, ended: date | None, began: date | None, hint: str) -> None:
    """Raise UsageError for a record that would end, as `said`, before the day it began."""
    if ended is not None and began is not None and ended < began:
        raise UsageError(f"{said} {show_day(ended)}, before {show_day(began)}", hint)


def edit(
    session: Session,
    table: str,
    number: str,
    values: Mapping[str, Any],
    telling: Telling,
    *,
    such_as: str,
    tags: tuple[Sequence[str] | None, Sequence[str] | None] = (None, None),
    fit: Callable[[Sql, Any], Mapping[str, Any] | None] = lambda *_: None,
) -> None:
    """Set values of a record, add tags and drop some, and answer whether anything is new.

    `tags` are those to be added, and those to be dropped. `fit` returns what else is to be set, and
    raises UsageError where the values do not fit the record as it was. Raises UsageError where
    nothing is to be changed, NotFound for another id.
    """
    added, dropped = tags
    if not values and not added and not dropped:
        raise UsageError("nothing to change", f"name a value, such as {such_as}")
    with session.writing(f"{table} edit") as op:
        before = named(op.sql, table, number)
        more = dict(fit(op.sql, before) or {})
        if added or dropped:
            gone = {read_tag(tag) for tag in dropped or ()}
            more["tags"] = tag_list([tag for tag in before.tags if tag not in gone], added)
        changed = op.update(table, before.id, {**values, **more})
        one = at_hand(op.sql, table, before.id)
        words, record, _ = telling(op.sql, one, session.today)
        op.summary = dated(values, words)
    said = "Changed" if changed else "Nothing to change:"
    session.wrote(f"{said} #{one.id}  {op.summary}", op.number, [record])


def close(
    session: Session,
    command: str,
    number: str,
    verb: str,
    telling: Telling,
    change: Callable[[Operation, Any], tuple[Any, date, str]],
) -> Any:
    """Write what became of a record, answer with the verb, and return it as it is now.

    `change` writes and returns the record, the day, and what else is to be told. Raises NotFound.
    """
    table = command.partition(" ")[0]
    with session.writing(command) as op:
        one, day, more = change(op, named(op.sql, table, number))
        told = telling(op.sql, one, session.today)
        op.summary = f"{show_day(day)}  {told.words}{more}"
    session.wrote(f"{verb} #{one.id}  {op.summary}", op.number, [told.record])
    return one


def by_id(word: str, telling: Telling, table: str = "") -> None:
    """Declare `show ID` and `rm ID` of a noun, which are the same for each kind of record."""
    kind = RECORDS[table or word]

    def show(session: Session, number: options.Id) -> None:
        from reciprocity_cli.actions.amend import relations
        from reciprocity_cli.reports.record import record_report

        with session.asked() as asked:
            one = named(asked.sql, kind.table, number)
            told = telling(asked.sql, one, session.today)
            related = relations(asked.sql, kind.table, one.id)
        session.show(record_report(f"{word} show", told.record, told.state, related))

    def rm(session: Session, number: options.Id) -> None:
        with session.reading() as sql:
            record = record_of(sql, kind.table, number)
        remove(session, f"{word} rm", kind.table, record)

    show.__doc__ = f"""Show {kind.called}: all that is noted of it, and what came of it.

    Example: recip {word} show 7
    """
    rm.__doc__ = f"""Remove {kind.called}. It can be undone.

    Example: recip {word} rm 7
    """
    TOLD[kind.table] = telling
    options.command(f"{word} show", options.PLAIN_REPORT)(show)
    options.command(f"{word} rm")(rm)


def remove(session: Session, command: str, table: str, number: int) -> None:
    """Remove a record of any kind, and say what named it and does no longer."""
    from reciprocity_cli.actions.amend import naming, told

    with session.writing(command) as op:
        loose = naming(op.sql, table, number)
        telling = TOLD.get(table)
        if telling is None:
            op.summary = told(op.sql, table, number)
        else:
            one = at_hand(op.sql, table, number)
            kind = called(table).partition(" ")[2]
            op.summary = f"{kind}  {telling(op.sql, one, session.today).words}"
        op.delete(table, number)
    session.wrote(f"Removed #{number}  {op.summary}", op.number, [{"id": number}])
    session.add([f"no longer names it: {said}" for _, said in loose])


def tag_list(kept: Iterable[str], typed: Iterable[str] | None) -> str:
    """Return tags that were there and tags as typed as their column holds them, each once."""
    return " ".join(dict.fromkeys((*kept, *(read_tag(tag) for tag in typed or ()))))


def entries(session: Session, numbers: Sequence[int]) -> list[Record]:
    """Return entries in the fields of `history`; without --json nobody reads them, and none."""
    if not (session.json and numbers):
        return []
    from reciprocity_cli.reports.history import entry_fields
    from reciprocity_cli.store.entries import entries_of

    with session.reading() as sql:
        return [entry_fields(entry) for entry in entries_of(sql, numbers)]


def entry(session: Session, number: int) -> Record:
    """Return one entry; without --json its id alone."""
    return next(iter(entries(session, [number])), {"id": number})


def people(session: Session, numbers: Sequence[int]) -> list[Record]:
    """Return people in the fields of `person list`, with their handles; without --json none."""
    if not session.json:
        return []
    from reciprocity_cli.reports.people import people_fields

    with session.asked() as asked:
        return people_fields(asked, numbers)
