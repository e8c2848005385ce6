"""The due report: whom to contact, in which order, why, and a next step for each.

Source: docs/model.md, section 7; docs/commands/general.md, "JSON fields".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import cadence_defaults
from reciprocity_cli.domain import due as rules
from reciprocity_cli.domain.cadence import DAYS_WITHOUT_CADENCE, moved
from reciprocity_cli.domain.dates import long_day, short_age
from reciprocity_cli.domain.records import Opportunity, Seeking
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import Body, Cell, Column, Paragraph, Row, Section, Span, dim
from reciprocity_cli.reports.lists import who_is_due
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.store.records import live_opportunities
from reciprocity_cli.store.touches import touches_of

if TYPE_CHECKING:
    from reciprocity_cli.domain.suggest import Noted
    from reciprocity_cli.reports.offer import Seeker


Helping = Sequence[tuple[Opportunity, "Sequence[Seeker]"]]
"""Live opportunities, each with the people whose needs it could meet."""

due_fields = Fields(
    "id=person.id name=person.name due_on last_contact_on cadence lateness urgency reasons"
    " heading next_action",
    cadence=lambda row, _: row.cadence and str(row.cadence),
    reasons=lambda row, today: [reason_words(reason, today) for reason in row.reasons],
)
_helped_fields = Fields("id=need.person_id name need_id=need.id words")
helping_fields = Fields(
    "id text expires_on people",
    people=lambda _, fits: [_helped_fields(fit) for fit in fits],
)
_HELPED = "Someone this could help"
HELPED_SHOWN = 3
"""People named for one opportunity; the rest are counted."""
_COLUMNS = (Column(shrink=True), Column(wrap=True), Column(drop=1))
_PRESSURE = {
    "promise": rules.PROMISE_PRESSES,
    "birthday": rules.BIRTHDAY_PRESSES,
    "thanks": rules.THANKS_PRESS,
}


def due_view(
    asked: Asked,
    *,
    days: int = 7,
    show_all: bool = False,
    only_forgotten: bool = False,
    why: bool = False,
) -> Report:
    """Return the due report, or that of the forgotten."""
    today, chosen = asked.today, words.chosen_words(asked.query, asked.today)
    if only_forgotten:
        touches = touches_of(asked.sql, asked.people(), today)
        rows = rules.forgotten(touches, defaults=cadence_defaults(asked.settings), today=today)
        return forgotten_report(rows, today=today, query_text=chosen)
    found = who_is_due(asked, days=days, show_all=show_all)
    found = found._replace(rows=tuple(with_next_gives(asked, found.rows)))
    helping = _whom_something_could_help(asked)
    return due_report(found, today=today, query_text=chosen, why=why, helping=helping)


def with_next_gives(asked: Asked, rows: Sequence[rules.DueRow]) -> list[rules.DueRow]:
    """Return the rows with what is about the person where the next step was a general one."""
    plain = [row.person for row in rows if row.next_action in rules.GENERIC]
    if not plain:
        return list(rows)
    from reciprocity_cli.domain.suggest import next_give
    from reciprocity_cli.reports.suggest import suggested

    found = {one.person.id: one for one in suggested(asked, plain)}
    notes = _last_notes(asked, found)

    def step(row: rules.DueRow) -> str:
        number = row.person.id
        if number not in found:
            return row.next_action
        return next_give(found[number], row.next_action, notes.get(number), asked.today)

    return [row._replace(next_action=step(row)) for row in rows]


def _last_notes(asked: Asked, ids: Iterable[int]) -> dict[int, Noted]:
    """Return by person the note of the last contact that has one, of half a year at most."""
    from reciprocity_cli.domain.suggest import FRESH_DAYS, Noted

    listed = ", ".join(map(str, ids))
    rows = asked.sql.execute(
        "SELECT a.person_id, i.date, i.note FROM attendance a JOIN interaction i"
        f" ON i.id = a.interaction_id WHERE a.person_id IN ({listed}) AND i.note <> ''"
        " AND i.date BETWEEN ? AND ? ORDER BY i.date, i.id",
        (moved(asked.today, 1 - FRESH_DAYS).isoformat(), asked.today.isoformat()),
    )
    return {number: Noted(date.fromisoformat(on), note) for number, on, note in rows}


def _whom_something_could_help(asked: Asked) -> Helping:
    """Return the live opportunities that meet an open need of the people chosen, and of whom."""
    live = live_opportunities(asked.sql, asked.today)
    if not live:
        return []
    from reciprocity_cli.reports.offer import whom_it_could_help

    ids = None
    if asked.query.text or asked.query.period:
        ids = {person.id for person in asked.people(archived=False) if not person.paused}
    found = zip(live, whom_it_could_help(asked.sql, live, asked.today, ids), strict=True)
    needed = [
        (one, [fit for fit in fits if fit.need.seeking is Seeking.NEED]) for one, fits in found
    ]
    return [(one, fits) for one, fits in needed if fits]


def due_report(
    due: rules.DueList,
    *,
    today: date,
    query_text: str = "",
    why: bool = False,
    helping: Helping = (),
) -> Report:
    """Return the queue of a window; `why` adds the arithmetic of each urgency."""
    helped = [row for one, fits in helping for row in _helping_rows(one, fits, today)]
    return Report(
        name="due",
        title=_title(due, query_text),
        fields=due_fields.names,
        rows=due_fields.rows(due.rows, today),
        beside={
            "window_end": due.window_end,
            "waiting": due.waiting,
            "demand": due.demand,
            "capacity": due.capacity,
            "opportunities": [helping_fields(one, fits) for one, fits in helping],
        },
        columns=_COLUMNS,
        body=[*_body(due, today, why), *([Section(_HELPED, helped)] if helped else [])],
        empty=f"nobody is due through {long_day(due.window_end)}",
    )


def forgotten_report(rows: Sequence[rules.DueRow], *, today: date, query_text: str = "") -> Report:
    """Return the people without a cadence who were untouched for more than a year."""
    names = words.shown_names([row.person for row in rows])
    lines = [_row(row, names[row.person.id], today, False) for row in rows]
    return Report(
        name="due",
        title=words.titled("Out of sight for a year", words.people_counted(len(rows)), query_text),
        fields=due_fields.names,
        rows=due_fields.rows(rows, today),
        columns=_COLUMNS,
        body=(Section("", lines),) if rows else (),
        empty="nobody without a cadence was out of sight for a year",
    )


def reason_words(reason: rules.Reason, today: date) -> str:
    """Return why somebody is listed: "2w over", "birthday Sat 4 Jul, turns 40"."""
    on = reason.on or today
    age = (today - on).days
    match reason.kind:
        case "overdue":
            return f"{short_age(age)} over"
        case "due":
            return "due today" if age == 0 else f"due {words.near_day(on, today)}"
        case "promise":
            was = "was due" if age > 0 else "due"
            when = "today" if age == 0 else words.near_day(on, today)
            return f"promise {was} {when}: {reason.text}"
        case "birthday":
            return _birthday_words(on, reason.text, today)
        case "thanks":
            return f"thanks due for the {reason.text} ({words.near_day(on, today)})"
        case "report":
            about = f" {reason.text}" if reason.text.startswith("to ") else ""
            what = f": {reason.text}" if reason.text and not about else ""
            return f"report back on their introduction{about}{what} ({words.near_day(on, today)})"
        case "new":
            added = "today" if age == 0 else f"{short_age(age)} ago"
            return f"added {added}, a hello is welcome"
        case "forgotten":
            return f"no contact for {short_age(age)}" if reason.on else "no contact yet"


def urgency_words(row: rules.DueRow) -> str:
    """Return an urgency's arithmetic: "4.00 = 1.00 (91 of 91 days) + 3 promise"."""
    terms = [] if row.lateness is None else [f"{row.lateness:.2f} ({_lateness_words(row)})"]
    kinds = dict.fromkeys(reason.kind for reason in row.reasons)
    terms += [f"{_PRESSURE[kind]:.0f} {kind}" for kind in kinds if kind in _PRESSURE]
    return f"{row.urgency:.2f} = {' + '.join(terms) or '0'}"


def _lateness_words(row: rules.DueRow) -> str:
    late = row.lateness or 0.0
    if row.last_contact_on is None and row.cadence is not None:
        return f"{round(late * row.cadence.days)} days in cadences of {row.cadence}"
    length = DAYS_WITHOUT_CADENCE
    if row.base is not None and row.plain_due_on is not None:
        length = (row.plain_due_on - row.base).days or 1
    return f"{round(late * length)} of {length} days"


def _birthday_words(on: date, turns: str, today: date) -> str:
    if on < today:
        when, turns = f"birthday was {words.weekday(on)}", turns.replace("turns", "turned")
    else:
        when = "birthday today" if on == today else f"birthday {words.near_day(on, today)}"
    return f"{when}, {turns}" if turns else when


def _title(due: rules.DueList, query_text: str) -> str:
    days = (due.window_end - due.first).days + 1
    subject = {1: "Due today", 7: "Due this week"}.get(days, f"Due in {days} days")
    shown = len(due.rows)
    count = words.people_counted(shown)
    if due.waiting:
        count = f"{shown} of {shown + due.waiting} shown, {due.waiting} more can wait"
    return words.titled(subject, words.span(due.first, due.window_end), count, query_text)


def _body(due: rules.DueList, today: date, why: bool) -> Body:
    names = words.shown_names([row.person for row in due.rows])
    groups: dict[str, list[Row]] = {"due": [], "not-in-touch": []}
    for row in due.rows:
        groups[row.heading].append(_row(row, names[row.person.id], today, why))
    body: Body = []
    for key, heading in (("due", ""), ("not-in-touch", "Not in touch yet")):
        if groups[key]:
            body.append(Section(heading, groups[key]))
    if body and due.stretched:
        body.append(
            Paragraph(
                f"The cadences add up to {due.demand:.1f} contacts a week, and the capacity is"
                f" {due.weekly_capacity}: lengthen some (recip person edit NAME --cadence 3m)."
            )
        )
    return body


def _helping_rows(one: Opportunity, fits: Sequence[Seeker], today: date) -> list[Row]:
    until = "" if one.expires_on is None else f"until {words.near_day(one.expires_on, today)}"
    rows = [
        Row(
            (fit.shown, one.text, dim(until)),
            (f"→ pass it on: they look for {fit.need.text}; words: {', '.join(fit.words)}",),
        )
        for fit in fits[:HELPED_SHOWN]
    ]
    if len(fits) > len(rows):
        more = dim(f"and {len(fits) - len(rows)} more")
        rows[-1] = rows[-1]._replace(below=(*rows[-1].below, more))
    return rows


def _row(row: rules.DueRow, name: str, today: date, why: bool) -> Row:
    first, *more = row.reasons
    below: list[Cell] = []
    if more:
        # The first reason chose the next step; the others would only push the table apart.
        below.append("also " + "; ".join(reason_words(reason, today) for reason in more))
    if row.next_action:
        below.append(f"→ {row.next_action}")
    if why:
        below.append(dim(f"urgency {urgency_words(row)}"))
    late = first.kind == "promise" and first.on is not None and first.on < today
    reason = Span(reason_words(first, today), "warn" if late else "")
    return Row((name, reason, dim(_since(row, today))), below)


def _since(row: rules.DueRow, today: date) -> str:
    if row.reasons[0].kind in ("new", "forgotten"):  # these say it themselves
        return ""
    every = f", every {row.cadence}" if row.cadence else ""
    if row.last_contact_on is None:
        return f"no contact yet{every}"
    age = (today - row.last_contact_on).days
    return f"{short_age(age)} since contact{every}" if age else f"contact today{every}"
