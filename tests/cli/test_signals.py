"""signal, incident and thank, and what log notes beside a contact."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(path, {"name": "Ana Ruiz", "cadence": "none"}, {"name": "Bo Lind"})


def explained(recip, name="ana"):
    """The row of `explain`."""
    return recip("explain", name, "--json").json()["rows"][0]


def signals(recip, name="ana"):
    """The kinds and days of a person's signals of the last year."""
    rows = recip("signal", name, "--json").json()["rows"]
    return [(row["kind"], row["date"]) for row in rows]


# signal


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
        "  ✓  reached-out            Tue 30 Jun  #5\n"
        "                        Tue 1 Jul 2025  #4  a card\n"
        "  ·  asked-advice\n"
        "  ·  introduced-me\n"
        "  ·  spoke-well\n"
        "  ·  invested-more\n"
        "\n"
        "Responses\n"
        "  ·  replied-promptly\n"
        "  ·  accepted-meeting\n"
        "  ✓  invited-me             Mon 29 Jun  #6\n"
        "\n"
        "Others\n"
        "  ·  told-me-mistake\n"
        "  ·  value-recognised\n"
        "  ·  offered-help\n"
        "  ·  joint-work\n"
    )


def test_no_signal_is_a_note_beside_the_kinds(recip):
    """The kinds are shown all the same, for that is what one looks up."""
    ran = recip("signal", "ana")
    assert ran.err == "no signal of Ana Ruiz is noted for the last year\n"
    assert "reached-out" in ran.out
    assert signals(recip) == []


def test_signals_are_strength_signs_and_evidence(recip):
    """explain counts them by name; the phase page takes one for something received."""
    recip("phase", "ana", "relating", "--because", "colleagues")
    recip("phase", "ana", "nurturing", "--because", "colleagues")
    assert "·  something received, or a strength sign" in recip("phase", "ana").out
    assert "·  a give that landed, or a sign that they saw its value" in recip("phase", "ana").out
    recip("signal", "ana", "introduced-me")
    recip("signal", "ana", "value-recognised")
    assert "✓  something received, or a strength sign" in recip("phase", "ana").out
    assert "✓  a give that landed, or a sign that they saw its value" in recip("phase", "ana").out
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


# incident


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
    """The stage is early and asking waits; both lift with the repair."""
    hard = "not yet: what went wrong is repaired"
    recip("person", "edit", "ana", "--phase", "sustaining")
    recip("incident", "add", "ana", "forgot the call", "--by", "them")
    assert explained(recip)["stage"] == "early"
    assert hard in explained(recip)["ask_blockers"]
    assert "·  a repair of what went wrong" in recip("phase", "ana").out
    recip("incident", "repair", "3")
    assert explained(recip)["stage"] == "mature"
    assert hard not in explained(recip)["ask_blockers"]
    assert "✓  a repair of what went wrong" in recip("phase", "ana").out


def test_an_incident_is_repaired_once(recip, path):
    """The second time says when it was and how to take that back."""
    recip("incident", "add", "ana", "forgot the call")
    recip("incident", "repair", "3")
    words = ("incident", "repair", "3")
    assert_refused(recip, path, words, 1, "#3 was repaired on Tue 2026-06-30; recip undo takes")


def test_nothing_to_mend_is_a_note(recip):
    """An empty list exits 0 with a note on stderr."""
    assert recip("incident", "list") == (0, "", "nothing is to be mended\n")


# thank


def test_thanks_go_to_everything_they_are_due_for(recip):
    """Large gets and introductions of the last 90 days are marked in one operation."""
    recip("got", "ana", "int", "Bo at Acme", "--on", "3d")
    recip("got", "ana", "adv/l", "the pricing page", "--on", "2w")
    recip("got", "ana", "adv", "a small thing")
    recip("got", "ana", "adv/l", "long ago", "--on", "2026-04-01")
    recip("got", "bo", "adv/l", "from Bo")
    assert len(recip("due", "ana", "--json").json()["rows"][0]["reasons"]) == 2
    assert recip("thank", "ana").out == (
        "Thanked Tue 2026-06-30  Ana Ruiz  for the large get: the pricing page (#4);"
        " introduction: Bo at Acme (#3)      undo: recip undo\n"
    )
    assert recip("due", "ana", "--json").json()["rows"] == []
    recip("undo")
    assert len(recip("due", "ana", "--json").json()["rows"][0]["reasons"]) == 2


def test_the_public_fields_of_thanks(recip):
    """Each thing thanked for is a record of its own."""
    recip("got", "ana", "int", "Bo at Acme", "--on", "3d")
    wrote = recip("thank", "ana", "--on", "yesterday", "--json").json()
    assert wrote["operation"] == 3
    assert wrote["rows"] == [
        {
            "id": 3,
            "person_id": 1,
            "name": "Ana Ruiz",
            "what": "introduction",
            "text": "Bo at Acme",
            "date": "2026-06-27",
            "thanked_on": "2026-06-29",
        }
    ]


def test_thanks_of_a_day_are_for_what_had_come_by_then(recip):
    """What came after the day of the thanks is still due."""
    recip("got", "ana", "adv/l", "early", "--on", "2w")
    recip("got", "ana", "adv/l", "late", "--on", "yesterday")
    assert "large get: early (#3)      undo" in recip("thank", "ana", "--on", "1w").out
    assert recip("due", "ana", "--json").json()["rows"][0]["reasons"] == [
        "thanks due for the large get: late (Mon 29 Jun)"
    ]


def test_nothing_due_writes_nothing(recip):
    """The answer says so, exits 0 and leaves no operation."""
    recip("got", "ana", "adv", "a small thing")
    assert recip("thank", "ana") == (
        0,
        "Nothing to change: no thanks to Ana Ruiz were due by Tue 2026-06-30\n",
        "",
    )
    assert recip("thank", "ana", "--json").json() == {
        "schema_version": 1,
        "operation": None,
        "rows": [],
    }


def test_thanks_for_one_get_of_any_age_and_size(recip):
    """--for takes what is not due too; the second time keeps the first day."""
    recip("got", "ana", "adv/s", "a word", "--on", "2025-01-02")
    assert recip("thank", "ana", "--for", "#3", "--on", "yesterday").out == (
        "Thanked Mon 2026-06-29  Ana Ruiz  for the advice: a word (#3)      undo: recip undo\n"
    )
    assert recip("thank", "ana", "--for", "3").out == (
        "Nothing to change: Ana Ruiz was thanked for the advice: a word (#3) on Mon 2026-06-29\n"
    )


def insert_ask(ledger, **values):
    """Add an ask to Ana, which no command does yet."""
    from datetime import UTC, datetime

    with ledger.writing("ask", datetime(2026, 6, 30, tzinfo=UTC)) as op:
        row = {"person_id": 1, "what": "a reference", "asked_on": "2026-01-05", **values}
        return op.insert("ask", row)


def test_a_yes_to_an_ask_is_thanked_for(recip, ledger):
    """It is due whatever its age, and thanked for with the rest or by its id."""
    first = insert_ask(ledger, answer="yes", answered_on="2026-01-09")
    second = insert_ask(ledger, answer="yes", answered_on="2026-06-09")
    assert recip("thank", "ana", "--for", str(second)).out == (
        f"Thanked Tue 2026-06-30  Ana Ruiz  for the yes: a reference (#{second})"
        "      undo: recip undo\n"
    )
    assert recip("due", "ana", "--json").json()["rows"][0]["reasons"] == [
        "thanks due for the yes: a reference (Fri 9 Jan)"
    ]
    assert f"for the yes: a reference (#{first})" in recip("thank", "ana").out
    assert recip("due", "ana", "--json").json()["rows"] == []


def test_an_ask_without_a_yes_is_not_thanked_for(recip, path, ledger):
    """Thanks come after the answer."""
    number = insert_ask(ledger)
    words = ("thank", "ana", "--for", str(number))
    assert_refused(recip, path, words, 3, f"#{number} is an ask without a yes")


# all of them


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
        (("signal", "ana", "--on", "fri"), 2, "--on goes with a kind of signal"),
        (("incident", "add", "zed", "x"), 3, "nobody is called 'zed'"),
        (("incident", "add", "ana", ""), 2, "the incident is empty"),
        (("incident", "add", "ana", "x", "--by", "both"), 2, "one of: me, them"),
        (("incident", "add", "ana", "x", "--severity", "bad"), 2, "one of: minor, major"),
        (("incident", "add", "ana", "x", "--on", "tomorrow"), 2, "in the future"),
        (("incident", "repair", "99"), 3, "there is no incident #99"),
        (("incident", "repair", "3"), 3, "#3 is a give or get, not an incident"),
        (("incident", "repair", "4", "--on", "1w"), 2, "lies before Tue 2026-06-30"),
        (("incident", "list", "zed"), 3, "nobody is called 'zed'"),
        (("thank", "zed"), 3, "nobody is called 'zed'"),
        (("thank", "ana", "--on", "tomorrow"), 2, "in the future"),
        (("thank", "ana", "--for", "99"), 3, "there is no record #99"),
        (("thank", "ana", "--for", "4"), 3, "#4 is an incident, not a get or an ask"),
        (("thank", "ana", "--for", "3"), 3, "#3 is something you gave"),
        (("thank", "bo", "--for", "5"), 3, "#5 is with somebody else"),
        (("thank", "ana", "--for", "5", "--on", "1w"), 2, "when it came"),
        (("thank", "ana", "--for", "x"), 2, "'x' is not an id"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(recip, path, words, code, said):
    """Each refusal has its exit code and leaves the file as it was."""
    recip("gave", "ana", "adv")
    recip("incident", "add", "ana", "forgot the call")
    recip("got", "ana", "adv")
    assert_refused(recip, path, words, code, said)


def test_signals_and_incidents_can_be_undone(recip):
    """Undo takes back a repair, an incident and a signal."""
    recip("signal", "ana", "reached-out")
    recip("incident", "add", "ana", "forgot the call")
    recip("incident", "repair", "4")
    recip("undo")
    assert len(recip("incident", "list", "--json").json()["rows"]) == 1
    recip("undo")
    assert recip("incident", "list", "--json").json()["rows"] == []
    recip("undo")
    assert signals(recip) == []
    recip("redo")
    assert signals(recip) == [("reached-out", "2026-06-30")]


# what log notes beside a contact


def test_log_notes_signals_and_needs_of_everyone_present(recip):
    """Each of several people gets each signal and need, on the day of the contact."""
    recip(
        "log", "ana", "bo", "--signal", "reached-out", "--signal", "joint", "--need", "a boat",
        "--need", " a flat ", "--on", "yesterday",
    )  # fmt: skip
    for name in ("ana", "bo"):
        assert signals(recip, name) == [
            ("reached-out", "2026-06-29"),
            ("joint-work", "2026-06-29"),
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
    landed = "a give that landed, or a sign that they saw its value"
    recip("person", "edit", "ana", "--phase", "nurturing")
    recip("log", "ana", "--got", "adv", "--landed")
    assert f"·  {landed}" in recip("phase", "ana").out
    recip("log", "ana", "--gave", "adv", "--landed")
    assert f"✓  {landed}" in recip("phase", "ana").out


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
