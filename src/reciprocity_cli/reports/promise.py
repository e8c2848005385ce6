"""The list of promises, its fields and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.dates import short_age, short_day
from reciprocity_cli.domain.due import keep_a_promise
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.promises import (
    Reliability,
    credit,
    is_open,
    overdue,
    reliability_of,
    told_by_then,
)
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import By, Closing, Person, Promise, Wording
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
from reciprocity_cli.reports.words import (
    asked_period,
    counted,
    near_day,
    nothing_fits,
    shown_names,
    titled,
)
from reciprocity_cli.store.records import promises

if TYPE_CHECKING:
    import sqlite3


FIELDS = (
    "id",
    "person_id",
    "name",
    "by",
    "what",
    "wording",
    "made_on",
    "due_on",
    "updates",
    "closing",
    "closed_on",
    "overdue",
    "credit",
)
_COLUMNS = (Column(align="right", drop=2), Column(shrink=True), Column(wrap=True), Column(drop=1))


class PromiseLine(NamedTuple):
    """One promise, and whom it is to or by."""

    promise: Promise
    person: Person


def promises_report(
    lines: Sequence[PromiseLine], reliability: Reliability, *, today: date, query: Query
) -> Report:
    """Return the open promises by due date, those without one last, then the closed, newest first.

    `reliability` is that of the owner's word to the people of the query.
    """
    still = sorted((one for one in lines if is_open(one.promise, today)), key=_by_due_date)
    ended = [one for one in lines if not is_open(one.promise, today)]
    ended.sort(key=lambda one: (one.promise.closed_on or today, one.promise.id), reverse=True)
    shown = [*still, *ended]
    names = shown_names({one.person.id: one.person for one in shown}.values())
    body = [
        Section("", [_open_row(one.promise, names[one.person.id], today) for one in still]),
        Section("Closed", [_closed_row(one.promise, names[one.person.id], today) for one in ended]),
    ]
    foot = Paragraph(Span(reliability_words(reliability), "dim"))
    return Report(
        name="promise list",
        title=titled("Promises", _count(still, ended), asked_period(query, today), query.text),
        fields=FIELDS,
        rows=Records(shown, lambda one: promise_fields(one.promise, one.person.name, today)),
        beside={"promises_reliability": reliability.value, "promises_counted": reliability.n},
        columns=_COLUMNS,
        body=[*body, foot] if shown or reliability.n else (),
        empty=nothing_fits(query) or "no promise is open",
    )


def promise_fields(promise: Promise, name: str, today: date) -> dict[str, Any]:
    """Return the public fields of a promise; `credit` is null where it does not count."""
    return {
        "id": promise.id,
        "person_id": promise.person_id,
        "name": name,
        "by": promise.by,
        "what": promise.what,
        "wording": promise.wording,
        "made_on": promise.made_on,
        "due_on": promise.due_on,
        "updates": list(promise.updates),
        "closing": promise.closing,
        "closed_on": promise.closed_on,
        "overdue": overdue(promise, today),
        "credit": credit(promise, today),
    }


def promise_words(promise: Promise) -> str:
    """Return "your promise: send the deck", or "promised to you: the contract"."""
    whose = "your promise" if promise.by is By.ME else "promised to you"
    said = " (said as try)" if promise.wording is Wording.TRY else ""
    return f"{whose}{said}: {promise.what}"


def ended_words(promise: Promise, today: date) -> str:
    """Return how a promise ended: "kept in time", "kept 3d late, told before", "told in time"."""
    in_time = told_by_then(promise, today)
    match promise.closing:
        case None:
            return ""
        case Closing.TOLD if promise.due_on is not None:
            return "told in time" if in_time else "told after its day"
        case Closing.KEPT if promise.due_on is not None:
            return "kept in time"
        case Closing.LATE if promise.due_on is not None and promise.closed_on is not None:
            late = f"kept {short_age((promise.closed_on - promise.due_on).days)} late"
            return f"{late}, told before" if in_time else late
        case Closing.DROPPED:
            return "dropped, told before" if in_time else "dropped"
    return promise.closing.value


def reliability_words(reliability: Reliability) -> str:
    """Return "your word: 0.69 over 5 promises", or "no promises yet" where none counts."""
    if reliability.value is None:
        return "your word: no promises yet that count"
    return f"your word: {reliability.value:.2f} over {counted(reliability.n, 'promise')}"


def _count(still: Sequence[PromiseLine], ended: Sequence[PromiseLine]) -> str:
    return f"{len(still)} open, {len(ended)} closed" if ended else f"{len(still)} open"


def _by_due_date(one: PromiseLine) -> tuple[date, str, int]:
    return one.promise.due_on or date.max, fold(one.person.name), one.promise.id


def _open_row(promise: Promise, name: str, today: date) -> Row:
    due = promise.due_on
    told = any(word <= today for word in promise.updates)
    late = overdue(promise, today)
    when: Cell = Span("no day named", "dim")
    if due is not None:
        when = Span(_due_words(due, told, today), "warn" if late and not told else "")
    below = [f"→ {_step(promise, told, today)}"] if late or due == today else []
    return Row((Span(f"#{promise.id}", "dim"), name, promise_words(promise), when), below)


def _step(promise: Promise, told: bool, today: date) -> str:
    if promise.by is By.THEM:
        return "a friendly question is welcome"
    return keep_a_promise(promise.due_on or today, told, today)


def _due_words(due: date, told: bool, today: date) -> str:
    if due == today:
        return "due today"
    when = f"{'was due' if due < today else 'due'} {near_day(due, today)}"
    return f"{when}, word was given" if told else when


def _closed_row(promise: Promise, name: str, today: date) -> Row:
    on = "" if promise.closed_on is None else f" ({short_day(promise.closed_on, today)})"
    how = Span(f"{ended_words(promise, today)}{on}", "dim")
    return Row((Span(f"#{promise.id}", "dim"), name, promise_words(promise), how))


def promises_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the open promises that a query chooses, with `show_all` the closed ones too.

    The word of the owner is that to all the people chosen, whatever is shown. Putting a person away
    ends no promise, so those of the archived are listed too.
    """
    people = people_listed(sql, query, today, DAY_AND_WORDS, archived=True)
    made = [promise for promise in promises(sql, today) if promise.person_id in people]
    lines = [
        PromiseLine(promise, people[promise.person_id])
        for promise in made
        if (show_all or is_open(promise, today))
        and fits(query, DAY_AND_WORDS, Thing(promise.made_on, promise.what))
    ]
    return promises_report(lines, reliability_of(made, today), today=today, query=query)
