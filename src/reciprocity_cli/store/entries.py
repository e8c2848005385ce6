"""Contacts with what passed on them: reading, adding and changing them."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Channel, Direction, Outcome, Started
from reciprocity_cli.store import filters
from reciprocity_cli.store.operation import Operation


class Entry(NamedTuple):
    """A line of the history: an exchange, or a contact (`direction` None).

    A contact in which something passed is a line of its own where it has a note.

    `names` are of everyone at the contact; `by` tells who started it. The weight of a
    contact is None. `contact_id` is the contact that an
    exchange belongs to.
    """

    id: int
    on: date
    names: Sequence[str]
    direction: Direction | None = None
    category: Category | None = None
    kind: str | None = None
    weight: float | None = None
    note: str = ""
    via: Channel | None = None
    by: Started | None = None
    outcome: Outcome = Outcome.UNKNOWN
    self_interest: bool = False
    outcome_text: str = ""
    contact_id: int | None = None
    person_ids: Sequence[int] = ()


def entries(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    limit: int | None = None,
) -> tuple[list[Entry], int]:
    """Return the entries a query chooses, newest first, and their number in all."""
    filters.prepare(sql, query)
    person = filters.people(query, chosen)
    values = {**filters.day_values(today), **person.values, "most": -1 if limit is None else limit}
    found = list(_exchanges(sql, query, person, values))
    found += _contacts(sql, query, person, values)
    found.sort(key=lambda entry: (entry.on, entry.id), reverse=True)
    total = len(found)
    if limit is not None and total >= limit:
        total = _count(sql, query, person, values)
    return found[:limit], total


def entries_of(sql: sqlite3.Connection, numbers: Sequence[int]) -> list[Entry]:
    """Return exchanges and contacts by id, in the order of ids, whatever their day."""
    names = {f"id{at}": number for at, number in enumerate(numbers)}
    listed = f"({', '.join(f':{name}' for name in names)})"
    values = {**filters.day_values(date.max), **names, "most": -1}
    found = list(_exchanges(sql, Query(), filters.Condition(f"e.id IN {listed}"), values))
    contacts = f"SELECT {_OF_A_CONTACT} FROM interaction i WHERE i.id IN {listed}"
    found += _as_entries(sql, sql.execute(contacts, names).fetchall())
    return sorted(found, key=lambda entry: numbers.index(entry.id))


def _exchanges(
    sql: sqlite3.Connection, query: Query, person: filters.Condition, values: dict[str, Any]
) -> Iterable[Entry]:
    entry = filters.entries(query)
    for row in sql.execute(
        "SELECT e.id, e.date, p.name, e.direction, e.category, e.kind, e.weight, e.note,"
        f" i.channel, i.started, {OUTCOME_SO_FAR}, e.self_interest, e.outcome_text,"
        " e.interaction_id, e.person_id FROM exchange e"
        " JOIN person p ON p.id = e.person_id LEFT JOIN interaction i ON i.id = e.interaction_id"
        f" WHERE e.day <= :today_day AND {person.sql} AND {entry.sql}"
        " ORDER BY e.day DESC, e.id DESC LIMIT :most",
        {**values, **entry.values},
    ):
        number, on, name, way, category, kind, weight, note, via, by, outcome, own, *more = row
        came, contact, person_id = more
        yield Entry(
            number,
            date.fromisoformat(on),
            (name,),
            Direction(way),
            Category(category),
            kind,
            weight,
            note,
            Channel(via) if via else None,
            Started(by) if by else None,
            Outcome(outcome),
            bool(own),
            came if outcome != Outcome.UNKNOWN else "",
            contact,
            (person_id,),
        )


OUTCOME_SO_FAR = "CASE WHEN e.outcome_on > :today THEN 'unknown' ELSE e.outcome END"
"""What came of an exchange (alias `e`) by `:today`."""

_OF_A_CONTACT = "i.id, i.date, i.channel, i.started, i.note"

_PLAIN_CONTACTS = (
    "FROM interaction i WHERE i.date <= :today AND (i.note <> ''"
    " OR NOT EXISTS (SELECT 1 FROM exchange x WHERE x.interaction_id = i.id))"
    " AND EXISTS (SELECT 1 FROM attendance a JOIN person p ON p.id = a.person_id"
    " WHERE a.interaction_id = i.id AND {person}) AND {contact}"
)


def _contacts(
    sql: sqlite3.Connection, query: Query, person: filters.Condition, values: dict[str, Any]
) -> list[Entry]:
    contact = filters.contacts(query)
    if contact is None:
        return []
    where = _PLAIN_CONTACTS.format(person=person.sql, contact=contact.sql)
    rows = sql.execute(
        f"SELECT {_OF_A_CONTACT} {where} ORDER BY i.date DESC, i.id DESC LIMIT :most",
        {**values, **contact.values},
    ).fetchall()
    return _as_entries(sql, rows)


def _as_entries(sql: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> list[Entry]:
    people: dict[int, list[tuple[int, str]]] = {}
    for contact, *_ in rows:
        people[contact] = sql.execute(
            "SELECT p.id, p.name FROM attendance a JOIN person p ON p.id = a.person_id"
            " WHERE a.interaction_id = ? ORDER BY a.id",
            (contact,),
        ).fetchall()
    return [
        Entry(
            number,
            date.fromisoformat(on),
            tuple(name for _, name in people[number]),
            note=note,
            via=Channel(via) if via else None,
            by=Started(by) if by else None,
            person_ids=tuple(who for who, _ in people[number]),
        )
        for number, on, via, by, note in rows
    ]


def _count(
    sql: sqlite3.Connection, query: Query, person: filters.Condition, values: dict[str, Any]
) -> int:
    entry, contact = filters.entries(query), filters.contacts(query)
    (exchanges,) = sql.execute(
        "SELECT COUNT(*) FROM exchange e JOIN person p ON p.id = e.person_id"
        f" WHERE e.day <= :today_day AND {person.sql} AND {entry.sql}",
        {**values, **entry.values},
    ).fetchone()
    if contact is None:
        return int(exchanges)
    where = _PLAIN_CONTACTS.format(person=person.sql, contact=contact.sql)
    (plain,) = sql.execute(f"SELECT COUNT(*) {where}", {**values, **contact.values}).fetchone()
    return int(exchanges + plain)


class NewExchange(NamedTuple):
    """One give or get to be written; `more` holds any further columns of its table."""

    direction: Direction
    category: Category
    weight: float
    kind: str | None = None
    note: str = ""
    more: Mapping[str, Any] = {}


def insert_contact(
    op: Operation,
    people: Sequence[int],
    on: date,
    *,
    channel: Channel | None = None,
    started: Started | None = None,
    note: str = "",
) -> int:
    """Add an interaction with these people; return its id."""
    number = op.insert(
        "interaction", {"date": on, "channel": channel, "started": started, "note": note}
    )
    for person in people:
        op.insert_part("attendance", {"interaction_id": number, "person_id": person, "date": on})
    return number


def insert_exchange(
    op: Operation, person: int, on: date, new: NewExchange, contact: int | None = None
) -> int:
    """Add one exchange, alone or in a contact the person attended; return its id."""
    return op.insert(
        "exchange",
        {
            "person_id": person,
            "direction": new.direction,
            "category": new.category,
            "kind": new.kind,
            "weight": new.weight,
            "date": on,
            "note": new.note,
            "interaction_id": contact,
            **new.more,
        },
    )


def touch_exchanges(op: Operation, contact: int) -> None:
    """Give a contact's exchanges a new change time: day or person moved with it."""
    for (number,) in op.sql.execute(
        "SELECT id FROM exchange WHERE interaction_id = ?", (contact,)
    ).fetchall():
        op.touch("exchange", number)


def change_attendance(op: Operation, contact: int, people: Sequence[int], on: date) -> bool:
    """Make these people the ones who took part; return whether others did before.

    The exchanges of those who leave go with them. Where one person stands in for one
    other, it was the wrong name that was logged, and the exchanges become theirs.
    """
    before = {
        row[0]
        for row in op.sql.execute(
            "SELECT person_id FROM attendance WHERE interaction_id = ?", (contact,)
        )
    }
    left, joined = before.difference(people), set(people) - before
    if len(left) == len(joined) == 1:
        _stand_in(op, contact, left.pop(), joined.pop())
        return True
    for person in left:
        op.sql.execute(
            "DELETE FROM attendance WHERE interaction_id = ? AND person_id = ?", (contact, person)
        )
    for person in people:
        if person not in before:
            op.insert_part(
                "attendance", {"interaction_id": contact, "person_id": person, "date": on}
            )
    if not left and not joined:
        return False
    op.touch("interaction", contact)
    return True


def _stand_in(op: Operation, contact: int, left: int, joined: int) -> None:
    op.sql.execute(
        "UPDATE exchange SET other_person_id = NULL WHERE interaction_id = ?"
        " AND person_id = ? AND other_person_id = ?",
        (contact, left, joined),
    )
    op.sql.execute(
        "UPDATE attendance SET person_id = ? WHERE interaction_id = ? AND person_id = ?",
        (joined, contact, left),
    )
    touch_exchanges(op, contact)
    op.touch("interaction", contact)
