"""signal, and what log notes beside a contact."""

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


def signals(recip, name="ana"):
    """The kinds and days of a person's signals of the last year."""
    rows = recip("signal", name, "--json").json()["rows"]
    return [(row["kind"], row["date"]) for row in rows]


def seen_on_three_days(recip):
    """Contact on 3 days and a need: all that sustaining asks for but the signs."""
    recip("need", "add", "ana", "a boat")
    for age in ("2d", "1d", "today"):
        recip("log", "ana", "--on", age)


def test_a_signal_is_echoed_with_its_day_and_the_way_back(recip):
    """A beginning of the kind is enough; the words after it are the note."""
    assert recip("signal", "ana", "asked", "about", "the", "panel", "--on", "fri").out == (
        "Noted #3  Fri 2026-06-26  Ana Ruiz  asked-advice: about the panel      undo: recip undo\n"
    )


def test_the_public_fields_of_a_signal(recip):
    """The record that a write prints and the row of the page are the same."""
    wrote = recip("signal", "ana", "spoke-well", "at the fair", "--json").json()
    row = {
        "id": 3,
        "person_id": 1,
        "name": "Ana Ruiz",
        "kind": "spoke-well",
        "date": "2026-06-30",
        "note": "at the fair",
    }
    assert (wrote["operation"], wrote["rows"]) == (2, [row])
    page = recip("signal", "ana", "--json").json()
    assert page["rows"] == [row]
    assert page["strength_signs"] == ["spoke-well"]
    assert len(page["kinds"]) == 12


def test_without_a_kind_the_kinds_and_those_of_the_last_year_are_shown(recip):
    """Each kind stands in its group, noted ones with day, number and note, the newest first."""
    recip("signal", "ana", "reached-out", "--on", "2025-06-30")
    recip("signal", "ana", "reached-out", "a card", "--on", "2025-07-01")
    recip("signal", "ana", "reached-out")
    recip("signal", "ana", "invited-me", "--on", "yesterday")
    assert recip("signal", "ana").out == (
        "Ana Ruiz · signals · 1 of 5 strength signs in the last year · #1\n"
        "\n"
        "Strength signs\n"
        "  ✓  reached-out           Tue 30 Jun  #5\n"
        "                       Tue 1 Jul 2025  #4  a card\n"
        "  ·  asked-advice\n"
        "  ·  introduced-me\n"
        "  ·  spoke-well\n"
        "  ·  invested-more\n"
        "\n"
        "Responses\n"
        "  ·  replied-promptly\n"
        "  ·  accepted-meeting\n"
        "  ✓  invited-me            Mon 29 Jun  #6\n"
        "\n"
        "Others\n"
        "  ·  told-me-mistake\n"
        "  ·  value-recognised\n"
        "  ·  offered-help\n"
        "  ·  joint-work\n"
    )


def test_a_list_of_namesakes_has_all_of_them(recip, path):
    """As every list: a page by kind is of one person."""
    add_people(path, {"name": "Ana Smit"})
    for name in ("ana-ruiz", "ana-smit", "bo"):
        recip("signal", name, "reached-out")
    for words in (("signal", "ana"), ("signal", "list", "ana")):
        assert [row["person_id"] for row in recip(*words, "--json").json()["rows"]] == [3, 1]
        assert recip(*words).out.startswith("Signals · 2 in the last year · ana\n")
    one = recip("signal", "bo", "--json").json()
    assert (one["report"], [row["name"] for row in one["rows"]]) == ("signal list", ["Bo Lind"])


def test_no_signal_is_a_note_beside_the_kinds(recip):
    """The kinds are shown all the same, for that is what one looks up."""
    ran = recip("signal", "ana")
    assert ran.err == "no signal of Ana Ruiz is noted for the last year\n"
    assert "reached-out" in ran.out
    assert signals(recip) == []


def test_signals_are_strength_signs_and_evidence(recip):
    """explain counts them by name; together with value seen they bear out sustaining."""
    seen_on_three_days(recip)
    recip("signal", "ana", "introduced-me")
    assert explained(recip)["supported"] == "nurturing"
    recip("signal", "ana", "value-recognised")
    assert explained(recip)["supported"] == "sustaining"
    assert explained(recip)["strength_signs"] == ["introduced-me"]
    assert "1 of 5 strength signs in the last year: introduced-me" in recip("explain", "ana").out


def test_two_different_responses_lift_a_line_of_the_checklist(recip):
    """One kind twice is not two; the window is 180 days."""
    line = (
        "not yet: 2 different ones of replied-promptly, accepted-meeting, invited-me"
        " in the last 180 days"
    )
    recip("signal", "ana", "replied-promptly")
    recip("signal", "ana", "replied-promptly", "--on", "1w")
    recip("signal", "ana", "invited-me", "--on", "2026-01-01")
    assert line in explained(recip)["ask_blockers"]
    recip("signal", "ana", "invited-me", "--on", "2026-01-02")
    assert line not in explained(recip)["ask_blockers"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("signal", "zed"), 3, "nobody is called 'zed'"),
        (("signal", "zed", "reached-out"), 3, "nobody is called 'zed'"),
        (("signal", "ana", "smiled"), 2, "unknown signal 'smiled'"),
        (("signal", "ana", "in"), 2, "unknown signal 'in'"),
        (("signal", "ana", "inv"), 2, "type more of one: invested-more, invited-me"),
        (("signal", "ana", ""), 2, "no signal is named"),
        (("signal", "ana", "reached-out", "--on", "tomorrow"), 2, "in the future"),
        (("signal", "ana", "--on", "fri"), 2, "missing argument 'KIND'"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(recip, path, words, code, said):
    """Each refusal has its exit code and leaves the file as it was."""
    assert_refused(recip, path, words, code, said)


def test_a_signal_can_be_undone_and_removed(recip):
    """Undo takes it back, redo brings it again, rm takes it off."""
    recip("signal", "ana", "reached-out")
    recip("undo")
    assert signals(recip) == []
    recip("redo")
    assert signals(recip) == [("reached-out", "2026-06-30")]
    recip("rm", "3")
    assert signals(recip) == []


def test_log_notes_signals_and_needs_of_everyone_present(recip):
    """Each of several people gets each signal and need, on the day of the contact."""
    recip(
        "log", "ana", "bo", "--signal", "reached-out", "--signal", "joint", "--need", "a boat",
        "--need", " a flat ", "--on", "yesterday",
    )  # fmt: skip
    for name in ("ana", "bo"):
        assert signals(recip, name) == [
            ("joint-work", "2026-06-29"),
            ("reached-out", "2026-06-29"),
        ]
        rows = recip("need", "list", name, "--json").json()["rows"]
        assert [(row["text"], row["noted_on"]) for row in rows] == [
            ("a boat", "2026-06-29"),
            ("a flat", "2026-06-29"),
        ]
    recip("undo")
    assert signals(recip) == []
    assert recip("need", "list", "--json").json()["rows"] == []


def test_landed_is_about_gives_alone(recip):
    """A give that landed is evidence for sustaining; a get cannot land."""
    seen_on_three_days(recip)
    recip("log", "ana", "--got", "adv", "--landed")
    assert explained(recip)["supported"] == "nurturing"
    recip("log", "ana", "--gave", "adv", "--landed")
    assert explained(recip)["supported"] == "sustaining"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--need", " "), "--need is empty"),
        (("--signal", "smiled"), "unknown signal 'smiled'"),
    ],
)
def test_log_refuses_what_it_cannot_note(recip, path, words, said):
    """Nothing of the contact is written."""
    assert_refused(recip, path, ("log", "ana", *words), 2, said)


def test_a_signal_is_edited_by_its_id(recip):
    """Kind, day and note; what is not named stays, and undo takes it back."""
    recip("signal", "ana", "asked-advice", "about the panel", "--on", "3d")
    changed = recip("signal", "edit", "3", "--kind", "spoke", "--on", "yesterday", "-m", "at lunch")
    assert changed.out == (
        "Changed #3  Mon 2026-06-29  Ana Ruiz  spoke-well: at lunch      undo: recip undo\n"
    )
    assert signals(recip) == [("spoke-well", "2026-06-29")]
    same = recip("signal", "edit", "#3", "--kind", "spoke-well")
    assert same.out.startswith("Nothing to change: #3 ")
    [row] = recip("signal", "edit", "3", "--note", "", "--json").json()["rows"]
    assert (row["id"], row["kind"], row["note"]) == (3, "spoke-well", "")
    recip("undo", "2")
    recip("undo")
    recip("undo")
    assert signals(recip) == [("asked-advice", "2026-06-27")]


def test_somebody_called_edit_has_signals_too(recip, path):
    """The command of that name goes first; handle, number and `add` name the person."""
    add_people(path, "Edit Nagy")
    assert recip("signal", "edit", "reached-out").code == 2
    for way in (("edit-nagy",), ("#3",), ("add", "edit")):
        assert "Edit Nagy  reached-out" in recip("signal", *way, "reached-out").out
    assert signals(recip, "edit-nagy") == [("reached-out", "2026-06-30")] * 3


def test_signals_of_everybody_are_listed(recip):
    """The newest first; older ones than a year with --all or a period, and a query chooses."""
    recip("signal", "add", "ana", "reached-out", "a card", "--on", "2025-06-30")
    recip("signal", "bo", "spoke-well", "--on", "2025-07-01")
    recip("signal", "ana", "asked-advice", "on ports")
    assert recip("signal").out == (
        "Signals · 2 in the last year\n"
        "\n"
        "  #5      30 Jun  Ana Ruiz  asked-advice  on ports\n"
        "  #4  1 Jul 2025  Bo Lind   spoke-well\n"
    )
    assert [row["id"] for row in recip("signal", "--all", "--json").json()["rows"]] == [5, 4, 3]

    def listed(*words):
        return [row["id"] for row in recip("signal", "list", *words, "--json").json()["rows"]]

    assert listed("--until", "2025-06-30") == [3]
    assert listed("ana", "--period", "2026") == [5]
    assert listed("ana", "bo") == [5, 4]
    assert listed("text:CARD", "--all") == [3]
    assert listed("text:asked") == [5]
    assert recip("signal", "list", "bo").out == recip("signal", "bo").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("edit", "3"), 2, "nothing to change"),
        (("edit", "9", "--on", "fri"), 3, "there is no signal #9; recip signal list --all shows"),
        (("edit", "1", "--on", "fri"), 3, "#1 is a person, not a signal"),
        (("edit", "3", "--on", "tomorrow"), 2, "in the future"),
        (("edit", "3", "--kind", "x"), 2, "'x'"),
        (("edit", "3", "words"), 2, "unexpected extra argument"),
        (("edit", "3", "--note", "x", "--text", "y"), 2, "--note is --text, which is there too"),
        (("ana", "--note", "x"), 2, "no such option: --note"),
    ],
)
def test_edits_that_are_refused(recip, path, words, code, said):
    """A line, an exit code, and nothing written."""
    recip("signal", "ana", "asked-advice")
    assert_refused(recip, path, ("signal", *words), code, said)


def test_amend_says_how_a_signal_is_changed(recip, path):
    """Each kind of record has its own way."""
    recip("signal", "ana", "asked-advice")
    assert_refused(recip, path, ("amend", "3"), 2, "recip signal edit 3 changes it")
