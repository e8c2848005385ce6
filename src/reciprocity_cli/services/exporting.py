"""Exporting: the whole ledger as recip's own JSON, or its people and exchanges as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from reciprocity_cli.store.reads.everything import count_records, everything

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.formats.incoming import Entry

PIECE = 1 << 16
"""Characters handed on at once, more or less."""

Progress = Callable[[int], None]
Item = TypeVar("Item")


class ExportFormat(StrEnum):
    """The formats in which a ledger can be written."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def exported(
    sql: sqlite3.Connection, format: ExportFormat, today: date, progress: Progress
) -> Iterator[str]:
    """Yield the text of an export in pieces, the records in the order of their ids.

    To be walked within one reading transaction; `progress` hears how many records are written.
    """
    if format is ExportFormat.CSV:
        return _in_pieces(_csv(sql, today, progress))
    from reciprocity_cli.formats.recip_json import Layout, write

    return _in_pieces(write(_told(_entries(sql), progress), Layout(format.value), today))


def record_count(sql: sqlite3.Connection) -> int:
    """Return how many records an export holds."""
    return sum(count_records(sql).values())


def left_out_of_csv(sql: sqlite3.Connection) -> str:
    """Return, in one line, what of this ledger a CSV does not hold."""
    carried = ("person", "interaction", "exchange")
    counts = {kind: n for kind, n in count_records(sql).items() if n and kind not in carried}
    records = [f"{kind.replace('_', ' ')} records ({n:,})" for kind, n in counts.items()]
    always = "what only JSON has columns for (birthdays, aliases, cadences, outcomes, thanks)"
    return f"CSV leaves out {', '.join([*records, always])}; --format json is complete"


def _entries(sql: sqlite3.Connection) -> Iterator[Entry]:
    from reciprocity_cli.formats.incoming import Entry
    from reciprocity_cli.formats.recip_shape import COLUMNS, PART_COLUMNS

    for number, kind, uid, changed, values, parts in everything(sql, COLUMNS, PART_COLUMNS):
        yield Entry(0, kind, number, uid, changed, values, parts)


def _csv(sql: sqlite3.Connection, today: date, progress: Progress) -> Iterator[str]:
    from reciprocity_cli.domain.query import Query
    from reciprocity_cli.formats.recip_csv import Passed, write
    from reciprocity_cli.store.filters import PeopleChosen
    from reciprocity_cli.store.reads.everything import passings
    from reciprocity_cli.store.reads.people import people

    everyone = people(sql, Query(), PeopleChosen(), today)
    return write(everyone, (Passed(*row) for row in _told(passings(sql), progress)))


def _told(items: Iterable[Item], progress: Progress) -> Iterator[Item]:
    for count, item in enumerate(items, 1):
        yield item
        if not count % 1_000:
            progress(count)


def _in_pieces(texts: Iterable[str]) -> Iterator[str]:
    piece: list[str] = []
    size = 0
    for text in texts:
        piece.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(piece)
            piece.clear()
            size = 0
    yield "".join(piece)
