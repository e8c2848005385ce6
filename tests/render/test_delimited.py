"""CSV and TSV: the same fields, cell for cell, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from report_samples import HOSTILE, rendered

from reciprocity_cli.domain.records import Role
from reciprocity_cli.formats.cells import plain
from reciprocity_cli.render.formats import Format, cell_text
from reciprocity_cli.reports.report import Report


def report(*rows) -> Report:
    return Report("x", "Title", ("id", "name"), rows)


def test_a_header_and_one_record_a_row():
    """The fields of the report are the header, in their order."""
    made = report({"id": 1, "name": "Ana, B."}, {"name": "Bo", "id": 2, "more": 3})
    assert rendered(made, Format.CSV) == 'id,name\n1,"Ana, B."\n2,Bo\n'
    assert rendered(made, Format.TSV) == "id\tname\n1\tAna, B.\n2\tBo\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (-1.5, "-1.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-5e-324, "-5e-324"),
        (float("nan"), ""),
        (date(2026, 6, 30), "2026-06-30"),
        (Role.PEER, "peer"),
        (["a", "b"], "a;b"),
        ((), ""),
        ({"a": {"b": 1.0}}, '{"a":{"b":1.0}}'),
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-lead", "'-lead"),
        ("@here", "'@here"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-1.5", "-1.5"),
        ("+3", "+3"),
        ("-1e5", "-1e5"),
        ("-1+1", "'-1+1"),
        ("-١", "'-١"),
        ("'quoted'", "'quoted'"),
        ("'=x", "''=x"),
        (["=a", "b"], "'=a;b"),
    ],
)
def test_a_value_becomes_a_cell(value: object, cell: str):
    """Each kind of value has one form, and what looks like a formula an apostrophe."""
    assert cell_text(value) == cell


@pytest.mark.parametrize("text", ["=1+1", "'=x", "''@x", "'", "'a", "-1.5", "plain", "+x"])
def test_an_import_takes_off_what_the_writer_put_on(text: str):
    """Writing and reading give the text back."""
    assert plain(cell_text(text)) == text


def test_csv_gives_back_every_name():
    """A reader of CSV gets the names as they are, but for the apostrophe."""
    made = report(*({"id": at, "name": name} for at, name in enumerate(HOSTILE)))
    _, *rows = csv.reader(io.StringIO(rendered(made, Format.CSV), newline=""))
    assert [plain(name) for _, name in rows] == list(HOSTILE)


def test_tsv_has_one_line_a_row_whatever_the_text():
    """Tabs, line breaks and backslashes are spelt out."""
    made = report({"id": 1, "name": "a\tb\nc\r\\n"})
    assert rendered(made, Format.TSV) == "id\tname\n1\ta\\tb\\nc\\r\\\\n\n"


def test_on_a_terminal_nothing_in_a_cell_is_obeyed():
    """A terminal is shown what a file gets exactly."""
    made = report({"id": 1, "name": "\x1b[2J\u202e"})
    assert rendered(made, Format.CSV) == "id,name\n1,\x1b[2J\u202e\n"
    assert rendered(made, Format.CSV, width=80) == "id,name\n1,␛[2J\\u202e\n"
    assert rendered(made, Format.TSV, width=80) == "id\tname\n1\t␛[2J\\u202e\n"
