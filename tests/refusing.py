"""What every refusal is: one line on stderr, an exit code, and a file as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


def assert_refused(recip: Any, path: Path, words: Sequence[str], code: int, said: str) -> None:
    """Run the words and check that they are refused with `code`, saying `said`."""
    before = path.read_bytes()
    ran = recip(*words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("recip: ")
    assert ran.err.count("\n") == 1
    assert said in ran.err
    assert path.read_bytes() == before
