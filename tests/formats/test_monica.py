"""Monica's JSON: what each part of a contact becomes, and what is refused without a traceback."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Birthday, Category, Channel, Direction, Started
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats import detect, monica
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import (
    BadRow,
    Format,
    IncomingExchange,
    IncomingInteraction,
    SetAside,
)
from reciprocity_cli.formats.monica import uid_of

FILES = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 24)
EXPORT = (FILES / "monica.json").read_bytes()


def uid(number: int) -> str:
    """The uid of the invented record of that number."""
    return f"{number:08x}000040008000000000000000"


def read(content: str | bytes, **options: Any) -> list[Any]:
    """Everything an export brings."""
    octets = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    reading = read_file(io.BytesIO(octets), name="monica.json", today=TODAY, **options)
    assert reading.format is Format.MONICA
    return list(reading.items)


def kinds(items: list[Any], kind: type) -> list[Any]:
    """The items of one kind."""
    return [item for item in items if type(item) is kind]


def contact(properties: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """One contact, as an export has it."""
    return {"uuid": "c-1", "properties": {"first_name": "Ana", **(properties or {})}, **more}


def export(*contacts: Any, instance: Any = None, activities: tuple[Any, ...] = ()) -> str:
    """The text of an export with these contacts and activities, in plural types."""
    data = [{"count": len(contacts), "type": "contacts", "values": list(contacts)}]
    data.append({"count": len(activities), "type": "activities", "values": list(activities)})
    account = {"uuid": "a", "data": data, "instance": instance or {}}
    return json.dumps({"version": "1.0-preview.1", "app_version": "3.7.0", "account": account})


def person(properties: dict[str, Any], **more: Any) -> IncomingPerson:
    """The person that one contact becomes."""
    [found] = kinds(read(export(contact(properties, **more))), IncomingPerson)
    return found


def fault(properties: dict[str, Any], **more: Any) -> str:
    """Why one contact is refused."""
    [found] = kinds(read(export(contact(properties, **more))), BadRow)
    assert found.line == 1
    return found.reason


def test_people_arrive_with_all_that_has_a_place():
    """Names, work, ways to reach them, tags, birthday, rhythm, notes, and who brought them."""
    ana = IncomingPerson(
        30,
        "Ana María Ruiz",
        emails=("ana@acme.example",),
        links=("https://www.linkedin.com/in/ana-ruiz-1",),
        phones=("+351 910 000 000",),
        organisation="Acme",
        title="Editor",
        tags=("climbing", "book-club", "starred"),
        notes="Met at the climbing wall.",
        birthday=Birthday(2, 29),
        aliases=("Anita",),
        uid=uid(1),
        remarks=(
            "first met 2019-05-04",
            "food: no fish",
            "2025-11-02: Wants to learn Rust.\nAsk again in spring.",
            "Telegram: @anita",
        ),
        cadence="2w",
        met_through=uid(2),
        family="Ruiz",
    )
    found = {item.name: item for item in kinds(read(EXPORT), IncomingPerson)}
    assert found == {
        "Ana María Ruiz": ana,
        "Bo Lind": IncomingPerson(
            268,
            "Bo Lind",
            organisation="Helix",
            uid=uid(2),
            remarks=("born about 1985",),
            cadence="1m",
            family="Lind",
        ),
        "Cai": IncomingPerson(
            321,
            "Cai",
            uid=uid(3),
            birthday=Birthday(7, 9, 1950),
            remarks=("died 2021-03-04",),
            archived=True,
        ),
    }


def test_an_activity_is_one_contact_with_everyone():
    """Who took part is found from the contacts; a call is a contact with one, and who began it."""
    found = [
        (tuple(each.name for each in item.people), *item[2:])
        for item in kinds(read(EXPORT), IncomingInteraction)
    ]
    ana, bo = "Ana María Ruiz", "Bo Lind"
    dinner = "Dinner in Porto\nThe three plans for the fair."
    assert found == [
        ((ana,), date(2026, 4, 2), Channel.CALL, Started.THEM, "About the draft", uid(101)),
        ((ana,), date(2026, 1, 20), None, None, "Climbing", uid(502)),
        ((ana, bo), date(2026, 5, 2), None, None, dinner, uid(501)),
    ]


def test_what_has_no_place_is_counted():
    """Nothing is dropped without a word."""
    assert sorted(item.reason for item in kinds(read(EXPORT), SetAside)) == [
        "a contact without a name",
        *("a gift or a loan: --with-gifts takes them",) * 3,
        "a pet",
        "a photo",
        "a relationship between two contacts",
        "a relative without a page of their own: --with-partial takes them",
        "a reminder that is neither weekly nor monthly",
        "a task",
        "an activity with nobody who is taken in",
    ]


def test_gifts_and_loans_when_asked_for():
    """A gift is recognition, a loan supporting advice, each with its day; an idea is none yet."""
    items = read(EXPORT, with_gifts=True)
    found = [item[2:8] for item in kinds(items, IncomingExchange)]
    gift = "gift: A map of Porto, for her desk"
    assert found == [
        (Direction.GAVE, Category.RECOGNITION, 2.0, date(2025, 12, 24), None, gift),
        (Direction.GOT, Category.ADVICE, 2.0, date(2026, 2, 3), "support", "loan: 40 EUR"),
    ]
    assert "an idea for a gift" in [item.reason for item in kinds(items, SetAside)]


def test_relatives_when_asked_for():
    """A stub comes in as anybody does, with the activities they took part in."""
    items = read(EXPORT, with_partial=True)
    assert "Dee Park" in [item.name for item in kinds(items, IncomingPerson)]
    assert "Tea" in [item.note for item in kinds(items, IncomingInteraction)]


@pytest.mark.parametrize("option", ["with_gifts", "with_partial"])
def test_the_options_are_for_monica_alone(option):
    """With any other format they would do nothing, so they are refused."""
    with pytest.raises(UsageError, match="is for Monica's JSON"):
        read_file(io.BytesIO(b"name\nAna\n"), name="x.csv", today=TODAY, **{option: True})


def test_plural_types_and_objects_for_uuids():
    """Other programs that write the format spell types in the plural."""
    call = {"uuid": "call-1", "properties": {"called_at": "2026-01-02 10:00:00"}}
    data = [
        {"type": "activities", "values": [{"uuid": "act-1"}]},
        {"type": "calls", "values": [call]},
    ]
    tea = {"uuid": "act-1", "properties": {"summary": "Tea", "happened_at": "2026-01-03"}}
    items = read(export(contact(data=data), activities=(tea,)))
    assert [(item.note, item.uid) for item in kinds(items, IncomingInteraction)] == [
        ("", uid_of("call-1")),
        ("Tea", uid_of("act-1")),
    ]


@pytest.mark.parametrize(
    ("days", "cadence"),
    [(0, None), (7, "1w"), (30, "30d"), (365, "1y"), (3652, "3652d"), (4000, None)],
)
def test_stay_in_touch_is_a_cadence(days, cadence):
    """Days become weeks and years where they fit; what no cadence can hold is none."""
    assert person({"stay_in_touch_frequency": days}).cadence == cadence


@pytest.mark.parametrize(
    ("kind", "number", "inactive", "cadence"),
    [
        ("week", 2, False, "2w"),
        ("month", None, False, "1m"),
        ("year", 1, False, None),
        ("one_time", 1, False, None),
        ("week", 2, True, None),
    ],
)
def test_weekly_and_monthly_reminders_are_a_cadence(kind, number, inactive, cadence):
    """One for a birthday, for one day, or switched off is none."""
    properties = {"frequency_type": kind, "frequency_number": number, "inactive": inactive}
    data = [{"type": "reminder", "values": [{"properties": properties}]}]
    assert person({}, data=data).cadence == cadence


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ("ana@acme.example", "emails"),
        ("mailto:ana@acme.example", "emails"),
        ("www.acme.example", "links"),
        ("acme.example/ana", "links"),
        ("(0351) 910-000.000", "phones"),
        ("@ana", "remarks"),
        ("ana.ruiz", "remarks"),
        ("12", "remarks"),
    ],
)
def test_ways_to_reach_somebody_go_by_their_looks(data, field):
    """The type is named far behind; only what looks like nothing waits for its name."""
    values = [{"properties": {"data": data, "type": "t-1"}}]
    found = person({}, data=[{"type": "contact_field", "values": values}])
    filled = [name for name in ("emails", "links", "phones", "remarks") if getattr(found, name)]
    assert filled == [field]


def test_a_uuid_is_the_uid():
    """One that is no uuid gives a uid too, always the same."""
    assert uid_of("00000001-0000-4000-8000-00000000000A") == "0000000100004000800000000000000a"
    assert uid_of("contact-1") == uid_of("contact-1") != uid_of("contact-2")
    assert len(uid_of("contact-1")) == 32
    assert uid_of("") == ""


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"company": ["Acme"]}, "contact 'Ana': company is not text"),
        ({"is_dead": "perhaps"}, "contact 'Ana': is_dead is neither true nor false"),
        ({"stay_in_touch_frequency": -3}, "stay_in_touch_frequency '-3' is no whole number"),
        ({"birthdate": {"date": "soon"}}, "contact 'Ana': 'soon' is not a day"),
        ({"tags": "climbing"}, "contact 'Ana': tags is not a list"),
        ({"job": "a\0b"}, "job: the text 'a␀b' contains a NUL character"),
        ({"job": "a\ud800b"}, "is not valid UTF-8"),
        ({"description": "x" * 10_001}, "description: the text has 10,001 characters"),
        ({"last_name": "\ud800"}, "is not valid UTF-8"),
        ({"last_name": "x" * 300}, "contact 'Ana xxx"),
        ({"birthdate": "1990-01-01"}, "contact 'Ana': birthdate is not an object"),
    ],
)
def test_a_contact_that_cannot_be_understood_is_named(properties, reason):
    """By its line and its name, with what is wrong."""
    assert reason in fault(properties)


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("call", {"properties": {}}, "contact 'Ana': called_at: it has no date"),
        ("call", {"properties": {"called_at": "2027-01-01"}}, "2027-01-01 is after today"),
        ("call", 7, "contact 'Ana': a call is not an object"),
        ("note", {"created_at": "x", "properties": {"body": "x"}}, "'x' is not a day"),
        ("contact_field", {"properties": {"data": "x" * 1_001}}, "longer than 1,000 characters"),
    ],
)
def test_what_stands_inside_a_contact_is_named_with_it(kind, value, reason):
    """A fault in a call or a note names the contact."""
    assert reason in fault({}, data=[{"type": kind, "values": [value]}])


def test_an_activity_without_a_day_is_bad():
    """It is named by its line."""
    items = read(export(contact(), activities=({"uuid": "x", "properties": {}},)))
    assert kinds(items, BadRow) == [BadRow(1, "happened_at: it has no date")]


def _with_job(text: str) -> str:
    return export(contact({"job": 0})).replace('"job": 0', f'"job": {text}')


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_with_job("[" * 100_000), "it is nested too deeply"),
        (_with_job("NaN"), "NaN is no number"),
        (_with_job("9" * 5_000), "a number has too many digits"),
        (export(contact())[:-9], "is broken on line 1"),
        (export(contact()) + "x", "there is more after its end"),
        (export(contact()).replace('"1.0-preview.1"', '"7"'), "has version '7'"),
        (export(), "it has no contacts"),
        (export(contact()).replace('"data": [', '"data": 7, "x": ['), "[ is missing"),
        (
            '{"version": "1.0", "account": {"data": [{"values": [], "type": "contact"}]}}',
            "the type of a block does not stand before its values",
        ),
        (export(contact()).encode()[:-4] + b"\xff\xfe}}", "is broken on line 1"),
    ],
    ids=range(10),
)
def test_what_is_no_export_is_one_error(content, reason):
    """However hostile: the reason in one line, and no traceback."""
    with pytest.raises(RecipError) as caught:
        read(content)
    assert reason in caught.value.message
    assert len(caught.value.message) < 200


def test_memory_is_bounded(monkeypatch):
    """No value is longer than one bound, and the file than another."""
    monkeypatch.setattr(monica, "LONGEST_RECORD", 1_000)
    with pytest.raises(RecipError, match="a record has more than 1,000 characters"):
        read(export(contact({"description": "x" * 200_000})))
    monkeypatch.setattr(detect, "LARGEST_MONICA", 100_000)
    with pytest.raises(RecipError, match="is larger than 100,000 bytes"):
        read(export(*[contact()] * 2_000))


def _spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a JSON value, as the keys and indexes that lead to it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inside:
        yield (*path, key)
        if isinstance(each, (dict, list)):
            yield from _spots(each, (*path, key))


WHOLE = json.loads(EXPORT)
SPOTS = [path for path in _spots(WHOLE) if path[0] == "account"]
ODD = st.sampled_from(
    [None, True, -1, 1e308, 10**30, "", "\ud800", "\0", "9" * 30, [], [[]], [None], {}, {"a": 1}]
)


@settings(max_examples=80)
@given(st.sampled_from(SPOTS), ODD)
def test_whatever_stands_anywhere(path, odd):
    """Any value in any place is read, named as bad, or one error; nothing else is raised."""
    changed = copy.deepcopy(WHOLE)
    spot = changed
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = odd
    with contextlib.suppress(RecipError):
        for item in read(json.dumps(changed), with_gifts=True, with_partial=True):
            assert not isinstance(item, BadRow) or item.reason.isprintable()
