"""A query put into SQL: conditions on people (alias `p`) and exchanges (alias `e`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.dates import DateRange
from reciprocity_cli.domain.query import Query, Term, Value

CURRENT_PHASE = (
    "COALESCE((SELECT change.phase FROM phase_change change WHERE change.person_id = p.id"
    " AND change.date <= :today ORDER BY change.date DESC, change.id DESC LIMIT 1), p.start_phase)"
)


class Condition(NamedTuple):
    """A piece of SQL for WHERE, and the values it names."""

    sql: str = "1"
    values: dict[str, Any] = {}

    def __and__(self, other: Condition) -> Condition:
        if self.sql == "1":
            return other
        if other.sql == "1":
            return self
        return Condition(f"{self.sql} AND {other.sql}", {**self.values, **other.values})


class PeopleChosen(NamedTuple):
    """The names of a query resolved to ids; None where it names nobody."""

    wanted: tuple[int, ...] | None = None
    excluded: tuple[int, ...] = ()


EVERYBODY = PeopleChosen()
"""A query that names nobody."""


class _Values:
    """Names the values of one condition after each other."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.named: dict[str, Any] = {}

    def add(self, value: Any) -> str:
        name = f"{self.prefix}{len(self.named)}"
        self.named[name] = value
        return f":{name}"

    def add_all(self, values: Sequence[Any]) -> str:
        return "(" + ", ".join(self.add(value) for value in values) + ")"


def prepare(sql: sqlite3.Connection, query: Query) -> None:
    """Give the connection the folding that `text:` and `tag:` compare by, if used."""
    needed = {Term.TEXT, Term.TAG}
    if any(kind in needed for terms in (query.wanted, query.excluded) for kind, _ in terms.values):
        from reciprocity_cli.domain.names import fold

        sql.create_function("folded_text", 1, fold, deterministic=True)


def people(query: Query, chosen: PeopleChosen = EVERYBODY) -> Condition:
    """Return the condition on people: names, roles, tags, phases; needs `:today`."""
    given = _Values("p")
    parts = []
    if chosen.wanted is not None:
        parts.append(f"p.id IN {given.add_all(chosen.wanted)}")
    if chosen.excluded:
        parts.append(f"p.id NOT IN {given.add_all(chosen.excluded)}")
    parts += [_about_person(kind, values, given) for kind, values in query.wanted.about_people]
    parts += [
        f"NOT {_about_person(kind, values, given)}" for kind, values in query.excluded.about_people
    ]
    return Condition(" AND ".join(parts) or "1", given.named)


def entries(query: Query) -> Condition:
    """Return the condition on exchanges: category, direction, channel, size, date, text, period."""
    given = _Values("e")
    parts = [_about_entry(kind, values, given) for kind, values in query.wanted.about_entries]
    parts += [
        f"NOT {_about_entry(kind, values, given)}" for kind, values in query.excluded.about_entries
    ]
    if query.period is not None:
        parts.append(_within(query.period, given))
    return Condition(" AND ".join(parts) or "1", given.named)


def contacts(query: Query) -> Condition | None:
    """Return the condition on contacts without an exchange (`i`); None for none."""
    given = _Values("c")
    parts = []
    for kind, values in query.wanted.about_entries:
        part = _about_contact(kind, values, given)
        if part is None:
            return None
        parts.append(part)
    for kind, values in query.excluded.about_entries:
        part = _about_contact(kind, values, given)
        if part is not None:
            parts.append(f"NOT {part}")
    if query.period is not None:
        parts.append(_contact_within(query.period, given))
    return Condition(" AND ".join(parts) or "1", given.named)


def people_with_entries(query: Query) -> Condition:
    """Return the condition that a person has an entry or contact the query means."""
    if not query.chooses_entries:
        return Condition()
    entry, contact = entries(query), contacts(query)
    chosen = (
        f"p.id IN (SELECT e.person_id FROM exchange e WHERE e.day <= :today_day AND {entry.sql})"
    )
    if contact is None:
        return Condition(chosen, entry.values)
    attended = (
        "p.id IN (SELECT a.person_id FROM interaction i"
        " JOIN attendance a ON a.interaction_id = i.id"
        f" WHERE i.date <= :today AND {contact.sql})"
    )
    return Condition(f"({chosen} OR {attended})", {**entry.values, **contact.values})


def _about_person(kind: Term, values: tuple[Value, ...], given: _Values) -> str:
    if kind is Term.PHASE:
        return f"{CURRENT_PHASE} IN {given.add_all(values)}"
    detail = "role" if kind is Term.ROLE else "tag"
    if kind is Term.TAG:
        from reciprocity_cli.domain.names import fold

        values = tuple(fold(str(value)) for value in values)
    return (
        f"p.id IN (SELECT d.person_id FROM detail d WHERE d.kind = '{detail}'"
        f" AND d.folded IN {given.add_all(values)})"
    )


def _about_entry(kind: Term, values: tuple[Value, ...], given: _Values) -> str:
    match kind:
        case Term.CATEGORY:
            return f"e.category IN {given.add_all(values)}"
        case Term.DIRECTION:
            return f"e.direction IN {given.add_all(values)}"
        case Term.SIZE:
            return f"e.weight IN {given.add_all(values)}"
        case Term.CHANNEL:
            return (
                "IFNULL(e.interaction_id IN (SELECT i.id FROM interaction i"
                f" WHERE i.channel IN {given.add_all(values)}), 0)"
            )
        case Term.DATE:
            ranges = [_within(value, given) for value in values if isinstance(value, DateRange)]
            return "(" + " OR ".join(ranges) + ")"
        case _:
            return "(" + " OR ".join(_has_text(str(value), given) for value in values) + ")"


def _about_contact(kind: Term, values: tuple[Value, ...], given: _Values) -> str | None:
    match kind:
        case Term.CHANNEL:
            return f"IFNULL(i.channel IN {given.add_all(values)}, 0)"
        case Term.DATE:
            ranges = [_contact_within(v, given) for v in values if isinstance(v, DateRange)]
            return "(" + " OR ".join(ranges) + ")"
        case Term.TEXT:
            from reciprocity_cli.domain.names import fold

            wanted = [given.add(fold(str(value))) for value in values]
            found = " OR ".join(f"instr(folded_text(i.note), {name}) > 0" for name in wanted)
            return f"({found})"
    return None


def _contact_within(days: DateRange, given: _Values) -> str:
    first, last = (given.add(day.isoformat()) for day in days)
    return f"i.date BETWEEN {first} AND {last}"


def _within(days: DateRange, given: _Values) -> str:
    first, last = (given.add(day.toordinal()) for day in days)
    return f"e.day BETWEEN {first} AND {last}"


def _has_text(text: str, given: _Values) -> str:
    from reciprocity_cli.domain.names import fold

    wanted = given.add(fold(text))
    contact_note = "SELECT i.note FROM interaction i WHERE i.id = e.interaction_id"
    return (
        f"(instr(folded_text(e.note), {wanted}) > 0"
        f" OR instr(folded_text(IFNULL(({contact_note}), '')), {wanted}) > 0)"
    )


def day_values(today: date) -> dict[str, Any]:
    """Return the values by which every condition knows today."""
    return {"today": today.isoformat(), "today_day": today.toordinal()}
