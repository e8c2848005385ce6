"""The list of asks, and the check before one; docs/model.md, section 9."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain import asks as rules
from reciprocity_cli.domain.dates import long_day, short_day, show_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Answer, Ask
from reciprocity_cli.reports import lists, words
from reciprocity_cli.reports.body import Cell, Column, Paragraph, Row, Section, Span, dim, numbered
from reciprocity_cli.reports.explain import ask_readiness
from reciprocity_cli.reports.report import Asked, Fields, Report, of_whom
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.records import asks

if TYPE_CHECKING:
    import sqlite3

check_fields = Fields(
    "line=text hard holds holds_from first_step",
    first_step=lambda line: line.first_step or None,
)
ask_fields = Fields(
    "id person_id name what asked_on respond_by easy answer answered_on thanked_on"
    " past_its_day next_step",
    name=of_whom,
    past_its_day=lambda ask, _, today: rules.past_its_day(ask, today),
    next_step=lambda ask, _, today: _next_step(ask, today) or None,
)
_COLUMNS = (Column(align="right"), Column(shrink=True), Column(wrap=True), Column(wrap=True))
_ANSWERS = {
    Answer.OPEN: "open",
    Answer.YES: "yes",
    Answer.NO: "no",
    Answer.NONE: "no answer came",
}
THANKS, CLOSED = "Thanks due", "Closed"


def readiness_of(sql: sqlite3.Connection, person_id: int, today: date) -> rules.Readiness:
    """Return the checklist of an ask to a person."""
    return ask_readiness(dossier(sql, person_id), today)


def checklist_view(asked: Asked, person_id: int) -> Report:
    """Return the checklist of an ask to a person as a report."""
    held = dossier(asked.sql, person_id)
    person, readiness = held.person, ask_readiness(held, asked.today)
    return Report(
        name="ask check",
        title=words.titled("Asking", person.name, readiness.word),
        fields=check_fields.names,
        rows=check_fields.rows(readiness.lines),
        beside={
            "id": person.id,
            "name": person.name,
            "ask_readiness": readiness.word,
            "reminder": rules.ALWAYS,
        },
        columns=(Column(), Column(wrap=True)),
        body=(
            Section("First of all", [_check_row(line) for line in readiness.lines if line.hard]),
            Section("Better with", [_check_row(line) for line in readiness.lines if not line.hard]),
            Paragraph(f"{rules.ALWAYS[0].upper()}{rules.ALWAYS[1:]}."),
        ),
    )


def _check_row(line: rules.Check) -> Row:
    when = f" (from {long_day(line.holds_from)})" if line.holds_from else ""
    word = dim("holds") if line.holds else Span("not yet", "warn")
    below = [f"→ {line.first_step}"] if line.first_step else []
    return Row((word, (Span(line.text), dim(when))), below)


def asks_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return the asks of a query that are open or wait for thanks, with `show_all` the rest too.

    The open stand first, by the day to answer by; then a yes to thank for; the closed
    last. Putting a person away answers no ask, so those of the archived are listed too.
    """
    today, query = asked.today, asked.query
    made = [ask for ask in asks(asked.sql, today) if show_all or _heading(ask, today) != CLOSED]
    lines = lists.listed(
        asked,
        lists.DAY_AND_WORDS,
        made,
        lambda ask: lists.Thing(ask.asked_on, f"{ask.what} {ask.easy}"),
        archived=True,
    )
    shown = sorted(lines, key=lambda line: _place(line, today))
    parts = lists.in_parts(
        shown,
        ("", THANKS, CLOSED),
        lambda ask: _heading(ask, today),
        lambda ask, name: _row(ask, name, today),
    )
    count = [f"{len(parts[''])} open"]
    count += [f"{len(parts[THANKS])} to thank for"] if parts[THANKS] else []
    count += [f"{len(parts[CLOSED])} closed"] if parts[CLOSED] else []
    return Report(
        name="ask list",
        title=words.titled("Asks", ", ".join(count), *words.asked_for(query, today)),
        fields=ask_fields.names,
        rows=ask_fields.rows_of(shown, today),
        columns=_COLUMNS,
        body=lists.sections(parts),
        empty=words.nothing_fits(query)
        or "no ask is open: recip ask check PERSON, recip ask add PERSON",
    )


def ask_words(ask: Ask, today: date) -> str:
    """Return "you asked: a quote, answer by Tue 2026-07-07", or with what came back."""
    said = f"you asked: {ask.what}"
    answer = rules.answer_by(ask, today)
    if answer is not Answer.OPEN:
        return f"{said}, {_ANSWERS[answer]}"
    return said if ask.respond_by is None else f"{said}, answer by {show_day(ask.respond_by)}"


def state_words(ask: Ask, today: date) -> str:
    """Return what has come back so far: "open", "yes", "no answer came"."""
    return _ANSWERS[rules.answer_by(ask, today)]


def _by(day: date, today: date) -> str:
    return f"answer by {words.near_day(day, today)}"


def _heading(ask: Ask, today: date) -> str:
    if rules.is_open(ask, today):
        return ""
    unthanked = ask.thanked_on is None or ask.thanked_on > today
    return THANKS if rules.answer_by(ask, today) is Answer.YES and unthanked else CLOSED


def _place(line: lists.Of[Ask], today: date) -> tuple[int, int, str, int]:
    ask, name = line.one, fold(line.person.name)
    came = (ask.answered_on or ask.asked_on).toordinal()
    heading = _heading(ask, today)
    if not heading:
        return 0, (ask.respond_by or date.max).toordinal(), name, ask.id
    return (1, came, name, ask.id) if heading == THANKS else (2, -came, "", -ask.id)


def _next_step(ask: Ask, today: date) -> str:
    if rules.past_its_day(ask, today):
        return rules.REMIND
    thank = _heading(ask, today) == THANKS
    return f"thank them: recip thank '#{ask.person_id}'" if thank else ""


def _row(ask: Ask, name: str, today: date) -> Row:
    below: list[Cell] = []
    if rules.is_open(ask, today) and ask.easy:
        below.append(dim(f"easy for them: {ask.easy}"))
    if step := _next_step(ask, today):
        below.append(f"→ {step}")
    return Row((numbered(ask.id), name, ask.what, _when(ask, today)), below)


def _when(ask: Ask, today: date) -> Cell:
    answer = rules.answer_by(ask, today)
    if answer is not Answer.OPEN:
        on = f" ({short_day(ask.answered_on, today)})" if ask.answered_on else ""
        return dim(f"{_ANSWERS[answer]}{on}")
    if ask.respond_by is None:
        return dim(f"asked {short_day(ask.asked_on, today)}")
    if rules.past_its_day(ask, today):
        return Span(f"no {_by(ask.respond_by, today)}", "warn")
    return _by(ask.respond_by, today)
