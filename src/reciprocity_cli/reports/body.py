"""The body of a report, before any format: sections of rows, cells in pieces, running text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

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

    Every column has the width of its widest cell wherever there is room for it. On a terminal too
    narrow for that, the cells of a `shrink` column are cut with an ellipsis and those of a `wrap`
    column run over several lines; when that does not do, columns with a `drop` above 0 are left
    out, the highest first.
    """

    title: Cell = ""
    align: Literal["left", "right", "center"] = "left"
    shrink: bool = False
    drop: int = 0
    wrap: bool = False


class Row(NamedTuple):
    """One line of cells, and lines of text that hang below it, indented to the second column.

    A line that is `across` has text in its first cell alone, which runs over all columns and makes
    none of them wider.
    """

    cells: Sequence[Cell]
    below: Sequence[Cell] = ()
    across: bool = False


def labelled(lines: Sequence[tuple[str, Cell]]) -> list[Row]:
    """Return lines of a page, what each is called before what it says."""
    return [Row((dim(label), said)) for label, said in lines]


class Section(NamedTuple):
    """Rows under a heading; all sections of a report share its columns, so that they align."""

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
