"""LinkedIn's Connections.csv: who the owner is connected with, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import day_of, emails_of, links_of, name_of, words_of
from reciprocity_cli.formats.incoming import BadRow, Incoming, SetAside
from reciprocity_cli.formats.lines import Lines, cells_of, columns_of, delimiter_of, full_rows

_NEEDED = frozenset(("first name", "last name", "connected on"))
_DATE = "connected on"


def header_in(lines: Sequence[str]) -> int | None:
    """Return the index of the header, known by its names: a preamble may stand before it."""
    for number, line in enumerate(lines):
        if _DATE in line.casefold() and columns_of(line).keys() >= _NEEDED:
            return number
    return None


def read(lines: Lines, first_lines: Sequence[str], today: date) -> Iterator[Incoming]:
    """Yield the people below the header, which must be among the `first_lines` of `lines`."""
    at = header_in(first_lines)
    assert at is not None
    header = first_lines[at]
    delimiter, column = delimiter_of(header), columns_of(header)
    lines.skip(at + 1)
    for line, row, fault in full_rows(lines, delimiter, len(cells_of(header, delimiter)), at + 1):
        if fault:
            yield BadRow(line, fault)
        else:
            yield _connection(line, {name: row[at].strip() for name, at in column.items()}, today)


def _connection(line: int, cells: Mapping[str, str], today: date) -> Incoming:
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
