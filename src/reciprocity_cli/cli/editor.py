"""The owner's own editor, on a private file of `key: value` lines."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from reciprocity_cli.errors import RecipError, UsageError


def edit_words(words: dict[str, str]) -> dict[str, str]:
    """Open the words in $VISUAL or $EDITOR; return those that were changed.

    A note may run over several lines: it stands last. Raises RecipError where no editor can run,
    and UsageError for a line that is not understood.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="recip-") as folder:
        path = Path(folder) / "entry.txt"
        path.write_text(_as_text(words), encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(command), str(path)], check=False)
        except (OSError, ValueError) as error:
            raise RecipError(f"the editor {command!r} cannot be run", "set EDITOR") from error
        if done.returncode:
            raise RecipError("the editor ended with an error", "nothing was changed")
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    return {key: value for key, value in _read(text, words).items() if value != words[key]}


def _as_text(words: dict[str, str]) -> str:
    lines = [f"{key}: {value}" for key, value in words.items() if key != "note"]
    return "\n".join([*lines, f"note: {words.get('note', '')}", ""])


def _read(text: str, words: dict[str, str]) -> dict[str, str]:
    # Only at the start of a line: a name or a note may have the word within.
    begin = f"\n{text}".find("\nnote:")
    head = text if begin < 0 else text[:begin]
    found = {} if begin < 0 else {"note": text[begin + len("note:") :].strip()}
    for line in head.splitlines():
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in words:
            raise UsageError(
                f"the line {line.strip()[:40]!r} is not understood", "nothing was changed"
            )
        found[key.strip()] = value.strip()
    return found
