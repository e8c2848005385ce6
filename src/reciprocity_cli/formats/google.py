"""Google Contacts CSV, with the header it has now and the one it had before: people.

What of it a table can be read by, and what is left of its columns then.
Source: docs/formats.md, "Google Contacts CSV".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reciprocity_cli.formats.cells import LeftAside
from reciprocity_cli.formats.lines import Row, columns_of

WORDS = {
    "additional name": "given",
    "organization title": "title",
    "organization 1 name": "organisation",
    "organization 1 title": "title",
    "labels": "labels",
    "group membership": "labels",
}
"""What its columns hold that others are not called, or hold something else."""

_NOW = frozenset(("first name", "last name", "labels"))
_BEFORE = frozenset(("given name", "family name", "group membership"))
_NUMBERED = re.compile(r"(?P<family>.+?) (?P<number>\d{1,3}) - (?P<part>.+)")
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
_MACHINES = {"fax": "fax numbers", "pager": "pagers"}
_PLAIN_LABELS = frozenset(
    (
        *("", "home", "work", "mobile", "main", "other", "custom", "internet", "obsolete"),
        *("profile", "blog", "ftp", "home page", "homepage", "google voice", "cell", "car"),
    )
)


def is_google(lines: Sequence[str]) -> bool:
    """Return whether the first line is a header of Google's."""
    named = columns_of(lines[0]) if lines else {}
    return named.keys() >= _NOW or named.keys() >= _BEFORE


def looked_over(
    found: Iterable[Row], header: Sequence[str], unread: Mapping[int, str], aside: LeftAside
) -> Iterator[Row]:
    """Pass rows on without the numbers of machines; count what of them has no place.

    `unread` are the columns that no field is taken from.
    """
    names = [name.casefold() for name in header]
    kinds = {at: kind for at in unread if (kind := _kind(names[at]))}
    labels = {at: label for at in range(len(names)) for label in _label_of(names, at)}
    for line, row, fault in found:
        filled = {at: cell.strip() for at, cell in enumerate(row[: len(names)]) if cell.strip()}
        # The street, the city and the country of one address are one address.
        for what, _ in dict.fromkeys(kinds[at] for at in filled if at in kinds):
            aside.no_place(what, line)
        for at in filled.keys() & labels.keys():
            label = " ".join(filled.get(labels[at], "").lstrip("* ").casefold().split())
            is_phone = names[at].startswith("phone")
            machine = next((kind for word, kind in _MACHINES.items() if word in label.split()), "")
            if is_phone and machine:
                aside.no_place(machine, line)
                row = [*row[:at], "", *row[at + 1 :]]
            elif is_phone and label in ("home", "work"):
                aside.no_place("marks of home or work", line)
            elif label not in _PLAIN_LABELS:
                aside.no_place("labels of their own", line)
        yield line, row, fault


def _kind(column: str) -> tuple[str, str] | None:
    """Return what a column without a place holds, and the number of the thing it is of."""
    numbered = _NUMBERED.fullmatch(column)
    family, number, part = numbered.groups() if numbered else (column, "", "")
    if part in ("label", "type"):
        return None
    if part == "department":
        return "departments", number
    if family == "organization":
        return "further organisations", number
    if family.startswith("phonetic ") or "yomi" in family:
        return "phonetic names", ""
    return _NO_PLACE.get(family, family), number


def _label_of(names: Sequence[str], at: int) -> Iterator[int]:
    """Yield where the label of an address or a number in column `at` stands."""
    numbered = _NUMBERED.fullmatch(names[at])
    if numbered and numbered["part"] == "value" and numbered["family"] in _LABELLED:
        stem = f"{numbered['family']} {numbered['number']} - "
        for part in ("label", "type"):
            if f"{stem}{part}" in names:
                yield names.index(f"{stem}{part}")


_LABELLED = ("e-mail", "phone", "website")
