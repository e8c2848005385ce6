"""Next step: one gentle line for the owner about somebody on the due list, chosen by the reason.

Source: docs/model.md, sections 0 and 7. Always about what the owner can do, never about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reciprocity_cli.domain.rhythm import is_dormant
from reciprocity_cli.domain.touch import Reason, Touch

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HELLO = "say hello"
WORKING_ON = "ask: what are you working on now?"
GENERIC = frozenset((HELLO, WORKING_ON))
"""Steps that know nothing of the person; a suggestion or a question may stand in for them."""
LONG_OVERDUE = 2.0
"""Cadences without contact after which a line that makes no fuss is easiest."""


def next_step(
    touch: Touch,
    last_on: date | None,
    lateness: float | None,
    reasons: Sequence[Reason],
    today: date,
) -> str:
    """Return the line for the first of the reasons; empty for somebody who is not on the list."""
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
            return _greet(reason.on or today, today)
        case "thanks":
            return say_thanks(reason)
        case "report":
            about = f" {reason.text}" if reason.text.startswith("to ") else ""
            return f"tell them what became of the introduction{about}"
        case "new":
            return f"{HELLO}: {touch.person.route}" if touch.person.route else HELLO
    return _be_in_touch(last_on, lateness, today)


def keep_a_promise(due_on: date, told: bool, today: date) -> str:
    """Return what the owner can do about a promise; `told` where word was given about it."""
    if due_on > today:
        return f"deliver it, or tell them before {_day(due_on, today)}"
    if due_on == today:
        return "deliver it today, or tell them today"
    if told:
        return "deliver it when you can, or agree with them to let it go"
    return "deliver it, or tell them how it stands"


def _greet(birthday_on: date, today: date) -> str:
    if birthday_on > today:
        return "a line on the day"
    return "a line today" if birthday_on == today else "a line is welcome a little late too"


def say_thanks(reason: Reason) -> str:
    """Return what the owner can do about thanks that are due."""
    what, _, about = reason.text.partition(": ")
    on = f"{reason.on.day} {MONTHS[reason.on.month - 1]}" if reason.on else ""
    if what == "large get":
        return f"thank them for {about} ({on})" if about else f"thank them for what came on {on}"
    return f"thank them for the {what} of {on}"


def _be_in_touch(last_on: date | None, lateness: float | None, today: date) -> str:
    if last_on is None:
        return HELLO
    if is_dormant(last_on, today):
        return "a hello after all this time is welcome"
    if lateness is not None and lateness >= LONG_OVERDUE:
        return "a short hello is enough"
    return WORKING_ON


def _day(on: date, today: date) -> str:
    return WEEKDAYS[on.weekday()] if 0 < (on - today).days < 7 else when(on, today)


def when(on: date, today: date) -> str:
    """Return day and month, with the year where it is not today's."""
    year = "" if on.year == today.year else f" {on.year}"
    return f"{on.day} {MONTHS[on.month - 1]}{year}"
