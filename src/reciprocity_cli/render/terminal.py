"""Colour: the lines of a table painted for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from reciprocity_cli.render.text import Line
from reciprocity_cli.reports.report import Style

# Written by hand: loading rich takes as long as all else in a report, its console 150 us a line.
# The two colours are fixed ones, with a contrast of 3 : 1 and more on black and on white (WCAG 2.2,
# 1.4.11); the cyan and yellow of a terminal's own theme are hardly to be seen on white.
_CODES: dict[Style, str] = {
    "title": "1",
    "heading": "1",
    "strong": "1",
    "dim": "2",
    "got": "38;5;31",
    "gave": "38;5;136",
    "warn": "1;38;5;160",
}
_RESET = "\x1b[0m"


def painted(lines: Iterable[Line]) -> str:
    """Return lines with the escape sequences of their styles; no other ones are in them."""
    return "".join([_painted(line) + "\n" for line in lines])


def _painted(line: Line) -> str:
    *before, last = line or ((" ", ""),)
    pieces = [*before, (last[0].rstrip(), last[1])]
    return "".join(
        [
            f"\x1b[{_CODES[style]}m{text}{_RESET}" if style and text else text
            for text, style in pieces
        ]
    ).rstrip()
