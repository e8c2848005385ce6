"""friends.md: who the owner's friends are, what was done with them, and notes.

Four sections under fixed headings, in any order; a blank line ends one. The file has no
ids, so a name is what tells a friend. Source: docs/formats.md, "friends.md".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from reciprocity_cli.domain.names import clean_name, fold
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.text import LONGEST_TEXT, clean_text, quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import day_of, tags_of
from reciprocity_cli.formats.incoming import BadRow, Incoming, IncomingInteraction, SetAside
from reciprocity_cli.formats.lines import Lines

MOST_NAMED = 3
"""People not listed as friends whom the remark about them names; more are counted."""

_HEADINGS = {
    "### Activities:": "activities",
    "### Notes:": "notes",
    "### Friends:": "friends",
    "### Locations:": "locations",
}
_ALSO = "a.k.a. "
_by_day = attrgetter("on")
_TAG = re.compile(r"@[^\W_]+(?:[:-][^\W_]+)*")
_FRIEND = re.compile(r"\*\*([^*]+)\*\*")
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
_PLACE = re.compile(r"(?<!\S)_(\w[^_]*)_(?![^\W_])")


class _Event(NamedTuple):
    """An activity or a note, with the names it mentions."""

    line: int
    on: date
    text: str
    names: tuple[str, ...]


def is_friends(first_lines: Sequence[str]) -> bool:
    """Tell whether one of the first lines is a heading, and the first of all is not of a CSV."""
    if not any(line.rstrip() in _HEADINGS for line in first_lines if line.startswith("#")):
        return False
    first = next(line for line in first_lines if line.strip())
    return first.startswith(("#", "- ")) or not any(sign in first for sign in ",;\t")


def read(lines: Lines, today: date, date_order: str | None, notes: list[str]) -> Iterator[Incoming]:
    """Yield what is bad or set aside, then the people, then the contacts from the first on."""
    book = _Book(today, date_order)
    section = ""
    for number, raw in enumerate(lines, 1):
        lines.record.clear()
        line, heading = _parted(raw.strip())
        if lines.fault:
            yield BadRow(number, lines.fault)
            lines.fault = ""
        elif not line:
            section = ""
        elif line in _HEADINGS:
            section = _HEADINGS[line]
        elif not section:
            yield BadRow(number, f"{quoted(line)} stands outside a section")
        else:
            try:
                book.take(section, number, line.removeprefix("- ").strip())
            except UsageError as error:
                yield BadRow(number, error.message)
        section = _HEADINGS.get(heading, section)
    yield from book.items(notes)


def _parted(line: str) -> tuple[str, str]:
    """Part a line from a heading behind it, where files were joined without a line end between."""
    heading = next((each for each in _HEADINGS if line.endswith(each) and line != each), "")
    return line.removesuffix(heading), heading


class _Book:
    """Everything that the lines of one file said."""

    def __init__(self, today: date, date_order: str | None) -> None:
        self._today = today
        self._date_order = date_order
        self._friends: dict[str, IncomingPerson] = {}
        self._homes: dict[str, str] = {}
        self._activities: list[_Event] = []
        self._notes: list[_Event] = []
        self._places: dict[str, str] = {}
        self._place_lines: dict[str, int] = {}

    def take(self, section: str, number: int, line: str) -> None:
        """Take one line of a section. Raises UsageError for what cannot be read."""
        if len(line) > LONGEST_TEXT:
            raise UsageError(f"it has more than {LONGEST_TEXT:,} characters")
        match section:
            case "activities":
                self._activities.append(self._event(number, line))
            case "notes":
                self._notes.append(self._event(number, line))
            case "friends":
                self._friend(number, line)
            case "locations":
                name, aliases, rest = _name_and_aliases(line)
                if rest:
                    raise UsageError(f"{quoted(rest)} stands behind a place")
                self._place_lines[name] = number
                self._places.update(dict.fromkeys(map(fold, (name, *aliases)), name))

    def _event(self, number: int, line: str) -> _Event:
        day, colon, text = line.partition(":")
        if not colon:
            raise UsageError("there is no colon between its date and its text")
        on = day_of(day, self._today, self._date_order)
        names = {fold(name): name for name in map(clean_name, _FRIEND.findall(text))}
        plain = _PLACE.sub(r"\1", _FRIEND.sub(r"\1", clean_text(text)))
        if not plain:
            raise UsageError("there is no text behind its date")
        return _Event(number, on, plain, tuple(names.values()))

    def _friend(self, number: int, line: str) -> None:
        name, aliases, rest = _name_and_aliases(line)
        place = ""
        if rest.startswith("["):
            place, closed, rest = rest[1:].partition("]")
            if not closed:
                raise UsageError("the [ before a place is not closed")
        for tag in rest.split():
            if not _TAG.fullmatch(tag):
                raise UsageError(f"{quoted(tag)} is not a tag")
        key = fold(name)
        if before := self._friends.get(key):
            raise UsageError(f"{quoted(name)} is a friend on line {before.line} already")
        tags = tags_of(rest.replace(" ", ","))
        self._friends[key] = IncomingPerson(number, name, tags=tags, aliases=aliases)
        self._homes[key] = place.strip()

    def items(self, notes: list[str]) -> Iterator[Incoming]:
        """Yield everything taken; `notes` get who was named without being listed as a friend."""
        yield from self._set_aside()
        people = {key: self._with_place(key) for key in self._friends}
        key_of = self._keys()
        unlisted: list[str] = []
        for each in sorted((*self._notes, *self._activities), key=_by_day):
            for name in each.names:
                key = key_of.setdefault(fold(name), fold(name))
                if key not in people:
                    unlisted.append(name)
                    people[key] = IncomingPerson(each.line, name)
        for each in sorted(self._notes, key=_by_day):
            for key in dict.fromkeys(key_of[fold(name)] for name in each.names):
                more = (*people[key].remarks, f"{each.on}: {each.text}")
                people[key] = people[key]._replace(remarks=more)
        yield from people.values()
        if unlisted:
            shown = ", ".join(unlisted[:MOST_NAMED])
            if len(unlisted) > MOST_NAMED:
                shown += f" and {len(unlisted) - MOST_NAMED:,} more"
            notes.append(f"named, but not listed under Friends: {shown}")
        for each in sorted(self._activities, key=_by_day):
            present = dict.fromkeys(key_of[fold(name)] for name in each.names)
            if present:
                who = tuple(people[key] for key in present)
                yield IncomingInteraction(each.line, who, each.on, note=each.text)

    def _set_aside(self) -> Iterator[SetAside]:
        lived = {fold(self._places.get(fold(home), "")) for home in self._homes.values()}
        for name, line in self._place_lines.items():
            if fold(name) not in lived:
                yield SetAside(line, "a place where no friend is")
        for what, events in (("a note", self._notes), ("an activity", self._activities)):
            for each in events:
                if not each.names:
                    yield SetAside(each.line, f"{what} that names nobody")

    def _keys(self) -> dict[str, str]:
        """Return whom each name, and each alias of a single friend, stands for."""
        bearers: dict[str, set[str]] = {}
        for key, friend in self._friends.items():
            for alias in friend.aliases:
                bearers.setdefault(fold(alias), set()).add(key)
        only = {alias: min(keys) for alias, keys in bearers.items() if len(keys) == 1}
        return {**only, **{key: key for key in self._friends}}

    def _with_place(self, key: str) -> IncomingPerson:
        friend, home = self._friends[key], self._homes[key]
        place = self._places.get(fold(home), home)
        if not place:
            return friend
        tag = f"place:{_BETWEEN_WORDS.sub('-', place.casefold()).strip('-')}"
        return friend._replace(tags=(*friend.tags, tag))


def _name_and_aliases(line: str) -> tuple[str, tuple[str, ...], str]:
    """Return the name that begins a line, its aliases, and what follows them."""
    end = min((at for at in map(line.find, "([@") if at >= 0), default=len(line))
    name, rest = clean_name(line[:end]), line[end:]
    if not rest.startswith("("):
        return name, (), rest
    inner, closed, rest = rest[1:].partition(")")
    if not closed or not inner.startswith(_ALSO):
        raise UsageError(f"the bracket behind {quoted(name)} is not (a.k.a. ...)")
    aliases = tuple(map(clean_name, inner.removeprefix(_ALSO).split(f" {_ALSO}")))
    return name, aliases, rest.strip()
