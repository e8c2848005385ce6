"""What is recorded of a person, gathered for the rules that judge phases and asks."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.balance import YEAR_DAYS
from reciprocity_cli.domain.introductions import Acquaintance, Knowing, Pair, pair_of
from reciprocity_cli.domain.kinds import Record
from reciprocity_cli.domain.phase import RESPONSE_DAYS, Evidence, silent_promises
from reciprocity_cli.store import records
from reciprocity_cli.store.people import people_by_id
from reciprocity_cli.store.touches import open_promises


class Dossier(NamedTuple):
    """One person with all their records; the oldest first in each list."""

    person: r.Person
    interactions: tuple[r.Interaction, ...] = ()
    exchanges: tuple[r.Exchange, ...] = ()
    signals: tuple[r.Signal, ...] = ()
    phase_changes: tuple[r.PhaseChange, ...] = ()
    needs: tuple[r.Need, ...] = ()
    promises: tuple[r.Promise, ...] = ()
    asks: tuple[r.Ask, ...] = ()
    incidents: tuple[r.Incident, ...] = ()
    ideas: tuple[r.Idea, ...] = ()


def introductions(sql: sqlite3.Connection, today: date) -> list[r.Introduction]:
    """Return the introductions noted up to a day, ended ones too, the oldest first."""
    return records.read(
        sql, r.Introduction, "noted_on <= ? ORDER BY noted_on, id", (today.isoformat(),)
    )


def introductions_of(sql: sqlite3.Connection, person_id: int, today: date) -> list[r.Introduction]:
    """Return the introductions of one person to anybody, the oldest first."""
    return records.read(
        sql,
        r.Introduction,
        "noted_on <= ? AND ? IN (person_id, other_person_id) ORDER BY noted_on, id",
        (today.isoformat(), person_id),
    )


def made(sql: sqlite3.Connection, today: date) -> list[r.Exchange]:
    """Return every introduction given and got up to a day, the newest first."""
    where = "category = 'introductions' AND day <= ? ORDER BY day DESC, id DESC"
    return records.read(sql, r.Exchange, where, (today.toordinal(),))


def made_with(sql: sqlite3.Connection, person_id: int, today: date) -> list[r.Exchange]:
    """Return the introductions, given and got, that name a person, oldest first."""
    return records.read(
        sql,
        r.Exchange,
        "category = 'introductions' AND day <= :today_day AND other_person_id IS NOT NULL"
        " AND (person_id = :person OR other_person_id = :person) ORDER BY day, id",
        {"today_day": today.toordinal(), "person": person_id},
    )


def settled_pairs(sql: sqlite3.Connection, ids: Collection[int], today: date) -> set[Pair]:
    """Return the pairs not to introduce: they know each other, or it is planned.

    For a few people; their own contacts are looked at and nobody else's.
    """
    few = f"({', '.join(map(str, ids))})"
    values = {"today": today.isoformat(), "day": today.toordinal()}
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
    """Return who of these people knows whom; the latest introduction decides."""
    found: dict[Pair, Acquaintance] = {}
    for one, other in sql.execute(
        "SELECT id, met_through_id FROM person WHERE met_through_id IS NOT NULL"
    ):
        found[pair_of(one, other)] = Acquaintance("met-through", by_id=other)
    for one, other, direction, on in sql.execute(
        "SELECT person_id, other_person_id, direction, date FROM exchange"
        " WHERE other_person_id IS NOT NULL AND day <= ? ORDER BY day, id",
        (today.toordinal(),),
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
        (today.toordinal(),),
    ):
        if person_id in wanted:
            found[person_id][contact] = day
    return found


def dossier(sql: sqlite3.Connection, person_id: int) -> Dossier:
    """Return one person with all their records, the oldest first."""

    def read(record: type[Record], order: str) -> tuple[Record, ...]:
        where = f"person_id = ? ORDER BY {order}, id"
        return tuple(records.read(sql, record, where, (person_id,)))

    return Dossier(
        person=people_by_id(sql, [person_id])[0],
        interactions=_interactions(sql, person_id),
        exchanges=read(r.Exchange, "day"),
        signals=read(r.Signal, "date"),
        phase_changes=read(r.PhaseChange, "date"),
        needs=read(r.Need, "noted_on"),
        promises=tuple(
            records.promises_where(sql, "person_id = ? ORDER BY made_on, id", (person_id,))
        ),
        asks=read(r.Ask, "asked_on"),
        incidents=read(r.Incident, "date"),
        ideas=read(r.Idea, "id"),
    )


def _interactions(sql: sqlite3.Connection, person_id: int) -> tuple[r.Interaction, ...]:
    return tuple(
        r.Interaction(
            number,
            date.fromisoformat(on),
            (person_id,),
            r.Channel(channel) if channel else None,
            r.Started(started) if started else None,
            note,
        )
        for number, on, channel, started, note in sql.execute(
            "SELECT i.id, i.date, i.channel, i.started, i.note FROM attendance a"
            " JOIN interaction i ON i.id = a.interaction_id WHERE a.person_id = ?"
            " ORDER BY a.day, i.id",
            (person_id,),
        )
    )


_CONTACT_DAYS = (
    "SELECT person_id, COUNT(*), SUM(day > :today_day - :year) FROM"
    " (SELECT person_id, day FROM attendance WHERE day <= :today_day"
    " UNION SELECT person_id, day FROM exchange WHERE day <= :today_day AND self_interest = 0"
    # Ordered, it merges two indexes as they stand, in less than half the time of a sort.
    " ORDER BY person_id, day) GROUP BY person_id"
)
_EXCHANGES = (
    "SELECT person_id, SUM(direction = 'gave'), SUM(direction = 'got'),"
    " SUM(direction = 'gave' AND landed) FROM exchange"
    " WHERE day <= :today_day AND self_interest = 0 GROUP BY person_id"
)
_NEEDS = (
    "SELECT person_id, COUNT(*) FROM need WHERE seeking = 'need' AND noted_on <= :today"
    " GROUP BY person_id"
)
_INCIDENTS = (
    "SELECT person_id, COUNT(*) FROM incident WHERE date <= :today"
    " AND (repaired_on IS NULL OR repaired_on > :today) GROUP BY person_id"
)


def evidence(sql: sqlite3.Connection, today: date) -> dict[int, Evidence]:
    """Return the facts of all who have any; as domain.phase.evidence_from_records."""
    values = {"today": today.isoformat(), "today_day": today.toordinal(), "year": YEAR_DAYS}
    found: dict[int, dict[str, Any]] = defaultdict(dict)

    def gather(statement: str, *fields: str) -> None:
        for number, *facts in sql.execute(statement, values):
            found[number].update(zip(fields, facts, strict=True))

    gather(_CONTACT_DAYS, "contact_days", "contact_days_year")
    gather(_EXCHANGES, "gives", "gets", "landed_gives")
    gather(_NEEDS, "needs")
    gather(_INCIDENTS, "unrepaired")
    _gather_signals(sql, today, found)
    for number, promises in open_promises(sql, today).items():
        found[number]["silent_promises"] = silent_promises(promises, today)
    return {number: Evidence(**facts) for number, facts in found.items()}


def _gather_signals(sql: sqlite3.Connection, today: date, found: dict[int, dict[str, Any]]) -> None:
    since = (today - timedelta(days=RESPONSE_DAYS - 1)).isoformat()
    for number, strength, recognised, responses in sql.execute(
        f"SELECT person_id, SUM(kind IN {_listed(r.STRENGTH_SIGNS)}),"
        " MAX(kind = 'value-recognised'),"
        f" COUNT(DISTINCT CASE WHEN kind IN {_listed(r.RESPONSE_SIGNALS)} AND date >= ?"
        " THEN kind END)"
        " FROM signal WHERE date <= ? GROUP BY person_id",
        (since, today.isoformat()),
    ):
        found[number].update(
            strength_signs=strength, value_recognised=bool(recognised), responses=responses
        )


def _listed(words: Iterable[str]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"
