"""outcome and impact: what came of gives and gets."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(path, {"name": "Ana Ruiz", "cadence": "none"}, {"name": "Bo Lind"})


def history(recip, number):
    """What history has of an entry's outcome."""
    rows = recip("history", "--json").json()["rows"]
    return [(row["outcome"], row["outcome_text"]) for row in rows if row["id"] == number]


def impact(recip, *words):
    """The document of `recip impact`."""
    ran = recip("impact", "--json", *words)
    assert ran.code == 0
    return ran.json()


def tally(passed, nothing=0, helped=0, big=0):
    """The counts of a category."""
    known = nothing + helped + big
    return {"passed": passed, "nothing": nothing, "helped": helped, "big": big, "known": known}


def test_an_outcome_is_echoed_with_the_way_back(recip):
    """Day, person, what it was, what came of it."""
    recip("gave", "ana", "int", "Bo at Acme", "--on", "2026-05-01", "--about", "bo")
    assert recip("outcome", "3", "big", "they", "hired", "him", "--on", "yesterday").out == (
        "Noted #3  Mon 2026-06-29  Ana Ruiz  gave introductions: Bo at Acme"
        " → big: they hired him      undo: recip undo\n"
    )
    assert history(recip, 3) == [("big", "they hired him")]
    assert "Bo at Acme → big: they hired him" in recip("show", "ana").out
    assert "Bo at Acme → big: they hired him" in recip("history").out
    recip("undo")
    assert history(recip, 3) == [("unknown", "")]


def test_the_public_fields_of_an_outcome(recip):
    """The record that the write prints."""
    recip("got", "ana", "adv", "a page", "--on", "2026-05-01")
    wrote = recip("outcome", "3", "helped", "--reported", "--json").json()
    assert wrote == {
        "schema_version": 1,
        "operation": 3,
        "rows": [
            {
                "id": 3,
                "person_id": 1,
                "name": "Ana Ruiz",
                "date": "2026-05-01",
                "direction": "got",
                "category": "advice",
                "note": "a page",
                "outcome": "helped",
                "outcome_text": "",
                "outcome_on": "2026-06-30",
                "reported_on": "2026-06-30",
            }
        ],
    }


def test_what_is_said_again_replaces_what_was_said(recip):
    """The same again writes nothing; unknown takes it all back."""
    recip("got", "ana", "adv", "a page")
    recip("outcome", "3", "helped", "a bit", "--reported")
    same = recip("outcome", "3", "helped", "a bit")
    assert same.out.startswith("Nothing to change: #3 ")
    recip("outcome", "3", "nothing")
    assert history(recip, 3) == [("nothing", "")]
    assert "→ not known yet" in recip("outcome", "3", "unknown").out
    assert history(recip, 3) == [("unknown", "")]
    [row] = recip("history", "--json").json()["rows"]
    assert impact(recip)["rows"] == []
    assert row["outcome"] == "unknown"


def test_the_id_of_a_contact_stands_for_its_only_exchange(recip, path):
    """Of several the ids are named."""
    recip("log", "ana", "-g", "adv:one")
    recip("log", "ana", "-g", "adv:one", "-t", "kno:two")
    assert recip("outcome", "3", "helped").out.startswith("Noted #4 ")
    said = "#5 is a contact with 2 gives and gets; name one of them: #6 gave advice: one, #7 got"
    assert_refused(recip, path, ("outcome", "5", "helped"), 3, said)


def test_the_id_of_an_introduction_stands_for_the_give_it_became(recip, path):
    """Before it was made there is nothing to tell of it."""
    recip("intro", "add", "ana", "bo")
    said = "introduction #3 was not made yet; once you did: recip intro made 3"
    assert_refused(recip, path, ("outcome", "3", "helped"), 3, said)
    recip("intro", "made", "3")
    assert recip("outcome", "3", "helped").out.startswith("Noted #4 ")


def test_impact_counts_by_category_and_tells_the_outcomes(recip):
    """Gives in the owner's own interest and introductions to be made are left out."""
    recip("gave", "ana", "int", "Bo at Acme", "--on", "2026-02-01", "--about", "bo")
    recip("gave", "bo", "int", "--on", "2026-06-29")
    recip("gave", "bo", "adv", "for myself", "--self-interest", "--on", "2026-06-01")
    recip("got", "bo", "adv", "the plan", "--on", "2026-06-01")
    recip("outcome", "3", "big", "hired")
    recip("outcome", "6", "helped")
    recip("outcome", "5", "big")
    document = impact(recip)
    assert document["gave"]["introductions"] == tally(2, big=1)
    assert document["gave"]["advice"] == tally(0)
    assert document["got"]["advice"] == tally(1, helped=1)
    assert [(row["id"], row["to_report"]) for row in document["rows"]] == [(6, True), (3, False)]
    assert recip("impact").out == (
        "Impact · 2 known outcomes · through Tue 30 Jun 2026\n"
        "\n"
        "What came of what you gave\n"
        "  introductions  2 gave  of 1 known: 1 big\n"
        "                 #3  1 Feb  to Ana Ruiz (with Bo Lind): Bo at Acme → big: hired\n"
        "\n"
        "What came of what you got\n"
        "  advice          1 got  of 1 known: 1 helped\n"
        "                 #6  1 Jun  from Bo Lind: the plan → helped"
        " · thank them, and tell them so\n"
        "\n"
        "In touch with 2 people: 2 for less than a year\n"
        "\n"
        "When you know more: recip outcome ID helped\n"
    )


def test_what_is_told_is_not_to_be_told_again(recip):
    """Thanked for, reported, or come to nothing."""
    recip("got", "bo", "int", "to Cai", "--on", "3d")
    recip("thank", "bo")
    recip("outcome", "3", "helped")
    assert "→ helped · tell them so\n" in recip("impact").out
    recip("outcome", "3", "helped", "--reported")
    assert "tell them" not in recip("impact").out
    recip("outcome", "3", "nothing")
    assert "tell them" not in recip("impact").out


def test_gives_to_ask_about(recip):
    """Those of weight, 14 to 90 days ago, without a known outcome; gets are not among them."""
    for age in (13, 14, 90, 91):
        recip("gave", "ana", "adv", f"of {age}", "--on", f"{age}d ago")
    for words in (("adv/small",), ("kno",), ("rec/large",), ("opp", "--self-interest")):
        recip("gave", "ana", *words, "--on", "30d ago")
    recip("got", "ana", "adv", "--on", "30d ago")
    assert [row["note"] for row in impact(recip)["rows"]] == ["of 14", "of 90"]
    assert all(row["to_ask"] for row in impact(recip)["rows"])
    recip("outcome", "4", "nothing")
    assert [row["to_ask"] for row in impact(recip)["rows"]] == [False, True]
    shown = recip("impact").out.splitlines()
    asked = shown[shown.index("Ask how it went") + 1]
    assert asked == "  Ana Ruiz      1 Apr  #5  advice: of 90"


def test_what_is_told_on_a_later_day_is_not_known_before(recip):
    """Of an earlier today neither history nor impact knows it."""
    recip("gave", "ana", "adv", "--on", "2026-05-01")
    recip("outcome", "3", "helped", "a lot", "--on", "2026-06-20")
    earlier = ("--today", "2026-06-19")
    [row] = recip("history", "--json", *earlier).json()["rows"]
    assert (row["outcome"], row["outcome_text"]) == ("unknown", "")
    assert impact(recip, *earlier)["gave"]["advice"] == tally(1)
    assert impact(recip, "--today", "2026-06-20")["gave"]["advice"] == tally(1, helped=1)


def test_a_query_and_a_period_choose_what_is_counted(recip):
    """People, categories, days."""
    recip("gave", "ana", "adv", "--on", "2026-01-05")
    recip("gave", "bo", "int", "--on", "2026-04-05")
    for words in (("ana",), ("cat:adv",), ("--period", "2026Q1")):
        document = impact(recip, *words)
        assert document["gave"]["advice"]["passed"] == 1, words
        assert document["gave"]["introductions"]["passed"] == 0, words


def test_how_long_people_have_been_in_touch(recip):
    """By the first contact day, without those who are dormant."""
    for name, first in (("ana", "2021-06-30"), ("bo", "2025-06-30")):
        recip("gave", name, "adv", "--on", first)
        recip("log", name, "--on", "2026-06-01")
    add = ("person", "add")
    recip(*add, "Cai Wong")
    recip(*add, "Dee Park")
    recip("gave", "cai", "adv", "--on", "2025-07-01")
    recip("gave", "dee", "adv", "--on", "2023-06-30")
    expected = {"under_a_year": 1, "one_to_five": 1, "five_and_more": 1}
    assert impact(recip)["relationships"] == expected


def test_only_some_are_shown_without_all(recip):
    """The newest of each category, and how many more there are."""
    for age in range(10, 17):
        recip("gave", "ana", "adv", f"of {age}", "--on", f"{age}d ago")
    for number in range(3, 7):
        recip("outcome", str(number), "helped")
    assert "and 1 more: recip impact --all" in recip("impact").out
    assert "of 13 → helped" in recip("impact", "--all").out


def test_nothing_to_show(recip):
    """A note, and an empty list."""
    ran = recip("impact")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing was given or got so far\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("9", "helped"), 3, "there is no record #9"),
        (("1", "helped"), 3, "#1 is a person, not a give or a get"),
        (("4", "helped"), 3, "#4 is a contact in which nothing passed"),
        (("x", "helped"), 2, "'x' is not an id"),
        (("3", "great"), 2, "'great'"),
        (("3", "helped", "--on", "tomorrow"), 2, "in the future"),
        (("3", "helped", "--on", "2026-05-31"), 2, "lies before Mon 2026-06-01"),
        (("3", "helped", "--reported"), 2, "--reported goes with what you got"),
        (("3", "unknown", "words"), 2, "an unknown outcome has nothing to tell"),
        (("3", "helped", "a\x00b"), 2, "NUL"),
    ],
)
def test_refusals(recip, path, words, code, said):
    """A line, an exit code, and nothing written."""
    recip("gave", "ana", "adv", "--on", "2026-06-01")
    recip("log", "ana")
    assert_refused(recip, path, ("outcome", *words), code, said)


def test_gives_without_a_known_outcome_are_not_nothing(recip):
    """The note on empty rows speaks of outcomes where something was given."""
    assert recip("impact").err == "nothing was given or got so far\n"
    recip("gave", "ana", "adv", "--on", "yesterday")
    ran = recip("impact")
    assert "advice  1 gave  nothing known yet of what came of them\n" in ran.out
    assert ran.err == "no outcome is known so far\n"
