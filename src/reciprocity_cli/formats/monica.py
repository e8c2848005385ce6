"""Monica's JSON export: contacts with what stands inside them, and the activities they share.

A block is read value by value, so photos never stand in memory; people and activities do, for an
activity learns only from the contacts who took part. Source: docs/formats.md, "Monica's JSON".
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats.given import Given
from reciprocity_cli.formats.incoming import BadRow, Incoming, IncomingInteraction, SetAside
from reciprocity_cli.formats.json_text import JsonText
from reciprocity_cli.formats.monica_contact import Contact, Way, read_contact, uid_of, with_ways

LARGEST_FILE = 1 << 28
"""Bytes, photos included; people and activities take up to four times theirs of memory."""

LONGEST_VALUE = 1 << 26
"""Characters of one contact, activity, photo or document."""

_ACCOUNT = re.compile(rb'"account"\s*:\s*\{')
_VERSION = re.compile(rb'"(app_)?version"\s*:\s*"')
_SINGULAR = {
    "activities": "activity",
    "addresses": "address",
    "calls": "call",
    "contact_fields": "contact_field",
    "contacts": "contact",
    "conversations": "conversation",
    "debts": "debt",
    "documents": "document",
    "gifts": "gift",
    "life_events": "life_event",
    "notes": "note",
    "pets": "pet",
    "photos": "photo",
    "relationships": "relationship",
    "reminders": "reminder",
    "tasks": "task",
}
_ASIDE = {
    "relationship": "a relationship between two contacts",
    "photo": "a photo",
    "document": "a document",
}
_STUB = "a relative without a page of their own: --with-partial takes them"


class Extras(NamedTuple):
    """What the owner asked for beyond contacts and interactions."""

    gifts: bool = False
    partial: bool = False


class _Activity(NamedTuple):
    line: int
    uuid: str
    on: date
    note: str


def is_monica(head: bytes) -> bool:
    """Tell whether `head` is how an export of Monica's begins."""
    return bool(_ACCOUNT.search(head)) and bool(_VERSION.search(head))


def read(stream: io.RawIOBase, name: str, today: date, extras: Extras) -> Iterator[Incoming]:
    """Yield what an export brings, the activities last.

    Raises RecipError where it is not JSON, not all there, or without contacts.
    """
    text = JsonText(stream, name, longest=LONGEST_VALUE)
    export = _Export(today, extras)
    for key in text.names():
        if key == "account":
            yield from _account(text, export)
        elif key == "version":
            _check(text.value(), name)
        else:
            text.value()
    if text.next():
        raise text.broken("there is more after its end")
    if not export.contacts:
        raise RecipError(f"nothing to import in {name}: it has no contacts", "export it anew")
    yield from export.rest()


def _check(version: Any, name: str) -> None:
    if not str(version).startswith("1."):
        shown = quoted(str(version))
        raise RecipError(f"{name} has version {shown} of Monica's export, and recip reads 1.0")


def _account(text: JsonText, export: _Export) -> Iterator[Incoming]:
    for key in text.names():
        if key == "data":
            for _ in text.elements():
                yield from _block(text, export)
        elif key == "instance":
            export.learn(text.value())
        else:
            text.value()


def _block(text: JsonText, export: _Export) -> Iterator[Incoming]:
    """Read one block of the account: its kind stands before its values."""
    kind = ""
    for key in text.names():
        if key == "type":
            kind = _kind(text.value())
        elif key == "values" and not kind:
            raise text.broken("the type of a block does not stand before its values")
        elif key == "values":
            for line, value in text.members():
                yield from export.take(kind, line, value)
        else:
            text.value()


def _kind(word: Any) -> str:
    folded = str(word).casefold()
    return _SINGULAR.get(folded, folded)


class _Export:
    """The contacts and activities met so far, and what can be told only at the end."""

    def __init__(self, today: date, extras: Extras) -> None:
        self._today = today
        self._extras = extras
        self.contacts = 0
        self._present: dict[str, list[IncomingPerson]] = {}
        self._waiting: list[tuple[IncomingPerson, tuple[Way, ...]]] = []
        self._activities: list[_Activity] = []
        self._types: dict[str, str] = {}

    def take(self, kind: str, line: int, value: Any) -> Iterator[Incoming]:
        """Take one value of a block of the account."""
        try:
            if kind == "contact":
                self.contacts += 1
                yield from self._contact(line, value)
            elif kind == "activity":
                self._activities.append(self._activity(line, value))
            elif kind in _ASIDE:
                yield SetAside(line, _ASIDE[kind])
        except UsageError as error:
            yield BadRow(line, error.message)

    def _contact(self, line: int, value: Any) -> Iterator[Incoming]:
        given = Given(value, "a contact")
        if given.object("properties").flag("is_partial") and not self._extras.partial:
            yield SetAside(line, _STUB)
            return
        found = read_contact(
            line, value, _blocks(given), self._today, with_gifts=self._extras.gifts
        )
        if not isinstance(found, Contact):
            yield found
            return
        for uuid in found.activities:
            self._present.setdefault(uuid, []).append(found.person)
        if found.ways:
            self._waiting.append((found.person, found.ways))
        else:
            yield found.person
        yield from found.items

    def _activity(self, line: int, value: Any) -> _Activity:
        given = Given(value, "an activity")
        properties = given.object("properties")
        on = properties.day("happened_at", self._today)
        words = (properties.words("summary"), properties.text("description"))
        return _Activity(line, given.words("uuid"), on, "\n".join(filter(None, words)))

    def learn(self, instance: Any) -> None:
        """Take the names of the ways to reach people, which stand behind all contacts."""
        try:
            for value in Given(instance, "instance").list("contact_field_types"):
                kind = Given(value, "a type")
                self._types[kind.words("uuid")] = kind.object("properties").words("name")
        except UsageError:
            # A name more or less: they only say how a line of the notes begins.
            return

    def rest(self) -> Iterator[Incoming]:
        """Yield the people who waited for the names, then the activities in order of their days."""
        for person, ways in self._waiting:
            yield with_ways(person, ways, self._types)
        for each in sorted(self._activities, key=lambda activity: activity.on):
            people = tuple(self._present.get(each.uuid, ()))
            if people:
                uid = uid_of(each.uuid)
                yield IncomingInteraction(each.line, people, each.on, note=each.note, uid=uid)
            else:
                yield SetAside(each.line, "an activity with nobody who is taken in")


def _blocks(contact: Given) -> dict[str, list[Any]]:
    """Return the values inside a contact by their kind."""
    found: dict[str, list[Any]] = {}
    for value in contact.list("data"):
        block = Given(value, "a block")
        found.setdefault(_kind(block.words("type")), []).extend(block.list("values"))
    return found
