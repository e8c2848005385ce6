"""Reading what people look for."""

from __future__ import annotations

import sqlite3
from datetime import date

from reciprocity_cli.domain.records import Need
from reciprocity_cli.store.reads import rows


def open_needs(sql: sqlite3.Connection, today: date) -> dict[int, str]:
    """Return each person's most urgent open need in words, the newest of equal ones."""
    return dict(
        sql.execute(
            "SELECT person_id, text FROM need WHERE seeking = 'need' AND noted_on <= ?1"
            " AND (met_on IS NULL OR met_on > ?1)"
            " ORDER BY CASE urgency WHEN 'high' THEN 2 WHEN 'normal' THEN 1 ELSE 0 END,"
            " noted_on, id",
            (today.isoformat(),),
        )
    )


def need(sql: sqlite3.Connection, number: int) -> Need:
    """Return the need or interest of this id, which there must be."""
    found: Need
    [found] = rows.NEED.read(sql, "id = ?", (number,))
    return found


def needs(sql: sqlite3.Connection, today: date) -> list[Need]:
    """Return the needs and interests noted up to a day, met ones too, the oldest first."""
    return rows.NEED.read(sql, "noted_on <= ? ORDER BY noted_on, id", (today.isoformat(),))
