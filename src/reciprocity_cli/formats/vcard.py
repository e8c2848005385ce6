"""vCard: cards of 2.1, 3.0 and 4.0 as people, and people as cards of 4.0."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from reciprocity_cli.domain.names import clean_name, fold, full_name, is_han
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Birthday, Person, Role
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import (
    LeftAside,
    Said,
    addresses_of,
    birthday_of,
    bounded,
    labels_of,
    pages_of,
    phones_of,
    words_of,
)
from reciprocity_cli.formats.incoming import BadRow, Incoming, SetAside
from reciprocity_cli.formats.lines import OTHERWISE, WIDE
from reciprocity_cli.formats.vcard_text import Card, Property, cards, parts, property_of, text

ROLES = "X-RECIP-ROLES"
"""What tells, in a card of our own, which of the categories are roles."""

_READ = frozenset(
    (
        *("FN", "N", "NICKNAME", "X-NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "URL"),
        *("BDAY", "CATEGORIES", "NOTE", "UID", "KIND", "X-ADDRESSBOOKSERVER-KIND"),
        *("X-ABSHOWAS", "X-SOCIALPROFILE", "PRODID", ROLES),
    )
)
_ABOUT_THE_CARD = frozenset(
    (
        *("VERSION", "REV", "SORT-STRING", "CLASS", "PROFILE", "SOURCE", "NAME"),
        *("MAILER", "CLIENTPIDMAP", "XML", "X-ABUID", "X-ABADR", "X-IRMC-LUID"),
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


def is_vcard(start: bytes) -> bool:
    """Return whether a file that begins with `start`, in UTF-8 and without a mark, holds cards."""
    first = b"".join(start[:200].lstrip().splitlines()[:1])
    return b"".join(first.split()).upper().startswith(b"BEGIN:VCARD") and len(first) < 100


def read(
    raw: io.RawIOBase, encoding: str, aside: LeftAside, remarks: list[str]
) -> Iterator[Incoming]:
    """Yield the person of each card; remarks are complete at the file's end."""
    recoded = list[int]()
    charset = "utf-8" if encoding in WIDE else encoding
    count = 0
    for card in cards(raw, encoding):
        for kind, line in card.dropped:
            aside.no_place(kind, line)
        try:
            fault = BadRow(card.line, card.fault) if card.fault else None
            yield fault or _person(card, charset, aside, recoded)
        except UsageError as error:
            yield BadRow(card.line, str(error))
        count += len(recoded)
        recoded.clear()
    if count:
        shown = "one line is" if count == 1 else f"{count:,} lines are"
        which = "UTF-8 nor in a character set named there" if charset == "utf-8" else charset
        remarks.append(f"{shown} not {which}, and read as Windows-1252{OTHERWISE}")


def _person(card: Card, charset: str, aside: LeftAside, recoded: list[int]) -> Incoming:
    held = _properties(card, charset, aside, recoded)
    what = _no_person(held)
    if what:
        return SetAside(card.line, what)
    name, aliases = _named(held)
    if not name:
        return SetAside(card.line, "the card has no name")
    _count_unread_parts(held, (name, *aliases), aside)
    tags, roles = _tags_and_roles(held)
    organisation, title = _work(held, aside)
    # What the owner of a ledger called an address is one; others write "none yet".
    ours = any(made == PRODUCT for _, made in _texts(held, "PRODID"))
    emails = _texts(held, "EMAIL")
    return IncomingPerson(
        card.line,
        name,
        emails=bounded(tuple(words_of(each) for _, each in emails))
        if ours
        else addresses_of(emails, aside),
        links=_links(held, aside),
        organisation=organisation,
        title=title,
        phones=phones_of(_numbers(held, aside), aside),
        tags=tags,
        roles=roles,
        notes=clean_text(
            "\n".join(filter(None, (each.strip() for _, each in _texts(held, "NOTE"))))
        ),
        birthday=_birthday(held, aside),
        aliases=aliases,
        uid=_uid(held),
        family=_parts_of_name(held).family,
    )


def _properties(card: Card, charset: str, aside: LeftAside, recoded: list[int]) -> _Held:
    """Return the properties that are read, by name; all others are counted."""
    held: dict[str, list[Property]] = {}
    for line, octets in card.lines:
        found = property_of(line, octets, charset, recoded=recoded)
        if found is None:
            aside.unread("lines", line)
        elif "ENCODING" in found.params:
            aside.no_place("encoded data", line)
        elif found.name in _READ:
            held.setdefault(found.name, []).append(found)
        elif found.name == "X-ABLABEL":
            # Apple's own are _$!<Home>!$_.
            if not found.value.startswith("_$!<"):
                aside.no_place("labels of their own", line)
        elif found.name not in _ABOUT_THE_CARD and found.value.strip(" ;"):
            aside.no_place(_NO_PLACE.get(found.name, found.name), line)
    return held


def _numbers(held: _Held, aside: LeftAside) -> Iterator[Said]:
    """Yield the phone numbers, without those of fax machines and pagers."""
    for each in held.get("TEL", ()):
        types = {*each.params.get("TYPE", ())}
        machine = next((kind for kind in _MACHINES if kind in types), None)
        if machine and types.isdisjoint(("cell", "voice")):
            aside.no_place(_MACHINES[machine], each.line)
            continue
        if types & {"home", "work"}:
            aside.no_place("marks of home or work", each.line)
        if each.params.get("LABEL") or types - _TYPES:
            aside.no_place("labels of their own", each.line)
        yield each.line, text(each.value)


_TYPES = frozenset(
    (
        *("home", "work", "cell", "voice", "pref", "text", "video", "textphone", "msg", "car"),
        *("isdn", "bbs", "pcs", "main", "other", "internet", "dom", "intl", "mobile", "iphone"),
        *("fax", "pager", "modem", "telex", "main-number", "x-mobile", "x-main", "tlx", "x-gsm"),
    )
)
"""What programs call phone numbers; any other word is the owner's."""

_MACHINES = {"fax": "fax numbers", "pager": "pagers", "modem": "modems", "telex": "telexes"}


def _no_person(held: _Held) -> str:
    """Return what a card is that is not of a person; "" where it is of one."""
    kinds = {
        each.value.strip().lower()
        for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")
        for each in held.get(name, ())
    }
    # Apple's choice to show the company says nothing of who is in the card, which N does.
    company = _shows_company(held) and not _parts_of_name(held).name
    if company or kinds & {"org", "company"}:
        return "it is of an organisation, not of a person"
    groups = kinds & {"group", "location", "application", "device"}
    return "it is of a group, not of a person" if groups else ""


def _shows_company(held: _Held) -> bool:
    return any(each.value.strip().lower() == "company" for each in held.get("X-ABSHOWAS", ()))


def _named(held: _Held) -> tuple[str, tuple[str, ...]]:
    """Return the name (FN, else what N makes, else the first nickname) and other names.

    A further FN is the name in another script, and so one more alias; a further N is the same. An
    FN that is the organisation's is no name where N has one.
    """
    structured = _parts_of_name(held).name
    company = fold(_company(held)) if structured else ""
    formatted = [said for _, said in _texts(held, "FN") if not company or fold(said) != company]
    if structured and _shows_company(held):
        formatted = [structured, *formatted]
    nicknames = [
        name
        for key in ("NICKNAME", "X-NICKNAME")
        for each in held.get(key, ())
        for name in parts(each.value, ",")
    ]
    names = (*formatted, structured, *nicknames)
    own = [clean_name(name) for name in names if name.strip()]
    if not own:
        return "", ()
    others = {fold(own[0]): ""}
    for name in (*formatted, *nicknames):
        if name.strip():
            others.setdefault(fold(name), clean_name(name))
    return own[0], tuple(filter(None, others.values()))


class _Structured(NamedTuple):
    """What N says: the whole name its parts make, "" where it is the organisation's."""

    name: str
    family: str


def _parts_of_name(held: _Held) -> _Structured:
    for each in held.get("N", ())[:1]:
        cells = [" ".join(part.replace(",", " ").split()) for part in parts(each.value, ";")]
        family, given, further, prefix, suffix = (*cells, "", "", "", "", "")[:5]
        name = full_name((given, further), family, suffix, prefix)
        if (family or given or further) and fold(name) != fold(_company(held)):
            return _Structured(name, family)
    return _Structured("", "")


def _count_unread_parts(held: _Held, names: Iterable[str], aside: LeftAside) -> None:
    """Count what N says and no name does: a form of address, a middle name."""
    words = {word for name in names for word in fold(name).replace("-", " ").split()}
    for each in held.get("N", ())[:1]:
        for at, part in enumerate(parts(each.value, ";")[:5]):
            said = fold(part.replace(",", " ").replace("-", " "))
            if not is_han(said) and not words.issuperset(said.split()):
                aside.no_place("forms of address" if at == 3 else "parts of a name", each.line)


def _company(held: _Held) -> str:
    return next((parts(each.value, ";")[0].strip() for each in held.get("ORG", ())), "")


def _work(held: _Held, aside: LeftAside) -> tuple[str, str]:
    organisations: list[Said] = []
    for each in held.get("ORG", ()):
        units = [unit for unit in map(words_of, parts(each.value, ";")) if unit]
        organisations += ((each.line, unit) for unit in units[:1])
        if len(units) > 1:
            aside.no_place("departments", each.line, len(units) - 1)
    titles: list[Said] = []
    for line, said in (*_texts(held, "TITLE"), *_texts(held, "ROLE")):
        title = words_of(said)
        if title and title not in (there for _, there in titles):
            titles.append((line, title))
    for kind, found in (("further organisations", organisations), ("further titles", titles)):
        for line, _ in found[1:]:
            aside.no_place(kind, line)
    return next((said for _, said in organisations), ""), next((said for _, said in titles), "")


def _links(held: _Held, aside: LeftAside) -> tuple[str, ...]:
    profiles = []
    for line, profile in _texts(held, "X-SOCIALPROFILE"):
        if profile.lower().startswith(("http://", "https://")):
            profiles.append((line, profile))
        else:
            aside.no_place("profiles without a link", line)
    return pages_of((*_texts(held, "URL"), *profiles), aside)


def _tags_and_roles(held: _Held) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    labels = [label for each in held.get("CATEGORIES", ()) for label in parts(each.value, ",")]
    named = [word for each in held.get(ROLES, ()) for word in parts(each.value, ",")]
    roles = tuple(role for role in Role if role in named)
    for role in roles:
        if role in labels:
            labels.remove(role)
    return labels_of(labels), roles


def _birthday(held: _Held, aside: LeftAside) -> Birthday | None:
    found: dict[Birthday, int] = {}
    for each in held.get("BDAY", ()):
        if not each.value.strip():
            continue
        omitted = "".join(each.params.get("X-APPLE-OMIT-YEAR", ())[:1])
        try:
            if "text" in each.params.get("VALUE", ()):
                raise UsageError("a birthday in words")
            found.setdefault(birthday_of(text(each.value), omitted), each.line)
        except UsageError:
            aside.unread("birthdays", each.line)
    for line in [*found.values()][1:]:
        aside.no_place("further birthdays", line)
    return next(iter(found), None)


def _uid(held: _Held) -> str:
    """Return the uid as ledgers keep it: a UUID as is, other text by its digest."""
    for _, uid in _texts(held, "UID"):
        plain = uid.strip().lower().removeprefix("urn:uuid:")
        bare = plain.replace("-", "")
        if len(bare) == 32 and not set(bare) - set("0123456789abcdef"):
            return bare
        if plain:
            return sha256(uid.strip().encode()).hexdigest()[:32]
    return ""


def _texts(held: _Held, name: str) -> list[Said]:
    return [(each.line, text(each.value)) for each in held.get(name, ())]


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
    r"""Return a text as a value: \ , and line breaks escaped, controls but tabs left out.

    A semicolon parts something in ORG alone; elsewhere some readers keep the \ before it.
    """
    return re.sub(r"([\\,])", r"\\\1", without_controls(text)).replace("\n", "\\n")


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
    # Which words are the family's nobody can say; some readers want the property all the same.
    yield "N:;;;;"
    # A line for each: not everybody parts a list at its commas.
    yield from (f"NICKNAME:{escaped(alias)}" for alias in person.aliases)
    if person.organisation:
        yield "ORG:" + escaped(person.organisation).replace(";", "\\;")
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
