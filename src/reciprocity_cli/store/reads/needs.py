"""Reading what people look for."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date

from reciprocity_cli.domain.records import Need
from reciprocity_cli.store.reads import rows


def open_needs(sql: sqlite3.Connection, today: date) -> dict[int, str]:
    """Return each person's most urgent open need in words, the newest of equal ones."""
    return dict(
        sql.execute(
            "SELECT person_id, text FROM need WHERE seeking = 'need' AND noted_on <= :today"
            " AND (met_on IS NULL OR met_on > :today)"
            " ORDER BY CASE urgency WHEN 'high' THEN 2 WHEN 'normal' THEN 1 ELSE 0 END,"
            " noted_on, id",
            {"today": today.isoformat()},
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


def open_needs_of(
    sql: sqlite3.Connection, today: date, ids: Collection[int] | None = None
) -> list[Need]:
    """Return what is looked for and of interest today, of these people or of all not put away.

    Needs stand before interests, the urgent before the others, the older before the newer.
    """
    if ids is None:
        whose = "person_id IN (SELECT id FROM person WHERE NOT archived AND NOT paused)"
    else:
        whose = f"person_id IN ({', '.join(map(str, ids))})"
    return rows.NEED.read(
        sql,
        f"{whose} AND noted_on <= :today AND (met_on IS NULL OR met_on > :today)"
        " ORDER BY seeking = 'interest',"
        " CASE urgency WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, noted_on, id",
        {"today": today.isoformat()},
    )
