"""Reading the owner's gives for a review."""

from __future__ import annotations

import sqlite3
from datetime import date

from reciprocity_cli.domain.records import Exchange
from reciprocity_cli.store.reads import rows


def gives_between(sql: sqlite3.Connection, first: date, last: date) -> list[Exchange]:
    """Return what was given from one day to another, both included, the oldest first."""
    return rows.EXCHANGE.read(
        sql,
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
