"""CSV of people (LinkedIn's too) or gives and gets, columns known by name or told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple, NoReturn, TypeVar

from reciprocity_cli.domain.names import fold, full_name
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
from reciprocity_cli.formats import google
from reciprocity_cli.formats.cells import (
    LeftAside,
    birthday_in,
    birthday_of,
    day_of,
    emails_of,
    labels_of,
    links_of,
    list_of,
    name_of,
    phone_of,
    phones_of,
    plain,
    tags_of,
    text_of,
    understood,
    words_of,
)
from reciprocity_cli.formats.incoming import (
    EMPTY,
    HEADER_AGAIN,
    BadRow,
    Incoming,
    IncomingExchange,
    SetAside,
)
from reciprocity_cli.formats.lines import (
    DELIMITERS,
    Bounded,
    Lines,
    Remembered,
    Row,
    columns_of,
    delimiter_of,
    refuse_more_columns,
    rows,
    surplus,
)

_NEEDED = frozenset(("first name", "last name", "connected on"))


def linkedin_header(lines: Sequence[str]) -> int | None:
    """Return the index of LinkedIn's header, by its names; a preamble may precede."""
    for number, line in enumerate(lines):
        if "connected on" in line.casefold() and columns_of(line).keys() >= _NEEDED:
            return number
    return None


SEVERAL = ("name", "email", "link", "phone", "alias", "tags", "role", "note")
"""Fields that several columns may fill; the parts of a name are joined by a space."""

_PARTS_OF_NAME = ("given", "family", "suffix", "display")
"""Of what a name is made where no column holds the whole of it, or where that cell is empty."""

ABOUT_PEOPLE = (
    *("name", "email", "link", "phone", "organisation", "title", "birthday", "alias", "tags"),
    "role",
)
ABOUT_EXCHANGES = ("date", "direction", "category", "kind", "size", "weight", "via")
FIELDS = (*ABOUT_PEOPLE, *ABOUT_EXCHANGES, "note")
_BESIDE = (*_PARTS_OF_NAME, "born", "connected", "labels")
"""What columns hold that are known by their names alone."""
_MAKE_AN_EXCHANGE = ("date", "direction", "category")

_OTHER_WORDS = {
    "name": ("full name", "person"),
    "given": ("first name", "given name", "firstname", "forename", "middle name"),
    "family": ("last name", "family name", "lastname", "surname"),
    "suffix": ("name suffix", "generational suffix"),
    "display": ("display name", "file as"),
    "link": ("links", "url", "web page", "personal web page", "website", "home page", "homepage"),
    "organisation": ("organization", "org", "company", "company name", "organization name"),
    "title": ("job title", "position"),
    "birthday": ("birth date", "birthdate", "date of birth", "dob"),
    "born": ("birth year", "birth month", "birth day"),
    "connected": ("connected on",),
    "alias": ("aliases", "nickname", "nick name", "also known as"),
    "tags": ("tag", "categories", "groups"),
    "role": ("roles",),
    "date": ("on",),
    "direction": ("dir",),
    "via": ("channel",),
    "note": ("notes",),
}
"""What columns are called, in small letters, by the field that they fill."""

_FIELD_OF = {word: field for field, words in _OTHER_WORDS.items() for word in (field, *words)} | {
    field: field for field in FIELDS
}
_WHOSE = "primary |secondary |home |work |business |personal |private |other |main |company main "
_EMAIL = re.compile(rf"({_WHOSE})?e ?mails?( \d\d?)?( address(es)?)?( \d\d?)?( value)?")
_PHONE = re.compile(
    rf"({_WHOSE}|mobile |cell |car |office )?(phones?|telephone)( number)?( \d\d?)?( value)?"
    r"|(mobile|cell)( number)?|tel"
)
_WEB_PAGE = re.compile(r"web ?(page|site) \d{1,2}( value)?|linkedin( url)?")
_MOST_SHOWN = 12


def _plain_word(column: str) -> str:
    """Return the name of a column as it is compared."""
    return " ".join(re.split(r"[\s_-]+", column.casefold().strip()))


def _field_of(column: str) -> str:
    """Return the field that a column of that name fills, "" for none."""
    word = _plain_word(column)
    if word in _FIELD_OF:
        return _FIELD_OF[word]
    patterns = {"email": _EMAIL, "phone": _PHONE, "link": _WEB_PAGE}
    return next((field for field, each in patterns.items() if each.fullmatch(word)), "")


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
    header: list[str]
    unread: dict[int, str]


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
    field = _field_of(word) or word.casefold()
    if field not in FIELDS:
        _refuse(f"there is no field {quoted(word)}", field, FIELDS, "the fields are")
    return Assignment(field, rest if text[at] == "=" else None, rest)


def lay_out(
    header: Sequence[str],
    assignments: Sequence[Assignment],
    words: Mapping[str, str] = MappingProxyType({}),
) -> Layout:
    """Decide what each column of `header` is, where `words` are further names of columns.

    Assignments go first; columns that bear the name of a field left open fill it. With a direction,
    a category and a date it is a file of exchanges; two of these alone, or one by assignment, ask
    for the others. Raises UsageError for an unknown or doubtful column and without a name column.
    """
    columns = _assigned(header, assignments)
    fixed = {each.field: each.value for each in assignments if each.column is None}
    given = {*columns, *fixed}
    for field, at in _by_their_names(header, words).items():
        if field not in given and not (field in _PARTS_OF_NAME and "name" in given):
            columns[field] = at
    if {*columns, *fixed}.isdisjoint(("name", *_PARTS_OF_NAME)):
        raise UsageError(
            "no column is known to hold the names",
            f"say which with --map name=COLUMN; {_shown(header, 'the columns are')}",
        )
    of_exchanges = _are_exchanges({*columns, *fixed}, given)
    if not of_exchanges:
        columns = {name: at for name, at in columns.items() if name not in ABOUT_EXCHANGES}
    width = len(header)
    nowhere: tuple[int, ...] = (width + len(fixed),)
    places = {**dict.fromkeys((*FIELDS, *_BESIDE), nowhere), **columns}
    for number, field in enumerate(fixed):
        places[field] = (*columns.get(field, ()), width + number)
    read = {at for places_of in columns.values() for at in places_of}
    unread = {at: name for at, name in enumerate(header) if name and at not in read}
    tail = [*fixed.values(), ""]
    return Layout(width, tail, places, fixed, of_exchanges, list(header), unread)


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


def _by_their_names(header: Sequence[str], more: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Return the columns named as each field: all of a field of several, else the first.

    Its own name goes before another word for it; but "Title" is the form of address where there is
    a job title or a position.
    """
    found: dict[str, list[int]] = {}
    words = [_plain_word(name) for name in header]
    for at, word in enumerate(words):
        if field := more.get(word) or _field_of(word):
            found.setdefault(field, []).append(at)
    columns = {}
    for field, places in found.items():
        own = [each for each in places if words[each] == field]
        if field == "title":
            own = [each for each in places if words[each] != field] or own
        several = field in ("given", "born", *SEVERAL) and field not in ("name", "note")
        columns[field] = tuple(places if several else (own or places)[:1])
    if len(columns.get("born", ())) != 3:
        columns.pop("born", None)
    return columns


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


_TERMS = ("direction", "category", "weight", "size", "kind", "via")

Cells = tuple[str, ...]
Value = TypeVar("Value")


def read(
    lines: Lines,
    first_lines: Sequence[str],
    mapping: Iterable[str],
    today: date,
    date_order: str | None,
    aside: LeftAside,
    remarks: list[str],
    *,
    of_google: bool = False,
) -> Iterator[Incoming]:
    """Read the header of a CSV and return its rows, to be read as they are asked for.

    Raises UsageError where `mapping` does not fit the header, RecipError where that is unreadable.
    """
    assignments = parse_assignments(mapping)
    start, delimiter = _beginning(first_lines)
    lines.skip(start)
    found = rows(lines, delimiter, start)
    layout = lay_out(_header(found), assignments, google.WORDS if of_google else {})
    if of_google:
        found = google.looked_over(found, layout.header, layout.unread, aside)
        layout = layout._replace(unread={})
    check_fixed(layout.fixed, today, date_order)
    unread = Unread(layout.unread)
    person_of = _PersonReader(layout, aside, today, date_order)
    if layout.of_exchanges:
        items = exchanges(found, layout, person_of, unread, today, date_order)
    else:
        items = people(found, layout, person_of, unread)
    return unread.noted(items, remarks)


class Unread:
    """The columns that no field is taken from, until something stands in them."""

    def __init__(self, columns: Mapping[int, str]) -> None:
        self.empty = dict(columns)
        self._filled: dict[int, str] = {}

    def look(self, row: Sequence[str]) -> None:
        """Take note of what a row has in them."""
        for at in [at for at in self.empty if row[at] and not row[at].isspace()]:
            self._filled[at] = self.empty.pop(at)

    def noted(self, items: Iterator[Incoming], remarks: list[str]) -> Iterator[Incoming]:
        """Pass `items` on, and say at their end what was not read."""
        yield from items
        if self._filled:
            named = [quoted(self._filled[at], 30) for at in sorted(self._filled)]
            remarks.append(f"columns not read: {', '.join(named)}")


def _beginning(first_lines: Sequence[str]) -> tuple[int, str]:
    """Return how many lines stand before the header, and the delimiter."""
    start = linkedin_header(first_lines)
    if start is None:
        start = next((at for at, line in enumerate(first_lines) if line.strip()), 0)
    line = first_lines[start].strip()
    if line[:4].lower() == "sep=" and line[4:5] in DELIMITERS and len(line) == 5:
        return start + 1, line[4]
    return start, delimiter_of(line)


def _header(found: Iterator[Row]) -> list[str]:
    for line, row, fault in found:
        if fault:
            raise RecipError(f"the header on line {line} cannot be read: {fault}")
        header = [" ".join(cell.split()) for cell in row]
        if any(header):
            refuse_more_columns(len(header))
            return header
    raise RecipError("the file has no header", "its first row must name the columns")


def check_fixed(fixed: Mapping[str, str], today: date, date_order: str | None) -> None:
    """Raise UsageError for a value that could not stand in any row."""
    readers: dict[str, Callable[[str], object]] = {
        "name": name_of,
        "email": emails_of,
        "link": links_of,
        "phone": phone_of,
        "birthday": lambda value: birthday_of(value, date_order=date_order),
        "alias": name_of,
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


def people(
    found: Iterable[Row], layout: Layout, person_of: _PersonReader, unread: Unread
) -> Iterator[Incoming]:
    """Yield a person for each row; one without a name is set aside."""
    notes_of = _reader_of("note", layout)
    for line, row, fault in found:
        if not (any(row) or fault):
            yield SetAside(line, EMPTY)
            continue
        try:
            whole = _whole(row, fault, layout)
            person = person_of(line, person_of.cells(whole))
            if _is_header(row, layout):
                yield SetAside(line, HEADER_AGAIN)
            elif person.name:
                unread.look(whole)
                yield person._replace(notes=notes_of(whole))
            else:
                yield SetAside(line, _what_is_there(row, layout))
        except UsageError as error:
            yield BadRow(line, str(error))


def _what_is_there(row: Sequence[str], layout: Layout) -> str:
    """Return what is to be said of a row without a name."""
    filled = [at for at, cell in enumerate(row[: layout.width]) if cell.strip()]
    if not filled:
        return EMPTY
    return "there is only a date" if filled == [*layout.places["connected"]] else "there is no name"


def _is_header(row: Sequence[str], layout: Layout) -> bool:
    return len(row) == layout.width and [" ".join(cell.split()) for cell in row] == layout.header


def exchanges(
    found: Iterable[Row],
    layout: Layout,
    person_of: _PersonReader,
    unread: Unread,
    today: date,
    date_order: str | None,
) -> Iterator[Incoming]:
    """Yield an exchange for each row. Rows that say the same of a person share one IncomingPerson.

    The loop runs a million times in a large import: a row costs a few look-ups of what
    was read before, and only what is new is looked at cell by cell.
    """
    known: Bounded[Cells, IncomingPerson] = Bounded()
    terms_of = Remembered(_terms)
    day_at: Remembered[str, date] = Remembered(lambda cell: day_of(cell, today, date_order))
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
                known.keep(described, person, sum(map(len, described)))
            direction, category, weight, kind, channel = terms_of[term_cells(row)]
            day, note = day_at[row[on]], note_of(row)
        except UsageError as error:
            # A row of empty cells only is not a bad one.
            if row and not any(cell.strip() for cell in row[:width]):
                yield SetAside(line, EMPTY)
            elif _is_header(row[:width], layout):
                yield SetAside(line, HEADER_AGAIN)
            else:
                yield BadRow(line, str(error))
        else:
            if unread.empty:
                unread.look(row)
            yield new(
                IncomingExchange,
                (line, person, direction, category, weight, day, kind, note, channel),
            )


class _PersonReader:
    """Reads the person that the cells of a row describe; `cells` takes those out of the row."""

    def __init__(
        self, layout: Layout, aside: LeftAside, today: date, date_order: str | None
    ) -> None:
        nowhere = (layout.width + len(layout.tail) - 1,)
        there = (field for field in (*ABOUT_PEOPLE, *_BESIDE) if layout.places[field] != nowhere)
        self._composes = any(layout.places[part] != nowhere for part in _PARTS_OF_NAME)
        # Two at least, or what takes out the cells would return one alone.
        fields = tuple(dict.fromkeys(("name", "email", *there)))
        self.cells = _cells_of(fields, layout)
        # In a file of exchanges an address tells who is meant: one that is none makes a row bad.
        self._strict = layout.of_exchanges
        self._aside = aside
        self._today = today
        self._date_order = date_order
        self._slices: dict[str, slice] = {}
        start = 0
        for field in fields:
            end = start + len(layout.places[field])
            self._slices[field] = slice(start, end)
            start = end

    def __call__(self, line: int, cells: Cells) -> IncomingPerson:
        """Return the person. Raises UsageError for a cell that cannot be read."""
        at: dict[str, Cells] = dict.fromkeys((*ABOUT_PEOPLE, *_BESIDE), ("",))
        at |= {field: cells[each] for field, each in self._slices.items()}
        name = name_of(*at["name"]) or self._composed(at)
        aliases = (name_of(each) for each in _listed(at["alias"]))
        return IncomingPerson(
            line,
            name,
            emails=self._read(line, at["email"], emails_of, "e-mail addresses"),
            links=self._read(line, at["link"], links_of, "links"),
            organisation=words_of(at["organisation"][0]),
            title=words_of(at["title"][0]),
            phones=phones_of(((line, each) for each in _listed(at["phone"])), self._aside),
            tags=_together((*map(tags_of, at["tags"]), labels_of(at["labels"][0].split(":::")))),
            roles=_together(map(_roles, at["role"])),
            birthday=birthday_in((line, self._born(at)), self._aside, self._date_order),
            aliases=tuple(each for each in aliases if each and fold(each) != fold(name)),
            family=plain(at["family"][0].strip()),
            remarks=self._connected(at["connected"][0].strip()),
        )

    def _composed(self, at: Mapping[str, Cells]) -> str:
        given = [plain(cell.strip()) for cell in at["given"]]
        family, suffix, display = (
            plain(cell.strip()) for (cell,) in (at["family"], at["suffix"], at["display"])
        )
        composed = full_name(given, family, suffix if family or any(given) else "")
        nickname = _listed(at["alias"]) if self._composes else []
        return name_of(composed or display or next(iter(nickname), ""))

    def _connected(self, cell: str) -> tuple[str, ...]:
        """Return LinkedIn's day in words; one that cannot be read stays as it is."""
        if not cell:
            return ()
        try:
            return (f"connected on LinkedIn {day_of(cell, self._today, None)}",)
        except UsageError:
            return (f"connected on LinkedIn {words_of(cell)}",)

    def _born(self, at: Mapping[str, Cells]) -> str:
        parts = [cell.strip() for cell in at["born"]]
        if len(parts) == 3 and parts[1] and parts[2]:
            return f"{parts[0] or '-'}-{parts[1]:0>2}-{parts[2]:0>2}"
        # What Outlook writes for no day at all.
        cell = at["birthday"][0].strip()
        return "" if not cell.strip("0/-.") else cell

    def _read(
        self, line: int, cells: Cells, read: Callable[[str], tuple[str, ...]], kind: str
    ) -> tuple[str, ...]:
        if self._strict:
            return _together(map(read, cells))
        # Google's sign between several.
        parts = ((line, part) for cell in cells for part in cell.split(":::"))
        return understood(parts, read, kind, self._aside)


def _listed(cells: Cells) -> list[str]:
    """Return the values of cells that may hold several with ; | or the sign of Google's between."""
    parts = (part for cell in cells if cell for part in re.split(r"[;|]|:::", cell))
    return [part.strip() for part in parts if part.strip()]


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
