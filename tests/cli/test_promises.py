"""promise: add, list, update, keep, tell, drop, release, edit."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor",)},
        {"name": "Bo Lind", "cadence": "none"},
    )


def explained(recip, *today):
    """The row of `explain ana`."""
    return recip("explain", "ana", "--json", *today).json()["rows"][0]


def listed(recip, *words):
    """What `promise list` shows, in its order."""
    return [row["what"] for row in recip("promise", "list", *words, "--json").json()["rows"]]


def test_a_promise_is_echoed_with_its_days_and_the_way_back(recip):
    """The words after the person are the promise; its due date looks ahead."""
    assert recip("promise", "add", "ana", "send", "the", "deck", "--due", "fri") == (
        0,
        "Noted #3  Tue 2026-06-30  Ana Ruiz  your promise: send the deck, due Fri 2026-07-03"
        "      undo: recip undo\n",
        "",
    )


def test_a_promise_to_me_and_one_said_as_try(recip):
    """--by them is theirs to keep; --try is noted, and tracked alike."""
    assert recip("promise", "add", "ana", "the contract", "--by", "them").out == (
        "Noted #3  Tue 2026-06-30  Ana Ruiz  promised to you: the contract      undo: recip undo\n"
    )
    assert recip("promise", "add", "ana", "to call", "--try").out == (
        "Noted #4  Tue 2026-06-30  Ana Ruiz  your promise (said as try): to call"
        "      undo: recip undo\n"
    )


def test_the_public_fields_of_a_promise(recip):
    """The record that a write prints and the row of the list are the same."""
    wrote = recip("promise", "add", "ana", "the deck", "--due", "2026-07-02", "--json").json()
    row = {
        "id": 3,
        "person_id": 1,
        "name": "Ana Ruiz",
        "by": "me",
        "what": "the deck",
        "wording": "promise",
        "made_on": "2026-06-30",
        "due_on": "2026-07-02",
        "updates": [],
        "closing": None,
        "closed_on": None,
        "overdue": False,
        "credit": None,
    }
    assert (wrote["operation"], wrote["rows"]) == (2, [row])
    found = recip("promise", "list", "--json").json()
    assert found["rows"] == [row]
    assert (found["promises_reliability"], found["promises_counted"]) == (None, 0)


def test_the_list_goes_by_due_date_and_is_gentle_about_what_is_past(recip):
    """Overdue ones come first with what could be done; those without a day come last."""
    recip("promise", "add", "ana", "a call")
    recip("promise", "add", "bo", "the deck", "--due", "thu")
    recip("promise", "add", "ana", "the notes", "--on", "2026-06-01", "--due", "2026-06-20")
    recip("promise", "add", "bo", "a book", "--on", "2026-06-01", "--due", "2026-06-25")
    recip("promise", "add", "bo", "a slot", "--by", "them", "--due", "today")
    recip("promise", "update", "6")
    ran = recip("promise", "list")
    assert ran.out == (
        "Promises · 5 open\n"
        "\n"
        "  #5  Ana Ruiz  your promise: the notes  was due Sat 20 Jun\n"
        "      → deliver it, or tell them how it stands\n"
        "  #6  Bo Lind   your promise: a book     was due Thu 25 Jun, word was given\n"
        "      → deliver it when you can, or agree with them to let it go\n"
        "  #7  Bo Lind   promised to you: a slot  due today\n"
        "      → a friendly question is welcome\n"
        "  #4  Bo Lind   your promise: the deck   due Thu 2 Jul\n"
        "  #3  Ana Ruiz  your promise: a call     no day named\n"
        "\n"
        "your word: 0.25 over 2 promises\n"
    )


def test_all_shows_what_became_of_the_closed(recip):
    """Closed promises stand below the open ones, the latest first, with how they ended."""
    made = ("--on", "2026-06-01", "--due", "2026-06-20")
    for what in ("kept", "late", "late told", "told", "told late", "drop", "released"):
        recip("promise", "add", "ana", what, *made)
    recip("promise", "add", "ana", "no day")
    recip("promise", "update", "5", "--on", "2026-06-20")
    recip("promise", "keep", "3", "--on", "2026-06-20")
    recip("promise", "keep", "4", "--on", "2026-06-23")
    recip("promise", "keep", "5", "--on", "2026-06-23")
    recip("promise", "tell", "6", "--on", "2026-06-19")
    recip("promise", "tell", "7")
    recip("promise", "drop", "8")
    recip("promise", "release", "9")
    recip("promise", "keep", "10")
    assert recip("promise", "list", "--all").out == (
        "Promises · 0 open, 8 closed\n"
        "\n"
        "Closed\n"
        "  #10  Ana Ruiz  your promise: no day     kept (30 Jun)\n"
        "   #9  Ana Ruiz  your promise: released   released (30 Jun)\n"
        "   #8  Ana Ruiz  your promise: drop       dropped (30 Jun)\n"
        "   #7  Ana Ruiz  your promise: told late  told after its day (30 Jun)\n"
        "   #5  Ana Ruiz  your promise: late told  kept 3d late, told before (23 Jun)\n"
        "   #4  Ana Ruiz  your promise: late       kept 3d late (23 Jun)\n"
        "   #3  Ana Ruiz  your promise: kept       kept in time (20 Jun)\n"
        "   #6  Ana Ruiz  your promise: told       told in time (19 Jun)\n"
        "\n"
        "your word: 0.62 over 7 promises\n"
    )


DUE = ("--on", "2026-06-01", "--due", "2026-06-20")


@pytest.mark.parametrize(
    ("made", "steps", "credit", "closing"),
    [
        (DUE, [("keep", "2026-06-20")], 1.0, "kept"),
        (("--on", "2026-06-01"), [("keep", "2026-06-30")], 1.0, "kept"),
        (DUE, [("update", "2026-06-20"), ("keep", "2026-06-25")], 0.8, "late"),
        (DUE, [("tell", "2026-06-20")], 0.8, "told"),
        (DUE, [("update", "2026-06-19"), ("tell", "2026-06-25")], 0.8, "told"),
        (DUE, [("tell", "2026-06-21")], 0.5, "told"),
        (DUE, [("keep", "2026-06-21")], 0.5, "late"),
        (DUE, [("update", "2026-06-21"), ("keep", "2026-06-25")], 0.5, "late"),
        (DUE, [("drop", "2026-06-10")], 0.0, "dropped"),
        (DUE, [("release", "2026-06-25")], None, "released"),
        (DUE, [], 0.0, None),
        (DUE, [("update", "2026-06-20")], None, None),
        (DUE, [("update", "2026-06-21")], 0.0, None),
        (("--on", "2026-06-01", "--due", "today"), [], None, None),
        ((*DUE, "--by", "them"), [("keep", "2026-06-20")], None, "kept"),
        ((*DUE, "--try"), [("keep", "2026-06-20")], 1.0, "kept"),
    ],
)
def test_what_the_commands_write_earns_the_credits_of_the_model(
    recip, made, steps, credit, closing
):
    """Kept, told in time, told or kept later, dropped, released: docs/model.md, section 10."""
    recip("promise", "add", "ana", "the deck", *made)
    for verb, on in steps:
        assert recip("promise", verb, "3", "--on", on).code == 0
    [row] = recip("promise", "list", "--all", "--json").json()["rows"]
    assert (row["credit"], row["closing"]) == (credit, closing)
    reliability = None if credit is None else (credit + 1) / 3
    assert explained(recip)["promises_reliability"] == reliability


def test_the_worked_example_of_the_model(recip):
    """Three kept, one told, one dropped: 0.686, in explain with its arithmetic."""
    for verb in ("keep", "keep", "keep", "tell", "drop"):
        recip("promise", "add", "ana", "the deck", "--due", "fri")
        number = recip("promise", "list", "--json").json()["rows"][0]["id"]
        recip("promise", verb, str(number))
    assert round(explained(recip)["promises_reliability"], 3) == 0.686
    assert "(1 + 1 + 1 + 0.8 + 0 + 1) / (5 + 2) = 0.686" in recip("explain", "ana").out
    assert recip("promise", "list").out.endswith("your word: 0.69 over 5 promises\n")


def test_no_promise_that_counts_is_no_number(recip):
    """What is open and not due says nothing yet."""
    recip("promise", "add", "ana", "the deck", "--due", "fri")
    assert recip("promise", "list").out.endswith("\n\nyour word: no promises yet that count\n")
    assert "your word    no promises yet" in recip("explain", "ana").out


@pytest.mark.parametrize("verb", ["keep", "tell", "drop", "release"])
def test_a_closed_promise_is_not_closed_again(recip, path, verb):
    """The second time says how it ended and how to take that back."""
    recip("promise", "add", "ana", "the notes", *DUE)
    recip("promise", "keep", "3")
    said = "#3 was closed on Tue 2026-06-30: kept late; recip undo takes that back"
    assert_refused(recip, path, ("promise", verb, "3"), 1, said)
    assert_refused(recip, path, ("promise", "update", "3", "soon"), 1, said)


def test_word_given_before_the_end_can_still_be_noted(recip):
    """An update from before the closing counts, though it was written down later."""
    recip("promise", "add", "ana", "the notes", *DUE)
    recip("promise", "keep", "3")
    recip("promise", "update", "3", "--on", "2026-06-19")
    [row] = recip("promise", "list", "--all", "--json").json()["rows"]
    assert (row["updates"], row["credit"]) == (["2026-06-19"], 0.8)


def test_word_given_is_echoed(recip):
    """The answer says whether it came in time, which is before the due date is over."""
    recip("promise", "add", "ana", "the notes", *DUE)
    assert recip("promise", "update", "3", "a week", "more", "--on", "2026-06-20").out == (
        "Updated #3  Sat 2026-06-20  Ana Ruiz  your promise: the notes, word given in time"
        "      undo: recip undo\n"
    )
    assert "word given after its day" in recip("promise", "update", "3").out


def test_a_promise_of_mine_makes_them_due(recip):
    """due lists my promise of the week; theirs, and one without a day, do not press."""
    recip("promise", "add", "bo", "a book")
    recip("promise", "add", "bo", "a slot", "--by", "them", "--due", "thu")
    assert recip("due", "bo", "--json").json()["rows"] == []
    recip("promise", "add", "bo", "the deck", "--due", "thu")
    [row] = recip("due", "bo", "--json").json()["rows"]
    assert row["reasons"] == ["promise due Thu 2 Jul: the deck"]
    assert row["next_action"] == "deliver it, or tell them before Thursday"
    recip("promise", "keep", "5")
    assert recip("due", "bo", "--json").json()["rows"] == []


def test_an_overdue_promise_in_silence_holds_the_gates_until_word_is_given(recip):
    """phase refuses and asking waits; a late word lifts both, not the credit."""

    def silence_blocks():
        return any("in silence" in line for line in explained(recip)["ask_blockers"])

    recip("need", "add", "ana", "a boat")
    recip("log", "ana", "--on", "1w")
    recip("log", "ana")
    recip("phase", "ana", "relating")
    recip("promise", "add", "ana", "the notes", *DUE)
    assert recip("phase", "ana", "nurturing").code == 5
    assert (explained(recip)["supported"], silence_blocks()) == ("relating", True)
    recip("promise", "update", "7", "next week")
    assert (explained(recip)["supported"], silence_blocks()) == ("nurturing", False)
    assert explained(recip)["promises_reliability"] == 1 / 3
    assert recip("phase", "ana", "nurturing").code == 0


def test_each_write_can_be_undone(recip):
    """Undo takes back an end, a word, an edit and the promise itself."""
    recip("promise", "add", "ana", "the notes", *DUE)
    recip("promise", "edit", "3", "--what", "all notes")
    recip("promise", "update", "3", "soon")
    recip("promise", "drop", "3")
    states = []
    for _ in range(4):
        recip("undo")
        rows = recip("promise", "list", "--json").json()["rows"]
        states.append([(row["what"], len(row["updates"]), row["closing"]) for row in rows])
    assert states == [
        [("all notes", 1, None)],
        [("all notes", 0, None)],
        [("the notes", 0, None)],
        [],
    ]
    recip("redo")
    assert listed(recip) == ["the notes"]


def test_an_edit_mends_what_was_noted(recip):
    """Text, side and days can be changed; an empty due date takes it off."""
    recip("promise", "add", "ana", "the notes", *DUE)
    ran = recip("promise", "edit", "3", "--what", "notes", "--by", "them", "--due", "none")
    assert ran.out == "Changed #3  Ana Ruiz  promised to you: notes      undo: recip undo\n"
    recip("promise", "edit", "3", "--on", "2026-06-05", "--due", "thu")
    [row] = recip("promise", "list", "--json").json()["rows"]
    assert (row["by"], row["made_on"], row["due_on"]) == ("them", "2026-06-05", "2026-07-02")
    same = "Nothing to change: #3  Ana Ruiz  promised to you: notes, due Thu 2026-07-02\n"
    assert recip("promise", "edit", "3", "--what", "notes").out == same


def test_a_new_due_date_decides_anew_whether_it_was_late(recip):
    """A promise that was closed as kept is late or not by the date that holds."""
    recip("promise", "add", "ana", "the notes", *DUE)
    recip("promise", "keep", "3", "--on", "2026-06-22")
    for due, closing in (("2026-06-22", "kept"), ("2026-06-21", "late"), ("none", "kept")):
        ran = recip("promise", "edit", "3", "--due", due, "--json")
        assert ran.json()["rows"][0]["closing"] == closing


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("bo",), ["a book"]),
        (("role:mentor",), ["the notes"]),
        (("text:BOOK",), ["a book"]),
        (("--period", "2026-05"), ["a book"]),
        (("--all",), ["the notes", "a book", "a call"]),
        (("via:coffee",), []),
    ],
)
def test_a_query_chooses_promises(recip, words, found):
    """Names and terms choose people; the period is that in which a promise was made."""
    recip("promise", "add", "ana", "the notes", *DUE)
    recip("promise", "add", "bo", "a book", "--on", "2026-05-05")
    recip("promise", "add", "ana", "a call", "--on", "2026-05-06")
    recip("promise", "drop", "5")
    assert listed(recip, *words) == found


def test_a_promise_to_somebody_archived_stays_on_the_list(recip):
    """Putting a person away ends the rhythm, not a word that was given."""
    recip("promise", "add", "ana", "the notes")
    recip("person", "archive", "ana")
    assert listed(recip) == ["the notes"]


def test_nothing_to_show_is_a_note(recip):
    """An empty list exits 0 with a note on stderr and empty rows."""
    assert recip("promise", "list") == (0, "", "no promise is open\n")
    assert recip("promise", "list", "ana").err == "nothing fits the query\n"
    assert listed(recip) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "zed", "x"), 3, "nobody is called 'zed'"),
        (("add", "ana", " "), 2, "the promise is empty"),
        (("add", "ana"), 2, "missing argument"),
        (("add", "ana", "x", "--by", "us"), 2, "one of: me, them"),
        (("add", "ana", "x", "--due", "2026-06-29"), 2, "lies before Tue 2026-06-30"),
        (("add", "ana", "x", "--due", "2026-07"), 2, "is a range where a day is wanted"),
        (("add", "ana", "x", "--on", "tomorrow"), 2, "Wed 2026-07-01 is in the future"),
        (("keep", "99"), 3, "there is no promise #99"),
        (("keep", "1"), 3, "#1 is a person, not a promise"),
        (("tell", "4"), 3, "#4 is a contact, not a promise"),
        (("drop", "mine"), 2, "'mine' is not an id; type it as 42; recip promise list --all shows"),
        (("release", "3", "--on", "tomorrow"), 2, "in the future"),
        (("keep", "3", "--on", "2026-05-31"), 2, "lies before Mon 2026-06-01"),
        (("update", "3", "--on", "2026-05-31"), 2, "lies before Mon 2026-06-01"),
        (("update", "99"), 3, "there is no promise #99"),
        (("edit", "3"), 2, "nothing to change"),
        (("edit", "3", "--what", ""), 2, "the promise is empty"),
        (("edit", "3", "--due", "2026-05-31"), 2, "lies before Mon 2026-06-01"),
        (("edit", "3", "--on", "2026-06-21"), 2, "lies before Sun 2026-06-21"),
        (("edit", "99", "--by", "me"), 3, "there is no promise #99"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(recip, path, words, code, said):
    """Each refusal has its exit code and leaves the file as it was."""
    recip("promise", "add", "ana", "the notes", *DUE)
    recip("log", "ana")
    assert_refused(recip, path, ("promise", *words), code, said)


def test_a_promise_that_ended_cannot_have_been_made_later(recip, path):
    """An edit of the day it was made stays before the day it ended."""
    recip("promise", "add", "ana", "the notes", "--on", "2026-06-01")
    recip("promise", "keep", "3", "--on", "2026-06-10")
    words = ("promise", "edit", "3", "--on", "2026-06-11")
    assert_refused(recip, path, words, 2, "it ended on Wed 2026-06-10, before Thu 2026-06-11")
