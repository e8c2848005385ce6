"""An older ledger is brought up to date, after a backup, all or nothing."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import pytest
from contents import contents
from people import add_people

from reciprocity_cli.errors import LedgerError
from reciprocity_cli.store import connection, create, journal, ledger
from reciprocity_cli.store.check import schema_of
from reciprocity_cli.store.ledger import open_ledger

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)

NEWEST = connection.SCHEMA_VERSION

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{newest:04d}"
branch_labels = depends_on = None


def upgrade():
    {body}
"""


@pytest.fixture
def next_schema(tmp_path, monkeypatch):
    """Make a program of the next schema version, with one more revision of this body."""

    def make(body):
        scripts = tmp_path / "migrations"
        shutil.copytree(create.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "made_up.py").write_text(NEXT.format(body=body, newest=NEWEST))
        upgrade = partial(create._upgrade, scripts=scripts, version=NEWEST + 1)
        monkeypatch.setattr(create, "_upgrade", upgrade)
        monkeypatch.setattr(connection, "SCHEMA_VERSION", NEWEST + 1)
        monkeypatch.setattr(ledger, "SCHEMA_VERSION", NEWEST + 1)

    return make


@pytest.fixture
def older(recip, path):
    """A ledger of this program with people, contacts and something to undo."""
    add_people(path, {"name": "Ana Ruiz", "tags": ("acme",)}, "Bo Lind")
    recip("log", "ana", "bo", "-g", "adv", "-t", "int:Bo")
    recip("person", "edit", "ana", "--title", "CTO")


def opened(path, said=None):
    """The ledger, opened on a fixed moment."""
    return open_ledger(path, tell=[].append if said is None else said.append, at=AT)


REBUILD = """with op.batch_alter_table("person", recreate="always") as person:
        person.add_column(sa.Column("mood", sa.String(), nullable=True))"""


def test_an_older_ledger_is_brought_up_to_date(path, older, next_schema):
    """A rebuilt table keeps its children, and what was done before can be undone after."""
    before = opened(path)
    rows = contents(before)
    before.close()
    next_schema(REBUILD)
    said = []
    after = opened(path, said)
    backup = path.parent / "backups" / f"ledger-20260630T120000-schema{NEWEST}.db"
    assert said == [f"brought the ledger up to date; a backup of the old one is at {backup}"]
    assert after.sql.execute("PRAGMA user_version").fetchone() == (NEWEST + 1,)
    migrated = contents(after)
    assert [row[:-1] for row in migrated.pop("person")] == rows.pop("person")
    assert migrated == rows
    assert after.undo(None, AT).command == "person edit"
    assert after.sql.execute("SELECT title, mood FROM person").fetchall() == [("", None)] * 2
    assert [done.command for done in journal.operations(after.sql)][-1] == "person add"
    after.close()


def test_the_backup_is_the_ledger_as_it_was(path, older, next_schema):
    """Private, of the old version, and with every row."""
    before = opened(path)
    rows = contents(before)
    before.close()
    next_schema(REBUILD)
    opened(path).close()
    folder = path.parent / "backups"
    [backup] = folder.iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert connection.check_file(backup) == NEWEST
    with closing(sqlite3.connect(backup)) as kept:
        names = kept.execute("SELECT name FROM person ORDER BY id").fetchall()
    assert names == [(row[2],) for row in rows["person"]]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ('op.execute("CREATE TABLE half (x)"); raise RuntimeError("no")', RuntimeError),
        ('op.drop_table("person")', LedgerError),
        (
            'op.execute("DROP TRIGGER journal_exchange_delete");'
            ' op.execute("DROP TRIGGER tombstone_exchange_delete");'
            ' op.execute("DELETE FROM exchange WHERE id = 5")',
            LedgerError,
        ),
    ],
)
def test_a_migration_that_fails_or_loses_leaves_the_old(path, older, next_schema, body, error):
    """All or nothing: the file is as it was, byte for byte, and the backup stays."""
    before = path.read_bytes()
    next_schema(body)
    with pytest.raises(error):
        opened(path)
    assert path.read_bytes() == before
    assert len(list((path.parent / "backups").iterdir())) == 1


def test_a_backup_that_cannot_be_made_stops_a_migration(path, older, next_schema):
    """Without a backup nothing is brought up to date."""
    before = path.read_bytes()
    next_schema(REBUILD)
    (path.parent / "backups").write_text("in the way")
    with pytest.raises(LedgerError, match="and there is none: no backup can be made at"):
        opened(path)
    assert path.read_bytes() == before


def test_two_that_meet_an_older_ledger_at_once(path, older, next_schema):
    """Where another recip has the backup in hand, the ledger is brought up all the same."""
    next_schema(REBUILD)
    folder = path.parent / "backups"
    folder.mkdir()
    (folder / f"ledger-20260630T120000-schema{NEWEST}.db").write_bytes(b"")
    opened(path).close()
    assert connection.check_file(path) == NEWEST + 1


def test_a_migrated_ledger_reads_like_a_new_one(path, older, next_schema):
    """Where the newest text has the column in its place, `check` sees no difference."""
    next_schema('op.execute("ALTER TABLE need ADD COLUMN mood VARCHAR")')
    opened(path).close()
    text = create.SCHEMA.read_text()
    last = "    met_by_id INTEGER,\n"
    assert text.count(last) == 1
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        create.write_schema(new, text.replace(last, f"{last}    mood VARCHAR,\n"))
        with closing(sqlite3.connect(path)) as migrated:
            assert schema_of(migrated) == schema_of(new)


@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_ledger_from_before_the_first_release_is_refused(recip, path, version):
    """One line says how its records come over; the file stays as it is."""
    with closing(sqlite3.connect(path)) as sql:
        sql.execute(f"PRAGMA user_version={version}")
    before = path.read_bytes()
    ran = recip("due")
    assert ran.code == 1
    assert ran.err == (
        f"recip: the ledger {path} is of schema {version}, from before 0.1.0; write it out with"
        " `recip export` of the commit that made it, then `recip import` that\n"
    )
    assert path.read_bytes() == before
