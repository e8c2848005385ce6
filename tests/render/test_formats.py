"""Every format of the reports, compared with golden files, and what rendering loads."""

from __future__ import annotations

import subprocess
import sys

import pytest
from report_samples import REPORTS, rendered, same_as_golden

from reciprocity_cli.render.formats import Format


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [None, 60, 80, 200])
def test_tables_look_as_they_were_approved(name: str, width: int | None):
    """A table in a pipe and at each width equals its golden file."""
    where = "pipe" if width is None else str(width)
    assert same_as_golden(f"{name}_{where}.txt", rendered(REPORTS[name](), width=width))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("format", [format for format in Format if format is not Format.TABLE])
def test_other_formats_look_as_they_were_approved(name: str, format: Format):
    """Each other format of a report equals its golden file."""
    assert same_as_golden(f"{name}.{format}", rendered(REPORTS[name](), format))


def test_colours_look_as_they_were_approved(monkeypatch: pytest.MonkeyPatch):
    """The coloured balance at 80 columns equals its golden file."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLORTERM", raising=False)
    text = rendered(REPORTS["balance"](), width=80, color=True)
    assert same_as_golden("balance_80.ansi", text)


def test_a_table_loads_nothing_it_does_not_need():
    """In a pipe a table loads none of rich, csv or json."""
    script = (
        "import io, sys, datetime\n"
        "from reciprocity_cli.render.formats import Format, render\n"
        "from reciprocity_cli.reports.report import Paragraph, Report\n"
        "report = Report('x', 'T', (), [], body=[Paragraph('José')])\n"
        "day = datetime.date(2026, 6, 30)\n"
        "render(report, Format.TABLE, io.StringIO(), today=day)\n"
        "names = {'rich', 'csv', 'json', 'dateutil', 'dataclasses', 'rapidfuzz', 'textwrap'}\n"
        "print(sorted(names & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
