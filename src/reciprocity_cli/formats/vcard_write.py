"""Writing people as vCard 4.0 (RFC 6350).

vobject writes version 3.0 only; what is needed here is a page long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from reciprocity_cli.domain.records import Birthday, Person, Role
from reciprocity_cli.formats.outgoing import without_controls
from reciprocity_cli.formats.vcard import ROLES

WIDEST = 75
"""Octets in a line, without its end; what is longer is folded."""

PRODUCT = "-//recip//reciprocity-cli//EN"

_SLASH = "\\"


def write(people: Iterable[tuple[Person, int]]) -> Iterator[str]:
    """Yield a card for each person and the time of the last change, in milliseconds since 1970."""
    for person, changed in people:
        yield "".join(map(folded, _lines(person, changed)))


def folded(line: str) -> str:
    """Return a line with its end, folded at 75 octets without parting a character."""
    octets = line.encode("utf-8", "replace")
    if len(octets) <= WIDEST:
        return f"{octets.decode()}\r\n"
    pieces, room = [], WIDEST
    while octets:
        end = min(room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[:end].decode())
        octets, room = octets[end:], WIDEST - 1
    return "\r\n ".join(pieces) + "\r\n"


def _address(link: str) -> str:
    return without_controls(link).replace("\n", "").replace(_SLASH, _SLASH * 2)


def escaped(text: str) -> str:
    r"""Return a text as a value: \ , ; and line breaks escaped, controls but tabs left out."""
    return re.sub(r"([\\,;])", r"\\\1", without_controls(text)).replace("\n", "\\n")


def moment(changed: int) -> datetime:
    """Return a change time as a moment in UTC; the end of the calendar for one beyond it."""
    try:
        return datetime.fromtimestamp(changed // 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.max.replace(microsecond=0, tzinfo=UTC)


def _lines(person: Person, changed: int) -> Iterator[str]:
    uid = person.uid
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"PRODID:{PRODUCT}")
    yield f"UID:urn:uuid:{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
    yield f"FN:{escaped(person.name)}"
    yield f"N:{_structured(person.name)}"
    if person.aliases:
        yield f"NICKNAME:{_listed(person.aliases)}"
    if person.organisation:
        yield f"ORG:{escaped(person.organisation)}"
    if person.title:
        yield f"TITLE:{escaped(person.title)}"
    yield from (f"EMAIL:{escaped(email)}" for email in person.emails)
    yield from (f"TEL;VALUE=text:{escaped(phone)}" for phone in person.phones)
    # A URI is no text: its commas and semicolons stand as they are. It should hold no backslash.
    yield from (f"URL:{_address(link)}" for link in person.links)
    if person.birthday:
        yield f"BDAY:{_day(person.birthday)}"
    yield from _categories(person)
    if person.notes:
        yield f"NOTE:{escaped(person.notes)}"
    yield f"REV:{moment(changed):%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _structured(name: str) -> str:
    """Return family and given name; the last word of several is taken for the family's."""
    given, _, family = name.rpartition(" ")
    return f"{escaped(family)};{escaped(given)};;;" if given else f";{escaped(name)};;;"


def _listed(words: Iterable[str]) -> str:
    return ",".join(map(escaped, words))


def _day(birthday: Birthday) -> str:
    year = "--" if birthday.year is None else f"{birthday.year:04d}"
    return f"{year}{birthday.month:02d}{birthday.day:02d}"


def _categories(person: Person) -> Iterator[str]:
    """Yield tags and roles together, and where one is a role, which they are."""
    if person.tags or person.roles:
        yield f"CATEGORIES:{_listed((*person.tags, *person.roles))}"
    if person.roles or set(person.tags) & set(Role):
        yield f"{ROLES}:{_listed(person.roles)}"
