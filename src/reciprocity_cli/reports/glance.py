"""The screen of `recip` alone: today in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from reciprocity_cli.domain.balance import Group
from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.due import DueList
from reciprocity_cli.reports.balance import Tie, ties_of
from reciprocity_cli.reports.body import Body, Column, Paragraph, Row, Section, Span, dim
from reciprocity_cli.reports.due import reason_words
from reciprocity_cli.reports.lists import due_among
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.words import people_counted, titled
from reciprocity_cli.store import sums

MOST_DUE = 5

glance_fields = Fields(
    "id=person.id name=person.name reasons",
    reasons=lambda row, today: [reason_words(reason, today) for reason in row.reasons],
)
_TILTS = (
    (Group.LOPSIDED_RECEIVING, "a chance to give back"),
    (Group.LOPSIDED_GIVING, "you have been giving"),
    (Group.LEANING, "leaning"),
    (Group.INVESTING, "investing"),
    (Group.EVEN, "even"),
    (Group.TOO_EARLY, "too early to say"),
)


def glance_view(asked: Asked) -> Report:
    """Return who is due today, the tilts counted, and three commands to go on with."""
    everyone = asked.people()
    due = due_among(asked, everyone, days=1, show_all=True)
    here = [person for person in everyone if not person.archived]
    half_life = asked.settings.half_life
    balances = sums.balances(
        asked.sql, asked.query, asked.chosen, asked.today, half_life, in_full=False
    )
    return glance_report(due, ties_of(asked, here, balances), len(here), today=asked.today)


def glance_report(due: DueList, ties: Sequence[Tie], people: int, *, today: date) -> Report:
    """Return who is due today, the balances in one line, and where to go on."""
    rows = [
        Row((row.person.name, "; ".join(reason_words(one, today) for one in row.reasons)))
        for row in due.rows[:MOST_DUE]
    ]
    nobody = Paragraph("Nobody is due today.", apart=False)
    body: Body = [Section("Due today", rows) if rows else nobody]
    if len(due.rows) > MOST_DUE:
        more = len(due.rows) - MOST_DUE
        body.append(Paragraph(dim(f"  and {more} more: recip due"), apart=False))
    if ties:
        counts = Counter(tie.standing.group for tie in ties)
        tilt = ", ".join(f"{words} {counts[group]}" for group, words in _TILTS if counts[group])
        body.append(Paragraph((Span("Balance: ", "heading"), Span(tilt))))
    handle = due.rows[0].person.handle if due.rows else "PERSON"
    ways_on = (
        ("before you meet", f"recip show {handle}"),
        ("after you met", f"recip log {handle} --gave advice"),
        ("the week ahead", "recip due"),
    )
    body.append(Section("Go on with", [Row(line) for line in ways_on]))
    return Report(
        name="recip",
        title=titled("recip", people_counted(people), long_day(today)),
        fields=glance_fields.names,
        rows=glance_fields.rows(due.rows, today),
        columns=(Column(shrink=True), Column(wrap=True)),
        body=body,
        empty="",
    )
