"""JSON: one document or one row a line, always valid, numbers unrounded."""

from __future__ import annotations

import json
from datetime import date, datetime

from report_samples import HOSTILE, rendered

from reciprocity_cli.domain.records import Category, Role
from reciprocity_cli.render.formats import Format
from reciprocity_cli.render.json_format import compact_json
from reciprocity_cli.reports.report import Report


def report(*rows, **beside) -> Report:
    return Report("due", "Title", (), rows, beside)


def test_a_document_has_the_public_members_in_order():
    """Version, name, day, rows, and what stands beside the rows."""
    text = rendered(report({"id": 1}, waiting=4), Format.JSON)
    assert list(json.loads(text).items()) == [
        ("schema_version", 1),
        ("report", "due"),
        ("today", "2026-06-30"),
        ("rows", [{"id": 1}]),
        ("waiting", 4),
    ]


def test_nothing_to_show_is_an_empty_list_of_rows():
    """An empty report is a document all the same."""
    assert json.loads(rendered(report(), Format.JSON))["rows"] == []


def test_dates_and_enums_are_their_values_and_numbers_stay_unrounded():
    """Dates are ISO, enums words, floats as they are."""
    row = {
        "on": date(2026, 6, 30),
        "at": datetime(2026, 6, 30, 12, 5),
        "roles": [Role.PEER],
        "by": {Category.ADVICE: 0.1 + 0.2},
        "none": None,
        "yes": True,
    }
    assert json.loads(rendered(report(row), Format.JSON))["rows"] == [
        {
            "on": "2026-06-30",
            "at": "2026-06-30T12:05:00",
            "roles": ["peer"],
            "by": {"advice": 0.30000000000000004},
            "none": None,
            "yes": True,
        }
    ]


def test_nan_and_infinity_are_null():
    """What JSON has no number for is null, wherever it stands."""
    row = {"a": float("nan"), "b": [float("inf"), 1.5], "c": {"d": float("-inf")}}
    text = rendered(report(row), Format.JSON)
    assert json.loads(text)["rows"] == [{"a": None, "b": [None, 1.5], "c": {"d": None}}]


def test_text_of_the_owners_comes_back_exactly_and_is_never_obeyed():
    """Any name survives, and no escape, override or surrogate stands raw in the text."""
    names = [*HOSTILE, "half \ud83d", "\x9b31m", "line\u2028end", "José"]
    for format in (Format.JSON, Format.JSONL):
        text = rendered(report(*({"name": name} for name in names)), format)
        raw = [char for char in text if not char.isprintable() and char != "\n"]
        assert raw == []
        rows = json.loads(text)["rows"] if format is Format.JSON else _rows(text)
        assert [row["name"] for row in rows] == names
    assert "José" in text


def _rows(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines()]


def test_jsonl_is_one_row_a_line():
    """Each line is a row by itself, without what stands beside."""
    text = rendered(report({"id": 1}, {"id": 2}, waiting=4), Format.JSONL)
    assert text == '{"id": 1}\n{"id": 2}\n'


def test_a_value_can_be_written_tightly():
    """A cell is JSON without blanks."""
    assert compact_json({"a": [1, 2]}) == '{"a":[1,2]}'
