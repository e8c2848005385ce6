"""What the commands of every kind of record have in common: fields, tags, the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.actions.log import read_words
from reciprocity_cli.actions.person import read_tag
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.records import Angle, size_of
from reciprocity_cli.domain.vocabulary import parse_category, parse_size, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store import records
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from reciprocity_cli.cli.session import Session
    from reciprocity_cli.store.ledger import Operation


EXAMPLES = {
    "offer": "code reviews in Rust",
    "opportunity": "a call for talks",
    "idea": "a visit to the lab",
}


def read_values(
    table: str, words: Mapping[str, Any], today: date, date_order: str | None = None
) -> dict[str, Any]:
    """Turn typed words into columns; those that are None were not typed. Raises UsageError.

    An empty category, angle or day clears it; the day looks ahead.
    """

    def value(name: str, typed: str) -> Any:
        match name:
            case "text":
                return read_words([typed], table, EXAMPLES[table])
            case "size":
                return size_of(parse_size(typed))
            case _ if not typed.strip():
                return None
            case "category":
                return parse_category(typed)
            case "angle":
                return pick(typed, Angle, "angle")
        return parse_day(typed, today, direction="future", date_order=date_order)

    return {name: value(name, typed) for name, typed in words.items() if typed is not None}


def refuse_expired(values: Mapping[str, Any], today: date) -> None:
    """Raise UsageError for a last day that is over when the opportunity is written down."""
    last = values.get("expires_on")
    if last is not None and last < today:
        raise UsageError(f"{show_day(last)} is over", "--expires names its last day")


def add_thing(
    op: Operation, table: str, values: Mapping[str, Any], tags: Iterable[str] | None = None
) -> Any:
    """Note an offer, an opportunity or an idea; return it."""
    listed = {} if tags is None else {"tags": tag_list(read_tag(tag) for tag in tags)}
    return records.at_hand(op.sql, table, op.insert(table, {**values, **listed}))


def thing_of(op: Operation, table: str, text: str) -> Any:
    """Return the record of this kind of the id typed. Raises NotFound."""
    return records.at_hand(op.sql, table, record_of(op.sql, table, text))


def remove(op: Operation, table: str, text: str) -> Any:
    """Take out the record of the id typed and return it. Raises NotFound."""
    thing = thing_of(op, table, text)
    op.delete(table, thing.id)
    return thing


def edit_tagged(
    op: Operation,
    table: str,
    before: Any,
    values: Mapping[str, Any],
    tags: Iterable[str] = (),
    dropped: Iterable[str] = (),
) -> bool:
    """Set values, add tags and drop some; return whether anything was different."""
    gone = {read_tag(tag) for tag in dropped}
    kept = (*(tag for tag in before.tags if tag not in gone), *(read_tag(tag) for tag in tags))
    return op.update(table, before.id, {**values, "tags": tag_list(kept)})


def edit_idea(op: Operation, number: int, values: Mapping[str, Any]) -> bool:
    """Set values of an idea; return whether anything was different."""
    return op.update("idea", number, values)


def tag_list(tags: Iterable[str]) -> str:
    """Return tags as their column holds them, each once."""
    return " ".join(dict.fromkeys(tags))


Record = dict[str, Any]


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
