"""Reading what the owner has at hand: offers, opportunities, ideas, and whom they could connect."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date
from typing import Any

from reciprocity_cli.domain.records import Idea, Offer, Opportunity
from reciprocity_cli.store.reads import rows

_SHAPES = {"offer": rows.OFFER, "opportunity": rows.OPPORTUNITY, "idea": rows.IDEA}


def at_hand(sql: sqlite3.Connection, table: str, number: int) -> Any:
    """Return the offer, opportunity or idea of this id, which there must be."""
    [found] = _SHAPES[table].read(sql, "id = ?", (number,))
    return found


def offers(sql: sqlite3.Connection) -> list[Offer]:
    """Return what the owner offers, in the order of ids."""
    return rows.OFFER.read(sql, "1 ORDER BY id", ())


def opportunities(sql: sqlite3.Connection) -> list[Opportunity]:
    """Return what came up, expired or not, the first to expire first, the open-ended last."""
    return rows.OPPORTUNITY.read(sql, "1 ORDER BY expires_on IS NULL, expires_on, id", ())


def live_opportunities(sql: sqlite3.Connection, today: date) -> list[Opportunity]:
    """Return what came up and has not expired; its last day counts."""
    where = "expires_on IS NULL OR expires_on >= ? ORDER BY expires_on IS NULL, expires_on, id"
    return rows.OPPORTUNITY.read(sql, where, (today.isoformat(),))


def ideas(sql: sqlite3.Connection) -> list[Idea]:
    """Return the gives that the owner plans, those that were made too, in the order of ids."""
    return rows.IDEA.read(sql, "1 ORDER BY id", ())


def ideas_given(sql: sqlite3.Connection, today: date) -> dict[int, date]:
    """Return by id the ideas that were made up to a day, and when they first were."""
    return {
        number: date.fromisoformat(on)
        for number, on in sql.execute(
            "SELECT idea_id, MIN(date) FROM exchange"
            " WHERE idea_id IS NOT NULL AND day <= ? GROUP BY idea_id",
            (today.toordinal(),),
        )
    }


def given_lately(sql: sqlite3.Connection, first: date, today: date) -> dict[int, set[str]]:
    """Return by person the keys of the suggestions that were given from one day to another."""
    found: dict[int, set[str]] = defaultdict(set)
    for person_id, key in sql.execute(
        "SELECT person_id, suggestion FROM exchange"
        " WHERE day BETWEEN ? AND ? AND direction = 'gave' AND suggestion <> ''",
        (first.toordinal(), today.toordinal()),
    ):
        found[person_id].add(key)
    return found


def specialities(sql: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return (person, name, speciality) of everyone who is neither archived nor paused."""
    return sql.execute(
        "SELECT p.id, p.name, d.value FROM detail d JOIN person p ON p.id = d.person_id"
        " WHERE d.kind = 'speciality' AND NOT p.archived AND NOT p.paused ORDER BY p.id, d.id"
    ).fetchall()
