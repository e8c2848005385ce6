"""log, gave and got."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def people(recip):
    for name in ("Ana Ruiz", "Bo Lind", "José Straße"):
        recip("person", "add", name)


def test_one_line_says_what_was_understood(recip):
    """The echo names the entry, the day with its weekday, the full name, and the way back."""
    ran = recip(
        "log", "ana", "--gave", "intro:Bo at Acme", "--got", "advice/large:pricing page",
        "--via", "coffee", "--on", "yesterday",
    )  # fmt: skip
    assert ran.code == 0
    assert ran.out == (
        "Logged #4  Mon 2026-06-29  Ana Ruiz  coffee: gave introductions, got advice (large)"
        "      undo: recip undo\n"
    )


def test_each_person_gets_each_exchange(recip):
    """With several people each of them gets each; the same person twice counts once."""
    recip("log", "ana", "bo", "Ana Ruiz", "-g", "kno", "-t", "adv/s:why", "-q")
    rows = recip("history", "--json").json()["rows"]
    assert sorted((row["name"], row["direction"], row["category"]) for row in rows) == [
        ("Ana Ruiz", "gave", "knowledge"),
        ("Ana Ruiz", "got", "advice"),
        ("Bo Lind", "gave", "knowledge"),
        ("Bo Lind", "got", "advice"),
    ]


def test_names_with_a_comma_between_are_several_people(recip):
    """As in the question for them; where somebody bears the whole, or a part is nobody's, not."""
    assert "  Ana Ruiz, Bo Lind  " in recip("log", "ana,bo").out
    recip("person", "add", "Lind, Bo")
    assert "  Lind, Bo  " in recip("log", "lind, bo").out
    assert recip("log", "ana,nobody").code == 3


def test_accents_and_case_do_not_matter(recip):
    """JOSE STRASSE finds José Straße."""
    assert "José Straße" in recip("log", "JOSE STRASSE").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("log", "nobody"), 3, "nobody is called 'nobody'"),
        (("log", "ana", "-g", "advise"), 2, "advice"),
        (("log", "ana", "-g", "xyz"), 2, "xyz"),
        (("log", "ana", "--on", "2026-02-30"), 2, "2026-02-30"),
        (("log", "ana", "--on", "3/4"), 2, "3/4"),
        (("log", "ana", "--on", "2027-01-01"), 2, "--future"),
        (("log", "ana", "--on", "2026-05"), 2, "range"),
        (("gave", "ana", "adv", "--weight", "0"), 2, "weight"),
        (("gave", "ana", "adv", "--weight", "nan"), 2, "weight"),
        (("gave", "ana", "adv", "--weight", "1e9"), 2, "weight"),
        (("gave", "ana", "adv", "--size", "small", "--weight", "2"), 2, "exclude"),
        (("gave", "ana", "adv", "--about", "bo"), 2, "introductions"),
        (("gave", "ana", "int", "--about", "ana"), 2, "same person"),
        (("gave", "ana", "adv", "--meets", "999"), 3, "no need #999"),
        (("log", "", "--new"), 2, "name"),
        (("log", "\x01\x02", "--new"), 2, "control"),
        (("log", "--no-input"), 2, "needs a person"),
        (("log", "ana", "--via", "pigeon"), 2, "channel"),
        (("log", "ana", "--signal", "smiled"), 2, "signal"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(recip, path, words, code, said):
    """Each refusal has its exit code, one line on stderr, and leaves the file as it was."""
    before = path.read_bytes()
    ran = recip(*words)
    assert ran.code == code
    assert said in ran.err
    assert ran.err.startswith("recip: ")
    assert ran.err.count("\n") == 1
    assert ran.out == ""
    assert path.read_bytes() == before


def test_a_future_date_needs_a_word(recip):
    """--future lets a date after today in; reports ignore it until then."""
    assert recip("log", "ana", "--on", "2027-01-01", "--future").code == 0
    assert recip("person", "list", "ana", "--json").json()["rows"][0]["last_contact_on"] is None


def test_new_adds_whom_nobody_knows(recip):
    """--new adds the person in the same operation; one undo takes both back."""
    assert recip("log", "Zoë Park", "--new").code == 0
    assert len(recip("person", "list", "--json").json()["rows"]) == 4
    recip("undo")
    assert len(recip("person", "list", "--json").json()["rows"]) == 3


def test_an_introduction_names_the_other(recip):
    """--about links the other person of an introduction."""
    ran = recip("gave", "ana", "int", "both like boats", "--about", "bo", "--json")
    assert ran.json()["rows"][0]["person"] == {"id": 1, "name": "Ana Ruiz"}
    assert recip("history", "--json").json()["rows"][0]["note"] == "both like boats"


def test_json_names_ids_and_the_operation(recip):
    """Every write with --json prints its record and the number to undo."""
    ran = recip("log", "ana", "-g", "adv", "--json").json()
    [row] = ran["rows"]
    assert (row["id"], row["exchange_ids"]) == (4, [5])
    assert row["people"] == [{"id": 1, "name": "Ana Ruiz"}]
    assert ran["operation"] == 4


def test_quiet_says_nothing(recip):
    """-q leaves an acknowledgement out."""
    assert recip("log", "ana", "-q") == (0, "", "")
