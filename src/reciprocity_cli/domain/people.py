"""Who in a file is known already, and which two people may be one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import Any, NamedTuple

from reciprocity_cli.domain.names import fold, is_han
from reciprocity_cli.domain.records import Birthday, Person, Role
from reciprocity_cli.domain.text import LONGEST_TEXT

_PROFILE_HOSTS = frozenset(
    (
        *("bsky.app", "facebook.com", "github.com", "gitlab.com", "instagram.com"),
        *("linkedin.com", "orcid.org", "twitter.com", "x.com", "xing.com"),
    )
)
"""Sites on which a page is one person; elsewhere a page may be that of a whole team."""

_NOT_A_PERSON = frozenset(("company", "school", "groups", "feed", "jobs", "showcase"))
_TRACKING = frozenset(("fbclid", "gclid", "hl", "igsh", "igshid", "lang", "ref", "si", "trk"))


def email_key(email: str) -> str:
    """Return an e-mail address as it is compared."""
    return email.strip().casefold()


def phone_key(phone: str) -> str:
    """Return a phone number as compared: its last 7 digits, without country code."""
    return "".join(filter(str.isdigit, phone))[-7:]


def link_key(link: str) -> str:
    """Return a link as it is compared, or "" where it cannot stand for one person.

    Scheme, www., port, fragment, trailing slash and what only tracks are off, the host is in lower
    case; of LinkedIn, also the country, the query, and what stands behind the profile's name. A
    site without a path, and a LinkedIn page of a company, stand for nobody.
    """
    rest = link.strip().rpartition("://")[2].partition("#")[0]
    rest, _, query = rest.partition("?")
    host, _, path = rest.partition("/")
    host = host.rpartition("@")[2].partition(":")[0].casefold().rstrip(".")
    host = host.removeprefix("www.")
    if host.startswith("m.") and host.count(".") > 1:
        host = host[2:]
    parts = [part for part in path.split("/") if part]
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        return _linkedin_key(parts, query)
    kept = "&".join(sorted(filter(_identifies, query.split("&"))))
    if not host or not (parts or kept):
        return ""
    if host in _PROFILE_HOSTS:
        parts = [part.casefold() for part in parts]
    return "/".join((host, *parts)) + (f"?{kept}" if kept else "")


def _linkedin_key(parts: list[str], query: str) -> str:
    from urllib.parse import unquote

    parts = [unquote(part).casefold() for part in parts]
    if parts[:1] == ["mwlite"]:
        parts = parts[1:]
    if not parts or parts[0] in _NOT_A_PERSON:
        return ""
    if parts[0] == "in":
        return "/".join(("linkedin.com", *parts[:2])) if len(parts) > 1 else ""
    # The old form says in its query who it is: /profile/view?id=123.
    shown = sorted(part for part in query.split("&") if part.startswith("id="))
    return "/".join(("linkedin.com", *parts, *shown))


def _identifies(parameter: str) -> bool:
    name = parameter.partition("=")[0].casefold()
    return bool(name) and not name.startswith("utm_") and name not in _TRACKING


def host_of(link: str) -> str:
    """Return the site of a link that link_key made."""
    return link.partition("/")[0].partition("?")[0]


class IncomingPerson(NamedTuple):
    """A person as a file describes them; `line` is where first met, from 1.

    `remarks` go below the notes, each unless it stands there already. `cadence` is
    spelled as it is stored; `met_through` is the uid of another person of the file.
    `family` is what of the name is the family's, where the file says so.
    """

    line: int
    name: str
    emails: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    organisation: str = ""
    title: str = ""
    phones: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    notes: str = ""
    birthday: Birthday | None = None
    aliases: tuple[str, ...] = ()
    uid: str = ""
    remarks: tuple[str, ...] = ()
    cadence: str | None = None
    archived: bool = False
    met_through: str = ""
    family: str = ""


class KnownPerson(NamedTuple):
    """Somebody in the ledger, by what they are recognised.

    `name`, `aliases` and `organisation` went through `fold`, `emails` through
    `email_key`, `links` through `link_key`, `phones` through `phone_key`; `family` holds
    the words of a name that are known to be the family's.
    """

    id: int
    handle: str
    name: str
    uid: str = ""
    organisation: str = ""
    emails: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    birthday: Birthday | None = None
    family: tuple[str, ...] = ()


class Match(NamedTuple):
    """Who somebody is.

    `id` is the person they are, None for somebody new; `by` is the key that told. `doubtful` are
    people of the name who may be the same, for `person merge`; `sharing` are those who have an
    address of theirs and another name, with that address. Where `ambiguous` is not empty, they
    are one of these and nobody can say which: nothing should be written.
    """

    id: int | None
    by: str = ""
    doubtful: tuple[int, ...] = ()
    ambiguous: tuple[int, ...] = ()
    sharing: tuple[tuple[int, str], ...] = ()


def known_person(person: Person) -> KnownPerson:
    """Return a person of the ledger by what they are recognised."""
    return _indexed(person.id, person.handle, person)


def _indexed(number: int, handle: str, person: Person | IncomingPerson) -> KnownPerson:
    family = person.family if isinstance(person, IncomingPerson) else ""
    return KnownPerson(
        number,
        handle,
        _name_key(person.name),
        person.uid,
        fold(person.organisation),
        tuple(map(email_key, person.emails)),
        tuple(filter(None, map(link_key, person.links))),
        tuple(map(_name_key, person.aliases)),
        tuple(filter(None, map(phone_key, person.phones))),
        person.birthday,
        tuple(_words(fold(family))),
    )


def _name_key(name: str) -> str:
    """Return a name as it is compared; one in Chinese, Japanese or Korean without its blanks."""
    folded = fold(name)
    return folded.replace(" ", "") if is_han(folded) else folded


class Recogniser:
    """Everybody known, indexed by every key; grows with the people of the import.

    A person found is taken to have got from the file what `changes` says, and a new one
    is made known by `remember`, so that the same person twice in one file is one.
    """

    def __init__(self, known: Iterable[KnownPerson]) -> None:
        self._people: dict[int, KnownPerson] = {}
        self._by: dict[str, dict[str, list[int]]] = {
            key: defaultdict(list) for key in ("uid", "link", "email", "name", "alias", "handle")
        }
        for person in known:
            self._index(person)

    def know_as(self, uids: Mapping[str, int]) -> None:
        """Take in uids people had before somebody was merged into them."""
        for uid, number in uids.items():
            if number in self._people:
                self._by["uid"][uid].append(number)

    def recognise(self, incoming: IncomingPerson) -> Match:
        """Return who somebody in a file of people is; a name needs its organisation.

        Who could be several by an address, and is called as none of them, is somebody new.
        """
        given = _indexed(0, "", incoming)
        match = self._found(given, self._by_name_and_organisation)
        names = {self._people[number].name for number in match.ambiguous}
        if match.by in ("link", "email") and match.ambiguous and given.name not in names:
            return Match(None, doubtful=match.ambiguous)
        return match

    def resolve(self, incoming: IncomingPerson) -> Match:
        """Return whom a row of exchanges means; a name that one person bears is enough."""
        return self._found(_indexed(0, "", incoming), self._by_name)

    def _found(self, given: KnownPerson, by_name: Callable[[KnownPerson], Match]) -> Match:
        match = self._by_address(given) or by_name(given)
        uids = self._by["uid"].get(given.uid, ()) if given.uid else ()
        for number in uids:
            # Some programs give one uid to two: then somebody else whom all else tells is right.
            if match.id is None or agree(self._people[number], given):
                match = Match(number, "uid")
        if match.id is None:
            return match if match.ambiguous else match._replace(sharing=self._strangers(given))
        self._enrich(match.id, given)
        return match

    def remember(self, number: int, handle: str, incoming: IncomingPerson) -> None:
        """Take in somebody who was new and was added to the ledger as `number`."""
        self._index(_indexed(number, handle, incoming))

    def agrees(self, number: int, incoming: IncomingPerson) -> bool:
        """Whether somebody of the file can be called as person `number` is."""
        return agree(self._people[number], _indexed(0, "", incoming))

    def handles(self, numbers: Iterable[int]) -> str:
        """Return the handles of people, as a message names them."""
        return ", ".join(self._people[number].handle for number in numbers)

    def _by_address(self, given: KnownPerson) -> Match | None:
        """Return who has a link or e-mail of theirs, and a name that agrees."""
        for by, keys in (("link", given.links), ("email", given.emails)):
            found = [
                number
                for number in dict.fromkeys(n for key in keys for n in self._by[by].get(key, ()))
                if self._is_same(self._people[number], given, by)
            ]
            if len(found) == 1:
                return Match(found[0], by)
            if found:
                return self._among(found, given, by)
        return None

    def _is_same(self, known: KnownPerson, given: KnownPerson, by: str) -> bool:
        # Families and firms share addresses: one tells only of whom it is where the names agree.
        return agree(known, given) and (by == "link" or not links_differ(known, given))

    def _strangers(self, given: KnownPerson) -> tuple[tuple[int, str], ...]:
        """Return who has an address of theirs and another name: the first for each address."""
        found: dict[int, str] = {}
        for by, keys in (("link", given.links), ("email", given.emails)):
            for key in keys:
                others = (
                    number
                    for number in self._by[by].get(key, ())
                    if not agree(self._people[number], given)
                )
                for number in islice(others, 1):
                    found.setdefault(number, key)
        return tuple(found.items())

    def _among(self, found: list[int], given: KnownPerson, by: str) -> Match:
        """Choose among several who share a key: the one who bears the name, if one does."""
        named = [number for number in found if self._people[number].name == given.name]
        return Match(named[0], by) if len(named) == 1 else Match(None, by, ambiguous=tuple(found))

    def _by_name_and_organisation(self, given: KnownPerson) -> Match:
        namesakes = self._bearing("name", given.name) + self._bearing("alias", given.name)
        namesakes = list({each.id: each for each in namesakes}.values())
        keyed = _is_keyed(given)
        found = [
            each
            for each in namesakes
            if each.organisation == given.organisation and not _differ(each, given)
        ]
        if len(found) > 1:
            # Somebody without any key of their own came in by name alone, as this one does.
            bare = [each for each in found if not _is_keyed(each)]
            found = bare if len(bare) == 1 and not keyed else found
        if len(found) == 1:
            return Match(found[0].id, "name and organisation")
        if found and not keyed:
            return Match(None, "name", ambiguous=tuple(each.id for each in found))
        return Match(None, doubtful=_doubtful(namesakes, given))

    def _by_name(self, given: KnownPerson) -> Match:
        bearing = self._bearing("name", given.name) + self._bearing("handle", given.name)
        namesakes = list(dict.fromkeys(bearing)) or self._bearing("alias", given.name)
        found = [each for each in namesakes if not _contradicts(each, given)]
        same = [each for each in found if given.organisation == each.organisation]
        if given.organisation and same:
            found = same
        if len(found) == 1:
            return Match(found[0].id, "name")
        if found:
            return Match(None, "name", ambiguous=tuple(each.id for each in found))
        return Match(None, doubtful=_doubtful(namesakes, given))

    def _bearing(self, by: str, name: str) -> list[KnownPerson]:
        return [self._people[number] for number in self._by[by].get(name, ())]

    def _enrich(self, number: int, given: KnownPerson) -> None:
        """Let a person found have from now on what the file adds to them."""
        before = self._people[number]
        names = (name for name in (given.name, *given.aliases) if name != before.handle)
        after = before._replace(
            organisation=before.organisation or given.organisation,
            emails=_union(before.emails, given.emails),
            links=_union(before.links, given.links),
            aliases=_union(before.aliases, (name for name in names if name != before.name)),
            phones=_union(before.phones, given.phones),
            birthday=before.birthday or given.birthday,
            family=_union(before.family, given.family),
        )
        if after != before:
            self._index(after)

    def _index(self, person: KnownPerson) -> None:
        self._people[person.id] = person
        for by, keys in (
            ("uid", (person.uid,)),
            ("link", person.links),
            ("email", person.emails),
            ("name", (person.name,)),
            ("alias", person.aliases),
            ("handle", (person.handle,)),
        ):
            for key in filter(None, keys):
                bearers = self._by[by][key]
                if person.id not in bearers:
                    bearers.append(person.id)


_TITLES = frozenset(
    (
        *("dr", "prof", "mr", "mrs", "ms", "miss", "mx", "sir", "herr", "frau", "mag", "dipl"),
        *("ing", "phd", "md", "mba", "esq", "sra", "dott", "ir", "rev"),
    )
)
_PARTICLES = frozenset(
    (
        *("van", "von", "vom", "zu", "der", "den", "de", "del", "della", "di", "da", "do", "dos"),
        *("du", "la", "las", "le", "los", "ter", "ten", "al", "el", "bin", "ibn", "bint", "abu"),
    )
)
"""Words before a family's name; a given name is none of them."""

_GENERATIONS = {"sr": 1, "senior": 1, "jr": 2, "junior": 2, "ii": 2}
_BOTH = 3
"""A senior and a junior: father and son."""
_SEVERAL = frozenset(("&", "+", "and", "und", "et"))
"""Words that make of two names the name of a couple or a firm."""


def agree(known: KnownPerson, given: KnownPerson) -> bool:
    """Whether two who share an address are called so that they can be one.

    They are where one name is another name of the other, or where a name of theirs can be of one
    person with that of the other, and none that has a word of it says the opposite.
    Source: docs/formats.md, "Who is who".
    """
    names = (known.name, *known.aliases)
    if given.name in (*names, known.handle) or known.name in given.aliases:
        return True
    if born_apart(known.birthday, given.birthday):
        return False
    family, words = {*known.family, *given.family}, set(_words(given.name))
    shared = [] if set(known.links) & set(given.links) else set(known.emails) & set(given.emails)
    boxes = [fold(email.partition("@")[0]) for email in shared]
    fits = [_can_be_one(name, given.name, family, boxes) for name in names]
    return any(fits) and all(
        fit or words.isdisjoint(_words(name)) for fit, name in zip(fits, names, strict=True)
    )


def _can_be_one(one: str, other: str, family: set[str], boxes: Sequence[str]) -> bool:
    """Whether all words of one name are among the other's, or the first given name of one is.

    Initials count as words. A given name tells where it is that of the address, one of `boxes`, if
    an e-mail is what they share: what stands first may be the family's, as in Hungarian, and an
    address called family@ is nobody's alone.
    """
    a, b = _words(one), _words(other)
    if _SEVERAL.intersection((*a, *b)) or _generation(a) + _generation(b) == _BOTH:
        return False
    if _are_among(a, b) or _are_among(b, a):
        return True
    given, also = _given(a, family), _given(b, family)
    same = {word for word in given[:1] if word in also} | {
        word for word in also[:1] if word in given
    }
    return any(not boxes or any(word in box for box in boxes) for word in same)


def _given(words: Sequence[str], family: set[str]) -> list[str]:
    """Return the words of a name but the family's: the last, where nobody says which it is."""
    plain = [word for word in words if word not in _TITLES and word not in _GENERATIONS]
    if plain and plain[0] in _PARTICLES:
        return []  # What stands first belongs to the family.
    named = plain if family.intersection(plain) else plain[:-1]
    return [word for word in named if word not in family and len(word) > 1]


def _generation(words: Sequence[str]) -> int:
    return next((_GENERATIONS[word] for word in words if word in _GENERATIONS), 0)


def _are_among(words: Sequence[str], others: Sequence[str]) -> bool:
    left = list(others)
    for word in sorted(words, key=len, reverse=True):
        found = next(
            (each for each in left if each == word),
            next((each for each in left if _is_initial(each, word)), None),
        )
        if found is None:
            return False
        left.remove(found)
    return bool(words)


def _is_initial(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[:1] == other[:1] and not is_han(one)


def _is_keyed(person: KnownPerson) -> bool:
    return bool(person.emails or person.links)


def links_differ(known: KnownPerson, given: KnownPerson) -> bool:
    """Whether both have a profile on one site, not the same: then they are two."""
    if not known.links or not given.links:
        return False
    sites = {host_of(link) for link in known.links} & {host_of(link) for link in given.links}
    shared = {host_of(link) for link in set(known.links) & set(given.links)}
    return bool(sites - shared)


def _differ(known: KnownPerson, given: KnownPerson) -> bool:
    """Whether two of one name and organisation are two people nevertheless.

    A birthday tells always; phone numbers and addresses, of which they share none, only where no
    organisation holds the two together.
    """
    if links_differ(known, given) or born_apart(known.birthday, given.birthday):
        return True
    if given.organisation:
        return False
    if _is_keyed(known) and _is_keyed(given):
        return True
    return bool(known.phones and given.phones) and set(known.phones).isdisjoint(given.phones)


def born_apart(one: Birthday | None, other: Birthday | None) -> bool:
    """Whether two birthdays cannot be of one person; a year may be missing."""
    if one is None or other is None:
        return False
    years = {one.year, other.year} - {None}
    return (one.month, one.day) != (other.month, other.day) or len(years) > 1


def _contradicts(known: KnownPerson, given: KnownPerson) -> bool:
    if links_differ(known, given):
        return True
    if known.organisation and given.organisation:
        return known.organisation != given.organisation
    return bool(known.emails and given.emails) and set(known.emails).isdisjoint(given.emails)


def _doubtful(namesakes: Iterable[KnownPerson], given: KnownPerson) -> tuple[int, ...]:
    """Return who may be the same; two profiles on one site settle it, unless both work together."""
    return tuple(
        each.id
        for each in namesakes
        if not links_differ(each, given)
        or (given.organisation and each.organisation == given.organisation)
    )


def _union(before: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


_SINGLE = ("organisation", "title", "notes", "birthday", "cadence")


def changes(known: Person, incoming: IncomingPerson) -> dict[str, Any]:
    """Return what a file adds to a person already known, by field of Person.

    Single values are there only where the ledger's are empty, or are the beginning of the
    file's (a birthday without its year, a note without its last lines); lists hold only what
    is to be added. Nothing is overwritten, so that the same file a second time gives {}.
    Another name under which a key found them becomes an alias.
    """
    found: dict[str, Any] = {
        field: getattr(incoming, field)
        for field in _SINGLE
        if getattr(incoming, field) and not getattr(known, field)
    }
    if _goes_on(known.notes, incoming.notes):
        found["notes"] = incoming.notes
    born = known.birthday
    if (
        born
        and born.year is None
        and incoming.birthday not in (None, born)
        and not born_apart(born, incoming.birthday)
    ):
        found["birthday"] = incoming.birthday
    before = found.get("notes", known.notes)
    after, _ = with_remarks(before, incoming.remarks)
    if after != before:
        found["notes"] = after
    names = {fold(known.name), known.handle, *map(fold, known.aliases)}
    for field, there, offered, key in (
        ("aliases", names, (incoming.name, *incoming.aliases), fold),
        ("emails", set(map(email_key, known.emails)), incoming.emails, email_key),
        ("links", set(map(_link_text, known.links)), incoming.links, _link_text),
        ("phones", set(map(_digits, known.phones)), incoming.phones, _digits),
        ("tags", set(map(fold, known.tags)), incoming.tags, fold),
        ("roles", set(known.roles), incoming.roles, str),
    ):
        new = {key(value): value for value in reversed(offered) if key(value) not in there}
        if new:
            found[field] = tuple(reversed(new.values()))
    return found


def otherwise(known: Person, incoming: IncomingPerson) -> dict[str, tuple[Any, Any]]:
    """Return what a file says otherwise of somebody known: by field, what is kept and what it says.

    `changes` never takes it in. Spellings that compare equal are no difference.
    """
    found = {
        field: (getattr(known, field), getattr(incoming, field))
        for field in ("organisation", "title", "cadence")
        if getattr(known, field) and getattr(incoming, field)
        if fold(str(getattr(known, field))) != fold(str(getattr(incoming, field)))
    }
    if born_apart(known.birthday, incoming.birthday):
        found["birthday"] = (known.birthday, incoming.birthday)
    there = _has_lines(known.notes, incoming.notes) or _goes_on(known.notes, incoming.notes)
    if known.notes and not there:
        found["notes"] = (known.notes, incoming.notes)
    if incoming.archived and not known.archived:
        found["archived"] = (False, True)
    return found


_DATED = re.compile(r"\d{4}-\d\d-\d\d: ")


def _has_lines(notes: str, lines: str) -> bool:
    return not lines or f"\n{lines}\n" in f"\n{notes}\n"


def _goes_on(notes: str, more: str) -> bool:
    """Whether a file's note is the known one and further lines."""
    return bool(notes) and more.startswith(f"{notes}\n")


def with_remarks(notes: str, remarks: Iterable[str]) -> tuple[str, int]:
    """Return notes with those remarks below them that they lack, and how many found no room.

    One that begins with a day stands before the first that begins with a later one.
    """
    left_out = 0
    for remark in remarks:
        if _has_lines(notes, remark):
            continue
        lines = notes.split("\n") if notes else []
        at = len(lines)
        if _DATED.match(remark):
            later = (at for at, line in enumerate(lines) if _DATED.match(line) and line > remark)
            at = next(later, at)
        more = "\n".join((*lines[:at], remark, *lines[at:]))
        if len(more) > LONGEST_TEXT:
            left_out += 1
        else:
            notes = more
    return notes, left_out


def _link_text(link: str) -> str:
    return link_key(link) or fold(link)


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone)) or fold(phone)


ALIKE = 85.0
"""Per cent of likeness from which two spellings are called alike."""

MOST_TOGETHER = 12
"""People sharing one thing of whom every pair is looked at; beyond, each with the first."""

NEIGHBOURS = 4
"""How far apart in the order of names two spellings may stand that share no word."""

_SHORTEST_PHONE = 6
_REASONS = ("same e-mail", "same link", "same phone", "same name", "a name of both", "names alike")


class Likely(NamedTuple):
    """Two people who may be one, the first to come in front; surest `reasons` first."""

    one: Person
    other: Person
    reasons: tuple[str, ...]


def likely_pairs(people: Sequence[Person]) -> list[Likely]:
    """Return the pairs, the surest first, then by name and id.

    Two who have different profiles on one site, or different birthdays, are two people,
    and no pair, unless they share an address.
    """
    by_id = {person.id: person for person in people}
    known = {person.id: known_person(person) for person in people}
    found: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
    for reason, pair in _sharing(known.values()):
        found[pair][reason] = None
    for pair in _spelled_alike(known.values()):
        found[pair].setdefault("names alike", None)
    kept = [
        Likely(by_id[a], by_id[b], tuple(sorted(reasons, key=_sureness)))
        for (a, b), reasons in found.items()
        if not _two_people(known[a], known[b], reasons)
    ]
    return sorted(
        kept,
        key=lambda each: (
            _sureness(each.reasons[0]),
            fold(each.one.name),
            each.one.id,
            each.other.id,
        ),
    )


def _sureness(reason: str) -> int:
    return next(at for at, start in enumerate(_REASONS) if reason.startswith(start))


def _two_people(one: KnownPerson, other: KnownPerson, reasons: Mapping[str, None]) -> bool:
    if any(reason.startswith("same e-mail") for reason in reasons):
        return False
    return links_differ(one, other) or born_apart(one.birthday, other.birthday)


def _sharing(people: Iterable[KnownPerson]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the pairs that have an address, a number or a name in common."""
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for person in people:
        phones = (phone for phone in person.phones if len(phone) >= _SHORTEST_PHONE)
        for reason, keys in (
            ("same e-mail", person.emails),
            ("same link", person.links),
            ("same phone", phones),
            ("same name", (person.name,)),
            ("a name of both", person.aliases),
        ):
            for key in keys:
                bearers[reason, key].append(person.id)
    for (reason, key), ids in bearers.items():
        if reason == "a name of both":
            ids = [*ids, *bearers.get(("same name", key), ())]
        said = reason if reason == "same name" else f"{reason} {key}"
        yield from ((said, pair) for pair in _pairs(ids))


def _pairs(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(set(ids))
    if len(ordered) <= MOST_TOGETHER:
        yield from combinations(ordered, 2)
    else:
        yield from ((ordered[0], other) for other in ordered[1:])


def _spelled_alike(people: Iterable[KnownPerson]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose names differ by a letter or two, or by an initial.

    Compared are names that share a word and the first letter of another, and neighbours
    in the alphabet, forwards and from the last word; of equal names one stands for all.
    """
    first: dict[str, int] = {}
    for person in people:
        first.setdefault(person.name, person.id)
    for one, other in sorted(_candidates(sorted(first))):
        if _alike(one, other):
            a, b = sorted((first[one], first[other]))
            yield a, b


def _candidates(names: Sequence[str]) -> set[tuple[str, str]]:
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        words = _words(name)
        for word in words:
            for other in words:
                if other is not word:
                    blocks[word, other[0]].append(name)
    found = set()
    for block in blocks.values():
        # A name as common as that: only the nearest in the alphabet.
        reach = len(block) if len(block) <= 4 * MOST_TOGETHER else NEIGHBOURS
        found |= _neighbours(block, reach)
    backwards = sorted(names, key=lambda name: " ".join(reversed(_words(name))))
    for order in (names, backwards):
        found |= _neighbours(order, NEIGHBOURS)
    return found


def _neighbours(names: Sequence[str], reach: int) -> set[tuple[str, str]]:
    return {
        (min(name, other), max(name, other))
        for at, name in enumerate(names)
        for other in names[at + 1 : at + 1 + reach]
        if name != other
    }


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if _fits_initial(one, other) or _fits_initial(other, one):
        return True
    # Two letters of a short name are half of it: "Bo" is not "Jo".
    if min(len(one), len(other)) < 5:
        return False
    return fuzz.token_sort_ratio(one, other, score_cutoff=ALIKE) > 0


def _fits_initial(short: str, full: str) -> bool:
    """Whether "a. ruiz" may be "ana ruiz": same last word, an initial before it."""
    initials, names = _words(short), _words(full)
    if len(initials) != 2 or len(names) < 2 or initials[1] != names[-1]:
        return False
    return len(initials[0]) == 1 and names[0].startswith(initials[0]) and len(names[0]) > 1


def _words(name: str) -> list[str]:
    before, comma, after = name.partition(",")
    if comma and not _GENERATIONS.keys() & set(after.replace(".", "").split()):
        name = f"{after} {before}"
    return re.sub("[-.,]", " ", name).split()
