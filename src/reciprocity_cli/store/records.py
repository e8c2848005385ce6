"""Reading records of every kind, one, some or all of them."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.records import (
    Ask,
    Exchange,
    Idea,
    Incident,
    Need,
    Offer,
    Opportunity,
    Promise,
    Signal,
)
from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.store.schema import PARTS_OF, RECORDS

Record = TypeVar("Record")
Reader = Callable[[Any], Any]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Shape:
    """Where a record is read from: its table, its columns in the order of fields, their readers."""

    def __init__(
        self, record: type[Any], table: str, columns: Sequence[str], readers: Mapping[str, Reader]
    ) -> None:
        self.record = record
        self.table = table
        self.columns = tuple(columns)
        fields = record._fields[: len(self.columns)]
        self.readers = [readers.get(field) for field in fields]

    def read(
        self, sql: sqlite3.Connection, where: str, values: Sequence[Any] | Mapping[str, Any]
    ) -> list[Any]:
        """Return the records for which `where` (SQL, from us alone) holds."""
        listed = ", ".join(f'"{name}"' for name in self.columns)
        statement = f"SELECT {listed} FROM {self.table} WHERE {where}"
        return [self.made(row) for row in sql.execute(statement, values)]

    def made(self, row: tuple[Any, ...]) -> Any:
        """Return the record of one row of its columns."""
        return self.record(
            *(
                value if reader is None or value is None else reader(value)
                for value, reader in zip(row, self.readers, strict=True)
            )
        )


EXCHANGE = Shape(
    r.Exchange,
    "exchange",
    (
        "id",
        "person_id",
        "direction",
        "category",
        "weight",
        "date",
        "kind",
        "note",
        "tags",
        "interaction_id",
        "self_interest",
        "landed",
        "outcome",
        "outcome_text",
        "outcome_on",
        "thanked_on",
        "reported_on",
        "suggestion",
        "idea_id",
        "other_person_id",
        "intro_state",
        "intro_for",
    ),
    {
        "direction": r.Direction,
        "category": r.Category,
        "on": _day,
        "tags": _words,
        "self_interest": bool,
        "landed": bool,
        "outcome": r.Outcome,
        "outcome_on": _day,
        "thanked_on": _day,
        "reported_on": _day,
        "intro_state": r.IntroState,
        "intro_for": r.IntroFor,
    },
)

SIGNAL = Shape(
    r.Signal,
    "signal",
    ("id", "person_id", "kind", "date", "note"),
    {"kind": r.SignalKind, "on": _day},
)

PHASE_CHANGE = Shape(
    r.PhaseChange,
    "phase_change",
    ("id", "person_id", "phase", "date", "reason"),
    {"phase": r.Phase, "on": _day},
)

NEED = Shape(
    r.Need,
    "need",
    (
        "id",
        "person_id",
        "text",
        "noted_on",
        "seeking",
        "tags",
        "category",
        "urgency",
        "met_on",
        "met_by_id",
    ),
    {
        "noted_on": _day,
        "seeking": r.Seeking,
        "tags": _words,
        "category": r.Category,
        "urgency": r.Urgency,
        "met_on": _day,
    },
)

PROMISE = Shape(
    r.Promise,
    "promise",
    (
        "id",
        "person_id",
        "by",
        "what",
        "made_on",
        "wording",
        "due_on",
        "closing",
        "closed_on",
    ),
    {
        "by": r.By,
        "made_on": _day,
        "wording": r.Wording,
        "due_on": _day,
        "closing": r.Closing,
        "closed_on": _day,
    },
)

ASK = Shape(
    r.Ask,
    "ask",
    (
        "id",
        "person_id",
        "what",
        "asked_on",
        "respond_by",
        "easy",
        "answer",
        "answered_on",
        "thanked_on",
    ),
    {
        "asked_on": _day,
        "respond_by": _day,
        "answer": r.Answer,
        "answered_on": _day,
        "thanked_on": _day,
    },
)

INCIDENT = Shape(
    r.Incident,
    "incident",
    ("id", "person_id", "by", "what", "date", "severity", "repaired_on"),
    {"by": r.By, "on": _day, "severity": r.Severity, "repaired_on": _day},
)

IDEA = Shape(
    r.Idea,
    "idea",
    ("id", "person_id", "text", "category", "size"),
    {"category": r.Category, "size": r.Size},
)

OFFER = Shape(
    r.Offer,
    "offer",
    ("id", "text", "tags", "category", "angle"),
    {"tags": _words, "category": r.Category, "angle": r.Angle},
)

OPPORTUNITY = Shape(
    r.Opportunity,
    "opportunity",
    ("id", "text", "tags", "category", "expires_on"),
    {"tags": _words, "category": r.Category, "expires_on": _day},
)

INTRODUCTION = Shape(
    r.Introduction,
    "introduction",
    (
        "id",
        "person_id",
        "other_person_id",
        "noted_on",
        "intro_for",
        "state",
        "text",
        "need_id",
        "exchange_id",
        "person_agreed",
        "other_agreed",
        "asked_on",
        "agreed_on",
        "closed_on",
    ),
    {
        "noted_on": _day,
        "intro_for": r.IntroFor,
        "state": r.IntroState,
        "person_agreed": bool,
        "other_agreed": bool,
        "asked_on": _day,
        "agreed_on": _day,
        "closed_on": _day,
    },
)

SHAPES = (
    *(EXCHANGE, SIGNAL, PHASE_CHANGE, NEED, PROMISE, ASK, INCIDENT, IDEA, OFFER, OPPORTUNITY),
    INTRODUCTION,
)


def promises_where(
    sql: sqlite3.Connection, where: str, values: Sequence[Any] | Mapping[str, Any]
) -> list[r.Promise]:
    """Return promises with the days on which word was given: two statements, however many."""
    updates: dict[int, list[date]] = defaultdict(list)
    for number, on in sql.execute(
        "SELECT promise_id, date FROM promise_update"
        f" WHERE promise_id IN (SELECT id FROM promise WHERE {where}) ORDER BY date",
        values,
    ):
        updates[number].append(_day(on))
    return [
        promise._replace(updates=tuple(updates.get(promise.id, ())))
        for promise in PROMISE.read(sql, where, values)
    ]


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


def open_needs(sql: sqlite3.Connection, today: date) -> dict[int, str]:
    """Return each person's most urgent open need in words, the newest of equal ones."""
    return dict(
        sql.execute(
            "SELECT person_id, text FROM need WHERE seeking = 'need' AND noted_on <= :today"
            " AND (met_on IS NULL OR met_on > :today)"
            " ORDER BY CASE urgency WHEN 'high' THEN 2 WHEN 'normal' THEN 1 ELSE 0 END,"
            " noted_on, id",
            {"today": today.isoformat()},
        )
    )


def need(sql: sqlite3.Connection, number: int) -> Need:
    """Return the need or interest of this id, which there must be."""
    found: Need
    [found] = NEED.read(sql, "id = ?", (number,))
    return found


def needs(sql: sqlite3.Connection, today: date) -> list[Need]:
    """Return the needs and interests noted up to a day, met ones too, the oldest first."""
    return NEED.read(sql, "noted_on <= ? ORDER BY noted_on, id", (today.isoformat(),))


def open_needs_of(
    sql: sqlite3.Connection, today: date, ids: Collection[int] | None = None
) -> list[Need]:
    """Return what is looked for and of interest today, of these people or of all not put away.

    Needs stand before interests, the urgent before the others, the older before the newer.
    """
    if ids is None:
        whose = "person_id IN (SELECT id FROM person WHERE NOT archived AND NOT paused)"
    else:
        whose = f"person_id IN ({', '.join(map(str, ids))})"
    return NEED.read(
        sql,
        f"{whose} AND noted_on <= :today AND (met_on IS NULL OR met_on > :today)"
        " ORDER BY seeking = 'interest',"
        " CASE urgency WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, noted_on, id",
        {"today": today.isoformat()},
    )


def promise(sql: sqlite3.Connection, number: int) -> Promise:
    """Return the promise of this id, which there must be."""
    [found] = promises_where(sql, "id = ?", (number,))
    return found


def promises(sql: sqlite3.Connection, today: date) -> list[Promise]:
    """Return the promises made by either side up to a day, closed ones too, the oldest first."""
    return promises_where(sql, "made_on <= ? ORDER BY made_on, id", (today.isoformat(),))


def ask(sql: sqlite3.Connection, number: int) -> Ask:
    """Return the ask of this id, which there must be."""
    found: Ask
    [found] = ASK.read(sql, "id = ?", (number,))
    return found


def asks(sql: sqlite3.Connection, today: date) -> list[Ask]:
    """Return the asks made up to a day, answered ones too, the oldest first."""
    return ASK.read(sql, "asked_on <= ? ORDER BY asked_on, id", (today.isoformat(),))


def signals(sql: sqlite3.Connection, person_id: int, first: date, last: date) -> list[Signal]:
    """Return what was noted of a person from one day to another, both included, oldest first."""
    days = (person_id, first.isoformat(), last.isoformat())
    return SIGNAL.read(sql, "person_id = ? AND date BETWEEN ? AND ? ORDER BY date, id", days)


def signal(sql: sqlite3.Connection, number: int) -> Signal:
    """Return the signal of this id, which there must be."""
    found: Signal
    [found] = SIGNAL.read(sql, "id = ?", (number,))
    return found


def incident(sql: sqlite3.Connection, number: int) -> Incident:
    """Return the incident of this id, which there must be."""
    found: Incident
    [found] = INCIDENT.read(sql, "id = ?", (number,))
    return found


def incidents(sql: sqlite3.Connection, today: date) -> list[Incident]:
    """Return the incidents up to a day, repaired ones too, the oldest first."""
    return INCIDENT.read(sql, "date <= ? ORDER BY date, id", (today.isoformat(),))


_SHAPES = {"offer": OFFER, "opportunity": OPPORTUNITY, "idea": IDEA}


def at_hand(sql: sqlite3.Connection, table: str, number: int) -> Any:
    """Return the offer, opportunity or idea of this id, which there must be."""
    [found] = _SHAPES[table].read(sql, "id = ?", (number,))
    return found


def offers(sql: sqlite3.Connection) -> list[Offer]:
    """Return what the owner offers, in the order of ids."""
    return OFFER.read(sql, "1 ORDER BY id", ())


def opportunities(sql: sqlite3.Connection) -> list[Opportunity]:
    """Return what came up, expired or not, the first to expire first, the open-ended last."""
    return OPPORTUNITY.read(sql, "1 ORDER BY expires_on IS NULL, expires_on, id", ())


def live_opportunities(sql: sqlite3.Connection, today: date) -> list[Opportunity]:
    """Return what came up and has not expired; its last day counts."""
    where = "expires_on IS NULL OR expires_on >= ? ORDER BY expires_on IS NULL, expires_on, id"
    return OPPORTUNITY.read(sql, where, (today.isoformat(),))


def ideas(sql: sqlite3.Connection) -> list[Idea]:
    """Return the gives that the owner plans, those that were made too, in the order of ids."""
    return IDEA.read(sql, "1 ORDER BY id", ())


def ideas_given(sql: sqlite3.Connection, today: date) -> dict[int, date]:
    """Return by id the ideas that were made up to a day, and when they first were."""
    return {
        number: date.fromisoformat(on)
        for number, on in sql.execute(
            "SELECT idea_id, MIN(date) FROM exchange"
            " WHERE idea_id IS NOT NULL AND day <= ? GROUP BY idea_id",
            (today.toordinal(),),
        )
    }


def given_lately(sql: sqlite3.Connection, first: date, today: date) -> dict[int, set[str]]:
    """Return by person the keys of the suggestions that were given from one day to another."""
    found: dict[int, set[str]] = defaultdict(set)
    for person_id, key in sql.execute(
        "SELECT person_id, suggestion FROM exchange"
        " WHERE day BETWEEN ? AND ? AND direction = 'gave' AND suggestion <> ''",
        (first.toordinal(), today.toordinal()),
    ):
        found[person_id].add(key)
    return found


def specialities(sql: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return (person, name, speciality) of everyone who is neither archived nor paused."""
    return sql.execute(
        "SELECT p.id, p.name, d.value FROM detail d JOIN person p ON p.id = d.person_id"
        " WHERE d.kind = 'speciality' AND NOT p.archived AND NOT p.paused ORDER BY p.id, d.id"
    ).fetchall()


def gives_between(sql: sqlite3.Connection, first: date, last: date) -> list[Exchange]:
    """Return what was given from one day to another, both included, the oldest first."""
    return EXCHANGE.read(
        sql,
        "direction = 'gave' AND day BETWEEN ? AND ? ORDER BY day, id",
        (first.toordinal(), last.toordinal()),
    )


def last_gives(sql: sqlite3.Connection, today: date) -> dict[int, date]:
    """Return by person the day of the owner's last give up to a day, self-interested ones aside."""
    found = sql.execute(
        "SELECT person_id, MAX(day) FROM exchange"
        " WHERE direction = 'gave' AND self_interest = 0 AND day <= ? GROUP BY person_id",
        (today.toordinal(),),
    )
    return {person_id: date.fromordinal(day) for person_id, day in found}


Stored = tuple[int, str, str, int, tuple[Any, ...], tuple[tuple[Any, ...], ...]]
"""A record: id, kind, uid, change time, values, and its parts, each with its own id first."""


def everything(
    sql: sqlite3.Connection,
    columns: Mapping[str, Sequence[str]],
    parts: Mapping[str, Sequence[str]],
) -> Iterator[Stored]:
    """Yield every record, sorted by id, with these `columns` of its kind and `parts` of those.

    Nothing is gathered: however large the ledger, one record of each kind is held. To be walked
    within one reading transaction.
    """
    # No two records share an id, so that nothing after it is ever compared.
    return heapq.merge(
        *(_records(sql, kind, columns[kind], parts.get(kind, ())) for kind in RECORDS)
    )


def tombstones(sql: sqlite3.Connection) -> Iterator[tuple[str, str, int, str | None]]:
    """Yield kind, uid, change time and the person it became part of, for all that was removed."""
    return sql.execute("SELECT kind, uid, changed, into_uid FROM tombstone ORDER BY uid")


def asides(sql: sqlite3.Connection) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Yield kind, uid, change time and content of records that cannot stand in their table.

    Those that were changed here since then are left out.
    """
    stale = " OR ".join(
        f"kind = '{kind}' AND EXISTS (SELECT 1 FROM {kind} t WHERE t.uid = aside.uid"
        " AND t.changed > aside.changed)"
        for kind in RECORDS
    )
    for kind, uid, changed, content in sql.execute(
        f"SELECT kind, uid, changed, content FROM aside WHERE NOT ({stale}) ORDER BY uid"
    ):
        yield kind, uid, changed, json.loads(content)


def count_records(sql: sqlite3.Connection) -> dict[str, int]:
    """Return how many records there are of each kind."""
    return {
        kind: int(sql.execute(f"SELECT COUNT(*) FROM {kind}").fetchone()[0]) for kind in RECORDS
    }


def stamps(sql: sqlite3.Connection, kind: str) -> dict[int, tuple[str, int]]:
    """Return the uid and the change time of every record of a kind, by id."""
    rows = sql.execute(f"SELECT id, uid, changed FROM {kind}")
    return {number: (uid, changed) for number, uid, changed in rows}


def last_change(sql: sqlite3.Connection) -> int:
    """Return when the ledger was changed last, in milliseconds since 1970; 0 for never."""
    return int(sql.execute("SELECT last_change FROM ledger").fetchone()[0])


def passings(sql: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield every exchange, and every part in a contact without one, sorted by day and id.

    Each is (day, id, person, channel, note, direction, category, kind, weight), the last four None
    where there was no exchange.
    """
    return heapq.merge(
        sql.execute(
            "SELECT e.date, e.id, e.person_id, i.channel, e.note, e.direction, e.category, e.kind,"
            " e.weight FROM exchange e LEFT JOIN interaction i ON i.id = e.interaction_id"
            " ORDER BY e.day, e.id"
        ),
        sql.execute(
            "SELECT i.date, i.id, a.person_id, i.channel, i.note, NULL, NULL, NULL, NULL"
            " FROM interaction i JOIN attendance a ON a.interaction_id = i.id WHERE NOT EXISTS"
            " (SELECT 1 FROM exchange e WHERE e.interaction_id = a.interaction_id"
            " AND e.person_id = a.person_id) ORDER BY i.date, i.id, a.person_id"
        ),
    )


def _records(
    sql: sqlite3.Connection, kind: str, columns: Sequence[str], parts: Sequence[str]
) -> Iterator[Stored]:
    listed = _listed(columns)
    rows = sql.execute(f"SELECT id, uid, changed, {listed} FROM {kind} ORDER BY id")
    if kind not in PARTS_OF:
        for number, uid, changed, *values in rows:
            yield number, kind, uid, changed, tuple(values), ()
        return
    table, owner = PARTS_OF[kind]
    nested = sql.execute(f"SELECT {owner}, id, {_listed(parts)} FROM {table} ORDER BY {owner}, id")
    part = nested.fetchone()
    for number, uid, changed, *values in rows:
        found = []
        while part is not None and part[0] == number:
            found.append(part[1:])
            part = nested.fetchone()
        yield number, kind, uid, changed, tuple(values), tuple(found)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


class Standing(NamedTuple):
    """Counts, and when the last operation was (ISO, UTC; None where there was none)."""

    people: int
    entries: int
    records: int
    operations: int
    last_at: str | None
    schema: int
    free_bytes: int


def standing(sql: sqlite3.Connection) -> Standing:
    """Return how the ledger stands; entries are contacts, gives and gets."""
    counts = count_records(sql)
    operations, last_at = sql.execute(
        "SELECT COUNT(*), (SELECT at FROM operation ORDER BY id DESC LIMIT 1) FROM operation"
        " WHERE kind = 'do'"
    ).fetchone()
    [free], [size], [schema] = (
        sql.execute(f"PRAGMA {name}").fetchone()
        for name in ("freelist_count", "page_size", "user_version")
    )
    return Standing(
        counts["person"],
        counts["interaction"] + counts["exchange"],
        sum(counts.values()),
        operations,
        last_at,
        schema,
        free * size,
    )
