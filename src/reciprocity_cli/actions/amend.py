"""Changing a single entry: a contact or an exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.actions.log import said_exchange
from reciprocity_cli.domain import vocabulary
from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.kinds import RECORDS, in_words
from reciprocity_cli.domain.records import Category, Channel, Direction, PromiseUpdate, Started
from reciprocity_cli.domain.text import clean_text, quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.entries import change_attendance, touch_exchanges
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.records import fields, people_of, read

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = {
    "interaction": {"on": "date", "note": "note", "via": "channel", "started": "started"},
    "exchange": {
        "on": "date",
        "note": "note",
        "category": "category",
        "kind": "kind",
        "size": "weight",
        "weight": "weight",
        "direction": "direction",
        "self_interest": "self_interest",
        "landed": "landed",
    },
}
"""What may be amended, by the option's name, and the column where it stands."""

_EMPTY_CLEARS = ("via", "started", "kind")

_FLAGS = frozenset(("self_interest", "landed"))
"""What only a give can be."""


def refuse_others(table: str, number: int) -> None:
    """Raise UsageError for a record that is neither a contact nor an exchange."""
    if table == "person":
        raise UsageError(f"#{number} is a person", f"recip person edit '#{number}' changes them")
    if table not in _COLUMNS:
        edit = RECORDS[table].edited_by
        raise UsageError(
            f"#{number} is {RECORDS[table].called}, which is not amended here",
            f"{edit} {number} changes it" if edit else f"recip rm {number} removes it",
        )


def read_changes(
    table: str,
    given: Mapping[str, Any],
    today: date,
    date_order: str | None,
    *,
    future: bool = False,
) -> dict[str, Any]:
    """Turn typed words into column values. Raises UsageError for what does not fit the record."""
    if "size" in given and "weight" in given:
        raise UsageError("--size and --weight exclude each other")
    columns = _COLUMNS[table]
    values = {}
    for name, typed in given.items():
        if name not in columns:
            shown = name.replace("_", "-")
            kind = "a contact" if table == "interaction" else "a give or get"
            raise UsageError(f"{kind} has no --{shown}", f"it has {_listed(columns)}")
        if name == "on":
            values["date"] = parse_day(
                typed, today, direction="past", date_order=date_order, allow_future=future
            )
        else:
            values[columns[name]] = _value(name, typed)
    return values


def amend(
    op: Operation, table: str, number: int, values: dict[str, Any], people: Sequence[int] = ()
) -> bool:
    """Write the new values; return whether anything was different."""
    before = fields(op.sql, table, number)
    if table == "exchange":
        _fit_exchange(before, values, people)
    changed = op.update(table, number, values) if values else False
    if changed and "date" in values and table == "interaction":
        touch_exchanges(op, number)
    if table == "interaction" and people:
        on = values.get("date", before["date"])
        changed |= change_attendance(op, number, list(dict.fromkeys(people)), on)
    return changed


def told(sql: sqlite3.Connection, table: str, number: int) -> str:
    """Return a record in a few words: day, people, what passed."""
    row = fields(sql, table, number)
    names = people_of(sql, table, row)
    if table == "exchange":
        spec = vocabulary.Spec(Category(row["category"]), row["kind"], row["weight"])
        what = said_exchange(Direction(row["direction"]), spec)
    elif table == "interaction":
        what = row["channel"] or "contact"
    else:
        # An offer and an opportunity are nobody's: only their text says which one it is.
        text = "" if names else row.get("text", "")
        what = ": ".join(part for part in (in_words(table), text) if part)
    day = row.get("date") or row.get("made_on") or row.get("noted_on") or row.get("asked_on")
    parts = [show_day(date.fromisoformat(day)) if day else "", names, what]
    return "  ".join(part for part in parts if part)


def relations(sql: sqlite3.Connection, table: str, number: int) -> list[tuple[str, str]]:
    """Return what a record names and what names it, but people: how, and which record it is.

    Of a promise it is the word given too, from the first on.
    """
    row, found = fields(sql, table, number), []
    for column, of in RECORDS[table].references.items():
        if of != "person" and row[column] is not None:
            found.append((in_words(column.removesuffix("_id")), of, row[column]))
    said = [(how, _told_with_words(sql, of, other)) for how, of, other in found]
    said += naming(sql, table, number)
    if table == "promise":
        given = read(sql, PromiseUpdate, "promise_id = ? ORDER BY date, id", (number,))
        said += [("word given", f"{show_day(one.on)}  {one.note}".rstrip()) for one in given]
    return said


def naming(sql: sqlite3.Connection, table: str, number: int) -> list[tuple[str, str]]:
    """Return the records that name this one and can be without it: which kind, and which it is."""
    found = []
    for kind in RECORDS.values():
        for column, of in kind.references.items():
            if of == table and column not in kind.needed:
                rows = sql.execute(f"SELECT id FROM {kind.table} WHERE {column} = ?", (number,))
                found += [(kind.table, other) for (other,) in rows]
    return [(in_words(of), _told_with_words(sql, of, other)) for of, other in found]


def _told_with_words(sql: sqlite3.Connection, table: str, number: int) -> str:
    words = fields(sql, table, number)[RECORDS[table].free_text[0]]
    return f"#{number}  {told(sql, table, number)}{f': {words}' if words else ''}"


def as_words(sql: sqlite3.Connection, table: str, number: int) -> dict[str, str]:
    """Return a record as the words that would amend it to what it is, for the editor."""
    row = fields(sql, table, number)
    columns = dict(_COLUMNS.get(table, {}))
    columns.pop("size", None)
    words = {name: _as_word(row[column]) for name, column in columns.items()}
    for name in _FLAGS.intersection(words):
        words[name] = "yes" if row[name] else "no"
    if table == "interaction":
        words["person"] = people_of(sql, table, row)
    return words


def _fit_exchange(before: Mapping[str, Any], values: dict[str, Any], people: Sequence[int]) -> None:
    if people:
        raise UsageError("a give or get has no --person", "remove it and log it anew")
    if "date" in values and before["interaction_id"] is not None:
        contact = before["interaction_id"]
        raise UsageError(
            f"the day of #{before['id']} is that of its contact", f"amend #{contact} --on DATE"
        )
    category = Category(values.get("category", before["category"]))
    kind = values.get("kind", before["kind"])
    if values.get("kind"):
        values["kind"] = vocabulary.parse_kind(category, kind)
    elif kind is not None and "category" in values:
        values["kind"] = None  # the old kind belongs to the old category
    if category is not Category.INTRODUCTIONS and "category" in values:
        values.update(other_person_id=None, intro_state=None, intro_for=None)
    direction = values.get("direction", before["direction"])
    if direction == Direction.GAVE and "direction" in values:
        values["thanked_on"] = None
    if direction == Direction.GOT:
        for name in _FLAGS:
            if values.get(name):
                raise UsageError(f"--{name.replace('_', '-')} is for what you gave", "leave it out")
            if "direction" in values:
                values[name] = False


def _value(name: str, typed: Any) -> Any:
    if name in _EMPTY_CLEARS and not str(typed).strip():
        return None
    match name:
        case "note":
            return clean_text(typed)
        case "via":
            return vocabulary.pick(typed, Channel, "channel")
        case "started":
            return vocabulary.pick(typed, Started, "answer")
        case "category":
            return vocabulary.parse_category(typed)
        case "direction":
            return vocabulary.pick(typed, Direction, "direction")
        case "size":
            return vocabulary.parse_size(typed)
        case "weight":
            return vocabulary.parse_weight(typed)
        case "kind":
            return typed
    return _flag(typed)


def _flag(typed: Any) -> bool:
    if isinstance(typed, bool):
        return typed
    word = str(typed).strip().casefold()
    if word not in ("yes", "no", "true", "false", "1", "0"):
        raise UsageError(f"{quoted(word, 20)} is neither yes nor no")
    return word in ("yes", "true", "1")


def _as_word(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in columns)
