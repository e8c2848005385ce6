"""The pages of the file: what SQLite's own checks say, and references that lead nowhere."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator

from reciprocity_cli.domain.records import Finding

MOST_ASKED = 500
"""Messages that SQLite gives at most; one damaged page can cause thousands."""


def page_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what the integrity check says; it looks at pages, indexes, NOT NULL and CHECK."""
    said: Counter[str] = Counter()
    try:
        for (text,) in sql.execute(f"PRAGMA integrity_check({MOST_ASKED})"):
            lines = [line for line in str(text).splitlines() if not line.startswith("*** in ")]
            said.update(line for line in lines if line != "ok")
    except sqlite3.Error as error:
        said[f"the check of the pages ended early: {error}"] += 1
    for line, count in said.items():
        yield Finding("pages", f"{line} ({count} times)" if count > 1 else line)


def reference_findings(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Yield rows that refer to a row that is not there."""
    try:
        for table, number, other, _ in sql.execute("PRAGMA foreign_key_check"):
            row = f"{_word(table)} #{number}"
            yield Finding("row", f"{row} refers to a row of {_word(other)} that is not there")
    except sqlite3.Error as error:
        yield Finding("pages", f"the references cannot be followed: {error}")


def _word(table: str) -> str:
    return str(table).replace("_", " ")
