"""Files as the owner names them; what no file can be called is refused before one is opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reciprocity_cli.domain.text import quoted, visible
from reciprocity_cli.errors import RecipError, UsageError


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
    if _same_file(target, ledger):
        raise RecipError(f"{target} is the ledger itself", "name another file")
    return target


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        # One of them is not there; the other may still be called so.
        return os.path.abspath(one) == os.path.abspath(other)


def print_path(path: Path) -> None:
    """Print a path, for a program byte by byte as it is, on a terminal with nothing hidden."""
    octets = getattr(sys.stdout, "buffer", None)
    if sys.stdout.isatty() or octets is None:
        print(visible(str(path)))
        return
    # Not as text, which cannot hold a name that is not UTF-8: $(recip ledger path) is to be used.
    sys.stdout.flush()
    octets.write(os.fsencode(path) + b"\n")
