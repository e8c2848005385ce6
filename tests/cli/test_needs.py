"""need: add, list, done, edit."""

from __future__ import annotations

import sys

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor",)},
        "Bo Lind",
        {"name": "Cy Old", "archived": True},
    )


def listed(recip, *words):
    """The texts that `need list` shows, in its order."""
    return [row["text"] for row in recip("need", "list", *words, "--json").json()["rows"]]


def test_a_need_is_echoed_with_its_day_and_the_way_back(recip):
    """The words after the person are the need; what is unusual about it is repeated."""
    ran = recip(
        "need", "add", "ana", "a", "Rust", "reviewer", "--urgency", "high", "--tag", "#Rust",
        "--category", "adv", "--on", "fri",
    )  # fmt: skip
    assert ran == (
        0,
        "Noted #4  Fri 2026-06-26  Ana Ruiz  looks for: a Rust reviewer (high, advice, #rust)"
        "      undo: recip undo\n",
        "",
    )


def test_the_public_fields_of_a_need(recip):
    """The record that a write prints and the row of the list are the same."""
    wrote = recip("need", "add", "ana", "boats", "--interest", "--tag", "sea", "--json").json()
    row = {
        "id": 4,
        "person_id": 1,
        "name": "Ana Ruiz",
        "text": "boats",
        "seeking": "interest",
        "tags": ["sea"],
        "category": None,
        "urgency": "normal",
        "noted_on": "2026-06-30",
        "met_on": None,
        "met_by_id": None,
    }
    assert wrote["rows"] == [row]
    assert wrote["operation"] == 2
    assert recip("need", "list", "--json").json()["rows"] == [row]


def test_needs_stand_by_person_the_most_urgent_first(recip):
    """The list goes by name, then urgency, then age; details stand beside the words."""
    recip("need", "add", "bo", "a flat")
    recip("need", "add", "ana", "quiet", "--urgency", "low")
    recip("need", "add", "ana", "boats", "--interest", "--on", "2w")
    recip("need", "add", "ana", "a reviewer", "--urgency", "high", "--category", "adv")
    assert recip("need", "list").out == (
        "Needs · 4 open\n"
        "\n"
        "  #7  Ana Ruiz  a reviewer  high, advice  today\n"
        "  #6  Ana Ruiz  boats       interest      2w ago\n"
        "  #5  Ana Ruiz  quiet       low           today\n"
        "  #4  Bo Lind   a flat                    today\n"
    )


def test_a_need_is_met_by_a_give(recip):
    """--by names the give and lends its day; the met need leaves the list for that of --all."""
    recip("need", "add", "ana", "a reviewer", "--on", "1w")
    recip("gave", "ana", "adv", "read the code", "--on", "yesterday")
    assert recip("need", "done", "4", "--by", "#5").out == (
        "Met #4  Mon 2026-06-29  Ana Ruiz  looks for: a reviewer, by #5      undo: recip undo\n"
    )
    assert listed(recip) == []
    assert recip("need", "list", "--all").out == (
        "Needs · 0 open, 1 met\n\nMet\n  #4  Ana Ruiz  a reviewer  met 29 Jun by #5\n"
    )


def test_a_give_from_before_the_need_meets_it_on_the_day_it_was_noted(recip):
    """No need is met before it was written down, though the give may be older."""
    recip("gave", "ana", "adv", "--on", "1w")
    recip("need", "add", "ana", "a reviewer", "--on", "3d")
    assert recip("need", "done", "5", "--by", "4", "--json").json()["rows"][0]["met_on"] == (
        "2026-06-27"
    )


def test_a_need_is_met_without_a_give(recip):
    """Without --by the day is that of --on, or today."""
    recip("need", "add", "ana", "a flat", "--on", "1w")
    recip("need", "add", "ana", "a boat", "--on", "1w")
    recip("need", "done", "4", "--on", "yesterday")
    recip("need", "done", "5")
    rows = recip("need", "list", "--all", "--json").json()["rows"]
    assert [(row["met_on"], row["met_by_id"]) for row in rows] == [
        ("2026-06-29", None),
        ("2026-06-30", None),
    ]


def test_a_met_need_is_not_met_again(recip, path):
    """The second time says when it was met and how to take that back."""
    recip("need", "add", "ana", "a flat")
    recip("need", "done", "4")
    assert_refused(
        recip, path, ("need", "done", "4"), 1, "#4 was met on Tue 2026-06-30; recip undo takes"
    )


def test_everything_about_a_need_can_be_changed(recip):
    """Each option of edit sets its field; tags are added and dropped."""
    recip("need", "add", "ana", "boats", "--tag", "sea", "--tag", "wood", "--category", "kno")
    ran = recip(
        "need", "edit", "4", "--text", "a boat", "--category", "", "--urgency", "low",
        "--tag", "lake", "--drop-tag", "Sea", "--interest", "--on", "yesterday",
    )  # fmt: skip
    assert ran.out == (
        "Changed #4  Mon 2026-06-29  Ana Ruiz  takes an interest in: a boat (low, #wood, #lake)"
        "      undo: recip undo\n"
    )
    [row] = recip("need", "list", "--json").json()["rows"]
    assert (row["seeking"], row["category"], row["noted_on"]) == ("interest", None, "2026-06-29")
    recip("need", "edit", "4", "--need")
    assert recip("need", "list", "--json").json()["rows"][0]["seeking"] == "need"


def test_an_edit_that_changes_nothing_writes_nothing(recip):
    """The acknowledgement says so, and there is no operation to undo."""
    recip("need", "add", "ana", "boats")
    ran = recip("need", "edit", "4", "--text", "boats")
    assert ran.out == "Nothing to change: #4  Ana Ruiz  looks for: boats\n"
    assert len(recip("operations", "--json").json()["rows"]) == 2


def test_each_write_can_be_undone(recip):
    """Undo takes back edit, done and add, one after the other."""
    recip("need", "add", "ana", "boats")
    recip("need", "edit", "4", "--text", "a boat", "--tag", "sea")
    recip("need", "done", "4")
    recip("undo")
    assert listed(recip) == ["a boat"]
    recip("undo")
    assert listed(recip) == ["boats"]
    recip("undo")
    assert listed(recip) == []
    recip("redo")
    assert listed(recip) == ["boats"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("bo",), ["a flat"]),
        (("role:mentor",), ["boats", "a reviewer"]),
        (("cat:adv",), ["a reviewer"]),
        (("text:BOAT",), ["boats"]),
        (("text:sea",), ["boats"]),
        (("not:text:boat",), ["a reviewer", "a flat"]),
        (("--since", "2026-06-01"), ["a flat"]),
        (("--period", "2026-05"), ["boats", "a reviewer"]),
        (("date:2026-05", "not:cat:adv"), ["boats"]),
        (("via:coffee",), ["a flat"]),
        (("cy",), ["a horse"]),
        (("--all",), ["boats", "a reviewer", "a flat", "a horse"]),
    ],
)
def test_a_query_chooses_needs(recip, words, found):
    """Names and terms about people choose whose; the period, words and category choose which."""
    recip("need", "add", "ana", "boats", "--tag", "sea", "--on", "2026-05-10")
    recip("need", "add", "ana", "a reviewer", "--category", "adv", "--on", "2026-05-11")
    recip("need", "add", "bo", "a flat", "--on", "2026-06-10")
    recip("need", "add", "cy", "a horse")
    recip("log", "bo", "--via", "coffee")
    assert listed(recip, *words) == found


def test_the_period_stands_in_the_title(recip):
    """The resolved range is shown, and the query behind it."""
    recip("need", "add", "ana", "boats", "--on", "2026-05-10")
    assert recip("need", "list", "ana", "--period", "2026-05").out.splitlines()[0] == (
        "Needs · 1 open · Fri 1 May to Sun 31 May 2026 · ana"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "no open need is noted: recip need add PERSON TEXT"),
        (("bo",), "nothing fits the query"),
    ],
)
def test_nothing_to_show_is_a_note(recip, words, said):
    """An empty list exits 0 with a note on stderr and empty rows."""
    assert recip("need", "list", *words) == (0, "", f"{said}\n")
    assert listed(recip, *words) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "zed", "x"), 3, "nobody is called 'zed'"),
        (("add", "ana", ""), 2, "the need is empty"),
        (("add", "ana"), 2, "missing argument"),
        (("add", "ana", "x", "--urgency", "soon"), 2, "one of: low, normal, high"),
        (("add", "ana", "x", "--category", "gold"), 2, "unknown category"),
        (("add", "ana", "x", "--tag", "two words"), 2, "is not a tag"),
        (("add", "ana", "x", "--on", "tomorrow"), 2, "Wed 2026-07-01 is in the future"),
        (("add", "ana", "x", "--on", "3/4"), 2, "3/4"),
        (("add", "ana", "a\x00b"), 2, "NUL"),
        (("done", "99"), 3, "there is no need #99"),
        (("done", "1"), 3, "#1 is a person, not a need"),
        (("done", "5"), 3, "#5 is a give or get, not a need"),
        (("done", "first"), 2, "'first' is not an id"),
        (("done", "4", "--by", "4"), 3, "#4 is a need, not a give or get"),
        (("done", "4", "--by", "99"), 3, "there is no give or get #99"),
        (("done", "4", "--by", "5"), 3, "#5 is nothing you gave Ana Ruiz"),
        (("done", "4", "--by", "6"), 3, "#6 is nothing you gave Ana Ruiz"),
        (("done", "4", "--on", "1w"), 2, "Tue 2026-06-23 lies before Tue 2026-06-30"),
        (("done", "4", "--on", "tomorrow"), 2, "in the future"),
        (("edit", "4"), 2, "nothing to change"),
        (("edit", "4", "--text", " "), 2, "the need is empty"),
        (("edit", "99", "--text", "x"), 3, "there is no need #99"),
        (("list", "zed"), 3, "nobody is called 'zed'"),
        (("list", "colour:red"), 2, "no term colour:"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(recip, path, words, code, said):
    """Each refusal has its exit code and leaves the file as it was."""
    recip("need", "add", "ana", "boats")
    recip("gave", "bo", "adv")
    recip("got", "ana", "adv")
    assert_refused(recip, path, ("need", *words), code, said)


def test_a_need_is_removed_and_amended_by_name(recip):
    """rm takes any record; amend says which command changes a need."""
    recip("need", "add", "ana", "boats")
    assert "recip need edit 4 changes it" in recip("amend", "4", "--note", "x").err
    assert recip("rm", "4").code == 0
    assert listed(recip) == []


def test_a_need_is_evidence_for_nurturing_and_an_interest_is_none(recip):
    """The ledger bears out nurturing once a need was noted, met or not."""

    def supported():
        return recip("phase", "ana", "--json").json()["rows"][0]["supported"]

    recip("log", "ana", "--on", "yesterday")
    recip("log", "ana")
    recip("need", "add", "ana", "boats", "--interest")
    assert supported() == "relating"
    recip("need", "add", "ana", "a boat")
    recip("need", "done", "7")
    assert supported() == "nurturing"


def test_an_open_need_is_in_the_dossier(recip):
    """show names what they look for, until it is met."""
    recip("need", "add", "ana", "a boat", "--urgency", "high")
    assert "Looks for  a boat (high, today)" in recip("show", "ana").out
    recip("need", "done", "4")
    assert "Looks for" not in recip("show", "ana").out


def test_a_narrow_terminal_keeps_the_ids(recip, monkeypatch):
    """They are what `need done` asks for; the age goes first, then the tags."""
    recip("need", "add", "ana", "a Rust reviewer", "--tag", "engineering")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    shown = []
    for columns in ("80", "50", "36"):
        monkeypatch.setenv("COLUMNS", columns)
        shown.append(recip("need", "list", "--color", "never").out.splitlines()[-1])
    assert shown == [
        "  #4  Ana Ruiz  a Rust reviewer  #engineering  today",
        "  #4  Ana Ruiz  a Rust reviewer  #engineering",
        "  #4  Ana Ruiz  a Rust reviewer",
    ]
