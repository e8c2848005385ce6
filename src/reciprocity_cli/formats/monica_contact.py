"""One contact of Monica's export: who it is, and what stands inside it.

Source: docs/formats.md, "Monica's JSON".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from reciprocity_cli.domain.cadence import DAYS_OF, LONGEST_DAYS
from reciprocity_cli.domain.names import clean_name
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import (
    WEIGHT_OF,
    Birthday,
    Category,
    Channel,
    Direction,
    Size,
    Started,
)
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import LONGEST_VALUE, tags_of
from reciprocity_cli.formats.given import Given
from reciprocity_cli.formats.incoming import (
    Incoming,
    IncomingExchange,
    IncomingInteraction,
    SetAside,
)

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
_NO_PASSED = "a gift or a loan: --with-gifts takes them"


class Way(NamedTuple):
    """A way to reach a contact that its text does not explain: the uuid of its type, and what."""

    type: str
    data: str


class Contact(NamedTuple):
    """What one contact holds, with the uuids of the activities it took part in."""

    person: IncomingPerson
    ways: tuple[Way, ...]
    activities: tuple[str, ...]
    items: tuple[Incoming, ...]


def uid_of(uuid: str) -> str:
    """Return a uuid as a uid; where it is none, a uid made from it, always the same; "" for ""."""
    plain = uuid.replace("-", "").lower()
    if not uuid or re.fullmatch("[0-9a-f]{32}", plain):
        return plain
    return blake2b(uuid.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read_contact(
    line: int, value: Any, blocks: Mapping[str, list[Any]], today: date, *, with_gifts: bool
) -> Contact | SetAside:
    """Return a contact, whose `blocks` are by kind. Raises UsageError that names it."""
    given = Given(value, "a contact")
    properties = given.object("properties")
    names = [properties.words(name) for name in ("first_name", "middle_name", "last_name")]
    nickname = properties.words("nickname")
    name = " ".join(filter(None, names)) or nickname
    if not name:
        return SetAside(line, "a contact without a name")
    try:
        name = clean_name(name)
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
            archived=properties.flag("is_dead") or _is_inactive(properties),
            met_through=uid_of(properties.words("first_met_through")),
        )
        items = tuple(_inside(person, blocks, today, with_gifts))
        activities = tuple(_uuids(blocks.get("activity", ())))
    except UsageError as error:
        raise UsageError(f"contact {quoted(name)}: {error.message}") from None
    return Contact(person, ways, activities, items)


def with_ways(
    person: IncomingPerson, ways: Iterable[Way], types: Mapping[str, str]
) -> IncomingPerson:
    """Return a person with ways to reach them below the notes, called by the names of the types."""
    more = tuple(f"{types.get(way.type, 'reached at')}: {way.data}" for way in ways)
    return person._replace(remarks=person.remarks + more)


def _is_inactive(properties: Given) -> bool:
    return properties.has("is_active") and not properties.flag("is_active")


def _tags(properties: Given) -> tuple[str, ...]:
    named = (each for each in properties.list("tags") if isinstance(each, str))
    starred = ("starred",) if properties.flag("is_starred") else ()
    return tuple(dict.fromkeys((*(tag for each in named for tag in tags_of(each)), *starred)))


def _birthday(given: Given) -> Birthday | None:
    """Return the day of birth; one that was only reckoned from an age is none."""
    day = given.words("date")
    if not day or given.flag("is_age_based"):
        return None
    born = _any_day(day)
    return Birthday(born.month, born.day, None if given.flag("is_year_unknown") else born.year)


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
    """Return e-mails, links and phones by their looks, and the ways that have none of these."""
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
            ways.append(Way(field.words("type"), data))
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
    """Return a weekly or monthly reminder as (days, cadence).

    A yearly one is mostly a birthday's, which comes with the person, and one for a single day is
    no rhythm.
    """
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
            yield read(person, value, today) if with_gifts else SetAside(person.line, _NO_PASSED)
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
        started = Started.THEM if properties.flag("contact_called") else Started.ME
    note, uid = properties.text("content"), uid_of(call.words("uuid"))
    return IncomingInteraction(person.line, (person,), on, Channel.CALL, started, note, uid)


def _gift(person: IncomingPerson, value: Any, today: date) -> Incoming:
    gift = Given(value, "a gift")
    properties = gift.object("properties")
    status = properties.words("status")
    if status not in ("offered", "received"):
        return SetAside(person.line, "an idea for a gift")
    on = properties.day("date", today) if properties.has("date") else gift.day("created_at", today)
    words = (properties.words(name) for name in ("name", "comment", "url"))
    note = "gift: " + ", ".join(filter(None, words))
    direction = Direction.GAVE if status == "offered" else Direction.GOT
    return _passed(person, direction, Category.RECOGNITION, on, note)


def _loan(person: IncomingPerson, value: Any, today: date) -> Incoming:
    loan = Given(value, "a loan")
    properties = loan.object("properties")
    got = properties.flag("in_debt")
    amount = " ".join(filter(None, (properties.words("amount"), properties.words("currency"))))
    reason = properties.words("reason")
    note = f"loan: {amount}" + (f", {reason}" if reason else "")
    direction = Direction.GOT if got else Direction.GAVE
    day = loan.day("created_at", today)
    return _passed(person, direction, Category.ADVICE, day, note)._replace(kind="support")


def _passed(
    person: IncomingPerson, direction: Direction, category: Category, on: date, note: str
) -> IncomingExchange:
    """Return an exchange of the size that `log` takes where none is named."""
    weight = WEIGHT_OF[Size.MEDIUM]
    return IncomingExchange(person.line, person, direction, category, weight, on, note=note)


_PASSED: dict[str, Callable[[IncomingPerson, Any, date], Incoming]] = {
    "gift": _gift,
    "debt": _loan,
}


def _uuids(values: Iterable[Any]) -> Iterator[str]:
    """Yield the uuids in a list, which holds them alone or as objects."""
    for value in values:
        uuid = Given(value).words("uuid") if isinstance(value, dict) else value
        if isinstance(uuid, str) and uuid:
            yield uuid
