"""Owner text: safe on a terminal, measured in cells, clean in the ledger."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.text import (
    cell_width,
    clean_text,
    quoted,
    refuse_unstorable,
    shorten,
    visible,
)
from reciprocity_cli.errors import UsageError

FAMILY = "👨\u200d👩\u200d👧"
PERSIAN = "می\u200cخواهم"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("bell\x07 nul\x00 tab\t del\x7f", "bell␇ nul␀ tab␉ del␡"),
        ("c1\x9b31m\x85", "c1\\u009b31m\\u0085"),
        ("a\nb\r\nc\rd", "a⏎b⏎c␍d"),
        ("a\u2028b\u2029c", "a⏎b⏎c"),
        ("evil\u202egnp.exe", "evil\\u202egnp.exe"),
        ("\u2066x\u2069\u200e\u200f\u061c", "\\u2066x\\u2069\\u200e\\u200f\\u061c"),
        ("zero\u200bwidth\ufeff\u2060\u00ad", "zero\\u200bwidth\\ufeff\\u2060\\u00ad"),
        ("\udcff\ud800", "\\udcff\\ud800"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("a\u200db", "a\\u200db"),
        ("é\u200dé", "é\\u200dé"),
        ("\u200d👩", "\\u200d👩"),
        ("👩\u200d", "👩\\u200d"),
        ("👩\u200d\u200d👩", "👩\\u200d\\u200d👩"),
    ],
)
def test_what_is_made_visible(text: str, shown: str) -> None:
    """Whatever could move the cursor, turn the reading direction or hide is shown instead."""
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana Ruiz [bold] :smile: \\u202e",
        "José e\u0301 Łukasz 李明 한국 かが",
        "hard\u00a0space",
        "❤\ufe0f 👍🏽 🇩🇪",
        FAMILY,
        PERSIAN,
        "\U0001fae9 \ue000",
    ],
)
def test_what_stays(text: str) -> None:
    """Ordinary text of any script, accents and joined emoji stay as they are."""
    assert visible(text) == text


def test_line_breaks_become_what_the_caller_wants() -> None:
    """A line break becomes the sign that the caller gives."""
    assert visible("a\nb\x1b\r\nc", newline=" / ") == "a / b␛ / c"
    assert visible("a\nb", newline="\n") == "a\nb"


# Every code point, surrogates and unassigned ones too, and those that matter more often.
ANY_TEXT = st.text(
    st.characters()
    | st.integers(0, 0x10FFFF).map(chr)
    | st.sampled_from("\u200c\u200d\u202e\x1b\r\n\udcff👩m")
)


@given(ANY_TEXT)
def test_no_control_character_comes_through(text: str) -> None:
    """What is made visible has no control, format, separator or surrogate character but joiners."""
    kinds = {unicodedata.category(char) for char in visible(text) if char not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(ANY_TEXT)
def test_made_visible_twice(text: str) -> None:
    """To make visible what is visible changes nothing."""
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Ana", 3),
        ("José", 4),
        ("e\u0301", 1),
        ("李明", 4),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("ｱ", 1),
        ("👍", 2),
        ("👍🏽", 2),
        ("☝🏽", 1),
        ("🫱🏽\u200d🫲🏻", 2),
        ("\u1112\ud7b0\ud7cb", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("🇩🇪", 2),
        (FAMILY, 2),
        (PERSIAN, 7),
        ("…→·▇", 4),
        ("1\ufe0f\u20e3", 2),
    ],
)
def test_cells(text: str, cells: int) -> None:
    """Wide characters and emoji take two cells, what combines none."""
    assert cell_width(text) == cells


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("pricing page", 12, "pricing page"),
        ("pricing page", 11, "pricing pa…"),
        ("pricing page", 9, "pricing…"),
        ("pricing page", 1, "…"),
        ("pricing page", 0, ""),
        ("pricing page", -3, ""),
        ("", 0, ""),
        ("李明李明", 8, "李明李明"),
        ("李明李明", 7, "李明李…"),
        ("李明李明", 6, "李明…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        (f"x{FAMILY}y{FAMILY}", 5, f"x{FAMILY}y…"),
        (PERSIAN, 3, "می…"),
    ],
)
def test_shortening(text: str, width: int, expected: str) -> None:
    """Text is cut by cells with an ellipsis, never inside a wide or a joined character."""
    assert shorten(text, width) == expected


@given(ANY_TEXT, st.integers(0, 30))
def test_short_enough(text: str, width: int) -> None:
    """What is shortened fits, and is the text itself where that fits."""
    text = visible(text)
    short = shorten(text, width)
    assert cell_width(short) <= width
    assert short == text or cell_width(text) > width


def test_quoted_for_an_error() -> None:
    """An error names what was typed, visible and short."""
    assert quoted("\x1b[2J") == "'␛[2J'"
    assert quoted("x" * 100_000) == "'" + "x" * 39 + "…'"


def test_notes_are_cleaned() -> None:
    """A note is NFC, with plain line ends and nothing around it; other controls stay."""
    assert clean_text("  e\u0301\r\nb\rc \n") == "é\nb\nc"
    assert clean_text("a\x1bb\tc") == "a\x1bb\tc"
    assert clean_text(" \n ") == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\x00b", "the text 'a␀b' contains a NUL character"),
        ("a\udcffb", "the text 'a\\udcffb' is not valid UTF-8"),
        ("x" * 10_001, "the text has 10,001 characters, and 10,000 are the most"),
        ("x" * 1_000_000, "the text has 1,000,000 characters, and 10,000 are the most"),
    ],
)
def test_notes_that_are_refused(text: str, message: str) -> None:
    """NUL, lone surrogates and too much text are refused with the reason."""
    with pytest.raises(UsageError) as refused:
        clean_text(text)
    assert refused.value.message == message
    assert refused.value.hint


def test_the_longest_note() -> None:
    """A note of exactly the limit is taken, counted as it is stored."""
    assert len(clean_text("x" * 10_000)) == 10_000
    assert clean_text("e\u0301" * 10_000) == "é" * 10_000


@given(ANY_TEXT)
def test_cleaning_raises_nothing_else(text: str) -> None:
    """Whatever is noted gives valid text that cleaning does not change, or a UsageError."""
    try:
        cleaned = clean_text(text)
    except UsageError:
        return
    refuse_unstorable(cleaned)
    assert clean_text(cleaned) == cleaned
