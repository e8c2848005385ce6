"""recip's own CSV: a row per person, exchange, and part in a contact without one.

The columns are those that any CSV may have, and the uid of the person, which tells
namesakes apart. A row without a day is a person, and its note is theirs; a row with a
day and without a direction is a contact. Source: docs/formats.md, "recip's own CSV".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Channel, Direction, Person, Role
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.domain.vocabulary import parse_category, parse_kind, parse_weight, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import bounded, guarded, name_of, text_of, words_of
from reciprocity_cli.formats.incoming import (
    EMPTY,
    HEADER_AGAIN,
    BadRow,
    Incoming,
    IncomingContact,
    IncomingExchange,
    SetAside,
)
from reciprocity_cli.formats.lines import Bounded, Lines, cells_of, delimiter_of, rows, surplus
from reciprocity_cli.formats.recip_shape import UID, day

_ABOUT_THE_PERSON = ("name", "email", "link", "organisation", "title", "tags", "role")
_PASSED = ("date", "direction", "category", "kind", "weight", "via", "note")
COLUMNS = (*_ABOUT_THE_PERSON, *_PASSED, "uid")


class Passed(NamedTuple):
    """What is written of an exchange, or of a contact without one, which has no direction."""

    on: str
    id: int
    person_id: int
    channel: str | None
    note: str
    direction: str | None
    category: str | None
    kind: str | None
    weight: float | None


def write(people: Iterable[Person], passed: Iterable[Passed]) -> Iterator[str]:
    """Yield the rows of a whole export: the header, the people, then what passed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")

    def line(cells: Sequence[str]) -> str:
        writer.writerow(map(guarded, cells))
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield line(COLUMNS)
    described: dict[int, tuple[tuple[str, ...], str]] = {}
    for person in people:
        about = described[person.id] = (_about(person), person.uid)
        yield line((*about[0], *[""] * 6, person.notes, about[1]))
    for each in passed:
        cells, uid = described[each.person_id]
        weight = "" if each.weight is None else _decimal(each.weight)
        words = (each.direction, each.category, each.kind, weight, each.channel, each.note)
        yield line((*cells, each.on, *(word or "" for word in words), uid))


def _about(person: Person) -> tuple[str, ...]:
    return (
        person.name,
        ";".join(person.emails),
        " ".join(person.links),
        person.organisation,
        person.title,
        ";".join(person.tags),
        ";".join(person.roles),
    )


def _decimal(weight: float) -> str:
    """Return a weight to the last digit, without an exponent, as weights are typed."""
    text = f"{weight:g}" if float(f"{weight:g}") == weight else repr(weight)
    if "e" not in text:
        return text
    from decimal import Decimal

    return format(Decimal(text), "f")


def is_recip(first_lines: Sequence[str]) -> bool:
    """Tell whether the first line names exactly recip's columns, in any order."""
    line = first_lines[0] if first_lines else ""
    return sorted(cells_of(line, delimiter_of(line))) == sorted(COLUMNS)


def read(lines: Lines, first_lines: Sequence[str]) -> Iterator[Incoming]:
    """Yield people, exchanges and contacts below the header; rows of a person share the object."""
    known: Bounded[tuple[str, ...], IncomingPerson] = Bounded()
    delimiter = delimiter_of(first_lines[0])
    header = cells_of(first_lines[0], delimiter)
    lines.skip(1)
    for line, row, fault in rows(lines, delimiter, 1):
        cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
        if fault := fault or surplus(row, len(header)):
            yield BadRow(line, fault)
        elif cells == header or not any(cells):
            yield SetAside(line, HEADER_AGAIN if cells == header else EMPTY)
        else:
            try:
                yield _read(line, dict(zip(header, cells, strict=False)), known)
            except UsageError as error:
                yield BadRow(line, str(error))


def _read(
    line: int, cells: Mapping[str, str], known: Bounded[tuple[str, ...], IncomingPerson]
) -> Incoming:
    described = (cells["uid"], *(cells[name] for name in _ABOUT_THE_PERSON))
    person = known.get(described)
    if person is None:
        person = _person(line, cells)
        known.keep(described, person, sum(map(len, described)))
    return _item(line, cells, person)


def _person(line: int, cells: Mapping[str, str]) -> IncomingPerson:
    name = name_of(cells["name"])
    if not name:
        raise UsageError("it has no name")
    uid = cells["uid"]
    if uid and not UID.fullmatch(uid):
        raise UsageError(f"{quoted(uid)} is not a uid: 32 hexadecimal digits, or nothing")
    return IncomingPerson(
        line,
        name,
        emails=_several(cells["email"].split(";")),
        links=_several(cells["link"].split()),
        organisation=words_of(cells["organisation"]),
        title=words_of(cells["title"]),
        tags=_several(cells["tags"].split(";")),
        roles=tuple(pick(word, Role, "role") for word in _several(cells["role"].split(";"))),
        uid=uid,
    )


def _several(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a cell as they are: whoever typed them in the ledger knew why."""
    return bounded(tuple(dict.fromkeys(word for value in values if (word := words_of(value)))))


def _item(line: int, cells: Mapping[str, str], person: IncomingPerson) -> Incoming:
    note = text_of(cells["note"])
    stated = {name: cells[name] for name in _PASSED if name != "note"}
    if not any(stated.values()):
        return person._replace(line=line, notes=note)
    on = _day(stated["date"])
    channel = pick(stated["via"], Channel, "channel") if stated["via"] else None
    if not any(stated[name] for name in ("direction", "category", "kind", "weight")):
        return IncomingContact(line, person, on, channel, note)
    for name in ("direction", "category", "weight"):
        if not stated[name]:
            raise UsageError(f"it has no {name}")
    category = parse_category(stated["category"])
    return IncomingExchange(
        line,
        person,
        pick(stated["direction"], Direction, "direction"),
        category,
        parse_weight(stated["weight"]),
        on,
        parse_kind(category, stated["kind"]) if stated["kind"] else None,
        note,
        channel,
    )


def _day(cell: str) -> date:
    # Also one to come, unlike in files from elsewhere: recip wrote it because the owner said so.
    if not cell:
        raise UsageError("it has no date")
    return date.fromisoformat(day(cell))
