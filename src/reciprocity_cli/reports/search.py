"""What a search found: people first, then what has a day, newest first, then what has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.query import Found, Marked, Query, bracketed, marked
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.body import (
    Body,
    Cell,
    Column,
    Paragraph,
    Row,
    Section,
    Span,
    dim,
    numbered,
)
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.words import asked_period, counted, near_day, titled
from reciprocity_cli.store import search as reads
from reciprocity_cli.store.people import namesakes_apart, people_by_id

if TYPE_CHECKING:
    import sqlite3

found_fields = Fields(
    "id kind date=on name person_ids text snippet",
    name=lambda one, names: ", ".join(names[who] for who in one.person_ids) or None,
    snippet=lambda one, _: " · ".join(filter(None, map(bracketed, (one.called, one.snippet)))),
)
_COLUMNS = (
    Column(align="right"),
    Column(align="right"),
    Column(),
    Column(shrink=True),
    Column(wrap=True),
)


class Searched(NamedTuple):
    """A question and its answer: the newest `found` of `total`, and what people are called.

    `shown` tells namesakes apart, `names` are as written.
    """

    text: str
    found: Sequence[Found]
    shown: Mapping[int, str]
    names: Mapping[int, str]
    total: int


def search_report(searched: Searched, *, today: date, query: Query, brackets: bool) -> Report:
    """Return what was found; with `brackets` the words stand in them, else a style marks them."""
    people = [one for one in searched.found if one.kind == "person"]
    people.sort(key=lambda one: (searched.names[one.id].casefold(), one.id))
    dated = [one for one in searched.found if one.on is not None]
    rest = [one for one in searched.found if one.on is None and one.kind != "person"]
    shown = [*people, *dated, *rest]
    this_year = all(one.on is None or one.on.year == today.year for one in shown)
    day = today if this_year else None
    parts = (("People", people), ("On record", dated), ("Ideas and offers", rest))
    several = sum(bool(part) for _, part in parts) > 1
    body: Body = [
        Section(
            heading if several else "", [_row(one, searched.shown, day, brackets) for one in part]
        )
        for heading, part in parts
    ]
    count = counted(searched.total, "record")
    if searched.total > len(searched.found):
        count = f"the newest {len(searched.found):,} of {count}: --limit N shows more"
    body.append(Paragraph(dim(count)))
    return Report(
        name="search",
        title=titled("Search", quoted(searched.text, 60), asked_period(query, today), query.text),
        fields=found_fields.names,
        rows=found_fields.rows(shown, searched.names),
        beside={"total": searched.total},
        columns=_COLUMNS,
        body=body if shown else (),
        empty=f"nothing on record has {quoted(searched.text)}",
    )


def _row(one: Found, names: Mapping[int, str], today: date | None, brackets: bool) -> Row:
    when = "" if one.on is None else near_day(one.on, today) if today else long_day(one.on)
    who: Cell = ", ".join(names[who] for who in one.person_ids)
    # The name of a person found is marked; a namesake keeps what tells them apart.
    if one.called and who == "".join(piece.text for piece in one.called):
        who = _snippet(one.called, brackets)
    return Row((numbered(one.id), when, dim(one.kind), who, _snippet(one.snippet, brackets)))


def _snippet(snippet: Marked, brackets: bool) -> Cell:
    if brackets:
        return bracketed(snippet)
    return tuple(Span(piece.text, "strong" if piece.found else "") for piece in snippet)


_Hit = tuple[bool, str, int, int]
"""Whether it is a person, its day, its id, its source: the order in which a limit keeps them."""


def search_view(asked: Asked, text: str, *, limit: int, brackets: bool) -> Report:
    """Return the newest records in which every word of a text occurs.

    The query names people and a period. Raises UsageError for a text without a word.
    """
    question = reads.question(text)
    if not question.words:
        raise UsageError("there is no word to search for", "type one, such as recip search pricing")
    period = asked.query.period or (None, None)
    bounds = reads.Bounds(asked.today, asked.chosen.wanted, *period)
    search = _Search(asked.sql, question, bounds)
    found = search.newest(limit)
    ids = {who for one in found for who in one.person_ids}
    names = {person.id: person.name for person in people_by_id(asked.sql, ids)}
    apart = {**names, **namesakes_apart(asked.sql)}
    searched = Searched(text, found, apart, names, search.total)
    return search_report(searched, today=asked.today, query=asked.query, brackets=brackets)


class _Search:
    """One search: `total` counts what was found, `said` are the words that matched."""

    def __init__(
        self, sql: sqlite3.Connection, question: reads.Question, bounds: reads.Bounds
    ) -> None:
        self.sql = sql
        self.question = question
        self.bounds = bounds
        self.total = 0
        self.said: set[str] = set()

    def newest(self, limit: int) -> list[Found]:
        """Return people who match, then the newest records, and last what has no day."""
        return [self._found(hit) for hit in nlargest(limit, self._hits())]

    def _hits(self) -> Iterator[_Hit]:
        for at, source in enumerate(reads.sources()):
            texts = reads.texts(self.sql, source, self.bounds)
            for number in reads.matching(texts, self.question, self.said):
                self.total += 1
                is_person = source.kind == reads.PEOPLE_KIND
                yield is_person, reads.day_of(self.sql, source, number), number, at

    def _found(self, hit: _Hit) -> Found:
        is_person, on, number, at = hit
        source = reads.sources()[at]
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
