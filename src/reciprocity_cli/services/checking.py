"""Checking a ledger: its file, its pages, its schema, each row by the rules, and the history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import LARGEST_ID, LATEST_CHANGE, Finding
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import LedgerError, UsageError
from reciprocity_cli.formats.recip_shape import HEAD, SHAPES, Column, Shape, text, whole
from reciprocity_cli.store.check import (
    as_far_as_readable,
    header_finding,
    history_findings,
    journal_finding,
    look_at,
    page_findings,
    permission_findings,
    read_rows,
    readable_columns,
    reference_findings,
    schema_findings,
    unknown_triggers,
)
from reciprocity_cli.store.connection import check_file, explained
from reciprocity_cli.store.schema import PARTS_OF, SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    import sqlite3

MOST_NAMED = 20
"""Findings of one kind that are named one by one; more are counted."""


def _moment(value: Any) -> str:
    """Return a moment as an operation holds it."""
    try:
        if datetime.fromisoformat(value).tzinfo is not None:
            return str(value)
    except (TypeError, ValueError):
        pass
    raise UsageError("is not a moment")


OPERATION = (
    Column("id", whole(1, LARGEST_ID)),
    Column("at", _moment, "1970-01-01T00:00:00Z"),
    Column("changed", whole(0, LATEST_CHANGE), 0),
    Column("command", text, "unknown"),
    Column("summary", text, ""),
)
"""What an operation says of itself."""


def check(path: Path, *, own_directory: bool = False) -> list[Finding]:
    """Return everything that is wrong with the ledger at `path`; nothing is written or run.

    `own_directory` tells that recip made the directory it lies in.
    """
    found = list(permission_findings(path, own_directory=own_directory))
    return _shortened([*found, *content_findings(path)])


def content_findings(path: Path) -> Iterator[Finding]:
    """Yield what is wrong with what a ledger holds, whoever may read it."""
    try:
        version = check_file(path)
    except LedgerError as error:
        yield Finding("file", error.message, False)
        return
    header = header_finding(path)
    if header is not None:
        yield header
        if header.kind == "file":
            return
    cut_off = journal_finding(path)
    if cut_off is not None:
        yield cut_off
        if "cut off" in cut_off.said:
            return
    told = False
    with closing(look_at(path)) as sql:
        try:
            with explained(path):
                sql.execute("BEGIN")
                for finding in _content(sql, version):
                    told = True
                    yield finding
        except LedgerError as error:
            if not told:
                yield Finding("pages", error.message)


def is_well(path: Path) -> bool:
    """Tell whether nothing is wrong with what a ledger holds."""
    return next(content_findings(path), None) is None


def _content(sql: sqlite3.Connection, version: int) -> Iterator[Finding]:
    broken = list(page_findings(sql))
    yield from broken
    if version < SCHEMA_VERSION:
        yield from unknown_triggers(sql)
        yield from reference_findings(sql)
        return
    schema = list(schema_findings(sql))
    yield from schema
    yield from reference_findings(sql)
    for kind, shape in SHAPES.items():
        yield from as_far_as_readable(_rows(sql, kind, shape), _word(kind))
    yield from as_far_as_readable(_operations(sql), "the operations")
    if all(readable_columns(sql, table) for table in TABLES):
        yield from as_far_as_readable(history_findings(sql), "the history")


def _rows(sql: sqlite3.Connection, kind: str, shape: Shape) -> Iterator[Finding]:
    columns = (*HEAD, *shape.columns)
    more = ("folded",) if kind == "person" else ()
    if not _readable(sql, kind, [column.name for column in columns], more):
        return
    names = [column.name for column in columns]
    for row in read_rows(sql, kind, (*names, *more)):
        values = dict(zip((*names, *more), row, strict=True))
        for fault in row_faults(columns, shape, values):
            yield Finding("row", f"{_word(kind)} #{_said(row[0])}: {fault}")
    if shape.parts is not None:
        yield from _parts(sql, kind, shape)


def row_faults(
    columns: Sequence[Column], shape: Shape | None, values: dict[str, Any]
) -> Iterator[str]:
    """Yield what is wrong with the stored values of a row, by the rules that imports follow."""
    faulty = False
    for column in columns:
        fault = column_fault(column, values[column.name])
        if fault:
            faulty = True
            yield fault
    if not faulty and shape is not None:
        yield from (fault for rule in shape.rules if (fault := rule(values)))
    if not faulty and "folded" in values:
        said = values["name"] if "name" in values else values["value"]
        if values["folded"] != fold(said):
            yield "its folded form is not that of what it says"


def column_fault(column: Column, stored: Any) -> str:
    """Return what is wrong with one stored value, or ""."""
    try:
        shown = stored if column.show is None else column.show(stored)
        column.read(shown)
    except UsageError as error:
        return f"{column.name} {error.message}"
    except (TypeError, ValueError, OverflowError):
        return f"{column.name} cannot be read"
    return ""


def _operations(sql: sqlite3.Connection) -> Iterator[Finding]:
    names = [column.name for column in OPERATION]
    if not _readable(sql, "operation", names, ()):
        return
    for row in read_rows(sql, "operation", names):
        for fault in row_faults(OPERATION, None, dict(zip(names, row, strict=True))):
            yield Finding("history", f"operation {_said(row[0])}: {fault}")


def _parts(sql: sqlite3.Connection, kind: str, shape: Shape) -> Iterator[Finding]:
    assert shape.parts is not None
    table, owner = PARTS_OF[kind]
    names = [column.name for column in shape.parts.columns]
    more = ("folded",) if table == "detail" else ()
    if not _readable(sql, table, [owner, *names], more):
        return
    by_owner: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for number, *row in read_rows(sql, table, (owner, *names, *more)):
        values = dict(zip((*names, *more), row, strict=True))
        faults = list(row_faults(shape.parts.columns, None, values))
        for fault in faults:
            yield Finding(
                "row", f"{_word(table)} {_said(row[0])} of {kind} #{_said(number)}: {fault}"
            )
        if not faults:
            by_owner[number].append(tuple(row[: len(names)]))
    for (number,) in read_rows(sql, kind, ("id",)):
        fault = shape.parts.fault(by_owner.get(number, ()))
        if fault:
            yield Finding("row", f"{_word(kind)} #{_said(number)}: {fault}")


def _readable(
    sql: sqlite3.Connection, table: str, names: Sequence[str], more: Sequence[str]
) -> bool:
    # What is missing of a table, the findings about the schema have said.
    return {*names, *more} <= readable_columns(sql, table)


def _shortened(findings: Sequence[Finding]) -> list[Finding]:
    count = Counter(finding.kind for finding in findings)
    seen: Counter[str] = Counter()
    kept: dict[Finding, None] = {}
    for finding in findings:
        seen[finding.kind] += 1
        if seen[finding.kind] <= MOST_NAMED:
            kept[finding] = None
    for kind, number in count.items():
        if number > MOST_NAMED:
            said = f"and {number - MOST_NAMED:,} more findings like this ({kind})"
            kept[Finding(kind, said)] = None
    order = list(count)
    return sorted(kept, key=lambda finding: order.index(finding.kind))


def _word(kind: str) -> str:
    return kind.replace("_", " ")


def _said(number: Any) -> str:
    return str(number) if isinstance(number, int) else quoted(str(number))
