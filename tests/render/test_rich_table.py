"""A report printed by Rich, for whoever imports recip, and as the plain writer has it."""

from __future__ import annotations

import io
import unicodedata

import pytest
import rich
from hypothesis import assume, given
from hypothesis import strategies as st
from report_samples import HOSTILE, REPORTS, TODAY, rendered, ties
from rich.cells import cell_len
from rich.console import Console
from rich.panel import Panel

from reciprocity_cli.domain.text import cell_width, visible
from reciprocity_cli.render.lines import MOST_TEXT
from reciprocity_cli.reports.balance import balance_report
from reciprocity_cli.reports.body import Column, Paragraph, Row, Section, Span
from reciprocity_cli.reports.report import Report

# Scripts and signs whose characters join, are wide, or take no cell of their own.
_SIGNS = [
    *"abc é·→▇┼",
    *"王芳田ｱ한국かが",
    "\u1112\u1161\u11ab",
    "e\u0301\u0302",
    "क्षि",
    "ก็",
    "می\u200cخ",
    *"👍🏽✋☝❤🇩🇪",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "☝\ufe0f🏽",
    "👩🏽\u200d💻",
    "👨\u200d👩\u200d👧",
    "🏳\ufe0f\u200d🌈",
    "🫱🏽\u200d🫲🏻",
    "\u200b\u202e\x1b[31m",
    "[bold]",
    ":smile:",
]
_WORDS = st.lists(st.sampled_from(_SIGNS), max_size=12).map(lambda signs: "".join(signs).strip())
_STYLES = st.sampled_from(["", "dim", "gave", "got", "strong", "warn"])
_CELLS = _WORDS | st.builds(Span, _WORDS, _STYLES) | st.tuples(st.builds(Span, _WORDS, _STYLES))
_COLUMNS = st.builds(
    Column,
    st.sampled_from(["", "a title", "王芳"]),
    st.sampled_from(["left", "right", "center"]),
    shrink=st.booleans(),
    wrap=st.booleans(),
    drop=st.integers(0, 2),
)


@st.composite
def pages(draw: st.DrawFn) -> Report:
    """Return a report of every shape, with short texts of many scripts."""
    columns = draw(st.lists(_COLUMNS, min_size=1, max_size=4))
    first = _WORDS.map(lambda word: f"x{word}")  # a row says something
    rows = st.builds(
        Row,
        st.tuples(first, *[_CELLS] * (len(columns) - 1)),
        st.lists(_CELLS, max_size=1),
        across=st.booleans(),
    )
    sections = st.builds(Section, st.sampled_from(["", "One", "王芳"]), st.lists(rows, max_size=3))
    paragraphs = st.builds(Paragraph, _CELLS, apart=st.booleans())
    body = draw(st.lists(sections | paragraphs, min_size=1, max_size=4))
    return Report("x", draw(st.sampled_from(["T", "T · rest"])), (), [], columns=columns, body=body)


def printed(report: Report, width: int, **how: bool) -> list[str]:
    """Return the lines of a console of that width, without the blanks that fill its tables."""
    file = io.StringIO()
    Console(file=file, width=width, height=50).print(report, **how)
    return [line.rstrip() for line in file.getvalue().split("\n")]


def test_a_report_is_printed_by_rich(capsys: pytest.CaptureFixture[str]):
    """`rich.print` shows it as recip does, in the console's width."""
    report = balance_report(ties(), today=TODAY)
    rich.get_console().width = 80
    rich.print(report)
    shown = [line.rstrip() for line in capsys.readouterr().out.split("\n")]
    assert "\n".join(shown) == rendered(report, width=80)
    assert printed(report, 60) == rendered(report, width=60).split("\n")


def test_a_report_is_recorded_and_put_into_other_things():
    """A console exports it with its colours, and a panel holds it in its own width."""
    report = balance_report(ties(), today=TODAY)
    console = Console(file=io.StringIO(), width=80, record=True)
    console.print(report)
    assert "Lopsided: a chance to give back" in console.export_html()
    inside = printed(Panel(report), 84)
    assert inside[1].startswith("│ Balance · 11 people")
    assert {len(line) for line in inside if line} == {84}


@pytest.mark.parametrize("name", REPORTS)
def test_rich_prints_the_lines_of_a_pipe_where_nothing_is_wrapped(name: str):
    """Both writers agree, line for line."""
    report = REPORTS[name]()
    assert printed(report, 500, soft_wrap=True) == rendered(report).split("\n")


@given(pages())
def test_both_writers_agree_wherever_all_fits(report: Report):
    """On a wide terminal, in a pipe with colour and without: the same lines."""
    plain = rendered(report)
    assume(max(map(cell_len, plain.split("\n"))) <= MOST_TEXT)
    assert printed(report, 1000) == plain.split("\n")
    assert rendered(report, width=1000) == plain


@given(pages(), st.sampled_from([24, 40, 60, 80]))
def test_no_line_is_wider_than_the_terminal(report: Report, width: int):
    """By our own measure too, whatever the text."""
    text = rendered(report, width=width)
    assert max(cell_width(line) for line in text.split("\n")) <= width
    assert not [line for line in text.split("\n") if line != line.rstrip()]


@given(st.lists(st.sampled_from(_SIGNS), max_size=8).map("".join))
def test_we_measure_as_rich_does(text: str):
    """Columns of the two writers are of one width, and Rich's lines as wide as we say."""
    assert cell_width(visible(text)) == cell_len(visible(text))


def test_we_measure_every_character_as_rich_does():
    """But for those that this Python does not know yet, and some signs that became wide lately."""
    lately = {
        *map(chr, (*range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00))),
        *map(chr, (*range(0x1D300, 0x1D357), *range(0x1D360, 0x1D377), 0x3164, 0xFFA0)),
    }
    every = (chr(code) for code in range(0x20, 0x20000) if not 0xD800 <= code < 0xE000)
    known = (char for char in every if unicodedata.category(char) != "Cn" and visible(char) == char)
    assert {char for char in known if cell_width(char) != cell_len(char)} <= lately


def test_nothing_that_was_written_down_is_taken_for_markup():
    """Tags, emoji codes and links stay as they were typed, in whatever console."""
    text = "[bold]x[/bold] :smile: [link=http://x]y[/link] https://z.example 12 'a'"
    report = Report("x", "T", (), [], columns=[Column()], body=[Section("", [Row((text,))])])
    file = io.StringIO()
    console = Console(file=file, width=100, force_terminal=True, color_system="truecolor")
    console.print(report)
    assert file.getvalue().split("\n")[2].rstrip() == f"  {text}"


def test_no_sequence_of_the_owners_reaches_a_console():
    """What could steer a terminal is made visible before Rich sees it."""
    body = [Section("", [Row((name,)) for name in HOSTILE])]
    report = Report("x", "T", (), [], columns=[Column()], body=body)
    text = "\n".join(printed(report, 400))
    assert not set(text) & {"\x1b", "\u202e", "\x00", "\t"}
