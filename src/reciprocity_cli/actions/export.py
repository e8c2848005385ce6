"""Writing the ledger out for people and other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from reciprocity_cli.config import cadence_defaults
from reciprocity_cli.domain.cadence import effective_cadence, timing
from reciprocity_cli.domain.dates import occurrence, short_day, show_day
from reciprocity_cli.domain.kinds import in_words
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Birthday, By, Person, Promise
from reciprocity_cli.domain.touch import Touch
from reciprocity_cli.formats.ics import Occasion, yearly
from reciprocity_cli.reports.report import Asked
from reciprocity_cli.reports.words import EVERYTHING
from reciprocity_cli.store import records
from reciprocity_cli.store.people import choose_people, my_quiet, people
from reciprocity_cli.store.touches import touches_of

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.formats.recip_json import Item


LEAP_YEAR = 2000
"""In which a birthday begins whose year is not known: every day is in it."""


def occasions(asked: Asked) -> Iterator[Occasion]:
    """Yield the occasions of the people a query chooses, the archived left out, by person.

    What should have been done before today stands on today: a calendar is not read backwards.
    """
    sql, today, settings = asked.sql, asked.today, asked.settings
    stamped, promised = records.stamps(sql, "person"), records.stamps(sql, "promise")
    ledger_changed = records.last_change(sql)
    quiet, defaults = my_quiet(sql), cadence_defaults(settings)
    word: dict[int, list[Promise]] = {}
    for promise in records.promises(sql, today):
        if is_open(promise, today) and promise.due_on is not None:
            word.setdefault(promise.person_id, []).append(promise)
    for touch in touches_of(sql, asked.people(archived=False), today):
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


PIECE = 1 << 16
"""Characters handed on at once, more or less."""

Progress = Callable[[int], None]
_T = TypeVar("_T")


class ExportFormat(StrEnum):
    """The formats in which a ledger can be written."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    VCARD = "vcard"
    ICS = "ics"
    MD = "md"

    @property
    def is_whole(self) -> bool:
        """Whether it is always of the whole ledger, so that it can be restored from it."""
        return self in (ExportFormat.JSON, ExportFormat.JSONL)


def exported(
    sql: sqlite3.Connection,
    format: ExportFormat,
    today: date,
    progress: Progress,
    *,
    query: Query = EVERYTHING,
) -> Iterator[str]:
    """Yield the text of an export in pieces, the records in the order of their ids.

    To be walked within one reading transaction; `progress` hears how many records are
    written. `query` chooses people where the format is not of the whole ledger. A
    calendar takes settings too (`calendar`), and Markdown is the renderer's.
    """
    if format is ExportFormat.CSV:
        return _in_pieces(_csv(sql, query, today, progress))
    if format is ExportFormat.VCARD:
        return _in_pieces(_vcard(sql, query, today, progress))
    from reciprocity_cli.formats.recip_json import Layout, write

    return _in_pieces(write(_told(_entries(sql), progress), Layout(format.value), today))


def calendar(asked: Asked) -> Iterator[str]:
    """Yield the text of a calendar of what lies ahead, in pieces."""
    from reciprocity_cli.formats import ics

    return _in_pieces(ics.write(occasions(asked)))


def record_count(sql: sqlite3.Connection) -> int:
    """Return how many records an export holds."""
    return sum(records.count_records(sql).values())


def left_out_of_csv(sql: sqlite3.Connection) -> str:
    """Return, in one line, what of this ledger a CSV does not hold."""
    carried = ("person", "interaction", "exchange")
    counts = records.count_records(sql)
    more = [
        f"{in_words(kind)} records ({n:,})"
        for kind, n in counts.items()
        if n and kind not in carried
    ]
    always = (
        "what only JSON has columns for (birthdays, aliases, cadences, outcomes, thanks,"
        " notes of contacts in which something passed)"
    )
    return f"CSV leaves out {', '.join([*more, always])}; --format json is complete"


def _entries(sql: sqlite3.Connection) -> Iterator[Item]:
    from reciprocity_cli.formats.incoming import Aside, Entry, Tombstone

    for number, kind, uid, changed, values, parts in records.everything(sql):
        yield Entry(0, kind, number, uid, changed, values, parts)
    for kind, uid, changed, stored in records.asides(sql):
        yield Aside(0, kind, uid, changed, stored["values"], stored["parts"])
    for kind, uid, changed, into_uid in records.tombstones(sql):
        yield Tombstone(0, kind, uid, changed, into_uid)


def left_out_of_vcard(people: Iterable[Person]) -> str:
    """Return, in one line, what of these people a vCard does not hold; "" where it is nothing."""
    held = {
        "why": "why them",
        "route": "how to connect",
        "specialities": "what they could do",
        "cadence": "cadences",
        "expect": "expectations",
        "met_through_id": "who introduced them",
    }
    found = [words for field, words in held.items() if any(getattr(one, field) for one in people)]
    also = ", ".join((*found, "what passed"))
    return f"vCard leaves out {also}; --format json is complete"


def _csv(sql: sqlite3.Connection, query: Query, today: date, progress: Progress) -> Iterator[str]:
    from reciprocity_cli.formats.recip_csv import Passed, write

    chosen = people(sql, query, choose_people(sql, query), today)
    ids = {person.id for person in chosen}
    passed = (Passed(*row) for row in _told(records.passings(sql), progress))
    return write(chosen, (row for row in passed if row.person_id in ids))


def _vcard(sql: sqlite3.Connection, query: Query, today: date, progress: Progress) -> Iterator[str]:
    from reciprocity_cli.formats.vcard import write

    changed = records.stamps(sql, "person")
    chosen = people(sql, query, choose_people(sql, query), today)
    return write(_told(((person, changed[person.id][1]) for person in chosen), progress))


def _told(items: Iterable[_T], progress: Progress) -> Iterator[_T]:
    for count, item in enumerate(items, 1):
        yield item
        if not count % 1_000:
            progress(count)


def _in_pieces(texts: Iterable[str]) -> Iterator[str]:
    piece: list[str] = []
    size = 0
    for text in texts:
        piece.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(piece)
            piece.clear()
            size = 0
    yield "".join(piece)
