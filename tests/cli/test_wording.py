"""No report and no message of ours says what docs/model.md, section 0, rules out."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from people import add_people

from reciprocity_cli.cli.app import MODULES, main
from reciprocity_cli.domain.records import Expect, Phase, Role

FORBIDDEN = re.compile(
    r"\b(debts?|owe|owes|scores?|ranks?|roi|top|best|worst|payback|freeloaders?|losers?|assets?"
    r"|they should)\b",
    re.IGNORECASE,
)

TODAY = date(2026, 6, 30)


def assert_kind(said):
    """Check that nothing of what was said is ruled out."""
    assert FORBIDDEN.findall(said) == []


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A ledger with somebody in every group of the balance, and every reason to be due."""
    place = tmp_path_factory.mktemp("year") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(place.parent))
        assert main(["demo", "--ledger", str(place), "--today", "2026-06-30", "-q"]) == 0
    return ("--ledger", str(place))


@pytest.mark.parametrize(
    "words",
    [
        ("balance", "--all", "--numbers"),
        ("balance", "--by", "category"),
        ("balance", "--by", "role"),
        ("balance", "--by", "month"),
        ("due", "--all", "--why", "--days", "60"),
        ("due", "--forgotten"),
        ("suggest",),
        ("offer", "list"),
        ("opportunity", "list", "--all"),
        ("idea", "list", "--all"),
        ("phase", "--all"),
        ("history",),
        ("ask", "list", "--all"),
        ("choose", "ana", "ben"),
        *(("position", role) for role in Role),
        ("plan",),
        ("review", "--quarter", "--all"),
        ("momentum", "--all"),
        ("impact", "--all"),
        ("search", "a", "-n", "1000"),
        ("quiet", "list", "--all"),
        ("person", "list", "--all"),
        ("operations",),
        ("config", "list"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("way", ["table", "json", "md"])
def test_reports_over_an_invented_year(recip, year, words, way):
    """Every report, in words, in numbers and for programs."""
    ran = recip(*words, *year, "--format", way)
    assert ran.code == 0
    assert_kind(ran.out)


def test_everyone_of_the_year_explained(recip, year):
    """Every number of every person, their dossier, their phase and their card."""
    rows = recip("person", "list", "--all", "--json", *year).json()["rows"]
    assert len(rows) == 24
    for row in rows:
        for words in (
            ("explain",),
            ("show",),
            ("suggest",),
            ("phase",),
            ("person", "show"),
            ("ask", "check"),
        ):
            assert_kind(recip(*words, f"#{row['id']}", *year).out)


def test_every_reading_has_kind_words(recip, path):
    """Each reading under each expectation, young and old, and each word of an action."""
    people = [
        {"name": f"P{gave} {got} {expect} {phase}", "expect": expect, "start_phase": phase}
        for gave, got in ((4, 0), (0, 4), (2, 1), (1, 2), (2, 2), (1, 0))
        for expect in (None, Expect.EVEN, Expect.RECEIVE, Expect.GIVE)
        for phase in (Phase.IDENTIFYING, Phase.CAPITALIZING)
    ]
    add_people(path, *people)
    lines = []
    for number, person in enumerate(people, 1):
        gave, got = map(int, person["name"][1:].split()[:2])
        for day in range(3):
            on = str(TODAY - timedelta(days=100 * day))
            given = {"gave": ["adv"] * gave, "got": ["kno"] * got}
            lines.append({"people": [f"#{number}"], "on": on, **given})
    batch = path.with_suffix(".jsonl")
    batch.write_text("\n".join(map(json.dumps, lines)))
    assert recip("log", "--batch", str(batch)).code == 0
    document = recip("balance", "--all", "--json")
    groups = {row["group"] for row in document.json()["rows"]}
    readings = {row["reading"] for row in document.json()["rows"]}
    assert len(groups) == 5
    assert {"lopsided-giving", "lopsided-receiving", "even"} <= readings
    assert_kind(document.out)
    assert_kind(recip("balance", "--all", "--numbers").out)


@pytest.mark.parametrize("command", sorted({name for names in MODULES.values() for name in names}))
def test_help(recip, command):
    """The help of every command, and of the commands below it."""
    ran = recip(command, "-h")
    assert ran.code == 0
    assert_kind(ran.out)
    for below in re.findall(r"^│ (\w+)  ", ran.out, re.MULTILINE):
        assert_kind(recip(command, below, "-h").out)


@pytest.mark.parametrize(
    "words",
    [
        ("log", "nobody"),
        ("log", "ana", "-g", "xyz"),
        ("log", "ana", "--on", "3/4"),
        ("phase", "ana", "capitalizing"),
        ("phase", "ana", "relating"),
        ("outcome", "1", "big"),
        ("search", "*"),
        ("quiet", "ana"),
        ("person", "erase", "ana"),
        ("undo", "7"),
        ("snooze", "ana", "yesterday"),
        ("import", "/nonexistent"),
        ("config", "set", "capacity", "0"),
        ("balance", "roll:x"),
    ],
    ids=" ".join,
)
def test_refusals(recip, path, words):
    """What is said when something cannot be done."""
    add_people(path, "Ana")
    ran = recip(*words)
    assert ran.code > 0
    assert_kind(ran.err)


def test_acknowledgements(recip, path):
    """What is said when something was done."""
    add_people(path, "Ana", "Bo")
    for words in (
        ("log", "ana", "-g", "adv/l", "-t", "int", "--signal", "reached-out"),
        ("got", "ana", "rec"),
        ("amend", "4", "--size", "s"),
        ("outcome", "4", "big", "it went well"),
        ("rm", "4"),
        ("undo",),
        ("redo",),
        ("phase", "ana", "relating"),
        ("snooze", "ana", "2w"),
        ("quiet", "me", "1d", "2d"),
        ("ask", "add", "ana", "a line"),
        ("person", "edit", "ana", "--tag", "x"),
        ("person", "archive", "ana"),
        ("person", "merge", "ana", "bo"),
        ("person", "rm", "ana"),
        ("operations",),
    ):
        ran = recip(*words)
        assert ran.code == 0, ran.err
        assert_kind(ran.out + ran.err)


def test_the_words_are_found():
    """The check of this file sees what it is meant to see, and whole words only."""
    assert FORBIDDEN.findall("You owe Ana; the top score") == ["owe", "top", "score"]
    assert FORBIDDEN.findall("Stop, Owen: an assetless bestiary of outranked topics") == []
