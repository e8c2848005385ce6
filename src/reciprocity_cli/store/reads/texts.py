"""Reading the text of every record, of whatever kind, for a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

PEOPLE_KIND = "person"
BETWEEN = " · "
"""What stands between the parts of a text; the first part of a person's is the name."""


class Source(NamedTuple):
    """Where the text of one kind of record stands, as SQL over its table.

    `day` is NULL for what has no day; `person` is the column of its person, if it has one.
    """

    kind: str
    table: str
    text: str
    day: str = "t.date"
    person: str = "t.person_id"


def _joined(*parts: str) -> str:
    """Return SQL for the parts that say something, with dots between."""
    said = " || ".join(
        f"CASE WHEN {part} <> '' THEN '{BETWEEN}' || {part} ELSE '' END" for part in parts
    )
    return f"substr({said}, {len(BETWEEN) + 1})"


_DETAILS = (
    f"IFNULL((SELECT group_concat(d.value, '{BETWEEN}') FROM detail d"
    " WHERE d.person_id = t.id AND d.kind <> 'role'), '')"
)
_UPDATES = (
    f"IFNULL((SELECT group_concat(u.note, '{BETWEEN}') FROM promise_update u"
    " WHERE u.promise_id = t.id AND u.note <> ''), '')"
)
SOURCES = (
    Source(
        PEOPLE_KIND,
        "person",
        _joined("t.name", "t.title", "t.organisation", _DETAILS, "t.why", "t.route", "t.notes"),
        day="NULL",
        person="t.id",
    ),
    Source("contact", "interaction", "t.note", person="NULL"),
    Source("exchange", "exchange", _joined("t.note", "t.tags", "t.outcome_text")),
    Source("signal", "signal", "t.note"),
    Source("phase", "phase_change", "t.reason"),
    Source("need", "need", _joined("t.text", "t.tags"), day="t.noted_on"),
    Source("promise", "promise", _joined("t.what", _UPDATES), day="t.made_on"),
    Source("ask", "ask", _joined("t.what", "t.easy"), day="t.asked_on"),
    Source("incident", "incident", "t.what"),
    Source("idea", "idea", "t.text", day="NULL"),
    Source("introduction", "introduction", "t.text", day="t.noted_on"),
    Source("offer", "offer", _joined("t.text", "t.tags"), day="NULL", person="NULL"),
    Source("opportunity", "opportunity", _joined("t.text", "t.tags"), day="NULL", person="NULL"),
)


class Bounds(NamedTuple):
    """Which records are searched: of one person or everyone's, of some days or all up to today."""

    today: date
    person_ids: Collection[int] | None = None
    first: date | None = None
    last: date | None = None


def texts(sql: sqlite3.Connection, source: Source, bounds: Bounds) -> Iterator[tuple[int, str]]:
    """Yield the id and the text of each record of a kind that has any, the oldest first."""
    where, values = _within(source, bounds)
    yield from sql.execute(
        f"SELECT t.id, {source.text} AS said FROM {source.table} t"
        f" WHERE said <> '' AND {where} ORDER BY t.id",
        values,
    )


def day_of(sql: sqlite3.Connection, source: Source, number: int) -> str:
    """Return the day of a record as text that sorts; "" for what has none."""
    row = sql.execute(
        f"SELECT {source.day} FROM {source.table} t WHERE t.id = ?", (number,)
    ).fetchone()
    return row[0] or ""


def text_of(sql: sqlite3.Connection, source: Source, number: int) -> str:
    """Return the text of one record."""
    statement = f"SELECT {source.text} FROM {source.table} t WHERE t.id = ?"
    return str(sql.execute(statement, (number,)).fetchone()[0])


def people_of(sql: sqlite3.Connection, source: Source, number: int) -> tuple[int, ...]:
    """Return the ids of the people that a record is about."""
    if source.table == "interaction":
        rows = sql.execute(
            "SELECT person_id FROM attendance WHERE interaction_id = ? ORDER BY id", (number,)
        )
    else:
        rows = sql.execute(
            f"SELECT {source.person} FROM {source.table} t WHERE t.id = ?", (number,)
        )
    return tuple(who for (who,) in rows if who is not None)


def _within(source: Source, bounds: Bounds) -> tuple[str, dict[str, object]]:
    parts, values = ["1"], {"today": bounds.today.isoformat()}
    if source.day != "NULL":
        parts.append(f"{source.day} <= :today")
    if bounds.first is not None or bounds.last is not None:
        values["first"] = (bounds.first or date.min).isoformat()
        values["last"] = (bounds.last or date.max).isoformat()
        parts.append(f"{source.day} BETWEEN :first AND :last")
    if bounds.person_ids is not None:
        listed = ", ".join(str(number) for number in bounds.person_ids)
        parts.append(
            f"t.id IN (SELECT a.interaction_id FROM attendance a WHERE a.person_id IN ({listed}))"
            if source.table == "interaction"
            else f"{source.person} IN ({listed})"
        )
    return " AND ".join(parts), dict(values)


def kind_of(sql: sqlite3.Connection, source: Source, number: int) -> str:
    """Return what a record is called: an exchange by its direction, gave or got."""
    if source.table != "exchange":
        return source.kind
    statement = "SELECT direction FROM exchange WHERE id = ?"
    return str(sql.execute(statement, (number,)).fetchone()[0])
