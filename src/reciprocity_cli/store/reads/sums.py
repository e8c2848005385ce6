"""Reading what balances are made of: faded sums, occasions and first exchanges, summed in SQL."""

from __future__ import annotations

import math
import sqlite3
from datetime import date
from typing import Any

from reciprocity_cli.domain.balance import YEAR_DAYS, Balance, CategoryFlow
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.store import filters

_IN_BALANCES = (
    "e.person_id NOT IN (SELECT id FROM person WHERE archived OR IFNULL(expect, '') = 'off')"
)
_COUNTED = "e.self_interest = 0 AND e.day <= :today_day"
_CATEGORIES = tuple(Category)


def _sum_of(column: str, direction: Direction, category: Category | None = None) -> str:
    only = f"direction = '{direction}'" + (f" AND category = '{category}'" if category else "")
    return f"TOTAL({column}) FILTER (WHERE {only})"


_SIDES = [_sum_of(column, way) for column in ("faded", "total", "in_year") for way in Direction]
_FLOWS = [_sum_of("faded", way, category) for category in _CATEGORIES for way in Direction]
_BALANCES = (
    f"SELECT person_id, {', '.join(_SIDES)}, {', '.join(_FLOWS)}"
    " FROM (SELECT e.person_id, e.direction, e.category,"
    " SUM(e.weight * exp(:rate * (:today_day - e.day))) AS faded, SUM(e.weight) AS total,"
    f" COUNT(*) FILTER (WHERE e.day > :today_day - {YEAR_DAYS}) AS in_year"
    " FROM exchange e WHERE {condition} GROUP BY e.person_id, e.direction, e.category)"
    " GROUP BY person_id"
)
"""By direction and category over the index that covers them, then by person: a thousand people have
up to ten thousand flows, and each costs Python more than all their exchanges cost SQLite."""


def balances(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    half_life: int | None,
) -> dict[int, Balance]:
    """Return the balance of each person with an exchange that the query counts.

    They equal those of domain.balance.balance_of within 1e-9. `half_life` is in days, or None.
    """
    _ensure_exp(sql)
    condition, values = _counted(sql, query, chosen, today)
    values["rate"] = 0.0 if half_life is None else -math.log(2) / half_life
    occasions = _occasions(sql, condition, values)
    spans = _spans(sql, condition, values)
    found = {}
    for row in sql.execute(_BALANCES.format(condition=condition), values):
        number, gave, got, gave_total, got_total, gave_in_year, got_in_year, *faded = row
        found[number] = Balance(
            gave,
            got,
            gave_total,
            got_total,
            int(gave_in_year),
            int(got_in_year),
            occasions[number],
            *spans[number],
            dict(zip(_CATEGORIES, map(CategoryFlow, faded[::2], faded[1::2]), strict=True)),
        )
    return found


def _occasions(sql: sqlite3.Connection, condition: str, values: dict[str, Any]) -> dict[int, int]:
    """Return the number of distinct days with an exchange that counts, by person."""
    return dict(
        sql.execute(
            "SELECT e.person_id, COUNT(DISTINCT e.day) FROM exchange e"
            f" WHERE {condition} GROUP BY e.person_id",
            values,
        )
    )


def _spans(
    sql: sqlite3.Connection, condition: str, values: dict[str, Any]
) -> dict[int, tuple[date, date]]:
    """Return the first and the last day with an exchange that counts, by person.

    Two index seeks a person, where MIN and MAX beside a sum look at every row.
    """
    theirs = f"FROM exchange e WHERE e.person_id = p.id AND {condition}"
    return {
        number: (date.fromordinal(first), date.fromordinal(last))
        for number, first, last in sql.execute(
            f"SELECT p.id, (SELECT MIN(e.day) {theirs}), (SELECT MAX(e.day) {theirs})"
            " FROM person p",
            values,
        )
        if first is not None
    }


def first_exchanges(sql: sqlite3.Connection, today: date) -> dict[int, date]:
    """Return the day of each person's first exchange that counts, whatever a query says."""
    return {
        number: date.fromordinal(day)
        for number, day in sql.execute(
            "SELECT p.id, (SELECT day FROM exchange WHERE person_id = p.id AND self_interest = 0"
            " AND day <= ? ORDER BY day LIMIT 1) FROM person p",
            (today.toordinal(),),
        )
        if day is not None
    }


def monthly(
    sql: sqlite3.Connection, query: Query, chosen: filters.PeopleChosen, today: date
) -> list[tuple[str, Direction, int, float]]:
    """Return (month such as 2026-11, direction, exchanges, sum of weights), the oldest first."""
    condition, values = _counted(sql, query, chosen, today)
    return [
        (month, Direction(direction), count, total)
        for month, direction, count, total in sql.execute(
            "SELECT substr(e.date, 1, 7), e.direction, COUNT(*), SUM(e.weight) FROM exchange e"
            f" WHERE {condition} AND {_IN_BALANCES} GROUP BY 1, 2 ORDER BY 1, 2",
            values,
        )
    ]


def _counted(
    sql: sqlite3.Connection, query: Query, chosen: filters.PeopleChosen, today: date
) -> tuple[str, dict[str, Any]]:
    filters.prepare(sql, query)
    person = filters.people(query, chosen)
    condition = filters.Condition(_COUNTED, filters.day_values(today)) & filters.entries(query)
    if person.sql != "1":
        listed = f"e.person_id IN (SELECT p.id FROM person p WHERE {person.sql})"
        condition &= filters.Condition(listed, person.values)
    return condition.sql, dict(condition.values)


def _ensure_exp(sql: sqlite3.Connection) -> None:
    # Some builds of SQLite come without the mathematical functions.
    try:
        sql.execute("SELECT exp(0)")
    except sqlite3.OperationalError:
        sql.create_function("exp", 1, math.exp, deterministic=True)
