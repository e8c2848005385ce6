"""Reading what balances are made of: faded sums, occasions and first exchanges, summed in SQL."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from datetime import date
from typing import Any

from reciprocity_cli.domain.balance import YEAR_DAYS, Flow
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.store import filters

_IN_BALANCES = (
    "e.person_id NOT IN (SELECT id FROM person WHERE archived OR IFNULL(expect, '') = 'off')"
)
_COUNTED = "e.self_interest = 0 AND e.day <= :today_day"


def flows(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    half_life: int | None,
) -> dict[int, list[Flow]]:
    """Return the sums of each person the query chooses, by direction and category.

    They equal those of domain.balance.flows within 1e-9. `half_life` is in days, or None.
    """
    _ensure_exp(sql)
    condition, values = _counted(sql, query, chosen, today)
    values["rate"] = 0.0 if half_life is None else -math.log(2) / half_life
    found: dict[int, list[Flow]] = defaultdict(list)
    for row in sql.execute(
        "SELECT e.person_id, e.direction, e.category,"
        " SUM(e.weight * exp(:rate * (:today_day - e.day))), SUM(e.weight), COUNT(*),"
        f" SUM(e.day > :today_day - {YEAR_DAYS}), MIN(e.day), MAX(e.day)"
        f" FROM exchange e WHERE {condition} GROUP BY e.person_id, e.direction, e.category",
        values,
    ):
        number, direction, category, faded, total, count, in_year, first, last = row
        found[number].append(
            Flow(
                number,
                Direction(direction),
                Category(category),
                faded,
                total,
                count,
                in_year,
                date.fromordinal(first),
                date.fromordinal(last),
            )
        )
    return found


def occasions(
    sql: sqlite3.Connection, query: Query, chosen: filters.PeopleChosen, today: date
) -> dict[int, int]:
    """Return the number of distinct days with an exchange that counts, by person."""
    condition, values = _counted(sql, query, chosen, today)
    return dict(
        sql.execute(
            "SELECT person_id, COUNT(*) FROM"
            f" (SELECT DISTINCT e.person_id, e.day FROM exchange e WHERE {condition})"
            " GROUP BY person_id",
            values,
        )
    )


def first_exchanges(sql: sqlite3.Connection, ids: list[int], today: date) -> dict[int, date]:
    """Return the day of each person's first exchange that counts, whatever a query says."""
    found = {}
    for number in ids:
        day = sql.execute(
            "SELECT day FROM exchange WHERE person_id = ? AND self_interest = 0 AND day <= ?"
            " ORDER BY day LIMIT 1",
            (number, today.toordinal()),
        ).fetchone()
        if day is not None:
            found[number] = date.fromordinal(day[0])
    return found


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
