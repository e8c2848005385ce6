"""ask: check, add, list, answer, edit."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused

from reciprocity_cli.domain.records import Phase

ALWAYS = "you decide, and people say yes more often than askers expect"


@pytest.fixture(autouse=True)
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor",), "start_phase": Phase.SUSTAINING},
        {"name": "Bo Lind", "start_phase": Phase.SUSTAINING},
    )


def ripen(recip, who):
    """Record what makes the ground ready for an ask."""
    recip("gave", who, "adv", "--on", "2026-06-16")
    for kind in ("replied-promptly", "invited-me"):
        recip("signal", who, kind, "--on", "2026-06-01")


def listed(recip, *words):
    """What `ask list` shows, in its order."""
    return [row["what"] for row in recip("ask", "list", *words, "--json").json()["rows"]]


def test_the_checklist_shows_every_line(recip):
    """Each line stands with whether it holds, a waiting one with its day, and one closing word."""
    recip("gave", "ana", "adv", "--on", "2026-06-20")
    recip("incident", "add", "ana", "missed the call", "--on", "2026-06-20")
    assert recip("ask", "check", "ana") == (
        0,
        "Asking · Ana Ruiz · not yet\n"
        "\n"
        "First of all\n"
        "  holds    the relationship has reached sustaining\n"
        "  holds    no promise of yours is overdue in silence\n"
        "  not yet  what went wrong is repaired\n"
        "           → talk it over, then recip incident repair\n"
        "  holds    no ask of yours is still open\n"
        "\n"
        "Better with\n"
        "  holds    you have given something so far\n"
        "  not yet  2 different ones of replied-promptly, accepted-meeting, invited-me in the last"
        " 180 days\n"
        "  holds    no ask in the last 60 days\n"
        '  holds    no "no" in the last 180 days\n'
        "  not yet  no give of yours in the last 14 days, so that it is no trade (from Sat 4 Jul"
        " 2026)\n"
        "\n"
        "You decide, and people say yes more often than askers expect.\n",
        "",
    )


def test_the_public_fields_of_the_checklist(recip):
    """A row is a line; the word for all stands beside them."""
    recip("gave", "ana", "adv", "--on", "2026-06-20")
    found = recip("ask", "check", "ana", "--json").json()
    assert (found["report"], found["id"], found["name"]) == ("ask check", 1, "Ana Ruiz")
    assert (found["ask_readiness"], found["reminder"]) == ("nearly", ALWAYS)
    assert len(found["rows"]) == 9
    assert found["rows"][0] == {
        "line": "the relationship has reached sustaining",
        "hard": True,
        "holds": True,
        "holds_from": None,
        "first_step": None,
    }
    assert found["rows"][8]["holds_from"] == "2026-07-04"


def test_explain_shows_every_line_too(recip):
    """What holds stands there as well as what does not; the blockers are those that do not."""
    ripen(recip, "ana")
    [row] = recip("explain", "ana", "--json").json()["rows"]
    assert (row["ask_readiness"], row["ask_blockers"]) == ("ripe", [])
    assert sum("holds: " in line for line in row["lines"]) == 9


def test_an_ask_is_noted_with_a_week_to_answer(recip):
    """Where all holds nothing is said but what was written."""
    ripen(recip, "ana")
    assert recip("ask", "add", "ana", "a line for", "the committee") == (
        0,
        "Noted #6  Tue 2026-06-30  Ana Ruiz  you asked: a line for the committee, answer by Tue"
        " 2026-07-07      undo: recip undo\n",
        "",
    )


def test_an_ask_that_comes_early_is_noted_all_the_same(recip):
    """What does not hold is said on stderr; nothing is forbidden."""
    ran = recip("ask", "add", "ana", "a line", "--by", "fri", "--easy", "a draft")
    assert ran.code == 0
    assert ran.out.startswith("Noted #3  ")
    assert ran.err == (
        f"Asking Ana Ruiz: nearly; {ALWAYS}\n"
        "  not yet: you have given something so far\n"
        "  not yet: 2 different ones of replied-promptly, accepted-meeting, invited-me in the last"
        " 180 days\n"
    )
    assert recip("ask", "add", "ana", "more", "-q").err == ""
    assert "no ask of yours is still open" in recip("ask", "add", "ana", "and more").err


def test_an_ask_of_the_past_hears_nothing_about_today(recip):
    """What was asked a month ago is written down without advice, a week after its own day."""
    ran = recip("ask", "add", "ana", "a line", "--on", "2026-06-01", "--json")
    assert ran.err == ""
    assert ran.json()["rows"][0]["respond_by"] == "2026-06-08"


def test_the_public_fields_of_an_ask(recip):
    """The record that a write prints and the row of the list are the same."""
    wrote = recip("ask", "add", "ana", "a line", "--by", "10 jul", "--easy", "a draft", "--json")
    row = {
        "id": 3,
        "person_id": 1,
        "name": "Ana Ruiz",
        "what": "a line",
        "asked_on": "2026-06-30",
        "respond_by": "2026-07-10",
        "easy": "a draft",
        "answer": "open",
        "answered_on": None,
        "thanked_on": None,
        "past_its_day": False,
        "next_step": None,
    }
    assert (wrote.json()["operation"], wrote.json()["rows"]) == (2, [row])
    assert recip("ask", "list", "--json").json()["rows"] == [row]


def test_the_list_goes_by_the_day_to_answer_by(recip):
    """Open asks first, one past its day with a gentle next step; then a yes; --all has the rest."""
    recip("ask", "add", "bo", "a quote", "--on", "2026-06-01", "--easy", "a draft")
    recip("ask", "add", "ana", "a seat")
    recip("ask", "add", "bo", "an hour", "--on", "2026-05-01")
    recip("ask", "add", "ana", "a table", "--on", "2026-05-02")
    recip("ask", "add", "ana", "a book", "--on", "2026-05-03")
    recip("ask", "answer", "5", "yes", "--on", "2026-05-10")
    recip("ask", "answer", "6", "no", "--on", "2026-05-11")
    recip("ask", "answer", "7", "none", "--on", "2026-06-11")
    assert recip("ask", "list").out == (
        "Asks · 2 open, 1 to thank for\n"
        "\n"
        "  #3  Bo Lind   a quote  no answer by Mon 8 Jun\n"
        "      easy for them: a draft\n"
        "      → a short reminder is fine, or let it go\n"
        "  #4  Ana Ruiz  a seat   answer by Tue 7 Jul\n"
        "\n"
        "Thanks due\n"
        "  #5  Bo Lind   an hour  yes (10 May)\n"
        "      → thank them: recip thank '#2'\n"
    )
    assert recip("ask", "list", "--all").out.endswith(
        "Closed\n"
        "  #7  Ana Ruiz  a book   no answer came (11 Jun)\n"
        "  #6  Ana Ruiz  a table  no (11 May)\n"
    )
    assert listed(recip, "role:mentor") == ["a seat"]
    assert listed(recip, "--all", "text:BOOK") == ["a book"]
    assert listed(recip, "--all", "--until", "2026-05-02") == ["an hour", "a table"]
    recip("thank", "bo")
    assert listed(recip) == ["a quote", "a seat"]


def test_a_yes_leaves_thanks_due_and_a_no_leaves_nothing(recip):
    """The answer closes the ask; only for a yes are thanks due, until they were said."""
    recip("ask", "add", "ana", "a line")
    recip("ask", "add", "bo", "a line")
    said = recip("ask", "answer", "3", "yes")
    assert said.out == (
        "Closed #3  Tue 2026-06-30  Ana Ruiz  you asked: a line, yes      undo: recip undo\n"
    )
    assert said.err == "Thanks are due: recip thank ana-ruiz\n"
    assert recip("ask", "answer", "4", "no").err == ""
    due = recip("due", "--json").json()["rows"]
    assert [row["name"] for row in due if "thanks" in str(row["reasons"])] == ["Ana Ruiz"]
    recip("thank", "ana")
    assert "thanks" not in str(recip("due", "ana", "--json").json()["rows"])


def test_an_ask_is_no_contact(recip):
    """Asking alone moves no due date and no rhythm."""
    recip("ask", "add", "ana", "a line")
    assert recip("person", "list", "--json").json()["rows"][0]["last_contact_on"] is None


def test_an_open_ask_stands_in_the_dossier(recip):
    """With the day to answer by, and past it with a next step."""
    recip("ask", "add", "ana", "a line")
    assert "you asked: a line (30 Jun), answer by Tue 7 Jul\n" in recip("show", "ana").out
    assert (
        "you asked: a line (30 Jun), no answer by Tue 7 Jul: a short reminder is fine, or let it go"
        in recip("show", "ana", "--today", "2026-07-08").out
    )


def test_an_ask_is_mended_and_taken_back(recip):
    """Words and days can be changed; undo and rm take away what was written."""
    recip("ask", "add", "ana", "a line")
    assert recip("ask", "edit", "3", "--by", "10 jul", "--what", "a page", "--easy", "x").out == (
        "Changed #3  Ana Ruiz  you asked: a page, answer by Fri 2026-07-10      undo: recip undo\n"
    )
    assert recip("ask", "edit", "3", "--easy", "x").out == (
        "Nothing to change: #3  Ana Ruiz  you asked: a page, answer by Fri 2026-07-10\n"
    )
    recip("ask", "answer", "3", "none")
    recip("undo")
    assert listed(recip) == ["a page"]
    assert recip("rm", "3").code == 0
    assert listed(recip, "--all") == []


def test_what_has_not_happened_yet_shows_nowhere(recip):
    """An ask of tomorrow is in no list today, and an answer of tomorrow leaves it open."""
    recip("ask", "add", "ana", "a line", "--today", "2026-07-01")
    assert listed(recip, "--all") == []
    recip("ask", "answer", "3", "no", "--today", "2026-07-03")
    [row] = recip("ask", "list", "--today", "2026-07-02", "--json").json()["rows"]
    assert row["next_step"] is None
    shown = recip("ask", "list", "--today", "2026-07-02")
    assert "answer by Wed 8 Jul" in shown.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ask", "add", "ana"), 2, "the ask is empty"),
        (("ask", "add", "ana", " "), 2, "the ask is empty"),
        (("ask", "add", "zed", "a line"), 3, "nobody is called"),
        (("ask", "add", "ana", "x", "--by", "2d"), 2, "leave them time: Fri 2026-07-03 or later"),
        (("ask", "add", "ana", "x", "--by", "yesterday"), 2, "less than 3 days"),
        (("ask", "add", "ana", "x", "--by", "2026-08"), 2, "is a range"),
        (("ask", "add", "ana", "x", "--on", "tomorrow"), 2, "in the future"),
        (("ask", "answer", "3", "maybe"), 2, "unknown answer"),
        (("ask", "answer", "3", "open"), 2, "unknown answer"),
        (("ask", "answer", "3", "yes", "--on", "2026-06-01"), 2, "lies before"),
        (("ask", "answer", "1", "yes"), 3, "#1 is a person, not an ask"),
        (("ask", "answer", "99", "yes"), 3, "there is no ask #99"),
        (("ask", "answer", "x", "yes"), 2, "is not an id"),
        (("ask", "edit", "3"), 2, "nothing to change"),
        (("ask", "edit", "3", "--what", ""), 2, "the ask is empty"),
        (("ask", "edit", "3", "--by", "2026-07-01"), 2, "less than 3 days after the ask"),
        (("ask", "check", "zed"), 3, "nobody is called"),
        (("amend", "3", "--note", "x"), 2, "recip ask edit 3 changes it"),
    ],
    ids=str,
)
def test_bad_input_is_refused_in_one_line(recip, path, words, code, said):
    """Nothing is written, and the line says what to do."""
    recip("ask", "add", "ana", "a line")
    assert_refused(recip, path, words, code, said)


def test_an_answered_ask_is_not_answered_again(recip, path):
    """The way back is named; the day of the ask cannot move past the answer's."""
    recip("ask", "add", "ana", "a line", "--on", "2026-06-01")
    recip("ask", "answer", "3", "no", "--on", "2026-06-10")
    assert_refused(
        recip, path, ("ask", "answer", "3", "yes"), 1, "#3 was closed on Wed 2026-06-10: no"
    )
    later = ("ask", "edit", "3", "--on", "2026-06-20", "--by", "2026-06-30")
    assert_refused(recip, path, later, 2, "it was answered on Wed 2026-06-10")


def test_hostile_words_are_shown_as_text(recip):
    """Control characters neither reach the terminal nor break a line."""
    recip("ask", "add", "ana", "a\x1b[31mline", "--easy", "b\x07ell")
    assert "\x1b" not in recip("ask", "list").out
    assert "\x07" not in recip("ask", "list").out
