"""Bringing a file in: people recognised, another ledger merged, one undo for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.kinds import LISTS
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.people import (
    REMEMBERED,
    IncomingPerson,
    Match,
    Recogniser,
    changes,
    known_person,
    with_remarks,
)
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.text import LONGEST_TEXT
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.incoming import (
    Aside,
    BadRow,
    Entry,
    Format,
    IncomingContact,
    IncomingExchange,
    IncomingInteraction,
    Reading,
    SetAside,
    Tombstone,
)
from reciprocity_cli.store import bulk
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.join import merged_uids
from reciprocity_cli.store.merge import Fault, Incoming, Loss, Merged, merge
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import (
    add_details,
    bearer_of,
    insert_person,
    people,
    people_by_id,
    update_person,
)

MOST_NAMED = 3
"""Bad rows or records that an error names; more are counted."""

_WITH_UIDS = (Format.RECIP_CSV, Format.MONICA, Format.VCARD)
"""Formats whose rows say by a uid who is who."""

_PERSON_FIELDS = (
    *("name", "emails", "links", "organisation", "title", "phones"),
    *("tags", "roles", "notes", "birthday", "aliases", "cadence", "archived"),
)

_NO_ROOM = f"a note for which there is no room: a person's take {LONGEST_TEXT:,} characters"
_HANDLE = "another name of somebody that is the handle of somebody else"
_NOT_THERE = "an introduction by somebody whom the file does not bring"


class Imported(NamedTuple):
    """What an import did, or with a dry run would do."""

    format: str
    people_new: int
    people_changed: int
    people_known: int
    exchanges_new: int
    exchanges_known: int
    set_aside: dict[str, int]
    bad: tuple[BadRow, ...]
    bad_count: int
    doubtful: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]
    contacts_new: int = 0
    contacts_known: int = 0


class Import:
    """One file being taken in within one operation."""

    def __init__(self, op: Operation, today: date, *, skip_bad: bool) -> None:
        self.op = op
        self.today = today
        self.skip_bad = skip_bad
        everyone = people(op.sql, Query(), PeopleChosen(), today)
        self.recogniser = Recogniser(known_person(person) for person in everyone)
        self.recogniser.know_as(merged_uids(op.sql))
        self.met: dict[int, str] = {}
        self.doubtful: dict[tuple[int, int], None] = {}
        self.set_aside: Counter[str] = Counter()
        self.bad: list[BadRow] = []
        self.bad_count = 0
        self.own = False
        self.understood = False
        self.by_uid: dict[str, int] = {}
        self.claimed: set[int] = set()
        self.through: dict[int, str] = {}
        self.completed: dict[int, IncomingPerson] = {}
        self.by_name = False

    def take(self, reading: Reading, progress: Callable[[int], None]) -> Imported:
        """Walk the file and write what it brings. Raises RecipError for bad rows, at its end."""
        staging, contacts = bulk.Staging(self.op), bulk.ContactStaging(self.op)
        meetings = bulk.InteractionStaging(self.op)
        self.own = reading.format in _WITH_UIDS
        self.by_name = reading.format is Format.FRIENDS
        for number, item in enumerate(reading.items, 1):
            match item:
                case IncomingExchange():
                    self._take_exchange(staging, item)
                case IncomingContact():
                    self._take_contact(contacts, item)
                case IncomingInteraction():
                    self._take_interaction(meetings, item)
                case IncomingPerson():
                    match = self._match(item, of_people=not self.by_name)
                    self._person(item, match, item.line)
                case SetAside():
                    self.set_aside[item.reason] += 1
                case BadRow():
                    self._note_bad(item)
            self.understood |= not isinstance(item, SetAside | BadRow)
            if not number % 1_000:
                progress(number)
        if self.bad and not (self.skip_bad and self.understood):
            # Where they were to be skipped, nothing is left.
            hint = (
                "no row of it was understood"
                if self.skip_bad
                else "mend them, or --skip-bad goes on without them"
            )
            raise _refused(self.bad, self.bad_count, "row", hint)
        self._introduce()
        done = self._result(reading, *staging.write())
        new, known = map(sum, zip(contacts.write(), meetings.write(), strict=True))
        return done._replace(contacts_new=new, contacts_known=known)

    def _take_exchange(self, staging: bulk.Staging, item: IncomingExchange) -> None:
        person = self._person(item.person, self._match(item.person), item.line)
        if person is not None:
            staging.add(
                bulk.StagedExchange(
                    person,
                    item.direction.value,
                    item.category.value,
                    item.kind,
                    item.weight,
                    item.on.isoformat(),
                    item.note,
                    item.channel.value if item.channel else None,
                )
            )

    def _take_contact(self, contacts: bulk.ContactStaging, item: IncomingContact) -> None:
        person = self._person(item.person, self._match(item.person), item.line)
        if person is not None:
            channel = item.channel.value if item.channel else None
            contacts.add(bulk.StagedContact(person, item.on.isoformat(), channel, item.note))

    def _take_interaction(
        self, meetings: bulk.InteractionStaging, item: IncomingInteraction
    ) -> None:
        found = [self._person(each, self._match(each), item.line) for each in item.people]
        people = {number for number in found if number is not None}
        if people:
            channel = item.channel.value if item.channel else None
            started = item.started.value if item.started else None
            on, note, uid = item.on.isoformat(), item.note, item.uid or None
            meetings.add(bulk.StagedInteraction(on, channel, started, note, uid), people)

    def _introduce(self) -> None:
        """Say through whom people were met, once everybody is there."""
        for number, uid in self.through.items():
            other = self.by_uid.get(uid)
            [person] = people_by_id(self.op.sql, [number])
            if other is None:
                self.set_aside[_NOT_THERE] += 1
            elif person.met_through_id is None and other != number:
                update_person(self.op, number, {"met_through_id": other})
                if self.met.get(number) != "new":
                    self.met[number] = "changed"

    def _match(self, item: IncomingPerson, *, of_people: bool = False) -> Match:
        """Return who somebody is.

        In a file with uids these come first: two people of one name or address are two.
        """
        if self.own and item.uid in self.by_uid:
            return Match(self.by_uid[item.uid], "this file")
        match = (self.recogniser.recognise if of_people else self.recogniser.resolve)(item)
        if self.own and item.uid and match.by != "uid":
            same = match.ambiguous or tuple(self.claimed.intersection((match.id,)))
            return Match(None, doubtful=same) if same else match
        return match

    def _person(self, item: IncomingPerson, match: Match, line: int) -> int | None:
        if match.ambiguous:
            handles = self.recogniser.handles(match.ambiguous)
            self._note_bad(BadRow(line, f"{item.name!r} could be {handles}"))
            return None
        if match.id is None:
            number = self._add(item, match)
            self._remember(item, number)
            return number
        self._remember(item, match.id)
        if match.by != "this file" and self.met.get(match.id) != "new":
            self._complete(match.id, item)
        return match.id

    def _add(self, item: IncomingPerson, match: Match) -> int:
        values = {field: getattr(item, field) for field in _PERSON_FIELDS if getattr(item, field)}
        values["notes"] = self._notes(item.notes, item.remarks)
        self._leave_handles(values, 0)
        if self.own and item.uid:
            values["uid"] = item.uid
        number = insert_person(self.op, {**values, "imported": True}, self.today)
        [person] = people_by_id(self.op.sql, [number])
        self.recogniser.remember(number, person.handle, item)
        self.met[number] = "new"
        self.doubtful.update(dict.fromkeys((other, number) for other in match.doubtful))
        return number

    def _notes(self, notes: str, remarks: tuple[str, ...]) -> str:
        """Return the notes with the remarks; those without room are counted as set aside."""
        text, left_out = with_remarks(notes, remarks)
        if left_out:
            self.set_aside[_NO_ROOM] += left_out
        return text

    def _remember(self, item: IncomingPerson, number: int) -> None:
        if self.own and item.uid:
            self.by_uid[item.uid] = number
            self.claimed.add(number)
        if item.met_through:
            self.through[number] = item.met_through

    def _complete(self, number: int, item: IncomingPerson) -> None:
        """Complete somebody, unless this very object did: a million rows may share a few."""
        if self.completed.get(id(item)) is item:
            return
        [known] = people_by_id(self.op.sql, [number])
        more = changes(known, item)
        self._leave_handles(more, number)
        self._notes(known.notes or item.notes, item.remarks)
        changed = update_person(
            self.op, number, {field: more[field] for field in more if field not in LISTS}
        )
        for field, kind in LISTS.items():
            changed |= add_details(self.op, number, kind, more.get(field, ()))
        if changed or number not in self.met:
            self.met[number] = "changed" if changed else "known"
        if len(self.completed) >= REMEMBERED:
            self.completed.clear()
        self.completed[id(item)] = item

    def _leave_handles(self, values: dict[str, Any], number: int) -> None:
        """Set aside the aliases that are handles of others than person `number`."""
        aliases = values.pop("aliases", ())
        bearers = [bearer_of(self.op.sql, fold(alias)) for alias in aliases]
        kept = [
            alias
            for alias, bearer in zip(aliases, bearers, strict=True)
            if bearer is None or bearer.id == number
        ]
        if kept:
            values["aliases"] = tuple(kept)
        if len(kept) < len(aliases):
            self.set_aside[_HANDLE] += len(aliases) - len(kept)

    def _note_bad(self, row: BadRow) -> None:
        self.bad_count += 1
        if len(self.bad) < MOST_NAMED:
            self.bad.append(row)

    def _result(self, reading: Reading, written: int, known: int) -> Imported:
        count = Counter(self.met.values())
        return Imported(
            format=str(reading.format),
            people_new=count["new"],
            people_changed=count["changed"],
            people_known=count["known"],
            exchanges_new=written,
            exchanges_known=known,
            set_aside=dict(self.set_aside),
            bad=tuple(self.bad),
            bad_count=self.bad_count,
            doubtful=tuple(self.doubtful),
            notes=tuple(reading.notes),
        )


def _refused(named: Iterable[BadRow | Fault], count: int, what: str, hint: str) -> RecipError:
    """Return the error that names the first of what could not be understood."""
    shown = [f"line {row.line}: {row.reason}" for row in named]
    more = f"; and {count - len(shown)} more" if count > len(shown) else ""
    said = f"nothing was imported, {count} bad {what}{'s' * (count > 1)}: {'; '.join(shown)}{more}"
    return RecipError(said, hint)


class Carried(NamedTuple):
    """What an import of recip's JSON did, or with a dry run would do; counted by kind of record."""

    format: str
    new: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    known: int
    kept: int
    left_out: int
    lost: tuple[Loss, ...]
    lost_count: int
    doubtful: tuple[tuple[int, int], ...]


def carry(op: Operation, reading: Reading, today: date, progress: Callable[[int], None]) -> Carried:
    """Write the records of a file as they were.

    Raises RecipError for records that break a rule, named by their lines, once all were read.
    """
    incoming = Incoming(op)
    bad: list[BadRow] = []
    bad_count = 0
    for number, item in enumerate(reading.items, 1):
        if isinstance(item, Entry):
            incoming.add(*item)
        elif isinstance(item, Tombstone):
            incoming.bury(*item)
        elif isinstance(item, Aside):
            incoming.set_aside(*item)
        elif isinstance(item, BadRow):
            bad_count += 1
            if len(bad) < MOST_NAMED:
                bad.append(item)
        if not number % 1_000:
            progress(number)
    mend = "mend the file, or export it anew"
    if bad:
        raise _refused(bad, bad_count, "record", mend)
    incoming.settle()
    faults: list[Fault] = []
    count = 0
    for fault in incoming.faults():
        count += 1
        faults = sorted([*faults, fault])[:MOST_NAMED]
    if faults:
        raise _refused(faults, count, "record", mend)
    done = merge(incoming)
    # Everything that was merged but the ids of the new people, which the doubts stand for.
    return Carried(str(reading.format), *done[:-1], _doubtful(op, done, today))


def _doubtful(op: Operation, done: Merged, today: date) -> tuple[tuple[int, int], ...]:
    """Return pairs of somebody who was here and somebody who came, who may be the same."""
    if not done.new_people:
        return ()
    came = set(done.new_people)
    everyone = people(op.sql, Query(), PeopleChosen(), today)
    recogniser = Recogniser(known_person(one) for one in everyone if one.id not in came)
    pairs = []
    for person in everyone:
        if person.id in came:
            match = recogniser.recognise(
                IncomingPerson(
                    0,
                    person.name,
                    emails=person.emails,
                    links=person.links,
                    organisation=person.organisation,
                    aliases=person.aliases,
                )
            )
            same = (match.id,) if match.id is not None else (*match.doubtful, *match.ambiguous)
            pairs += [(other, person.id) for other in same]
    return tuple(pairs)
