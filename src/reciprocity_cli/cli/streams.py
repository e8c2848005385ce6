"""The standard streams: made fit to print on, and given up when they cannot be written."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def prepare_streams() -> None:
    """Make stdout and stderr fit for any text, closed ones too."""
    # Closed (as `>&-` does) they are None: there is nobody to speak to, and no reason to fail.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: SIM115
    # A terminal that cannot show a sign gets an escape for it, never a traceback.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def give_stdout_up() -> None:
    """Let what is left in stdout go nowhere, so that it fails no more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
