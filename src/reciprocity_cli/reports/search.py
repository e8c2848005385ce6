"""What a search found: people first, then what has a day, newest first, then what has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.query import Found, Marked, Query, bracketed
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.reports.report import (
    Cell,
    Column,
    Paragraph,
    Records,
    Report,
    Row,
    Section,
    Span,
)
from reciprocity_cli.reports.wording import asked_period, counted, near_day, titled

FIELDS = ("id", "kind", "date", "name", "person_ids", "text", "snippet")
_COLUMNS = (
    Column(align="right", drop=1),
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
    body: list[Section | Paragraph] = [
        Section(
            heading if several else "", [_row(one, searched.shown, day, brackets) for one in part]
        )
        for heading, part in parts
    ]
    body.append(Paragraph(Span(_count(searched), "dim")))
    return Report(
        name="search",
        title=titled("Search", quoted(searched.text, 60), asked_period(query, today), query.text),
        fields=FIELDS,
        rows=Records(shown, lambda one: _fields(one, searched.names)),
        beside={"total": searched.total},
        columns=_COLUMNS,
        body=body if shown else (),
        empty=f"nothing on record has {quoted(searched.text)}",
    )


def _row(one: Found, names: Mapping[int, str], today: date | None, brackets: bool) -> Row:
    when = "" if one.on is None else near_day(one.on, today) if today else long_day(one.on)
    who: Cell = ", ".join(names[who] for who in one.person_ids)
    if one.called:
        who = _with_marks(one, str(who), brackets)
    return Row(
        (
            Span(f"#{one.id}", "dim"),
            when,
            Span(one.kind, "dim"),
            who,
            _snippet(one.snippet, brackets),
        )
    )


def _with_marks(one: Found, shown: str, brackets: bool) -> Cell:
    """Return the name of a person found, marked; a namesake keeps what tells them apart."""
    name = "".join(piece.text for piece in one.called)
    return _snippet(one.called, brackets) if name == shown else shown


def _snippet(snippet: Marked, brackets: bool) -> Cell:
    if brackets:
        return bracketed(snippet)
    return tuple(Span(piece.text, "strong" if piece.found else "") for piece in snippet)


def _count(searched: Searched) -> str:
    total = counted(searched.total, "record")
    if searched.total > len(searched.found):
        return f"the newest {len(searched.found):,} of {total}: --limit N shows more"
    return total


def _fields(one: Found, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "date": one.on,
        "name": ", ".join(names[who] for who in one.person_ids) or None,
        "person_ids": list(one.person_ids),
        "text": one.text,
        "snippet": " · ".join(filter(None, map(bracketed, (one.called, one.snippet)))),
    }
