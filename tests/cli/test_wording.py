"""No report and no message of ours says what docs/model.md, section 0, rules out."""

from __future__ import annotations

import ast
import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import add_people
from random_ledgers import fill, fresh

import reciprocity_cli
from reciprocity_cli.cli.app import COMMANDS, main
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


REPORTS = [
    ("balance", "--all", "--numbers"),
    ("balance", "--by", "category"),
    ("balance", "--by", "role"),
    ("balance", "--by", "month"),
    ("due", "--all", "--why", "--days", "60"),
    ("due", "--forgotten"),
    ("suggest",),
    ("need", "list", "--all"),
    ("offer", "list"),
    ("opportunity", "list", "--all"),
    ("idea", "list", "--all"),
    ("promise", "list", "--all"),
    ("incident", "list", "--all"),
    ("intros", "--all"),
    ("intros", "--made"),
    ("phase", "--all"),
    ("history",),
    ("ask", "list", "--all"),
    *(("position", role) for role in Role),
    ("plan",),
    ("review", "--quarter", "--all"),
    ("momentum", "--all"),
    ("impact", "--all"),
    ("search", "a", "-n", "1000"),
    ("quiet", "list", "--all"),
    ("signal", "list", "--all"),
    ("person", "list", "--all"),
    ("person", "duplicates"),
    ("operations",),
    ("config", "list"),
    ("check",),
    ("doctor",),
    ("backup", "list"),
    ("ledger", "status"),
    ("export", "--format", "ics"),
]
OF_ONE = [
    ("explain",),
    ("show", "--all"),
    ("suggest",),
    ("phase",),
    ("signal",),
    ("person", "show"),
    ("ask", "check"),
]
"""What is reported about one person."""


@pytest.mark.parametrize("words", [*REPORTS, ("choose", "ana", "ben"), ()], ids=" ".join)
@pytest.mark.parametrize("way", ["table", "json"])
def test_reports_over_an_invented_year(recip, year, words, way, monkeypatch):
    """Every report, in words, in numbers and for programs; `recip` alone too."""
    monkeypatch.setenv("RECIP_LEDGER", year[1])
    ran = recip(*words, *(("--format", way) if words and words[0] != "export" else ()))
    assert ran.code == 0
    assert_kind(ran.out + ran.err)


def test_everyone_of_the_year_explained(recip, year):
    """Every number of every person, their dossier, their phase and their card."""
    rows = recip("person", "list", "--all", "--json", *year).json()["rows"]
    assert len(rows) == 24
    for row in rows:
        for words in OF_ONE:
            assert_kind(recip(*words, f"#{row['id']}", *year).out)


FAMILY = ("need", "offer", "opportunity", "idea", "promise", "ask", "intro", "incident", "signal")


@pytest.mark.parametrize("word", [*FAMILY, "quiet"])
def test_records_of_the_year_shown(recip, year, word):
    """The page of each record of every kind."""
    rows = recip(word, "list", "--all", "--json", *year).json()["rows"]
    numbers = [row["id"] for row in rows if row["id"] is not None]
    assert numbers
    for number in numbers:
        ran = recip(word, "show", str(number), *year)
        assert ran.code == 0
        assert_kind(ran.out)


@given(st.integers(0, 10**9))
@settings(max_examples=4, deadline=None)
def test_reports_over_random_ledgers(empty_ledger, seed):
    """Whatever a ledger holds, no report of it says more than the owner did."""
    said = io.StringIO()
    with fresh(empty_ledger) as ledger:
        fill(ledger, Random(seed), 100)
        people = ledger.sql.execute("SELECT id FROM person ORDER BY id LIMIT 2").fetchall()
        where = ("--ledger", str(ledger.path), "--today", str(TODAY))
        about = [(*words, f"#{number}") for (number,) in people for words in OF_ONE]
        both = [("choose", *(f"#{number}" for (number,) in people))] if len(people) > 1 else []
        with redirect_stdout(said), redirect_stderr(said):
            codes = {main([*words, *where]) for words in (*REPORTS, *about, *both)}
    # Nothing was found to be wrong with the file, and nothing fell over.
    assert codes == {0}
    assert_kind(said.getvalue())


def texts_of_ours():
    """Yield each constant of the program with its file; what documents the code is left out."""
    for path in sorted(Path(reciprocity_cli.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in notes:
                yield path.name, node.value


def test_every_text_in_the_program():
    """No text of ours anywhere says it: messages, prompts, headings and words for programs.

    Keys of another program's file are not ours.
    """
    texts = {(name, text) for name, text in texts_of_ours() if isinstance(text, str)}
    assert len(texts) > 3000
    assert {(name, text) for name, text in texts if FORBIDDEN.search(text)} == {
        ("monica.py", "debt"),
        ("monica.py", "debts"),
    }


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


@pytest.mark.parametrize("command", sorted(COMMANDS))
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
        ("quiet", "ana", "1d"),
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
