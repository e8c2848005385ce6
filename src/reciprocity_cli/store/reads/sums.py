"""Reading what balances are made of: faded sums, occasions and first exchanges, summed in SQL."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain.balance import YEAR_DAYS, Balance, CategoryFlow
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.store import filters

_COUNTED = "e.self_interest = 0 AND e.day <= :today_day"
_CATEGORIES = tuple(Category)
_NO_FLOW = CategoryFlow(0.0, 0.0)


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
    return {
        number: Balance._make((*sides, occasions[number], *spans[number], _categories(flows)))
        for number, (*sides, flows) in _sides(sql, condition, values).items()
    }


def _sides(sql: sqlite3.Connection, condition: str, values: dict[str, Any]) -> dict[int, list[Any]]:
    """Return by person: gave, got, their plain sums, their counts in a year; flows by category.

    Flat lists, for a thousand people have up to ten thousand flows; an index covers the sums.
    """
    found: dict[int, list[Any]] = {}
    for number, direction, category, faded, total, in_year in sql.execute(
        "SELECT e.person_id, e.direction, e.category,"
        " SUM(e.weight * exp(:rate * (:today_day - e.day))), SUM(e.weight),"
        f" COUNT(*) FILTER (WHERE e.day > :today_day - {YEAR_DAYS})"
        f" FROM exchange e WHERE {condition} GROUP BY e.person_id, e.direction, e.category",
        values,
    ):
        sums = found.get(number)
        if sums is None:
            sums = found[number] = [0.0, 0.0, 0.0, 0.0, 0, 0, {}]
        at = direction == "got"
        sums[at] += faded
        sums[2 + at] += total
        sums[4 + at] += in_year
        sums[6].setdefault(category, [0.0, 0.0])[at] = faded
    return found


def _categories(flows: Mapping[str, Sequence[float]]) -> dict[Category, CategoryFlow]:
    return {
        category: CategoryFlow(*flows[category]) if category in flows else _NO_FLOW
        for category in _CATEGORIES
    }


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
    # As in every balance, the archived appear only when they are named.
    put_away = "" if chosen.wanted else "archived OR "
    hidden = f"SELECT id FROM person WHERE {put_away}IFNULL(expect, '') = 'off'"
    return [
        (month, Direction(direction), count, total)
        for month, direction, count, total in sql.execute(
            "SELECT substr(e.date, 1, 7), e.direction, COUNT(*), SUM(e.weight) FROM exchange e"
            f" WHERE {condition} AND e.person_id NOT IN ({hidden}) GROUP BY 1, 2 ORDER BY 1, 2",
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
