"""stdin, stdout and files: prepared, folded to the terminal, never half-written."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from reciprocity_cli.domain.text import cell_width, quoted, visible
from reciprocity_cli.errors import RecipError, UsageError


def prepare_streams() -> None:
    """Make stdout and stderr fit for any text, closed ones too."""
    # Closed (as `>&-` does) they are None: there is nobody to speak to, and no reason to fail.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: SIM115
    # A terminal that cannot show a sign gets an escape for it, never a traceback.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    if sys.stderr is sys.__stderr__ and isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _Beside(
            sys.stderr.detach(), sys.stderr.encoding, "backslashreplace", line_buffering=True
        )


class _Beside(io.TextIOWrapper):
    """stderr, on a full disk and behind a closed pipe too: what cannot be said changes nothing."""

    def write(self, text: str) -> int:
        """Write what can be written."""
        try:
            return super().write(text)
        except OSError:
            _give_up(self)
            return len(text)

    def flush(self) -> None:
        """Write what waits."""
        try:
            super().flush()
        except OSError:
            _give_up(self)


def give_stdout_up() -> None:
    """Let what is left in stdout go nowhere, so that it fails no more."""
    _give_up(sys.stdout)


def _give_up(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


HANG = 2
"""Cells by which the lines after the first stand in."""


def folded(text: str, stream: TextIO | None, hang: int = HANG) -> str:
    """Return a line of text, safe to print already, in lines that the terminal need not break.

    A command to be typed stays one line, and a word that is too wide stays whole: a
    path that the terminal breaks can be copied, one that is broken here cannot.
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


def file_named(text: str) -> Path:
    """Return the path that `text` names. Raises UsageError for what no file can be called.

    That is a NUL, and letters that the locale's encoding of file names does not have.
    """
    try:
        if b"\x00" in os.fsencode(text):
            raise UsageError(f"no file can be called {quoted(text)}", "it contains a NUL character")
    except UnicodeEncodeError as error:
        raise UsageError(
            f"no file can be called {quoted(text)} here", "set LANG to a UTF-8 locale"
        ) from error
    return Path(text)


def file_to_write(text: str, ledger: Path) -> Path:
    """Return the path that `text` names; raises RecipError where that is the ledger itself."""
    target = file_named(text)
    try:
        same = target.samefile(ledger)
    except OSError:
        # One of them is not there; the other may still be called so.
        same = os.path.abspath(target) == os.path.abspath(ledger)
    if same:
        raise RecipError(f"{target} is the ledger itself", "name another file")
    return target


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """Give a file for reading, or with - standard input. Raises RecipError where it cannot be."""
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        with open(file_named(file), "rb") as stream:
            yield stream
    except OSError as error:
        raise RecipError(f"{file} cannot be read: {(error.strerror or '').lower()}") from error


def print_path(path: Path) -> None:
    """Print a path, for a program byte by byte as it is, on a terminal with nothing hidden."""
    octets = getattr(sys.stdout, "buffer", None)
    if sys.stdout.isatty() or octets is None:
        print(visible(str(path)))
        return
    # Not as text, which cannot hold a name that is not UTF-8: $(recip ledger path) is to be used.
    sys.stdout.flush()
    octets.write(os.fsencode(path) + b"\n")
