"""vCard: cards of 2.1, 3.0 and 4.0 as people, and people as cards of 4.0."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from reciprocity_cli.domain.names import clean_name, fold
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Birthday, Person, Role
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import (
    LeftAside,
    addresses_of,
    birthday_of,
    labels_of,
    pages_of,
    phones_of,
    words_of,
)
from reciprocity_cli.formats.incoming import BadRow, Incoming, SetAside
from reciprocity_cli.formats.vcard_text import Card, Property, cards, parts, property_of, text

ROLES = "X-RECIP-ROLES"
"""What tells, in a card of our own, which of the categories are roles."""

_READ = frozenset(
    (
        *("FN", "N", "NICKNAME", "X-NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "URL"),
        *("BDAY", "CATEGORIES", "NOTE", "UID", "KIND", "X-ADDRESSBOOKSERVER-KIND"),
        *("X-ABSHOWAS", "X-SOCIALPROFILE", ROLES),
    )
)
_ABOUT_THE_CARD = frozenset(
    (
        *("VERSION", "PRODID", "REV", "SORT-STRING", "CLASS", "PROFILE", "SOURCE", "NAME"),
        *("MAILER", "CLIENTPIDMAP", "XML", "X-ABUID", "X-ABLABEL", "X-ABADR", "X-IRMC-LUID"),
        *("X-IMAGETYPE", "X-IMAGEHASH", "X-SHARED-PHOTO-DISPLAY-PREF"),
    )
)
"""What a program keeps for itself, passed over without a word."""

_NO_PLACE = {
    "ADR": "postal addresses",
    "LABEL": "postal addresses",
    "ANNIVERSARY": "anniversaries",
    "X-ANNIVERSARY": "anniversaries",
    "X-ABDATE": "other dates",
    "X-EVOLUTION-ANNIVERSARY": "anniversaries",
    "DEATHDATE": "other dates",
    "RELATED": "relations",
    "X-ABRELATEDNAMES": "relations",
    "X-SPOUSE": "relations",
    "X-MANAGER": "relations",
    "X-ASSISTANT": "relations",
    "AGENT": "cards inside cards",
    "MEMBER": "members of a group",
    "IMPP": "chat addresses",
    "X-AIM": "chat addresses",
    "X-JABBER": "chat addresses",
    "X-SKYPE": "chat addresses",
    "X-SKYPE-USERNAME": "chat addresses",
    "GENDER": "genders",
    "X-GENDER": "genders",
    "GEO": "places on the map",
    "TZ": "time zones",
    "LANG": "languages",
    "CALURI": "calendars",
    "FBURL": "calendars",
    "CALADRURI": "calendars",
    "X-PHONETIC-FIRST-NAME": "phonetic names",
    "X-PHONETIC-LAST-NAME": "phonetic names",
    "X-PHONETIC-MIDDLE-NAME": "phonetic names",
    "X-MAIDENNAME": "maiden names",
}


_Held = Mapping[str, Sequence[Property]]
"""The properties of one card that are read, by name."""


def is_vcard(head: bytes) -> bool:
    """Return whether a file that begins with `head`, mark off, holds cards."""
    start = head[:200].replace(b"\0", b"").lstrip()
    return b"".join(start.splitlines()[:1]).replace(b" ", b"").strip().upper() == b"BEGIN:VCARD"


def read(raw: io.RawIOBase, encoding: str, notes: list[str]) -> Iterator[Incoming]:
    """Yield the person of each card; remarks go into `notes` at the file's end."""
    aside, recoded = LeftAside(), list[int]()
    count = 0
    for card in cards(raw, encoding):
        for kind, number in card.dropped.items():
            aside.no_place(kind, number)
        try:
            yield BadRow(card.line, card.fault) if card.fault else _person(card, aside, recoded)
        except UsageError as error:
            yield BadRow(card.line, str(error))
        count += len(recoded)
        recoded.clear()
    notes += aside.notes()
    if count:
        shown = "one line is" if count == 1 else f"{count:,} lines are"
        notes.append(f"{shown} not in the character set named, and read as Windows-1252")


def _person(card: Card, aside: LeftAside, recoded: list[int]) -> Incoming:
    held = _properties(card, aside, recoded)
    what = _no_person(held)
    if what:
        return SetAside(card.line, what)
    name, aliases = _named(held)
    if not name:
        return SetAside(card.line, "the card has no name")
    tags, roles = _tags_and_roles(held)
    organisation, title = _work(held, aside)
    return IncomingPerson(
        card.line,
        name,
        emails=addresses_of(_texts(held, "EMAIL"), card.line, aside),
        links=_links(held, card.line, aside),
        organisation=organisation,
        title=title,
        phones=phones_of(_texts(held, "TEL"), card.line, aside),
        tags=tags,
        roles=roles,
        notes=clean_text("\n".join(filter(None, map(str.strip, _texts(held, "NOTE"))))),
        birthday=_birthday(held, aside),
        aliases=aliases,
        uid=_uid(held),
    )


def _properties(card: Card, aside: LeftAside, recoded: list[int]) -> _Held:
    """Return the properties that are read, by name; all others are counted."""
    held: dict[str, list[Property]] = {}
    for line, octets in card.lines:
        found = property_of(line, octets, recoded=recoded)
        if found is None:
            aside.unread("lines", line)
        elif "ENCODING" in found.params:
            aside.no_place("encoded data")
        elif found.name in _READ:
            held.setdefault(found.name, []).append(found)
        elif found.name not in _ABOUT_THE_CARD and found.value.strip(" ;"):
            aside.no_place(_NO_PLACE.get(found.name, found.name))
    return held


def _no_person(held: _Held) -> str:
    """Return what a card is that is not of a person; "" where it is of one."""
    kinds = {
        each.value.strip().lower()
        for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS")
        for each in held.get(name, ())
    }
    if kinds & {"org", "company"}:
        return "it is of an organisation, not of a person"
    groups = kinds & {"group", "location", "application", "device"}
    return "it is of a group, not of a person" if groups else ""


def _named(held: _Held) -> tuple[str, tuple[str, ...]]:
    """Return the name (FN, else what N makes, else the first nickname) and other names.

    A further FN is the name in another script, and so one more alias; a further N is the same.
    """
    formatted = _texts(held, "FN")
    structured = [_composed(each.value) for each in held.get("N", ())[:1]]
    nicknames = [
        name
        for key in ("NICKNAME", "X-NICKNAME")
        for each in held.get(key, ())
        for name in parts(each.value, ",")
    ]
    own = [clean_name(name) for name in (*formatted, *structured, *nicknames) if name.strip()]
    if not own:
        return "", ()
    others = {fold(own[0]): ""}
    for name in (*formatted, *nicknames):
        if name.strip():
            others.setdefault(fold(name), clean_name(name))
    return own[0], tuple(filter(None, others.values()))


def _composed(value: str) -> str:
    """Return the name that family, given, further, prefix and suffix make together."""
    cells = [" ".join(part.replace(",", " ").split()) for part in parts(value, ";")]
    family, given, further, prefix, suffix = (*cells, "", "", "", "", "")[:5]
    if not (family or given or further):
        return ""
    return " ".join(filter(None, (prefix, given, further, family, suffix)))


def _work(held: _Held, aside: LeftAside) -> tuple[str, str]:
    organisations = []
    for each in held.get("ORG", ()):
        units = [unit for unit in map(words_of, parts(each.value, ";")) if unit]
        organisations += units[:1]
        if len(units) > 1:
            aside.no_place("departments", len(units) - 1)
    titles = [title for title in map(words_of, _texts(held, "TITLE")) if title]
    functions = [title for title in map(words_of, _texts(held, "ROLE")) if title]
    titles += [each for each in functions if each not in titles]
    for kind, values in (("further organisations", organisations), ("further titles", titles)):
        if len(values) > 1:
            aside.no_place(kind, len(values) - 1)
    return next(iter(organisations), ""), next(iter(titles), "")


def _links(held: _Held, line: int, aside: LeftAside) -> tuple[str, ...]:
    profiles = []
    for profile in _texts(held, "X-SOCIALPROFILE"):
        if profile.lower().startswith(("http://", "https://")):
            profiles.append(profile)
        else:
            aside.no_place("profiles without a link")
    return pages_of((*_texts(held, "URL"), *profiles), line, aside)


def _tags_and_roles(held: _Held) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    labels = [label for each in held.get("CATEGORIES", ()) for label in parts(each.value, ",")]
    named = [word for each in held.get(ROLES, ()) for word in parts(each.value, ",")]
    roles = tuple(role for role in Role if role in named)
    for role in roles:
        if role in labels:
            labels.remove(role)
    return labels_of(labels), roles


def _birthday(held: _Held, aside: LeftAside) -> Birthday | None:
    for each in held.get("BDAY", ()):
        if not each.value.strip():
            continue
        omitted = "".join(each.params.get("X-APPLE-OMIT-YEAR", ())[:1])
        try:
            if "text" not in each.params.get("VALUE", ()):
                return birthday_of(text(each.value), omitted)
        except UsageError:
            pass
        aside.unread("birthdays", each.line)
    return None


def _uid(held: _Held) -> str:
    """Return the uid as ledgers keep it: a UUID as is, other text by its digest."""
    for uid in _texts(held, "UID"):
        plain = uid.strip().lower().removeprefix("urn:uuid:")
        bare = plain.replace("-", "")
        if len(bare) == 32 and not set(bare) - set("0123456789abcdef"):
            return bare
        if plain:
            return sha256(uid.strip().encode()).hexdigest()[:32]
    return ""


def _texts(held: _Held, name: str) -> list[str]:
    return [text(each.value) for each in held.get(name, ())]


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def without_controls(text: str) -> str:
    """Return a text with plain line breaks, and without any other control but tabs."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


WIDEST = 75
"""Octets in a line, without its end; what is longer is folded."""

PRODUCT = "-//recip//reciprocity-cli//EN"


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


def escaped(text: str) -> str:
    r"""Return a text as a value: \ , ; and line breaks escaped, controls but tabs left out."""
    return re.sub(r"([\\,;])", r"\\\1", without_controls(text)).replace("\n", "\\n")


def moment(changed: int) -> datetime:
    """Return a change time as a moment in UTC; beyond the calendar, its end."""
    try:
        return datetime.fromtimestamp(changed // 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.max.replace(microsecond=0, tzinfo=UTC)


def _lines(person: Person, changed: int) -> Iterator[str]:
    uid = person.uid
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"PRODID:{PRODUCT}")
    yield f"UID:urn:uuid:{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
    yield f"FN:{escaped(person.name)}"
    # The last word of several is taken for the family's name.
    given, _, family = person.name.rpartition(" ")
    yield f"N:{escaped(family)};{escaped(given)};;;" if given else f"N:;{escaped(family)};;;"
    if person.aliases:
        yield f"NICKNAME:{_listed(person.aliases)}"
    if person.organisation:
        yield f"ORG:{escaped(person.organisation)}"
    if person.title:
        yield f"TITLE:{escaped(person.title)}"
    yield from (f"EMAIL:{escaped(email)}" for email in person.emails)
    yield from (f"TEL;VALUE=text:{escaped(phone)}" for phone in person.phones)
    # A URI is no text: its commas and semicolons stand as they are. It should hold no backslash.
    for link in person.links:
        yield "URL:" + without_controls(link).replace("\n", "").replace("\\", "\\\\")
    if person.birthday:
        year, month, day = person.birthday.year, person.birthday.month, person.birthday.day
        yield f"BDAY:{'--' if year is None else f'{year:04d}'}{month:02d}{day:02d}"
    if person.tags or person.roles:
        yield f"CATEGORIES:{_listed((*person.tags, *person.roles))}"
    # Which of the categories are roles, where one could be.
    if person.roles or set(person.tags) & set(Role):
        yield f"{ROLES}:{_listed(person.roles)}"
    if person.notes:
        yield f"NOTE:{escaped(person.notes)}"
    yield f"REV:{moment(changed):%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _listed(words: Iterable[str]) -> str:
    return ",".join(map(escaped, words))
