"""The stems of words, from SQLite's own tokenizer, for matching and for search."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from reciprocity_cli.domain.needs import Stems

TOKENS = "unicode61 remove_diacritics 2"
_SCHEMA = f"""
CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='{TOKENS}');
CREATE VIRTUAL TABLE stemmed USING fts5(text, tokenize='porter {TOKENS}');
CREATE VIRTUAL TABLE word USING fts5vocab('plain', 'instance');
CREATE VIRTUAL TABLE stem USING fts5vocab('stemmed', 'instance');
"""


def stems(texts: Sequence[str]) -> list[Stems]:
    """Return for each text its stems in order, each with the word it first stands for.

    Words are folded as the index folds them: lower case, without accents. Costs some 3
    ms, and 20 us a text.
    """
    found: list[dict[str, str]] = [{} for _ in texts]
    if not any(texts):
        return list(found)
    with closing(sqlite3.connect(":memory:")) as sql:
        sql.executescript(_SCHEMA)
        numbered = list(enumerate(texts))
        for table in ("plain", "stemmed"):
            sql.executemany(f"INSERT INTO {table} (rowid, text) VALUES (? + 1, ?)", numbered)
        words = {
            (doc, offset): term
            for term, doc, offset in sql.execute('SELECT term, doc, "offset" FROM word')
        }
        for term, doc, offset in sql.execute(
            'SELECT term, doc, "offset" FROM stem ORDER BY doc, "offset"'
        ):
            found[doc - 1].setdefault(term, words[doc, offset])
    return list(found)
