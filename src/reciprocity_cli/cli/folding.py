"""Messages folded at blanks to the terminal they go to; for a file or a pipe a line stays one."""

from __future__ import annotations

import re
from typing import TextIO

from reciprocity_cli.domain.text import cell_width

HANG = 2
"""Cells by which the lines after the first stand in."""


def folded(text: str, stream: TextIO | None, hang: int = HANG) -> str:
    """Return a line of text, safe to print already, in lines that the terminal need not break.

    A command to be typed stays one line, and a word that is too wide stays whole: a path that the
    terminal breaks can be copied, one that is broken here cannot.
    """
    width = terminal_width(stream)
    if width is None or len(text) * 2 <= width or text.lstrip().startswith("recip "):
        return text
    lines = [""]
    for piece in re.findall(r" *[^ ]+", text):
        if lines[-1] and cell_width(lines[-1] + piece) > width:
            lines.append(" " * hang + piece.lstrip(" "))
        else:
            lines[-1] += piece
    return "\n".join(lines)


def terminal_width(stream: TextIO | None) -> int | None:
    """Return the columns of the terminal that a stream is; None where it is none."""
    if stream is None or not stream.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns
