"""Reading when contacts, gives and gets were: counted by person, over spans of days and by week."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date
from typing import Any

from reciprocity_cli.domain.rhythm import SPAN_DAYS, Ages, PersonWeek

_DAYS = (
    "SELECT person_id, day FROM attendance WHERE day {span}"
    " UNION SELECT person_id, day FROM exchange WHERE day {span}"
)
_OWN_MOVES = (
    "SELECT a.person_id, a.day FROM attendance a JOIN interaction i ON i.id = a.interaction_id"
    " WHERE i.started IN ('me', 'both') AND a.day {span}"
    " UNION SELECT person_id, day FROM exchange"
    " WHERE direction = 'gave' AND self_interest = 0 AND day {span}"
)
_ANY_OLDER = {
    _DAYS: (
        "SELECT p.id FROM person p WHERE"
        " EXISTS (SELECT 1 FROM attendance a WHERE a.person_id = p.id AND a.day <= :old)"
        " OR EXISTS (SELECT 1 FROM exchange e WHERE e.person_id = p.id AND e.day <= :old)"
    ),
    _OWN_MOVES: (
        "SELECT p.id FROM person p WHERE"
        " EXISTS (SELECT 1 FROM exchange e WHERE e.person_id = p.id AND e.day <= :old"
        " AND e.direction = 'gave' AND e.self_interest = 0)"
        " OR EXISTS (SELECT 1 FROM attendance a JOIN interaction i ON i.id = a.interaction_id"
        " WHERE a.person_id = p.id AND a.day <= :old AND i.started IN ('me', 'both'))"
    ),
}


def contact_ages(sql: sqlite3.Connection, today: date) -> dict[int, Ages]:
    """Return how many contact days of each person lie in the spans of momentum."""
    return _ages(sql, _DAYS, today)


def own_move_ages(sql: sqlite3.Connection, today: date) -> dict[int, Ages]:
    """Return the same of the days on which the owner gave or started; as domain own_moves."""
    return _ages(sql, _OWN_MOVES, today)


def _ages(sql: sqlite3.Connection, days: str, today: date) -> dict[int, Ages]:
    values: dict[str, Any] = {
        "today": today.toordinal(),
        "half": today.toordinal() - SPAN_DAYS,
        "old": today.toordinal() - 2 * SPAN_DAYS,
    }
    spanned = days.format(span="BETWEEN :old + 1 AND :today")
    counts = {
        number: (recent, before)
        for number, recent, before in sql.execute(
            f"SELECT person_id, SUM(day > :half), SUM(day <= :half) FROM ({spanned})"
            " GROUP BY person_id",
            values,
        )
    }
    older = {number for (number,) in sql.execute(_ANY_OLDER[days], values)}
    return {
        number: Ages(*counts.get(number, (0, 0)), number in older)
        for number in counts.keys() | older
    }


def person_weeks(
    sql: sqlite3.Connection, monday: date, last: date
) -> dict[int, dict[int, PersonWeek]]:
    """Return by person, then by the number of the week from `monday` on, what there was in it.

    A self-interested give is contact only.
    """
    span = {"monday": monday.toordinal(), "last": last.toordinal()}
    found: dict[int, dict[int, PersonWeek]] = defaultdict(dict)
    for number, week in sql.execute(
        "SELECT DISTINCT person_id, (day - :monday) / 7 FROM attendance"
        " WHERE day BETWEEN :monday AND :last",
        span,
    ):
        found[number][week] = PersonWeek()
    for number, week, gave, got in sql.execute(
        "SELECT person_id, (day - :monday) / 7, SUM(direction = 'gave' AND self_interest = 0),"
        " SUM(direction = 'got') FROM exchange WHERE day BETWEEN :monday AND :last"
        " GROUP BY person_id, (day - :monday) / 7",
        span,
    ):
        found[number][week] = PersonWeek(gave, got)
    return found
