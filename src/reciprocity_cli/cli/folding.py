"""Messages folded at blanks to the terminal they go to; for a file or a pipe a line stays one."""

from __future__ import annotations

from typing import TextIO

HANG = 2
"""Cells by which the lines after the first stand in."""


def folded(text: str, stream: TextIO | None, hang: int = HANG) -> str:
    """Return a line of text, safe to print already, in lines that the terminal need not break.

    A command to be typed stays one line, so that it can be copied.
    """
    width = terminal_width(stream)
    if width is None or len(text) * 2 <= width or text.lstrip().startswith("recip "):
        return text
    # Only here, where somebody reads it: a command in a pipe does not pay for it.
    from reciprocity_cli.render.text import measured, plain, wrap

    return "\n".join(plain(line) for line in wrap(measured(text).line, width, hang))


def terminal_width(stream: TextIO | None) -> int | None:
    """Return the columns of the terminal that a stream is; None where it is none."""
    if stream is None or not stream.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns
