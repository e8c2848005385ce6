"""Monica's JSON export: people, their rhythm and notes, activities, gifts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.cadence import DAYS_OF, LONGEST_DAYS
from reciprocity_cli.domain.names import clean_name, full_name
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.text import LONGEST_VALUE, clean_text, quoted
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats.cells import LeftAside, day_of, tags_of
from reciprocity_cli.formats.incoming import (
    BadRow,
    Incoming,
    IncomingExchange,
    IncomingInteraction,
    SetAside,
)
from reciprocity_cli.formats.lines import LONGEST_RECORD, JsonText


class Given:
    """One object. What is missing or null is empty; a wrong type: UsageError, named."""

    def __init__(self, value: Any, what: str = "it") -> None:
        if not isinstance(value, dict):
            raise UsageError(f"{what} is not an object")
        self._members: Mapping[str, Any] = value

    def has(self, name: str) -> bool:
        """Tell whether there is anything under that name."""
        return self._members.get(name) is not None

    def object(self, name: str) -> Given:
        """Return the object of that name; an empty one where there is none."""
        # PHP writes an empty object as an empty list.
        return Given(self._members.get(name) or {}, name)

    def list(self, name: str) -> list[Any]:
        """Return the list of that name."""
        value = self._members.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise UsageError(f"{name} is not a list")
        return value

    def text(self, name: str) -> str:
        """Return text as a note is stored; a number counts as text."""
        value = self._members.get(name)
        if value is None:
            return ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise UsageError(f"{name} is not text")
        try:
            return clean_text(value)
        except UsageError as error:
            raise UsageError(f"{name}: {error.message}") from None

    def words(self, name: str) -> str:
        """Return text of one line, with single spaces."""
        return " ".join(self.text(name).split())

    def flag(self, name: str) -> bool:
        """Return yes or no, which may also be spelled 1 or 0."""
        value = self._members.get(name)
        if value in (None, False, 0, "0", ""):
            return False
        if value in (True, 1, "1"):
            return True
        raise UsageError(f"{name} is neither true nor false")

    def whole(self, name: str) -> int:
        """Return a whole number that is not negative; 0 for none."""
        word = self.words(name) or "0"
        if not (word.isascii() and word.isdigit() and len(word) < 10):
            raise UsageError(f"{name} {quoted(word)} is no whole number")
        return int(word)

    def day(self, name: str, today: date) -> date:
        """Return a day up to today, with or without a time behind it."""
        try:
            return day_of(self.words(name), today, None)
        except UsageError as error:
            raise UsageError(f"{name}: {error.message}") from None


_EMAIL = re.compile(r"[^\s<>,;:\"()@]+@[^\s<>,;:\"()@]+")
_LINK = re.compile(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)+/\S*", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9 ().\-/\u202a-\u202e]{5,40}")
_UNITS = {"week": "w", "month": "m"}
_ASIDE = {
    "task": "a task",
    "address": "an address",
    "pet": "a pet",
    "conversation": "a conversation",
    "life_event": "a life event",
}


Way = tuple[str, str]
"""A way to reach a contact that its text does not explain: its type's uuid, and what."""


def uid_of(uuid: str) -> str:
    """Return a uuid as a uid; where it is none, a uid made from it, always the same; "" for ""."""
    plain = uuid.replace("-", "").lower()
    if not uuid or re.fullmatch("[0-9a-f]{32}", plain):
        return plain
    return blake2b(uuid.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _person(
    line: int, given: Given, name: str, nickname: str, blocks: Mapping[str, list[Any]]
) -> tuple[IncomingPerson, tuple[Way, ...]]:
    """Return a contact, and the ways to reach them that the end of the file names."""
    properties = given.object("properties")
    known, ways = _reached(blocks.get("contact_field", ()))
    person = IncomingPerson(
        line,
        name,
        emails=known["email"],
        links=known["link"],
        phones=known["phone"],
        organisation=properties.words("company"),
        title=properties.words("job"),
        tags=_tags(properties),
        notes=properties.text("description"),
        birthday=_birthday(properties.object("birthdate")),
        aliases=(clean_name(nickname),) if nickname and nickname != name else (),
        uid=uid_of(given.words("uuid")),
        remarks=(*_remarks(properties), *_noted(blocks.get("note", ()))),
        cadence=_cadence(properties, blocks.get("reminder", ())),
        archived=properties.flag("is_dead")
        or (properties.has("is_active") and not properties.flag("is_active")),
        met_through=uid_of(properties.words("first_met_through")),
        family=properties.words("last_name"),
    )
    return person, ways


def _tags(properties: Given) -> tuple[str, ...]:
    named = (each for each in properties.list("tags") if isinstance(each, str))
    starred = ("starred",) if properties.flag("is_starred") else ()
    return tuple(dict.fromkeys((*(tag for each in named for tag in tags_of(each)), *starred)))


def _birthday(given: Given) -> r.Birthday | None:
    """Return the day of birth; one that was only reckoned from an age is none."""
    day = given.words("date")
    if not day or given.flag("is_age_based"):
        return None
    born = _any_day(day)
    return r.Birthday(born.month, born.day, None if given.flag("is_year_unknown") else born.year)


def _any_day(word: str) -> date:
    try:
        return date.fromisoformat(word[:10])
    except ValueError:
        raise UsageError(f"{quoted(word)} is not a day") from None


def _remarks(properties: Given) -> Iterator[str]:
    """Yield what a person has no field for."""
    born = properties.object("birthdate")
    if born.flag("is_age_based") and born.words("date"):
        yield f"born about {_any_day(born.words('date')).year}"
    for name, words in (("first_met_date", "first met"), ("deceased_date", "died")):
        met = properties.object(name)
        day = met.words("date")
        if day and not met.flag("is_age_based"):
            yield f"{words} {str(_any_day(day))[met.flag('is_year_unknown') * 5 :]}"
    for name in ("first_met_where", "first_met_additional_info"):
        if met_so := properties.text(name):
            yield f"first met: {met_so}"
    if food := properties.words("food_preferences"):
        yield f"food: {food}"


def _noted(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        note = Given(value, "a note")
        body = note.object("properties").text("body")
        if body:
            written = note.words("created_at")
            yield f"{_any_day(written)}: {body}" if written else body


def _reached(values: Iterable[Any]) -> tuple[dict[str, tuple[str, ...]], tuple[Way, ...]]:
    """Return e-mails, links and phones by their looks, and the ways with none."""
    found: dict[str, list[str]] = {"email": [], "link": [], "phone": []}
    ways = []
    for value in values:
        field = Given(value, "a contact field").object("properties")
        data = field.words("data").removeprefix("mailto:").removeprefix("tel:")
        if len(data) > LONGEST_VALUE:
            raise UsageError(f"{quoted(data)} is longer than {LONGEST_VALUE:,} characters")
        if kind := _kind_of(data):
            found[kind].append(data)
        elif data:
            ways.append((field.words("type"), data))
    return {kind: tuple(dict.fromkeys(each)) for kind, each in found.items()}, tuple(ways)


def _kind_of(data: str) -> str:
    if _EMAIL.fullmatch(data):
        return "email"
    if _LINK.fullmatch(data):
        return "link"
    digits = sum(map(str.isdigit, data))
    return "phone" if digits >= 5 and _PHONE.fullmatch(data) else ""


def _cadence(properties: Given, reminders: Iterable[Any]) -> str | None:
    """Return how often to be in touch: what the owner said, else the tightest reminder."""
    days = properties.whole("stay_in_touch_frequency")
    if days:
        for length, unit in ((365, "y"), (7, "w")):
            if days % length == 0 and days <= LONGEST_DAYS:
                return f"{days // length}{unit}"
        return f"{days}d" if days <= LONGEST_DAYS else None
    rhythms = [rhythm for each in reminders if (rhythm := _rhythm(each))]
    return min(rhythms)[1] if rhythms else None


def _rhythm(value: Any) -> tuple[float, str] | None:
    """Return a weekly or monthly reminder as (days, cadence); yearly are birthdays."""
    reminder = Given(value, "a reminder").object("properties")
    unit = _UNITS.get(reminder.words("frequency_type"))
    number = reminder.whole("frequency_number") or 1
    if unit is None or reminder.flag("inactive"):
        return None
    days = number * DAYS_OF["w" if unit == "w" else "m"]
    return (days, f"{number}{unit}") if days <= LONGEST_DAYS else None


def _inside(
    person: IncomingPerson, blocks: Mapping[str, list[Any]], today: date, with_gifts: bool
) -> Iterator[Incoming]:
    """Yield the calls, the gifts and loans if they are asked for, and what is set aside."""
    for value in blocks.get("call", ()):
        yield _call(person, value, today)
    for kind, read in _PASSED.items():
        for value in blocks.get(kind, ()):
            if with_gifts:
                yield read(person, value, today)
            else:
                yield SetAside(person.line, "a gift or a loan: --with-gifts takes them")
    for kind, what in _ASIDE.items():
        for _ in blocks.get(kind, ()):
            yield SetAside(person.line, what)
    for value in blocks.get("reminder", ()):
        if not _rhythm(value):
            yield SetAside(person.line, "a reminder that is neither weekly nor monthly")


def _call(person: IncomingPerson, value: Any, today: date) -> IncomingInteraction:
    call = Given(value, "a call")
    properties = call.object("properties")
    on = properties.day("called_at", today)
    started = None
    if properties.has("contact_called"):
        started = r.Started.THEM if properties.flag("contact_called") else r.Started.ME
    note, uid = properties.text("content"), uid_of(call.words("uuid"))
    return IncomingInteraction(person.line, (person,), on, r.Channel.CALL, started, note, uid)


def _gift(person: IncomingPerson, value: Any, today: date) -> Incoming:
    gift = Given(value, "a gift")
    properties = gift.object("properties")
    status = properties.words("status")
    if status not in ("offered", "received"):
        return SetAside(person.line, "an idea for a gift")
    on = properties.day("date", today) if properties.has("date") else gift.day("created_at", today)
    words = (properties.words(name) for name in ("name", "comment", "url"))
    note = "gift: " + ", ".join(filter(None, words))
    direction = r.Direction.GAVE if status == "offered" else r.Direction.GOT
    return _passed(person, direction, r.Category.RECOGNITION, on, note)


def _loan(person: IncomingPerson, value: Any, today: date) -> Incoming:
    loan = Given(value, "a loan")
    properties = loan.object("properties")
    got = properties.flag("in_debt")
    amount = " ".join(filter(None, (properties.words("amount"), properties.words("currency"))))
    reason = properties.words("reason")
    note = f"loan: {amount}" + (f", {reason}" if reason else "")
    direction = r.Direction.GOT if got else r.Direction.GAVE
    day = loan.day("created_at", today)
    return _passed(person, direction, r.Category.ADVICE, day, note)._replace(kind="support")


def _passed(
    person: IncomingPerson, direction: r.Direction, category: r.Category, on: date, note: str
) -> IncomingExchange:
    """Return an exchange of the size that `log` takes where none is named."""
    weight = r.WEIGHT_OF[r.Size.MEDIUM]
    return IncomingExchange(person.line, person, direction, category, weight, on, note=note)


_PASSED = {"gift": _gift, "debt": _loan}
_READ_OF_A_CONTACT = (*_PASSED, "call", "contact_field", "note", "reminder", "activity")


SIGNS = (
    re.compile(rb'"account"\s*:\s*\{'),
    re.compile(rb'"(app_)?version"\s*:\s*"'),
)
"""What all stand near the beginning of an export."""

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
_ASIDE_OF_ALL = {
    "relationship": "a relationship between two contacts",
    "photo": "a photo",
    "document": "a document",
}


def read(
    stream: io.RawIOBase,
    name: str,
    today: date,
    aside: LeftAside,
    encoding: str = "utf-8",
    *,
    with_gifts: bool,
    with_partial: bool,
) -> Iterator[Incoming]:
    """Yield what an export brings, the activities last.

    Relatives without a page of their own, gifts and loans come where they are asked
    for. Raises RecipError where it is not JSON, not all there, or without contacts.
    """
    text = JsonText(stream, name, longest=LONGEST_RECORD, encoding=encoding)
    export = _Export(today, aside, with_gifts, with_partial)
    for key in text.names():
        if key == "account":
            yield from _account(text, export)
            continue
        value = text.value()
        if key == "version" and not str(value).startswith("1."):
            shown = quoted(str(value))
            raise RecipError(f"{name} has version {shown} of Monica's export, and recip reads 1.0")
    if text.next():
        raise text.broken("there is more after its end")
    if not export.contacts:
        raise RecipError(f"nothing to import in {name}: it has no contacts", "export it anew")
    yield from export.rest()


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
        elif key == "values" and kind in ("photo", "document"):
            for _ in text.elements():
                yield from export.take(kind, text.skip(), None)
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

    def __init__(self, today: date, aside: LeftAside, with_gifts: bool, with_partial: bool) -> None:
        self._today = today
        self._aside = aside
        self._with_gifts = with_gifts
        self._with_partial = with_partial
        self.contacts = 0
        self._present: dict[str, list[IncomingPerson]] = {}
        self._waiting: list[tuple[IncomingPerson, tuple[Way, ...], tuple[Incoming, ...]]] = []
        self._activities: list[tuple[str, IncomingInteraction]] = []
        self._types: dict[str, str] = {}

    def take(self, kind: str, line: int, value: Any) -> Iterator[Incoming]:
        """Take one value of a block of the account."""
        try:
            if kind == "contact":
                self.contacts += 1
                yield from self._contact(line, value)
            elif kind == "activity":
                self._activity(line, value)
            elif kind != "user":
                yield SetAside(line, _ASIDE_OF_ALL.get(kind, f"of the kind {quoted(kind)}"))
        except UsageError as error:
            yield BadRow(line, error.message)

    def _contact(self, line: int, value: Any) -> Iterator[Incoming]:
        given = Given(value, "a contact")
        properties = given.object("properties")
        if properties.flag("is_partial") and not self._with_partial:
            stub = "a relative without a page of their own: --with-partial takes them"
            yield SetAside(line, stub)
            return
        blocks = _blocks(given)
        first, middle, last = (
            properties.words(name) for name in ("first_name", "middle_name", "last_name")
        )
        nickname = properties.words("nickname")
        name = full_name((first, middle), last) or nickname
        if not name:
            yield SetAside(line, "a contact without a name")
            return
        try:
            name = clean_name(name)
            person, ways = _person(line, given, name, nickname, blocks)
            items = tuple(_inside(person, blocks, self._today, self._with_gifts))
            # A list holds uuids alone or as objects.
            _count_unread(properties, blocks, line, self._aside)
            activities = [
                Given(each).words("uuid") if isinstance(each, dict) else each
                for each in blocks.get("activity", ())
            ]
        except UsageError as error:
            raise UsageError(f"contact {quoted(name)}: {error.message}") from None
        for uuid in activities:
            if isinstance(uuid, str) and uuid:
                self._present.setdefault(uuid, []).append(person)
        if ways:
            self._waiting.append((person, ways, items))
        else:
            yield person
            yield from items

    def _activity(self, line: int, value: Any) -> None:
        given = Given(value, "an activity")
        properties = given.object("properties")
        on = properties.day("happened_at", self._today)
        words = (properties.words("summary"), properties.text("description"))
        note, uuid = "\n".join(filter(None, words)), given.words("uuid")
        met = IncomingInteraction(line, (), on, note=note, uid=uid_of(uuid))
        self._activities.append((uuid, met))

    def learn(self, instance: Any) -> None:
        """Take the names of the ways to reach people, which follow all contacts."""
        try:
            for value in Given(instance, "instance").list("contact_field_types"):
                kind = Given(value, "a type")
                self._types[kind.words("uuid")] = kind.object("properties").words("name")
        except UsageError:
            # A name more or less: they only say how a line of the notes begins.
            return

    def rest(self) -> Iterator[Incoming]:
        """Yield the people who waited for the names, then the activities in order of their days."""
        for person, ways, items in self._waiting:
            # Below the notes, called by the name of its type.
            more = (f"{self._types.get(kind, 'reached at')}: {data}" for kind, data in ways)
            yield person._replace(remarks=(*person.remarks, *more))
            yield from items
        for uuid, met in sorted(self._activities, key=lambda each: each[1].on):
            if present := self._present.get(uuid):
                yield met._replace(people=tuple(present))
            else:
                yield SetAside(met.line, "an activity with nobody who is taken in")
        brought = {uuid for uuid, _ in self._activities}
        for uuid, present in self._present.items():
            if uuid not in brought:
                yield SetAside(present[0].line, "an activity that is not in the file")


def _count_unread(
    properties: Given, blocks: Mapping[str, list[Any]], line: int, aside: LeftAside
) -> None:
    """Count what of a contact and its calls has no place, and kinds of blocks nobody knows."""
    for name, kind in (("gender", "genders"), ("last_talked_to", "days of the last talk")):
        if properties.words(name):
            aside.no_place(kind, line)
    for value in blocks.get("call", ()):
        if emotions := Given(value, "a call").object("properties").list("emotions"):
            aside.no_place("emotions", line, len(emotions))
    for kind, values in blocks.items():
        if kind not in (*_READ_OF_A_CONTACT, *_ASIDE, *_ASIDE_OF_ALL) and values:
            aside.no_place(kind, line, len(values))


def _blocks(contact: Given) -> dict[str, list[Any]]:
    """Return the values inside a contact by their kind."""
    found: dict[str, list[Any]] = {}
    for value in contact.list("data"):
        block = Given(value, "a block")
        found.setdefault(_kind(block.words("type")), []).extend(block.list("values"))
    return found
