"""Reading records of every kind, one, some or all of them."""

from __future__ import annotations

import heapq
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.kinds import PARTS_OF, RECORDS, Kind, kind_of
from reciprocity_cli.errors import NotFound, UsageError

Record = TypeVar("Record", bound=tuple[Any, ...])
Values = Sequence[Any] | Mapping[str, Any]


def read(sql: sqlite3.Connection, record: type[Record], where: str, values: Values) -> list[Record]:
    """Return the records of a type for which `where` (SQL, from us alone) holds."""
    kind = kind_of(record)
    listed = ", ".join(f'"{name}"' for name in kind.read_columns)
    rows = sql.execute(f"SELECT {listed} FROM {kind.table} WHERE {where}", values)
    return [kind.made(row) for row in rows]


def read_one(sql: sqlite3.Connection, record: type[Record], number: int) -> Record:
    """Return the record of this type and id, which there must be."""
    [found] = read(sql, record, "id = ?", (number,))
    return found


def promises_where(sql: sqlite3.Connection, where: str, values: Values) -> list[r.Promise]:
    """Return promises with the days of word given: two statements, however many."""
    updates: dict[int, list[date]] = defaultdict(list)
    for number, on in sql.execute(
        "SELECT promise_id, date FROM promise_update"
        f" WHERE promise_id IN (SELECT id FROM promise WHERE {where}) ORDER BY date",
        values,
    ):
        updates[number].append(date.fromisoformat(on))
    return [
        promise._replace(updates=tuple(updates.get(promise.id, ())))
        for promise in read(sql, r.Promise, where, values)
    ]


LONGEST_ID = 18


def parse_id(text: str, shown: str = "recip history shows ids") -> int:
    """Return the id in `#42` or `42`, else raise UsageError; `shown` says where."""
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
    """Return the id of a record of one kind. Raises NotFound, naming its real kind."""
    shown = f"{RECORDS[table].listed_by} shows the ids"
    number = parse_id(text, shown)
    if sql.execute(f"SELECT 1 FROM {table} WHERE id = ?", (number,)).fetchone() is None:
        for other in RECORDS:
            if sql.execute(f"SELECT 1 FROM {other} WHERE id = ?", (number,)).fetchone():
                raise NotFound(f"#{number} is {called(other)}, not {called(table)}", shown)
        raise NotFound(f"there is no {called(table).partition(' ')[2]} #{number}", shown)
    return number


def called(table: str) -> str:
    """Return a table's record in words, with its article: "a need", "an ask"."""
    return RECORDS[table].called


def ids_and_words(sql: sqlite3.Connection, table: str) -> list[tuple[int, str]]:
    """Return the id of every record of a kind with words that tell which it is, the newest first.

    They are the owner's words, or else the day.
    """
    kind = RECORDS[table]
    told = next(iter(kind.free_text), kind.day or "id")
    return sql.execute(f"SELECT id, {told} FROM {table} ORDER BY id DESC").fetchall()


def tags_in_use(sql: sqlite3.Connection, table: str) -> list[str]:
    """Return the tags of a kind of record, or of people where it is about them.

    Only those of letters, digits and a few signs that no shell takes for more.
    """
    own = table in ("offer", "opportunity")
    said = f"tags FROM {table}" if own else "value FROM detail WHERE kind = 'tag'"
    found = {tag for (tags,) in sql.execute(f"SELECT {said}") for tag in tags.split()}
    return sorted(tag for tag in found if re.fullmatch(r"[\w.+-]+", tag))


def owned_record(sql: sqlite3.Connection, table: str, text: str, person_id: int) -> int:
    """Return the id of a person's record of a kind. Raises NotFound if not theirs."""
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


def needs(sql: sqlite3.Connection, today: date) -> list[r.Need]:
    """Return the needs and interests noted up to a day, met too, the oldest first."""
    return read(sql, r.Need, "noted_on <= ? ORDER BY noted_on, id", (today.isoformat(),))


def open_needs_of(
    sql: sqlite3.Connection, today: date, ids: Collection[int] | None = None
) -> list[r.Need]:
    """Return what is looked for and of interest today, of these people or of all not put away.

    Needs stand before interests, the urgent before the others, the older before the newer.
    """
    if ids is None:
        whose = "person_id IN (SELECT id FROM person WHERE NOT archived AND NOT paused)"
    else:
        whose = f"person_id IN ({', '.join(map(str, ids))})"
    return read(
        sql,
        r.Need,
        f"{whose} AND noted_on <= :today AND (met_on IS NULL OR met_on > :today)"
        " ORDER BY seeking = 'interest',"
        " CASE urgency WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, noted_on, id",
        {"today": today.isoformat()},
    )


def promises(sql: sqlite3.Connection, today: date) -> list[r.Promise]:
    """Return promises by either side up to a day, closed too, the oldest first."""
    return promises_where(sql, "made_on <= ? ORDER BY made_on, id", (today.isoformat(),))


def asks(sql: sqlite3.Connection, today: date) -> list[r.Ask]:
    """Return the asks made up to a day, answered ones too, the oldest first."""
    return read(sql, r.Ask, "asked_on <= ? ORDER BY asked_on, id", (today.isoformat(),))


def signals(
    sql: sqlite3.Connection, first: date, last: date, person_id: int | None = None
) -> list[r.Signal]:
    """Return what was noted of a person, or of all, between two days, inclusive, oldest first."""
    values = {"whose": person_id, "first": first.isoformat(), "last": last.isoformat()}
    whose = "(:whose IS NULL OR person_id = :whose)"
    where = f"{whose} AND date BETWEEN :first AND :last ORDER BY date, id"
    return read(sql, r.Signal, where, values)


def incidents(sql: sqlite3.Connection, today: date) -> list[r.Incident]:
    """Return the incidents up to a day, repaired ones too, the oldest first."""
    return read(sql, r.Incident, "date <= ? ORDER BY date, id", (today.isoformat(),))


def at_hand(sql: sqlite3.Connection, table: str, number: int) -> Any:
    """Return the record of this kind and id, which there must be."""
    if table == "promise":
        return promises_where(sql, "id = ?", (number,))[0]
    return read_one(sql, RECORDS[table].record, number)


def offers(sql: sqlite3.Connection) -> list[r.Offer]:
    """Return what the owner offers, in the order of ids."""
    return read(sql, r.Offer, "1 ORDER BY id", ())


def opportunities(sql: sqlite3.Connection) -> list[r.Opportunity]:
    """Return what came up, expired too, the first to expire first, open-ended last."""
    return read(sql, r.Opportunity, "1 ORDER BY expires_on IS NULL, expires_on, id", ())


def live_opportunities(sql: sqlite3.Connection, today: date) -> list[r.Opportunity]:
    """Return what came up and has not expired; its last day counts."""
    where = "expires_on IS NULL OR expires_on >= ? ORDER BY expires_on IS NULL, expires_on, id"
    return read(sql, r.Opportunity, where, (today.isoformat(),))


def ideas(sql: sqlite3.Connection) -> list[r.Idea]:
    """Return the gives the owner plans, and those already made, in order of ids."""
    return read(sql, r.Idea, "1 ORDER BY id", ())


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
    """Return by person the keys of suggestions given from one day to another."""
    found: dict[int, set[str]] = defaultdict(set)
    for person_id, key in sql.execute(
        "SELECT person_id, suggestion FROM exchange"
        " WHERE day BETWEEN ? AND ? AND direction = 'gave' AND suggestion <> ''",
        (first.toordinal(), today.toordinal()),
    ):
        found[person_id].add(key)
    return found


def specialities(sql: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return (person, name, speciality) of all neither archived nor paused."""
    return sql.execute(
        "SELECT p.id, p.name, d.value FROM detail d JOIN person p ON p.id = d.person_id"
        " WHERE d.kind = 'speciality' AND NOT p.archived AND NOT p.paused ORDER BY p.id, d.id"
    ).fetchall()


def gives_between(sql: sqlite3.Connection, first: date, last: date) -> list[r.Exchange]:
    """Return what was given between two days, both included, the oldest first."""
    return read(
        sql,
        r.Exchange,
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


def everything(sql: sqlite3.Connection) -> Iterator[Stored]:
    """Yield every record, sorted by id, with the columns that its kind says.

    Nothing is gathered: however large the ledger, one record of each kind is held. To
    be walked within one reading transaction.
    """
    # No two records share an id, so that nothing after it is ever compared.
    return heapq.merge(*(_records(sql, kind) for kind in RECORDS.values()))


def tombstones(sql: sqlite3.Connection) -> Iterator[tuple[str, str, int, str | None]]:
    """Yield kind, uid, change time and whom it became part of, for all removed."""
    return sql.execute("SELECT kind, uid, changed, into_uid FROM tombstone ORDER BY uid")


def asides(sql: sqlite3.Connection) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Yield kind, uid, change time and content of records that cannot stand in a table.

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
    """Return when the ledger last changed, in milliseconds since 1970; 0: never."""
    return int(sql.execute("SELECT last_change FROM ledger").fetchone()[0])


def passings(sql: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield every exchange, and each part in a contact without, sorted by day and id.

    Each is (day, id, person, channel, note, direction, category, kind, weight), the
    last four None where there was no exchange.
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


def _records(sql: sqlite3.Connection, kind: Kind[Any]) -> Iterator[Stored]:
    table, parts = kind.table, PARTS_OF.get(kind.table)
    rows = sql.execute(f"SELECT id, uid, changed, {_listed(kind)} FROM {table} ORDER BY id")
    if parts is None:
        for number, uid, changed, *values in rows:
            yield number, table, uid, changed, tuple(values), ()
        return
    nested = sql.execute(
        f"SELECT {parts.owner}, id, {_listed(parts)} FROM {parts.table} ORDER BY {parts.owner}, id"
    )
    part = nested.fetchone()
    for number, uid, changed, *values in rows:
        found = []
        while part is not None and part[0] == number:
            found.append(part[1:])
            part = nested.fetchone()
        yield number, table, uid, changed, tuple(values), tuple(found)


def _listed(kind: Kind[Any]) -> str:
    return ", ".join(f'"{column.name}"' for column in kind.said)


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
