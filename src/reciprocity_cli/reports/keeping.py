"""The reports about the ledger as a file: its backups, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from reciprocity_cli.reports.report import Column, Paragraph, Report, Row, Section, Span
from reciprocity_cli.reports.wording import counted, people_counted

BACKUP_FIELDS = ("file", "at", "why", "bytes")
STATUS_FIELDS = (
    *("path", "bytes", "schema", "people", "entries", "records", "operations"),
    *("last_write_at", "free_bytes", "backups", "last_backup_at"),
)


class BackupLine(NamedTuple):
    """One backup: its name, the moment in the owner's time zone, why, and its size."""

    file: str
    at: datetime
    why: str
    bytes: int


class Status(NamedTuple):
    """How a ledger stands; moments are in the owner's time zone, sizes in bytes."""

    path: str
    bytes: int
    schema: int
    people: int
    entries: int
    records: int
    operations: int
    last_write_at: datetime | None
    free_bytes: int
    backups: int
    last_backup_at: datetime | None


def backups_report(backups: Sequence[BackupLine], folder: str) -> Report:
    """Return backups in the order given, which is the newest first."""
    rows = [
        Row((f"{one.at:%Y-%m-%d %H:%M}", in_words(one.bytes), one.file, Span(_why(one.why), "dim")))
        for one in backups
    ]
    foot = Paragraph(Span(f"in {folder}; recip restore FILE goes back to one", "dim"))
    return Report(
        name="backup list",
        title=f"Backups · {counted(len(rows), 'backup')}",
        fields=BACKUP_FIELDS,
        rows=[
            {**one._asdict(), "at": one.at.isoformat(), "why": one.why or None} for one in backups
        ],
        columns=(Column(), Column(align="right"), Column(), Column(drop=1)),
        body=(Section("", rows), foot) if rows else (),
        empty=f"there are no backups in {folder}; recip backup makes one",
    )


def status_report(status: Status) -> Report:
    """Return how a ledger stands."""
    free = f", {in_words(status.free_bytes)} of it free" if status.free_bytes else ""
    lines = [
        ("file", status.path),
        ("size", in_words(status.bytes) + free),
        ("holds", _holds(status)),
        ("history", counted(status.operations, "operation")),
        ("last write", _moment(status.last_write_at, "never")),
        ("backups", _backups(status)),
        ("schema", str(status.schema)),
    ]
    return Report(
        name="ledger status",
        title="Ledger",
        fields=STATUS_FIELDS,
        rows=[_plain(status)],
        columns=(Column(), Column(wrap=True)),
        body=(Section("", [Row((Span(name, "dim"), said)) for name, said in lines]),),
    )


def in_words(size: int) -> str:
    """Return a number of bytes for a reader: 812 B, 48 KiB, 1.4 MiB."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KiB"
    return f"{size / 1024 / 1024:.1f} MiB"


def _why(why: str) -> str:
    return why.replace("-", " ")


def _backups(status: Status) -> str:
    if not status.backups:
        return "none; recip backup makes one"
    return f"{status.backups:,}, the last of {_moment(status.last_backup_at, '')}"


def _holds(status: Status) -> str:
    people, entries = people_counted(status.people), counted(status.entries, "entry", "entries")
    return f"{people}, {entries}, {counted(status.records, 'record')}"


def _moment(at: datetime | None, otherwise: str) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else otherwise


def _plain(status: Status) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in status._asdict().items()
    }
