"""Finding a single record by the id the owner typed, whatever its kind."""

from __future__ import annotations

import sqlite3
from typing import Any

from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.store.schema import RECORDS

LONGEST_ID = 18
_CALLED = {
    "person": "a person",
    "quiet": "a quiet range",
    "interaction": "a contact",
    "exchange": "a give or get",
    "phase_change": "a move to a phase",
    "offer": "an offer",
    "opportunity": "an opportunity",
    "ask": "an ask",
    "incident": "an incident",
    "idea": "an idea",
    "introduction": "an introduction",
}
"""What a record of each table is called, where that is not "a" and the table's name."""
_LISTED_BY = {
    "exchange": "recip history",
    "interaction": "recip history",
    "signal": "recip signal PERSON",
    "introduction": "recip intros",
}


def parse_id(text: str, shown: str = "recip history shows ids") -> int:
    """Return the id in `#42` or `42`. Raises UsageError for anything else; `shown` says where."""
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_ID):
        from reciprocity_cli.domain.text import quoted

        raise UsageError(f"{quoted(text)} is not an id", f"type it as 42; {shown}")
    return int(digits)


def find_record(sql: sqlite3.Connection, text: str) -> tuple[str, int]:
    """Return the kind and id of the record that the owner means. Raises NotFound."""
    number = parse_id(text)
    for table in RECORDS:
        if sql.execute(f"SELECT 1 FROM {table} WHERE id = ?", (number,)).fetchone():
            return table, number
    raise NotFound(f"there is no record #{number}", "recip history shows the ids of entries")


def record_of(sql: sqlite3.Connection, table: str, text: str) -> int:
    """Return the id of a record of one kind. Raises NotFound, with the kind it is of instead."""
    shown = f"{_LISTED_BY.get(table, f'recip {table} list --all')} shows the ids"
    number = parse_id(text, shown)
    if sql.execute(f"SELECT 1 FROM {table} WHERE id = ?", (number,)).fetchone() is None:
        for other in RECORDS:
            if sql.execute(f"SELECT 1 FROM {other} WHERE id = ?", (number,)).fetchone():
                raise NotFound(f"#{number} is {called(other)}, not {called(table)}", shown)
        raise NotFound(f"there is no {table} #{number}", shown)
    return number


def called(table: str) -> str:
    """Return what a record of a table is called, with its article: "a need", "an ask"."""
    return _CALLED.get(table, f"a {table}")


def owned_record(sql: sqlite3.Connection, table: str, text: str, person_id: int) -> int:
    """Return the id of a person's record of one kind. Raises NotFound where it is not theirs."""
    number = parse_id(text)
    row = sql.execute(f"SELECT person_id FROM {table} WHERE id = ?", (number,)).fetchone()
    if row is None or row[0] != person_id:
        raise NotFound(f"they have no {table} #{number}", "check the id")
    return number


def fields(sql: sqlite3.Connection, table: str, number: int) -> dict[str, Any]:
    """Return a record's columns by name."""
    cursor = sql.execute(f"SELECT * FROM {table} WHERE id = ?", (number,))
    row = cursor.fetchone()
    if row is None:
        raise NotFound(f"there is no {table} #{number}")
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def people_of(sql: sqlite3.Connection, table: str, row: dict[str, Any]) -> str:
    """Return the names of the people a record is about, with commas between."""
    if table == "interaction":
        found = sql.execute(
            "SELECT p.name FROM attendance a JOIN person p ON p.id = a.person_id"
            " WHERE a.interaction_id = ? ORDER BY a.id",
            (row["id"],),
        )
    elif table == "introduction":
        found = sql.execute(
            "SELECT name FROM person WHERE id IN (:one, :other) ORDER BY id <> :one",
            {"one": row["person_id"], "other": row["other_person_id"]},
        )
    elif row.get("person_id") is not None:
        found = sql.execute("SELECT name FROM person WHERE id = ?", (row["person_id"],))
    else:
        return ""
    return ", ".join(name for (name,) in found)


def has_moved(sql: sqlite3.Connection, person_id: int) -> bool:
    """Tell whether a phase move of the person was recorded."""
    moved = sql.execute("SELECT 1 FROM phase_change WHERE person_id = ?", (person_id,))
    return moved.fetchone() is not None
