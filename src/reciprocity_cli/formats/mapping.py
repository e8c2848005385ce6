"""Which column of a CSV holds what: from `--map`, or from headers that bear our own field names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, NoReturn

from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError

SEVERAL = ("name", "email", "link", "tags", "role", "note")
"""Fields that several columns may fill; the parts of a name are joined by a space."""

ABOUT_PEOPLE = ("name", "email", "link", "organisation", "title", "tags", "role")
ABOUT_EXCHANGES = ("date", "direction", "category", "kind", "size", "weight", "via")
FIELDS = (*ABOUT_PEOPLE, *ABOUT_EXCHANGES, "note")
_MAKE_AN_EXCHANGE = ("date", "direction", "category")

_OTHER_WORDS = {
    "full name": "name",
    "person": "name",
    "e-mail": "email",
    "emails": "email",
    "e-mail address": "email",
    "email address": "email",
    "links": "link",
    "url": "link",
    "organization": "organisation",
    "org": "organisation",
    "company": "organisation",
    "position": "title",
    "tag": "tags",
    "roles": "role",
    "on": "date",
    "dir": "direction",
    "channel": "via",
    "notes": "note",
}
_MOST_SHOWN = 12


class Assignment(NamedTuple):
    """One `--map`: a field, and the column that fills it or the value it has in every row."""

    field: str
    column: str | None
    value: str


class Layout(NamedTuple):
    """Where in a row each field stands, once `tail` was added to the `width` cells of the file.

    `tail` holds the fixed values and an empty cell, at which every field points that is not there.
    """

    width: int
    tail: list[str]
    places: dict[str, tuple[int, ...]]
    fixed: dict[str, str]
    of_exchanges: bool
    unread: tuple[str, ...]


def parse_assignments(texts: Iterable[str]) -> list[Assignment]:
    """Read FIELD=COLUMN and FIELD:VALUE. Raises UsageError for another form or an unknown field."""
    return [_assignment(text) for text in texts]


def _assignment(text: str) -> Assignment:
    at = min((at for at in (text.find("="), text.find(":")) if at >= 0), default=-1)
    word, rest = text[:at].strip(), text[at + 1 :].strip()
    if at < 0 or not rest:
        raise UsageError(
            f"{quoted(text)} maps nothing", "write --map FIELD=COLUMN, or FIELD:VALUE for every row"
        )
    field = word.casefold()
    field = _OTHER_WORDS.get(field, field)
    if field not in FIELDS:
        _refuse(f"there is no field {quoted(word)}", field, FIELDS, "the fields are")
    return Assignment(field, rest if text[at] == "=" else None, rest)


def lay_out(header: Sequence[str], assignments: Sequence[Assignment]) -> Layout:
    """Decide what each column of `header` is.

    Assignments go first; columns that bear the name of a field left open fill it. With a direction,
    a category and a date it is a file of exchanges; two of these alone, or one by assignment, ask
    for the others. Raises UsageError for an unknown or doubtful column and without a name column.
    """
    columns = _assigned(header, assignments)
    fixed = {each.field: each.value for each in assignments if each.column is None}
    given = {*columns, *fixed}
    for field, at in _by_their_names(header).items():
        if field not in given:
            columns[field] = at
    if "name" not in columns and "name" not in fixed:
        raise UsageError(
            "no column is known to hold the names",
            f"say which with --map name=COLUMN; {_shown(header, 'the columns are')}",
        )
    of_exchanges = _are_exchanges({*columns, *fixed}, given)
    if not of_exchanges:
        columns = {name: at for name, at in columns.items() if name not in ABOUT_EXCHANGES}
    return _layout(header, columns, fixed, of_exchanges)


def _layout(
    header: Sequence[str],
    columns: dict[str, tuple[int, ...]],
    fixed: dict[str, str],
    of_exchanges: bool,
) -> Layout:
    width = len(header)
    nowhere: tuple[int, ...] = (width + len(fixed),)
    places = dict.fromkeys(FIELDS, nowhere)
    places.update(columns)
    for number, field in enumerate(fixed):
        places[field] = (*columns.get(field, ()), width + number)
    read = {at for places_of in columns.values() for at in places_of}
    unread = tuple(name for at, name in enumerate(header) if name and at not in read)
    return Layout(width, [*fixed.values(), ""], places, fixed, of_exchanges, unread)


def _assigned(
    header: Sequence[str], assignments: Sequence[Assignment]
) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    seen: set[str] = set()
    for each in assignments:
        if each.field in seen and each.field not in SEVERAL:
            raise UsageError(f"{each.field} is mapped twice", "one column can fill it")
        seen.add(each.field)
        if each.column is not None:
            at = _column(header, each.column, several=each.field in SEVERAL)
            found[each.field] = (*found.get(each.field, ()), *at)
    return found


def _column(header: Sequence[str], name: str, *, several: bool) -> tuple[int, ...]:
    exact = [at for at, each in enumerate(header) if each == name]
    found = exact or [at for at, each in enumerate(header) if each.casefold() == name.casefold()]
    if not found:
        _refuse(f"there is no column {quoted(name)}", name, header, "the columns are")
    if len(found) > 1 and not several:
        raise UsageError(f"{len(found)} columns are named {quoted(name)}", "rename one in the file")
    return tuple(found)


def _by_their_names(header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the first column named like each field; a first and a last name make a name."""
    words = [name.casefold() for name in header]
    found: dict[str, tuple[int, ...]] = {}
    for at, word in enumerate(words):
        field = _OTHER_WORDS.get(word, word)
        # Its own name goes before another word for it.
        if field in FIELDS and (field not in found or (word == field != words[found[field][0]])):
            found[field] = (at,)
    if "name" not in found and "first name" in words and "last name" in words:
        found["name"] = (words.index("first name"), words.index("last name"))
    return found


def _are_exchanges(fields: set[str], given: set[str]) -> bool:
    present = [field for field in _MAKE_AN_EXCHANGE if field in fields]
    missing = [field for field in _MAKE_AN_EXCHANGE if field not in fields]
    if not missing:
        return True
    if len(present) == 2 or not given.isdisjoint(ABOUT_EXCHANGES):
        raise UsageError(
            f"exchanges need a date, a direction and a category; there is no {missing[0]}",
            f"add --map {missing[0]}=COLUMN, or --map {missing[0]}:VALUE for every row",
        )
    return False


def _refuse(message: str, word: str, known: Sequence[str], title: str) -> NoReturn:
    from reciprocity_cli.domain.names import closest

    lower = {name.lower(): name for name in known if name}
    near = closest(word, lower)
    suggestion = f"did you mean {quoted(lower[near[0]])}? " if near else ""
    raise UsageError(message, suggestion + _shown(known, title))


def _shown(names: Sequence[str], title: str) -> str:
    named = [quoted(name, 30) for name in names if name]
    more = f" and {len(named) - _MOST_SHOWN} more" if len(named) > _MOST_SHOWN else ""
    return f"{title} {', '.join(named[:_MOST_SHOWN])}{more}" if named else "the header is empty"
