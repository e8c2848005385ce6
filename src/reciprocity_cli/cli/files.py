"""Files as the owner names them; what no file can be called is refused before one is opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reciprocity_cli.domain.text import quoted, visible
from reciprocity_cli.errors import UsageError


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


def print_path(path: Path) -> None:
    """Print a path, for a program byte by byte as it is, on a terminal with nothing hidden."""
    if sys.stdout.isatty():
        print(visible(str(path)))
        return
    # Not as text, which cannot hold a name that is not UTF-8: $(recip ledger path) is to be used.
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(path) + b"\n")
