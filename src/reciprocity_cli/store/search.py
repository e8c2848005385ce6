"""Full text in memory: every text of the ledger, its words and their stems."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from reciprocity_cli.domain.kinds import PARTS_OF, RECORDS, Kind
from reciprocity_cli.domain.names import fold, is_han
from reciprocity_cli.store.stems import TOKENS, stems

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
    """Return the words typed; signs between them are no operators, only text."""
    words = tuple(dict.fromkeys(_words(fold(text))))
    return Question(words, tuple(next(iter(found), "") for found in stems(words)))


def matching(texts: Iterable[Text], asked: Question, said: set[str]) -> Iterator[int]:
    """Yield the ids of the texts in which every word of the question occurs.

    A word occurs where a word of the text has its stem, or begins with it; `said` gets
    the words that do.
    """
    for batch in _batches(texts):
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
            sql.executescript(_INDEX)
            sql.execute("BEGIN")
            sql.executemany("INSERT INTO note (rowid, text) VALUES (?, ?)", batch)
            terms = [_terms(sql, *pair) for pair in zip(*asked, strict=True)]
            if not all(terms):
                continue
            said.update(*terms)
            # In quotes a term is text, whatever it is; it has no quotes, which separate words.
            spelled = [" OR ".join(f'"{term}"' for term in of) for of in terms]
            wanted = " AND ".join(f"({each})" for each in spelled)
            for (number,) in sql.execute(_FOUND, (wanted,)):
                yield number


def _words(text: str) -> Iterator[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
        sql.executescript(_ONE)
        sql.execute("INSERT INTO note (text) VALUES (?)", (text,))
        for (term,) in sql.execute('SELECT term FROM word ORDER BY "offset"'):
            yield term


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
    """Return the words of the index that a word of the question means.

    Where a script puts no blanks between words, one of the index may be a whole sentence.
    """
    if any(map(_is_unspaced, word)):
        inside = sql.execute("SELECT term FROM word WHERE instr(term, ?)", (word,))
        return [term for (term,) in inside]
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


def _is_unspaced(char: str) -> bool:
    return is_han(char) or any(first <= char <= last for first, last in _SOUTH_EAST)


_SOUTH_EAST = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))
"""Thai and Lao, Burmese, Khmer."""


PEOPLE_KIND = "person"
BETWEEN = " · "
"""What stands between the parts of a text; the first part of a person's is the name."""


class Source(NamedTuple):
    """Where the text of one kind of record stands, as SQL over its table.

    `day` is NULL for what has no day; `person` is the column of its person, if it has one.
    """

    kind: str
    table: str
    text: str
    day: str
    person: str


def _joined(*parts: str) -> str:
    """Return SQL for the parts that say something, with dots between."""
    said = " || ".join(
        f"CASE WHEN {part} <> '' THEN '{BETWEEN}' || {part} ELSE '' END" for part in parts
    )
    return f"substr({said}, {len(BETWEEN) + 1})"


_DETAILS = (
    f"IFNULL((SELECT group_concat(d.value, '{BETWEEN}') FROM detail d"
    " WHERE d.person_id = t.id AND d.kind <> 'role'), '')"
)
_PEOPLE = Source(
    PEOPLE_KIND,
    "person",
    _joined("t.name", "t.title", "t.organisation", _DETAILS, "t.why", "t.route", "t.notes"),
    day="NULL",
    person="t.id",
)
_SHOWN_AS = {"interaction": "contact", "phase_change": "phase"}
"""What a kind is called in the list of what was found, where that is not its own name."""


def source_of(kind: Kind[Any]) -> Source:
    """Return where the text of a kind of records stands, but for people."""
    parts = PARTS_OF.get(kind.table)
    nested = [_nested(parts, name) for name in parts.searched] if parts else ()
    return Source(
        _SHOWN_AS.get(kind.table, kind.table),
        kind.table,
        _joined(*(f"t.{name}" for name in kind.searched), *nested),
        f"t.{kind.day}" if kind.day else "NULL",
        "t.person_id" if "person_id" in kind.references else "NULL",
    )


def _nested(part: Kind[Any], name: str) -> str:
    return (
        f"IFNULL((SELECT group_concat(u.{name}, '{BETWEEN}') FROM {part.table} u"
        f" WHERE u.{part.owner} = t.id AND u.{name} <> ''), '')"
    )


@cache
def sources() -> tuple[Source, ...]:
    """Return where there is text to search; what is about nobody stands last."""
    kinds = [kind for table, kind in RECORDS.items() if table != "person" and kind.searched]
    kinds.sort(key=lambda kind: not kind.references and not PARTS_OF.get(kind.table))
    return (_PEOPLE, *map(source_of, kinds))


class Bounds(NamedTuple):
    """Which records are searched: one person's or all, of some days or up to today."""

    today: date
    person_ids: Collection[int] | None = None
    first: date | None = None
    last: date | None = None


def texts(sql: sqlite3.Connection, source: Source, bounds: Bounds) -> Iterator[tuple[int, str]]:
    """Yield id and text of each record of a kind that has any, the oldest first."""
    where, values = _within(source, bounds)
    yield from sql.execute(
        f"SELECT t.id, {source.text} AS said FROM {source.table} t"
        f" WHERE said <> '' AND {where} ORDER BY t.id",
        values,
    )


def day_of(sql: sqlite3.Connection, source: Source, number: int) -> str:
    """Return the day of a record as text that sorts; "" for what has none."""
    row = sql.execute(
        f"SELECT {source.day} FROM {source.table} t WHERE t.id = ?", (number,)
    ).fetchone()
    return row[0] or ""


def text_of(sql: sqlite3.Connection, source: Source, number: int) -> str:
    """Return the text of one record."""
    statement = f"SELECT {source.text} FROM {source.table} t WHERE t.id = ?"
    return str(sql.execute(statement, (number,)).fetchone()[0])


def people_of(sql: sqlite3.Connection, source: Source, number: int) -> tuple[int, ...]:
    """Return the ids of the people that a record is about."""
    if source.table == "interaction":
        rows = sql.execute(
            "SELECT person_id FROM attendance WHERE interaction_id = ? ORDER BY id", (number,)
        )
    else:
        rows = sql.execute(
            f"SELECT {source.person} FROM {source.table} t WHERE t.id = ?", (number,)
        )
    return tuple(who for (who,) in rows if who is not None)


def _within(source: Source, bounds: Bounds) -> tuple[str, dict[str, object]]:
    parts, values = ["1"], {"today": bounds.today.isoformat()}
    if source.day != "NULL":
        parts.append(f"{source.day} <= :today")
    if bounds.first is not None or bounds.last is not None:
        values["first"] = (bounds.first or date.min).isoformat()
        values["last"] = (bounds.last or date.max).isoformat()
        parts.append(f"{source.day} BETWEEN :first AND :last")
    if bounds.person_ids is not None:
        listed = ", ".join(str(number) for number in bounds.person_ids)
        parts.append(
            f"t.id IN (SELECT a.interaction_id FROM attendance a WHERE a.person_id IN ({listed}))"
            if source.table == "interaction"
            else f"{source.person} IN ({listed})"
        )
    return " AND ".join(parts), dict(values)


def kind_of(sql: sqlite3.Connection, source: Source, number: int) -> str:
    """Return what a record is called: an exchange by its direction, gave or got."""
    if source.table != "exchange":
        return source.kind
    statement = "SELECT direction FROM exchange WHERE id = ?"
    return str(sql.execute(statement, (number,)).fetchone()[0])
