"""A report's body, before any format: sections of rows, cells in pieces, text."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from reciprocity_cli.domain.text import settled

Style = Literal["", "title", "heading", "gave", "got", "dim", "strong", "warn"]
"""What a piece of text is for; the renderer chooses the colour, which only repeats the words."""


class Span(NamedTuple):
    """A piece of text in one style."""

    text: str
    style: Style = ""


Cell = str | Span | tuple[Span, ...]
"""The content of one cell: plain text, one styled piece or several side by side."""


def dim(text: str) -> Span:
    """Return text that stands back."""
    return Span(text, "dim")


def numbered(record_id: int) -> Span:
    """Return "#12", as ids are shown and typed."""
    return Span(f"#{record_id}", "dim")


def spans_of(cell: Cell) -> tuple[Span, ...]:
    """Return a cell as its pieces."""
    if isinstance(cell, str):
        return (Span(cell),)
    return (cell,) if isinstance(cell, Span) else cell


def plain_text(cell: Cell) -> str:
    """Return the text of a cell."""
    return "".join([span.text for span in spans_of(cell)])


class Column(NamedTuple):
    """One column of a report's table.

    Every column has the width of its widest cell wherever there is room for it. On a
    terminal too narrow for that, the cells of a `shrink` column are cut with an
    ellipsis and those of a `wrap` column run over several lines; when that does not do,
    columns with a `drop` above 0 are left out, the highest first.
    """

    title: Cell = ""
    align: Literal["left", "right", "center"] = "left"
    shrink: bool = False
    drop: int = 0
    wrap: bool = False


class Row(NamedTuple):
    """One line of cells, and lines of text that hang below it, indented to the second column.

    A line that is `across` has text in its first cell alone, which runs over all
    columns and makes none of them wider.
    """

    cells: Sequence[Cell]
    below: Sequence[Cell] = ()
    across: bool = False


def labelled(lines: Sequence[tuple[str, Cell]]) -> list[Row]:
    """Return lines of a page, what each is called before what it says."""
    return [Row((dim(label), said)) for label, said in lines]


class Section(NamedTuple):
    """Rows under a heading; a report's sections share its columns, so they align."""

    heading: str
    rows: Sequence[Row]


class Paragraph(NamedTuple):
    """Running text, wrapped on a terminal to its width and never elsewhere.

    A blank line stands before it if it is `apart`.
    """

    text: Cell
    apart: bool = True


def paragraphs(text: str) -> list[Paragraph]:
    """Return the lines of a text, a blank line before the first."""
    return [Paragraph(line, apart=not at) for at, line in enumerate(text.splitlines())]


Body = list[Section | Paragraph]


class Figure(NamedTuple):
    """One printed line: what the number is called, and how it comes about."""

    label: str
    text: str


CENTRE = "┼"
SOLID = "▇"
LIGHT = "░"
_HAIR = {"gave": "▏", "got": "▕"}
_STEPS = "▁▂▃▄▅▆▇█"


def index_bar(index: float, spread: float, half_width: int) -> Cell:
    """Return a bar of B in (-1, 1): left what was received, right what was given.

    Its cautious part, abs(B) - s, is solid and the rest lighter, which shows without colour too. A
    tilt too small for a cell is a hair. `half_width` cells stand for 1 on either side.
    """
    tilt = abs(index)
    length = _cells(tilt, half_width)
    solid = min(_cells(max(0.0, tilt - spread), half_width), length)
    tilted = settled(tilt) > 0
    return _drawn("gave" if index > 0 else "got", length, solid, tilted, half_width)


@lru_cache(maxsize=1024)
def _drawn(style: Style, length: int, solid: int, tilted: bool, half_width: int) -> Cell:
    bar = SOLID * solid + LIGHT * (length - solid)
    if not bar and tilted:
        bar = _HAIR[style]
    if style == "gave":
        return (Span(" " * half_width), Span(CENTRE, "dim"), Span(bar, style))
    blanks = Span(" " * (half_width - len(bar)))
    return (blanks, Span(bar[::-1], style), Span(CENTRE, "dim"))


def flow_bar(gave: float, got: float, largest: float, half_width: int) -> Cell:
    """Return what went each way as a bar each side of the centre; `largest` fills one.

    All of it is solid: an amount to look at, without a reading.
    """
    given = SOLID * _share_of(gave, largest, half_width)
    received = SOLID * _share_of(got, largest, half_width)
    blanks = Span(" " * (half_width - len(received)))
    return (blanks, Span(received, "got"), Span(CENTRE, "dim"), Span(given, "gave"))


def _share_of(amount: float, largest: float, half_width: int) -> int:
    return max(1, _cells(amount / largest, half_width)) if amount > 0 else 0


def index_axis(half_width: int) -> Cell:
    """Return the title of a column of bars, its centre above theirs; `half_width` is 5 or more."""
    left = f"got ◂{'─' * (half_width - 5)}"
    return (Span(left, "got"), Span(CENTRE, "dim"), Span(f"{'─' * (half_width - 5)}▸ gave", "gave"))


def _cells(share: float, width: int) -> int:
    return int(share * width + 0.5)


def sparkline(values: Sequence[float]) -> str:
    """Return one sign a value (0 or more), as high as its share of the largest; 0 is the lowest."""
    largest = max(values, default=0)
    if not largest > 0:
        return _STEPS[0] * len(values)
    top = len(_STEPS) - 1
    return "".join(
        _STEPS[0 if not value else max(1, round(value / largest * top))] for value in values
    )
