"""What a search is made of: the newest of the records that match, of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from heapq import nlargest
from typing import TYPE_CHECKING

from reciprocity_cli.domain.query import Found, Query, marked
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.search import Searched, search_report
from reciprocity_cli.store import search as reads
from reciprocity_cli.store import search as searching
from reciprocity_cli.store.people import choose_people, namesakes_apart, people_by_id

if TYPE_CHECKING:
    import sqlite3

_Hit = tuple[bool, str, int, int]
"""Whether it is a person, its day, its id, its source: the order in which a limit keeps them."""


def search_view(
    sql: sqlite3.Connection,
    text: str,
    query: Query,
    today: date,
    *,
    limit: int,
    brackets: bool,
) -> Report:
    """Return the newest records in which every word of a text occurs.

    `query` names people and a period. Raises UsageError for a text without a word.
    """
    asked = searching.question(text)
    if not asked.words:
        raise UsageError("there is no word to search for", "type one, such as recip search pricing")
    chosen = choose_people(sql, query).wanted
    period = query.period
    search = _Search(sql, asked, reads.Bounds(today, chosen, *(period or (None, None))))
    found = search.newest(limit)
    names = {
        person.id: person.name
        for person in people_by_id(sql, {who for one in found for who in one.person_ids})
    }
    searched = Searched(text, found, {**names, **namesakes_apart(sql)}, names, search.total)
    return search_report(searched, today=today, query=query, brackets=brackets)


class _Search:
    """One search: `total` counts what was found, `said` are the words that matched."""

    def __init__(
        self, sql: sqlite3.Connection, asked: searching.Question, bounds: reads.Bounds
    ) -> None:
        self.sql = sql
        self.asked = asked
        self.bounds = bounds
        self.total = 0
        self.said: set[str] = set()

    def newest(self, limit: int) -> list[Found]:
        """Return people who match, then the newest records, and last what has no day."""
        return [self._found(hit) for hit in nlargest(limit, self._hits())]

    def _hits(self) -> Iterator[_Hit]:
        for at, source in enumerate(reads.SOURCES):
            texts = reads.texts(self.sql, source, self.bounds)
            for number in searching.matching(texts, self.asked, self.said):
                self.total += 1
                is_person = source.kind == reads.PEOPLE_KIND
                yield is_person, reads.day_of(self.sql, source, number), number, at

    def _found(self, hit: _Hit) -> Found:
        is_person, on, number, at = hit
        source = reads.SOURCES[at]
        text = reads.text_of(self.sql, source, number)
        name, _, told = text.partition(reads.BETWEEN) if is_person else ("", "", text)
        return Found(
            number,
            reads.kind_of(self.sql, source, number),
            date.fromisoformat(on) if on else None,
            reads.people_of(self.sql, source, number),
            text,
            marked(told, self.said),
            marked(name, self.said),
        )
