"""Colour repeats what the words say, and nothing else is added."""

from __future__ import annotations

import re
import time

import pytest
from report_samples import TODAY, queue, rendered, ties

from reciprocity_cli.reports.balance import balance_report
from reciprocity_cli.reports.body import Column, Paragraph, Row, Section, Span
from reciprocity_cli.reports.due import due_report
from reciprocity_cli.reports.report import Report


@pytest.fixture(autouse=True)
def many_colours(monkeypatch):
    """A terminal of 256 colours."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLORTERM", raising=False)


SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


def test_coloured_text_without_its_colours_is_the_plain_text():
    """Taking the colours away leaves the very same table."""
    for report in (balance_report(ties(), today=TODAY), due_report(queue(), today=TODAY)):
        for width in (None, 60, 80, 200):
            coloured = rendered(report, width=width, color=True)
            assert SEQUENCE.sub("", coloured) == rendered(report, width=width)
            assert coloured.count("\x1b") == len(SEQUENCE.findall(coloured)) > 0


def test_each_style_has_its_sequence():
    """Giving is amber, receiving cyan-blue, a heading bold, the unimportant dim."""
    styles = ("title", "heading", "strong", "dim", "got", "gave", "warn", "")
    spans = tuple(Span(style or "plain", style) for style in styles)
    report = Report("x", "T", (), [], body=(Paragraph(spans),))
    assert rendered(report, color=True).split("\n")[2] == (
        "\x1b[1mtitle\x1b[0m\x1b[1mheading\x1b[0m\x1b[1mstrong\x1b[0m\x1b[2mdim\x1b[0m"
        "\x1b[38;5;31mgot\x1b[0m\x1b[38;5;136mgave\x1b[0m\x1b[1;38;5;160mwarn\x1b[0mplain"
    )


def test_no_colour_is_written_without_asking_for_it():
    """A table is plain unless it is told to be coloured."""
    report = balance_report(ties(), today=TODAY)
    assert "\x1b" not in rendered(report) + rendered(report, width=80)


def test_a_coloured_line_ends_in_no_blank():
    """Blanks at the end go, in whatever style they are."""
    spans = (Span("a", "dim"), Span("b  ", "got"))
    report = Report("x", "T", (), [], body=(Paragraph(spans), Paragraph(Span("  "), apart=False)))
    assert rendered(report, color=True).split("\n")[2:] == [
        "\x1b[2ma\x1b[0m\x1b[38;5;31mb\x1b[0m",
        "",
        "",
    ]


@pytest.mark.parametrize("terminal", ["xterm", "dumb", "xterm-16color"])
def test_a_terminal_of_few_colours_gets_its_own(monkeypatch, terminal):
    """Where there are only sixteen colours, or none is known of, the nearest of them stand in."""
    monkeypatch.setenv("TERM", terminal)
    report = Report("x", "T", (), [], body=(Paragraph((Span("in", "got"), Span("out", "gave"))),))
    assert rendered(report, color=True).split("\n")[2] == "\x1b[36min\x1b[0m\x1b[33mout\x1b[0m"


def test_colour_that_was_asked_for_is_painted_in_spite_of_no_color(monkeypatch):
    """Whether there is colour is decided before: the flag goes before NO_COLOR."""
    monkeypatch.setenv("NO_COLOR", "1")
    report = Report("x", "T", (), [], body=(Paragraph(Span("in", "got")),))
    assert rendered(report, color=True).split("\n")[2] == "\x1b[38;5;31min\x1b[0m"


def test_a_terminal_is_as_wide_as_it_is_said_to_be(monkeypatch):
    """Neither COLUMNS nor a dumb terminal make Rich take another width."""
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.delenv("LINES", raising=False)
    monkeypatch.setenv("TERM", "dumb")
    report = Report("x", "T", (), [], body=(Paragraph("word " * 25),))
    assert max(map(len, rendered(report, width=60).split("\n"))) == 59


def test_one_long_text_costs_no_more_than_its_length():
    """The blanks that fill the other rows up to it are passed over once, not from each of them."""
    rows = [Row((f"n{number}", "x" if number else "x" * 20_000, "y")) for number in range(40)]
    columns = (Column("a"), Column("b"), Column("c"))
    report = Report("x", "T", (), [], columns=columns, body=(Section("", rows),))
    began = time.perf_counter()
    assert rendered(report, color=True).count("y") == 40
    assert time.perf_counter() - began < 10
