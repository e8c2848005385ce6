"""Reading what balances are made of: faded sums, occasions, first exchanges, in SQL."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain.balance import FEWEST_OCCASIONS, YEAR_DAYS, Balance, CategoryFlow
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.store import filters

_COUNTED = "e.self_interest = 0 AND e.day <= :today_day"
_FADED = "SUM(e.weight * exp(:rate * (:today_day - e.day)))"
_NO_FLOWS = dict.fromkeys(Category, CategoryFlow(0.0, 0.0))


def balances(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    half_life: int | None,
    *,
    in_full: bool = True,
) -> dict[int, Balance]:
    """Return the balance of each person with an exchange that the query counts.

    They equal those of domain.balance.balance_of within 1e-9. `half_life` is in days, or None.
    A table needs less: not `in_full`, the flows of the categories are left out, three times as many
    as people have sides, and occasions are counted up to the few that a reading takes.
    """
    condition, values = _counted(sql, query, chosen, today, half_life)
    spans = _spans(sql, condition, values)
    days = f"SELECT e.person_id, COUNT(DISTINCT e.day) FROM exchange e WHERE {condition} GROUP BY 1"
    occasions = dict(sql.execute(days, values)) if in_full else {}
    flows = _flows(sql, condition, values) if in_full else {}
    return {
        number: Balance._make(
            (
                *sides,
                occasions.get(number, spans[number][0]),
                *spans[number][1:],
                flows.get(number, {}),
            )
        )
        for number, sides in _sides(sql, condition, values).items()
    }


def category_indexes(
    sql: sqlite3.Connection, ids: Sequence[int], today: date, half_life: int | None
) -> dict[int, dict[Category, float]]:
    """Return the index B of each category of these people with exchanges that count."""
    chosen = filters.PeopleChosen(tuple(ids))
    condition, values = _counted(sql, Query(), chosen, today, half_life)
    return {
        number: {category: flow.index for category, flow in flows.items()}
        for number, flows in _flows(sql, condition, values).items()
    }


def _sides(sql: sqlite3.Connection, condition: str, values: dict[str, Any]) -> dict[int, list[Any]]:
    """Return by person: gave, got, plain sums, counts in a year; an index covers it."""
    found: dict[int, list[Any]] = {}
    for number, got, faded, total, in_year in sql.execute(
        f"SELECT e.person_id, e.direction = 'got', {_FADED}, SUM(e.weight),"
        f" COUNT(*) FILTER (WHERE e.day > :today_day - {YEAR_DAYS})"
        f" FROM exchange e WHERE {condition} GROUP BY e.person_id, e.direction",
        values,
    ):
        sums = found.get(number)
        if sums is None:
            sums = found[number] = [0.0, 0.0, 0.0, 0.0, 0, 0]
        sums[got] = faded
        sums[2 + got] = total
        sums[4 + got] = in_year
    return found


def _flows(
    sql: sqlite3.Connection, condition: str, values: dict[str, Any]
) -> dict[int, dict[Category, CategoryFlow]]:
    """Return by person the faded sums of each category both ways."""
    found: dict[int, dict[Category, CategoryFlow]] = {}
    for number, category, gave, got in sql.execute(
        f"SELECT e.person_id, e.category, IFNULL({_FADED} FILTER (WHERE e.direction = 'gave'), 0),"
        f" IFNULL({_FADED} FILTER (WHERE e.direction = 'got'), 0)"
        f" FROM exchange e WHERE {condition} GROUP BY e.person_id, e.category",
        values,
    ):
        flows = found.get(number)
        if flows is None:
            flows = found[number] = _NO_FLOWS.copy()
        flows[Category(category)] = CategoryFlow(gave, got)
    return found


def received(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    half_life: int | None,
    ids: Iterable[int],
) -> dict[int, dict[Category, float]]:
    """Return for these people the faded sum got in each category the query counts."""
    condition, values = _counted(sql, query, chosen, today, half_life)
    values["ids"] = "[" + ",".join(map(str, ids)) + "]"  # as many as there may be people
    found: dict[int, dict[Category, float]] = {}
    for number, category, faded in sql.execute(
        f"SELECT e.person_id, e.category, {_FADED} FROM exchange e"
        " WHERE e.person_id IN (SELECT value FROM json_each(:ids)) AND e.direction = 'got'"
        f" AND {condition} GROUP BY e.person_id, e.category",
        values,
    ):
        found.setdefault(number, {})[Category(category)] = faded
    return found


def _spans(
    sql: sqlite3.Connection, condition: str, values: dict[str, Any]
) -> dict[int, tuple[int, date, date]]:
    """Return by person how many days have exchanges that count, the first and last.

    No more days are counted than a reading takes: a few index seeks a person at any
    number of exchanges, where a sum looks at every row.
    """
    theirs = f"FROM exchange e WHERE e.person_id = p.id AND {condition}"
    return {
        number: (days, date.fromordinal(first), date.fromordinal(last))
        for number, days, first, last in sql.execute(
            "SELECT p.id,"
            f" (SELECT COUNT(*) FROM (SELECT DISTINCT e.day {theirs} LIMIT {FEWEST_OCCASIONS})),"
            f" (SELECT MIN(e.day) {theirs}), (SELECT MAX(e.day) {theirs}) FROM person p",
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
    """Return (month as 2026-11, direction, exchanges, sum of weights), oldest first."""
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
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    half_life: int | None = None,
) -> tuple[str, dict[str, Any]]:
    """Return the condition on what counts, and values with the `:rate` of fading."""
    try:
        sql.execute("SELECT exp(0)")
    except sqlite3.OperationalError:
        # Some builds of SQLite come without the mathematical functions.
        sql.create_function("exp", 1, math.exp, deterministic=True)
    filters.prepare(sql, query)
    person = filters.people(query, chosen)
    condition = filters.Condition(_COUNTED, filters.day_values(today)) & filters.entries(query)
    if person.sql != "1":
        listed = f"e.person_id IN (SELECT p.id FROM person p WHERE {person.sql})"
        condition &= filters.Condition(listed, person.values)
    rate = 0.0 if half_life is None else -math.log(2) / half_life
    return condition.sql, {**condition.values, "rate": rate}
