"""The ledger itself: findings of check and doctor, backups, operations, settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from reciprocity_cli.reports.body import Column, Paragraph, Row, Section, dim, labelled
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.words import counted, people_counted
from reciprocity_cli.store.check import Finding


def checked_report(findings: Sequence[Finding]) -> Report:
    """Return findings in the order given."""
    return Report(
        name="check",
        title=f"Check · {counted(len(findings), 'finding')}",
        fields=Finding._fields,
        rows=[finding._asdict() for finding in findings],
        body=[Paragraph(finding.said, apart=False) for finding in findings],
        empty="",
    )


class Fact(NamedTuple):
    """One thing that is so; never anything that a ledger holds."""

    about: str
    name: str
    value: str


def doctor_report(facts: Sequence[Fact]) -> Report:
    """Return facts in the order given, those about one thing together."""
    headings = dict.fromkeys(fact.about for fact in facts)
    sections = [
        Section(
            heading,
            labelled([(one.name, one.value) for one in facts if one.about == heading]),
        )
        for heading in headings
    ]
    return Report(
        name="doctor",
        title="Doctor",
        fields=Fact._fields,
        rows=[fact._asdict() for fact in facts],
        columns=(Column(), Column(wrap=True)),
        body=sections,
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
        Row((_moment(one.at), in_words(one.bytes), one.file, dim(one.why.replace("-", " "))))
        for one in backups
    ]
    foot = Paragraph(dim(f"in {folder}; recip restore FILE goes back to one"))
    return Report(
        name="backup list",
        title=f"Backups · {counted(len(rows), 'backup')}",
        fields=BackupLine._fields,
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
    fields = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in status._asdict().items()
    }
    backups = "none; recip backup makes one"
    if status.backups:
        backups = f"{status.backups:,}, the last of {_moment(status.last_backup_at)}"
    people, entries = people_counted(status.people), counted(status.entries, "entry", "entries")
    lines = [
        ("file", status.path),
        ("size", in_words(status.bytes) + free),
        ("holds", f"{people}, {entries}, {counted(status.records, 'record')}"),
        ("history", counted(status.operations, "operation")),
        ("last write", _moment(status.last_write_at) or "never"),
        ("backups", backups),
        ("schema", str(status.schema)),
    ]
    return Report(
        name="ledger status",
        title="Ledger",
        fields=Status._fields,
        rows=[fields],
        columns=(Column(), Column(wrap=True)),
        body=(Section("", labelled(lines)),),
    )


def in_words(size: int) -> str:
    """Return a number of bytes for a reader: 812 B, 48 KiB, 1.4 MiB."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KiB"
    return f"{size / 1024 / 1024:.1f} MiB"


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


_OPERATION_COLUMNS = (Column(align="right"), Column(), Column(drop=1), Column(wrap=True), Column())


class OperationLine(NamedTuple):
    """One operation: its number for `undo`, the moment, the command, what it did."""

    id: int
    at: datetime
    command: str
    summary: str
    undone: bool = False


def operations_report(operations: Sequence[OperationLine], *, more: bool = False) -> Report:
    """Return operations in order, the newest first; `more`: older are left out."""
    rows = [
        Row(
            (
                str(operation.id),
                _moment(operation.at),
                dim(operation.command),
                operation.summary,
                dim("undone" if operation.undone else ""),
            )
        )
        for operation in operations
    ]
    older = " Older ones: recip operations --all" if more else ""
    foot = Paragraph(dim(f"recip undo N takes back the operation of that number.{older}"))
    last = "the last " if more else ""
    return Report(
        name="operations",
        title=f"Operations · {last}{counted(len(rows), 'operation')}",
        fields=OperationLine._fields,
        rows=[operation._asdict() for operation in operations],
        columns=_OPERATION_COLUMNS,
        body=(Section("", rows), foot) if rows else (),
        empty="nothing was done here yet",
    )


_SETTING_COLUMNS = (Column(), Column(wrap=True), Column(wrap=True))


class SettingLine(NamedTuple):
    """One setting: its key, the value as it would be typed, and where it comes from."""

    key: str
    value: str
    source: str


def settings_report(settings: Sequence[SettingLine]) -> Report:
    """Return settings in the order given."""
    rows = [
        Row((setting.key, setting.value or dim("unset"), dim(setting.source)))
        for setting in settings
    ]
    return Report(
        name="config list",
        title="Settings",
        fields=SettingLine._fields,
        rows=[{**setting._asdict(), "value": setting.value or None} for setting in settings],
        columns=_SETTING_COLUMNS,
        body=(Section("", rows),),
    )
