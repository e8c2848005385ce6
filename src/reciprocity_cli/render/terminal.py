"""Colour: the lines of a table painted by Rich, which is imported only here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style as Look

from reciprocity_cli.reports.body import Span, Style

Line = tuple[Span, ...]

# Two fixed colours with a contrast of 3 : 1 and more on black and on white (WCAG 2.2, 1.4.11); the
# cyan and yellow of a terminal's own theme are hardly to be seen on white.
_DEFINITIONS: Mapping[Style, str] = {
    "": "",
    "title": "bold",
    "heading": "bold",
    "strong": "bold",
    "dim": "dim",
    "got": "color(31)",
    "gave": "color(136)",
    "warn": "bold color(160)",
}


def painted(lines: Iterable[Line]) -> str:
    """Return lines with the escape sequences of their styles; no other ones are in them.

    Rich says how many colours the terminal has and paints each piece. A Rich table costs 300 us a
    row and cannot hold headings between its rows; a piece painted so costs 1 us.
    """
    # Colour was decided on before; a terminal that is said to have none gets the plainest.
    detected = Console(force_terminal=True).color_system
    system = ColorSystem.STANDARD if detected is None else COLOR_SYSTEMS[detected]
    # Made anew each time: a style remembers the codes of the first terminal it was rendered for.
    looks = {style: Look.parse(definition).copy() for style, definition in _DEFINITIONS.items()}
    return "".join([_painted(line, looks, system) + "\n" for line in lines])


def _painted(line: Line, looks: Mapping[Style, Look], system: ColorSystem) -> str:
    *before, last = line or ((" ", ""),)
    pieces = [*before, (last[0].rstrip(), last[1])]
    return "".join(
        [
            looks[style].render(text, color_system=system) if style and text else text
            for text, style in pieces
        ]
    ).rstrip()
