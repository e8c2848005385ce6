"""What a file brings, before it is compared with the ledger: a record per thing read.

Every reader is a generator of these, so that a file of a million rows never stands in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from reciprocity_cli.domain.people import IncomingPerson as IncomingPerson
from reciprocity_cli.domain.records import Category, Channel, Direction, Started
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.cells import LeftAside, Tally
from reciprocity_cli.formats.lines import MOST_EMPTY


class Format(StrEnum):
    """The formats that can be read, as the owner would call them."""

    LINKEDIN = "LinkedIn connections"
    GOOGLE = "Google Contacts CSV"
    VCARD = "vCard"
    TABLE = "CSV"
    RECIP_JSON = "recip's own JSON"
    RECIP_CSV = "recip's own CSV"
    MONICA = "Monica's JSON"
    FRIENDS = "friends.md"


class IncomingExchange(NamedTuple):
    """One give or get; rows that describe the person alike share one `person` object.

    `weight` is in (0, 1000]; `on` is never after the day of the import. A `channel`
    asks for an interaction around the exchange.
    """

    line: int
    person: IncomingPerson
    direction: Direction
    category: Category
    weight: float
    on: date
    kind: str | None = None
    note: str = ""
    channel: Channel | None = None


class IncomingContact(NamedTuple):
    """One person's part in a contact in which nothing was exchanged."""

    line: int
    person: IncomingPerson
    on: date
    channel: Channel | None = None
    note: str = ""


class IncomingInteraction(NamedTuple):
    """A whole contact, with all who took part; people described alike are one object.

    `uid` is how another program tells it from all others, 32 hexadecimal digits; where
    it is empty, day, channel, note and people together do.
    """

    line: int
    people: tuple[IncomingPerson, ...]
    on: date
    channel: Channel | None = None
    started: Started | None = None
    note: str = ""
    uid: str = ""


class Entry(NamedTuple):
    """One record of recip's own JSON: `values` and `parts` in the order of its shape
    (formats/recip_shape.py), as they are stored.

    `line` is where it begins, counted from 1. A part is (its id or None, its values ...).
    """

    line: int
    kind: str
    id: int
    uid: str
    changed: int
    values: tuple[Any, ...]
    parts: tuple[tuple[Any, ...], ...] = ()


class Tombstone(NamedTuple):
    """That a record was removed; a merged person became part of the one of `into_uid`."""

    line: int
    kind: str
    uid: str
    changed: int
    into_uid: str | None


class Aside(NamedTuple):
    """A record that cannot stand in its table, for it names one that is removed.

    Values as they are stored, by the names of the columns, and uids in the place of ids.
    """

    line: int
    kind: str
    uid: str
    changed: int
    values: dict[str, Any]
    parts: list[dict[str, Any]]


class SetAside(NamedTuple):
    """A row that holds nothing to import; counted, never silently dropped."""

    line: int
    reason: str


class BadRow(NamedTuple):
    """A row that should have been understood, and was not; any refuses the import."""

    line: int
    reason: str


Incoming = (
    IncomingPerson
    | IncomingExchange
    | IncomingContact
    | IncomingInteraction
    | Entry
    | Tombstone
    | Aside
    | SetAside
    | BadRow
)


class Reading(NamedTuple):
    """A file being read.

    `items` may be walked once, in the order of the file; it raises RecipError where
    nothing at all was understood or the file cannot be read on. `aside` and `remarks` are
    complete when `items` is at its end.
    """

    format: Format
    items: Iterator[Incoming]
    aside: LeftAside
    remarks: list[str]

    @property
    def notes(self) -> list[str]:
        """Return what the owner is told of the file, a line each."""
        return [*self.aside.notes(), *self.remarks]


EMPTY = "the row is empty"
HEADER_AGAIN = "it names the columns again"
"""As files do that were joined."""


def something_understood(items: Iterator[Incoming], name: str) -> Iterator[Incoming]:
    """Pass `items` on. Raises RecipError where all were set aside, or more than MOST_EMPTY."""
    set_aside = Tally()
    understood, count = False, 0
    for item in items:
        yield item
        if not isinstance(item, SetAside):
            understood = True
            continue
        set_aside.add(item.reason, item.line)
        count += 1
        if count > MOST_EMPTY:
            raise RecipError(f"{name} has more than {MOST_EMPTY:,} rows with nothing to import")
    if understood:
        return
    counts = set_aside.counts
    found = "; ".join(
        f"{count:,} row{'s' * (count > 1)}, {reason} ({set_aside.where(reason)})"
        for reason, count in counts.items()
    )
    said = f"all of it is set aside, {found}" if counts else "it has no rows"
    raise RecipError(f"nothing to import in {name}: {said}", "is it the file you meant?")
