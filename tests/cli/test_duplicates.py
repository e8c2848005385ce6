"""person duplicates: pairs who may be one, why, and how to merge them; and the merge itself."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from people import add_people

from reciprocity_cli.domain.people import likely_pairs
from reciprocity_cli.domain.records import Birthday, Person, Phase


def pairs(recip, *words):
    """The pairs as (id, id, reasons)."""
    rows = recip("person", "duplicates", *words, "--json").json()["rows"]
    return [(row["id"], row["other_id"], row["why"]) for row in rows]


def person(number: int, name: str, **fields) -> Person:
    """Somebody, with only what the test is about."""
    return Person(number, name, f"p{number}", date(2026, 1, 1), **fields)


def reasons(*people: Person) -> list[tuple[int, int, tuple[str, ...]]]:
    """What the domain finds."""
    return [(each.one.id, each.other.id, each.reasons) for each in likely_pairs(people)]


def test_each_reason_is_named_the_surest_first(recip, path):
    """Address, link, phone, name, alias, spelling."""
    add_people(
        path,
        {"name": "Ana Ruiz", "emails": ("ana@x.example",), "phones": ("+1 555 010 0199",)},
        {"name": "A. Ruiz", "phones": ("555-010-0199",)},
        {"name": "Anita", "emails": ("ANA@x.example",), "links": ("https://x.example/anita",)},
        {"name": "Jon Smith", "links": ("http://www.x.example/anita/",)},
        "John Smith",
        {"name": "Bob", "aliases": ("Robert Lund",)},
        "Robert Lund",
        "Wei Chen",
        {"name": "WEI CHEN", "organisation": "Borealis"},
        "Nobody Else",
    )
    assert pairs(recip) == [
        (1, 3, ["same e-mail ana@x.example"]),
        (3, 4, ["same link x.example/anita"]),
        (1, 2, ["same phone 0100199", "names alike"]),
        (8, 9, ["same name"]),
        (6, 7, ["a name of both robert lund"]),
        (4, 5, ["names alike"]),
    ]
    assert pairs(recip, "bob") == [(6, 7, ["a name of both robert lund"])]


def test_the_list_as_it_is_read(recip, path):
    """Two names, why, and the command to type; nothing in an empty list but a remark."""
    assert recip("person", "duplicates").err == "nobody looks like somebody else\n"
    add_people(path, "Wei Chen", {"name": "Wei Chen", "organisation": "Borealis"})
    assert recip("person", "duplicates").out == (
        "Perhaps the same · 1 pair\n"
        "\n"
        "  Wei Chen (wei-chen, #1)  Wei Chen (wei-chen-2, #2, Borealis)  same name\n"
        "                           recip person merge '#1' '#2'\n"
        "\n"
        "The first stays and gets everything of the second; recip undo parts them.\n"
    )
    assert recip("person", "merge", "#1", "#2").code == 0
    assert pairs(recip) == []


@pytest.mark.parametrize(
    "people",
    [
        (person(1, "Bo"), person(2, "Jo")),
        (person(1, "Ana Ruiz"), person(2, "Ben Ruiz")),
        (person(1, "A. Ruiz"), person(2, "Ben Ruiz")),
        (person(1, "A. Ruiz"), person(2, "Ana Lopez")),
        [person(n, "Wei Chen", birthday=Birthday(1, n)) for n in (1, 2)],
        [person(n, "Wei Chen", links=(f"https://linkedin.com/in/{n}",)) for n in (1, 2)],
        (person(1, "Ana", phones=("112",)), person(2, "Bo", phones=("112",))),
    ],
)
def test_who_is_no_pair(people):
    """Short names, other initials, other birthdays, two profiles on a site, 112."""
    assert reasons(*people) == []


def test_it_is_the_same_every_time_and_in_any_order():
    """The order of the people changes nothing."""
    people = [person(n, name) for n, name in enumerate(["Jon Ek", "John Ek", "J. Ek", "Jo Ek"], 1)]
    found = reasons(*people)
    assert found == reasons(*reversed(people))
    assert (1, 2, ("names alike",)) in found


def test_many_namesakes_are_no_square():
    """Of a crowd each is paired with the first only."""
    assert len(reasons(*(person(n, "Wei Chen") for n in range(1, 501)))) == 499


def test_a_crowd_of_ten_thousand_looks_at_few():
    """Pairs are sought where something is shared: the count of comparisons stays near linear."""
    from reciprocity_cli.domain import people as rules

    given = random.Random(1)
    letters = "abdegiklmnorstuv"
    words = ["".join(given.choices(letters, k=6)) for _ in range(900)]
    names = sorted({f"{given.choice(words)} {given.choice(words)}" for _ in range(3_000)})
    assert len(rules._candidates(names)) < 20 * len(names)


def test_what_a_merge_would_lose_goes_into_the_notes(recip, path):
    """Two introducers, two first phases, two snoozes, two birthdays, two reasons why."""
    add_people(
        path,
        "Cai Wu",
        "Dee Park",
        {
            "name": "Ana Ruiz",
            "met_through_id": 1,
            "birthday": Birthday(1, 2),
            "why": "kind",
            "start_phase": Phase.SUSTAINING,
            "snoozed_until": date(2026, 8, 1),
            "snoozed_on": date(2026, 6, 30),
        },
        {
            "name": "Ana Ruiz",
            "met_through_id": 2,
            "birthday": Birthday(1, 3, 1990),
            "why": "wise",
            "start_phase": Phase.RELATING,
            "snoozed_until": date(2026, 9, 1),
            "snoozed_on": date(2026, 6, 30),
        },
    )
    before = recip("export").out
    assert recip("person", "merge", "#3", "#4").code == 0
    card = recip("person", "show", "#3", "--json").json()["rows"][0]
    assert (card["met_through"], card["birthday"], card["why"]) == ("Cai Wu", "--01-02", "kind")
    assert card["notes"] == (
        "[merged from Ana Ruiz, #4]\nbirthday: 1990-01-03\nwhy: wise\n"
        "met through: Dee Park (#2)\nfirst phase: relating\nsnoozed until: 2026-09-01"
    )
    assert recip("undo").code == 0
    assert _unstamped(recip("export").out) == _unstamped(before)


def _unstamped(document: str) -> str:
    """An export without the change times, which undo renews."""
    import json

    whole = json.loads(document)
    for record in whole["records"]:
        record.pop("changed")
    return json.dumps(whole)


def test_an_address_book_still_finds_who_was_merged(recip, home: Path):
    """The uid of the one who went leads to the one who stayed, also after a second merge."""
    file = home / "x.vcf"
    card = "BEGIN:VCARD\nFN:Wei Chen\nUID:wei\nORG:Borealis\nEND:VCARD\n"
    file.write_text(card)
    recip("person", "add", "Somebody")
    recip("person", "add", "Another")
    recip("import", str(file))
    recip("person", "merge", "#1", "#3")
    recip("person", "merge", "#2", "#1")
    file.write_text(card.replace("FN:Wei Chen", "FN:W").replace("ORG:Borealis", "TEL:1"))
    [row] = recip("import", str(file), "--json").json()["rows"]
    assert (row["people_new"], row["people_changed"]) == (0, 1)
    recip("undo")
    recip("undo")
    recip("undo")
    [row] = recip("import", str(file), "--json").json()["rows"]
    assert (row["people_new"], row["people_changed"]) == (0, 1)
    assert recip("person", "show", "wei chen", "--json").json()["rows"][0]["phones"] == ["1"]
