"""When each person was last in touch, and what waits for a word of the owner's."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from reciprocity_cli.domain.records import Person, Promise
from reciprocity_cli.domain.touch import REPORT_AFTER_DAYS, THANKS_DAYS, Thanks, Touch, WordBack
from reciprocity_cli.store import records
from reciprocity_cli.store.people import last_contacts


def waiting_reports(
    sql: sqlite3.Connection, today: date, person_id: int | None = None
) -> dict[int, WordBack]:
    """Return by person the latest introduction whose outcome they have not heard.

    Of everyone, or of one person. As domain.introductions.is_report_due. The latest
    alone: told of it, they are next asked for the one before, and one seek a person
    finds it among any number.
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
            {"last": last.toordinal(), "today": today.isoformat(), "only": person_id},
        )
    }


def touches_of(sql: sqlite3.Connection, chosen: Sequence[Person], today: date) -> list[Touch]:
    """Return these people with what may make them due."""
    last = last_contacts(sql, [person.id for person in chosen], today)
    promised = open_promises(sql, today)
    thanks = waiting_thanks(sql, today)
    reports = waiting_reports(sql, today)
    return [
        Touch(
            person,
            last[person.id],
            tuple(promised.get(person.id, ())),
            tuple(thanks.get(person.id, ())),
            reports.get(person.id),
        )
        for person in chosen
    ]


def open_promises(sql: sqlite3.Connection, today: date) -> dict[int, list[Promise]]:
    """Return the owner's open promises by person."""
    found: dict[int, list[Promise]] = defaultdict(list)
    standing = "by = 'me' AND (closing IS NULL OR closed_on > :today) AND made_on <= :today"
    for promise in records.promises_where(
        sql, f"{standing} ORDER BY id", {"today": today.isoformat()}
    ):
        found[promise.person_id].append(promise)
    return found


_GETS = (
    "SELECT id, person_id, category = 'introductions', note, date FROM exchange"
    " WHERE direction = 'got' AND (weight >= 4 OR category = 'introductions')"
    " AND day BETWEEN :first_day AND :today_day"
)


def waiting_thanks(sql: sqlite3.Connection, today: date) -> dict[int, list[Thanks]]:
    """Return by person what waits for thanks; as domain.thanks.thanks_due."""
    found: dict[int, list[Thanks]] = defaultdict(list)
    days = {
        "first_day": today.toordinal() - THANKS_DAYS + 1,
        "today_day": today.toordinal(),
        "today": today.isoformat(),
    }
    # Two statements, so that the index of what is not thanked for serves the first.
    for number, person_id, introduced, note, on in sql.execute(
        f"{_GETS} AND thanked_on IS NULL UNION ALL {_GETS} AND thanked_on > :today", days
    ):
        what: Literal["introduction", "large get"]
        what = "introduction" if introduced else "large get"
        found[person_id].append(Thanks(date.fromisoformat(on), number, what, note))
    for number, person_id, asked, on in sql.execute(
        "SELECT id, person_id, what, IFNULL(answered_on, asked_on) FROM ask"
        " WHERE answer = 'yes' AND IFNULL(thanked_on > :today, 1)"
        " AND IFNULL(answered_on, asked_on) <= :today",
        days,
    ):
        found[person_id].append(Thanks(date.fromisoformat(on), number, "yes", asked))
    for thanks in found.values():
        thanks.sort()
    return found
