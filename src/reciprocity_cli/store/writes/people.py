"""Writing people: the record itself, its lists, quiet ranges, removal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reciprocity_cli.domain.names import fold, make_handle
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.reads.people import handle_taken

LISTS = {
    "aliases": "alias",
    "roles": "role",
    "tags": "tag",
    "specialities": "speciality",
    "emails": "email",
    "phones": "phone",
    "links": "link",
}
"""The lists of a person and the kind under which each stands in `detail`."""


def insert_person(op: Operation, values: Mapping[str, Any], created_on: date) -> int:
    """Add a person from the fields of domain.records.Person; return the id."""
    single = {name: value for name, value in values.items() if name not in LISTS}
    name = str(single["name"])
    handle = make_handle(name, lambda taken: handle_taken(op.sql, taken), op.last_id + 1)
    given = {"folded": fold(name), "handle": handle, "created_on": created_on, **_stored(single)}
    number = op.insert("person", given)
    for field, kind in LISTS.items():
        add_details(op, number, kind, values.get(field, ()))
    return number


def update_person(op: Operation, number: int, values: Mapping[str, Any]) -> bool:
    """Set single fields of a person, whose handle stays; return whether anything changed."""
    given = _stored(values)
    if "name" in given:
        given["folded"] = fold(given["name"])
    return op.update("person", number, given) if given else False


def add_details(op: Operation, number: int, kind: str, values: Iterable[str]) -> bool:
    """Add values to one of a person's lists; those there already stay as they are."""
    added = False
    for value in values:
        folded = fold(value)
        there = op.sql.execute(
            "SELECT 1 FROM detail WHERE person_id = ? AND kind = ? AND folded = ?",
            (number, kind, folded),
        ).fetchone()
        if there is None:
            row = {"person_id": number, "kind": kind, "value": value, "folded": folded}
            op.insert_part("detail", row)
            added = True
    if added:
        op.touch("person", number)
    return added


def remove_details(op: Operation, number: int, kind: str, values: Iterable[str]) -> bool:
    """Take values off one of a person's lists; return whether any was there."""
    gone = 0
    for value in values:
        gone += op.sql.execute(
            "DELETE FROM detail WHERE person_id = ? AND kind = ? AND folded = ?",
            (number, kind, fold(value)),
        ).rowcount
    if gone:
        op.touch("person", number)
    return bool(gone)


def add_quiet(op: Operation, person_id: int | None, first: date, last: date) -> int:
    """Add a quiet range, of a person or (None) of the owner; return its id."""
    return op.insert("quiet", {"person_id": person_id, "first": first, "last": last})


def delete_person(op: Operation, number: int) -> None:
    """Remove a person with all that is theirs alone; shared contacts lose their part in it."""
    op.sql.execute(
        "DELETE FROM interaction WHERE id IN (SELECT interaction_id FROM attendance WHERE person_id"
        " = :gone) AND id NOT IN (SELECT interaction_id FROM attendance WHERE person_id <> :gone)",
        {"gone": number},
    )
    op.delete("person", number)


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    if given.get("birthday") is not None:
        given["birthday"] = str(given["birthday"])
    if given.get("cadence") is not None:
        given["cadence"] = str(given["cadence"])
    return given
