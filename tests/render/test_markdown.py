"""Markdown: headings and pipe tables, every text literal."""

from __future__ import annotations

import pytest
from report_samples import rendered

from reciprocity_cli.render.formats import Format
from reciprocity_cli.reports.body import Column, Paragraph, Row, Section, Span
from reciprocity_cli.reports.report import Report


def test_a_report_is_headings_tables_and_paragraphs():
    """Each section is a table under its heading, aligned as the column says."""
    report = Report(
        "x",
        "Title · rest",
        (),
        [],
        columns=[Column("who"), Column("none"), Column("sum", "right"), Column("", "center")],
        body=[
            Section("One", [Row(("Ana", "", "3", (Span("x"), Span("y", "got"))), ("→ a", "b"))]),
            Section("Nobody", []),
            Section("", [Row(("  Bo", "", "", ""))]),
            Paragraph("The end."),
        ],
    )
    assert rendered(report, Format.MD) == (
        "# Title · rest\n\n"
        "## One\n\n"
        "| who | sum |  |\n| --- | --: | :-: |\n| Ana | 3<br>→ a<br>b | xy |\n\n"
        "| who | sum |  |\n| --- | --: | :-: |\n| Bo |  |  |\n\n"
        "The end.\n"
    )


def test_a_report_without_rows_says_so():
    """A document is never without a word."""
    report = Report("x", "Title", (), [], empty="nobody is due")
    assert rendered(report, Format.MD) == "# Title\n\nnobody is due\n"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", "a\\|b"),
        ("*b* _i_ `c`", "\\*b\\* \\_i\\_ \\`c\\`"),
        ("[t](u)", "\\[t\\](u)"),
        ("<script>", "\\<script\\>"),
        ("&amp; R&D a & b", "\\&amp; R\\&D a & b"),
        (":smile: 12:30", "\\:smile: 12:30"),
        ("http://x.example", "http\\://x.example"),
        ("www.x.example", "www\\.x.example"),
        ("a@b.example", "a\\@b.example"),
        ("back\\slash ~~s~~ $x$", "back\\\\slash \\~\\~s\\~\\~ \\$x\\$"),
        ("two\nlines", "two⏎lines"),
        ("\x1b[1m", "␛\\[1m"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("+ no list", "\\+ no list"),
        ("1. no list", "1\\. no list"),
        ("12) no list", "12\\) no list"),
        ("10 people", "10 people"),
    ],
)
def test_text_is_printed_literally(text: str, escaped: str):
    """Nothing in a text becomes markup, a link or an emoji."""
    report = Report("x", "T", (), [], body=[Paragraph(text)])
    assert rendered(report, Format.MD) == f"# T\n\n{escaped}\n"
