"""How the columns of each table become a record's fields; one reader a kind of record."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from reciprocity_cli.domain import records as r

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


def promises(
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
