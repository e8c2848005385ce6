"""What people look for and take an interest in: the list, its fields and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import BY_URGENCY, is_met, verb
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import Need, Person, Seeking, Urgency
from reciprocity_cli.reports.lists import DAY_AND_WORDS, fits, need_asked, people_listed
from reciprocity_cli.reports.report import Cell, Column, Records, Report, Row, Section, Span
from reciprocity_cli.reports.words import asked_period, days_ago, nothing_fits, shown_names, titled
from reciprocity_cli.store.records import needs

if TYPE_CHECKING:
    import sqlite3


FIELDS = (
    "id",
    "person_id",
    "name",
    "text",
    "seeking",
    "tags",
    "category",
    "urgency",
    "noted_on",
    "met_on",
    "met_by_id",
)
_COLUMNS = (
    Column(align="right", drop=1),
    Column(shrink=True),
    Column(wrap=True),
    Column(drop=2),
    Column(drop=3),
)


class NeedLine(NamedTuple):
    """One need or interest, and whose it is."""

    need: Need
    person: Person


def needs_report(lines: Sequence[NeedLine], *, today: date, query: Query) -> Report:
    """Return needs by folded name, of one person the most urgent first; met ones after the open."""
    shown = sorted(lines, key=lambda line: _place(line, today))
    names = shown_names({line.person.id: line.person for line in shown}.values())
    parts: dict[bool, list[Row]] = {False: [], True: []}
    for line in shown:
        met = is_met(line.need, today)
        parts[met].append(Row(_cells(line.need, names[line.person.id], met, today)))
    still, met_count = len(parts[False]), len(parts[True])
    count = f"{still} open, {met_count} met" if met_count else f"{still} open"
    return Report(
        name="need list",
        title=titled("Needs", count, asked_period(query, today), query.text),
        fields=FIELDS,
        rows=Records(shown, lambda line: need_fields(line.need, line.person.name)),
        columns=_COLUMNS,
        body=[Section("", parts[False]), Section("Met", parts[True])] if shown else (),
        empty=nothing_fits(query) or "no open need is noted: recip need add PERSON TEXT",
    )


def need_fields(need: Need, name: str) -> dict[str, Any]:
    """Return the public fields of a need; `name` is that of the person."""
    return {
        "id": need.id,
        "person_id": need.person_id,
        "name": name,
        "text": need.text,
        "seeking": need.seeking,
        "tags": list(need.tags),
        "category": need.category,
        "urgency": need.urgency,
        "noted_on": need.noted_on,
        "met_on": need.met_on,
        "met_by_id": need.met_by_id,
    }


def need_words(need: Need) -> str:
    """Return "looks for: a Rust reviewer (high, advice, #rust)"; what is usual goes unsaid."""
    details = _details(need)
    return f"{verb(need)}: {need.text}{f' ({details})' if details else ''}"


def _details(need: Need) -> str:
    urgency = "" if need.urgency is Urgency.NORMAL else str(need.urgency)
    tags = (f"#{tag}" for tag in need.tags)
    return ", ".join(part for part in (urgency, need.category or "", *tags) if part)


def _place(line: NeedLine, today: date) -> tuple[bool, str, int, int, date, int]:
    need, person = line
    urgency = BY_URGENCY.index(need.urgency)
    return is_met(need, today), fold(person.name), person.id, urgency, need.noted_on, need.id


def _cells(need: Need, name: str, met: bool, today: date) -> Sequence[Cell]:
    interest = "interest" if need.seeking is Seeking.INTEREST else ""
    kind = ", ".join(part for part in (interest, _details(need)) if part)
    when = days_ago((today - need.noted_on).days)
    if met and need.met_on is not None:
        by = "" if need.met_by_id is None else f" by #{need.met_by_id}"
        when = f"met {short_day(need.met_on, today)}{by}"
    return Span(f"#{need.id}", "dim"), name, need.text, kind, Span(when, "dim")


_OWN = (*DAY_AND_WORDS, Term.CATEGORY)


def needs_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the open needs and interests of a query, with `show_all` the met ones too."""
    people = people_listed(sql, query, today, _OWN, archived=show_all)
    lines = [
        NeedLine(need, people[need.person_id])
        for need in needs(sql, today)
        if need.person_id in people
        and (show_all or not is_met(need, today))
        and fits(query, _OWN, need_asked(need))
    ]
    return needs_report(lines, today=today, query=query)
