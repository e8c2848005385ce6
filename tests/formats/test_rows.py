"""Rows and their lines, where quotation marks go wrong."""

from __future__ import annotations

import io

import pytest

from reciprocity_cli.formats.lines import (
    LONGEST_RECORD,
    Lines,
    Rejoined,
    Row,
    cells_of,
    delimiter_of,
    rows,
)


def read(text: str, skipped: int = 0) -> list[Row]:
    stream = Rejoined(b"", io.BytesIO(text.encode()), name="x.csv", limit=1 << 24)
    return list(rows(Lines(stream, "utf-8-sig"), ",", skipped))


def test_lines_are_those_of_the_file() -> None:
    """Blank lines are passed over, and lines inside a cell counted."""
    assert read('a,b\n\n"c\nd",e\n f , "g"\n', skipped=3) == [
        (4, ["a", "b"], ""),
        (6, ["c\nd", "e"], ""),
        (8, ["f ", "g"], ""),
    ]


def test_mark_closed_by_a_later_one() -> None:
    """A mark that is closed by the next row's opening one costs the rows between, no more."""
    assert read('a,b\n1,"x\n2,y\n3,"z, w"\n4,v\n') == [
        (1, ["a", "b"], ""),
        (2, [], "the quotation mark opened on line 2 is not closed before line 4"),
        (5, ["4", "v"], ""),
    ]


def test_mark_opened_on_a_later_line_of_its_row() -> None:
    """The line named is that of the mark, not that on which the row began."""
    assert read('"one\ntwo ""x""","three\nfour') == [
        (1, [], "the quotation mark opened on line 2 is never closed")
    ]


def test_row_of_many_cells_over_many_lines_is_bounded() -> None:
    """Cells that are small each do not make a row that fills memory."""
    line = '","'.join("x" * 1000 for _ in range(100)) + "\n"
    found = read('"' + line * (LONGEST_RECORD // len(line) + 3))
    assert found == [(1, [], f"a row of more than {LONGEST_RECORD:,} characters")]


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("name", ","), ("a;b,c;d", ";"), ('"a,b,c"\td', "\t"), ("a,b;c", ","), ('"a', ",")],
)
def test_delimiter(header: str, delimiter: str) -> None:
    """The delimiter makes the most cells, those in quotation marks counted as one."""
    assert delimiter_of(header) == delimiter


def test_cells_of_a_line_csv_cannot_read() -> None:
    """A line beyond csv's bound has no cells."""
    assert cells_of("x" * 200_000, ",") == []
