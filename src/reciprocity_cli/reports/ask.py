"""The list of asks, and the check before one; docs/model.md, section 9."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.asks import (
    ALWAYS,
    REMIND,
    Line,
    Readiness,
    answer_by,
    is_open,
    past_its_day,
)
from reciprocity_cli.domain.dates import long_day, short_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Answer, Ask, Person
from reciprocity_cli.reports.explain import ask_readiness
from reciprocity_cli.reports.lists import DAY_AND_WORDS, Thing, fits, people_listed
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
from reciprocity_cli.reports.words import asked_period, near_day, nothing_fits, shown_names, titled
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.records import asks

if TYPE_CHECKING:
    import sqlite3


CHECK_FIELDS = ("line", "hard", "holds", "holds_from", "first_step")
FIELDS = (
    "id",
    "person_id",
    "name",
    "what",
    "asked_on",
    "respond_by",
    "easy",
    "answer",
    "answered_on",
    "thanked_on",
    "past_its_day",
    "next_step",
)
_COLUMNS = (Column(align="right", drop=2), Column(shrink=True), Column(wrap=True), Column(drop=1))
_CHECK_COLUMNS = (Column(), Column(wrap=True))
_ANSWERS = {
    Answer.OPEN: "open",
    Answer.YES: "yes",
    Answer.NO: "no",
    Answer.NONE: "no answer came",
}


class AskLine(NamedTuple):
    """One ask, and to whom it was."""

    ask: Ask
    person: Person


def checklist_report(person: Person, readiness: Readiness) -> Report:
    """Return each line of the checklist, whether it holds, and from when one that waits will."""
    hard = [_check_row(line) for line in readiness.lines if line.hard]
    soft = [_check_row(line) for line in readiness.lines if not line.hard]
    return Report(
        name="ask check",
        title=titled("Asking", person.name, readiness.word),
        fields=CHECK_FIELDS,
        rows=[_check_fields(line) for line in readiness.lines],
        beside={
            "id": person.id,
            "name": person.name,
            "ask_readiness": readiness.word,
            "reminder": ALWAYS,
        },
        columns=_CHECK_COLUMNS,
        body=(
            Section("First of all", hard),
            Section("Better with", soft),
            Paragraph(f"{ALWAYS[0].upper()}{ALWAYS[1:]}."),
        ),
    )


def _check_row(line: Line) -> Row:
    when = f" (from {long_day(line.holds_from)})" if line.holds_from else ""
    word = Span("holds", "dim") if line.holds else Span("not yet", "warn")
    below = [f"→ {line.first_step}"] if line.first_step else []
    return Row((word, (Span(line.text), Span(when, "dim"))), below)


def _check_fields(line: Line) -> dict[str, Any]:
    return {
        "line": line.text,
        "hard": line.hard,
        "holds": line.holds,
        "holds_from": line.holds_from,
        "first_step": line.first_step or None,
    }


def needs_a_look(ask: Ask, today: date) -> bool:
    """Tell whether an ask is open, or was answered with a yes that thanks are due for."""
    return is_open(ask, today) or _waits_for_thanks(ask, today)


def asks_report(lines: Sequence[AskLine], *, today: date, query: Query) -> Report:
    """Return the open asks by the day to answer by, then a yes to thank for, then the closed."""
    shown = sorted(lines, key=lambda line: _place(line, today))
    names = shown_names({line.person.id: line.person for line in shown}.values())
    parts: dict[str, list[Row]] = {"": [], "Thanks due": [], "Closed": []}
    for ask, person in shown:
        parts[_part(ask, today)].append(_row(ask, names[person.id], today))
    count = [f"{len(parts[''])} open"]
    count += [f"{len(parts[part])} {word}" for part, word in _COUNTED if parts[part]]
    return Report(
        name="ask list",
        title=titled("Asks", ", ".join(count), asked_period(query, today), query.text),
        fields=FIELDS,
        rows=Records(shown, lambda line: ask_fields(line.ask, line.person.name, today)),
        columns=_COLUMNS,
        body=[Section(heading, rows) for heading, rows in parts.items()] if shown else (),
        empty=nothing_fits(query) or "no ask is open: recip ask check PERSON, recip ask add PERSON",
    )


_COUNTED = (("Thanks due", "to thank for"), ("Closed", "closed"))


def ask_fields(ask: Ask, name: str, today: date) -> dict[str, Any]:
    """Return the public fields of an ask; `next_step` is null where nothing is to be done."""
    return {
        "id": ask.id,
        "person_id": ask.person_id,
        "name": name,
        "what": ask.what,
        "asked_on": ask.asked_on,
        "respond_by": ask.respond_by,
        "easy": ask.easy,
        "answer": ask.answer,
        "answered_on": ask.answered_on,
        "thanked_on": ask.thanked_on,
        "past_its_day": past_its_day(ask, today),
        "next_step": _next_step(ask, today) or None,
    }


def ask_words(ask: Ask, today: date) -> str:
    """Return "you asked: a quote, answer by Tue 7 Jul", or with what came back."""
    said = f"you asked: {ask.what}"
    answer = answer_by(ask, today)
    if answer is not Answer.OPEN:
        return f"{said}, {_ANSWERS[answer]}"
    return (
        said if ask.respond_by is None else f"{said}, answer by {near_day(ask.respond_by, today)}"
    )


def _waits_for_thanks(ask: Ask, today: date) -> bool:
    unthanked = ask.thanked_on is None or ask.thanked_on > today
    return answer_by(ask, today) is Answer.YES and unthanked


def _part(ask: Ask, today: date) -> str:
    if is_open(ask, today):
        return ""
    return "Thanks due" if _waits_for_thanks(ask, today) else "Closed"


def _place(line: AskLine, today: date) -> tuple[int, int, str, int]:
    ask = line.ask
    if is_open(ask, today):
        return 0, (ask.respond_by or date.max).toordinal(), fold(line.person.name), ask.id
    came = (ask.answered_on or ask.asked_on).toordinal()
    if _waits_for_thanks(ask, today):
        return 1, came, fold(line.person.name), ask.id
    return 2, -came, "", -ask.id


def _next_step(ask: Ask, today: date) -> str:
    if past_its_day(ask, today):
        return REMIND
    return f"thank them: recip thank '#{ask.person_id}'" if _waits_for_thanks(ask, today) else ""


def _row(ask: Ask, name: str, today: date) -> Row:
    below: list[Cell] = []
    if is_open(ask, today) and ask.easy:
        below.append(Span(f"easy for them: {ask.easy}", "dim"))
    if step := _next_step(ask, today):
        below.append(f"→ {step}")
    return Row((Span(f"#{ask.id}", "dim"), name, ask.what, _when(ask, today)), below)


def _when(ask: Ask, today: date) -> Cell:
    answer = answer_by(ask, today)
    if answer is not Answer.OPEN:
        on = f" ({short_day(ask.answered_on, today)})" if ask.answered_on else ""
        return Span(f"{_ANSWERS[answer]}{on}", "dim")
    if ask.respond_by is None:
        return Span(f"asked {short_day(ask.asked_on, today)}", "dim")
    if past_its_day(ask, today):
        return Span(f"no answer by {near_day(ask.respond_by, today)}", "warn")
    return f"answer by {near_day(ask.respond_by, today)}"


def readiness_of(sql: sqlite3.Connection, person_id: int, today: date) -> Readiness:
    """Return the checklist of an ask to a person."""
    return ask_readiness(dossier(sql, person_id), today)


def checklist_view(sql: sqlite3.Connection, person_id: int, today: date) -> Report:
    """Return the checklist of an ask to a person as a report."""
    held = dossier(sql, person_id)
    return checklist_report(held.person, ask_readiness(held, today))


def asks_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the asks of a query that are open or wait for thanks, with `show_all` the rest too.

    Putting a person away answers no ask, so those of the archived are listed too.
    """
    people = people_listed(sql, query, today, DAY_AND_WORDS, archived=True)
    lines = [
        AskLine(ask, people[ask.person_id])
        for ask in asks(sql, today)
        if ask.person_id in people
        and (show_all or needs_a_look(ask, today))
        and fits(query, DAY_AND_WORDS, Thing(ask.asked_on, f"{ask.what} {ask.easy}"))
    ]
    return asks_report(lines, today=today, query=query)
