"""show, and recip alone."""

from __future__ import annotations

import pytest
from report_samples import TODAY, queue, rendered

from reciprocity_cli.reports.glance import glance_report


@pytest.fixture(autouse=True)
def people(recip):
    recip(
        "person", "add", "Ana Ruiz", "--role", "mentor", "--org", "Helix", "--cadence", "1m",
        "--why", "knows the field", "--phase", "nurturing",
    )  # fmt: skip
    recip("log", "ana", "-g", "intro:Bo at Acme", "--via", "coffee", "--on", "2026-06-20", "-q")
    recip("log", "ana", "-t", "adv/large:pricing", "--via", "call", "--on", "2026-05-12", "-q")
    words = ("--need", "a Rust reviewer", "--signal", "asked", "--on", "2026-06-10", "-q")
    recip("log", "ana", *words)


def test_the_dossier_reads_from_rhythm_to_balance(recip):
    """The last contacts first, then rhythm and needs, what is open, signs, and balance last."""
    assert recip("show", "ana").out == (
        "Ana Ruiz · mentor · Helix · nurturing\n\n"
        "  Last       20 Jun       coffee   gave introductions: Bo at Acme\n"
        "             10 Jun                contact\n"
        "             12 May       call     got advice (large): pricing\n"
        "  Rhythm     ▁▁▁▁▁▁▁▁▁▁▅█  12 months: 3 contact days, every 1m, next due Mon 20 Jul\n"
        "  Looks for  a Rust reviewer (2w ago)\n"
        "  Why        knows the field\n"
        "  Open       thanks due for the large get: pricing (Tue 12 May)\n"
        "  Signs      asked your advice · 1 of 5 strength signs in the last year\n"
        "  Balance    too early to say (gave 1, got 1 in 12 months)\n"
    )


def test_a_long_timeline_is_counted(recip):
    """Three contacts and five entries are shown, the rest counted; --all shows every one."""
    for day in range(1, 12):
        recip("log", "ana", "--on", f"2026-04-{day:02}", "-q")
    assert "and 6 more" in recip("show", "ana").out
    assert "1 Apr" in recip("show", "ana", "--all").out


def test_json_tells_the_same(recip):
    """The dossier as data has the fields of balance, due and phase, and what is open."""
    row = recip("show", "ana", "--json").json()["rows"][0]
    assert row["name"] == "Ana Ruiz"
    assert row["needs"] == [{"id": 8, "text": "a Rust reviewer", "kind": "need"}]
    assert row["open"] == ["thanks due for the large get: pricing (Tue 12 May)"]
    assert row["contact_days"] == ["2026-05-12", "2026-06-10", "2026-06-20"]
    dates = [entry["date"] for entry in row["timeline"]]
    assert dates == ["2026-06-20", "2026-06-10", "2026-05-12"]


def test_a_need_is_told_as_it_was_on_the_day(recip, monkeypatch):
    """One that is noted or met only later is not, or still, looked for."""
    recip("need", "done", "8", "--on", "2026-06-20")
    recip("need", "add", "ana", "an editor", "--on", "2026-06-25")
    monkeypatch.setenv("RECIP_TODAY", "2026-06-12")
    told = [need["text"] for need in recip("show", "ana", "--json").json()["rows"][0]["needs"]]
    assert told == ["a Rust reviewer"]
    assert "Looks for  a Rust reviewer (2d ago)\n" in recip("show", "ana").out


def test_owner_text_is_shown_and_not_obeyed(recip):
    """Control characters in a note become visible."""
    recip("log", "ana", "-m", "see \x1b[31mred", "-q")
    assert "\x1b" not in recip("show", "ana").out


def test_nobody_of_that_name_is_exit_3(recip):
    """An unknown person is not found."""
    assert recip("show", "zed").code == 3


def test_recip_alone_tells_today_in_a_few_lines(recip):
    """Who is due today, the tilt in one line, three ways to go on."""
    ran = recip()
    assert ran.code == 0
    assert ran.out == (
        "recip · 1 person · Tue 30 Jun 2026\n\n"
        "Due today\n"
        "  Ana Ruiz         thanks due for the large get: pricing (Tue 12 May)\n\n"
        "Balance: too early to say 1\n\n"
        "Go on with\n"
        "  before you meet  recip show ana-ruiz\n"
        "  after you met    recip log ana-ruiz --gave advice\n"
        "  the week ahead   recip due\n"
    )


def test_recip_alone_gives_reasons_more_room_than_names():
    """On a terminal a long name is cut before its reasons are wrapped into a corner."""
    row, *others = queue().rows
    named = row._replace(person=row.person._replace(name="Name " * 12 + "end"))
    due = queue()._replace(rows=(named, *others))
    told = rendered(glance_report(due, [], 9, today=TODAY), width=80).split("\n")
    assert told[3].startswith("  Name Name Name Name Nam…  ")


def test_recip_alone_without_a_ledger_welcomes_and_makes_none(recip, path, monkeypatch):
    """A newcomer is told how to begin; nothing is written."""
    path.unlink()
    monkeypatch.delenv("RECIP_LEDGER")
    ran = recip()
    assert (ran.code, ran.err) == (0, "")
    assert "recip demo" in ran.out
    assert not path.exists()


def test_the_note_of_a_contact_has_a_line_of_its_own(recip):
    """In show, history, JSON, Markdown and CSV; never as the note of a give that has none."""
    recip("log", "Cai Wu", "--new", "-g", "adv", "-t", "kno:a fact", "-m", "kids: Leo starts")
    said = recip("show", "cai").out.splitlines()
    assert said[2].split(maxsplit=3)[3] == "kids: Leo starts"
    assert said[3].strip() == "gave advice; got knowledge: a fact"
    rows = recip("history", "cai", "--json").json()["rows"]
    assert [(row["direction"], row["note"]) for row in rows] == [
        ("got", "a fact"),
        ("gave", ""),
        (None, "kids: Leo starts"),
    ]
    assert len({row["contact_id"] for row in rows}) == 1
    for format in ("csv", "md", "table"):
        lines = recip("history", "cai", "--format", format).out.splitlines()
        [line] = [line for line in lines if "kids: Leo starts" in line]
        assert "gave" not in line
    timeline = recip("show", "cai", "--json").json()["rows"][0]["timeline"]
    assert [(row["direction"], row["note"]) for row in timeline][-1] == (None, "kids: Leo starts")


def test_what_is_earlier_than_the_last_three_contacts_stands_below(recip):
    """Nothing is said twice."""
    recip("person", "add", "Cai Wu")
    for days in range(1, 6):
        recip("log", "cai", "-m", f"note {days}", "--on", f"{days}d")
    out = recip("show", "cai").out
    assert [out.count(f"note {days}") for days in range(1, 6)] == [1] * 5
    assert out.index("note 3") < out.index("Rhythm") < out.index("note 4")


def test_you_could_ask_where_nothing_fresh_is_known(recip):
    """One of the nine questions, another each week; none for who rests, nor beside a fresh need."""
    recip("person", "add", "Cai Wu")
    asked = {
        line.removeprefix("You could ask: ")
        for day in ("2026-06-01", "2026-06-08", "2026-06-15")
        for line in recip("show", "cai", "--today", day).out.splitlines()
        if line.startswith("You could ask: ")
    }
    assert len(asked) == 3
    recip("need", "add", "cai", "a flat")
    assert "You could ask" not in recip("show", "cai").out
    recip("undo")
    recip("person", "archive", "cai")
    assert "You could ask" not in recip("show", "cai").out
