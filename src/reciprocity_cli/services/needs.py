"""Needs and interests: noting one, changing it, and saying that it was met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Direction, Need, Seeking, Urgency
from reciprocity_cli.domain.vocabulary import parse_category, pick
from reciprocity_cli.errors import NotFound, RecipError
from reciprocity_cli.services.at_hand import tag_list
from reciprocity_cli.services.people import read_tag
from reciprocity_cli.services.words import TAKE_BACK, read_words
from reciprocity_cli.store import records
from reciprocity_cli.store.people import name_of
from reciprocity_cli.store.records import fields, record_of

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.store.ledger import Operation

EXAMPLE = "a Rust reviewer"


class Meeting(NamedTuple):
    """An open need that the note of a give speaks of; `at` counts the notes from 0."""

    need: Need
    words: tuple[str, ...]
    at: int


def read_values(words: Mapping[str, Any]) -> dict[str, Any]:
    """Turn typed words into columns; those that are None were not typed. Raises UsageError.

    An empty category clears it.
    """
    return {name: _value(name, typed) for name, typed in words.items() if typed is not None}


def add_need(op: Operation, person_id: int, values: Mapping[str, Any], tags: list[str]) -> Need:
    """Note what a person looks for; return it."""
    listed = tag_list(read_tag(tag) for tag in tags)
    number = op.insert("need", {"person_id": person_id, "tags": listed, **values})
    return records.need(op.sql, number)


def meet(op: Operation, need: Need, by: str | None, on: date | None, today: date) -> Need:
    """Say that a need was met, by one of the owner's gives if `by` is the id of one.

    Without `on` the day is that of the give, or today. Raises RecipError where it was met before,
    NotFound for what is no give to that person.
    """
    if need.met_on is not None:
        raise RecipError(f"#{need.id} was met on {show_day(need.met_on)}", TAKE_BACK)
    give = None if by is None else record_of(op.sql, "exchange", by)
    day = on or today
    if give is not None:
        row = fields(op.sql, "exchange", give)
        if row["person_id"] != need.person_id or row["direction"] != Direction.GAVE:
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
        one for one in records.open_needs_of(sql, today, people) if one.seeking is Seeking.NEED
    ]
    if not needs:
        return []
    from reciprocity_cli.domain.matching import matching_words, matters_by_list
    from reciprocity_cli.store.search import stems

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


def need_of(op: Operation, text: str) -> Need:
    """Return the need of the id typed. Raises NotFound."""
    return records.need(op.sql, record_of(op.sql, "need", text))


def _value(name: str, typed: Any) -> Any:
    match name:
        case "text":
            return read_words([typed], "need", EXAMPLE)
        case "category":
            return parse_category(typed) if typed.strip() else None
        case "urgency":
            return pick(typed, Urgency, "urgency")
    return typed
