"""Full text over a ledger: an index in memory, made anew for each search.

Nothing of it stands in the file, so there is nothing that amend, rm, undo, merge or erase could
leave out of date. Texts pass through in batches, which bounds the memory at any size.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reciprocity_cli.domain.names import fold
from reciprocity_cli.store.stemming import TOKENS, stems

BATCH = 50_000
"""Texts indexed at once: some 10 MB of short notes."""

_FOUND = "SELECT rowid FROM note WHERE note MATCH ?"
_INDEX = f"""
CREATE VIRTUAL TABLE note USING
  fts5(text, content='', detail=none, columnsize=0, tokenize='{TOKENS}');
CREATE VIRTUAL TABLE word USING fts5vocab('note', 'row');
"""
_ONE = f"""
CREATE VIRTUAL TABLE note USING fts5(text, tokenize='{TOKENS}');
CREATE VIRTUAL TABLE word USING fts5vocab('note', 'instance');
"""

Text = tuple[int, str]
"""The id of a record, and all of its text."""


class Question(NamedTuple):
    """The words of a question, folded as the index folds them, and the stem of each."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


def question(text: str) -> Question:
    """Return the words of what was typed; signs between them are no operators, only text."""
    words = tuple(dict.fromkeys(_words(fold(text))))
    return Question(words, tuple(next(iter(found), "") for found in stems(words)))


def matching(texts: Iterable[Text], asked: Question, said: set[str]) -> Iterator[int]:
    """Yield the ids of the texts in which every word of the question occurs.

    A word occurs where a word of the text has its stem, or begins with it; `said` gets the words
    that do.
    """
    for batch in _batches(texts):
        sql = sqlite3.connect(":memory:", isolation_level=None)
        try:
            sql.executescript(_INDEX)
            sql.execute("BEGIN")
            sql.executemany("INSERT INTO note (rowid, text) VALUES (?, ?)", batch)
            terms = [_terms(sql, *pair) for pair in zip(*asked, strict=True)]
            if not all(terms):
                continue
            said.update(*terms)
            for (number,) in sql.execute(_FOUND, (_expression(terms),)):
                yield number
        finally:
            sql.close()


def _words(text: str) -> Iterator[str]:
    sql = sqlite3.connect(":memory:", isolation_level=None)
    try:
        sql.executescript(_ONE)
        sql.execute("INSERT INTO note (text) VALUES (?)", (text,))
        for (term,) in sql.execute('SELECT term FROM word ORDER BY "offset"'):
            yield term
    finally:
        sql.close()


def _batches(texts: Iterable[Text]) -> Iterator[list[Text]]:
    batch: list[Text] = []
    for number, said in texts:
        # Folding costs time, and the index does it for plain letters.
        batch.append((number, said if said.isascii() else fold(said)))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _terms(sql: sqlite3.Connection, word: str, stem: str) -> list[str]:
    """Return the words of the index that a word of the question means."""
    # A stem keeps the first letter of its word, so only words that begin so can have it.
    first, after = word[:1], chr(min(ord(word[0]) + 1, 0x10FFFF))
    known = [
        term
        for (term,) in sql.execute(
            "SELECT term FROM word WHERE term >= ? AND term < ?", (first, after)
        )
    ]
    begun = [term for term in known if term.startswith(word)]
    rest = [term for term in known if not term.startswith(word) and term[:2] == stem[:2]]
    return begun + [term for term, of in zip(rest, stems(rest), strict=True) if stem in of]


def _expression(terms: Iterable[Iterable[str]]) -> str:
    # In quotes a term is text, whatever it is; it has no quotes, which separate words.
    return " AND ".join("(" + " OR ".join(f'"{term}"' for term in of) + ")" for of in terms)
