"""incident: add, list, repair, edit."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(path, {"name": "Ana Ruiz", "cadence": "none"}, {"name": "Bo Lind"})


def explained(recip):
    """The row of `explain ana`."""
    return recip("explain", "ana", "--json").json()["rows"][0]


def seen_on_three_days(recip):
    """Contact on 3 days and a need: all that sustaining asks for but the signs."""
    recip("need", "add", "ana", "a boat")
    for age in ("2d", "1d", "today"):
        recip("log", "ana", "--on", age)


def test_an_incident_is_echoed_and_repaired(recip):
    """A minor one by me goes without saying; the repair repeats it."""
    assert recip("incident", "add", "ana", "forgot", "the", "call", "--on", "fri").out == (
        "Noted #3  Fri 2026-06-26  Ana Ruiz  by you: forgot the call      undo: recip undo\n"
    )
    assert recip("incident", "repair", "3", "--on", "yesterday").out == (
        "Repaired #3  Mon 2026-06-29  Ana Ruiz  by you: forgot the call      undo: recip undo\n"
    )


def test_the_public_fields_of_an_incident(recip):
    """The record that a write prints and the row of the list are the same."""
    words = ("incident", "add", "bo", "no answer", "--by", "them", "--severity", "major", "--json")
    wrote = recip(*words).json()
    row = {
        "id": 3,
        "person_id": 2,
        "name": "Bo Lind",
        "by": "them",
        "what": "no answer",
        "date": "2026-06-30",
        "severity": "major",
        "repaired_on": None,
    }
    assert (wrote["operation"], wrote["rows"]) == (2, [row])
    assert recip("incident", "list", "--json").json()["rows"] == [row]


def test_the_list_shows_what_is_to_be_mended(recip):
    """The newest first; what was repaired stands below with --all."""
    recip("incident", "add", "ana", "forgot the call", "--on", "fri")
    recip("incident", "add", "bo", "no answer", "--by", "them", "--severity", "major")
    recip("incident", "add", "bo", "a wrong word", "--on", "2026-05-05")
    recip("incident", "repair", "5", "--on", "2026-05-06")
    assert recip("incident", "list").out == (
        "Incidents · 2 to be mended\n"
        "\n"
        "  #4  Tue 30 Jun  Bo Lind   by them: no answer (major)\n"
        "  #3  Fri 26 Jun  Ana Ruiz  by you: forgot the call\n"
    )
    assert recip("incident", "list", "bo", "--all").out == (
        "Incidents · 1 to be mended, 1 repaired · bo\n"
        "\n"
        "  #4  Tue 30 Jun  Bo Lind  by them: no answer (major)\n"
        "\n"
        "Repaired\n"
        "  #5   Tue 5 May  Bo Lind  by you: a wrong word        repaired 6 May\n"
    )
    assert recip("incident", "list", "text:CALL", "--json").json()["rows"][0]["id"] == 3
    assert recip("incident", "list", "--period", "2026-05", "--json").json()["rows"] == []


def test_an_incident_stays_in_the_way_until_it_is_repaired(recip):
    """The stage is early, capitalizing and asking wait; all lift with the repair."""

    def stands():
        row = explained(recip)
        waits = any("repair" in line for line in row["ask_blockers"])
        return row["stage"], row["supported"], waits

    seen_on_three_days(recip)
    recip("person", "edit", "ana", "--phase", "sustaining")
    recip("gave", "ana", "adv", "--landed")
    for kind in ("reached-out", "invited-me", "replied-promptly"):
        recip("signal", "ana", kind)
    recip("incident", "add", "ana", "forgot the call", "--by", "them")
    assert stands() == ("early", "sustaining", True)
    number = recip("incident", "list", "--json").json()["rows"][0]["id"]
    recip("incident", "repair", str(number))
    assert stands() == ("mature", "capitalizing", False)


def test_an_incident_is_repaired_once(recip, path):
    """The second time says when it was and how to take that back."""
    recip("incident", "add", "ana", "forgot the call")
    recip("incident", "repair", "3")
    words = ("incident", "repair", "3")
    assert_refused(recip, path, words, 1, "#3 was repaired on Tue 2026-06-30; recip undo takes")


def test_nothing_to_mend_is_a_note(recip):
    """An empty list exits 0 with a note on stderr."""
    assert recip("incident", "list") == (0, "", "nothing is to be mended\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("incident", "add", "zed", "x"), 3, "nobody is called 'zed'"),
        (("incident", "add", "ana", ""), 2, "the incident is empty"),
        (("incident", "add", "ana", "x", "--by", "both"), 2, "one of: me, them"),
        (("incident", "add", "ana", "x", "--severity", "bad"), 2, "one of: minor, major"),
        (("incident", "add", "ana", "x", "--on", "tomorrow"), 2, "in the future"),
        (("incident", "repair", "99"), 3, "there is no incident #99"),
        (("incident", "repair", "3"), 3, "#3 is a give or get, not an incident"),
        (("incident", "repair", "4", "--on", "1w"), 2, "lies before Tue 2026-06-30"),
        (("incident", "list", "zed"), 3, "nobody is called 'zed'"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(recip, path, words, code, said):
    """Each refusal has its exit code and leaves the file as it was."""
    recip("gave", "ana", "adv")
    recip("incident", "add", "ana", "forgot the call")
    recip("got", "ana", "adv")
    assert_refused(recip, path, words, code, said)


def test_an_incident_can_be_undone(recip):
    """Undo takes back a repair, then the incident."""
    recip("incident", "add", "ana", "forgot the call")
    recip("incident", "repair", "3")
    recip("undo")
    assert len(recip("incident", "list", "--json").json()["rows"]) == 1
    recip("undo")
    assert recip("incident", "list", "--json").json()["rows"] == []


def listed(recip):
    """The incidents, without their ids and people."""
    rows = recip("incident", "list", "--all", "--json").json()["rows"]
    return [
        (row["what"], row["by"], row["severity"], row["date"], row["repaired_on"]) for row in rows
    ]


def test_an_incident_is_edited(recip):
    """What is not named stays; a repair can be dated anew or taken off; undo takes it back."""
    recip("incident", "add", "ana", "forgot the call", "--on", "2026-06-20")
    recip("incident", "repair", "3", "--on", "2026-06-25")
    changed = recip("incident", "edit", "3", "--by", "them", "--severity", "major", "--on", "fri")
    assert changed.code == 2
    changed = recip(
        "incident", "edit", "3", "--by", "them", "--severity", "major", "--what", "late"
    )
    assert changed.out == (
        "Changed #3  Sat 2026-06-20  Ana Ruiz  by them: late (major)      undo: recip undo\n"
    )
    assert listed(recip) == [("late", "them", "major", "2026-06-20", "2026-06-25")]
    recip("incident", "edit", "3", "--on", "fri", "--repaired", "sun")
    assert listed(recip) == [("late", "them", "major", "2026-06-26", "2026-06-28")]
    recip("incident", "edit", "3", "--repaired", "")
    assert listed(recip) == [("late", "them", "major", "2026-06-26", None)]
    same = recip("incident", "edit", "3", "--repaired", "")
    assert same.out.startswith("Nothing to change: #3 ")
    for _ in range(3):
        recip("undo")
    assert listed(recip) == [("forgot the call", "me", "minor", "2026-06-20", "2026-06-25")]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("3",), 2, "nothing to change"),
        (("3", "--what", " "), 2, "the incident is empty"),
        (("3", "--severity", "x"), 2, "'x'"),
        (("3", "--by", "x"), 2, "'x'"),
        (("3", "--on", "tomorrow"), 2, "in the future"),
        (("3", "--repaired", "2026-06-19"), 2, "on Fri 2026-06-19, before Sat 2026-06-20"),
        (("1", "--by", "me"), 3, "#1 is a person, not an incident"),
    ],
)
def test_edits_that_are_refused(recip, path, words, code, said):
    """A line, an exit code, and nothing written."""
    recip("incident", "add", "ana", "forgot the call", "--on", "2026-06-20")
    assert_refused(recip, path, ("incident", "edit", *words), code, said)
