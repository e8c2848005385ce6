"""Who is due, why, in which order, and the next step; docs/model.md, section 7."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import fsum
from typing import Literal, NamedTuple

from reciprocity_cli.domain.cadence import (
    Cadence,
    CadenceDefaults,
    effective_cadence,
    is_quiet,
    moved,
    timing,
)
from reciprocity_cli.domain.dates import MONTHS, WEEKDAYS, occurrence, short_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.records import Birthday, By, Person, Promise, QuietRange
from reciprocity_cli.domain.rhythm import is_dormant
from reciprocity_cli.domain.text import settled
from reciprocity_cli.domain.touch import Thanks, Touch, is_thanks_due
from reciprocity_cli.errors import UsageError


class Reason(NamedTuple):
    """Why a person is on the list.

    `on` is the due date (overdue, due), the promise's due date, the birthday's day this
    year, the day of what was received (thanks, report), the day the person was added
    (new), the last contact or None (forgotten). `text` is what it is about where there
    is something to say: what was promised, "introduction: Bo at Acme", "turns 40", "to
    Bo". `record_id` is the promise, the get or the ask.
    """

    kind: Literal["overdue", "due", "promise", "birthday", "thanks", "new", "forgotten", "report"]
    on: date | None = None
    text: str = ""
    record_id: int | None = None


HELLO = "say hello"
GENERIC = frozenset((HELLO, ""))
"""Steps that know nothing of the person; what does may stand in for them."""
LONG_OVERDUE = 2.0
"""Cadences without contact after which a line that makes no fuss is easiest."""


def next_step(
    touch: Touch,
    last_on: date | None,
    lateness: float | None,
    reasons: Sequence[Reason],
    today: date,
) -> str:
    """Return the line for the first reason; empty where there is none that is about the person."""
    if not reasons:
        return ""
    reason = reasons[0]
    match reason.kind:
        case "promise":
            told = any(
                word <= today
                for promise in touch.promises
                if promise.id == reason.record_id
                for word in promise.updates
            )
            return keep_a_promise(reason.on or today, told, today)
        case "birthday":
            on = reason.on or today
            if on > today:
                return "a line on the day"
            return "a line today" if on == today else "a line is welcome a little late too"
        case "thanks":
            return say_thanks(reason)
        case "report":
            about = f" {reason.text}" if reason.text.startswith("to ") else ""
            return f"tell them what became of the introduction{about}"
        case "new":
            return f"{HELLO}: {touch.person.route}" if touch.person.route else HELLO
    if last_on is None:
        return HELLO
    if is_dormant(last_on, today):
        return "a hello after all this time is welcome"
    long_overdue = lateness is not None and lateness >= LONG_OVERDUE
    return "a short hello is enough" if long_overdue else ""


def keep_a_promise(due_on: date, told: bool, today: date) -> str:
    """Return what the owner can do about a promise; `told`: where word was given."""
    if due_on > today:
        near = (due_on - today).days < 7
        day = WEEKDAYS[due_on.weekday()] if near else short_day(due_on, today)
        return f"deliver it, or tell them before {day}"
    if due_on == today:
        return "deliver it today, or tell them today"
    if told:
        return "deliver it when you can, or agree with them to let it go"
    return "deliver it, or tell them how it stands"


def say_thanks(reason: Reason) -> str:
    """Return what the owner can do about thanks that are due."""
    what, _, about = reason.text.partition(": ")
    on = f"{reason.on.day} {MONTHS[reason.on.month - 1][:3]}" if reason.on else ""
    if what == "large get":
        return f"thank them for {about} ({on})" if about else f"thank them for what came on {on}"
    return f"thank them for the {what} of {on}"


BIRTHDAY_STAYS_DAYS = 3
FORGOTTEN_AFTER_DAYS = 365
PROMISE_PRESSES, BIRTHDAY_PRESSES, THANKS_PRESS = 3.0, 2.0, 1.0


class DueRow(NamedTuple):
    """One person's place in the queue.

    `due_on`, `lateness`, `base` and `plain_due_on` are those of their Timing.
    `pressing` tells that a promise, a birthday or thanks keeps the row shown whatever
    the capacity; `reasons` is empty for somebody not listed.
    """

    person: Person
    due_on: date | None
    last_contact_on: date | None
    cadence: Cadence | None
    lateness: float | None
    urgency: float
    reasons: tuple[Reason, ...]
    heading: Literal["due", "not-in-touch"]
    next_action: str
    base: date | None = None
    plain_due_on: date | None = None
    pressing: bool = False


class DueList(NamedTuple):
    """The queue of a window of days.

    `rows` are the ones shown and `waiting_rows` the ones beyond capacity, both most urgent first,
    across the headings. `capacity` is the number of people for this window, `weekly_capacity` that
    for 7 days, and `demand` the contacts a week that all cadences together ask for.
    """

    first: date
    window_end: date
    rows: tuple[DueRow, ...]
    waiting_rows: tuple[DueRow, ...]
    demand: float
    capacity: int
    weekly_capacity: int

    @property
    def waiting(self) -> int:
        """How many people can wait."""
        return len(self.waiting_rows)

    @property
    def stretched(self) -> bool:
        """Whether the cadences ask for more contacts a week than the capacity."""
        return settled(self.demand) > self.weekly_capacity


class _Window(NamedTuple):
    first: date
    """The earliest day of a birthday that still stays."""
    today: date
    end: date
    my_quiet: Sequence[QuietRange]
    defaults: CadenceDefaults
    feb29: str
    month_days: frozenset[tuple[int, int]]
    """Months and days on which a birthday could be listed; 29 February always."""


_PLAIN_DEFAULTS = CadenceDefaults()


def due_list(
    touches: Iterable[Touch],
    *,
    my_quiet: Sequence[QuietRange] = (),
    defaults: CadenceDefaults = _PLAIN_DEFAULTS,
    capacity: int = 5,
    feb29: str = "feb28",
    today: date,
    days: int = 7,
    show_all: bool = False,
) -> DueList:
    """Return whom to contact from today to today + days - 1; docs/model.md, section 7.

    `capacity` is in people a week. A person who is archived is listed for a promise of
    the owner's and for nothing else: putting somebody away ends the rhythm, not a word
    that was given. Raises UsageError for a window without a day.
    """
    window = _window(today, days, my_quiet, defaults, feb29)
    demand: list[float] = []
    rows: list[DueRow] = []
    for touch in touches:
        row = _row(touch, window)
        if row.cadence is not None and not (touch.person.archived or touch.person.paused):
            demand.append(7.0 / row.cadence.days)
        if row.reasons:
            rows.append(row)
    rows.sort(key=_order)
    places = -(-capacity * days // 7)
    shown, waiting = (rows, []) if show_all else _divided(rows, places)
    return DueList(
        first=today,
        window_end=window.end,
        rows=tuple(shown),
        waiting_rows=tuple(waiting),
        demand=fsum(demand),
        capacity=places,
        weekly_capacity=capacity,
    )


def due_row(
    touch: Touch,
    *,
    my_quiet: Sequence[QuietRange] = (),
    defaults: CadenceDefaults = _PLAIN_DEFAULTS,
    feb29: str = "feb28",
    today: date,
    days: int = 7,
) -> DueRow:
    """Return one person's row, listed or not, with every number that led to it."""
    return _row(touch, _window(today, days, my_quiet, defaults, feb29))


def forgotten(
    touches: Iterable[Touch], *, defaults: CadenceDefaults = _PLAIN_DEFAULTS, today: date
) -> tuple[DueRow, ...]:
    """Return people without a cadence last in touch more than 365 days ago, or none.

    The longest untouched come first, the never contacted last. The paused and the
    archived were put to rest, not forgotten.
    """
    window = _window(today, 1, (), defaults, "feb28")
    rows = [
        _row(touch, window, forgotten=True)
        for touch in touches
        if not (touch.person.archived or touch.person.paused)
    ]
    long_ago = [row for row in rows if row.cadence is None and _is_long_ago(row, today)]
    return tuple(sorted(long_ago, key=_order))


def _is_long_ago(row: DueRow, today: date) -> bool:
    last_on = row.last_contact_on
    return last_on is None or (today - last_on).days > FORGOTTEN_AFTER_DAYS


def _window(
    today: date,
    days: int,
    my_quiet: Sequence[QuietRange],
    defaults: CadenceDefaults,
    feb29: str,
) -> _Window:
    if days < 1:
        raise UsageError(f"a window of {days} days holds no day", "use 1 or more")
    first, end = moved(today, 1 - BIRTHDAY_STAYS_DAYS), moved(today, days - 1)
    a_year_at_most = range(min((end - first).days, 366) + 1)
    kept = [first + timedelta(days=age) for age in a_year_at_most]
    month_days = frozenset({(2, 29), *((day.month, day.day) for day in kept)})
    return _Window(first, today, end, my_quiet, defaults, feb29, month_days)


def _reasons(
    touch: Touch, last_on: date | None, due_on: date | None, window: _Window
) -> tuple[list[Reason], float]:
    """Return why a person is listed, and what that adds to their urgency."""
    person, pressure = touch.person, 0.0
    reasons: list[Reason] = []
    if touch.promises and (found := _promises_due(touch.promises, window)):
        reasons += found
        pressure += PROMISE_PRESSES
    if person.archived:
        return reasons, pressure
    born = person.birthday
    if born is not None and (born.month, born.day) in window.month_days:
        found = _birthday(born, last_on, window)
        reasons += found
        pressure += BIRTHDAY_PRESSES * len(found)
    if touch.thanks and (found := thanks_due_reasons(touch.thanks, window.today)):
        reasons += found
        pressure += THANKS_PRESS
    if due_on is not None and due_on <= window.end:
        reasons += _lateness(person, last_on, due_on, window)
    # It lists somebody, and neither hurries nor goes before the rest.
    if (report := touch.report) is not None:
        reasons.append(Reason("report", report.on, report.words, report.record_id))
    return reasons, pressure


def _promises_due(promises: Iterable[Promise], window: _Window) -> list[Reason]:
    due = [
        Reason("promise", promise.due_on, promise.what, promise.id)
        for promise in promises
        if promise.due_on is not None
        and promise.due_on <= window.end
        and promise.by is By.ME
        and is_open(promise, window.today)
    ]
    return sorted(due, key=lambda reason: (reason.on or date.max, reason.record_id or 0))


def _birthday(birthday: Birthday, last_on: date | None, window: _Window) -> list[Reason]:
    """The birthday of the window or of the last 3 days, unless met on it or since."""
    first = window.first
    for year in range(first.year, min(window.end.year, first.year + 2) + 1):
        on = occurrence(birthday, year, window.feb29)
        if first <= on <= window.end and not (last_on is not None and on <= last_on):
            age = 0 if birthday.year is None else year - birthday.year
            return [Reason("birthday", on, f"turns {age}" if age > 0 else "")]
    return []


def thanks_due_reasons(thanks: Iterable[Thanks], today: date) -> list[Reason]:
    """Return a reason for each of the thanks that count today, the oldest first."""
    due = [
        Reason("thanks", one.on, f"{one.what}: {one.text}" if one.text else one.what, one.record_id)
        for one in thanks
        if is_thanks_due(one, today)
    ]
    return sorted(due, key=lambda reason: (reason.on or date.max, reason.record_id or 0))


def _lateness(person: Person, last_on: date | None, due_on: date, window: _Window) -> list[Reason]:
    today = window.today
    ranges = (*person.quiet, *window.my_quiet)
    if ranges and is_quiet(today, ranges):
        return []
    if last_on is None:
        return [Reason("new", person.created_on)]
    return [Reason("overdue" if due_on < today else "due", due_on)]


def _row(touch: Touch, window: _Window, *, forgotten: bool = False) -> DueRow:
    person, today = touch.person, window.today
    last_on = None if touch.last_on is None or touch.last_on > today else touch.last_on
    cadence = effective_cadence(person, last_on is not None, window.defaults)
    when = timing(person, last_on, cadence, window.my_quiet, today)
    reasons, pressure = [Reason("forgotten", last_on)], 0.0
    if not forgotten:
        reasons, pressure = _reasons(touch, last_on, when.due_on, window)
    return DueRow(
        person=person,
        due_on=when.due_on,
        last_contact_on=last_on,
        cadence=cadence,
        lateness=when.lateness,
        urgency=(when.lateness or 0.0) + pressure,
        reasons=tuple(reasons),
        heading="not-in-touch" if last_on is None and cadence is not None else "due",
        next_action=next_step(touch, last_on, when.lateness, reasons, today),
        base=when.base,
        plain_due_on=when.plain_due_on,
        pressing=pressure > 0,
    )


def _order(row: DueRow) -> tuple[float, date, str, int]:
    on = row.due_on
    if on is None:
        on = min((reason.on for reason in row.reasons if reason.on), default=date.max)
    return -settled(row.urgency), on, fold(row.person.name), row.person.id


def _divided(rows: Sequence[DueRow], places: int) -> tuple[list[DueRow], list[DueRow]]:
    """Pressing rows always show; others fill the places left, most urgent first."""
    free = places - sum(row.pressing for row in rows)
    shown: list[DueRow] = []
    waiting: list[DueRow] = []
    for row in rows:
        if not row.pressing:
            free -= 1
        (shown if row.pressing or free >= 0 else waiting).append(row)
    return shown, waiting
