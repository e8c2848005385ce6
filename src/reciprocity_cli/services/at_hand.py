"""Offers, opportunities and ideas: what the owner has at hand, noted and changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.matching import Matter, matching_words, matters
from reciprocity_cli.domain.records import Angle, Need, Opportunity, Seeking, size_of
from reciprocity_cli.domain.vocabulary import parse_category, parse_size, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.at_hand import Fit
from reciprocity_cli.services.people import read_tag
from reciprocity_cli.services.words import read_words
from reciprocity_cli.store.reads import at_hand as reads
from reciprocity_cli.store.reads.needs import open_needs_of
from reciprocity_cli.store.reads.people import people_by_id
from reciprocity_cli.store.reads.records import record_of

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.store.operation import Operation

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
    return reads.at_hand(op.sql, table, op.insert(table, {**values, **listed}))


def thing_of(op: Operation, table: str, text: str) -> Any:
    """Return the record of this kind of the id typed. Raises NotFound."""
    return reads.at_hand(op.sql, table, record_of(op.sql, table, text))


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


def whom_it_could_help(
    sql: sqlite3.Connection,
    live: Sequence[Opportunity],
    today: date,
    ids: Collection[int] | None = None,
) -> list[list[Fit]]:
    """Return for each opportunity whose open needs and interests it speaks of.

    Needs stand before interests, then those that share more words before those that share fewer.
    Of these people, or of all who are neither archived nor paused.
    """
    sought = open_needs_of(sql, today, ids) if live else []
    if not sought:
        return [[] for _ in live]
    from reciprocity_cli.store.stemming import stems

    texts = [(one.text, one.tags) for one in live]
    told = matters([*texts, *((need.text, need.tags) for need in sought)], stems)
    found = [_fitting(own, sought, told[len(live) :]) for own in told[: len(live)]]
    ids = {need.person_id for pairs in found for need, _ in pairs}
    names = {person.id: person.name for person in people_by_id(sql, ids)}
    return [[Fit(names[need.person_id], need, words) for need, words in pairs] for pairs in found]


def _fitting(
    own: Matter, sought: Sequence[Need], theirs: Sequence[Matter]
) -> list[tuple[Need, tuple[str, ...]]]:
    found = [
        (need, words)
        for need, matter in zip(sought, theirs, strict=True)
        if (words := matching_words(matter, own))
    ]
    return sorted(found, key=lambda pair: (pair[0].seeking is Seeking.INTEREST, -len(pair[1])))
