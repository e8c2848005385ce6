"""Output: formats, files, colour, pipes, and the public fields of the JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys

import pytest
from people import add_people
from refusing import assert_refused

REPORTS = [
    ("balance", "--all"),
    ("balance", "--by", "category"),
    ("balance", "--by", "role"),
    ("balance", "--by", "month"),
    ("due", "--all"),
    ("due", "--forgotten"),
    ("phase",),
    ("phase", "ana"),
    ("show", "ana"),
    ("explain", "ana"),
    ("history",),
    ("search", "example"),
    ("momentum", "--all"),
    ("impact",),
    ("person", "list"),
    ("person", "show", "ana"),
    ("operations",),
    ("config", "list"),
]

NAMELESS = {"operations", "config", "--forgotten", "--by"}
"""Words of the reports that show no name of the person in the test below."""

FIELDS = {
    "balance": (
        "id name roles phase reached expect group reading flagged gave got net gross mutual index"
        " spread occasions gave_total got_total gave_count_year got_count_year first_on last_on"
        " action categories"
    ),
    "due": "id name due_on last_contact_on cadence lateness urgency reasons heading next_action",
    "phase": "id name phase reached legal supported missing since",
    "explain": (
        "warmth warmth_reading momentum momentum_reading promises_reliability strength_signs"
        " ask_readiness ask_blockers stage lines"
    ),
    "history": (
        "id date name direction category kind size weight note via by outcome"
        " outcome_text contact_id person_ids"
    ),
    "momentum": "id name reading momentum recent before last_contact_on",
    "person list": (
        "id uid name aliases roles tags org title emails phase reached cadence birthday"
        " last_contact_on archived"
    ),
}
"""docs/commands/general.md, "JSON fields"."""

HOSTILE = "[red]x[/red] :smile: \x1b[31m\u202e http://x.example =1+1"


@pytest.fixture
def filled(recip, path):
    """Three people, one of them lopsided, with contacts and notes."""
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor", "peer"), "tags": ("acme",), "cadence": "1m"},
        {"name": "Bo Lind", "cadence": "none"},
        {"name": "李雷"},
    )
    for day in ("2026-03-01", "2026-04-01", "2026-05-01"):
        recip("log", "ana", "-g", "adv/l:pricing", "-t", "kno/s", "--via", "call", "--on", day)
    recip("log", "bo", "-m", HOSTILE, "--on", "2025-01-01")


def recip_process(*words, **options):
    """Start recip as a program of its own, its output buffered as an owner's is."""
    command = [sys.executable, "-m", "reciprocity_cli", *words]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment, **options)


@pytest.mark.parametrize("report", FIELDS)
def test_the_public_fields(recip, filled, report):
    """Each field of the interface is in every row, in the order it is listed there."""
    words = {
        "explain": ("explain", "ana"),
        "due": ("due", "--all"),
        "balance": ("balance", "--all"),
    }
    document = recip(*words.get(report, report.split()), "--json").json()
    listed = FIELDS[report].split()
    if report == "explain":
        shared = f"{FIELDS['balance']} {FIELDS['due']} {FIELDS['phase']}".split()
        listed = [*dict.fromkeys(shared), *listed]
    assert (document["schema_version"], document["report"]) == (1, report)
    assert document["today"] == "2026-06-30"
    assert document["rows"]
    for row in document["rows"]:
        assert [name for name in row if name in listed] == listed


def test_what_stands_beside_the_rows_of_due(recip, filled):
    """The window's end, how many can wait, demand and capacity."""
    document = recip("due", "--json").json()
    beside = {key: document[key] for key in ("window_end", "waiting", "demand", "capacity")}
    demand = beside.pop("demand")
    assert beside == {"window_end": "2026-07-06", "waiting": 0, "capacity": 5}
    assert demand == pytest.approx(7 / 30.4375 + 7 / 91.3125, rel=1e-12)


def test_words_in_place_of_numbers_that_mislead(recip, filled):
    """Too early and faded have null for index, spread and mutual; explain has them always."""
    recip("got", "bo", "adv")
    rows = {row["name"]: row for row in recip("balance", "--all", "--json").json()["rows"]}
    bo = rows["Bo Lind"]
    assert bo["reading"] == "too-early"
    assert (bo["index"], bo["spread"], bo["mutual"]) == (None, None, None)
    assert rows["Ana Ruiz"]["reading"] == "lopsided-giving"
    assert rows["Ana Ruiz"]["index"] == pytest.approx(0.456, abs=5e-4)
    explained = recip("explain", "bo", "--json").json()["rows"][0]
    assert (explained["reading"], explained["index"]) == ("too-early", pytest.approx(-1 / 3))


def test_categories_are_flows(recip, filled):
    """Each category maps to what was given and got, and its index."""
    row = recip("balance", "ana", "--json").json()["rows"][0]
    assert list(row["categories"]) == [
        "knowledge", "advice", "introductions", "opportunities", "recognition",
    ]  # fmt: skip
    assert set(row["categories"]["advice"]) == {"gave", "got", "index"}
    assert row["categories"]["advice"]["got"] == 0
    assert row["categories"]["recognition"] == {"gave": 0, "got": 0, "index": 0}


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_every_report_has_every_format(recip, filled, words):
    """JSON, JSON lines and CSV hold the same rows; nothing is said on stderr."""
    document = recip(*words, "--json")
    assert (document.code, document.err) == (0, "")
    assert recip(*words, "--format", "json").out == document.out
    rows = document.json()["rows"]
    lines = recip(*words, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    cells = list(csv.DictReader(io.StringIO(recip(*words, "--format", "csv").out)))
    assert [list(row) for row in cells] == [list(row) for row in rows]
    assert len(recip(*words, "--format", "tsv").out.splitlines()) == len(rows) + 1
    assert recip(*words, "--format", "md").out.startswith("# ")
    table = recip(*words)
    assert (table.code, table.err) == (0, "")
    assert table.out == recip(*words, "--format", "table").out


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_an_empty_ledger_is_no_error(recip, path, words):
    """Nothing to show: exit 0 and empty rows; a person whom nobody bears exits 3."""
    ran = recip(*words, "--json")
    if "ana" in words:
        assert ran.code == 3
        return
    assert ran.code == 0
    if words[0] not in ("operations", "config"):
        assert ran.json()["rows"] == []
        assert ran.err.count("\n") == 1


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_text_of_the_owner_is_printed_literally(recip, path, words):
    """Markup stays as typed; escapes and bidi marks become visible; no line is cut in a pipe."""
    name = "[b]Ana[/b] :smile: " + "x" * 150
    add_people(
        path,
        {"name": f"Ana {name}", "organisation": HOSTILE, "notes": HOSTILE, "cadence": "1w"},
    )
    for day in ("2026-03-01", "2026-04-01", "2026-05-01"):
        recip("log", "ana", "-g", f"adv/l:{HOSTILE}", "-m", HOSTILE, "--on", day)
    out = recip(*words).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    if not NAMELESS.intersection(words):
        assert f"Ana {name}" in out


def test_a_file_is_written_whole_and_private(recip, filled, home):
    """-o writes mode 0600, over an older file too, says so on stderr, and prints nothing."""
    file = home / "out.csv"
    file.write_text("old")
    file.chmod(0o644)
    ran = recip("balance", "--format", "csv", "-o", str(file))
    assert ran == (0, "", f"wrote {file}\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == recip("balance", "--format", "csv").out
    assert [each.name for each in home.iterdir() if ".part" in each.name] == []


def test_a_dash_is_stdout(recip, filled, home, monkeypatch):
    """`-o -` prints, and makes no file of that name."""
    monkeypatch.chdir(home)
    assert recip("history", "-o", "-").out == recip("history").out
    assert not (home / "-").exists()


def test_a_file_is_not_written_through_a_link(recip, filled, path, home):
    """A symbolic link, a device, a pipe and a directory are refused and stay what they are."""
    victim, link, pipe = home / "victim", home / "link", home / "pipe"
    victim.write_text("mine")
    link.symlink_to(victim)
    os.mkfifo(pipe)
    assert_refused(recip, path, ("due", "-o", str(link)), 1, "is a symbolic link; name the file")
    assert_refused(recip, path, ("due", "-o", str(pipe)), 1, "is not a plain file")
    assert_refused(recip, path, ("due", "-o", "/dev/null"), 1, "/dev/null is not a plain file")
    assert_refused(recip, path, ("due", "-o", str(home)), 1, "is a directory")
    assert_refused(recip, path, ("due", "-o", ""), 1, "is a directory")
    assert_refused(recip, path, ("due", "-o", f"{home}/no/x"), 1, "no such file or directory")
    assert victim.read_text() == "mine"
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize(
    ("environment", "words", "colored"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"FORCE_COLOR": "1"}, ("--color", "auto"), False),
        ({"RECIP_COLOR": "always", "NO_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": ""}, (), False),
        ({"TERM": "dumb"}, ("--color", "always"), True),
    ],
)
def test_who_decides_about_colour(recip, filled, monkeypatch, environment, words, colored):
    """The flag first, then RECIP_COLOR, NO_COLOR, FORCE_COLOR; a pipe has none by itself."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = recip("balance", *words).out
    assert ("\x1b[" in out) is colored
    assert "\x1b" not in recip("balance", "--format", "csv", *words).out


def test_colour_adds_nothing_but_colour(recip, filled):
    """Without its escapes the coloured table is the plain one."""
    import re

    colored = recip("balance", "--numbers", "--color", "always").out
    plain = recip("balance", "--numbers", "--color", "never").out
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("due",), "Due this week · Tue 30 Jun to Mon 6 Jul 2026 · 1 person"),
        (("person", "list"), "People · 1 person"),
        (("phase",), "Phases · 1 person · Tue 30 Jun 2026"),
    ],
    ids=" ".join,
)
def test_the_resolved_period_stands_in_the_title(recip, filled, words, title):
    """Also where it chooses people by their entries, and counts none."""
    out = recip(*words, "role:mentor", "--period", "2026Q2").out
    period = "Wed 1 Apr to Tue 30 Jun 2026"
    assert out.splitlines()[0] == f"{title} · with entries of {period} · role:mentor"


@pytest.mark.parametrize(
    "words",
    [
        "person list", "phase", "suggest", "momentum", "impact", "intros", "need list",
        "promise list", "ask list", "incident list", "offer list", "opportunity list", "idea list",
    ],
)  # fmt: skip
def test_a_query_that_fits_nobody_is_said_to(recip, filled, words):
    """With people in the ledger nobody is told that there are none."""
    term = "text:none" if words.split()[0] in ("offer", "opportunity") else "tag:none"
    ran = recip(*words.split(), term)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("nothing fits the query")


def test_a_bare_value_is_json_too(recip, path, home):
    """What `$(...)` takes in is with --json a report of one row."""
    found = recip("ledger", "path", "--json").json()
    assert found == {
        "schema_version": 1,
        "report": "ledger path",
        "today": "2026-06-30",
        "rows": [{"path": str(path)}],
    }
    [row] = recip("config", "get", "capacity", "--json").json()["rows"]
    assert row == {"key": "capacity", "value": "5"}
    [row] = recip("config", "path", "--json").json()["rows"]
    assert row == {"path": str(home / "config/recip/config.toml")}


def test_a_write_prints_the_record_it_wrote(recip, filled):
    """With --json the rows are those that the reports would show now, with the operation."""

    def written(*words):
        document = recip(*words, "--json").json()
        assert document["operation"] == recip("operations", "--json").json()["rows"][0]["id"]
        return document["rows"]

    def shown(number):
        return next(row for row in recip("history", "--json").json()["rows"] if row["id"] == number)

    [contact] = written("log", "ana", "bo", "-g", "adv/l:x", "--via", "call", "--need", "a desk")
    assert (contact["date"], contact["via"], contact["needs"]) == ("2026-06-30", "call", ["a desk"])
    assert contact["exchanges"] == [shown(number) for number in contact["exchange_ids"]]
    assert [row["name"] for row in contact["exchanges"]] == ["Ana Ruiz", "Bo Lind"]
    [get] = written("got", "ana", "kno", "a hint", "--size", "small")
    assert get == {**shown(get["id"]), "person": {"id": 1, "name": "Ana Ruiz"}}
    [amended] = written("amend", str(get["id"]), "--size", "large")
    assert amended == shown(get["id"])
    assert amended["weight"] == 4
    [contact] = written("amend", str(contact["id"]), "--note", "on the train")
    assert (contact["note"], contact["direction"]) == ("on the train", None)
    for words in (
        ("person", "edit", "ana", "--tag", "x"),
        ("person", "rename", "ana", "Ana R"),
        ("snooze", "ana", "2w"),
        ("person", "archive", "ana"),
    ):
        [person] = written(*words)
        [card] = recip("person", "show", "#1", "--json").json()["rows"]
        assert person == {name: card[name] for name in person}
        assert set(FIELDS["person list"].split()) < set(person)
    [later] = written("gave", "bo", "adv", "--on", "2026-07-09", "--future")
    assert (later["date"], later["category"]) == ("2026-07-09", "advice")


def test_quiet_leaves_only_data(recip, filled, home):
    """-q leaves out acknowledgements and notes, never data or errors."""
    assert recip("log", "ana", "-q") == (0, "", "")
    assert recip("history", "cai", "-q").err.startswith("recip: ")
    assert recip("balance", "role:coach", "-q", "--json").err == ""
    assert recip("history", "-q").out == recip("history").out
    assert recip("history", "-q", "-o", str(home / "x")) == (0, "", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("history", "--format", "xls"), "unknown format 'xls'; one of: table, json"),
        (("history", "--json", "--format", "csv"), "--json and --format csv exclude each other"),
        (("history", "--limit", "0"), "--limit must be 1 or more"),
        (("history", "--limit", "-1"), "--limit must be 1 or more"),
        (("history", "--limit", "9" * 20), "--limit must be 1 or more, and 1,000,000,000 at most"),
        (("due", "--today", "0001-01-01"), "--today must be a day of the years 1000 to 9899"),
        (("due", "--today", "9999-12-31"), "--today must be a day of the years 1000 to 9899"),
        (("history", "--since", "2026-06-30", "--until", "2026-01-01"), "before it begins"),
        (("history", "--period", "2026", "--since", "2026"), "--period goes without"),
        (("history", "--period", "whenever"), "whenever"),
        (("history", "cat:"), "the term cat: has no value"),
        (("history", "rol:mentor"), "did you mean role:mentor?"),
        (("history", ""), "an empty name in the query"),
        (("history", "text:a\udcff"), "not valid UTF-8"),
        (("due", "--days", "0"), "--days must be from 1 to 3660"),
        (("due", "--days", "99999999999999999999"), "--days must be from 1 to 3660"),
        (("due", "--days", "soon"), "soon"),
        (("balance", "--by", "week"), "unknown way to group 'week'"),
        (("--json", "due"), "see recip -h, options follow the command"),
        (("due", "--nonsense"), "see recip due -h, or put -- before words with a -"),
        (("ballance",), "did you mean 'balance'? see recip -h"),
        (("gave",), "missing argument 'PERSON'; see recip gave -h"),
        (("bal",), "no such command 'bal'"),
    ],
)
def test_words_that_are_off(recip, path, words, said):
    """Exit 2, one line with what to do next, whatever is wrong with the words."""
    before = path.read_bytes()
    ran = recip(*words)
    assert (ran.code, ran.out, path.read_bytes()) == (2, "", before)
    assert said.casefold() in ran.err.casefold()
    assert ran.err.startswith("recip: ")
    assert ran.err.count("\n") == 1


def test_a_failure_inside_quotes_no_note(recip, filled, monkeypatch):
    """Without --debug an unexpected failure is one line that names its kind alone."""

    def fail(*_):
        raise ValueError(f"secret {HOSTILE}")

    monkeypatch.setattr("reciprocity_cli.cli.history.history_view", fail)
    ran = recip("history")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "recip: something went wrong inside (ValueError); --debug shows where\n"
    with pytest.raises(ValueError, match="secret"):
        recip("history", "--debug")


@pytest.mark.parametrize("words", [["history"], ["balance", "--json"], ["--help"], ["log", "ana"]])
def test_a_reader_that_has_gone(recip, filled, words):
    """A broken pipe ends quietly with exit 0."""
    reader, writer = os.pipe()
    os.close(reader)
    process = recip_process(*words, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert process.communicate(timeout=60) == (None, b"")
    assert process.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_full_disk_is_said(filled):
    """A report that cannot be written fails; a write that was done says that it was."""
    with open("/dev/full", "wb") as full:
        process = recip_process("history", stdout=full, stderr=subprocess.PIPE)
        said = b"recip: no space left on device; nothing was written\n"
        assert process.communicate(timeout=60)[1] == said
        assert process.returncode == 1
        process = recip_process("log", "ana", stdout=full, stderr=subprocess.PIPE)
        said = b"recip: it was done, but stdout cannot be written: no space left on device\n"
        assert process.communicate(timeout=60)[1] == said
        assert process.returncode == 1


def test_closed_streams_are_nobody_to_speak_to(recip, filled):
    """With stdout and stderr closed a write is done and an error keeps its exit code."""
    script = 'exec >&- 2>&- <&-; "$0" -m reciprocity_cli log "$1"'
    for name, code in (("bo", 0), ("nobody", 3)):
        ran = subprocess.run(["sh", "-c", script, sys.executable, name], check=False)
        assert ran.returncode == code
    assert recip("history", "bo", "--json").json()["rows"][0]["date"] == "2026-06-30"


def test_help_and_version(recip):
    """-h works everywhere, with an example; --version prints one line."""
    assert recip("--version").out.startswith("recip ")
    for words in REPORTS:
        depth = 2 if words[0] in ("person", "config") else 1
        ran = recip(*words[:depth], "-h")
        assert ran.code == 0
        assert "Example: recip " in ran.out


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        (("due", "-h"), {}, False),
        (("due", "-h", "--color", "always"), {}, True),
        (("due", "-h", "--color=always"), {"NO_COLOR": "1"}, True),
        (("due", "--help", "--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("due", "-h"), {"RECIP_COLOR": "always"}, True),
        (("person", "-h"), {"RECIP_COLOR": "never", "FORCE_COLOR": "1"}, False),
        (("person",), {"RECIP_COLOR": "always"}, True),
        (("due", "-h", "--color", "green"), {}, False),
    ],
)
def test_help_has_colours_where_the_output_would(recip, monkeypatch, words, environment, coloured):
    """The flag and RECIP_COLOR first, as for everything else."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in recip(*words).out) == coloured
