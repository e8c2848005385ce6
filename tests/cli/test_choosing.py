"""choose, position and plan: what to weigh, what to offer, what to learn."""

from __future__ import annotations

import re

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor",), "cadence": "1m"},
        {"name": "Ben Adler", "roles": ("mentor",)},
        {"name": "Cai Wong", "cadence": "none", "specialities": ("pricing of services",)},
    )


def test_two_people_side_by_side(recip, path):
    """Five facts in two columns, then the question and the reminder; no winner, no total."""
    recip("offer", "add", "code reviews")
    recip("promise", "add", "ana", "lunch", "--on", "2026-06-20", "--due", "thu")
    recip("log", "ben", "--on", "2026-06-25", "--signal", "invited-me")
    recip("need", "add", "ben", "a reviewer", "--urgency", "high")
    recip("need", "add", "ana", "a cook")
    recip("promise", "add", "ben", "a call", "--on", "2026-05-01", "--due", "2026-05-09")
    recip("promise", "drop", "10", "--on", "2026-05-20")
    recip("signal", "ben", "told-me-mistake", "--on", "2026-05-01")
    recip("incident", "add", "ana", "came late", "--by", "them")
    ran = recip("choose", "ana", "ben")
    assert (ran.code, ran.err) == (0, "")
    assert [re.split(r"  +", line) for line in ran.out.splitlines()] == [
        ["Two invitations · Ana Ruiz and Ben Adler"],
        [""],
        ["", "Ana Ruiz", "Ben Adler"],
        ["", "Who was first", "your promise: lunch (20 Jun, the first)", "invited you (25 Jun)"],
        ["", "You promised", "lunch, due Thu 2 Jul", "nothing open"],
        [
            "",
            "You can meet",
            "no need that an offer of yours meets",
            "a reviewer (high): code reviews (reviewer)",
        ],
        ["", "Contact", "not met yet, every 1m", "5d since contact, every 3m"],
        [
            "",
            "Trust",
            "no promise of yours is settled yet",
            "your word slipped: this is a chance to make it good",
        ],
        ["", "to be mended (they): came late", "told you of a mistake (1 May)"],
        [""],
        ["For whom does it matter more that you are there?"],
        ["Whichever you choose, tell the other one now, and offer another day."],
    ]


def test_the_rows_are_the_two_in_the_order_given(recip, path):
    """Each has the same fields; who came first is a fact, and the question stands beside."""
    recip("offer", "add", "pricing")
    recip("need", "add", "ben", "help with prices")
    recip("promise", "add", "ana", "lunch")
    found = recip("choose", "ben", "ana", "--json").json()
    assert found["question"] == "For whom does it matter more that you are there?"
    ben, ana = found["rows"]
    assert (ben["name"], ben["came_first"], ana["came_first"]) == ("Ben Adler", False, True)
    assert ben["can_meet"] == [
        {
            "need_id": 5,
            "text": "help with prices",
            "urgency": "normal",
            "offer_id": 4,
            "offer": "pricing",
            "matched": ["prices"],
        }
    ]
    assert ana["promises"] == [{"id": 6, "what": "lunch", "due_on": None}]
    assert ana["your_word"] == "no promise of yours is settled yet"


def test_of_two_who_asked_on_one_day_neither_was_first(recip):
    """The same day decides nothing."""
    recip("promise", "add", "ana", "lunch")
    recip("signal", "ben", "invited-me")
    rows = recip("choose", "ana", "ben", "--json").json()["rows"]
    assert [row["came_first"] for row in rows] == [False, False]
    assert "the first" not in recip("choose", "ana", "ben").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("choose", "ana", "ana"), 2, "both are Ana Ruiz; name two people"),
        (("choose", "ana", "zed"), 3, "nobody is called"),
        (("choose", "ana"), 2, "issing argument"),
        (("position", "king"), 2, "unknown role 'king'"),
        (("plan", "zed"), 3, "nobody is called 'zed'"),
    ],
    ids=str,
)
def test_bad_input_is_refused_in_one_line(recip, path, words, code, said):
    """The line says what to do."""
    assert_refused(recip, path, words, code, said)


def test_offers_before_a_role(recip, path):
    """Those that somebody looks for come first, each with why, a sentence, and for whom."""
    recip("offer", "add", "a garden", "--category", "opportunities")
    recip("offer", "add", "a view of ports", "--category", "knowledge", "--angle", "market")
    recip("offer", "add", "code reviews")
    recip("need", "add", "ben", "a reviewer")
    recip("need", "add", "ana", "review of a book", "--interest")
    recip("need", "add", "cai", "reviews")
    ran = recip("position", "men")
    assert ran.err == ""
    assert ran.out.startswith(
        "Position · what you could offer a mentor · 2 offers suit\n"
        "\n"
        "  #6  code reviews\n"
        '      say: "I can offer this: code reviews."\n'
        "      → Ana Ruiz takes an interest in: review of a book (review)\n"
        "      → Ben Adler looks for: a reviewer (reviewer)\n"
        "  #5  a view of ports"
    )
    assert (
        "      fits: knowledge is welcome to a mentor\n"
        '      say: "I see the market from my side of it, and can offer this: a view of ports."\n'
        "\n"
        "Less usual for the role\n"
        "  #4  a garden"
    ) in ran.out
    rows = recip("position", "mentor", "--json").json()["rows"]
    assert [(row["offer_id"], row["suits"]) for row in rows] == [(6, True), (5, True), (4, False)]
    assert rows[0]["people"][1] == {
        "id": 2,
        "name": "Ben Adler",
        "need_id": 7,
        "need": "a reviewer",
        "matched": ["reviewer"],
    }


def test_the_paused_and_the_archived_are_left_in_peace(recip, path):
    """Their needs are neither a reason to offer nor part of a plan."""
    recip("offer", "add", "code reviews")
    recip("need", "add", "ana", "a reviewer")
    recip("need", "add", "ana", "pricing")
    recip("need", "add", "cai", "pricing")
    recip("person", "archive", "ana")
    assert recip("position", "mentor", "--json").json()["rows"][0]["people"] == []
    assert recip("plan", "--json").json()["rows"] == []


def test_without_an_offer_it_says_how_to_note_one(recip):
    """Nothing to show is no failure."""
    ran = recip("position", "mentor")
    assert (ran.code, ran.err) == (0, "no offer of yours is noted: recip offer add TEXT\n")
    assert recip("position", "mentor", "--json").json()["rows"] == []


def test_what_two_look_for_is_to_be_learnt(recip):
    """The subject, who looks for it, and whom one could meet; a tag joins with a word."""
    recip("need", "add", "ben", "a talk on margins", "--tag", "pricing", "--urgency", "high")
    recip("need", "add", "ana", "prices", "--interest")
    assert recip("plan") == (
        0,
        "Plan · 1 subject that no offer of yours meets\n"
        "\n"
        "  pricing      2 people\n"
        "    Ana Ruiz   interest: prices\n"
        "    Ben Adler  a talk on margins (high)\n"
        "               → learn about it: pricing\n"
        "               → meet Cai Wong, who offers pricing of services\n",
        "",
    )
    [row] = recip("plan", "--json").json()["rows"]
    assert (row["words"], row["urgency"], row["people_count"]) == (["pricing"], "high", 2)
    assert row["meet"] == [{"id": 3, "name": "Cai Wong", "speciality": "pricing of services"}]
    assert recip("plan", "ana", "ben", "--json").json()["rows"] == [row]
    assert recip("plan", "ana", "--json").json()["rows"] == []


def test_what_was_met_or_comes_later_is_not_planned_for(recip):
    """Only what is open today counts."""
    recip("need", "add", "ana", "pricing")
    recip("need", "add", "ben", "pricing", "--today", "2026-07-01")
    assert recip("plan").err == "no need that two people share is without an offer of yours\n"
    recip("need", "done", "4")
    assert recip("plan", "--today", "2026-07-02").out == ""
