"""The list of promises, its fields and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reciprocity_cli.domain import promises as rules
from reciprocity_cli.domain.dates import short_age, short_day
from reciprocity_cli.domain.due import keep_a_promise
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import By, Closing, Promise, Wording
from reciprocity_cli.reports import lists
from reciprocity_cli.reports.body import Cell, Column, Paragraph, Row, Span, dim, numbered
from reciprocity_cli.reports.report import Asked, Fields, Report, of_whom
from reciprocity_cli.reports.words import asked_for, counted, near_day, nothing_fits, titled
from reciprocity_cli.store.records import promises

promise_fields = Fields(
    "id person_id name by what wording made_on due_on updates closing closed_on overdue credit",
    name=of_whom,
    overdue=lambda promise, _, today: rules.overdue(promise, today),
    credit=lambda promise, _, today: rules.credit(promise, today),
)
_COLUMNS = (Column(align="right"), Column(shrink=True), Column(wrap=True), Column(wrap=True))


def promises_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return the open promises a query chooses, with `show_all` the closed ones too.

    The word of the owner is that to all the people chosen, whatever is shown. Putting a
    person away ends no promise, so those of the archived are listed too.
    """
    today = asked.today
    people = lists.people_listed(asked, lists.DAY_AND_WORDS, archived=True)
    made = [promise for promise in promises(asked.sql, today) if promise.person_id in people]
    lines = [
        lists.Of(promise, people[promise.person_id])
        for promise in made
        if (show_all or rules.is_open(promise, today))
        and lists.fits(asked.query, lists.DAY_AND_WORDS, lists.Thing(promise.made_on, promise.what))
    ]
    return promises_report(lines, rules.reliability_of(made, today), today=today, query=asked.query)


def promises_report(
    lines: Sequence[lists.Of[Promise]], reliability: rules.Reliability, *, today: date, query: Query
) -> Report:
    """Return the open promises by due date, those without one last, then the closed, newest first.

    `reliability` is that of the owner's word to the people of the query.
    """
    still = sorted((line for line in lines if rules.is_open(line.one, today)), key=_by_due_date)
    ended = [line for line in lines if not rules.is_open(line.one, today)]
    ended.sort(key=lambda line: (line.one.closed_on or today, line.one.id), reverse=True)
    shown = [*still, *ended]
    parts = lists.in_parts(
        shown,
        ("", "Closed"),
        lambda promise: "" if rules.is_open(promise, today) else "Closed",
        lambda promise, name: _row(promise, name, today),
    )
    count = f"{len(still)} open{f', {len(ended)} closed' if ended else ''}"
    foot = Paragraph(dim(reliability_words(reliability)))
    return Report(
        name="promise list",
        title=titled("Promises", count, *asked_for(query, today)),
        fields=promise_fields.names,
        rows=promise_fields.rows_of(shown, today),
        beside={"promises_reliability": reliability.value, "promises_counted": reliability.n},
        columns=_COLUMNS,
        body=[*lists.sections(parts), foot] if shown or reliability.n else (),
        empty=nothing_fits(query) or "no promise is open",
    )


def promise_words(promise: Promise) -> str:
    """Return "your promise: send the deck", or "promised to you: the contract"."""
    whose = "your promise" if promise.by is By.ME else "promised to you"
    said = " (said as try)" if promise.wording is Wording.TRY else ""
    return f"{whose}{said}: {promise.what}"


def ended_words(promise: Promise, today: date) -> str:
    """Return how a promise ended: "kept in time", "kept 3d late, told before", "told in time"."""
    in_time = rules.told_by_then(promise, today)
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


def reliability_words(reliability: rules.Reliability) -> str:
    """Return "your word: 0.69 over 5 promises", or "no promises yet" if none counts."""
    if reliability.value is None:
        return "your word: no promises yet that count"
    return f"your word: {reliability.value:.2f} over {counted(reliability.n, 'promise')}"


def _by_due_date(line: lists.Of[Promise]) -> tuple[date, str, int]:
    return line.one.due_on or date.max, fold(line.person.name), line.one.id


def _row(promise: Promise, name: str, today: date) -> Row:
    words = (numbered(promise.id), name, promise_words(promise))
    if not rules.is_open(promise, today):
        on = "" if promise.closed_on is None else f" ({short_day(promise.closed_on, today)})"
        return Row((*words, dim(f"{ended_words(promise, today)}{on}")))
    due = promise.due_on
    told = any(word <= today for word in promise.updates)
    late = rules.overdue(promise, today)
    when: Cell = dim("no day named")
    if due is not None:
        when = Span(_due_words(due, told, today), "warn" if late and not told else "")
    step = "a friendly question is welcome"
    if promise.by is By.ME:
        step = keep_a_promise(due or today, told, today)
    return Row((*words, when), [f"→ {step}"] if late or due == today else [])


def _due_words(due: date, told: bool, today: date) -> str:
    if due == today:
        return "due today"
    when = f"{'was due' if due < today else 'due'} {near_day(due, today)}"
    return f"{when}, word was given" if told else when
