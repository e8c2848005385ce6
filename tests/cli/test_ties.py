"""Records that are alike in all that a list is ordered by stand in the order of their ids."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from people import add_people

from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange

AT = datetime(2026, 6, 30, tzinfo=UTC)
DAY = date(2026, 5, 1)


@pytest.fixture
def alike(path, ledger):
    """Three people of one name, and of each a record of every kind, alike but for its id."""
    add_people(path, *(3 * ["Ana Ruiz"]))
    said = {"by": "me", "what": "w"}
    records = {
        "need": {"text": "a cook", "noted_on": DAY},
        "promise": {**said, "made_on": DAY, "due_on": DAY},
        "ask": {"what": "w", "asked_on": DAY, "respond_by": DAY},
        "incident": {**said, "date": DAY},
        "signal": {"kind": "invited-me", "date": DAY},
        "idea": {"text": "a book", "size": "small"},
    }
    own = {"offer": {"text": "code"}, "opportunity": {"text": "a day", "expires_on": AT.date()}}
    helped = {"outcome": "helped", "outcome_on": DAY}
    with ledger.writing("seed", AT) as op:
        for person in (2, 3, 1):
            for kind, values in records.items():
                op.insert(kind, {"person_id": person, **values})
            for kind, values in own.items():
                op.insert(kind, values)
            for way in Direction:
                new = NewExchange(way, Category.ADVICE, 2.0, more=helped)
                insert_exchange(op, person, DAY, new)
            insert_contact(op, [person], DAY)


@pytest.mark.parametrize(
    "words",
    [
        ("person", "list"),
        ("phase",),
        ("momentum",),
        ("balance", "--all"),
        ("due", "--all"),
        ("promise", "list"),
        ("ask", "list"),
        ("idea", "list"),
        ("offer", "list"),
        ("opportunity", "list"),
    ],
)
def test_ties_go_by_id(recip, alike, words):
    """Namesakes, and records of one day or of one text."""
    ids = [row["id"] for row in recip(*words, "--json").json()["rows"]]
    assert len(ids) >= 3
    assert ids == sorted(ids)


@pytest.mark.parametrize("words", [("history",), ("impact", "--all"), ("incident", "list")])
def test_of_one_day_the_last_noted_is_the_newest(recip, alike, words):
    """Where the newest come first, they do so within a day."""
    ids = [row["id"] for row in recip(*words, "--json").json()["rows"]]
    assert len(ids) >= 3
    assert ids == sorted(ids, reverse=True)


def test_needs_of_namesakes_go_by_the_id_of_the_person(recip, alike):
    """The needs of one person stay together, whichever was noted first."""
    rows = recip("need", "list", "--json").json()["rows"]
    assert [row["person_id"] for row in rows] == [1, 2, 3]
