"""Mending a ledger: a copy of it first, then what can be mended, and what was lost by name."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import LATEST_CHANGE, Finding
from reciprocity_cli.errors import LedgerError
from reciprocity_cli.formats.recip_shape import HEAD, REQUIRED, SHAPES, Column, Shape
from reciprocity_cli.services.checking import OPERATION, check, column_fault, content_findings
from reciprocity_cli.store import backup
from reciprocity_cli.store.check import clear_journal, mend_header, mend_permissions
from reciprocity_cli.store.connection import explained
from reciprocity_cli.store.ledger import open_ledger, random_uid
from reciprocity_cli.store.rebuild import Rebuilding, Values
from reciprocity_cli.store.schema import PARTS_OF

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
    backup.copy_bytes(path, target)
    said = [f"a copy of the ledger as it was: {target}"]
    mend_permissions(path, own_directory=own_directory)
    if any(finding.kind == "file" and finding.mendable for finding in findings):
        mend_header(path)
    if any(finding.kind == "journal" for finding in findings):
        clear_journal(path)
    with suppress(LedgerError):
        # An older schema is brought up to date like any other.
        open_ledger(path, tell=said.append, at=at).close()
    if any(finding.mendable for finding in content_findings(path)):
        said += _rebuild(path, at)
    return Repaired(said, check(path, own_directory=own_directory))


def _rebuild(path: Path, at: datetime) -> list[str]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    mending = _Mending(at)
    before = backup.change_counter(path)
    rebuilding = Rebuilding(path, draft, mending.row, at)
    try:
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
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-journal")):
            leftover.unlink(missing_ok=True)
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

    def _value(self, table: str, column: Column, values: Values) -> Any:
        stored = values[column.name]
        if column.name == "uid":
            return random_uid(int(self.at.timestamp() * 1000))
        if column.name == "changed":
            return int(self.at.timestamp() * 1000)
        if isinstance(stored, str):
            cleaned = _cleaned(stored)
            if not column_fault(column, cleaned):
                return cleaned
        if table == "person" and column.name == "name":
            return f"Lost name {values['id']}"
        if table == "person" and column.name == "created_on":
            return _day_of(values["changed"], self.at)
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
        word = table.replace("_", " ")
        self.said.append(f"{word} #{values['id']}: {column} broke the rules, and was mended")


def _shape_of(table: str) -> tuple[Shape | None, tuple[Column, ...]]:
    if table == "operation":
        return None, OPERATION
    if table in SHAPES:
        return SHAPES[table], (*HEAD, *SHAPES[table].columns)
    for kind, (part, _) in PARTS_OF.items():
        parts = SHAPES[kind].parts
        if part == table and parts is not None:
            return None, parts.columns
    return None, ()


def _cleaned(text: str) -> str:
    """Return text as UTF-8 holds it, without NUL and other signs that steer."""
    readable = text.encode("utf-8", "replace").decode()
    return "".join(char for char in readable if char >= " " or char in "\n\t").strip()


def _day_of(changed: Any, at: datetime) -> str:
    if type(changed) is int and 0 < changed <= LATEST_CHANGE:
        return datetime.fromtimestamp(changed / 1000, UTC).date().isoformat()
    return at.date().isoformat()
