"""Single values as other programs write them, and a count of what has no place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from reciprocity_cli.domain.dates import parse_birthday, parse_day
from reciprocity_cli.domain.names import clean_name
from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.domain.text import LONGEST_TEXT, LONGEST_VALUE, clean_text, quoted, visible
from reciprocity_cli.errors import UsageError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOTHING = frozenset(("-", "--", "–", "—", "n/a", "na", "none", "null", "nil", "#n/a"))
_ADDRESS = re.compile(r"[^\s<>,;:\"()@]+@[^\s<>,;:\"()@]+")
_IN_BRACKETS = re.compile(r"<([^<>]*)>")
_BETWEEN = re.compile(r"[,;|]")
_TIME = re.compile(r"[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?( ?(Z|UTC|[+-]\d\d:?\d\d))?")
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:[ -](?=[A-Za-z])|\.(?=[0-9]))"
    r"([A-Za-z]{3,9}|[0-9]{1,2})[ .-]([0-9]{4}|[0-9]{2})"
)
"""A month by its name, or dots, which nobody writes month first."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from taking it for a formula.

    One apostrophe is taken off where = + - @ or a control stands behind all of them; so text that
    had one of its own before such a sign survives when the writer adds one by the same rule.
    """
    if cell[:1] == "'" and cell.lstrip("'").startswith(_FORMULA):
        return cell[1:]
    return cell


def guarded(cell: str) -> str:
    """Return a cell with an apostrophe where a spreadsheet would take it for a formula.

    Text with apostrophes of its own before such a sign gets one more, for `plain` takes one off.
    """
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def text_of(cell: str) -> str:
    """Return a cell as a note is stored. Raises UsageError as clean_text does."""
    cell = cell.strip()
    if cell[:1] == "'":
        cell = plain(cell)
    # What clean_text would find out in a microsecond, which a million notes would feel.
    if cell.isascii() and len(cell) <= LONGEST_TEXT and "\r" not in cell:
        return cell
    return clean_text(cell)


def words_of(cell: str) -> str:
    """Return a cell of one line (a title, an e-mail) with single spaces, stored as a note is."""
    return " ".join(text_of(cell).split())


def name_of(*cells: str) -> str:
    """Return the name that cells make together, "" for none. Raises UsageError as clean_name."""
    name = " ".join(plain(cell.strip()) for cell in cells if cell.strip())
    return clean_name(name) if name else ""


def emails_of(cell: str) -> tuple[str, ...]:
    """Return the e-mail addresses in a cell, "Ana <ana@acme.example>" among them.

    Words for nothing ("n/a", "-") are none. Raises UsageError for a cell that holds anything else:
    a piece of "ana ruiz@acme.example" is somebody else's address.
    """
    cell = words_of(cell)
    if not cell or cell.casefold() in _NOTHING:
        return ()
    found: list[str] = []
    start = 0
    for bracketed in _IN_BRACKETS.finditer(cell):
        # What stands before it is a name, and may have a comma of its own.
        *before, _name = _BETWEEN.split(cell[start : bracketed.start()])
        found += (word for part in before if "@" in part for word in part.split())
        found.append(bracketed[1].strip())
        start = bracketed.end()
    found += _BETWEEN.sub(" ", cell[start:]).split()
    found = [re.sub("^mailto:", "", each, flags=re.IGNORECASE) for each in found]
    if not found or not all(map(_ADDRESS.fullmatch, found)):
        raise UsageError(f"{quoted(cell)} is not an e-mail address")
    return bounded(tuple(dict.fromkeys(found)))


def links_of(cell: str) -> tuple[str, ...]:
    """Return the links in a cell, parted by white space. Raises UsageError for what is none."""
    cell = words_of(cell)
    if not cell or cell.casefold() in _NOTHING:
        return ()
    found = tuple(dict.fromkeys(word.strip("<>,;") for word in cell.split()))
    for link in found:
        if "." not in link.strip("."):
            raise UsageError(f"{quoted(link)} is not a link")
    return bounded(found)


def list_of(cell: str) -> list[str]:
    """Return the words of a cell that lists several, parted by , ; or |."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(words_of(cell)))
    return list(dict.fromkeys(part for part in parts if part))


def tags_of(cell: str) -> tuple[str, ...]:
    """Return the tags in a cell: lower case, no # or @, each one hyphenated word."""
    tags = ("-".join(part.lstrip("#@").casefold().split()) for part in list_of(cell))
    return bounded(tuple(dict.fromkeys(tag for tag in tags if tag)))


def bounded(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values. Raises UsageError for one that is too long for the ledger."""
    for value in values:
        if len(value) > LONGEST_VALUE:
            raise UsageError(f"{quoted(value)} is longer than {LONGEST_VALUE:,} characters")
    return values


def day_of(cell: str, today: date, date_order: str | None) -> date:
    """Return the day in a cell, which must say its year: a file means the same day tomorrow.

    Takes ISO days, a time behind them, "01 Jan 2024", "7-Feb-22" (20xx, unless that is
    yet to come), "24.12.2024" and what `log --on` takes. Raises UsageError for anything
    else, and for a day after `today`.
    """
    cell = cell.strip()
    if not cell:
        raise UsageError("it has no date")
    day = _iso(cell) or _day_first(cell, today)
    if day is None:
        day = parse_day(cell, today, direction="past", date_order=date_order)
        if f"{day.year:04d}" not in cell:
            raise UsageError(f"the date {quoted(cell)} does not say its year")
    if day > today:
        raise UsageError(f"the date {day} is after today ({today})")
    return day


def _iso(cell: str) -> date | None:
    # Only YYYY-MM-DD: fromisoformat alone would read the week 2026-W47 as its Monday.
    if cell[4:5] != "-" or cell[7:8] != "-" or (len(cell) > 10 and not _TIME.fullmatch(cell, 10)):
        return None
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        return None


def _day_first(cell: str, today: date) -> date | None:
    found = _DAY_FIRST.fullmatch(cell)
    if not found or (found[2][:3].lower() not in _MONTHS and not found[2].isdigit()):
        return None
    month = int(found[2]) if found[2].isdigit() else _MONTHS.index(found[2][:3].lower()) + 1
    year = int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year + 2000 <= today.year else 1900
    try:
        return date(year, month, int(found[1]))
    except ValueError as error:
        raise UsageError(f"the date {quoted(cell)} does not exist") from error


MOST_KINDS = 24
"""Kinds that are counted one by one; a hostile file has thousands."""

MOST_LINES = 10_000
"""Lines of one kind that are kept; the owner is shown the first SHOWN."""

SHOWN = 5


class Tally:
    """How many there were of each kind, and on which lines."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lines: dict[str, list[int]] = {}

    def add(self, kind: str, line: int, count: int = 1) -> None:
        """Count something of a kind, which is called in the plural or by a sentence."""
        kind = visible(kind[:100])
        if kind not in self.counts and len(self.counts) >= MOST_KINDS:
            kind = "others"
        self.counts[kind] += count
        lines = self.lines.setdefault(kind, [])
        lines += [line] * min(count, MOST_LINES - len(lines))

    def where(self, kind: str) -> str:
        """Return where those of a kind are, as `where_of` does."""
        return where_of(self.lines[kind], self.counts[kind])


def where_of(lines: Sequence[int], count: int) -> str:
    """Return such as "on line 4" or "on lines 4, 9, 12, 16, 18 and 37 more" of `count` things."""
    named = [*dict.fromkeys(lines)][:SHOWN]
    more = count - sum(line in named for line in lines)
    shown = [*map(str, named), *([f"{more:,} more"] if more else ())]
    listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    return f"on line{'s' * (len(shown) > 1)} {listed}"


class LeftAside:
    """What of a file was left aside, by kind, as the owner is told at the end."""

    def __init__(self) -> None:
        self.without_place, self.not_understood = Tally(), Tally()

    def no_place(self, kind: str, line: int, count: int = 1) -> None:
        """Count something for which a ledger has no column."""
        self.without_place.add(kind, line, count)

    def unread(self, kind: str, line: int) -> None:
        """Count a value that is not as it should be."""
        self.not_understood.add(kind, line)

    def notes(self) -> list[str]:
        """Return a line for each of the two sorts that was met."""
        found = []
        if counts := self.without_place.counts:
            shown = ", ".join(f"{kind} ({count:,})" for kind, count in counts.items())
            found.append(f"left aside, for the ledger has no place for them: {shown}")
        if counts := self.not_understood.counts:
            where = self.not_understood.where
            shown = ", ".join(f"{kind} ({n:,}, {where(kind)})" for kind, n in counts.items())
            found.append(f"left aside, for they could not be understood: {shown}")
        return found


NO_YEAR = 1604
"""What Apple writes for a year that is not known: the first leap year of its calendar."""

_TIME_OF_DAY = re.compile(r"(T\d{1,2}:?| \d{1,2}:)\d\d.*", re.DOTALL)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SYSTEM_LABELS = frozenset(("mycontacts", "starred", "my contacts", "starred in android"))

Said = tuple[int, str]
"""A line of a file, and what a value on it says."""


def birthday_of(text: str, omitted: str = "", date_order: str | None = None) -> Birthday:
    """Return the birthday of 1996-04-15, 19960415, --0415, 1604-05-09 or 1953-10-15T23:10:00Z.

    Also of what `parse_birthday` takes. `omitted` is the year that stands for none. Raises
    UsageError for what is no day, and for 0000-01-01, which stands for nothing at all.
    """
    plain = _TIME_OF_DAY.sub("", _UNSEEN.sub("", text).strip()).rstrip("; ")
    if any(map(str.isalpha, plain)):
        # April 14, 1985; 14. April 1985; 14-Apr-1985.
        plain = re.sub("[-.,]", " ", plain)
    if plain.replace("-", "") == "00000101":
        raise UsageError(f"{plain} is no birthday")
    if plain[:4] in (omitted, "0000", str(NO_YEAR)) and len(plain) > 4:
        # A leap year, so that 29 February is a day.
        return parse_birthday(f"2000{plain[4:]}", date_order)._replace(year=None)
    return parse_birthday(plain, date_order)


def birthday_in(said: Said, aside: LeftAside, date_order: str | None = None) -> Birthday | None:
    """Return a birthday as `birthday_of` does; what is none is left aside."""
    line, text = said
    try:
        return birthday_of(text, "", date_order) if text else None
    except UsageError as error:
        either = "can be read as" in error.message
        aside.unread("birthdays that need the setting date_order" if either else "birthdays", line)
        return None


def phones_of(said: Iterable[Said], aside: LeftAside) -> tuple[str, ...]:
    """Return phone numbers without tel: and odd signs; what has no digit is none."""
    return understood(said, phone_of, "phone numbers", aside)


def addresses_of(said: Iterable[Said], aside: LeftAside) -> tuple[str, ...]:
    """Return the e-mail addresses; what is none is left aside."""
    return understood(said, emails_of, "e-mail addresses", aside)


def pages_of(said: Iterable[Said], aside: LeftAside) -> tuple[str, ...]:
    """Return the links, one a text whatever is in it; what is none is left aside."""
    return understood(said, _page, "links", aside)


def labels_of(labels: Iterable[str]) -> tuple[str, ...]:
    """Return labels as tags, without those every contact of an address book has."""
    found: dict[str, None] = {}
    for label in labels:
        label = " ".join(label.split())
        if label and not label.startswith("* ") and label.casefold() not in _SYSTEM_LABELS:
            tag = "-".join(re.sub("[,;]", " ", label.lstrip("#@")).casefold().split())
            if 0 < len(tag) <= LONGEST_VALUE:
                found[tag] = None
    return tuple(found)


def phone_of(text: str) -> tuple[str, ...]:
    """Return the phone number in a text. Raises UsageError for one without a digit."""
    if text[:4].lower() == "tel:":
        from urllib.parse import unquote

        text = unquote(text[4:])
        text = re.sub(r";ext=", " ext. ", text, flags=re.IGNORECASE).partition(";")[0]
    phone = words_of(text)
    if phone and not any(map(str.isdigit, phone)):
        raise UsageError(f"{quoted(phone)} is not a phone number")
    return bounded((phone,)) if phone else ()


def _page(text: str) -> tuple[str, ...]:
    link = words_of(text)
    if link and "." not in link.strip("."):
        raise UsageError(f"{quoted(link)} is not a link")
    return bounded((link,)) if link else ()


def understood(
    said: Iterable[Said], read: Callable[[str], tuple[str, ...]], kind: str, aside: LeftAside
) -> tuple[str, ...]:
    """Return all that `read` finds; what it refuses is left aside as one of a kind."""
    found: dict[str, None] = {}
    for line, text in said:
        try:
            found.update(dict.fromkeys(read(_UNSEEN.sub("", text))))
        except UsageError:
            aside.unread(kind, line)
    return tuple(found)
