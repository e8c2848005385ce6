"""A handle is its bearer's for good: no alias, name, import or merge takes it over."""

from __future__ import annotations

import pytest

CARD = """\
BEGIN:VCARD
VERSION:4.0
FN:Bo Diaz
EMAIL:bo@helix.example
NICKNAME:ana-ruiz,Bobo
END:VCARD
"""


@pytest.fixture
def ana(recip):
    """Ana Ruiz, #1, whose handle is ana-ruiz."""
    recip("person", "add", "Ana Ruiz")


def _shown(recip, query):
    return recip("person", "show", query, "--json").json()["rows"][0]["name"]


@pytest.mark.parametrize("alias", ["ana-ruiz", "ANA-RUIZ", "Ana\u2010Ruiz"])
@pytest.mark.parametrize("words", [("add", "Bo Diaz"), ("edit", "cy")], ids=["add", "edit"])
def test_an_alias_that_is_somebodys_handle_is_refused(recip, ana, words, alias):
    """In whatever letters it is typed, by one line with a next step, and nothing is written."""
    recip("person", "add", "Cy Webb")
    ran = recip("person", *words, "--alias", alias)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.endswith("is the handle of Ana Ruiz (#1); give another alias\n")
    assert len(recip("person", "list", "--json").json()["rows"]) == 2
    assert _shown(recip, "ana-ruiz") == "Ana Ruiz"


def test_an_old_name_that_is_somebodys_handle_is_kept_as_no_alias(recip, ana):
    """`rename --alias` refuses it as well, and the name stays."""
    recip("person", "add", "ana-ruiz")
    ran = recip("person", "rename", "#2", "Bo Diaz", "--alias")
    assert ran.code == 2
    assert _shown(recip, "#2") == "ana-ruiz"


def test_ones_own_handle_may_be_ones_alias(recip, ana):
    """It finds the same person."""
    assert recip("person", "edit", "ana", "--alias", "ana-ruiz").code == 0
    assert _shown(recip, "ana-ruiz") == "Ana Ruiz"


def test_a_handle_is_not_made_where_somebody_goes_by_it(recip):
    """An alias that was there before keeps finding who bears it."""
    recip("person", "add", "Bo Diaz", "--alias", "ana-ruiz")
    assert "(ana-ruiz-2)" in recip("person", "add", "Ana Ruiz").out
    assert _shown(recip, "ana-ruiz") == "Bo Diaz"


def test_somebody_named_as_a_handle_reads_is_asked_about(recip, ana):
    """A whole name and a handle count alike, so that neither is taken for the other unsaid."""
    recip("person", "add", "ana-ruiz")
    ran = recip("gave", "ana-ruiz", "advice")
    assert ran.code == 3
    assert "could be 2 people: Ana Ruiz (ana-ruiz, #1), ana-ruiz (ana-ruiz-2, #2)" in ran.err


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_a_file_that_brings_a_handle_as_an_alias(recip, ana, home, known):
    """It is set aside and counted; the other names of the card come in."""
    if known:
        recip("person", "add", "Bo Diaz", "--email", "bo@helix.example")
    (home / "cards.vcf").write_text(CARD)
    ran = recip("import", str(home / "cards.vcf"))
    assert ran.code == 0
    why = "another name of somebody that is the handle of somebody else"
    assert f"set aside: 1 row, {why} (on line 1)\n" in ran.err
    assert _shown(recip, "ana-ruiz") == "Ana Ruiz"
    assert recip("person", "show", "bo", "--json").json()["rows"][0]["aliases"] == ["Bobo"]


def test_a_row_that_names_a_handle_means_its_bearer(recip, ana, home):
    """Also where an alias that came with another ledger reads the same."""
    recip("person", "add", "Bo Diaz", "--alias", "Bobo")
    recip("export", "--format", "json", "-o", str(home / "there.json"))
    there = (home / "there.json").read_text().replace('"Bobo"', '"ana-ruiz"')
    (home / "there.json").write_text(there)
    other = ("--ledger", str(home / "other.db"))
    recip("import", str(home / "there.json"), *other)
    assert recip("gave", "ana-ruiz", "advice", *other).out.count("Ana Ruiz") == 1
    (home / "favours.csv").write_text(
        "name,direction,category,date\nana-ruiz,gave,advice,2026-06-01\n"
    )
    ran = recip("import", str(home / "favours.csv"), *other)
    assert ran.code == 0
    assert len(recip("history", "#1", "--json", *other).json()["rows"]) == 2


def test_a_merge_of_two_people_takes_no_handle_over(recip, ana):
    """Who had the name of a handle becomes part of somebody; the handle finds its bearer."""
    recip("person", "add", "ana-ruiz")
    recip("person", "add", "Bo Diaz")
    assert recip("person", "merge", "bo", "#2").code == 0
    assert _shown(recip, "ana-ruiz") == "Ana Ruiz"
