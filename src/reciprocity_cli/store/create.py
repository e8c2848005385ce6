"""Making a new ledger from schema.sql, and upgrading an older one with Alembic."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reciprocity_cli.domain.kinds import JOURNALED, PARTS_OF, RECORDS, REQUIRED, Kind
from reciprocity_cli.domain.records import SCHEMA_VERSION
from reciprocity_cli.drafts import draft_in, make_folder, sync
from reciprocity_cli.errors import LedgerError
from reciprocity_cli.store.backup import BEFORE_RESTORE, backup_name, copy_ledger, room_for
from reciprocity_cli.store.connection import APPLICATION_ID, FOLDER, connect, explained, reason
from reciprocity_cli.store.journal import journal_triggers

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SCHEMA = Path(__file__).with_name("schema.sql")
MIGRATIONS = Path(__file__).with_name("migrations")
MOST_IN_A_NAME = 255
"""Bytes, on nearly every file system."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def create_ledger(path: Path) -> bool:
    """Make an empty ledger at `path`, mode 0600; False when another process was first.

    It is built under a temporary name and linked into place, so that nobody ever sees half of it.
    """
    refuse_name(path)
    try:
        make_folder(path.parent)
        with draft_in(path.parent) as draft:
            make_ledger(draft)
            if not _put_in_place(draft, path):
                return False
    except LedgerError as error:
        # What failed is the draft, of which nobody knows.
        said = f"no ledger can be made at {path}: {error.message}"
        raise LedgerError(said, "nothing was written") from error
    except OSError as error:
        raise LedgerError(f"no ledger can be made at {path}: {reason(error)}") from error
    sync(path)
    return True


def make_ledger(draft: Path) -> None:
    """Make an empty file an empty ledger."""
    with explained(draft), closing(connect(draft)) as sql:
        write_schema(sql)


def refuse_name(path: Path) -> None:
    """Raise LedgerError for a name from which that of a backup, or a command, cannot be made."""
    longest = len(os.fsencode(backup_name(path, EPOCH, BEFORE_RESTORE).name)) + len("~99-journal")
    if longest > MOST_IN_A_NAME:
        raise LedgerError(
            f"the name of the ledger {path} is too long: its backups are called by it",
            f"take {longest - MOST_IN_A_NAME} letters off it",
        )
    if path.name == FOLDER:
        said = f"a ledger cannot be called {FOLDER}"
        raise LedgerError(said, "its backups lie in a directory of that name")
    if path.name.startswith("-"):
        said = f"a ledger cannot be called {path.name}"
        raise LedgerError(said, "a name that begins with - is taken for an option")
    if path.name.endswith(("-journal", "-wal", "-shm")):
        said = f"a ledger cannot be called {path.name}"
        raise LedgerError(said, "SQLite removes what is called so beside another ledger")


def write_schema(sql: sqlite3.Connection, text: str | None = None) -> None:
    """Make an empty database a ledger, of the newest schema or the one in `text`."""
    sql.executescript(f"BEGIN; {text or SCHEMA.read_text(encoding='utf-8')}")
    for statement in journal_triggers(sql.execute):
        sql.execute(statement)
    sql.execute("INSERT INTO ledger (id) VALUES (1)")
    sql.execute("INSERT INTO alembic_version VALUES (?)", (f"{SCHEMA_VERSION:04d}",))
    sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
    sql.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    sql.execute("COMMIT")


def migrate_ledger(path: Path, backup: Path) -> None:
    """Bring an older ledger up to date, all or nothing, once a backup is written."""
    if not backup.exists():  # or another recip met the old ledger in this very second
        try:
            with closing(connect(path)) as sql:
                copy_ledger(sql, room_for(backup))
        except LedgerError as error:
            said = f"an older ledger waits for a backup, and there is none: {error.message}"
            raise LedgerError(said, error.hint) from error
    try:
        _upgrade(path)
    except Exception as error:
        cause = getattr(error, "orig", None)  # SQLAlchemy's, of which this module knows nothing
        if not isinstance(cause, sqlite3.Error):
            raise
        with explained(path):
            raise cause from error


def _put_in_place(draft: Path, path: Path) -> bool:
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:
        # Some file systems know no hard links; there the last of two first runs wins.
        if path.exists():
            return False
        os.rename(draft, path)
    return True


def _upgrade(path: Path, scripts: Path = MIGRATIONS, version: int = SCHEMA_VERSION) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    # While a migration rebuilds a table, foreign keys would delete its children in silence.
    pragmas = "trusted_schema=OFF", "foreign_keys=OFF", "secure_delete=ON", "synchronous=EXTRA"
    engine = engine_on(path, pragmas, "BEGIN IMMEDIATE")
    try:
        with engine.begin() as connection:
            before = _row_counts(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _check_nothing_lost(connection, before)
            _complete_asides(connection)
            for statement in journal_triggers(connection.exec_driver_sql):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version={version}")
    finally:
        engine.dispose()


def engine_on(path: Path, pragmas: Sequence[str], begin: str) -> Engine:
    """Return an engine on a ledger that sets how connections and transactions begin."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import URL

    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(dbapi: Any, _record: object) -> None:
        # The driver's own transactions keep rolled-back DDL; ours are explicit.
        dbapi.isolation_level = None
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _complete_asides(connection: Connection) -> None:
    """Let what is kept beside the records have the columns that they have now."""
    from reciprocity_cli.store.merge import written

    rows = connection.exec_driver_sql("SELECT uid, kind, content FROM aside").fetchall()
    for uid, kind, content in rows:
        said = json.loads(content)
        values = _completed(RECORDS[kind], said["values"])
        parts = [_completed(PARTS_OF[kind], part) for part in said["parts"]]
        now = (written(values, parts), uid)
        connection.exec_driver_sql("UPDATE aside SET content = ? WHERE uid = ?", now)


def _completed(kind: Kind[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    added = [one for one in kind.said if one.default is not REQUIRED]
    return {**{one.name: one.stored_default for one in added}, **values}


def _row_counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")
    present = {name for (name,) in names}
    return {
        table: int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one())
        for table in JOURNALED
        if table in present
    }


def _check_nothing_lost(connection: Connection, before: dict[str, int]) -> None:
    after = _row_counts(connection)
    lost = [table for table, count in before.items() if after.get(table) != count]
    if lost or connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise LedgerError(
            "the ledger could not be brought up to date without loss",
            "nothing was changed; please report this",
        )
