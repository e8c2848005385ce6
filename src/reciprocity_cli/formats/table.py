"""CSV of people (LinkedIn's too) or gives and gets, columns known by name or told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from operator import itemgetter
from typing import NamedTuple, NoReturn, TypeVar

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import WEIGHT_OF, Category, Channel, Direction, Role, Size
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.domain.vocabulary import (
    parse_category,
    parse_kind,
    parse_size,
    parse_weight,
    pick,
)
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats.cells import (
    day_of,
    emails_of,
    links_of,
    list_of,
    name_of,
    tags_of,
    text_of,
    words_of,
)
from reciprocity_cli.formats.incoming import (
    BadRow,
    Incoming,
    IncomingExchange,
    SetAside,
    below_header,
)
from reciprocity_cli.formats.lines import (
    DELIMITERS,
    Lines,
    Row,
    columns_of,
    delimiter_of,
    rows,
    surplus,
)

_NEEDED = frozenset(("first name", "last name", "connected on"))
_DATE = "connected on"


def linkedin_header(lines: Sequence[str]) -> int | None:
    """Return the index of LinkedIn's header, by its names; a preamble may precede."""
    for number, line in enumerate(lines):
        if _DATE in line.casefold() and columns_of(line).keys() >= _NEEDED:
            return number
    return None


def read_linkedin(lines: Lines, first_lines: Sequence[str], today: date) -> Iterator[Incoming]:
    """Yield the people below the header, which must be in the `first_lines`."""
    at = linkedin_header(first_lines)
    assert at is not None
    return below_header(lines, first_lines[at], at + 1, partial(_connection, today))


def _connection(today: date, line: int, cells: Mapping[str, str]) -> Incoming:
    try:
        name = name_of(cells["first name"], cells["last name"])
        if not name:
            return SetAside(line, _what_is_there(cells))
        return IncomingPerson(
            line,
            name,
            emails=emails_of(cells.get("email address", "")),
            links=links_of(cells.get("url", "")),
            organisation=words_of(cells.get("company", "")),
            title=words_of(cells.get("position", "")),
            notes=_connected(cells[_DATE], today),
        )
    except UsageError as error:
        return BadRow(line, error.message)


def _what_is_there(cells: Mapping[str, str]) -> str:
    filled = [name for name, cell in cells.items() if cell]
    if not filled:
        return "the row is empty"
    return "there is only a date" if filled == [_DATE] else "there is no name"


def _connected(cell: str, today: date) -> str:
    """Return the note about the day; one that cannot be read (another language) stays as it is."""
    if not cell:
        return ""
    try:
        return f"connected on LinkedIn {day_of(cell, today, None)}"
    except UsageError:
        return f"connected on LinkedIn {words_of(cell)}"


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
    """One `--map`: a field, and the column that fills it or its value in each row."""

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
    width = len(header)
    nowhere: tuple[int, ...] = (width + len(fixed),)
    places = {**dict.fromkeys(FIELDS, nowhere), **columns}
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
    """Return the first column named as each field; first and last name make a name."""
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


REMEMBERED = 20_000
"""How many different people, days and terms are kept at a time, so that memory stays bounded."""

_TERMS = ("direction", "category", "weight", "size", "kind", "via")

Cells = tuple[str, ...]
Key = TypeVar("Key")
Value = TypeVar("Value")


def read(
    lines: Lines,
    first_lines: Sequence[str],
    mapping: Iterable[str],
    today: date,
    date_order: str | None,
    notes: list[str],
) -> Iterator[Incoming]:
    """Read the header of a CSV and return its rows, to be read as they are asked for.

    Raises UsageError where `mapping` does not fit the header, RecipError where that is unreadable.
    """
    assignments = parse_assignments(mapping)
    start, delimiter = _beginning(first_lines)
    lines.skip(start)
    found = rows(lines, delimiter, start)
    layout = lay_out(_header(found), assignments)
    check_fixed(layout.fixed, today, date_order)
    unread = ", ".join(quoted(name, 30) for name in layout.unread)
    if unread:
        notes.append(f"columns not read: {unread}")
    if layout.of_exchanges:
        return exchanges(found, layout, today, date_order)
    return people(found, layout)


def _beginning(first_lines: Sequence[str]) -> tuple[int, str]:
    """Return how many lines stand before the header, and the delimiter."""
    start = linkedin_header(first_lines)
    if start is None:
        start = next((at for at, line in enumerate(first_lines) if line.strip()), 0)
    line = first_lines[start].strip("\ufeff\r\n ")
    if line[:4].lower() == "sep=" and line[4:5] in DELIMITERS and len(line) == 5:
        return start + 1, line[4]
    return start, delimiter_of(line)


def _header(found: Iterator[Row]) -> list[str]:
    for line, row, fault in found:
        if fault:
            raise RecipError(f"the header on line {line} cannot be read: {fault}")
        header = [" ".join(cell.split()) for cell in row]
        if any(header):
            return header
    raise RecipError("the file has no header", "its first row must name the columns")


def check_fixed(fixed: Mapping[str, str], today: date, date_order: str | None) -> None:
    """Raise UsageError for a value that could not stand in any row."""
    readers: dict[str, Callable[[str], object]] = {
        "name": name_of,
        "email": emails_of,
        "link": links_of,
        "tags": tags_of,
        "role": _roles,
        "date": lambda value: day_of(value, today, date_order),
        "direction": lambda word: pick(word, Direction, "direction"),
        "category": parse_category,
        "size": parse_size,
        "weight": parse_weight,
        "via": lambda word: pick(word, Channel, "channel"),
    }
    for field, value in fixed.items():
        readers.get(field, text_of)(value)


def people(found: Iterable[Row], layout: Layout) -> Iterator[Incoming]:
    """Yield a person for each row; one without a name is set aside."""
    person_of = _PersonReader(layout)
    notes_of = _reader_of("note", layout)
    for line, row, fault in found:
        try:
            whole = _whole(row, fault, layout)
            person = person_of(line, person_of.cells(whole))
            if person.name:
                yield person._replace(notes=notes_of(whole))
            else:
                empty = not any(cell.strip() for cell in row[: layout.width])
                yield SetAside(line, "the row is empty" if empty else "there is no name")
        except UsageError as error:
            yield BadRow(line, str(error))


def exchanges(
    found: Iterable[Row], layout: Layout, today: date, date_order: str | None
) -> Iterator[Incoming]:
    """Yield an exchange for each row. Rows that say the same of a person share one IncomingPerson.

    The loop runs a million times in a large import: a row costs a few look-ups of what
    was read before, and only what is new is looked at cell by cell.
    """
    person_of = _PersonReader(layout)
    known: dict[Cells, IncomingPerson] = {}
    terms_of = _Remembered(_terms)
    day_at: _Remembered[str, date] = _Remembered(lambda cell: day_of(cell, today, date_order))
    note_of = _reader_of("note", layout)
    person_cells, term_cells = person_of.cells, _cells_of(_TERMS, layout)
    on = layout.places["date"][0]
    width, tail = layout.width, layout.tail
    # Calling IncomingExchange takes twice as long as what it does.
    new = tuple.__new__
    for line, row, fault in found:
        try:
            row = row + tail if len(row) == width and not fault else _whole(row, fault, layout)
            described = person_cells(row)
            person = known.get(described)
            if person is None:
                person = person_of(line, described)
                _there(person.name, "name")
                if len(known) >= REMEMBERED:
                    known.clear()
                known[described] = person
            direction, category, weight, kind, channel = terms_of[term_cells(row)]
            day, note = day_at[row[on]], note_of(row)
        except UsageError as error:
            # A row of empty cells only is not a bad one.
            if row and not any(cell.strip() for cell in row[:width]):
                yield SetAside(line, "the row is empty")
            else:
                yield BadRow(line, str(error))
        else:
            yield new(
                IncomingExchange,
                (line, person, direction, category, weight, day, kind, note, channel),
            )


class _Remembered(dict[Key, Value]):
    """What `read` made of a cell, kept for the next row that says the same."""

    def __init__(self, read: Callable[[Key], Value]) -> None:
        self._read = read

    def __missing__(self, key: Key) -> Value:
        if len(self) >= REMEMBERED:
            self.clear()
        value = self[key] = self._read(key)
        return value


class _PersonReader:
    """Reads the person that the cells of a row describe; `cells` takes those out of the row."""

    def __init__(self, layout: Layout) -> None:
        self.cells = _cells_of(ABOUT_PEOPLE, layout)
        self._slices: list[slice] = []
        start = 0
        for field in ABOUT_PEOPLE:
            end = start + len(layout.places[field])
            self._slices.append(slice(start, end))
            start = end

    def __call__(self, line: int, cells: Cells) -> IncomingPerson:
        """Return the person. Raises UsageError for a cell that cannot be read."""
        names, emails, links, organisation, title, tags, roles = (
            cells[each] for each in self._slices
        )
        return IncomingPerson(
            line,
            name_of(*names),
            emails=_together(map(emails_of, emails)),
            links=_together(map(links_of, links)),
            organisation=words_of(organisation[0]),
            title=words_of(title[0]),
            tags=_together(map(tags_of, tags)),
            roles=_together(map(_roles, roles)),
        )


def _cells_of(fields: Iterable[str], layout: Layout) -> Callable[[list[str]], Cells]:
    return itemgetter(*(at for field in fields for at in layout.places[field]))


def _reader_of(field: str, layout: Layout) -> Callable[[list[str]], str]:
    """Return what reads a text that may stand in several columns, a line for each."""
    places = layout.places[field]
    if len(places) == 1:
        at = places[0]
        return lambda row: text_of(row[at]) if row[at] else ""
    return lambda row: text_of("\n".join(filter(None, (row[at].strip() for at in places))))


def _terms(cells: Cells) -> tuple[Direction, Category, float, str | None, Channel | None]:
    direction, category_cell, weight, size, kind, channel = map(str.strip, cells)
    category = parse_category(_there(category_cell, "category"))
    return (
        pick(_there(direction, "direction"), Direction, "direction"),
        category,
        # The number is the exacter of the two.
        parse_weight(weight) if weight else parse_size(size) if size else WEIGHT_OF[Size.MEDIUM],
        parse_kind(category, kind) if kind else None,
        pick(channel, Channel, "channel") if channel else None,
    )


def _there(cell: str, what: str) -> str:
    if not cell:
        raise UsageError(f"it has no {what}")
    return cell


def _roles(cell: str) -> tuple[Role, ...]:
    return tuple(pick(word, Role, "role") for word in list_of(cell))


def _together(groups: Iterable[tuple[Value, ...]]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group))


def _whole(row: list[str], fault: str, layout: Layout) -> list[str]:
    """Return the row at its full width, fixed values behind; missing cells at the end are empty."""
    width = layout.width
    if fault:
        raise UsageError(fault)
    if more := surplus(row, width):
        raise UsageError(more)
    return row[:width] + [""] * (width - len(row)) + layout.tail
