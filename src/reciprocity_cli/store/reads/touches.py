"""Reading what `due` looks at: last contacts, open promises, thanks that wait."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Literal

from reciprocity_cli.domain.due import THANKS_DAYS, Thanks, Touch
from reciprocity_cli.domain.records import Person, Promise
from reciprocity_cli.store.reads import rows
from reciprocity_cli.store.reads.people import last_contacts

What = Literal["introduction", "large get"]

_GETS = (
    "SELECT id, person_id, category = 'introductions', note, date FROM exchange"
    " WHERE direction = 'got' AND (weight >= 4 OR category = 'introductions')"
    " AND day BETWEEN :first_day AND :today_day"
)


def touches_of(sql: sqlite3.Connection, chosen: Sequence[Person], today: date) -> list[Touch]:
    """Return these people with what may make them due."""
    from reciprocity_cli.store.reads.introductions import waiting_reports

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
    for promise in rows.promises(sql, f"{standing} ORDER BY id", {"today": today.isoformat()}):
        found[promise.person_id].append(promise)
    return found


def waiting_thanks(sql: sqlite3.Connection, today: date) -> dict[int, list[Thanks]]:
    """Return what the owner has not said thank you for, by person; as domain.thanks.thanks_due."""
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
        what: What = "introduction" if introduced else "large get"
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
