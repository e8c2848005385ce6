"""export of people: vCard, calendar, Markdown; what is chosen, what reads it back."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta

import pytest
from contents import contents
from icalendar import Calendar
from people import add_people
from refusing import assert_refused

from reciprocity_cli.domain.records import Birthday, Role


@pytest.fixture
def filled(path, recip):
    """Four people: one in touch, one born on 29 February, one promised to, one put away."""
    add_people(
        path,
        {
            "name": "Ana Ruiz",
            "cadence": "1m",
            "roles": (Role.MENTOR,),
            "tags": ("acme",),
            "emails": ("ana@x.example",),
            "aliases": ("Anita",),
            "why": "kind",
            "notes": "likes *boats*\nand maps",
        },
        {"name": "Bo Lind", "birthday": Birthday(2, 29, 1992), "cadence": "none"},
        {"name": "Cai Wong", "birthday": Birthday(4, 15), "cadence": "none"},
        {"name": "Dee Park", "birthday": Birthday(7, 1), "cadence": "1w", "archived": True},
    )
    recip("log", "ana", "--on", "2026-06-01", "--gave", "advice:pricing page")
    recip(
        "promise", "add", "cai", "send the deck, soon", "--due", "2026-06-10", "--on", "2026-06-02"
    )
    return path


def events(recip, *words):
    """The events of a calendar by their uid's kind and summary, read by icalendar."""
    ran = recip("export", "--format", "ics", *words)
    assert (ran.code, ran.err) == (0, "")
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(ran.out).walk("VEVENT")}


def test_every_occasion_is_an_all_day_event(recip, filled):
    """Contacts, birthdays and promises; what is late stands on today; nobody archived."""
    found = events(recip)
    assert {name: event.decoded("DTSTART") for name, event in found.items()} == {
        "Get in touch with Ana Ruiz": date(2026, 7, 1),
        "Birthday: Bo Lind": date(1992, 2, 29),
        "Birthday: Cai Wong": date(2000, 4, 15),
        "Promised Cai Wong: send the deck, soon": date(2026, 6, 30),
    }
    late = found["Promised Cai Wong: send the deck, soon"]
    assert late["DESCRIPTION"] == "Due Wed 2026-06-10. Promised on 2 Jun."
    alarms = {
        name.partition(":")[0].partition(" with")[0]: event.walk("VALARM")[0].decoded("TRIGGER")
        for name, event in found.items()
    }
    assert alarms["Get in touch"] == timedelta(hours=9)
    assert alarms["Birthday"] == timedelta(hours=-15)


@pytest.mark.parametrize(
    ("setting", "days"),
    [
        ("feb28", [date(2025, 2, 28), date(2026, 2, 28), date(2028, 2, 29)]),
        ("mar1", [date(2025, 3, 1), date(2026, 3, 1), date(2028, 2, 29)]),
    ],
)
def test_29_february(recip, filled, monkeypatch, setting, days):
    """The rule falls on the day that the setting names, in every year."""
    from dateutil.rrule import rrulestr

    monkeypatch.setenv("RECIP_BIRTHDAY_FEB29", setting)
    event = events(recip)["Birthday: Bo Lind"]
    start = datetime.combine(event.decoded("DTSTART"), time())
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    years = {moment.date().year: moment.date() for moment in rule[:40]}
    assert [years[day.year] for day in days] == days


def test_a_calendar_is_stable(recip, filled):
    """Twice the same to the letter; a later contact moves the event of the same uid."""
    first = recip("export", "--format", "ics").out
    assert recip("export", "--format", "ics").out == first
    before = events(recip)["Get in touch with Ana Ruiz"]
    recip("log", "ana")
    after = events(recip)["Get in touch with Ana Ruiz"]
    assert after["UID"] == before["UID"]
    assert (before.decoded("DTSTART"), after.decoded("DTSTART")) == (
        date(2026, 7, 1),
        date(2026, 7, 30),
    )
    assert after.decoded("DTSTAMP") >= before.decoded("DTSTAMP")


def test_our_vcard_adds_nothing_to_the_ledger_it_came_from(recip, filled, ledger, home):
    """Everybody is known by uid, the archived too, and nothing is written."""
    target = home / "all.vcf"
    ran = recip("export", "--format", "vcard", "-o", str(target))
    assert ran.err == (
        "vCard leaves out why them, cadences, what passed; --format json is complete\n"
        f"wrote {target}\n"
    )
    before = contents(ledger)
    [row] = recip("import", str(target), "--json").json()["rows"]
    assert (row["people_new"], row["people_changed"], row["people_known"]) == (0, 0, 4)
    assert contents(ledger) == before


def test_a_query_chooses_people(recip, filled):
    """By name and by term, in every format that is not of the whole ledger."""
    assert recip("export", "--format", "vcard", "role:mentor").out.count("BEGIN:VCARD") == 1
    assert list(events(recip, "bo")) == ["Birthday: Bo Lind"]
    assert recip("export", "--format", "md", "cai").out.startswith("# Cai Wong · ")
    rows = csv.reader(recip("export", "--format", "csv", "ana").out.splitlines(keepends=True))
    assert [row[0] for row in rows] == ["name", "Ana Ruiz", "Ana Ruiz"]


def test_markdown_is_a_dossier_of_each(recip, filled):
    """Its text stands literally, the entries are all there, and so are the details."""
    out = recip("export", "--format", "md").out
    assert [line for line in out.splitlines() if line.startswith("# ")] == [
        "# Ana Ruiz · mentor · identifying",
        "# Bo Lind · identifying",
        "# Cai Wong · identifying",
        "# Dee Park · identifying · archived",
    ]
    assert "gave advice: pricing page" in out
    assert "| E-mail | ana\\@x.example |" in out
    assert "likes \\*boats\\*" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ana",), 2, "json is of the whole ledger"),
        (("--format", "jsonl", "ana"), 2, "jsonl is of the whole ledger"),
        (("--format", "vcard", "nobody"), 3, "nobody is called 'nobody'"),
        (("--format", "ics", "nobody"), 3, "nobody is called 'nobody'"),
        (("--format", "md", "role:king"), 2, "unknown role 'king'"),
    ],
)
def test_refusals(recip, filled, words, code, said):
    """A query where there is none, and a name that nobody bears."""
    assert_refused(recip, filled, ("export", *words), code, said)


def test_hostile_text_breaks_no_calendar(recip, path):
    """Line breaks, controls and colons of a name and a promise stay inside their line."""
    add_people(path, {"name": "Eve;\\, END:VEVENT", "cadence": "1w"})
    recip("promise", "add", "#1", "a\nBEGIN:VEVENT\x1b\x07 b", "--due", "2026-07-01")
    found = events(recip)
    assert sorted(found) == [
        "Get in touch with Eve;\\, END:VEVENT",
        "Promised Eve;\\, END:VEVENT: a\nBEGIN:VEVENT b",
    ]


def test_an_empty_ledger(recip):
    """No card, a calendar without events, no dossier: all of them exit 0."""
    assert recip("export", "--format", "vcard").out == ""
    assert events(recip) == {}
    assert recip("export", "--format", "md").out == ""
