"""Words that reports share, and words that none of them says."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from report_samples import TODAY

import reciprocity_cli
from reciprocity_cli.domain.query import parse_query
from reciprocity_cli.reports.words import (
    counted,
    month_of,
    near_day,
    number,
    period_words,
    signed,
    span,
    titled,
)

PACKAGE = Path(reciprocity_cli.__file__).parent
FORBIDDEN = re.compile(
    r"\b(debts?|owes?|owed|scores?|ranks?|ROI|top|best|worst|payback|freeloaders?|losers?|assets?)\b"
    r"|they should",
    re.IGNORECASE,
)


def _texts(path: Path) -> list[str]:
    """Return the string literals of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes
    ]


@pytest.mark.parametrize("folder", ["reports", "render", "domain"])
def test_no_text_of_ours_says_a_forbidden_word(folder: str):
    """Nothing that is printed calls a relationship by the words of a bookkeeper."""
    modules = sorted((PACKAGE / folder).glob("*.py"))
    texts = [(path.name, text) for path in modules for text in _texts(path)]
    assert len(texts) > 20
    assert [(name, text) for name, text in texts if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("words", ["You owe Ana", "a top ten", "ROI 3", "They should call"])
def test_the_forbidden_words_are_recognised(words: str):
    """The check would find them."""
    assert FORBIDDEN.search(words)


def test_titles_leave_out_what_is_empty():
    """Only the parts that say something are joined."""
    assert titled("History", "", "ana") == "History · ana"


def test_counts_agree_with_their_noun():
    """One is one, and thousands have a comma."""
    assert [counted(n, "entry", "entries") for n in (0, 1, 1200)] == [
        "0 entries",
        "1 entry",
        "1,200 entries",
    ]
    assert counted(2, "month") == "2 months"


def test_numbers_are_short_and_never_a_negative_zero():
    """One decimal at most, a sign where it matters."""
    assert [number(n) for n in (3.0, 2.54, 1234.56, -0.01)] == ["3", "2.5", "1,234.6", "0"]
    assert [signed(n, 1) for n in (3.0, -2.54, 0.04, -0.04)] == ["+3.0", "-2.5", "0.0", "0.0"]


def test_days_show_the_year_where_it_is_another():
    """This year goes without saying."""
    assert near_day(date(2026, 7, 2), TODAY) == "Thu 2 Jul"
    assert near_day(date(2025, 7, 2), TODAY) == "Wed 2 Jul 2025"
    assert month_of(date(2026, 5, 2), TODAY) == "May"
    assert month_of(date(2025, 5, 2), TODAY) == "May 2025"


def test_a_period_without_an_end_is_said_as_such():
    """No day of the year 9999 is shown to anybody."""
    query = parse_query([], date(2026, 6, 30), since="2027")
    assert period_words(query, date(2026, 6, 30)) == "from Fri 1 Jan 2027 on"


def test_a_span_names_the_year_once_where_it_is_one():
    """Two days of one year share it; one day stands alone."""
    assert span(date(2026, 6, 30), date(2026, 7, 6)) == "Tue 30 Jun to Mon 6 Jul 2026"
    assert span(date(2025, 12, 30), date(2026, 1, 2)) == "Tue 30 Dec 2025 to Fri 2 Jan 2026"
    assert span(TODAY, TODAY) == "Tue 30 Jun 2026"
