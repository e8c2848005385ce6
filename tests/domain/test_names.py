"""Names: folded, cleaned, resolved by one rule, and told apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.names import (
    Known,
    clean_name,
    closest,
    describe,
    fold,
    make_handle,
    resolve,
    suggest_names,
)
from reciprocity_cli.errors import UsageError


def person(id: int, name: str, handle: str = "", *aliases: str, org: str = "") -> Known:
    return Known(id, name, fold(name), handle or make_handle(name, (), id), aliases, org)


ANA = person(7, "Ana Ruiz", "ana-ruiz", "the reviewer", org="Helix")
ANA_2 = person(42, "ANA RUIZ", "ana-ruiz-2", org="Orbit")
ANNA = person(8, "Anna-Lena Berg", "anna-lena-berg")
BO = person(9, "Bo", "bo-lind", "ana")
JOSE = person(10, "José García")
LI = person(11, "李明", "p11")
EVERYBODY = (ANA, ANA_2, ANNA, BO, JOSE, LI)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "JOSE"),
        ("Straße", "STRASSE"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren", "soren"),
        ("Đorđe", "dorde"),
        ("Ægir", "aegir"),
        ("Œuvre", "oeuvre"),
        ("Işık", "isik"),
        ("İstanbul", "istanbul"),
        ("Þór Guðrún", "thor gudrun"),
        ("Nguyễn Thị", "nguyen thi"),
        ("e\u0301", "é"),
        ("Ｗｉｄｅ ﬁ", "wide fi"),
        ("O’Brien", "O'Brien"),
        ("Anna‑Lena", "anna-lena"),
        ("  Ana\u00a0\n Ruiz ", "ana ruiz"),
        ("\u202aAna\u200b Ruiz\u202c", "ana ruiz"),
        ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
        ("Фёдор", "федор"),
        ("가", "\u1100\u1161"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    """Case, accents, ligatures, width, kinds of hyphen and invisible marks make no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("Ana", "Anna"), ("का", "की"), ("", "a")])
def test_names_that_differ(one: str, other: str) -> None:
    """The marks of scripts in which they make another letter are kept."""
    assert fold(one) != fold(other)


@given(st.text() | st.text(st.integers(0, 0x10FFFF).map(chr)))
def test_folding_twice(text: str) -> None:
    """To fold what is folded changes nothing, and no capital or outer space is left."""
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("name", "taken", "handle"),
    [
        ("Ana Ruiz", set(), "ana-ruiz"),
        ("Ana Ruiz", {"ana-ruiz"}, "ana-ruiz-2"),
        ("Ana Ruiz", {"ana-ruiz", "ana-ruiz-2"}, "ana-ruiz-3"),
        ("José García", set(), "jose-garcia"),
        ("Þór O’Brien", set(), "thor-obrien"),
        ("  -Dr. J.-L. Picard-  ", set(), "dr-j-l-picard"),
        ("$(rm -rf ~); `x` *?", set(), "rm-rf-x"),
        ("李明", set(), "p42"),
        ("李明", {"p42"}, "p42-2"),
        ("李 Wei", set(), "wei"),
        ("--", set(), "p42"),
        ("½ ٣", set(), "1-2"),
        ("a" * 60, set(), "a" * 40),
        ("a" * 60, {"a" * 40}, "a" * 38 + "-2"),
        ("a" * 39 + " b", set(), "a" * 39),
    ],
)
def test_handles(name: str, taken: set[str], handle: str) -> None:
    """A handle is made of the name's ASCII, and numbered where it is taken."""
    assert make_handle(name, taken, 42) == handle
    assert make_handle(name, taken.__contains__, 42) == handle


@given(st.text(), st.integers(1, 10**9), st.integers(0, 12))
def test_handles_are_safe(name: str, id: int, rounds: int) -> None:
    """A handle is free, [a-z0-9-] only, at most 40 long, and starts with no hyphen."""
    taken: set[str] = set()
    for _ in range(rounds + 1):
        handle = make_handle(name, taken, id)
        assert re.fullmatch("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", handle)
        assert len(handle) <= 40
        assert handle not in taken
        taken.add(handle)


@pytest.mark.parametrize(
    ("query", "stage", "ids"),
    [
        ("#42", "id", [42]),
        (" #7 ", "id", [7]),
        ("#1", "none", []),
        ("#007", "none", []),
        ("#" + "9" * 5000, "none", []),
        ("#٧", "none", []),
        ("ana ruiz", "name", [7, 42]),
        ("jose GARCÍA", "name", [10]),
        ("李明", "name", [11]),
        ("The Reviewer", "alias", [7]),
        ("ana", "alias", [9]),
        ("ana-ruiz", "name", [7]),
        ("ANA-RUIZ-2", "name", [42]),
        ("p11", "name", [11]),
        ("an ru", "words", [7, 42]),
        ("ru an", "words", [7, 42]),
        ("an", "words", [7, 42, 8]),
        ("lena-berg", "words", [8]),
        ("lena", "words", [8]),
        ("gar", "words", [10]),
        ("uiz", "none", []),
        ("ana garcia", "none", []),
        ("anna ruiz", "none", []),
        ("", "none", []),
        (" ", "none", []),
        ("-", "none", []),
        ("\udcff", "none", []),
    ],
)
def test_who_answers(query: str, stage: str, ids: list[int]) -> None:
    """The first rule with a hit decides: id, name or handle, alias, beginnings of words."""
    found = resolve(query, EVERYBODY)
    assert (found.stage, [hit.id for hit in found.hits]) == (stage, ids)


def test_an_earlier_rule_hides_the_later_ones() -> None:
    """Names and handles come before aliases, and these before words."""
    by_words = person(1, "Lee Bo", "lee-bo")
    by_alias = person(2, "Cai Wong", "cai-wong", "lee")
    by_handle = person(3, "Kim Holt", "lee")
    by_name = person(4, "Lee", "lee-2")
    known = [by_words, by_alias, by_handle, by_name]
    found = []
    while known:
        found.append((resolve("lee", known).stage, resolve("lee", known).hits))
        known.pop()
    assert found == [
        ("name", (by_handle, by_name)),
        ("name", (by_handle,)),
        ("alias", (by_alias,)),
        ("words", (by_words,)),
    ]


def test_only_one_is_meant() -> None:
    """One hit is who is meant; several and none are nobody."""
    assert resolve("bo", EVERYBODY).only == BO
    assert resolve("ana ruiz", EVERYBODY).only is None
    assert resolve("zoe", EVERYBODY).only is None


@given(st.text())
def test_likeness_never_selects(query: str) -> None:
    """Whoever answers bears the beginnings typed, the alias, the handle or the id."""
    for hit in resolve(query, EVERYBODY).hits:
        words = fold(query).replace("-", " ").split()
        begins = all(f" {word}" in " " + hit.folded.replace("-", " ") for word in words)
        others = (hit.handle, f"#{hit.id}", *hit.aliases)
        assert begins or fold(query) in others


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("anna ruis", [7, 42]),
        ("garzia", [10]),
        ("hosé", [10]),
        ("anna lena burg", [8]),
        ("the reviever", [7]),
        ("boo", [9]),
        ("zzz", []),
        ("#41", []),
        ("", []),
    ],
)
def test_did_you_mean(query: str, ids: list[int]) -> None:
    """People with a like name, word or alias are suggested, the likest first, each once."""
    assert [like.id for like in suggest_names(query, EVERYBODY)] == ids


def test_suggestions_are_few() -> None:
    """At most three are suggested."""
    many = [person(n, f"Ana Ruiz{n}") for n in range(20)]
    assert len(suggest_names("ana ruis", many)) == 3


@pytest.mark.parametrize(("second", "ids"), [("abcde", [0, 1, 2]), ("abcdef", [0, 1])])
def test_one_with_many_like_names_takes_no_place_of_others(second: str, ids: list[int]) -> None:
    """Twelve spellings, all as like, are looked at: the third person has the last, or none."""
    alike = [
        person(0, "ruisg", "r0", *(f"ruis{letter}" for letter in "abcd")),
        person(1, "ruisg", "r1", *(f"ruis{letter}" for letter in second)),
        person(2, "ruisg", "r2"),
    ]
    assert [one.id for one in suggest_names("ruisx", alike)] == ids


def test_namesakes_are_told_apart() -> None:
    """Two of one name are shown with handle, id and organisation; others by name alone."""
    assert describe(ANA, EVERYBODY) == "Ana Ruiz (ana-ruiz, #7, Helix)"
    assert describe(ANA, [ANA, BO]) == "Ana Ruiz"
    assert describe(BO, EVERYBODY) == "Bo"
    assert describe(person(3, "Bo"), [BO]) == "Bo (bo, #3)"
    assert describe(person(3, "E\x1bve"), []) == "E␛ve"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("  Ana \t\n Ruiz ", "Ana Ruiz"),
        ("Jose\u0301", "José"),
        ("李明", "李明"),
        ("🙂", "🙂"),
        ("\U0001fae9", "\U0001fae9"),
        ("-", "-"),
        ("می\u200cلاد", "می\u200cلاد"),
        ("x" * 200, "x" * 200),
    ],
)
def test_names_are_cleaned(typed: str, stored: str) -> None:
    """A name is stored in NFC on one line, with single spaces."""
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "a name needs at least one character that shows"),
        (" \n\t", "a name needs at least one character that shows"),
        ("\u200b\u202e", "a name needs at least one character that shows"),
        ("\u00a0\u3000", "a name needs at least one character that shows"),
        ("\u0301", "a name needs at least one character that shows"),
        ("Ana\x1b[2J", "the name 'Ana␛[2J' contains a control character"),
        ("Ana\x7f", "the name 'Ana␡' contains a control character"),
        ("Ana\x9b", "the name 'Ana\\u009b' contains a control character"),
        ("Ana\x1c", "the name 'Ana␜' contains a control character"),
        ("Ana\x00", "the text 'Ana␀' contains a NUL character"),
        ("Ana\udce9", "the text 'Ana\\udce9' is not valid UTF-8"),
        ("x" * 201, "a name has at most 200 characters, and this one 201"),
    ],
)
def test_names_that_are_refused(typed: str, message: str) -> None:
    """Nothing to see, control characters, broken bytes and more than 200 characters are refused."""
    with pytest.raises(UsageError) as refused:
        clean_name(typed)
    assert refused.value.message == message
    assert refused.value.hint


@given(st.text(st.characters() | st.integers(0, 0x10FFFF).map(chr)))
def test_cleaning_raises_nothing_else(text: str) -> None:
    """Whatever is typed gives a name that cleaning does not change, or a UsageError."""
    try:
        name = clean_name(text)
    except UsageError:
        return
    assert clean_name(name) == name
    assert "\n" not in name


def test_the_closest_words() -> None:
    """Words spelt alike come likest first, and none where none is like it."""
    assert closest("capasity", ["cadence", "capacity", "color"]) == ["capacity"]
    assert closest("Colour", ["cadence", "capacity", "color"]) == ["color"]
    assert closest("advise", ["advice", "device"]) == ["advice"]
    assert closest("xyz", ["cadence", "capacity"]) == []
