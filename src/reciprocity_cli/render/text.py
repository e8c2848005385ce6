"""Pieces of styled text: a cell made safe, measured, cut to a width or wrapped to one."""

from __future__ import annotations

from typing import NamedTuple

from reciprocity_cli.domain.text import cell_width, shorten, visible
from reciprocity_cli.reports.report import Cell, Span

Line = tuple[Span, ...]


class Measured(NamedTuple):
    """A cell ready for print, and the number of terminal cells it takes."""

    line: Line
    width: int


def measured(cell: Cell) -> Measured:
    """Make the text of a cell visible and measure it."""
    if isinstance(cell, str):
        text = visible(cell)
        return Measured((Span(text),) if text else (), cell_width(text))
    spans = (cell,) if isinstance(cell, Span) else cell
    line = tuple(Span(visible(text), style) for text, style in spans if text)
    return Measured(line, sum(cell_width(span.text) for span in line))


def plain(line: Line) -> str:
    """Return the text of a line."""
    return "".join([span.text for span in line])


def cut(line: Line, width: int) -> Line:
    """Return a line cut to at most `width` cells, with an ellipsis where something was cut off."""
    text = plain(line)
    short = shorten(text, width)
    if short == text or not short:
        return line if short else ()
    pieces = _part(line, 0, len(short) - 1)
    return (*pieces, Span("…", pieces[-1].style if pieces else ""))


def wrap(line: Line, width: int, hang: int = 0) -> list[Line]:
    """Break a line at blanks into lines of at most `width` cells, those after the first hung in.

    A word that is wider than a whole line is broken where the line ends; no text is left out.
    """
    text = plain(line)
    lines: list[Line] = []
    start = 0
    while start < len(text):
        indent = hang if lines else 0
        end, following = _line_end(text, start, max(width - indent, 1))
        pieces = _part(line, start, end)
        lines.append((Span(" " * indent), *pieces) if indent else pieces)
        start = following
    return lines or [()]


def _line_end(text: str, start: int, room: int) -> tuple[int, int]:
    """Return where the line that begins at `start` ends, and where the next one begins."""
    end = min(start + room, len(text))
    while end > start + 1 and cell_width(text[start:end]) > room:
        end -= 1
    if end == len(text):
        return end, end
    blank = text.rfind(" ", start, end + 1)
    if blank <= start:
        return end, end
    following = blank
    while following < len(text) and text[following] == " ":
        following += 1
    return blank, following


def _part(line: Line, start: int, end: int) -> Line:
    """Return the characters from `start` to `end` of a line, each still in its style."""
    pieces: list[Span] = []
    at = 0
    for text, style in line:
        inside = text[max(start - at, 0) : max(end - at, 0)]
        if inside:
            pieces.append(Span(inside, style))
        at += len(text)
    return tuple(pieces)
