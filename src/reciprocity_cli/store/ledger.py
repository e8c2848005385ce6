"""The ledger: opening it, bringing it up to date, and an empty one where there is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reciprocity_cli.domain.records import SCHEMA_VERSION
from reciprocity_cli.errors import InUse, LedgerError
from reciprocity_cli.store.connection import check_file, connect, explained, transaction
from reciprocity_cli.store.operation import Operation, operation

if TYPE_CHECKING:
    from reciprocity_cli.store import journal


class Ledger(NamedTuple):
    """One open ledger."""

    path: Path
    sql: sqlite3.Connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold one consistent view of the ledger for as long as the reads take."""
        with transaction(self.sql, self.path, write=False):
            yield self.sql

    def release(self) -> None:
        """End the view that is being read; later reads see the ledger as it is by then.

        Called before a question is asked: a view held meanwhile would keep every writer out.
        """
        if self.sql.in_transaction:
            self.sql.execute("COMMIT")

    def writing(self, command: str, at: datetime) -> AbstractContextManager[Operation]:
        """Open the operation that the whole command will be."""
        return operation(self.sql, self.path, command=command, at=at)

    def undo(self, number: int | None, at: datetime) -> journal.Done:
        """Take back operation `number`, or the last one; return what it was."""
        from reciprocity_cli.store import journal

        target: journal.Done | None = None
        try:
            with operation(self.sql, self.path, command="undo", at=at, kind="undo") as current:
                target = (
                    journal.last_undoable(self.sql)
                    if number is None
                    else journal.find_operation(self.sql, number)
                )
                journal.undo(self.sql, current, target)
                journal.forget_what_came(self.sql, current, target)
                self._settle(current, target.id)
        except LedgerError as error:
            if target is None or not isinstance(error.__cause__, sqlite3.IntegrityError):
                raise
            with self.reading() as sql:
                raise journal.refusal_for_needs(sql, target) from error
        return target

    def redo(self, at: datetime) -> journal.Done:
        """Do again what the last undo took back; return what it was."""
        from reciprocity_cli.store import journal

        with operation(self.sql, self.path, command="redo", at=at, kind="redo") as current:
            target, undoing = journal.last_redoable(self.sql, current.number)
            journal.redo(self.sql, current, target, undoing)
            self._settle(current)
        return target

    def _settle(self, current: Operation, undone: int = 0) -> None:
        """Let records a merge set aside stand again where they can (store/merge.py).

        Those which the operation that was undone had brought are gone with it.
        """
        if not self.sql.execute("SELECT EXISTS (SELECT 1 FROM aside)").fetchone()[0]:
            return
        from reciprocity_cli.store.merge import settle

        settle(current, undone)

    def unmake(self) -> bool:
        """Remove the file again if nothing was ever written to it; return whether it is gone.

        Whoever opened it meanwhile and waits to write is refused: SQLite sees that it was moved.
        Whoever uses it already keeps it.
        """
        with suppress(InUse), explained(self.path):
            self.sql.execute("BEGIN EXCLUSIVE")
            try:
                unused = bool(self.sql.execute("SELECT last_change = 0 FROM ledger").fetchone()[0])
                if unused:
                    self.path.unlink()
            finally:
                self.sql.execute("ROLLBACK")
            return unused
        return False

    def close(self) -> None:
        """Let go of the file."""
        self.sql.close()


def open_ledger(
    path: Path, *, tell: Callable[[str], None], at: datetime, read_only: bool = False
) -> Ledger:
    """Open the ledger at `path`, and update it if it is older.

    `tell` hears where a backup was made. Raises LedgerError.
    """
    version = check_file(path)
    if version < SCHEMA_VERSION:
        from reciprocity_cli.store.backup import backup_name
        from reciprocity_cli.store.create import migrate_ledger

        backup = backup_name(path, at, f"schema{version}")
        migrate_ledger(path, backup)
        tell(f"brought the ledger up to date; a backup of the old one is at {backup}")
    return Ledger(path, connect(path, read_only=read_only))


def empty_ledger(path: Path) -> Ledger:
    """Return an empty ledger in memory, for whatever only reads where there is no file yet."""
    from reciprocity_cli.store.create import write_schema

    sql = sqlite3.connect(":memory:", isolation_level=None)
    write_schema(sql)
    return Ledger(path, sql)
