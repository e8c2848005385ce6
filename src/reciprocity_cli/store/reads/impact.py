"""Reading what came of gives and gets."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from reciprocity_cli.domain.impact import ASK_FROM_DAYS, ASK_WITHIN_DAYS, Came, Tally
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.domain.rhythm import is_dormant
from reciprocity_cli.store import filters, records
from reciprocity_cli.store.entries import OUTCOME_SO_FAR

_COUNTED = "e.day <= :today_day AND e.self_interest = 0"
"""A give in the owner's own interest is none here."""

Tallies = dict[tuple[Direction, Category], Tally]


def tallies(
    sql: sqlite3.Connection, query: Query, chosen: filters.PeopleChosen, today: date
) -> Tallies:
    """Return by direction and category how many a query chooses, and what came of them."""
    condition, values = _chosen(sql, query, chosen, today)
    counts: dict[tuple[Direction, Category], dict[str, int]] = defaultdict(dict)
    for way, category, outcome, count in sql.execute(
        f"SELECT e.direction, e.category, {OUTCOME_SO_FAR}, COUNT(*) FROM exchange e"
        f" JOIN person p ON p.id = e.person_id WHERE {condition} GROUP BY 1, 2, 3",
        values,
    ):
        counts[Direction(way), Category(category)][outcome] = count
    return {
        key: Tally(sum(of.values()), *(of.get(word, 0) for word in ("nothing", "helped", "big")))
        for key, of in counts.items()
    }


def came(
    sql: sqlite3.Connection, query: Query, chosen: filters.PeopleChosen, today: date
) -> list[Came]:
    """Return what a query chooses with a known outcome, and gives to ask about, newest first."""
    condition, values = _chosen(sql, query, chosen, today)
    values["ask_first"] = (today - timedelta(days=ASK_WITHIN_DAYS - 1)).toordinal()
    values["ask_last"] = (today - timedelta(days=ASK_FROM_DAYS)).toordinal()
    columns = ", ".join(f"e.{name}" for name in records.EXCHANGE.columns)
    found = sql.execute(
        f"SELECT {columns}, p.name, o.name FROM exchange e JOIN person p ON p.id = e.person_id"
        f" LEFT JOIN person o ON o.id = e.other_person_id WHERE {condition}"
        f" AND ({OUTCOME_SO_FAR} <> 'unknown' OR (e.direction = 'gave'"
        " AND e.day BETWEEN :ask_first AND :ask_last))"
        " ORDER BY e.day DESC, e.id DESC",
        values,
    )
    return [Came(records.EXCHANGE.made(row[:-2]), row[-2], row[-1] or "") for row in found]


def first_days(
    sql: sqlite3.Connection, query: Query, chosen: filters.PeopleChosen, today: date
) -> list[date]:
    """Return the first contact day of each person chosen who is not dormant."""
    filters.prepare(sql, query)
    person = filters.people(query, chosen)
    values = {**filters.day_values(today), **person.values}
    spans = sql.execute(
        "SELECT MIN(d.day), MAX(d.day) FROM person p JOIN ("
        "SELECT person_id, MIN(day) AS day FROM attendance WHERE day <= :today_day GROUP BY 1"
        " UNION ALL SELECT person_id, MAX(day) FROM attendance WHERE day <= :today_day GROUP BY 1"
        " UNION ALL SELECT person_id, MIN(day) FROM exchange WHERE day <= :today_day GROUP BY 1"
        " UNION ALL SELECT person_id, MAX(day) FROM exchange WHERE day <= :today_day GROUP BY 1"
        f") d ON d.person_id = p.id WHERE {person.sql} GROUP BY p.id",
        values,
    )
    return [
        date.fromordinal(first)
        for first, last in spans
        if not is_dormant(date.fromordinal(last), today)
    ]


def _chosen(
    sql: sqlite3.Connection, query: Query, chosen: filters.PeopleChosen, today: date
) -> tuple[str, dict[str, Any]]:
    filters.prepare(sql, query)
    condition = filters.people(query, chosen) & filters.entries(query)
    values = {**filters.day_values(today), **condition.values}
    return f"{_COUNTED} AND {condition.sql}", values
