"""search: full text over everything on record, right after every change."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused

from reciprocity_cli.store import search


@pytest.fixture(autouse=True)
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "organisation": "Helix", "aliases": ("Anita",), "why": "sails boats"},
        {"name": "José Sørensen", "route": "through the choir", "specialities": ("sensors",)},
    )


def found(recip, *words):
    """The ids of what a search finds, in their order."""
    ran = recip("search", "--json", *words)
    assert ran.code == 0
    return [row["id"] for row in ran.json()["rows"]]


def test_the_newest_first_with_kind_day_person_and_the_words_marked(recip):
    """In a pipe the words stand in brackets; people come first, what has no day last."""
    recip("gave", "ana", "advice", "prices of boats", "--on", "3d")
    recip("log", "ana", "jose", "-m", "a boat trip")
    assert recip("search", "boat").out == (
        "Search · 'boat'\n"
        "\n"
        "People\n"
        "  #1              person   Ana Ruiz                 Helix · Anita · sails [boats]\n"
        "\n"
        "On record\n"
        "  #4  Tue 30 Jun  contact  Ana Ruiz, José Sørensen  a [boat] trip\n"
        "  #3  Sat 27 Jun  gave     Ana Ruiz                 prices of [boats]\n"
        "\n"
        "3 records\n"
    )


def test_the_public_fields(recip):
    """The plain text, and the part with the words in brackets."""
    recip("got", "ana", "advice", "the pricing page")
    document = recip("search", "price", "--json").json()
    assert document["total"] == 1
    assert document["rows"] == [
        {
            "id": 3,
            "kind": "got",
            "date": "2026-06-30",
            "name": "Ana Ruiz",
            "person_ids": [1],
            "text": "the pricing page",
            "snippet": "the [pricing] page",
        }
    ]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("helix",), [1]),
        (("ANIT",), [1]),
        (("sailing",), [1]),
        (("jose",), [2]),
        (("sorensen", "choirs"), [2]),
        (("sensor",), [2]),
        (("helix", "choir"), []),
        (("elix",), []),
    ],
)
def test_names_and_all_that_is_told_of_people(recip, words, ids):
    """By stem or by the beginning of a word, without accents or case; every word must occur."""
    assert found(recip, *words) == ids


def test_every_kind_of_record(recip):
    """Contacts, gives, gets, needs, promises with updates, signals, phases, incidents, outcomes."""
    writes = (
        ("log", "ana", "-m", "zebra"),
        ("gave", "ana", "advice", "zebra"),
        ("need", "add", "ana", "a zebra"),
        ("need", "add", "ana", "a horse", "--tag", "zebra"),
        ("promise", "add", "ana", "the zebra"),
        ("promise", "add", "ana", "another", "--due", "3d"),
        ("promise", "update", "8", "the zebra is late"),
        ("signal", "ana", "spoke-well", "of zebras"),
        ("phase", "ana", "relating", "--because", "zebras"),
        ("incident", "add", "ana", "no zebra"),
        ("got", "ana", "advice", "something"),
        ("outcome", "12", "helped", "two zebras"),
    )
    for words in writes:
        assert recip(*words).code == 0, words
    rows = recip("search", "zebra", "--json").json()["rows"]
    assert {(row["kind"], row["id"]) for row in rows} == {
        *{("contact", 3), ("gave", 4), ("need", 5), ("need", 6), ("promise", 7), ("promise", 8)},
        *{("signal", 9), ("phase", 10), ("incident", 11), ("got", 12)},
    }


def test_what_has_no_day_and_no_person(recip, ledger):
    """Ideas, offers, opportunities and asks."""
    with ledger.writing("act", ledger_time()) as op:
        op.insert("idea", {"person_id": 1, "text": "a zebra walk"})
        op.insert("offer", {"text": "zebra knowledge"})
        op.insert("opportunity", {"text": "a zebra fair"})
        op.insert("ask", {"person_id": 2, "what": "x", "easy": "zebra", "asked_on": "2026-06-01"})
    assert found(recip, "zebra") == [6, 5, 4, 3]


def ledger_time():
    """A time for an operation."""
    from datetime import UTC, datetime

    return datetime(2026, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ['NEAR("pricing page"', "pricing OR page", "pric*", "-pricing:page%", '"pricing" page']
)
def test_signs_of_the_question_are_only_text(recip, typed):
    """No operator of the index is one here: OR and NEAR are words, all else stands between them."""
    recip("gave", "ana", "advice", "the pricing page")
    with_words = {"NEAR", "OR"} & set(typed.replace("(", " ").split())
    assert found(recip, "--", typed) == ([] if with_words else [3])


def test_words_that_look_like_operators_are_found(recip):
    """As the words that they are."""
    recip("gave", "ana", "advice", "near and or not: 100% *sure*")
    for typed in ("NEAR", "AND", "OR", "NOT", "100%", "*sure*", "near( or"):
        assert found(recip, typed) == [3], typed


def test_hostile_text_is_shown_harmless(recip):
    """Control characters are made visible, markup stays as it is typed."""
    recip("gave", "ana", "advice", "[red]zebra\x1b[31m \x02zebra\x03")
    assert "[red][zebra]␛[31m ␂[zebra]␃" in recip("search", "zebra").out


def test_a_long_text_is_cut_to_where_the_words_are(recip):
    """With an ellipsis on either side; JSON has all of it."""
    note = " ".join(f"w{at}" for at in range(100))
    recip("gave", "ana", "advice", note)
    [row] = recip("search", "w50", "--json").json()["rows"]
    assert row["text"] == note
    words = [f"w{at}" for at in range(44, 68)]
    words[6] = "[w50]"
    assert row["snippet"] == f"…{' '.join(words)}…"


def test_a_period_a_person_and_a_limit(recip):
    """What has no day is in no period; the newest are shown, all are counted."""
    recip("gave", "ana", "advice", "boats", "--on", "2026-01-05")
    recip("gave", "jose", "advice", "boats", "--on", "2026-01-06")
    recip("gave", "ana", "advice", "boats", "--on", "2026-06-06")
    recip("gave", "ana", "advice", "boats", "--on", "2026-07-06", "--future")
    assert found(recip, "boats") == [1, 5, 4, 3]
    assert found(recip, "boats", "--period", "2026Q1") == [4, 3]
    assert found(recip, "boats", "--period", "2026Q1", "--person", "ana") == [3]
    assert found(recip, "boats", "--person", "jose", "--person", "ana") == [1, 5, 4, 3]
    assert found(recip, "boats", "-n", "2") == [1, 5]
    assert "the newest 2 of 4 records" in recip("search", "boats", "-n", "2").out


def test_after_amend_rm_undo_and_redo(recip):
    """What stands in the ledger now is found, and nothing else."""
    recip("gave", "ana", "advice", "zebra")
    recip("amend", "3", "--note", "horse")
    assert (found(recip, "zebra"), found(recip, "horse")) == ([], [3])
    recip("undo")
    assert (found(recip, "zebra"), found(recip, "horse")) == ([3], [])
    recip("rm", "3")
    assert found(recip, "zebra") == []
    recip("undo")
    assert found(recip, "zebra") == [3]
    recip("redo")
    assert found(recip, "zebra") == []


def test_after_merge_and_erase(recip):
    """Records go to the one who is kept; of somebody erased nothing is found."""
    recip("gave", "jose", "advice", "zebra")
    recip("person", "merge", "ana", "jose")
    [row] = recip("search", "zebra", "--json").json()["rows"]
    assert (row["id"], row["name"]) == (3, "Ana Ruiz")
    assert found(recip, "sorensen") == [1]
    recip("person", "erase", "ana", "--yes")
    assert found(recip, "zebra") == []


def test_namesakes_are_told_apart(recip, path):
    """By handle and id."""
    add_people(path, "Ana Ruiz")
    recip("gave", "#3", "advice", "zebra")
    assert "Ana Ruiz (ana-ruiz-2, #3)" in recip("search", "zebra").out


def test_nothing_found(recip):
    """A note, an empty list, and no error."""
    ran = recip("search", "unicorn")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing on record has 'unicorn'\n")
    assert found(recip, "unicorn") == []


def test_texts_pass_through_in_batches(recip, monkeypatch):
    """However small, the answer is the same: a word may occur in one batch and not in another."""
    for note in ("zebra", "horse", "zebras and horses", "zebra horse"):
        recip("gave", "ana", "advice", note)
    assert found(recip, "zebra", "horse") == [6, 5]
    monkeypatch.setattr(search, "BATCH", 1)
    assert found(recip, "zebra", "horse") == [6, 5]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("*",), 2, "there is no word to search for"),
        ((" ",), 2, "there is no word to search for"),
        (("x", "--person", "nobody"), 3, "nobody is called 'nobody'"),
        (("x", "-n", "0"), 2, "--limit must be 1 or more"),
        (("x", "--period", "y"), 2, "'y'"),
        (("a\x00b",), 2, "NUL"),
        ((), 2, "missing argument"),
    ],
)
def test_refusals(recip, path, words, code, said):
    """A line, an exit code, and nothing written."""
    assert_refused(recip, path, ("search", *words), code, said)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("讨论了北京项目的预算", "预算"),
        ("北京のプロジェクトの予算", "予算"),
        ("ประชุมเรื่องงบประมาณ", "งบประมาณ"),
        ("ພົບກັນທີ່ວຽງຈັນ", "ວຽງຈັນ"),
        ("진대문을 만났다", "대문"),
        ("讨论了Helix的预算", "Helix"),
    ],
)
def test_words_are_found_within_a_run_of_a_script_without_blanks(recip, said, asked):
    """As `history text:` finds them."""
    recip("gave", "ana", "advice", said)
    assert found(recip, asked) == found(recip, asked)[:1] != []
    assert len(recip("history", f"text:{asked}", "--json").json()["rows"]) == 1


def test_a_name_in_such_a_script_is_found_by_a_part(recip, path):
    """The given name alone is enough."""
    add_people(path, "陳大文")
    assert len(found(recip, "大文")) == 1
