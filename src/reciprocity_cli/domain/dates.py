"""Dates and birthdays: read from what the owner types, with the reason for a refusal, and shown.

Source: docs/commands.md, "Dates"; the forms themselves are in `date_grammar`.
"""

from __future__ import annotations

from datetime import date

from reciprocity_cli.domain import date_grammar as grammar
from reciprocity_cli.domain.date_grammar import MONTHS, WEEKDAYS
from reciprocity_cli.domain.date_grammar import DateRange as DateRange
from reciprocity_cli.domain.date_grammar import Looking as Looking
from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError

_BIRTHDAY_FORMS = "type it as 1990-02-28, --02-28, 28 feb or 28 feb 1990"


def parse_range(
    text: str, today: date, *, direction: Looking, date_order: str | None = None
) -> DateRange:
    """Return the days that `text` names; a single day is a range of one.

    `direction` decides where `fri`, `20 nov` and `3d` lie: "past" the latest one up to today,
    "future" the first one from today on, so on a Friday `fri` is today both ways. `3d ago`,
    `in 3 days`, `+3d` and `last|this|next fri` decide it themselves. `date_order` ("dmy" or "mdy")
    lets 3/4 in. Raises UsageError with the reason for anything outside the grammar.
    """
    words = grammar.date_words(text)
    try:
        found = grammar.read(words, today, direction, date_order)
    except (OverflowError, ValueError) as error:
        raise UsageError(
            f"{quoted(text)} lies outside the years 1 to 9999", "type a nearer date"
        ) from error
    if found is None:
        raise grammar.not_a_date(text, words)
    return found if isinstance(found, DateRange) else DateRange(found, found)


def parse_day(
    text: str,
    today: date,
    *,
    direction: Looking,
    date_order: str | None = None,
    allow_future: bool = True,
) -> date:
    """Return the one day that `text` names; the rules are those of `parse_range`.

    Raises UsageError for a range of several days, and for a day after today unless `allow_future`.
    """
    first, last = parse_range(text, today, direction=direction, date_order=date_order)
    if first != last:
        days = f"{show_day(first)} to {show_day(last)}"
        raise UsageError(
            f"{quoted(text)} is a range where a day is wanted ({days})",
            f"name one day, such as {first.isoformat()}",
        )
    if first > today and not allow_future:
        raise UsageError(f"{show_day(first)} is in the future", "add --future if that is meant")
    return first


def parse_iso_day(text: str, hint: str = "type it as 2026-11-20") -> date:
    """Return the day of `2026-11-20` or `20261120`; raises UsageError with `hint` for all else."""
    words = grammar.date_words(text)
    try:
        found = grammar.read_iso(words[0]) if len(words) == 1 else None
    except ValueError as error:
        raise UsageError(f"{quoted(text)} lies outside the years 1 to 9999", hint) from error
    if not isinstance(found, date):
        raise UsageError(f"{quoted(text)} is not a day", hint)
    return found


def show_day(day: date) -> str:
    """Return a day as every write echoes it: "Fri 2026-11-20"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.isoformat()}"


def short_day(day: date, today: date) -> str:
    """Return a day for a table: "20 Jun", with the year where it is not today's."""
    shown = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return shown if day.year == today.year else f"{shown} {day.year}"


def long_day(day: date) -> str:
    """Return a day for a title: "Tue 30 Jun 2026"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def short_age(days: int) -> str:
    """Return a number of days, either side of today, in its largest fitting unit, rounded down.

    Up to 13 days "3d", up to 13 weeks "6w", up to 23 months "5mo", then "2y"; the words around it
    say which side.
    """
    days = abs(days)
    if days < 14:
        return f"{days}d"
    if days < 98:
        return f"{days // 7}w"
    months = int(days / 30.4375)
    return f"{months}mo" if months < 24 else f"{int(days / 365.25)}y"


def parse_birthday(text: str) -> Birthday:
    """Return the birthday of `1990-02-28`, `19900228`, `--02-28`, `28 feb` or `28 feb 1990`.

    Raises UsageError for anything else, and for a day that there is not; 29 February without a year
    there is. Source: docs/model.md, section 1.
    """
    words = grammar.date_words(text)
    named = grammar.day_and_month(words) or _without_year(words)
    if named is None:
        born = parse_iso_day(text, _BIRTHDAY_FORMS)
        return Birthday(born.month, born.day, born.year)
    month, day, year = named
    if year is None:
        grammar.refuse_no_day(month, day)
    else:
        grammar.calendar_day(year, month, day)
    return Birthday(month, day, year)


def _without_year(words: list[str]) -> tuple[int, int, None] | None:
    word = words[0] if len(words) == 1 else ""
    number = word[2:].replace("-", "", 1) if word[4:5] == "-" else word[2:]
    if not word.startswith("--") or not number.isdigit() or len(number) != 4:
        return None
    return int(number[:2]), int(number[2:]), None


def occurrence(birthday: Birthday, year: int, feb29: str = "feb28") -> date:
    """Return the day on which a birthday is kept in `year` (1 to 9999).

    29 February is kept in common years on 28 February, or with `feb29` "mar1" on 1 March.
    Source: docs/model.md, section 7.
    """
    month, day, _ = birthday
    if day <= grammar.days_in_month(year, month):
        return date(year, month, day)
    return date(year, 3, 1) if feb29 == "mar1" else date(year, 2, 28)
