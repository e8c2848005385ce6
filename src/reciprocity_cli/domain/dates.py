"""Dates as owners type them, read and shown; docs/commands/general.md, "Dates"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple

from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError

Looking = Literal["past", "future"]
"""Where a date without a year, a weekday or a span such as 3d lies, seen from today."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTH = {
    word: at for at, name in enumerate(MONTHS, 1) for word in (name.lower(), name[:3].lower())
}
_MONTH["sept"] = 9
_WEEKDAY = {
    word: at for at, name in enumerate(WEEKDAYS) for word in (name.lower(), name[:3].lower())
}
_WEEKDAY |= {"tues": 1, "thur": 3, "thurs": 3}
_DAY_WORDS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WHICH = {"last": -1, "this": 0, "next": 1}
_UNITS = {word: name[0] for name in ("day", "week", "month", "year") for word in (name, name + "s")}
_UNITS |= {unit: unit for unit in "dwmy"}
_PERIODS = ("week", "month", "quarter", "year")

LONGEST_INPUT = 60
_CONTROL_SPACES = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"
"""Control characters that split() takes for white space."""
FORMS = "type a date such as 2026-11-20, 20 nov, yesterday, fri, last fri, 3d or 2w ago"


class DateRange(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date


def date_words(text: str) -> list[str]:
    """Return the words of a date in lower case; none where some are not ASCII, as no date's are.

    Raises UsageError for an empty or very long text and for control characters.
    """
    if len(text) > LONGEST_INPUT or not text.strip():
        what = "an empty text" if len(text) <= LONGEST_INPUT else quoted(text)
        raise UsageError(f"{what} is not a date", FORMS)
    words = text.lower().split()
    plain = " ".join(words)
    if not plain.isprintable() or any(char in _CONTROL_SPACES for char in text):
        raise UsageError(f"{quoted(text)} contains a control character", FORMS)
    return words if plain.isascii() else []


def read(
    words: list[str], today: date, direction: Looking, date_order: str | None
) -> date | DateRange | None:
    """Return what the words name, or None for words outside the grammar.

    Raises UsageError for a form of it with a reason to refuse, ValueError or
    OverflowError where the calendar ends.
    """
    match words:
        case [word]:
            return _read_word(word, today, direction, date_order)
        case ["in", *span] if span:
            return _read_count(span, today, "future")
        case [*span, "ago"] if span:
            return _read_count(span, today, "past")
        case [("last" | "this" | "next") as which, what]:
            return _read_near(_WHICH[which], what, today)
    named = day_and_month(words)
    if named is None:
        return _read_span(words, today, direction) if len(words) == 2 else None
    month, day, year = named
    if year is None:
        return _nearest_anniversary(month, day, today, direction)
    return calendar_day(year, month, day)


def _read_word(
    word: str, today: date, direction: Looking, date_order: str | None
) -> date | DateRange | None:
    if word in _DAY_WORDS:
        return today + timedelta(_DAY_WORDS[word])
    if word in _WEEKDAY:
        return _nearest_weekday(_WEEKDAY[word], today, direction)
    if len(word) == 3 and word[:2] in ("so", "eo"):
        names = [name for name in _PERIODS if name[0] == word[2]]
        return _period(names[0], today, 0)[0 if word[0] == "s" else 1] if names else None
    if "/" in word:
        return _read_slashes(word, today, direction, date_order)
    return read_iso(word) or _read_span([word], today, direction)


def _nearest_weekday(weekday: int, today: date, direction: Looking) -> date:
    if direction == "past":
        return today - timedelta((today.weekday() - weekday) % 7)
    return today + timedelta((weekday - today.weekday()) % 7)


def _read_near(which: int, what: str, today: date) -> date | DateRange | None:
    if what in _PERIODS:
        return _period(what, today, which)
    if what not in _WEEKDAY:
        return None
    if which < 0:
        return _nearest_weekday(_WEEKDAY[what], today - timedelta(1), "past")
    monday = today - timedelta(today.weekday())
    return monday + timedelta(7 * which + _WEEKDAY[what])


def _period(name: str, today: date, which: int) -> DateRange:
    """Return the period of that name that lies `which` periods after today's."""
    if name == "week":
        monday = today - timedelta(today.weekday()) + timedelta(7 * which)
        return DateRange(monday, monday + timedelta(6))
    if name == "year":
        return _months(today.year + which, 1, 12)
    length = 3 if name == "quarter" else 1
    index = (today.month - 1) // length + which
    year, place = divmod(index, 12 // length)
    return _months(today.year + year, place * length + 1, length)


def _months(year: int, month: int, count: int = 1) -> DateRange:
    last = month + count - 1
    return DateRange(date(year, month, 1), date(year, last, days_in_month(year, last)))


def days_in_month(year: int, month: int) -> int:
    """Return the number of days in a month of the Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _read_span(words: list[str], today: date, direction: Looking) -> date | None:
    """Read 3d, 3 d and 3 days; a plus in front looks ahead whatever the direction."""
    if words[0].startswith("+"):
        return _read_count([words[0][1:], *words[1:]], today, "future")
    return _read_count(words, today, direction)


def _read_count(words: list[str], today: date, direction: Looking) -> date | None:
    if len(words) == 1:
        number = words[0].rstrip("abcdefghijklmnopqrstuvwxyz")
        words = [number, words[0][len(number) :]]
    if len(words) != 2 or not words[0].isdigit() or words[1] not in _UNITS:
        return None
    count = int(words[0]) if direction == "future" else -int(words[0])
    return _shifted(today, count, _UNITS[words[1]])


def _shifted(day: date, count: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(count * (7 if unit == "w" else 1))
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=count * (12 if unit == "y" else 1))


def read_iso(word: str) -> date | DateRange | None:
    """Return the day or range of `2026-11-20`, `20261120`, `2026-11`, `2026`, `2026q3`, `2026-w47`.

    None for other forms; raises as `read` does.
    """
    year, rest = word[:4], word[4:]
    if len(year) < 4 or not year.isdigit():
        return None
    if not rest:
        return _months(int(year), 1, 12)
    if rest.isdigit() and len(rest) == 4:
        return calendar_day(int(year), int(rest[:2]), int(rest[2:]))
    match rest[0], rest[1:]:
        case "q", ("1" | "2" | "3" | "4") as quarter:
            return _months(int(year), 3 * int(quarter) - 2, 3)
        case "-", tail if _is_number(tail, 2):
            _refuse_month(int(tail))
            return _months(int(year), int(tail))
        case "-", tail if tail[:1] == "w" and _is_number(tail[1:], 2):
            return _iso_week(int(year), int(tail[1:]))
        case "-", tail if tail[2:3] == "-" and _is_number(tail[:2] + tail[3:], 4):
            return calendar_day(int(year), int(tail[:2]), int(tail[3:]))
    return None


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isdigit()


def _iso_week(year: int, week: int) -> DateRange:
    # 28 December lies in the last week of every year.
    weeks = date(year, 12, 28).isocalendar().week
    if not 1 <= week <= weeks:
        raise UsageError(f"{year:04d} has no week {week}", f"its weeks run from W01 to W{weeks}")
    monday = date.fromisocalendar(year, week, 1)
    return DateRange(monday, monday + timedelta(6))


def _read_slashes(
    word: str, today: date, direction: Looking, date_order: str | None
) -> date | None:
    parts = word.split("/")
    if not all(_is_number(part, len(part)) for part in parts) or len(parts) not in (2, 3):
        return None
    if len(parts[0]) == 4:
        raise UsageError(
            f"{quoted(word)} is not a date",
            f"type it as {'-'.join(part.zfill(2) for part in parts)}",
        )
    if len(parts[0]) > 2 or len(parts[1]) > 2:
        return None
    first, second = map(int, parts[:2])
    in_order = _order_of(word, first, second, date_order) == "dmy"
    day, month = (first, second) if in_order else (second, first)
    if len(parts) == 2:
        return _nearest_anniversary(month, day, today, direction)
    return calendar_day(_full_year(parts[2]), month, day)


def day_and_month(words: list[str]) -> tuple[int, int, int | None] | None:
    """Return (month, day, year) of `20 nov`, `nov 20` and either with a year; None for other words.

    The year is None where there is none. Raises UsageError for a year that has not four digits.
    """
    if len(words) not in (2, 3):
        return None
    word, number = words[:2] if words[0] in _MONTH else (words[1], words[0])
    if word not in _MONTH or not number.isdigit() or len(number) > 2:
        return None
    return _MONTH[word], int(number), _full_year(words[2]) if len(words) == 3 else None


def _nearest_anniversary(month: int, day: int, today: date, direction: Looking) -> date:
    """Return the latest such day up to today, or the first one from today on."""
    refuse_no_day(month, day)
    # 29 February may be as far away as eight years, across a 1900 that has none.
    for distance in range(9):
        year = today.year - distance if direction == "past" else today.year + distance
        if year < 1 or year > 9999:
            break
        if day <= days_in_month(year, month):
            found = date(year, month, day)
            if found == today or (found < today) == (direction == "past"):
                return found
    raise OverflowError


def _full_year(text: str) -> int:
    if not _is_number(text, 4):
        raise UsageError(f"the year {quoted(text)} does not have four digits", FORMS)
    return int(text)


def calendar_day(year: int, month: int, day: int) -> date:
    """Return that day. Raises UsageError where the calendar has none."""
    _refuse_month(month)
    if year < 1:
        raise UsageError("there is no year 0", "years run from 0001 to 9999")
    if not 1 <= day <= days_in_month(year, month):
        raise UsageError(
            f"{year:04d}-{month:02d}-{day:02d} does not exist",
            f"{MONTHS[month - 1]} {year} has {days_in_month(year, month)} days",
        )
    return date(year, month, day)


def refuse_no_day(month: int, day: int) -> None:
    """Raise UsageError where no year has such a day; 29 February there is."""
    _refuse_month(month)
    most = days_in_month(4, month)
    if not 1 <= day <= most:
        raise UsageError(f"{MONTHS[month - 1]} has no day {day}", f"its days run from 1 to {most}")


def _refuse_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise UsageError(f"there is no month {month}", "months run from 1 to 12")


def not_a_date(text: str, words: list[str]) -> UsageError:
    """Return the error for words outside the grammar, with the word that a misspelt one is like."""
    from reciprocity_cli.domain.names import closest

    known = [*_DAY_WORDS, *_WEEKDAY, *_MONTH, *_WHICH, *_PERIODS]
    for word in words:
        if word.isalpha() and len(word) > 3 and word not in known and word not in _UNITS:
            near = closest(word, known)
            if near:
                return UsageError(f"{quoted(text)} is not a date", f"did you mean {near[0]}?")
    return UsageError(f"{quoted(text)} is not a date", FORMS)


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
    words = date_words(text)
    try:
        found = read(words, today, direction, date_order)
    except (OverflowError, ValueError) as error:
        raise UsageError(
            f"{quoted(text)} lies outside the years 1 to 9999", "type a nearer date"
        ) from error
    if found is None:
        raise not_a_date(text, words)
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
    """Return a number of days, past or to come, in its largest unit, rounded down.

    Up to 13 days "3d", up to 13 weeks "6w", up to 23 months "5mo", then "2y"; the words
    around it say which side.
    """
    days = abs(days)
    if days < 14:
        return f"{days}d"
    if days < 98:
        return f"{days // 7}w"
    months = int(days / 30.4375)
    return f"{months}mo" if months < 24 else f"{int(days / 365.25)}y"


def parse_birthday(text: str, date_order: str | None = None) -> Birthday:
    """Return the birthday of `1990-02-28`, `19900228`, `--02-28`, `28 feb` or `28 feb 1990`.

    Also of 1990/2/28, 28.2.1990, and of 2/28/1990 where only one of the two can be a month or
    `date_order` says which is. Raises UsageError for anything else, and for a day that there is
    not; 29 February without a year there is. Source: docs/model.md, section 1.
    """
    words = date_words(text)
    named = day_and_month(words) or _without_year(words)
    if named is None and len(words) == 1:
        named = _in_numbers(words[0], date_order)
    if named is None:
        try:
            born = read_iso(words[0]) if len(words) == 1 else None
        except ValueError as error:
            where = f"{quoted(text)} lies outside the years 1 to 9999"
            raise UsageError(where, _BIRTHDAY_FORMS) from error
        if not isinstance(born, date):
            raise UsageError(f"{quoted(text)} is not a day", _BIRTHDAY_FORMS)
        return Birthday(born.month, born.day, born.year)
    month, day, year = named
    if year is None:
        refuse_no_day(month, day)
    else:
        calendar_day(year, month, day)
    return Birthday(month, day, year)


def _in_numbers(word: str, date_order: str | None) -> tuple[int, int, int | None] | None:
    """Return (month, day, year) of three numbers with the year in full, first or last.

    Between them stand dots, which nobody writes month first, slashes or hyphens. 14.4. has no year.
    """
    sign = next((sign for sign in "./-" if word.count(sign) == 2), "")
    parts = word.split(sign) if sign else []
    if sign == "." and parts[2] == "":
        parts[2] = "0000"
    if not parts or not all(_is_number(part, len(part)) for part in parts):
        return None
    lengths = [len(part) for part in parts]
    first, second, third = map(int, parts)
    if lengths[0] == 4 and max(lengths[1:]) < 3:
        return second, third, first
    if lengths[2] != 4 or max(lengths[:2]) > 2 or min(lengths) == 0:
        return None
    in_order = sign == "." or _order_of(word, first, second, date_order) == "dmy"
    month, day = (second, first) if in_order else (first, second)
    return month, day, third if word[-1] != "." else None


def _order_of(word: str, first: int, second: int, date_order: str | None) -> str:
    """Return "dmy" or "mdy" for two numbers with a slash between: as set, or where 20 is no month.

    Raises UsageError where they can be read either way.
    """
    if date_order in ("dmy", "mdy"):
        return date_order
    if first != second and first < 13 and second < 13:
        raise UsageError(
            f"{quoted(word)} can be read as day/month or as month/day",
            "type it as 20 nov or 2026-11-20, or set date_order to dmy or mdy",
        )
    return "mdy" if second > 12 > first else "dmy"


def _without_year(words: list[str]) -> tuple[int, int, None] | None:
    word = words[0] if len(words) == 1 else ""
    number = word[2:].replace("-", "", 1) if word[4:5] == "-" else word[2:]
    if not word.startswith("--") or not number.isdigit() or len(number) != 4:
        return None
    return int(number[:2]), int(number[2:]), None


def occurrence(birthday: Birthday, year: int, feb29: str = "feb28") -> date:
    """Return the day on which a birthday is kept in `year` (1 to 9999).

    29 February is kept in common years on 28 February, or with `feb29` "mar1" on 1
    March. Source: docs/model.md, section 7.
    """
    month, day, _ = birthday
    if day <= days_in_month(year, month):
        return date(year, month, day)
    return date(year, 3, 1) if feb29 == "mar1" else date(year, 2, 28)
