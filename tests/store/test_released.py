"""What was released is read for good: the schema, a ledger and an export of each version."""

from __future__ import annotations

import gzip
import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reciprocity_cli.store import create
from reciprocity_cli.store.check import expected_schema, schema_of

DATA = Path(__file__).parents[1] / "data"
REVISIONS = create.MIGRATIONS / "versions"

LANDED = {
    "schema-0.1.0.sql": "aacde94beccc5672db4ae83cda617fb2883c487839311b818394246406ad34af",
    "ledger-0.1.0.db.gz": "b89988bd04d65b863189692c86b09e435fdf55a78f5df970a071d85ebb50d9e1",
    "revision_0003_release.py": "63341e53c1fa942a915774cf12931f117810293d476121770533a92752e6a985",
    "revision_0004_noted_on.py": "ad47afbe4d8b3fe6156e4553232719a2406bcc8d11962aa587dd9cbd92252168",
}
"""What somebody's ledger was made with, and its SHA-256; a later revision adds a line."""


def test_what_has_landed_is_never_edited():
    """A ledger somewhere was made by it: what has to change goes into a new revision."""
    files = [DATA / "schema-0.1.0.sql", DATA / "ledger-0.1.0.db.gz", *REVISIONS.glob("*.py")]
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert found == LANDED


def test_the_first_schema_and_the_revisions_give_the_newest(tmp_path):
    """Tables, checks, indexes and triggers are, but for blanks, those of a new ledger."""
    path = tmp_path / "first.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        create.write_schema(sql, (DATA / "schema-0.1.0.sql").read_text())
        sql.execute("UPDATE alembic_version SET version_num = '0003'")
        sql.execute("PRAGMA user_version=3")
    create._upgrade(path)
    with closing(sqlite3.connect(path)) as sql:
        assert schema_of(sql) == expected_schema()


def test_an_index_of_before_the_first_release_is_put_right(recip, released):
    """Some ledgers of schema 3 have it under the name it had while it was made."""
    with closing(sqlite3.connect(released, isolation_level=None)) as sql:
        sql.execute("DROP INDEX ix_exchange_introduced")
        sql.execute("CREATE INDEX ix_exchange_unreported ON exchange (day, person_id)")
    assert recip("undo").code == 0
    assert recip("check").code == 0


@pytest.fixture
def released(path):
    """The ledger that 0.1.0 made, with something of every kind, in the place of the test's own."""
    path.write_bytes(gzip.decompress((DATA / "ledger-0.1.0.db.gz").read_bytes()))
    return path


def test_a_ledger_of_the_first_release_is_whole(recip, released):
    """It opens, is brought up to date, nothing is wrong with it, and its history can be undone."""
    for command in ("check", "undo", "redo", "check"):
        assert recip(command).code == 0


def _as_now():
    """The export that 0.1.0 wrote, with what the format says beyond it since then."""
    text = (DATA / "ledger-0.1.0.json").read_text().replace('_version": 2,', '_version": 3,')
    undated = r'(\{"record": "(?:offer|opportunity|idea)".*)\}'
    return re.sub(undated, r'\1, "noted_on": null}', text)


def test_a_ledger_of_the_first_release_says_what_it_said(recip, released):
    """Its export is the one that 0.1.0 wrote, but for columns that came later."""
    assert recip("export").out == _as_now()


def test_an_export_of_the_first_release_comes_in(recip, path):
    """What was written out then makes the same ledger again."""
    assert recip("import", str(DATA / "ledger-0.1.0.json")).code == 0
    assert recip("check").code == 0
    assert recip("export").out == _as_now()
