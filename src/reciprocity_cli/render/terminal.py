"""Colour: the lines of a table painted for a terminal; the only module that imports rich."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from reciprocity_cli.render.text import Line

if TYPE_CHECKING:
    from rich.console import Console

_ALWAYS: dict[str, str] = {
    "title": "bold",
    "heading": "bold",
    "strong": "bold",
    "dim": "dim",
}
# Contrast at least 3 : 1 on black and on white (WCAG 2.2, 1.4.11); a terminal's own cyan and yellow
# are hardly visible on white.
_OF_256: dict[str, str] = {"got": "color(31)", "gave": "color(136)", "warn": "bold color(160)"}
_OF_16: dict[str, str] = {"got": "cyan", "gave": "yellow", "warn": "bold red"}


def painted(lines: Iterable[Line]) -> str:
    """Return lines with the escape sequences of their styles; their text is taken literally."""
    import io

    from rich.text import Text

    buffer = io.StringIO()
    console = _console(buffer)
    for line in lines:
        text = Text(no_wrap=True, end="\n")
        for piece, style in line:
            text.append(piece, style or None)
        text.rstrip()
        console.print(text, soft_wrap=True)
    return buffer.getvalue()


def _console(buffer: TextIO) -> Console:
    """A console that paints and nothing else: whether to paint was decided by the caller."""
    from rich.console import Console
    from rich.theme import Theme

    system = Console(file=buffer, force_terminal=True).color_system
    rich_in_colors = system in ("256", "truecolor")
    return Console(
        file=buffer,
        theme=Theme(_ALWAYS | (_OF_256 if rich_in_colors else _OF_16), inherit=False),
        color_system="256" if rich_in_colors else "standard",
        force_terminal=True,
        force_jupyter=False,
        no_color=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
