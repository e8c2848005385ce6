"""What a file brought, sorted by what it is, to compare it."""

from __future__ import annotations

from typing import NamedTuple

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.formats.incoming import BadRow, IncomingExchange, Reading, SetAside


class Sorted(NamedTuple):
    """Everything a small file brought, sorted by what it is."""

    people: list[IncomingPerson]
    exchanges: list[IncomingExchange]
    set_aside: list[SetAside]
    bad: list[BadRow]


def sort_out(reading: Reading) -> Sorted:
    """Walk the whole reading into lists: for files that fit in memory."""
    found = Sorted([], [], [], [])
    for item in reading.items:
        match item:
            case IncomingExchange():
                found.exchanges.append(item)
            case IncomingPerson():
                found.people.append(item)
            case SetAside():
                found.set_aside.append(item)
            case BadRow():
                found.bad.append(item)
    return found
