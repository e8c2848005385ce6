"""What SQLite this is, and what it can do of what recip uses."""

from __future__ import annotations

import sqlite3
from contextlib import closing


def engine_facts() -> list[tuple[str, str]]:
    """Return what there is to know of the SQLite that Python came with."""
    with closing(sqlite3.connect(":memory:")) as sql:
        options = {str(name) for (name,) in sql.execute("PRAGMA compile_options")}
    return [
        ("version", sqlite3.sqlite_version),
        ("full text", "FTS5" if "ENABLE_FTS5" in options else "no FTS5"),
        (
            "math functions",
            "built in" if "ENABLE_MATH_FUNCTIONS" in options else "none; recip brings its own",
        ),
        ("secure delete", "built in" if "SECURE_DELETE" in options else "switched on by recip"),
        ("threads", "safe" if sqlite3.threadsafety else "single"),
    ]
