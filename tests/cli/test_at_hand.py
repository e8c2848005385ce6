"""offer, opportunity, idea: add, list, edit, rm."""

from __future__ import annotations

from datetime import UTC, datetime

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
        {"name": "Di Rest", "paused": True},
    )


def listed(recip, *words):
    """The texts that a list shows, in its order."""
    return [row["text"] for row in recip(*words, "--json").json()["rows"]]


def test_an_offer_is_noted_changed_and_removed(recip):
    """Each step repeats what the offer is, and can be undone."""
    added = recip(
        "offer", "add", "code", "reviews", "--tag", "#Rust", "--category", "adv", "--angle", "tech"
    )
    assert added.out == (
        "Noted #5  Tue 2026-06-30  you offer: code reviews (advice, technical, #rust)"
        "      undo: recip undo\n"
    )
    assert recip("offer", "edit", "5", "--angle", "", "--tag", "go", "--drop-tag", "rust").out == (
        "Changed #5  you offer: code reviews (advice, #go)      undo: recip undo\n"
    )
    assert recip("offer", "edit", "5", "--tag", "go").out == (
        "Nothing to change: #5  you offer: code reviews (advice, #go)\n"
    )
    assert recip("offer", "rm", "#5").out == (
        "Removed #5  offer  you offer: code reviews (advice, #go)      undo: recip undo\n"
    )
    assert recip("offer", "list").err == "no offer is noted: recip offer add TEXT\n"
    recip("undo")
    assert listed(recip, "offer", "list") == ["code reviews"]


def test_the_public_fields_of_an_offer(recip):
    """The record that a write prints and the row of the list are the same."""
    wrote = recip("offer", "add", "maps", "--tag", "ports", "--angle", "cultural", "--json").json()
    row = {"id": 5, "text": "maps", "tags": ["ports"], "category": None, "angle": "cultural"}
    row["noted_on"] = "2026-06-30"
    assert wrote["rows"] == recip("offer", "list", "--json").json()["rows"] == [row]


def test_offers_are_chosen_by_their_terms(recip):
    """By category, tag and words; a name says nothing about an offer."""
    recip("offer", "add", "code reviews", "--category", "advice", "--tag", "rust")
    recip("offer", "add", "a map of ports", "--category", "knowledge")
    assert listed(recip, "offer", "list", "cat:adv") == ["code reviews"]
    assert listed(recip, "offer", "list", "tag:rust") == ["code reviews"]
    assert listed(recip, "offer", "list", "not:tag:rust") == ["a map of ports"]
    assert listed(recip, "offer", "list", "text:PORTS") == ["a map of ports"]
    assert recip("offer", "list", "text:boats").err == "nothing fits the query\n"
    for words in (["ana"], ["role:mentor"], ["not:via:call"]):
        ran = recip("offer", "list", *words)
        assert ran.code == 2
        said = f"recip: offers are not chosen by '{words[0]}'; use cat:, tag:, date:, text:\n"
        assert ran.err == said


def test_an_opportunity_says_at_once_whom_it_could_help(recip):
    """Needs before interests, with the words that matched; not those who rest or are put away."""
    recip("need", "add", "bo", "news of ports", "--interest")
    recip("need", "add", "ana", "a Rust reviewer", "--tag", "ports")
    recip("need", "add", "di", "ports")
    recip("need", "add", "ana", "a flat")
    assert recip("opportunity", "add", "a day on ports", "--expires", "+2w").out == (
        "Noted #9  Tue 2026-06-30  a day on ports, until Tue 2026-07-14      undo: recip undo\n"
        "  Ana Ruiz looks for: a Rust reviewer (#ports); words: ports\n"
        "  Bo Lind takes an interest in: news of ports; words: ports\n"
    )
    assert recip("opportunity", "add", "a boat").out.endswith(
        "\n  nobody noted so far looks for it\n"
    )


def test_namesakes_are_told_apart(recip, path):
    """Where something could help two people of one name, the handles say which is which."""
    add_people(path, "Ana Ruiz")
    for who in ("#1", "#5"):
        recip("need", "add", who, "a stage for talks")
    _, first, second = recip("opportunity", "add", "a call for talks").out.splitlines()
    assert "ana-ruiz," in first
    assert "ana-ruiz-2," in second
    names = [row["name"] for row in recip("due", "--json").json()["opportunities"][0]["people"]]
    assert names == ["Ana Ruiz", "Ana Ruiz"]


def test_the_fits_of_an_opportunity_for_programs(recip):
    """--json has them as a list, and no line besides; -q says nothing."""
    recip("need", "add", "ana", "a Rust reviewer")
    [row] = recip("opportunity", "add", "Rust days", "--json").json()["rows"]
    assert row["fits"] == [
        {"id": 1, "name": "Ana Ruiz", "need_id": 5, "need": "a Rust reviewer", "words": ["rust"]}
    ]
    assert recip("opportunity", "add", "Rust nights", "-q").out == ""


def test_an_opportunity_leaves_the_list_after_its_last_day(recip):
    """On the last day it is still there; --all shows what is over; the next to end comes first."""
    recip("opportunity", "add", "whenever")
    recip("opportunity", "add", "later", "--expires", "2026-08-01", "--category", "opp")
    recip("opportunity", "add", "today", "--expires", "today")
    assert recip("opportunity", "list").out == (
        "Opportunities · 3 open\n\n"
        "  #7  today                    until 30 Jun\n"
        "  #6  later     opportunities  until 1 Aug\n"
        "  #5  whenever\n"
    )
    tomorrow = ("--today", "2026-07-01")
    assert listed(recip, "opportunity", "list", *tomorrow) == ["later", "whenever"]
    assert listed(recip, "opportunity", "list", "--all", *tomorrow) == [
        *("today", "later", "whenever"),
    ]
    assert "Expired\n  #7  today" in recip("opportunity", "list", "--all", *tomorrow).out


def test_the_last_day_of_an_opportunity_moves(recip):
    """An empty one clears it."""
    recip("opportunity", "add", "a talk", "--expires", "+1w")
    recip("opportunity", "edit", "5", "--expires", "+2w")
    [row] = recip("opportunity", "list", "--json").json()["rows"]
    assert row["expires_on"] == "2026-07-14"
    recip("opportunity", "edit", "5", "--expires", "")
    [row] = recip("opportunity", "list", "--json").json()["rows"]
    assert row["expires_on"] is None
    recip("opportunity", "rm", "5")
    assert listed(recip, "opportunity", "list") == []


def test_an_idea_is_noted_for_a_person(recip):
    """The usual size goes unsaid."""
    assert recip("idea", "add", "ana", "a visit", "--size", "s", "--category", "kno").out == (
        "Noted #5  Tue 2026-06-30  Ana Ruiz  a visit (knowledge, small)      undo: recip undo\n"
    )
    assert recip("idea", "edit", "5", "--size", "medium", "--category", "").out == (
        "Changed #5  Ana Ruiz  a visit      undo: recip undo\n"
    )
    row = {"id": 5, "person_id": 1, "name": "Ana Ruiz", "text": "a visit", "category": None}
    assert recip("idea", "list", "--json").json()["rows"] == [
        {**row, "size": "medium", "noted_on": "2026-06-30", "given_on": None}
    ]
    removed = recip("idea", "rm", "5").out
    assert removed == "Removed #5  idea  Ana Ruiz  a visit      undo: recip undo\n"


def test_ideas_are_chosen_by_person_and_terms(recip):
    """By name, role, category and words; the archived stay away unless named."""
    recip("idea", "add", "bo", "a map", "--category", "kno")
    recip("idea", "add", "ana", "a talk", "--category", "adv")
    recip("idea", "add", "cy", "a card")
    assert listed(recip, "idea", "list") == ["a talk", "a map"]
    assert listed(recip, "idea", "list", "role:mentor") == ["a talk"]
    assert listed(recip, "idea", "list", "cat:kno") == ["a map"]
    assert listed(recip, "idea", "list", "cy") == ["a card"]


def test_an_idea_that_was_given_leaves_the_list(recip):
    """`gave --from` closes it; --all shows when."""
    recip("idea", "add", "ana", "a visit")
    recip("gave", "ana", "kno", "--from", "5", "--on", "fri")
    assert listed(recip, "idea", "list") == []
    assert recip("idea", "list", "--all").out == (
        "Ideas · 0 open\n\nGiven\n  #5  Ana Ruiz  a visit  given 26 Jun\n"
    )
    # On the Thursday before, it was not given yet.
    assert listed(recip, "idea", "list", "--today", "2026-06-25") == ["a visit"]


@pytest.mark.parametrize("kind", ["offer", "opportunity", "idea"])
def test_each_is_removed_by_rm_and_changed_by_its_own_edit(recip, kind):
    """`rm` takes any id; `amend` names the edit that does it."""
    recip(kind, "add", *(["ana"] if kind == "idea" else []), "a visit")
    assert f"recip {kind} edit 5 changes it" in recip("amend", "5", "--note", "x").err
    ran = recip("rm", "5")
    assert ran.code == 0
    assert kind in ran.out
    assert ("Ana Ruiz" if kind == "idea" else "a visit") in ran.out


def test_every_write_can_be_undone(recip, path):
    """Nothing of them is left after as many undos."""
    writes = [
        ("offer", "add", "x"),
        ("opportunity", "add", "y"),
        ("idea", "add", "ana", "z"),
        ("offer", "edit", "5", "--tag", "t"),
        ("opportunity", "rm", "6"),
        ("idea", "edit", "7", "--size", "l"),
    ]
    for words in writes:
        assert recip(*words).code == 0
    for _ in writes:
        assert recip("undo").code == 0
    for kind in ("offer", "opportunity", "idea"):
        assert listed(recip, kind, "list", *(["--all"] if kind != "offer" else [])) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("offer", "add", " "), 2, "the offer is empty"),
        (("offer", "add", "x", "--category", "money"), 2, "unknown category"),
        (("offer", "add", "x", "--angle", "sharp"), 2, "unknown angle"),
        (("offer", "add", "x", "--tag", "two words"), 2, "is not a tag"),
        (("offer", "edit", "1", "--text", "x"), 3, "#1 is a person, not an offer"),
        (("offer", "edit", "99", "--text", "x"), 3, "there is no offer #99"),
        (("offer", "edit", "5"), 2, "nothing to change"),
        (("offer", "rm", "x"), 2, "is not an id"),
        (("opportunity", "add", "x", "--expires", "2026-06-29"), 2, "Mon 2026-06-29 is over"),
        (("opportunity", "add", "x", "--expires", "soon"), 2, "soon"),
        (("opportunity", "edit", "5"), 2, "nothing to change"),
        (("opportunity", "list", "bo"), 2, "opportunities are not chosen by"),
        (("idea", "add", "nobody", "x"), 3, "nobody is called"),
        (("idea", "add", "ana", ""), 2, "the idea is empty"),
        (("idea", "add", "ana", "x", "--size", "huge"), 2, "unknown size"),
        (("idea", "edit", "5"), 2, "nothing to change"),
        (("idea", "rm", "2"), 3, "#2 is a person, not an idea"),
    ],
)
def test_bad_input_is_refused_in_one_line(recip, path, words, code, said):
    """The exit code says what kind it is, and nothing is written."""
    assert_refused(recip, path, words, code, said)


def test_hostile_text_is_printed_as_it_is(recip):
    """Markup stays text, control characters are shown."""
    recip("offer", "add", "[bold]x[/bold] \x1b[31mred")
    out = recip("offer", "list").out
    assert "[bold]x[/bold]" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("kind", ["offer", "opportunity", "idea"])
def test_what_is_at_hand_has_a_day(recip, ledger, kind):
    """A period chooses by it; what has none, from before there was one, is outside of every."""
    person = ["ana"] if kind == "idea" else []
    of = {"person_id": 1} if kind == "idea" else {}
    with ledger.writing("add", datetime(2026, 6, 30, tzinfo=UTC)) as op:
        op.insert(kind, {**of, "text": "of old"})
    recip(kind, "add", *person, "in May", "--on", "2026-05-10")
    recip(kind, *person, "of today")
    assert sorted(listed(recip, kind)) == ["in May", "of old", "of today"]
    assert listed(recip, kind, "--period", "2026-05") == ["in May"]
    assert listed(recip, kind, "list", "--since", "2026-06-01") == ["of today"]
    assert listed(recip, kind, "date:2026-05") == ["in May"]
    assert sorted(listed(recip, kind, "not:date:2026-05")) == ["of old", "of today"]
    assert " · Fri 1 May to Sun 31 May 2026" in recip(kind, "list", "--period", "2026-05").out
    recip(kind, "edit", "5", "--on", "2026-06-02")
    assert "of old" in listed(recip, kind, "--period", "2026-06")
    assert "  Tue 2 Jun 2026\n" in recip(kind, "show", "5").out
