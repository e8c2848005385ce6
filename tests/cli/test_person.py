"""person: add, list, show, edit, rename, archive, rm."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor",), "tags": ("acme",), "cadence": "1m"},
        {"name": "Bo Lind", "roles": ("peer", "mentor")},
        {"name": "Cai Wu", "tags": ("acme",)},
    )


def card(recip, name):
    """Everything that is recorded about a person."""
    return recip("person", "show", name, "--json").json()["rows"][0]


def names(recip, *words):
    """The names that `person list` shows, in its order."""
    return [row["name"] for row in recip("person", "list", *words, "--json").json()["rows"]]


def test_everything_that_can_be_said_of_a_person(recip, people):
    """Each option of `person add` lands in its field."""
    ran = recip(
        "person", "add", "Dee  Park", "--role", "men", "--tag", "@Acme", "--speciality", "Rust",
        "--alias", "Dana", "--cadence", "2w", "--birthday", "--02-29", "--phase", "nurturing",
        "--org", "Helix", "--title", "CTO", "--email", "dee@x.example", "--phone", "+1 555 0100",
        "--link", "https://helix.example/dee", "--why", "kind", "--route", "choir",
        "--met-through", "ana", "--expect", "give", "--notes", "one\ntwo",
    )  # fmt: skip
    assert ran == (0, "Added #4  Dee Park  (dee-park)      undo: recip undo\n", "")
    found = card(recip, "dana")
    assert len(found.pop("uid")) == 32
    assert found == {
        "id": 4,
        "name": "Dee Park",
        "aliases": ["Dana"],
        "roles": ["mentor"],
        "tags": ["acme"],
        "org": "Helix",
        "title": "CTO",
        "emails": ["dee@x.example"],
        "phase": "nurturing",
        "reached": "nurturing",
        "cadence": "2w",
        "birthday": "--02-29",
        "last_contact_on": None,
        "archived": False,
        "handle": "dee-park",
        "specialities": ["Rust"],
        "phones": ["+1 555 0100"],
        "links": ["https://helix.example/dee"],
        "why": "kind",
        "route": "choir",
        "notes": "one\ntwo",
        "met_through": "Ana Ruiz",
        "expect": "give",
        "paused": False,
        "snoozed_until": None,
        "quiet": [],
        "created_on": "2026-06-30",
    }


def test_json_names_the_record_and_the_operation(recip):
    """A write with --json prints the person, and the number that undoes it."""
    document = recip("person", "add", "Ana", "--json").json()
    [row] = document.pop("rows")
    assert document == {"schema_version": 1, "operation": 1}
    assert (row["id"], row["name"], row["handle"], row["phase"]) == (1, "Ana", "ana", "identifying")


def test_a_part_of_a_name_that_is_there_is_said(recip, people):
    """Whoever forgot that they had added somebody learns it, with the way back."""
    ran = recip("person", "add", "Ana")
    assert ran.code == 0
    assert ran.err == (
        "note: Ana also fits Ana Ruiz (ana-ruiz, #1); if that is who you mean: recip undo\n"
    )


def test_a_namesake_is_added_and_said(recip, people):
    """A second person of a name is allowed, and told apart by handle."""
    ran = recip("person", "add", "ana RUIZ")
    assert ran.out == "Added #4  ana RUIZ  (ana-ruiz-2)      undo: recip undo\n"
    assert ran.err == (
        "note: 1 person of this name before; tell them apart by handle: ana-ruiz, ana-ruiz-2\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", ""), 2, "a name needs at least one character"),
        (("add", " \t "), 2, "a name needs at least one character"),
        (("add", "\u200b"), 2, "a name needs at least one character"),
        (("add", "a\x1b[31mb"), 2, "'a␛[31mb' contains a control character"),
        (("add", "a\udcff"), 2, "not valid UTF-8"),
        (("add", "a" * 201), 2, "a name has at most 200 characters, and this one 201"),
        (("add", "Dee", "--role", "boss"), 2, "unknown role 'boss'"),
        (("add", "Dee", "--tag", "a b"), 2, "'a b' is not a tag"),
        (("add", "Dee", "--tag", " "), 2, "--tag is empty"),
        (("add", "Dee", "--email", ""), 2, "--email is empty"),
        (("add", "Dee", "--alias", "x\x07"), 2, "control character"),
        (("add", "Dee", "--cadence", "0d"), 2, "between 1d and 10y"),
        (("add", "Dee", "--cadence", "11y"), 2, "between 1d and 10y"),
        (("add", "Dee", "--cadence", "often"), 2, "'often' is not a cadence"),
        (("add", "Dee", "--birthday", "1986-02-30"), 2, "1986-02-30 does not exist"),
        (("add", "Dee", "--phase", "6"), 2, "phase"),
        (("add", "Dee", "--expect", "nothing"), 2, "unknown expectation 'nothing'"),
        (("add", "Dee", "--met-through", "nobody"), 3, "nobody is called 'nobody'"),
        (("add", "Dee", "--notes", "x" * 10_001), 2, "10,001 characters"),
        (("add", "Dee", "--why", "a\x00b"), 2, "NUL"),
        (("show", "nobody"), 3, "nobody is called 'nobody'"),
        (("edit", "ana"), 2, "nothing to change"),
        (("edit", "ana", "bo", "--title", "x"), 2, "--title is for one person"),
        (("edit", "role:coach", "--tag", "x"), 3, "nobody fits 'role:coach'"),
        (("edit", "roll:peer", "--tag", "x"), 2, "did you mean role:peer?"),
        (("edit", "ana", "--drop", "acme"), 2, "'acme' names nothing to drop"),
        (("edit", "ana", "--drop", "role:boss"), 2, "unknown role 'boss'"),
        (("edit", "ana", "--met-through", "ana"), 2, "nobody is met through themselves"),
        (("rename", "ana", ""), 2, "a name needs at least one character"),
        (("merge", "ana", "#1"), 2, "both are Ana Ruiz (#1)"),
        (("merge", "ana", "nobody"), 3, "nobody is called 'nobody'"),
        (("rm", "nobody"), 3, "nobody is called 'nobody'"),
        (("erase", "ana"), 2, "say --yes if that is meant"),
        (("archive", "nobody"), 3, "nobody is called 'nobody'"),
    ],
)
def test_bad_words_change_nothing(recip, people, path, words, code, said):
    """Each refusal has its exit code and one line, and the file stays as it was."""
    assert_refused(recip, path, ("person", *words), code, said)


def test_an_edit_of_one(recip, people):
    """Single values are set, an empty text clears, lists grow and shrink, all in one operation."""
    recip("person", "edit", "ana", "--title", "CTO", "--org", "Helix", "--email", "a@x.example")
    ran = recip(
        "person", "edit", "ana", "--title", "", "--drop", "tag:ACME", "--tag", "boats",
        "--cadence", "none", "--expect", "off", "--pause", "--met-through", "bo",
    )  # fmt: skip
    assert ran.out == "Changed #1  Ana Ruiz      undo: recip undo\n"
    found = card(recip, "ana")
    assert (found["title"], found["org"], found["tags"]) == ("", "Helix", ["boats"])
    assert (found["cadence"], found["expect"], found["paused"]) == (None, "off", True)
    assert found["met_through"] == "Bo Lind"
    recip("undo")
    assert card(recip, "ana")["tags"] == ["acme"]
    assert card(recip, "ana")["title"] == "CTO"


def test_back_to_what_is_configured(recip, people):
    """`default` and `auto` take a cadence and an expectation of one's own away."""
    recip("person", "edit", "ana", "--expect", "off", "--pause")
    recip("person", "edit", "ana", "--cadence", "default", "--expect", "auto", "--no-pause")
    found = card(recip, "ana")
    assert (found["cadence"], found["expect"], found["paused"]) == ("3m", None, False)


def test_an_edit_of_many_is_one_operation(recip, people):
    """A query sets a value for everyone it finds; one undo takes all of it back."""
    ran = recip("person", "edit", "role:mentor", "--cadence", "2w")
    assert ran.out == "Changed 2 of 2: Ana Ruiz, Bo Lind      undo: recip undo\n"
    rows = recip("person", "list", "--json").json()["rows"]
    assert [row["cadence"] for row in rows] == ["2w", "2w", "3m"]
    recip("undo")
    rows = recip("person", "list", "--json").json()["rows"]
    assert [row["cadence"] for row in rows] == ["1m", "3m", "3m"]


def test_several_names_and_exclusions_choose(recip, people):
    """Bare names are alternatives, `not:` excludes."""
    recip("person", "edit", "ana", "bo", "--tag", "x")
    recip("person", "edit", "not:bo", "--tag", "y")
    tags = {name: card(recip, name)["tags"] for name in ("ana", "bo", "cai")}
    assert tags == {"ana": ["acme", "x", "y"], "bo": ["x"], "cai": ["acme", "y"]}


def test_what_is_so_already_is_no_operation(recip, people):
    """An edit that changes nothing says so and leaves nothing to undo."""
    ran = recip("person", "edit", "ana", "--tag", "acme", "--cadence", "1m")
    assert ran.out == "Nothing to change: Ana Ruiz had it so already\n"
    assert "person edit" not in recip("operations").out


def test_the_first_phase_until_a_move(recip, people):
    """`--phase` sets where the relationship stood, until a move was recorded; then exit 5."""
    assert recip("person", "edit", "ana", "--phase", "sustaining").code == 0
    assert recip("phase", "ana", "relating").code == 0
    ran = recip("person", "edit", "ana", "--phase", "nurturing")
    assert ran.code == 5
    assert "until a move was recorded" in ran.err
    assert card(recip, "ana")["reached"] == "sustaining"


def test_a_list_by_terms(recip, people):
    """Terms of one kind are alternatives, of different kinds all must hold."""
    assert names(recip) == ["Ana Ruiz", "Bo Lind", "Cai Wu"]
    assert names(recip, "role:mentor") == ["Ana Ruiz", "Bo Lind"]
    assert names(recip, "role:mentor", "tag:acme") == ["Ana Ruiz"]
    assert names(recip, "role:peer", "role:coach") == ["Bo Lind"]
    assert names(recip, "tag:ACME", "not:ana") == ["Cai Wu"]
    assert names(recip, "phase:relating") == []
    assert names(recip, "bo", "cai") == ["Bo Lind", "Cai Wu"]


def test_nobody_to_list_is_no_error(recip):
    """Nothing to show: exit 0, a note on stderr, empty rows."""
    ran = recip("person", "list", "--json")
    assert (ran.code, ran.json()["rows"]) == (0, [])
    assert ran.err == "no people yet: recip person add NAME\n"


def test_a_rename_keeps_id_and_handle(recip, people):
    """The old name stays as an alias when asked for, and otherwise finds nobody."""
    ran = recip("person", "rename", "ana", "Ana Soler", "--alias")
    assert ran.out == "#1  Ana Ruiz is now Ana Soler      undo: recip undo\n"
    assert card(recip, "Ana Ruiz")["name"] == "Ana Soler"
    assert card(recip, "ana-ruiz")["handle"] == "ana-ruiz"
    recip("person", "rename", "bo", "Bo Berg")
    assert card(recip, "bo-lind")["name"] == "Bo Berg"
    assert recip("person", "show", "Bo Lind").code == 3


def test_the_archived_are_put_away(recip, people):
    """An archived person is found by name, listed when asked for, and can come back."""
    ran = recip("person", "archive", "ana")
    assert ran.out == "#1  Ana Ruiz is archived      undo: recip undo\n"
    assert names(recip) == ["Bo Lind", "Cai Wu"]
    assert names(recip, "--archived") == ["Ana Ruiz"]
    assert names(recip, "--all") == ["Ana Ruiz", "Bo Lind", "Cai Wu"]
    assert recip("log", "ana").code == 0
    assert recip("person", "archive", "ana", "--back").out.startswith("#1  Ana Ruiz is back")
    assert names(recip) == ["Ana Ruiz", "Bo Lind", "Cai Wu"]


def test_a_removed_person_takes_their_entries_along(recip, people):
    """Contacts of their own go, shared ones lose their part; undo brings all of it back."""
    recip("log", "ana", "-g", "adv:alone")
    recip("log", "ana", "bo", "-g", "kno:together")
    before = recip("history", "--json").out
    ran = recip("person", "rm", "ana")
    assert ran.out == "Removed #1  Ana Ruiz and their entries      undo: recip undo\n"
    rows = recip("history", "--json").json()["rows"]
    assert [(row["name"], row["note"]) for row in rows] == [("Bo Lind", "together")]
    recip("undo")
    assert recip("history", "--json").out == before


def test_an_id_stays_its_own(recip, people):
    """The id of a removed person is never used again."""
    recip("person", "rm", "cai")
    assert recip("person", "add", "Dee", "--json").json()["rows"][0]["id"] == 4
    assert recip("person", "show", "#3").code == 3


def test_a_person_called_me(recip, people):
    """Somebody may be called me; `quiet me` still means the owner, '#id' the person."""
    recip("person", "add", "Me")
    assert recip("quiet", "me", "1d", "2d").out.startswith("Noted #5  everyone  ")
    assert recip("quiet", "#4", "1d", "2d").out.startswith("Noted #6  Me  ")


def test_a_card_shows_only_what_is_known(recip, people):
    """What is not recorded has no line."""
    assert recip("person", "show", "cai").out == (
        "Cai Wu · #3\n"
        "\n"
        "  Handle  cai-wu\n"
        "  Tags    acme\n"
        "  Phase   identifying\n"
        "  Rhythm  every 3m, no contact yet\n"
        "  Added   Tue 30 Jun 2026\n"
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Ana", "Bo", "Cai"), "Changed 3 of 3: Ana, Bo, Cai"),
        (("Ana", "Bo", "Cai", "Dee"), "Changed 4 of 4: Ana, Bo, Cai and 1 more"),
    ],
)
def test_three_of_those_changed_are_named(recip, path, names, said):
    """Of four people the fourth is counted; the operation says it so too."""
    add_people(path, *names)
    ran = recip("person", "edit", *names, "--tag", "acme")
    assert ran.out == f"{said}      undo: recip undo\n"
