"""How values get into SQL: each by its name, or one after the other, never by a number."""

from __future__ import annotations

import re
from pathlib import Path

import reciprocity_cli


def test_no_statement_numbers_its_values():
    """`?1` given with a sequence warns on Python 3.12.0 to 3.12.3, and hides a value used twice."""
    numbered = re.compile(r"[^\w?\\]\?\d")
    package = Path(reciprocity_cli.__file__).parent / "store"
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(package.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if numbered.search(line)
    ]
    assert found == []
