"""The words of a give or a get: categories, kinds, sizes, weights, phases and whole specs."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.records import KINDS, Category, Channel, Phase, Role, Size, Started
from reciprocity_cli.domain.vocabulary import (
    Spec,
    parse_category,
    parse_kind,
    parse_phase,
    parse_size,
    parse_spec,
    parse_weight,
    parse_weight_or_size,
    pick,
)
from reciprocity_cli.errors import UsageError


@pytest.mark.parametrize("category", Category)
def test_every_prefix_of_a_category(category: Category) -> None:
    """Any prefix of three letters or more names a category, in either case."""
    for length in range(3, len(category) + 1):
        assert parse_category(category[:length]) is category
        assert parse_category(f" {category[:length].upper()} ") is category


@pytest.mark.parametrize(
    ("text", "category"),
    [("opportunity", Category.OPPORTUNITIES), ("Intros", Category.INTRODUCTIONS)],
)
def test_everyday_forms_of_a_category(text: str, category: Category) -> None:
    """A singular and a plural that are no prefix of the name serve too."""
    assert parse_category(text) is category


ALL_CATEGORIES = "one of: knowledge, advice, introductions, opportunities, recognition"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("advise", "unknown category 'advise'", f"did you mean advice? {ALL_CATEGORIES}"),
        ("xyz", "unknown category 'xyz'", ALL_CATEGORIES),
        ("in", "unknown category 'in'", ALL_CATEGORIES),
        ("", "no category is named", ALL_CATEGORIES),
        ("\x1b[", "unknown category '␛['", ALL_CATEGORIES),
    ],
)
def test_unknown_categories(text: str, message: str, hint: str) -> None:
    """A word that names none is refused with all that there are, the like one first."""
    with pytest.raises(UsageError) as refused:
        parse_category(text)
    assert (refused.value.message, refused.value.hint) == (message, hint)


def test_picking_a_word() -> None:
    """A whole word wins over longer ones, a short word must be whole, a space reads as a hyphen."""
    assert pick("me", Started, "who") is Started.ME
    assert pick("mee", ["mee", "meeting"], "channel") == "mee"
    assert pick("COFF", Channel, "channel") is Channel.COFFEE
    assert pick("men", Role, "role") is Role.MENTOR
    assert pick("board seat", KINDS[Category.OPPORTUNITIES], "kind") == "board-seat"
    assert pick("Problem_Solving", KINDS[Category.ADVICE], "kind") == "problem-solving"


def test_a_beginning_of_several() -> None:
    """A beginning that several share is refused with those."""
    with pytest.raises(UsageError) as refused:
        parse_kind(Category.ADVICE, "pro")
    assert refused.value.message == "kind of advice 'pro' is the beginning of several"
    assert refused.value.hint == "type more of one: process, problem-solving"


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("advice", Spec(Category.ADVICE)),
        ("intro:Bo at Acme", Spec(Category.INTRODUCTIONS, note="Bo at Acme")),
        (
            "advice/large:pricing page",
            Spec(Category.ADVICE, None, 4.0, "pricing page"),
        ),
        ("kno.tec/s", Spec(Category.KNOWLEDGE, "technology", 1.0)),
        ("opp.board-seat/2.5", Spec(Category.OPPORTUNITIES, "board-seat", 2.5)),
        ("rec/m", Spec(Category.RECOGNITION, None, 2.0)),
        (
            "advice: see https://example.org/a.b: it's 3/4 done ",
            Spec(Category.ADVICE, note="see https://example.org/a.b: it's 3/4 done"),
        ),
        ("Advice . Process / LARGE : x", Spec(Category.ADVICE, "process", 4.0, "x")),
        ("int:", Spec(Category.INTRODUCTIONS)),
        ("opportunity.job", Spec(Category.OPPORTUNITIES, "job")),
    ],
)
def test_specs(text: str, spec: Spec) -> None:
    """CATEGORY[.KIND][/SIZE][:NOTE], of which the note keeps its colons and slashes."""
    assert parse_spec(text) == spec


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "",
            "'' names no category",
            "type it as CATEGORY[.KIND][/SIZE][:NOTE], such as advice/large:pricing page",
        ),
        (
            ":note",
            "':note' names no category",
            "type it as CATEGORY[.KIND][/SIZE][:NOTE], such as advice/large:pricing page",
        ),
        ("advice.large", "'large' is a size, not a kind", "type advice/large"),
        ("adv/technical", "'technical' is a kind, not a size", "type advice.technical"),
        ("advice/", "no size is named", "one of: small, medium, large"),
        (
            "intro.",
            "no kind of introductions is named",
            "one of: strategic, client, talent, partner, investor",
        ),
        (
            "advice/0",
            "'0' is not a weight",
            "type a number above 0 and up to 1000, such as 0.5 or 3",
        ),
        ("advice:a\x00b", "the text 'a␀b' contains a NUL character", "take it out"),
    ],
)
def test_specs_that_are_refused(text: str, message: str, hint: str) -> None:
    """The part of a spec that is off is named."""
    with pytest.raises(UsageError) as refused:
        parse_spec(text)
    assert (refused.value.message, refused.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("small", 1.0),
        ("medium", 2.0),
        ("LARGE", 4.0),
        ("s", 1.0),
        ("M", 2.0),
        ("l", 4.0),
        ("1", 1.0),
        ("2", 2.0),
        (" 4 ", 4.0),
        ("sma", 1.0),
        ("med", 2.0),
    ],
)
def test_sizes(text: str, weight: float) -> None:
    """A size is a word, its first letter, a prefix, or one of the weights 1, 2 and 4."""
    assert parse_size(text) == weight


@pytest.mark.parametrize("text", ["", "3", "0", "xl", "sm", "-1", "nan", "big", "4.0"])
def test_no_sizes(text: str) -> None:
    """Any other word or number is no size."""
    with pytest.raises(UsageError):
        parse_size(text)


@pytest.mark.parametrize(
    ("text", "weight"), [("1000", 1000.0), ("0.5", 0.5), (".25", 0.25), (" 3 ", 3.0), ("7.", 7.0)]
)
def test_weights(text: str, weight: float) -> None:
    """A weight is a plain decimal number up to 1000."""
    assert parse_weight(text) == weight
    assert parse_weight_or_size(text) == weight


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "0", "0.0", "-1", "+1", "nan", "inf", "1e9", "1e2", "1_000", "1000.01", "1,5"),
        *("٣", "²", "0x10", "1 0", "9" * 5000, "0." + "0" * 400 + "1"),
    ],
)
def test_no_weights(text: str) -> None:
    """Zero, more than 1000 and every other way of writing a number are refused."""
    with pytest.raises(UsageError) as refused:
        parse_weight(text)
    assert refused.value.hint == "type a number above 0 and up to 1000, such as 0.5 or 3"


def test_a_weight_or_a_size() -> None:
    """Where either serves, a number is a weight and a word a size."""
    assert [parse_weight_or_size(text) for text in ("3", "l", "small")] == [3.0, 4.0, 1.0]


@pytest.mark.parametrize(
    ("text", "phase"),
    [("nurturing", Phase.NURTURING), ("SUS", Phase.SUSTAINING), (" 5 ", Phase.CAPITALIZING)],
)
def test_phases(text: str, phase: Phase) -> None:
    """A phase is its word, a beginning of it, or its number."""
    assert parse_phase(text) is phase


@pytest.mark.parametrize("text", ["", "0", "6", "nurtured", "id"])
def test_no_phases(text: str) -> None:
    """Any other word or number is no phase."""
    with pytest.raises(UsageError):
        parse_phase(text)


PARTS = st.sampled_from(
    ["adv", "intro", "knowledge", "technical", "large", "3", ".", "/", ":", " "]
)


@given(st.text(max_size=20) | st.lists(PARTS, max_size=8).map("".join))
def test_nothing_but_usage_errors(text: str) -> None:
    """Whatever is typed gives a spec within the vocabulary, or a UsageError."""
    for parse in (parse_category, parse_size, parse_weight, parse_phase):
        with suppress(UsageError):
            parse(text)
    try:
        spec = parse_spec(text)
    except UsageError:
        return
    assert spec.kind is None or spec.kind in KINDS[spec.category]
    assert 0 < spec.weight <= 1000
    assert math.isfinite(spec.weight)


@given(
    st.sampled_from(Category),
    st.sampled_from([*Size, "0.5", "999"]),
    st.text(st.characters(min_codepoint=32, categories=["L", "N", "P", "S"]), max_size=20),
)
def test_a_spec_that_is_put_together(category: Category, size: str, note: str) -> None:
    """What is put together of a category, a size and a note is taken apart into them."""
    spec = parse_spec(f"{category}/{size}:{note}")
    assert spec.category is category
    assert spec.weight == parse_weight_or_size(size)
    assert parse_spec(f"{category}:{spec.note}").note == spec.note
