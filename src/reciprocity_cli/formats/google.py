"""Google Contacts CSV, with the header it has now and the one it had before: people.

Source: docs/formats.md, "Google Contacts CSV".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from reciprocity_cli.domain.names import clean_name, fold, full_name
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.formats.cells import (
    LeftAside,
    Said,
    addresses_of,
    birthday_in,
    labels_of,
    pages_of,
    phones_of,
    plain,
    words_of,
)
from reciprocity_cli.formats.incoming import EMPTY, Incoming, SetAside, below_header
from reciprocity_cli.formats.lines import Lines, columns_of

BETWEEN = " ::: "
"""What parts several values in one cell."""

_NOW = frozenset(("first name", "last name", "labels"))
_BEFORE = frozenset(("given name", "family name", "group membership"))
_NUMBERED = re.compile(r"(?P<family>.+?) (?P<number>\d{1,3}) - (?P<part>.+)")
_NAMES = (
    ("first name", "middle name", "last name"),
    ("given name", "additional name", "family name"),
)
"""Of a name the given parts and the family's, as the columns are called now and were before."""

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
        *(
            "name",
            "name suffix",
            "nickname",
            "file as",
            "birthday",
            "notes",
            "labels",
            "group membership",
            "organization name",
        ),
        "organization title",
    )
)
_PART_READ = {"e-mail": "value", "phone": "value", "website": "value"}
_LABELS_OF_PARTS = ("label", "type")
_MACHINES = {"fax": "fax numbers", "pager": "pagers"}
_PLAIN_LABELS = frozenset(
    (
        *("home", "work", "mobile", "main", "other", "custom", "internet", "obsolete"),
        *("profile", "blog", "ftp", "home page", "homepage", "google voice", "cell", "car"),
    )
)


def is_google(lines: Sequence[str]) -> bool:
    """Return whether the first line is a header of Google's."""
    named = columns_of(lines[0]) if lines else {}
    return named.keys() >= _NOW or named.keys() >= _BEFORE


def read(lines: Lines, first_lines: Sequence[str], aside: LeftAside) -> Iterator[Incoming]:
    """Yield the person of each row; what is left aside is complete at the file's end."""
    return below_header(lines, first_lines[0], 1, partial(_person, aside))


def _person(aside: LeftAside, line: int, row: Mapping[str, str]) -> Incoming:
    cells = {name: plain(cell) for name, cell in row.items() if cell}
    name, family = _name(cells)
    if not name:
        return SetAside(line, "there is no name" if cells else EMPTY)
    name = clean_name(name)
    nickname = words_of(cells.get("nickname", ""))
    _count_unread(cells, line, aside)
    organisation, title = (
        words_of(cells.get(f"organization {what}") or cells.get(f"organization 1 - {what}", ""))
        for what in ("name", "title")
    )
    return IncomingPerson(
        line,
        name,
        emails=addresses_of(_values(cells, "e-mail", line, aside), aside),
        links=pages_of(_values(cells, "website", line, aside), aside),
        organisation=organisation,
        title=title,
        phones=phones_of(_values(cells, "phone", line, aside), aside),
        tags=labels_of(_parted(cells.get("labels") or cells.get("group membership", ""))),
        notes=clean_text(cells.get("notes", "")),
        birthday=birthday_in((line, cells.get("birthday", "")), aside),
        aliases=(clean_name(nickname),) if nickname and fold(nickname) != fold(name) else (),
        family=family,
    )


def _name(cells: Mapping[str, str]) -> tuple[str, str]:
    """Return the name, whole or composed, and what of it is the family's."""
    for *first, last in _NAMES:
        given, family = [cells.get(column, "") for column in first], cells.get(last, "")
        if family or any(given):
            composed = full_name(given, family, cells.get("name suffix", ""))
            return cells.get("name") or composed, family
    return cells.get("name") or cells.get("nickname") or cells.get("file as", ""), ""


def _values(cells: Mapping[str, str], family: str, line: int, aside: LeftAside) -> Iterator[Said]:
    """Yield the values of E-mail 1, E-mail 2 ..., several in one cell among them.

    Numbers of machines are none to reach somebody by; they and labels of the owner's are counted.
    """
    for column, cell in cells.items():
        numbered = _NUMBERED.fullmatch(column)
        if not numbered or (numbered["family"], numbered["part"]) != (family, "value"):
            continue
        stem = f"{family} {numbered['number']} - "
        named = cells.get(f"{stem}label") or cells.get(f"{stem}type", "")
        label = " ".join(named.lstrip("* ").casefold().split())
        machine = next((kind for word, kind in _MACHINES.items() if word in label.split()), "")
        if machine and family == "phone":
            aside.no_place(machine, line)
            continue
        if label in ("home", "work") and family == "phone":
            aside.no_place("marks of home or work", line)
        elif label and label not in _PLAIN_LABELS:
            aside.no_place("labels of their own", line)
        yield from ((line, part) for part in _parted(cell))


def _parted(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(BETWEEN.strip()) if part.strip()]


def _count_unread(cells: Mapping[str, str], line: int, aside: LeftAside) -> None:
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
        elif family.startswith("phonetic ") or "yomi" in family:
            met["phonetic names", ""] = None
        else:
            # The street, the city and the country of one address are one address.
            met[_NO_PLACE.get(family, family), number] = None
    for kind, _ in met:
        aside.no_place(kind, line)
