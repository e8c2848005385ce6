"""Importing recip's own JSON: a whole ledger restored, or another one's records taken in by uid."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from reciprocity_cli.domain.people import IncomingPerson, Recogniser, known_person
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.incoming import Aside, BadRow, Entry, Reading, Tombstone
from reciprocity_cli.formats.recip_shape import COLUMNS, PART_COLUMNS
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people
from reciprocity_cli.store.writes.arriving import Arrivals, Fault
from reciprocity_cli.store.writes.differing import Loss
from reciprocity_cli.store.writes.restoring import Restored, restore

if TYPE_CHECKING:
    from datetime import date

    from reciprocity_cli.store.ledger import Operation

MOST_NAMED = 3
"""Bad records that an error names; more are counted."""


class Carried(NamedTuple):
    """What an import of recip's JSON did, or with a dry run would do; counted by kind of record."""

    format: str
    new: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    known: int
    kept: int
    left_out: int
    lost: tuple[Loss, ...]
    lost_count: int
    doubtful: tuple[tuple[int, int], ...]


def carry(op: Operation, reading: Reading, today: date, progress: Callable[[int], None]) -> Carried:
    """Write the records of a file as they were.

    Raises RecipError for records that break a rule, named by their lines, once all were read.
    """
    arrivals = Arrivals(op, COLUMNS, PART_COLUMNS)
    bad: list[BadRow] = []
    bad_count = 0
    for number, item in enumerate(reading.items, 1):
        if isinstance(item, Entry):
            arrivals.add(*item)
        elif isinstance(item, Tombstone):
            arrivals.bury(*item)
        elif isinstance(item, Aside):
            arrivals.set_aside(*item)
        elif isinstance(item, BadRow):
            bad_count += 1
            if len(bad) < MOST_NAMED:
                bad.append(item)
        if not number % 1_000:
            progress(number)
    if bad:
        raise _bad_records(bad, bad_count)
    arrivals.settle()
    _refuse_faults(arrivals.faults())
    done = restore(arrivals)
    return Carried(
        str(reading.format),
        done.new,
        done.changed,
        done.removed,
        done.known,
        done.kept,
        done.left_out,
        *done.lost,
        _doubtful(op, done, today),
    )


def _refuse_faults(faults: Iterable[Fault]) -> None:
    count = 0

    def counted() -> Iterable[Fault]:
        nonlocal count
        for fault in faults:
            count += 1
            yield fault

    first = heapq.nsmallest(MOST_NAMED, counted())
    if first:
        raise _bad_records(first, count)


def _bad_records(named: Iterable[BadRow | Fault], count: int) -> RecipError:
    shown = [f"line {row.line}: {row.reason}" for row in named]
    more = f"; and {count - len(shown)} more" if count > len(shown) else ""
    return RecipError(
        f"nothing was imported, {count} bad record{'s' * (count > 1)}: {'; '.join(shown)}{more}",
        "mend the file, or export it anew",
    )


def _doubtful(op: Operation, done: Restored, today: date) -> tuple[tuple[int, int], ...]:
    """Return pairs of somebody who was here and somebody who came, who may be the same."""
    if not done.new_people:
        return ()
    came = set(done.new_people)
    everyone = people(op.sql, Query(), PeopleChosen(), today)
    recogniser = Recogniser(known_person(one) for one in everyone if one.id not in came)
    pairs = []
    for person in everyone:
        if person.id in came:
            match = recogniser.recognise(_as_incoming(person))
            same = (match.id,) if match.id is not None else (*match.doubtful, *match.ambiguous)
            pairs += [(other, person.id) for other in same]
    return tuple(pairs)


def _as_incoming(person: Person) -> IncomingPerson:
    return IncomingPerson(
        0,
        person.name,
        emails=person.emails,
        links=person.links,
        organisation=person.organisation,
        aliases=person.aliases,
    )
