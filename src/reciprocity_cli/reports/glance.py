"""The screen of `recip` alone: today in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.balance import Group
from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.due import DueList, DueRow
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.balance import Tie, ties_of
from reciprocity_cli.reports.due import due_among, due_fields, reason_words
from reciprocity_cli.reports.report import Column, Paragraph, Records, Report, Row, Section, Span
from reciprocity_cli.reports.words import people_counted, titled
from reciprocity_cli.store import sums
from reciprocity_cli.store.filters import EVERYBODY
from reciprocity_cli.store.people import people

if TYPE_CHECKING:
    import sqlite3


MOST_DUE = 5

_TILTS = (
    (Group.LOPSIDED_RECEIVING, "a chance to give back"),
    (Group.LOPSIDED_GIVING, "you have been giving"),
    (Group.LEANING, "leaning"),
    (Group.INVESTING, "investing"),
    (Group.EVEN, "even"),
    (Group.TOO_EARLY, "too early to say"),
)


def glance_report(due: DueList, ties: Sequence[Tie], people: int, *, today: date) -> Report:
    """Return who is due today, how the balances stand in one line, and where to go on."""
    body: list[Section | Paragraph] = [
        Section("Due today", [_due_row(row, today) for row in due.rows[:MOST_DUE]])
        if due.rows
        else Paragraph("Nobody is due today.", apart=False)
    ]
    if len(due.rows) > MOST_DUE:
        more = len(due.rows) - MOST_DUE
        body.append(Paragraph(Span(f"  and {more} more: recip due", "dim"), apart=False))
    if ties:
        body.append(Paragraph((Span("Balance: ", "heading"), Span(_tilt(ties)))))
    body.append(Section("Go on with", [Row(line) for line in _ways_on(due)]))
    return Report(
        name="recip",
        title=titled("recip", people_counted(people), long_day(today)),
        fields=("id", "name", "reasons"),
        rows=Records(due.rows, lambda row: _fields(row, today)),
        columns=(Column(), Column(wrap=True)),
        body=body,
        empty="",
    )


def _due_row(row: DueRow, today: date) -> Row:
    return Row((row.person.name, "; ".join(reason_words(one, today) for one in row.reasons)))


def _tilt(ties: Sequence[Tie]) -> str:
    counts = Counter(tie.standing.group for tie in ties)
    return ", ".join(f"{words} {counts[group]}" for group, words in _TILTS if counts[group])


def _ways_on(due: DueList) -> list[tuple[str, str]]:
    handle = due.rows[0].person.handle if due.rows else "PERSON"
    return [
        (f"recip show {handle}", "before you meet"),
        (f"recip log {handle} --gave advice", "after you met"),
        ("recip due", "the week ahead"),
    ]


def _fields(row: DueRow, today: date) -> dict[str, object]:
    fields = due_fields(row, today)
    return {key: fields[key] for key in ("id", "name", "reasons")}


def glance_view(sql: sqlite3.Connection, today: date, settings: Settings) -> Report:
    """Return who is due today, the tilts counted, and three commands to go on with."""
    everyone = people(sql, Query(), EVERYBODY, today)
    due = due_among(sql, everyone, today, settings, days=1, show_all=True)
    here = [person for person in everyone if not person.archived]
    half_life = settings.half_life
    balances = sums.balances(sql, Query(), EVERYBODY, today, half_life, in_full=False)
    return glance_report(due, ties_of(sql, here, balances, today), len(here), today=today)
