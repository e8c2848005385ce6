"""The catalogue of gives by role: what it holds, who gets which rows, rows of the owner's own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from reciprocity_cli.domain.catalogue import CATALOGUE, STAGES, CatalogueRow, read_row, rows_for
from reciprocity_cli.domain.records import KINDS, Category, Role, Size
from reciprocity_cli.errors import UsageError

MODEL = Path(__file__).parents[2] / "docs/model.md"

# Role -> (category, size, earliest stage) of each row, as the model lists them.
EXPECTED = {
    "mentor": "kno S early, int M dev, adv M dev, int M early, rec S early, kno M dev",
    "coach": "adv S early, rec M dev, int M dev, opp M dev, kno S early, adv M dev",
    "connector": "int M early, opp S early, rec S early, kno S early, rec S early, int M dev",
    "sponsor": "adv L dev, adv L dev, adv M dev, kno M early, rec M dev, kno M dev",
    "anyone": "kno S early, int S mat",
    "peer": "opp S early, kno S early, adv S early, adv M dev, int M early, adv M dev",
}


def brief(row):
    return (
        f"{row.category[:3]} {row.size[0].upper()} {row.stage[: 5 if row.stage == 'early' else 3]}"
    )


@pytest.mark.parametrize("role", EXPECTED)
def test_the_rows_of_each_role(role):
    """Category, size and stage of every row are those of the model."""
    rows = [row for row in CATALOGUE if (row.role or "anyone") == role]
    assert ", ".join(brief(row) for row in rows) == EXPECTED[role]
    assert all(row.key.startswith(f"{role}.") for row in rows)


def test_the_rows_are_well_made():
    """Keys are unique, kinds belong to their category, texts are short and for the owner."""
    assert Counter(row.key for row in CATALOGUE).most_common(1)[0][1] == 1
    for row in CATALOGUE:
        assert row.kind is None or row.kind in KINDS[row.category]
        assert row.text[0].islower()
        assert len(row.text) <= 60


def test_two_rows_name_their_kind_in_the_model():
    """Results and initiatives are advice by delivery, encouragement is support."""
    kinds = {row.key: row.kind for row in CATALOGUE}
    assert kinds["sponsor.results"] == kinds["sponsor.initiative"] == "delivery"
    assert kinds["peer.encourage"] == "support"


def test_the_page_lists_what_ships():
    """The table of docs/model.md, section 11, is the catalogue."""
    listed = re.findall(r"^\| `(\w+\.\w+)` \| (.+?) \| (\S+) \| (\w+) \| (\w+) \|$",
                        MODEL.read_text(encoding="utf-8"), re.M)  # fmt: skip
    assert listed == [
        (
            row.key,
            row.text,
            f"{row.category}.{row.kind}" if row.kind else str(row.category),
            str(row.size),
            row.stage,
        )
        for row in CATALOGUE
    ]


def test_people_without_a_role_get_the_rows_for_anyone():
    """Nobody's role is guessed."""
    assert [row.key for row in rows_for(())] == ["anyone.relevant", "anyone.together"]


def test_people_with_roles_get_the_rows_of_each_and_those_for_anyone():
    """Two roles are two lists, and what suits anyone suits them."""
    keys = {row.key.partition(".")[0] for row in rows_for((Role.COACH, Role.PEER))}
    assert keys == {"coach", "peer", "anyone"}


def test_rows_are_switched_off_and_added():
    """The owner's rows stand behind the others, for their role."""
    own = read_row({"key": "my.tour", "text": "a tour", "category": "kno", "role": "mentor"})
    keys = [row.key for row in rows_for((Role.MENTOR,), {"mentor.view"}, (own,))]
    assert "mentor.view" not in keys
    assert keys[-1] == "my.tour"
    assert "my.tour" not in [row.key for row in rows_for((Role.PEER,), (), (own,))]


def test_a_row_of_the_owner():
    """What is left out is for anyone, small, from the early stage on."""
    assert read_row({"key": "my.tour", "text": " a tour ", "category": "kno"}) == CatalogueRow(
        "my.tour", None, Category.KNOWLEDGE, None, Size.SMALL, "early", "a tour", "a tour"
    )
    given = {"key": "x", "text": "y", "category": "adv", "kind": "support", "size": "large"}
    row = read_row({**given, "stage": "mature", "role": "anyone"})
    assert (row.kind, row.size, row.stage, row.role) == ("support", Size.LARGE, STAGES[2], None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"key": "mentor.view"}, "taken"),
        ({"key": "a b"}, "letters"),
        ({"key": ""}, "key must be a text"),
        ({"text": None}, "text must be a text"),
        ({"category": "money"}, "unknown category"),
        ({"kind": "job"}, "unknown kind"),
        ({"size": "huge"}, "unknown size"),
        ({"stage": "late"}, "unknown stage"),
        ({"role": "boss"}, "unknown role"),
        ({"price": "3"}, "a row has no 'price'"),
    ],
)
def test_a_row_that_is_off_is_refused(change, said):
    """The message says which part it is."""
    with pytest.raises(UsageError, match=said):
        read_row({"key": "my.tour", "text": "a tour", "category": "kno", **change})


@pytest.mark.parametrize("missing", ["key", "text", "category"])
def test_a_row_needs_three_things(missing):
    """Key, text and category cannot be guessed."""
    row = {"key": "my.tour", "text": "a tour", "category": "kno"}
    del row[missing]
    with pytest.raises(UsageError, match=f"{missing} is missing"):
        read_row(row)
