"""Bringing a file in: people recognised, another ledger merged, one undo for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.kinds import LISTS
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.people import (
    IncomingPerson,
    Match,
    Recogniser,
    changes,
    known_person,
    otherwise,
    with_remarks,
)
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person
from reciprocity_cli.domain.text import LONGEST_TEXT, quoted
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.cells import Tally
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
from reciprocity_cli.formats.lines import MOST_DETAILS, Bounded
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

MOST_LISTED = 1_000
"""Differences and recognitions that are listed; more are counted."""

_WITH_UIDS = (Format.RECIP_CSV, Format.MONICA, Format.VCARD)
"""Formats whose rows say by a uid who is who."""

_PERSON_FIELDS = (
    *("name", "emails", "links", "organisation", "title", "phones"),
    *("tags", "roles", "notes", "birthday", "aliases", "cadence", "archived"),
)

_NO_ROOM = f"a note for which there is no room: a person's take {LONGEST_TEXT:,} characters"
_HANDLE = "another name of somebody that is the handle of somebody else"
_TOO_MANY = f"has more than {MOST_DETAILS:,} addresses, numbers, tags and other names"
_NOT_THERE = "an introduction by somebody whom the file does not bring"


class Kept(NamedTuple):
    """What a file says otherwise of a person who is known: it was not taken in."""

    line: int
    id: int
    name: str
    field: str
    here: str
    file: str


class Taken(NamedTuple):
    """An entry that was taken for a person of another name, and the key that told."""

    line: int
    called: str
    id: int
    name: str
    by: str


class Imported(NamedTuple):
    """What an import did, or with a dry run would do.

    New, changed, known and `joined` (further entries for a person of the same file) add up to
    the rows of people. `sharing` says which of the `doubtful` pairs have an address in common.
    """

    format: str
    people_new: int
    people_changed: int
    people_known: int
    people_joined: int
    exchanges_new: int
    exchanges_known: int
    set_aside: dict[str, int]
    set_aside_lines: dict[str, list[int]]
    without_place_lines: dict[str, list[int]]
    not_understood_lines: dict[str, list[int]]
    bad: tuple[BadRow, ...]
    bad_count: int
    doubtful: tuple[tuple[int, int], ...]
    sharing: tuple[str, ...]
    taken: tuple[Taken, ...]
    kept: tuple[Kept, ...]
    kept_count: int
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
        self.entered: set[int] = set()
        self.joined = 0
        self.doubtful: dict[tuple[int, int], str] = {}
        self.set_aside = Tally()
        self.bad: list[BadRow] = []
        self.bad_count = 0
        self.taken: list[Taken] = []
        self.kept: dict[tuple[int, str, str], Kept] = {}
        self.kept_count = 0
        self.own = False
        self.understood = False
        self.by_uid: dict[str, int] = {}
        self.claimed: set[int] = set()
        self.through: dict[int, tuple[str, int]] = {}
        self.done: Bounded[int, tuple[IncomingPerson, int]] = Bounded()
        self.by_name = False
        self.shared = False

    def take(self, reading: Reading, progress: Callable[[int], None]) -> Imported:
        """Walk the file and write what it brings. Raises RecipError for bad rows, at its end."""
        staging, contacts = bulk.Staging(self.op), bulk.ContactStaging(self.op)
        meetings = bulk.InteractionStaging(self.op)
        self.own = reading.format in _WITH_UIDS
        self.by_name = reading.format is Format.FRIENDS
        # Its contacts name the very people who come as entries.
        self.shared = reading.format is Format.MONICA
        for number, item in enumerate(reading.items, 1):
            match item:
                case IncomingExchange():
                    self._take_exchange(staging, item)
                case IncomingContact():
                    self._take_contact(contacts, item)
                case IncomingInteraction():
                    self._take_interaction(meetings, item)
                case IncomingPerson():
                    self._take_person(item)
                case SetAside():
                    self.set_aside.add(item.reason, item.line)
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

    def _take_person(self, item: IncomingPerson) -> None:
        number = self._person(item, item.line, of_people=not self.by_name)
        if number is not None:
            self.joined += number in self.entered
            self.entered.add(number)

    def _take_exchange(self, staging: bulk.Staging, item: IncomingExchange) -> None:
        person = self._person(item.person, item.line)
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
        person = self._person(item.person, item.line)
        if person is not None:
            channel = item.channel.value if item.channel else None
            contacts.add(bulk.StagedContact(person, item.on.isoformat(), channel, item.note))

    def _take_interaction(
        self, meetings: bulk.InteractionStaging, item: IncomingInteraction
    ) -> None:
        found = [self._person(each, item.line) for each in item.people]
        people = {number for number in found if number is not None}
        if people:
            channel = item.channel.value if item.channel else None
            started = item.started.value if item.started else None
            on, note, uid = item.on.isoformat(), item.note, item.uid or None
            meetings.add(bulk.StagedInteraction(on, channel, started, note, uid), people)

    def _introduce(self) -> None:
        """Say through whom people were met, once everybody is there."""
        for number, (uid, line) in self.through.items():
            other = self.by_uid.get(uid)
            [person] = people_by_id(self.op.sql, [number])
            if other is None:
                self.set_aside.add(_NOT_THERE, line)
            elif person.met_through_id is None and other != number:
                update_person(self.op, number, {"met_through_id": other})
                if self.met.get(number) != "new":
                    self.met[number] = "changed"
            elif person.met_through_id not in (None, other):
                here, there = people_by_id(self.op.sql, [person.met_through_id, other])
                self._note_kept(person, line, "met_through", here.name, there.name)

    def _person(self, item: IncomingPerson, line: int, *, of_people: bool = False) -> int | None:
        """Return who somebody is, added or completed; None for nobody can say whom.

        A description that several rows share is looked at once: a million may share a few.
        """
        before = self.done.get(id(item))
        if before is not None and before[0] is item:
            return before[1]
        if sum(len(getattr(item, field, ())) for field in LISTS) > MOST_DETAILS:
            self._note_bad(BadRow(line, f"{quoted(item.name)} {_TOO_MANY}"))
            return None
        match = self._match(item, of_people=of_people)
        if match.ambiguous:
            handles = self.recogniser.handles(match.ambiguous)
            self._note_bad(BadRow(line, f"{item.name!r} could be {handles}"))
            return None
        if match.id is None and match.sharing and not of_people:
            handles = self.recogniser.handles(number for number, _ in match.sharing)
            shared = ", ".join(address for _, address in match.sharing)
            why = f"{item.name!r} has another name than {handles}, whose {shared} is"
            self._note_bad(BadRow(line, why))
            return None
        number = self._add(item, match) if match.id is None else match.id
        if self.own and item.uid:
            self.by_uid.setdefault(item.uid, number)
            self.claimed.add(number)
        if item.met_through:
            self.through[number] = (item.met_through, line)
        if match.id is not None:
            self._complete(number, item, match.by)
        if of_people and not self.shared:
            return number
        # The object is kept beside its identity, which another may bear once it is gone.
        self.done.keep(id(item), (item, number), len(item.notes) + sum(map(len, item.remarks)))
        return number

    def _match(self, item: IncomingPerson, *, of_people: bool) -> Match:
        """Return who somebody is.

        In a file with uids these come first: two people of one name or address are two. Where two
        of different names have one uid, it tells only who the first of them is.
        """
        find = self.recogniser.recognise if of_people else self.recogniser.resolve
        uid = item.uid if self.own else ""
        if uid not in self.by_uid:
            match = find(item)
            if not uid or match.by == "uid":
                return match
            same = match.ambiguous or tuple(self.claimed.intersection((match.id,)))
            return Match(None, doubtful=same, sharing=match.sharing) if same else match
        first = self.by_uid[uid]
        if self.recogniser.agrees(first, item):
            return Match(first, "uid")
        match = find(item._replace(uid=""))
        return match if match.id is not None else Match(None, doubtful=(first,))

    def _add(self, item: IncomingPerson, match: Match) -> int:
        values = {field: getattr(item, field) for field in _PERSON_FIELDS if getattr(item, field)}
        values["notes"] = self._notes(item.notes, item)
        self._leave_handles(values, 0, item.line)
        if self.own and item.uid and item.uid not in self.by_uid:
            values["uid"] = item.uid
        number = insert_person(self.op, {**values, "imported": True}, self.today)
        [person] = people_by_id(self.op.sql, [number])
        self.recogniser.remember(number, person.handle, item)
        self.met[number] = "new"
        for other, address in (*((each, "") for each in match.doubtful), *match.sharing):
            self.doubtful.setdefault((other, number), address)
        return number

    def _notes(self, notes: str, item: IncomingPerson) -> str:
        """Return the notes with the remarks; those without room are counted as set aside."""
        text, left_out = with_remarks(notes, item.remarks)
        if left_out:
            self.set_aside.add(_NO_ROOM, item.line, left_out)
        return text

    def _complete(self, number: int, item: IncomingPerson, by: str) -> None:
        """Give somebody known what they lack, and note what the file says otherwise."""
        [known] = people_by_id(self.op.sql, [number])
        more = changes(known, item)
        if (
            sum(len(getattr(known, field)) + len(more.get(field, ())) for field in LISTS)
            > MOST_DETAILS
        ):
            self._note_bad(BadRow(item.line, f"{quoted(known.name)} {_TOO_MANY}"))
            return
        self._leave_handles(more, number, item.line)
        self._notes(known.notes or item.notes, item)
        for field, (here, said) in otherwise(known, item).items():
            self._note_kept(known, item.line, field, str(here), str(said))
        if fold(item.name) != fold(known.name) and len(self.taken) < MOST_LISTED:
            self.taken.append(Taken(item.line, item.name, number, known.name, by))
        changed = update_person(
            self.op, number, {field: more[field] for field in more if field not in LISTS}
        )
        for field, kind in LISTS.items():
            changed |= add_details(self.op, number, kind, more.get(field, ()))
        if self.met.get(number) != "new" and (changed or number not in self.met):
            self.met[number] = "changed" if changed else "known"

    def _note_kept(self, person: Person, line: int, field: str, here: str, said: str) -> None:
        key = person.id, field, fold(said)
        if key not in self.kept:
            self.kept_count += 1
            if len(self.kept) < MOST_LISTED:
                self.kept[key] = Kept(line, person.id, person.name, field, here, said)

    def _leave_handles(self, values: dict[str, Any], number: int, line: int) -> None:
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
            self.set_aside.add(_HANDLE, line, len(aliases) - len(kept))

    def _note_bad(self, row: BadRow) -> None:
        self.bad_count += 1
        if len(self.bad) < MOST_LISTED:
            self.bad.append(row)

    def _result(self, reading: Reading, written: int, known: int) -> Imported:
        count = Counter(self.met.values())
        return Imported(
            format=str(reading.format),
            people_new=count["new"],
            people_changed=count["changed"],
            people_known=count["known"],
            people_joined=self.joined,
            exchanges_new=written,
            exchanges_known=known,
            set_aside=dict(self.set_aside.counts),
            set_aside_lines=self.set_aside.lines,
            without_place_lines=reading.aside.without_place.lines,
            not_understood_lines=reading.aside.not_understood.lines,
            bad=tuple(self.bad),
            bad_count=self.bad_count,
            doubtful=tuple(self.doubtful),
            sharing=tuple(self.doubtful.values()),
            taken=tuple(self.taken),
            kept=tuple(self.kept.values()),
            kept_count=self.kept_count,
            notes=tuple(reading.notes),
        )


def _refused(named: Iterable[BadRow | Fault], count: int, what: str, hint: str) -> RecipError:
    """Return the error that names the first of what could not be understood."""
    shown = [f"line {row.line}: {row.reason}" for row in list(named)[:MOST_NAMED]]
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
            same = (*same, *(number for number, _ in match.sharing))
            pairs += [(other, person.id) for other in same]
    return tuple(pairs)
