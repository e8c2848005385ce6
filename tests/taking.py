"""Files taken into a ledger of their own, one after the other, and what is in it then."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from reciprocity_cli.actions.import_ import Import, Imported, carry
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import Format
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.ledger import open_ledger
from reciprocity_cli.store.people import people

TODAY = date(2026, 6, 30)
AT = datetime(2026, 6, 30, tzinfo=UTC)


class Taken(NamedTuple):
    """Everybody in the ledger, and what each import said but those of recip's own JSON."""

    people: list[Person]
    said: list[Imported]


def take_in(folder: Path, empty: Path, files: Iterable[str | bytes]) -> Taken:
    """Import files into a copy of an empty ledger."""
    path = folder / "taken.db"
    shutil.copy(empty, path)
    ledger = open_ledger(path, tell=lambda _: None, at=AT)
    said = []
    try:
        for content in files:
            octets = content if isinstance(content, bytes) else content.encode()
            reading = read_file(io.BytesIO(octets), name="x", today=TODAY)
            with ledger.writing("import", AT) as op:
                if reading.format is Format.RECIP_JSON:
                    carry(op, reading, TODAY, lambda _: None)
                else:
                    said.append(Import(op, TODAY, skip_bad=False).take(reading, lambda _: None))
                everybody = people(op.sql, Query(), PeopleChosen(), TODAY)
    finally:
        ledger.close()
    return Taken(everybody, said)


_LISTS = ("emails", "links", "phones", "tags", "roles")
_SINGLE = ("organisation", "title", "birthday", "cadence", "archived")


def described(person: Person) -> tuple[Any, ...]:
    """Return all that a file can say of a person, without ids, handles and the order of lists."""
    names = frozenset(map(fold, (person.name, *person.aliases)))
    lists = (frozenset(map(str, getattr(person, name))) for name in _LISTS)
    notes = frozenset(person.notes.splitlines())
    return (names, notes, *lists, *(str(getattr(person, name)) for name in _SINGLE))


def contents(taken: Taken) -> Counter[tuple[Any, ...]]:
    """Return who is in the ledger, as two ledgers compare."""
    return Counter(map(described, taken.people))
