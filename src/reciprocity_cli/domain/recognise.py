"""Recognising people: whether somebody whom a file describes is in the ledger already.

Keys, in this order: uid, profile link, e-mail, folded name with organisation. A name alone makes
nobody the same in a file of people; it is a pair for the owner to look at.
Source: docs/formats.md, "Who is who".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from reciprocity_cli.domain.keys import email_key, host_of, is_of_one_person, link_key, phone_key
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Birthday, Person, Role
from reciprocity_cli.domain.text import LONGEST_TEXT

REMEMBERED = 20_000
"""How many descriptions are kept with what they resolved to, so that memory stays bounded."""


class IncomingPerson(NamedTuple):
    """A person as a file describes them; `line` is where they were first met, counted from 1.

    `remarks` go below the notes, each unless it stands there already. `cadence` is spelled as it is
    stored; `met_through` is the uid of another person of the file.
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


class KnownPerson(NamedTuple):
    """Somebody in the ledger, by what they are recognised.

    `name`, `aliases` and `organisation` went through `fold`, `emails` through `email_key`, `links`
    through `link_key`, `phones` through `phone_key`.
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


class Match(NamedTuple):
    """Who somebody is.

    `id` is the person they are, None for somebody new; `by` is the key that told. `doubtful` are
    people of the name who may be the same, for `person merge`. Where `ambiguous` is not empty, they
    are one of these and nobody can say which: nothing should be written.
    """

    id: int | None
    by: str = ""
    doubtful: tuple[int, ...] = ()
    ambiguous: tuple[int, ...] = ()


def known_person(person: Person) -> KnownPerson:
    """Return a person of the ledger by what they are recognised."""
    return _indexed(person.id, person.handle, person)


def _indexed(number: int, handle: str, person: Person | IncomingPerson) -> KnownPerson:
    return KnownPerson(
        number,
        handle,
        fold(person.name),
        person.uid,
        fold(person.organisation),
        tuple(map(email_key, person.emails)),
        tuple(filter(None, map(link_key, person.links))),
        tuple(map(fold, person.aliases)),
        tuple(filter(None, map(phone_key, person.phones))),
        person.birthday,
    )


class Recogniser:
    """Everybody known, indexed by every key; grows with the people of the file that is imported.

    A person found is taken to have got from the file what `changes` says, and a new one is made
    known by `remember`, so that the same person twice in one file is one.
    """

    def __init__(self, known: Iterable[KnownPerson]) -> None:
        self._people: dict[int, KnownPerson] = {}
        self._by: dict[str, dict[str, list[int]]] = {
            key: defaultdict(list) for key in ("uid", "link", "email", "name", "alias", "handle")
        }
        self._resolved: dict[int, tuple[IncomingPerson, Match]] = {}
        for person in known:
            self._index(person)

    def know_as(self, uids: Mapping[str, int]) -> None:
        """Take in uids under which people were known before somebody was merged into them."""
        for uid, number in uids.items():
            if number in self._people:
                self._by["uid"][uid].append(number)

    def recognise(self, incoming: IncomingPerson) -> Match:
        """Return who somebody in a file of people is; a name needs the organisation beside it."""
        given = _indexed(0, "", incoming)
        match = self._by_key(given) or self._by_name_and_organisation(given)
        self._enrich(match, given)
        return match

    def resolve(self, incoming: IncomingPerson) -> Match:
        """Return whom a row of a file of exchanges means; a name that one person bears is enough.

        The same object, as readers share it among rows, is looked up once.
        """
        before = self._resolved.get(id(incoming))
        if before is not None and before[0] is incoming:
            return before[1]
        given = _indexed(0, "", incoming)
        match = self._by_key(given) or self._by_name(given)
        self._enrich(match, given)
        self._keep(incoming, match)
        return match

    def remember(self, number: int, handle: str, incoming: IncomingPerson) -> None:
        """Take in somebody who was new and was added to the ledger as `number`."""
        self._index(_indexed(number, handle, incoming))
        self._keep(incoming, Match(number, "this file"))

    def handles(self, numbers: Iterable[int]) -> str:
        """Return the handles of people, as a message names them."""
        return ", ".join(self._people[number].handle for number in numbers)

    def _by_key(self, given: KnownPerson) -> Match | None:
        for number in self._by["uid"].get(given.uid, ()) if given.uid else ():
            return Match(number, "uid")
        for by, keys in (("link", given.links), ("email", given.emails)):
            found = self._sharing(by, keys, given)
            if len(found) == 1:
                return Match(found[0], by)
            if found:
                return self._among(found, given, by)
        return None

    def _sharing(self, by: str, keys: Sequence[str], given: KnownPerson) -> list[int]:
        sharing = dict.fromkeys(number for key in keys for number in self._by[by].get(key, ()))
        people = [self._people[number] for number in sharing]
        if by == "link":
            return [each.id for each in people if _link_tells(each, given)]
        return [each.id for each in people if not links_differ(each, given)]

    def _among(self, found: list[int], given: KnownPerson, by: str) -> Match:
        """Choose among several who share a key: the one who bears the name, if one does."""
        named = [number for number in found if self._people[number].name == given.name]
        return Match(named[0], by) if len(named) == 1 else Match(None, by, ambiguous=tuple(found))

    def _by_name_and_organisation(self, given: KnownPerson) -> Match:
        namesakes = self._bearing("name", given.name) + self._bearing("alias", given.name)
        keyed = bool(given.emails or given.links)
        found = [
            each
            for each in namesakes
            if each.organisation == given.organisation and not _differ(each, given)
        ]
        if keyed and not given.organisation:
            found = []
        if len(found) > 1:
            # Somebody without any key of their own came in by name alone, as this one does.
            bare = [each for each in found if not (each.emails or each.links)]
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

    def _enrich(self, match: Match, given: KnownPerson) -> None:
        """Let a person found have from now on what the file adds to them."""
        if match.id is None:
            return
        before = self._people[match.id]
        names = (name for name in (given.name, *given.aliases) if name != before.handle)
        after = before._replace(
            organisation=before.organisation or given.organisation,
            emails=_union(before.emails, given.emails),
            links=_union(before.links, given.links),
            aliases=_union(before.aliases, (name for name in names if name != before.name)),
            phones=_union(before.phones, given.phones),
            birthday=before.birthday or given.birthday,
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

    def _keep(self, incoming: IncomingPerson, match: Match) -> None:
        # The object is kept beside its identity, which another may bear once it is gone.
        if len(self._resolved) >= REMEMBERED:
            self._resolved.clear()
        self._resolved[id(incoming)] = (incoming, match)


def _link_tells(known: KnownPerson, given: KnownPerson) -> bool:
    shared = set(known.links) & set(given.links)
    if any(map(is_of_one_person, shared)):
        return True
    return not set(known.name.split()).isdisjoint(given.name.split())


def links_differ(known: KnownPerson, given: KnownPerson) -> bool:
    """Whether both have a profile on one site, and not the same: then they are two people."""
    if not known.links or not given.links:
        return False
    sites = {host_of(link) for link in known.links} & {host_of(link) for link in given.links}
    shared = {host_of(link) for link in set(known.links) & set(given.links)}
    return bool(sites - shared)


def _differ(known: KnownPerson, given: KnownPerson) -> bool:
    """Whether two of one name and organisation are two people nevertheless.

    A birthday tells always; phone numbers only where no organisation holds the two together.
    """
    if links_differ(known, given) or born_apart(known.birthday, given.birthday):
        return True
    if given.organisation or not (known.phones and given.phones):
        return False
    return set(known.phones).isdisjoint(given.phones)


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


def changes(known: Person, incoming: IncomingPerson) -> dict[str, Any]:
    """Return what a file adds to a person already known, by field of Person.

    Single values are there only where the ledger's are empty; lists hold only what is to be added.
    Nothing is overwritten, so that the same file a second time gives {}. Another name under which a
    key found them becomes an alias.
    """
    found: dict[str, Any] = {
        field: getattr(incoming, field)
        for field in ("organisation", "title", "notes", "birthday", "cadence")
        if getattr(incoming, field) and not getattr(known, field)
    }
    before = known.notes or incoming.notes
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


def with_remarks(notes: str, remarks: Iterable[str]) -> tuple[str, int]:
    """Return notes with those remarks below them that they lack, and how many found no room."""
    left_out = 0
    for remark in remarks:
        if f"\n{remark}\n" in f"\n{notes}\n":
            continue
        more = f"{notes}\n{remark}" if notes else remark
        if len(more) > LONGEST_TEXT:
            left_out += 1
        else:
            notes = more
    return notes, left_out


def _link_text(link: str) -> str:
    return link_key(link) or fold(link)


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone)) or fold(phone)
