"""What lies ahead, for a calendar: whom to contact, birthdays, promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.cadence import effective_cadence, timing
from reciprocity_cli.domain.dates import occurrence, short_day, show_day
from reciprocity_cli.domain.due import Touch
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Birthday, By, Person, Promise
from reciprocity_cli.formats.ics import Occasion, yearly
from reciprocity_cli.reports.due import cadence_defaults
from reciprocity_cli.store.evidence import touches_of
from reciprocity_cli.store.people import choose_people, my_quiet, people
from reciprocity_cli.store.records import last_change, promises, stamps

if TYPE_CHECKING:
    import sqlite3

LEAP_YEAR = 2000
"""In which a birthday begins whose year is not known: every day is in it."""


def occasions(
    sql: sqlite3.Connection, query: Query, today: date, settings: Settings
) -> Iterator[Occasion]:
    """Yield the occasions of the people a query chooses, the archived left out, by person.

    What should have been done before today stands on today: a calendar is not read backwards.
    """
    stamped, promised = stamps(sql, "person"), stamps(sql, "promise")
    ledger_changed = last_change(sql)
    quiet, defaults = my_quiet(sql), cadence_defaults(settings)
    word: dict[int, list[Promise]] = {}
    for promise in promises(sql, today):
        if is_open(promise, today) and promise.due_on is not None:
            word.setdefault(promise.person_id, []).append(promise)
    chosen = people(sql, query, choose_people(sql, query), today, archived=False)
    for touch in touches_of(sql, chosen, today):
        person, last_on = touch.person, touch.last_on
        uid, changed = stamped[person.id]
        cadence = effective_cadence(person, last_on is not None, defaults)
        due_on = timing(person, last_on, cadence, quiet, today).due_on
        if due_on is not None:
            # The day follows from what passed, from settings and rest: from any change.
            about = _contact(touch, str(cadence), due_on, today)
            yield Occasion("contact", uid, ledger_changed, max(due_on, today), *about)
        if person.birthday is not None:
            yield _birthday(person, person.birthday, changed, settings.birthday_feb29)
        for promise in word.get(person.id, ()):
            yield _promise(person, promise, promised[promise.id], today)


def _contact(touch: Touch, cadence: str, due_on: date, today: date) -> tuple[str, str]:
    last_on = touch.last_on
    since = f"last contact {show_day(last_on)}" if last_on else "not in touch yet"
    over = f", due since {show_day(due_on)}" if due_on < today else ""
    return f"Get in touch with {touch.person.name}", f"Every {cadence}, {since}{over}."


def _birthday(person: Person, birthday: Birthday, changed: int, feb29: str) -> Occasion:
    first = occurrence(birthday, birthday.year or LEAP_YEAR, feb29)
    born = f"Born {birthday.year}." if birthday.year else ""
    rule = yearly(birthday.month, birthday.day, feb29)
    summary = f"Birthday: {person.name}"
    return Occasion("birthday", person.uid, changed, first, summary, born, rule)


def _promise(person: Person, promise: Promise, stamped: tuple[str, int], today: date) -> Occasion:
    assert promise.due_on is not None
    uid, changed = stamped
    mine = promise.by is By.ME
    summary = (
        f"Promised {person.name}: {promise.what}"
        if mine
        else f"{person.name} promised: {promise.what}"
    )
    late = promise.due_on < today
    what = f"Due {show_day(promise.due_on)}. " if late else ""
    what += f"Promised on {short_day(promise.made_on, promise.due_on)}."
    return Occasion("promise", uid, changed, max(promise.due_on, today), summary, what)
