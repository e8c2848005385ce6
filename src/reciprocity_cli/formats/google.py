"""Google Contacts CSV, with the header it has now and the one it had before: people.

Source: docs/formats.md, "Google Contacts CSV".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from reciprocity_cli.domain.names import clean_name, fold
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.formats.cells import (
    LeftAside,
    addresses_of,
    birthday_in,
    labels_of,
    pages_of,
    phones_of,
    plain,
    words_of,
)
from reciprocity_cli.formats.incoming import Incoming, SetAside, below_header
from reciprocity_cli.formats.lines import Lines, columns_of

BETWEEN = " ::: "
"""What parts several values in one cell."""

_NOW = frozenset(("first name", "last name", "labels"))
_BEFORE = frozenset(("given name", "family name", "group membership"))
_NUMBERED = re.compile(r"(?P<family>.+?) (?P<number>\d{1,3}) - (?P<part>.+)")
_NAMES = (
    ("name",),
    ("first name", "middle name", "last name", "name suffix"),
    ("given name", "additional name", "family name", "name suffix"),
    ("nickname",),
    ("file as",),
)
_NO_PLACE = {
    "address": "postal addresses",
    "relation": "relations",
    "event": "other dates",
    "im": "chat addresses",
    "custom field": "fields of your own",
    "photo": "photos",
    "name prefix": "forms of address",
    "organization department": "departments",
    "gender": "genders",
    "occupation": "occupations",
    "hobby": "hobbies",
    "maiden name": "maiden names",
    "location": "places",
}
_READ = frozenset(
    (
        *(column for columns in _NAMES for column in columns),
        *("birthday", "notes", "labels", "group membership", "organization name"),
        *("organization title", "initials", "short name"),
    )
)
_PART_READ = {"e-mail": "value", "phone": "value", "website": "value"}
_LABELS_OF_PARTS = ("label", "type")


def is_google(lines: Sequence[str]) -> bool:
    """Return whether the first line is a header of Google's."""
    named = columns_of(lines[0].lstrip("\ufeff")) if lines else {}
    return named.keys() >= _NOW or named.keys() >= _BEFORE


def read(lines: Lines, first_lines: Sequence[str], notes: list[str]) -> Iterator[Incoming]:
    """Yield the person of each row; remarks go into `notes` at the file's end."""
    aside = LeftAside()
    yield from below_header(lines, first_lines[0].lstrip("\ufeff"), 1, partial(_person, aside))
    notes += aside.notes()


def _person(aside: LeftAside, line: int, row: Mapping[str, str]) -> Incoming:
    cells = {name: plain(cell) for name, cell in row.items() if cell}
    name = next(filter(None, (_joined(cells, columns) for columns in _NAMES)), "")
    if not name:
        return SetAside(line, "there is no name" if cells else "the row is empty")
    name = clean_name(name)
    nickname = words_of(cells.get("nickname", ""))
    _count_unread(cells, aside)
    organisation, title = (
        words_of(cells.get(f"organization {what}") or cells.get(f"organization 1 - {what}", ""))
        for what in ("name", "title")
    )
    return IncomingPerson(
        line,
        name,
        emails=addresses_of(_values(cells, "e-mail"), line, aside),
        links=pages_of(_values(cells, "website"), line, aside),
        organisation=organisation,
        title=title,
        phones=phones_of(_values(cells, "phone"), line, aside),
        tags=labels_of(_parted(cells.get("labels") or cells.get("group membership", ""))),
        notes=clean_text(cells.get("notes", "")),
        birthday=birthday_in(cells.get("birthday", ""), line, aside),
        aliases=(clean_name(nickname),) if nickname and fold(nickname) != fold(name) else (),
    )


def _joined(cells: Mapping[str, str], columns: Sequence[str]) -> str:
    # "Jr." alone is no name.
    if not any(column in cells for column in columns if column != "name suffix"):
        return ""
    return " ".join(cells[column] for column in columns if column in cells)


def _values(cells: Mapping[str, str], family: str) -> list[str]:
    """Return the values of E-mail 1, E-mail 2 ..., several in one cell among them."""
    found = []
    for column, cell in cells.items():
        numbered = _NUMBERED.fullmatch(column)
        if numbered and (numbered["family"], numbered["part"]) == (family, "value"):
            found += _parted(cell)
    return found


def _parted(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(BETWEEN.strip()) if part.strip()]


def _count_unread(cells: Mapping[str, str], aside: LeftAside) -> None:
    met: dict[tuple[str, str], None] = {}
    for column in cells:
        numbered = _NUMBERED.fullmatch(column)
        family, number, part = numbered.groups() if numbered else (column, "", "")
        if part in _LABELS_OF_PARTS or _PART_READ.get(family) == part or column in _READ:
            continue
        if family == "organization" and part != "department":
            if number != "1" or part not in ("name", "title"):
                met["further organisations", number] = None
        elif part == "department":
            met["departments", number] = None
        elif not (family.startswith("phonetic ") or "yomi" in family):
            # The street, the city and the country of one address are one address.
            met[_NO_PLACE.get(family, family), number] = None
    for kind, _ in met:
        aside.no_place(kind)
