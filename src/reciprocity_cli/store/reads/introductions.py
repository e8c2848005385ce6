"""Reading introductions: planned ones, those made, and who knows whom already."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from reciprocity_cli.domain.due import WordBack
from reciprocity_cli.domain.introductions import (
    REPORT_AFTER_DAYS,
    Acquaintance,
    Knowing,
    Pair,
    pair_of,
)
from reciprocity_cli.domain.records import Exchange, Introduction
from reciprocity_cli.store.reads import rows


def introductions(sql: sqlite3.Connection, today: date) -> list[Introduction]:
    """Return the introductions noted up to a day, ended ones too, the oldest first."""
    return rows.INTRODUCTION.read(sql, "noted_on <= ? ORDER BY noted_on, id", (today.isoformat(),))


def introduction(sql: sqlite3.Connection, number: int) -> Introduction:
    """Return the introduction of this id, which there must be."""
    found: Introduction
    [found] = rows.INTRODUCTION.read(sql, "id = ?", (number,))
    return found


def introductions_of(sql: sqlite3.Connection, person_id: int, today: date) -> list[Introduction]:
    """Return the introductions of one person to anybody, the oldest first."""
    return rows.INTRODUCTION.read(
        sql,
        "noted_on <= ? AND ? IN (person_id, other_person_id) ORDER BY noted_on, id",
        (today.isoformat(), person_id),
    )


def made(sql: sqlite3.Connection, today: date) -> list[Exchange]:
    """Return every introduction given and got up to a day, the newest first."""
    return rows.EXCHANGE.read(
        sql, "category = 'introductions' AND day <= ? ORDER BY day DESC, id DESC", (_number(today),)
    )


def made_with(sql: sqlite3.Connection, person_id: int, today: date) -> list[Exchange]:
    """Return the introductions, given and got, in which one person is named, the oldest first."""
    return rows.EXCHANGE.read(
        sql,
        "category = 'introductions' AND day <= :today_day AND other_person_id IS NOT NULL"
        " AND (person_id = :person OR other_person_id = :person) ORDER BY day, id",
        {"today_day": _number(today), "person": person_id},
    )


def waiting_reports(
    sql: sqlite3.Connection, today: date, person_id: int | None = None
) -> dict[int, WordBack]:
    """Return by person the latest introduction of which they have not heard what became of it.

    Of everyone, or of one person.
    As domain.introductions.is_report_due. The latest alone: told of it, they are next asked for the
    one before, and one seek a person finds it among any number.
    """
    last = today - timedelta(days=REPORT_AFTER_DAYS)
    return {
        person_id: WordBack(date.fromisoformat(on), number, other or "", note)
        for person_id, number, other, note, on in sql.execute(
            "SELECT e.person_id, e.id, other.name, e.note, e.date FROM person p"
            " JOIN exchange e ON e.id = (SELECT id FROM exchange WHERE person_id = p.id"
            " AND direction = 'got' AND category = 'introductions' AND day <= :last"
            " AND (reported_on IS NULL OR reported_on > :today) ORDER BY day DESC, id DESC LIMIT 1)"
            " LEFT JOIN person other ON other.id = e.other_person_id"
            " WHERE p.id = IFNULL(:only, p.id)",
            {"last": _number(last), "today": today.isoformat(), "only": person_id},
        )
    }


def settled_pairs(sql: sqlite3.Connection, ids: Collection[int], today: date) -> set[Pair]:
    """Return pairs in which there is nobody to introduce: they know each other, or it is planned.

    For a few people; their own contacts are looked at and nobody else's.
    """
    few = f"({', '.join(map(str, ids))})"
    values = {"today": today.isoformat(), "day": _number(today)}
    found = sql.execute(
        "SELECT id, met_through_id FROM person WHERE met_through_id IS NOT NULL"
        " UNION SELECT person_id, other_person_id FROM exchange"
        " WHERE other_person_id IS NOT NULL AND day <= :day"
        " UNION SELECT person_id, other_person_id FROM introduction WHERE noted_on <= :today"
        " UNION SELECT a.person_id, b.person_id FROM attendance a"
        " JOIN attendance b ON b.interaction_id = a.interaction_id AND b.person_id <> a.person_id"
        f" WHERE a.person_id IN {few} AND a.day <= :day",
        values,
    )
    return {pair_of(one, other) for one, other in found}


def acquaintances(sql: sqlite3.Connection, ids: Collection[int], today: date) -> Knowing:
    """Return who of these people knows whom; of several ways the latest introduction tells."""
    found: dict[Pair, Acquaintance] = {}
    for one, other in sql.execute(
        "SELECT id, met_through_id FROM person WHERE met_through_id IS NOT NULL"
    ):
        found[pair_of(one, other)] = Acquaintance("met-through", by_id=other)
    for one, other, direction, on in sql.execute(
        "SELECT person_id, other_person_id, direction, date FROM exchange"
        " WHERE other_person_id IS NOT NULL AND day <= ? ORDER BY day, id",
        (_number(today),),
    ):
        day = date.fromisoformat(on)
        found[pair_of(one, other)] = (
            Acquaintance("introduced", day)
            if direction == "gave"
            else Acquaintance("introduced-me", day, one)
        )
    met = _shared_contacts(sql, ids, today)
    nothing: dict[int, int] = {}

    def knowing(one: int, other: int) -> Acquaintance | None:
        introduced = found.get(pair_of(one, other))
        if introduced is not None:
            return introduced
        theirs, others = met.get(one, nothing), met.get(other, nothing)
        shared = theirs.keys() & others.keys()
        if not shared:
            return None
        return Acquaintance("together", date.fromordinal(max(theirs[each] for each in shared)))

    return knowing


def _shared_contacts(
    sql: sqlite3.Connection, ids: Iterable[int], today: date
) -> dict[int, dict[int, int]]:
    """Return for each of these people the contacts with others, and the day of each."""
    wanted = set(ids)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for contact, person_id, day in sql.execute(
        "SELECT interaction_id, person_id, day FROM attendance WHERE day <= ? AND interaction_id IN"
        " (SELECT interaction_id FROM attendance GROUP BY interaction_id HAVING COUNT(*) > 1)",
        (_number(today),),
    ):
        if person_id in wanted:
            found[person_id][contact] = day
    return found


def _number(on: date) -> int:
    return on.toordinal()
