"""Colour: the lines of a table painted by Rich for the terminal at hand; Rich is imported only here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style as Look

from reciprocity_cli.render.text import Line
from reciprocity_cli.reports.report import Style

# Two fixed colours with a contrast of 3 : 1 and more on black and on white (WCAG 2.2, 1.4.11); the
# cyan and yellow of a terminal's own theme are hardly to be seen on white.
LOOKS: Mapping[Style, Look] = {
    "": Look.null(),
    "title": Look(bold=True),
    "heading": Look(bold=True),
    "strong": Look(bold=True),
    "dim": Look(dim=True),
    "got": Look(color="color(31)"),
    "gave": Look(color="color(136)"),
    "warn": Look(color="color(160)", bold=True),
}


def painted(lines: Iterable[Line]) -> str:
    """Return lines with the escape sequences of their styles; no other ones are in them.

    Rich says how many colours the terminal has and paints each piece. A Rich table costs 300 us a
    row and cannot hold headings between its rows; a piece painted so costs 1 us.
    """
    system = _color_system()
    return "".join([_painted(line, system) + "\n" for line in lines])


def _painted(line: Line, system: ColorSystem) -> str:
    *before, last = line or ((" ", ""),)
    pieces = [*before, (last[0].rstrip(), last[1])]
    return "".join(
        [
            LOOKS[style].render(text, color_system=system) if style and text else text
            for text, style in pieces
        ]
    ).rstrip()


def _color_system() -> ColorSystem:
    # Colour was decided on before; a terminal that is said to have none gets the plainest.
    detected = Console(force_terminal=True).color_system
    return ColorSystem.STANDARD if detected is None else COLOR_SYSTEMS[detected]
