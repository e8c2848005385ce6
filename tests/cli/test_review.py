"""review: five steps over the ledger, and six habits."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused

from reciprocity_cli.domain.records import Phase


def lines(recip, section, *words):
    """The lines of one section: name, text and next step."""
    rows = recip("review", *words, "--json").json()["rows"]
    found = [row for row in rows if row["section"] == section]
    return [(row["name"], row["text"], row["next_step"]) for row in found]


@pytest.fixture
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor",), "cadence": "1m"},
        {"name": "Ben Adler", "cadence": "none", "start_phase": Phase.SUSTAINING},
        {"name": "Cai Wong", "roles": ("peer",), "cadence": "none", "paused": True},
    )


def test_an_empty_ledger_says_so_part_by_part(recip):
    """Each part says plainly that there is nothing; only an offer is asked for."""
    assert recip("review") == (
        0,
        "Review · Wed 24 Jun to Tue 30 Jun 2026\n"
        "\n"
        "What you give now\n"
        "  nothing recorded\n"
        "\n"
        "Where you could give\n"
        "  no open need that an offer of yours meets\n"
        "\n"
        "What to be able to give\n"
        "  no offer of yours is noted\n"
        "    → recip offer add TEXT\n"
        "\n"
        "What to do this week\n"
        "  nobody is due this week\n"
        "\n"
        "How it stands\n"
        "  nothing is lopsided, and no outcome is waited for\n"
        "\n"
        "Habits to look at, gently\n"
        "  none of the six was found\n",
        "",
    )


def test_the_audit_counts_the_period_and_names_the_quiet(recip, people):
    """Gives of the period by category, then people with a role and no give in 91 days."""
    recip("gave", "ben", "adv", "--on", "2026-06-24")
    recip("gave", "ben", "kno", "--on", "2026-06-24")
    recip("gave", "ben", "adv", "--on", "2026-06-23")
    recip("gave", "ben", "adv", "--self-interest")
    recip("gave", "ana", "adv", "--on", "2026-03-31")
    recip("gave", "cai", "adv", "--on", "2026-03-31")
    assert lines(recip, "audit") == [
        (None, "you gave 2 times to 1 person in the last 7 days: knowledge 1, advice 1", None),
        ("Ana Ruiz", "mentor; your last give was 13w ago", None),
    ]
    assert lines(recip, "audit", "--quarter")[0][1] == (
        "you gave 3 times to 1 person in the last 91 days: knowledge 1, advice 2"
    )
    recip("gave", "ana", "adv", "--on", "2026-04-01")
    assert len(lines(recip, "audit", "--week")) == 1


def test_opportunities_and_capability(recip, path, people):
    """A need that an offer meets, and a subject that none does."""
    recip("offer", "add", "code reviews")
    recip("need", "add", "ana", "a reviewer")
    recip("need", "add", "ana", "pricing")
    recip("need", "add", "ben", "prices")
    recip("need", "add", "cai", "a reviewer")
    assert lines(recip, "opportunities") == [
        ("Ana Ruiz", "looks for: a reviewer", "you offer code reviews (reviewer)")
    ]
    assert lines(recip, "capability") == [(None, "pricing: Ana Ruiz, Ben Adler", "recip plan")]


def test_practice_is_who_is_due_and_what_waits_for_an_answer(recip, people):
    """The due list of the week, then asks past their day."""
    recip("promise", "add", "ben", "the deck", "--due", "thu")
    recip("ask", "add", "ben", "a quote", "--on", "2026-06-01")
    assert lines(recip, "practice") == [
        (
            "Ben Adler",
            "promise due Thu 2 Jul: the deck",
            "deliver it, or tell them before Thursday",
        ),
        ("Ben Adler", "you asked: a quote", "a short reminder is fine, or let it go"),
    ]


def test_tracking_is_what_is_lopsided_and_what_became_of_gives(recip, people):
    """Medium and larger gives from 14 to 90 days ago whose outcome is not known."""
    for on in ("2026-06-16", "2026-06-17", "2026-04-01", "2026-03-31"):
        recip("gave", "ben", "adv", f"on {on}", "--on", on)
    recip("gave", "ben", "adv", "little", "--size", "s", "--on", "2026-06-10")
    assert lines(recip, "tracking") == [
        (
            "Ben Adler",
            "you have been giving",
            "fine while you are happy to; else ask, or rest",
        ),
        ("Ben Adler", "what became of it? on 2026-04-01 (1 Apr)", "ask how it went"),
        ("Ben Adler", "what became of it? on 2026-06-16 (16 Jun)", "ask how it went"),
    ]


def test_the_steps_are_those_of_due_and_of_balance(recip):
    """One person has one next step of a kind, whichever report is asked."""
    recip("person", "add", "Bo Lind", "--cadence", "3m")
    for on in ("2026-01-28", "2026-02-28", "2026-03-28"):
        recip("got", "bo", "adv/l:a plan", "--on", on)
    recip("need", "add", "bo", "a Rust reviewer")
    recip("offer", "add", "code reviews in Rust")
    [due] = recip("due", "--json").json()["rows"]
    [balance] = recip("balance", "--json").json()["rows"]
    assert [step for *_, step in lines(recip, "practice")] == [due["next_action"]]
    assert [step for *_, step in lines(recip, "tracking")] == [balance["action"]]
    assert due["next_action"] == "code reviews in Rust: they look for a Rust reviewer"
    assert balance["action"] == "looks for a Rust reviewer: you offer that"


def test_a_habit_is_told_once_with_its_step_and_then_its_facts(recip, path, people):
    """A promise that an offer fits is not beyond what is at hand; gives that meet are relevant."""
    recip("offer", "add", "decks")
    recip("promise", "add", "ana", "the deck", "--on", "2026-06-01", "--due", "2026-06-09")
    recip("promise", "add", "ben", "a house", "--on", "2026-06-01", "--due", "2026-06-10")
    assert lines(recip, "habits") == [
        (
            None,
            "a promise may have been beyond what you have at hand",
            "promise what you offer already, or say what you would have to find out first",
        ),
        ("Ben Adler", "a house (10 Jun)", None),
        (
            None,
            "word is missing on something that was promised",
            "deliver it, or tell them how it stands",
        ),
        ("Ben Adler", "a house (10 Jun)", None),
        ("Ana Ruiz", "the deck (9 Jun)", None),
    ]


def test_a_give_that_speaks_of_what_they_look_for_is_relevant(recip, people):
    """Words in its note are enough, or that a need says it was met by it."""
    recip("need", "add", "ben", "a reviewer", "--on", "2026-01-01")
    for day, note in ((1, "a poem"), (2, "a song"), (3, "a tale")):
        recip("gave", "ben", "adv", note, "--on", f"2026-06-0{day}")
    assert [(name, text) for name, text, _ in lines(recip, "habits")] == [
        (None, "something they look for has been open for a while"),
        ("Ben Adler", "looks for: a reviewer (1 Jan)"),
    ]
    recip("gave", "ben", "rec", "praised their talk", "--on", "2026-06-04")
    assert lines(recip, "habits") == []
    recip("undo")
    made = recip("promise", "add", "ben", "a song", "--on", "2026-05-01", "--json").json()
    recip("promise", "keep", str(made["rows"][0]["id"]), "--on", "2026-06-02")
    assert lines(recip, "habits") == []
    recip("undo")
    recip("undo")
    recip("gave", "ben", "adv", "a review", "--on", "2026-06-04")
    assert lines(recip, "habits") == []
    recip("undo")
    recip("need", "done", "4", "--by", "7")
    assert lines(recip, "habits") == []


def test_long_parts_are_cut_and_all_shows_them(recip, path):
    """Five people of a part are shown and the rest counted."""
    add_people(path, *({"name": f"P{at}", "roles": ("peer",)} for at in range(7)))
    shown = recip("review").out
    assert "P4" in shown
    assert "P5" not in shown.partition("Where you could give")[0]
    assert "  and 2 more: recip review --all\n" in shown
    assert "more\n" not in recip("review", "--all").out.partition("Where you could give")[0]


def test_the_archived_and_the_future_are_in_no_review(recip, people):
    """Whoever was put away is not looked over; nor is what has not happened."""
    recip("gave", "ben", "adv", "--today", "2026-07-01")
    assert lines(recip, "audit")[0][1] == "no give in the last 7 days"
    recip("person", "archive", "ana")
    assert "Ana" not in recip("review").out


def test_bad_input_is_refused(recip, path):
    """One period at a time."""
    assert_refused(recip, path, ("review", "--week", "--quarter"), 2, "exclude each other")
