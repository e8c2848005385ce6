"""Adding and editing people from the words the owner typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain.cadence import parse_cadence
from reciprocity_cli.domain.dates import parse_birthday
from reciprocity_cli.domain.kinds import LISTS
from reciprocity_cli.domain.names import clean_name, fold
from reciprocity_cli.domain.records import Expect, Role
from reciprocity_cli.domain.text import LONGEST_VALUE, clean_text, quoted
from reciprocity_cli.domain.vocabulary import parse_phase, pick
from reciprocity_cli.errors import RefusedByRule, UsageError
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import (
    NameBook,
    add_details,
    bearer_of,
    insert_person,
    remove_details,
    update_person,
)
from reciprocity_cli.store.records import has_moved

TEXTS = ("organisation", "title", "why", "route", "notes")
FOR_MANY = frozenset(
    ("roles", "tags", "specialities", "cadence", "expect", "paused", "organisation", "drop")
)
"""What may be set for several people at once; all the rest belongs to one."""


def read_values(words: Mapping[str, Any]) -> dict[str, Any]:
    """Turn typed words, by field of domain.records.Person, into values. Raises UsageError.

    Fields that are None were not typed. An empty text clears a single value.
    """
    values: dict[str, Any] = {}
    for field, typed in words.items():
        if typed is None or typed == []:
            continue
        values[field] = _value(field, typed)
    return values


def add_person(op: Operation, name: str, values: Mapping[str, Any], today: date) -> int:
    """Add a person by hand; return the id. Raises UsageError for a name that cannot be one."""
    number = insert_person(op, {"name": clean_name(name), **values}, today)
    _refuse_handle_of_another(op, number, values.get("aliases", ()))
    return number


def edit_people(op: Operation, ids: Sequence[int], values: Mapping[str, Any]) -> int:
    """Set values, add to lists and take off them (`drop`); return how many people changed."""
    single = {field: value for field, value in values.items() if field not in (*LISTS, "drop")}
    changed = 0
    for number in ids:
        if "start_phase" in single and has_moved(op.sql, number):
            raise RefusedByRule(
                "the first phase is set only until a move was recorded",
                "undo the move, or make a new one",
            )
        _refuse_handle_of_another(op, number, values.get("aliases", ()))
        if single.get("met_through_id") == number:
            raise UsageError("nobody is met through themselves", "name somebody else")
        touched = update_person(op, number, single)
        for field, kind in LISTS.items():
            touched |= add_details(op, number, kind, values.get(field, ()))
        for kind, value in values.get("drop", ()):
            touched |= remove_details(op, number, kind, [value])
        changed += touched
    return changed


def refuse_for_many(values: Mapping[str, Any], count: int) -> None:
    """Raise UsageError where a value that belongs to one person is set for several."""
    if count > 1:
        for field in values:
            if field not in FOR_MANY:
                shown = field.removesuffix("_id").removesuffix("s").replace("_", "-")
                raise UsageError(
                    f"--{shown} is for one person, and the query finds {count}", "name one"
                )


def met_through(book: NameBook, query: str | None) -> dict[str, int | None]:
    """Return the value for the person somebody was met through; an empty text clears it."""
    if query is None:
        return {}
    return {"met_through_id": book.only(query).id if query.strip() else None}


def _refuse_handle_of_another(op: Operation, number: int, aliases: Iterable[str]) -> None:
    """Raise UsageError for an alias that is the handle of somebody else, and theirs for good."""
    for alias in aliases:
        bearer = bearer_of(op.sql, fold(alias))
        if bearer is not None and bearer.id != number:
            raise UsageError(
                f"{quoted(alias)} is the handle of {bearer.name} (#{bearer.id})",
                "give another alias",
            )


def _value(field: str, typed: Any) -> Any:
    match field:
        case "roles":
            return tuple(pick(word, Role, "role") for word in typed)
        case "drop":
            return tuple(_dropped(word) for word in typed)
        case "birthday":
            return parse_birthday(typed) if typed.strip() else None
        case "cadence":
            return _cadence(typed)
        case "expect":
            return None if typed == "auto" else pick(typed, (*Expect, "auto"), "expectation")
        case "start_phase":
            return parse_phase(typed)
        case "tags":
            return tuple(read_tag(word) for word in typed)
        case _ if field in LISTS:
            return tuple(_item(field, word) for word in typed)
        case _ if field in TEXTS:
            return clean_text(typed)
    return typed


def _cadence(typed: str) -> str | None:
    if typed.strip().casefold() == "default":
        return None
    cadence = parse_cadence(typed)
    return "none" if cadence is None else str(cadence)


def _item(field: str, word: str) -> str:
    cleaned = " ".join(clean_text(word).split())
    what = LISTS[field]
    if not cleaned:
        raise UsageError(f"--{what} is empty", "leave it out, or give it a value")
    if len(cleaned) > LONGEST_VALUE:
        raise UsageError(f"--{what} is longer than {LONGEST_VALUE} characters", "shorten it")
    return clean_name(cleaned) if field == "aliases" else cleaned


def read_tag(word: str) -> str:
    """Return a tag as it is kept, in small letters. Raises UsageError for what is not one word."""
    tag = _item("tags", word).lstrip("@#").casefold()
    if not tag or any(sign in tag for sign in " ,;"):
        raise UsageError(f"{quoted(word)} is not a tag", "a tag is one word, such as acme")
    return tag


def _dropped(word: str) -> tuple[str, str]:
    kind, colon, value = word.partition(":")
    kinds = tuple(LISTS.values())
    if not colon or not value.strip():
        raise UsageError(
            f"{quoted(word)} names nothing to drop", "type it as tag:acme or role:peer"
        )
    picked = pick(kind, kinds, "list")
    return picked, str(pick(value, Role, "role")) if picked == "role" else value
