"""The words of an entry, as options or as a line of JSON, made into what will be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain.dates import parse_day, show_day
from reciprocity_cli.domain.records import Channel, SignalKind, Started
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import parse_spec, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services.entries import Contact

TAKE_BACK = "recip undo takes that back, and recip operations has its number"
"""What to do about something that was ended already, and should not have been."""


def read_contact(
    given: Mapping[str, Any], today: date, date_order: str | None, *, future: bool
) -> Contact:
    """Read a contact, all but its people; `given` has the keys of `log`'s options.

    Raises UsageError for the first word that is off.
    """
    return Contact(
        people=(),
        on=read_day(given.get("on"), today, date_order, future=future),
        gave=[parse_spec(spec) for spec in given.get("gave", ())],
        got=[parse_spec(spec) for spec in given.get("got", ())],
        channel=pick(given["via"], Channel, "channel") if given.get("via") else None,
        started=pick(given["started"], Started, "answer") if given.get("started") else None,
        note=clean_text(given.get("note") or ""),
        signals=[pick(kind, SignalKind, "signal") for kind in given.get("signal", ())],
        needs=[_need(text) for text in given.get("need", ())],
        landed=bool(given.get("landed")),
    )


def read_day(text: str | None, today: date, date_order: str | None, *, future: bool) -> date:
    """Return the day of an entry: today, or what `text` says of the past (if let, the future)."""
    if text is None:
        return today
    return parse_day(text, today, direction="past", date_order=date_order, allow_future=future)


def read_past_day(
    text: str | None, today: date, date_order: str | None, *, since: date | None = None
) -> date:
    """Return the day of something that has happened: today, or what `text` says.

    Raises UsageError for a day after today, and for one before `since`, the day it began.
    """
    day = today
    if text is not None:
        day = parse_day(text, today, direction="past", date_order=date_order)
    if day > today:
        raise UsageError(f"{show_day(day)} is in the future", "name a day up to today")
    if since is not None and day < since:
        raise UsageError(f"{show_day(day)} lies before {show_day(since)}, its first day")
    return day


def read_words(words: Sequence[str], what: str, example: str) -> str:
    """Return words of the owner's as one text. Raises UsageError where there is none."""
    text = clean_text(" ".join(words))
    if not text:
        raise UsageError(f"the {what} is empty", f"say it in a few words, such as {example}")
    return text


def _need(text: str) -> str:
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise UsageError("--need is empty", "say in a few words what they look for")
    return cleaned
