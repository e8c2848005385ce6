"""Looking a ledger over in full, and making a sound one of what can be read."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.kinds import PARTS, PARTS_OF, REQUIRED, in_words
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import LARGEST_ID, LATEST_CHANGE, SCHEMA_VERSION
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import LedgerError, UsageError
from reciprocity_cli.formats.recip_shape import HEAD, SHAPES, Shape, Value, text, whole
from reciprocity_cli.store import backup
from reciprocity_cli.store import check as store_check
from reciprocity_cli.store.check import Finding
from reciprocity_cli.store.connection import TABLES, check_file, explained
from reciprocity_cli.store.ledger import open_ledger
from reciprocity_cli.store.operation import random_uid
from reciprocity_cli.store.rebuild import Rebuilding, Values

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
    Value("id", whole(1, LARGEST_ID)),
    Value("at", _moment, "1970-01-01T00:00:00Z"),
    Value("changed", whole(0, LATEST_CHANGE), 0),
    Value("command", text, "unknown"),
    Value("summary", text, ""),
)
"""What an operation says of itself."""


def check(path: Path, *, own_directory: bool = False) -> list[Finding]:
    """Return everything that is wrong with the ledger at `path`; nothing is written or run.

    `own_directory` tells that recip made the directory it lies in.
    """
    found = list(store_check.permission_findings(path, own_directory=own_directory))
    return _shortened([*found, *content_findings(path)])


def content_findings(path: Path) -> Iterator[Finding]:
    """Yield what is wrong with what a ledger holds, whoever may read it."""
    try:
        version = check_file(path)
    except LedgerError as error:
        yield Finding("file", error.message, False)
        return
    header = store_check.header_finding(path)
    if header is not None:
        yield header
        if header.kind == "file":
            return
    cut_off = store_check.journal_finding(path)
    if cut_off is not None:
        yield cut_off
        if "cut off" in cut_off.said:
            return
    told = False
    with closing(store_check.look_at(path)) as sql:
        store_check.take_hold(sql, path)
        try:
            with explained(path):
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
    yield from store_check.page_findings(sql)
    if version < SCHEMA_VERSION:
        yield from store_check.unknown_triggers(sql)
        yield from store_check.reference_findings(sql)
        return
    yield from store_check.schema_findings(sql)
    yield from store_check.reference_findings(sql)
    # What is missing of a table, the findings about the schema have said.
    for kind, shape in SHAPES.items():
        yield from store_check.as_far_as_readable(_rows(sql, kind, shape), in_words(kind))
    yield from store_check.as_far_as_readable(_operations(sql), "the operations")
    if all(store_check.readable_columns(sql, table) for table in TABLES):
        yield from store_check.as_far_as_readable(store_check.history_findings(sql), "the history")


def _rows(sql: sqlite3.Connection, kind: str, shape: Shape) -> Iterator[Finding]:
    columns = (*HEAD, *shape.columns)
    more = ("folded",) if kind == "person" else ()
    names = [column.name for column in columns]
    if not {*names, *more} <= store_check.readable_columns(sql, kind):
        return
    for row in store_check.read_rows(sql, kind, (*names, *more)):
        values = dict(zip((*names, *more), row, strict=True))
        for fault in row_faults(columns, shape, values):
            yield Finding("row", f"{in_words(kind)} #{_said(row[0])}: {fault}")
    if shape.parts is not None:
        yield from _parts(sql, kind, shape)


def row_faults(
    columns: Sequence[Value], shape: Shape | None, values: dict[str, Any]
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


def column_fault(column: Value, stored: Any) -> str:
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
    if not set(names) <= store_check.readable_columns(sql, "operation"):
        return
    for row in store_check.read_rows(sql, "operation", names):
        for fault in row_faults(OPERATION, None, dict(zip(names, row, strict=True))):
            yield Finding("history", f"operation {_said(row[0])}: {fault}")


def _parts(sql: sqlite3.Connection, kind: str, shape: Shape) -> Iterator[Finding]:
    assert shape.parts is not None
    table, owner = PARTS_OF[kind].table, PARTS_OF[kind].owner
    names = [column.name for column in shape.parts.columns]
    more = ("folded",) if table == "detail" else ()
    if not {owner, *names, *more} <= store_check.readable_columns(sql, table):
        return
    by_owner: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for number, *row in store_check.read_rows(sql, table, (owner, *names, *more)):
        values = dict(zip((*names, *more), row, strict=True))
        faults = list(row_faults(shape.parts.columns, None, values))
        for fault in faults:
            yield Finding(
                "row", f"{in_words(table)} {_said(row[0])} of {kind} #{_said(number)}: {fault}"
            )
        if not faults:
            by_owner[number].append(tuple(row[: len(names)]))
    for (number,) in store_check.read_rows(sql, kind, ("id",)):
        fault = shape.parts.fault(by_owner.get(number, ()))
        if fault:
            yield Finding("row", f"{in_words(kind)} #{_said(number)}: {fault}")


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


def _said(number: Any) -> str:
    return str(number) if isinstance(number, int) else quoted(str(number))


BEFORE_REPAIR = "before-repair"
MOST_RESET = 3
"""Values of one row that are emptied together to make it keep a rule."""


class Repaired(NamedTuple):
    """What was done, a line each, and the findings that are left."""

    said: list[str]
    left: list[Finding]


def repair(
    path: Path, findings: Sequence[Finding], at: datetime, *, own_directory: bool
) -> Repaired:
    """Mend what was found. Raises LedgerError, and then the ledger holds what it held before."""
    if not any(finding.mendable for finding in findings):
        return Repaired([], list(findings))
    target = backup.room_for(backup.backup_name(path, at, BEFORE_REPAIR))
    backup.copy_bytes(path, target, alone=True)
    said = [f"a copy of the ledger as it was: {target}"]
    store_check.mend_permissions(path, own_directory=own_directory)
    if any(finding.kind == "file" and finding.mendable for finding in findings):
        store_check.mend_header(path)
    if any(finding.kind == "journal" for finding in findings):
        store_check.clear_journal(path)
    with suppress(LedgerError):
        # An older schema is brought up to date like any other.
        open_ledger(path, tell=said.append, at=at).close()
    if any(finding.mendable for finding in content_findings(path)):
        said += _rebuild(path, at)
    return Repaired(said, check(path, own_directory=own_directory))


def _rebuild(path: Path, at: datetime) -> list[str]:
    mending = _Mending(at)
    before = backup.change_counter(path)
    try:
        with backup.scratch_beside(path) as draft:
            rebuilding = Rebuilding(path, draft, mending.row, at)
            with explained(path):
                rebuilding.run()
            left = next((one for one in content_findings(draft) if one.mendable), None)
            if left is not None:
                raise _hopeless(path, left.said)
            backup.pour(draft, path, before)
    except LedgerError as error:
        if "is damaged" not in error.message:
            raise
        raise _hopeless(path, "too little of it can be read") from error
    return [*mending.said, *rebuilding.said, "the ledger was built anew"]


def _hopeless(path: Path, why: str) -> LedgerError:
    return LedgerError(
        f"the ledger {path} cannot be mended: {why}", "recip restore puts a backup in its place"
    )


class _Mending:
    """Makes each row one that keeps the rules, and says what had to go for that."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.said: list[str] = []

    def row(self, table: str, values: Values) -> Values | None:
        """Return the row of a table by the rules, or None where it cannot be one."""
        shape, columns = _shape_of(table)
        missing = {one.name: None for one in columns if one.name not in values}
        values = {**missing, **values}
        for column in columns:
            if column_fault(column, values[column.name]):
                mended = self._value(table, column, values)
                if column_fault(column, mended):
                    return None
                values[column.name] = mended
                self._say(table, values, column.name)
        if shape is not None and not self._keep_rules(table, shape, values):
            return None
        if "folded" in values or table in ("person", "detail"):
            values["folded"] = fold(values["name"] if table == "person" else values["value"])
        return values

    def _value(self, table: str, column: Value, values: Values) -> Any:
        stored = values[column.name]
        if column.name == "uid":
            return random_uid(int(self.at.timestamp() * 1000))
        if column.name == "changed":
            return int(self.at.timestamp() * 1000)
        if isinstance(stored, str):
            # As UTF-8 holds it, without NUL and other signs that steer.
            readable = stored.encode("utf-8", "replace").decode()
            cleaned = "".join(char for char in readable if char >= " " or char in "\n\t").strip()
            if not column_fault(column, cleaned):
                return cleaned
        if table == "person" and column.name == "name":
            return f"Lost name {values['id']}"
        if table == "person" and column.name == "created_on":
            changed, on = values["changed"], self.at
            if type(changed) is int and 0 < changed <= LATEST_CHANGE:
                on = datetime.fromtimestamp(changed / 1000, UTC)
            return on.date().isoformat()
        return None if column.default is REQUIRED else column.default

    def _keep_rules(self, table: str, shape: Shape, values: Values) -> bool:
        """Empty as few values as it takes for the row to keep each rule; False where none do."""
        for rule in shape.rules:
            if not rule(values):
                continue
            loose = [one for one in shape.columns if one.default is not REQUIRED]
            loose = [one for one in loose if values[one.name] != one.default]
            sets = (
                picked
                for size in range(1, MOST_RESET + 1)
                for picked in itertools.combinations(loose, size)
            )
            for picked in sets:
                trial = {**values, **{one.name: one.default for one in picked}}
                if not rule(trial):
                    values.update(trial)
                    for one in picked:
                        self._say(table, values, one.name)
                    break
            else:
                return False
        return True

    def _say(self, table: str, values: Values, column: str) -> None:
        self.said.append(
            f"{in_words(table)} #{values['id']}: {column} broke the rules, and was mended"
        )


def _shape_of(table: str) -> tuple[Shape | None, tuple[Value, ...]]:
    if table == "operation":
        return None, OPERATION
    if table in SHAPES:
        return SHAPES[table], (*HEAD, *SHAPES[table].columns)
    parts = SHAPES[PARTS[table].part_of].parts if table in PARTS else None
    return None, () if parts is None else parts.columns
