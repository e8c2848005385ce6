"""A give whose note speaks of an open need: asked about on a terminal, else pointed out."""

from __future__ import annotations

import pytest
from people import add_people


@pytest.fixture(autouse=True)
def people(recip, path):
    add_people(path, "Ana Ruiz", "Bo Lind")
    recip("need", "add", "ana", "a Rust reviewer")
    recip("need", "add", "bo", "reviewers of prose")
    recip("need", "add", "bo", "reviews of boats", "--interest")


def met(recip):
    """Which needs are met, and by what."""
    rows = recip("need", "list", "--all", "--json").json()["rows"]
    return {row["id"]: row["met_by_id"] for row in rows if row["met_on"]}


@pytest.fixture
def answers(monkeypatch):
    """Sit at a terminal and answer as told; return the questions that were asked."""
    asked = []

    def sit(*given):
        left = list(given)
        monkeypatch.setattr("reciprocity_cli.cli.session.Session.can_ask", True)
        monkeypatch.setattr(
            "reciprocity_cli.cli.prompts.confirm",
            lambda question: asked.append(question) or left.pop(0),
        )
        return asked

    return sit


def test_a_give_that_may_have_met_a_need_is_pointed_out(recip):
    """On stderr, with the command that says so; nothing is closed."""
    ran = recip("gave", "ana", "advice", "review of Rust code")
    assert ran.out == "Logged #6  Tue 2026-06-30  Ana Ruiz  gave advice      undo: recip undo\n"
    assert ran.err == (
        "if that met #3, a Rust reviewer (words: rust, reviewer): recip need done 3 --by 6\n"
    )
    assert met(recip) == {}
    assert recip("need", "done", "3", "--by", "6").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("gave", "ana", "advice", "review", "--meets", "3"),
        ("gave", "ana", "advice", "the pricing page"),
        ("gave", "ana", "advice"),
        ("got", "ana", "advice", "review of Rust code"),
        ("gave", "ana", "advice", "Rust", "--on", "2026-07-02", "--future"),
        ("gave", "bo", "advice", "boats"),
        ("gave", "ana", "advice", "Rust", "-q"),
        ("log", "ana", "--got", "advice:Rust"),
    ],
    ids=" ".join,
)
def test_there_is_nothing_to_point_out(recip, words):
    """Where the need is named, the words do not match, it was received or lies ahead."""
    ran = recip(*words)
    assert (ran.code, ran.err) == (0, "")


def test_each_person_of_a_contact_has_a_need_of_their_own(recip):
    """The give to each is named, the one that shares most words for each need."""
    ran = recip(
        "log", "ana", "bo", "-g", "adv:reviewed a draft", "-g", "kno:Rust reviews", "-t", "rec"
    )
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "if that met #3, a Rust reviewer (words: rust, reviewer): recip need done 3 --by 8",
        "if that met #4, reviewers of prose (words: reviewers): recip need done 4 --by 10",
    ]
    assert recip("need", "done", "3", "--by", "8").code == 0
    assert recip("need", "done", "4", "--by", "10").code == 0


def test_a_yes_closes_the_need_in_the_same_operation(recip, answers):
    """And one undo opens it again."""
    asked = answers(True)
    ran = recip("gave", "ana", "advice", "review of Rust code")
    assert asked == ["Does this meet #3, a Rust reviewer (words: rust, reviewer)?"]
    assert ran.err == ""
    assert ran.out.endswith("      undo: recip undo\n  met #3: a Rust reviewer\n")
    assert met(recip) == {3: 6}
    recip("undo")
    assert met(recip) == {}


def test_a_no_leaves_it_open(recip, answers):
    """The give is logged, and nothing more is said."""
    answers(False)
    ran = recip("gave", "ana", "advice", "review of Rust code")
    assert (ran.code, ran.err) == (0, "")
    assert met(recip) == {}


def test_a_contact_closes_the_needs_that_were_met(recip, answers):
    """Each need is asked about by itself, and closed by the give to that person."""
    asked = answers(False, True)
    recip("log", "ana", "bo", "-g", "adv:reviewed a draft", "-t", "kno")
    assert len(asked) == 2
    # The contact is #6, then two exchanges with Ana, then two with Bo.
    assert met(recip) == {4: 9}
