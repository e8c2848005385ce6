"""What a write prints with --json: the records as they are now, in the fields of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reciprocity_cli.cli.session import Session

Record = dict[str, Any]


def entries(session: Session, numbers: Sequence[int]) -> list[Record]:
    """Return entries in the fields of `history`; without --json nobody reads them, and none."""
    if not (session.json and numbers):
        return []
    from reciprocity_cli.reports.history import entry_fields
    from reciprocity_cli.store.entries import entries_of

    with session.reading() as sql:
        return [entry_fields(entry) for entry in entries_of(sql, numbers)]


def entry(session: Session, number: int) -> Record:
    """Return one entry; without --json its id alone."""
    return next(iter(entries(session, [number])), {"id": number})


def people(session: Session, numbers: Sequence[int]) -> list[Record]:
    """Return people in the fields of `person list`, with their handles; without --json none."""
    if not session.json:
        return []
    from reciprocity_cli.reports.people import people_fields

    with session.reading() as sql:
        return people_fields(sql, numbers, session.today, session.settings)
