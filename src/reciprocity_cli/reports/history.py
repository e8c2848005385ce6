"""The history report: the entries, newest first; docs/commands/general.md, "JSON fields"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Direction, Outcome, size_of
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import Cell, Column, Paragraph, Row, Section, Span, dim, numbered
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.store.entries import Entry, entries
from reciprocity_cli.store.people import namesakes_apart

entry_fields = Fields(
    "id date=on name direction category kind size weight note via by outcome outcome_text"
    " contact_id person_ids",
    name=lambda entry: ", ".join(entry.names),
    size=lambda entry: None if entry.weight is None else size_of(entry.weight),
    outcome=lambda entry: entry.outcome if entry.direction else None,
    outcome_text=lambda entry: entry.outcome_text if entry.direction else None,
    contact_id=lambda entry: entry.contact_id if entry.direction else entry.id,
)
_COLUMNS = (
    Column(align="right"),
    Column(align="right"),
    Column(shrink=True),
    Column(drop=2),
    Column(wrap=True),
)


def history_view(asked: Asked, limit: int | None = None) -> Report:
    """Return the entries that a query chooses, newest first."""
    rows, total = entries(asked.sql, asked.query, asked.chosen, asked.today, limit)
    apart = namesakes_apart(asked.sql)
    return history_report(rows, today=asked.today, query=asked.query, total=total, apart=apart)


def history_report(
    entries: Iterable[Entry],
    *,
    today: date,
    query: Query = words.EVERYTHING,
    total: int | None = None,
    apart: Mapping[int, str] = MappingProxyType({}),
) -> Report:
    """Return entries, newest first, of one day the one noted last first.

    `total` is the number of entries there are where only some are passed; `apart` tells
    by id what to call those who share a name.
    """
    shown = sorted(entries, key=lambda entry: (entry.on, entry.id), reverse=True)
    this_year = all(entry.on.year == today.year for entry in shown)
    rows = [_row(entry, today if this_year else None, apart) for entry in shown]
    when = words.period_words(query, today) if query.period else f"up to {long_day(today)}"
    return Report(
        name="history",
        title=words.titled("History", words.period_words(query, today), query.text),
        fields=entry_fields.names,
        rows=entry_fields.rows(shown),
        columns=_COLUMNS,
        body=(Section("", rows), Paragraph(dim(_count(shown, total)))) if shown else (),
        empty=f"nothing noted {when}",
    )


def _row(entry: Entry, today: date | None, apart: Mapping[int, str]) -> Row:
    """Return the line of an entry; without `today` its day is shown with the year, as all are."""
    ids = entry.person_ids or [0] * len(entry.names)
    names = [apart.get(who, name) for who, name in zip(ids, entry.names, strict=True)]
    when = words.near_day(entry.on, today) if today else long_day(entry.on)
    via = entry.via or ""
    if entry.contact_id is not None:  # the entry is a part of that contact
        via = f"{entry.via or 'contact'} #{entry.contact_id}"
    return Row((numbered(entry.id), when, ", ".join(names), dim(via), what_passed(entry)))


def what_passed(entry: Entry) -> Cell:
    """Return "gave introductions (large): Bo at Acme → helped", or a contact's note."""
    if entry.direction is None or entry.category is None:
        return entry.note or dim("contact")
    what = f" {entry.category}{f'.{entry.kind}' if entry.kind else ''}{_size_words(entry)}"
    note = f": {entry.note}" if entry.note else ""
    came = outcome_words(entry.outcome, entry.outcome_text)
    outcome = f" → {came}" if came else ""
    own = " (in my own interest)" if entry.self_interest else ""
    return Span(entry.direction.value, entry.direction.value), Span(f"{what}{own}{note}{outcome}")


_OUTCOMES = {Outcome.NOTHING: "came to nothing", Outcome.HELPED: "helped", Outcome.BIG: "big"}


def outcome_words(outcome: Outcome, text: str = "") -> str:
    """Return "helped: they hired him"; nothing while it is unknown."""
    if outcome is Outcome.UNKNOWN:
        return ""
    return f"{_OUTCOMES[outcome]}: {text}" if text else _OUTCOMES[outcome]


def _size_words(entry: Entry) -> str:
    """A medium size is what everyone expects, and goes without saying."""
    weight = entry.weight or 0.0
    size = size_of(weight)
    if size is None:
        return f" (weight {words.number(weight)})" if weight >= 0.05 else f" (weight {weight:g})"
    return "" if size == "medium" else f" ({size})"


def _count(entries: Sequence[Entry], total: int | None) -> str:
    gave = sum(entry.direction is Direction.GAVE for entry in entries)
    got = sum(entry.direction is Direction.GOT for entry in entries)
    plain = len(entries) - gave - got
    parts = [f"{gave:,} gave" if gave else "", f"{got:,} got" if got else ""]
    parts.append(words.counted(plain, "contact") if plain else "")
    count = words.counted(len(entries), "entry", "entries")
    if total is not None and total > len(entries):
        count = f"the latest {len(entries):,} of {words.counted(total, 'entry', 'entries')}"
    return f"{count}: {', '.join(part for part in parts if part)}"
