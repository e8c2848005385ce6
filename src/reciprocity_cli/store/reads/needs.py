"""Reading what people look for."""

from __future__ import annotations

import sqlite3
from datetime import date


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
