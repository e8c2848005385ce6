"""Writing contacts and exchanges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.records import Category, Channel, Direction, Started
from reciprocity_cli.store.operation import Operation


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
    """Add one exchange, of its own or within a contact that the person attended; return its id."""
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
    """Give the exchanges of a contact a new change time: their day or person moved with it."""
    for (number,) in op.sql.execute(
        "SELECT id FROM exchange WHERE interaction_id = ?", (contact,)
    ).fetchall():
        op.touch("exchange", number)


def change_attendance(op: Operation, contact: int, people: Sequence[int], on: date) -> bool:
    """Make these people the ones who took part; return whether others did before.

    The exchanges of those who leave go with them. Where one person stands in for one other, it was
    the wrong name that was logged, and the exchanges become theirs.
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
