"""The recipes of docs/architecture.md, "Add a column" and "Add a kind", tried in a copy."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import reciprocity_cli

PACKAGE = Path(reciprocity_cli.__file__).parent
RELEASED = Path(__file__).parent / "data" / "ledger-0.1.0.db.gz"

REVISION = '''"""A change made up.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one schema version up."""
'''

SCRIPT = """
import io, json, sys
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path

from reciprocity_cli.actions.repair import content_findings
from reciprocity_cli.cli.app import main
from reciprocity_cli.domain import kinds
from reciprocity_cli.domain import records as r
from reciprocity_cli.store import records, tables
from reciprocity_cli.store.ledger import open_ledger

AT = datetime(2026, 6, 30, tzinfo=UTC)


def opened():
    return open_ledger(Path("ledger.db"), tell=lambda _: None, at=AT)


def recip(*words):
    said = io.StringIO()
    with redirect_stdout(said):
        code = main([*words, "--debug", "--ledger", "ledger.db", "--today", "2026-06-30"])
    assert code == 0, words
    return said.getvalue()


def look_over():
    found = list(content_findings(Path("ledger.db")))
    assert not found, found


def taken_elsewhere():
    '''The export after it was taken into a new ledger.'''
    Path("export.json").write_text(recip("export"))
    assert main(["import", "export.json", "--ledger", "other.db", "--today", "2026-06-30"]) == 0
    found = io.StringIO()
    with redirect_stdout(found):
        main(["export", "--ledger", "other.db", "--today", "2026-06-30"])
    assert found.getvalue() == recip("export")
    return json.loads(found.getvalue())["records"]
"""


@pytest.fixture
def copy(tmp_path):
    """A copy of the package in which each edit adds text behind a place, and a ledger of 0.1.0."""
    source = tmp_path / "src" / "reciprocity_cli"

    def edit(name, after, text):
        file = source / name
        before = file.read_text()
        assert before.count(after) == 1, (name, after)
        file.write_text(before.replace(after, after + text))

    def run(script):
        (tmp_path / "ledger.db").write_bytes(gzip.decompress(RELEASED.read_bytes()))
        (tmp_path / "ledger.db").chmod(0o600)
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT + script],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(source.parent), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
    records = source / "domain" / "records.py"
    records.write_text(records.read_text().replace("SCHEMA_VERSION = 4", "SCHEMA_VERSION = 5"))
    edit.run = run
    edit.revision = source / "store" / "migrations" / "versions" / "revision_0005_made_up.py"
    return edit


def test_a_column_is_added_in_three_places(copy):
    """Field, text and revision: then it is stored, read, undone, carried, searched and erased."""
    copy("domain/records.py", "    met_by_id: int | None = None\n", '    mood: str = ""\n')
    check = "CONSTRAINT mood_is_short CHECK (length(mood) <= 100)"
    column = f"mood VARCHAR DEFAULT '' NOT NULL {check}"
    copy("store/schema.sql", "    met_by_id INTEGER,\n", f"    {column},\n")
    copy.revision.write_text(f'{REVISION}    op.execute("ALTER TABLE need ADD COLUMN {column}")\n')
    copy.run("""
ledger = opened()
[number] = [number for (number,) in ledger.sql.execute("SELECT id FROM need")]
with ledger.writing("need edit", AT) as op:
    op.update("need", number, {"mood": "hopeful since Dan Miro wrote"})
assert records.at_hand(ledger.sql, "need", number).mood == "hopeful since Dan Miro wrote"
ledger.undo(None, AT)
assert records.at_hand(ledger.sql, "need", number).mood == ""
ledger.redo(AT)
[removal] = ledger.sql.execute("SELECT id FROM operation WHERE command = 'rm' AND NOT undone")
ledger.undo(removal[0], AT)
assert [need.mood for need in records.needs(ledger.sql, AT.date())][1:] == [""]
ledger.redo(AT)
ledger.close()
look_over()
assert tables.Need.mood is not None
assert "[hopeful]" in recip("search", "hopeful")
[need] = [one for one in taken_elsewhere() if one["record"] == "need"]
assert need["mood"] == "hopeful since Dan Miro wrote"
recip("person", "erase", "dan", "--no-input", "--yes")
ledger = opened()
assert records.at_hand(ledger.sql, "need", number).mood == "hopeful since [erased] wrote"
ledger.close()
look_over()
assert b"Miro" not in Path("ledger.db").read_bytes()
""")


RECORD = '''

class Wish(NamedTuple):
    """What a person would like to have."""

    id: int
    person_id: int
    text: str
    wished_on: date
    urgency: Urgency = Urgency.NORMAL
    for_id: int | None = None
'''
TABLE = f"""CREATE TABLE wish (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    wished_on DATE NOT NULL,
    urgency VARCHAR DEFAULT 'normal' NOT NULL,
    for_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uid_is_hex CHECK (uid GLOB '{"[0-9a-f]" * 32}'),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    FOREIGN KEY(for_id) REFERENCES person (id) ON DELETE SET NULL,
    UNIQUE (uid)
)"""


def test_a_kind_is_added_in_four_places(copy):
    """Record type, declaration, text and revision: then all that a kind can do is done with it."""
    last = "    size: Size = Size.MEDIUM\n    noted_on: date | None = None\n"
    copy("domain/records.py", last, RECORD)
    copy(
        "domain/kinds.py", "    Kind(r.Idea),\n", '    Kind(r.Wish, refers={"for_id": "person"}),\n'
    )
    copy("store/schema.sql", "CREATE INDEX ix_idea_person_id ON idea (person_id);\n", f"{TABLE};\n")
    copy.revision.write_text(f'{REVISION}    op.execute("""{TABLE}""")\n')
    copy.run("""
ledger = opened()
ids = dict(ledger.sql.execute("SELECT handle, id FROM person"))
ana, dan = ids["ana-ruiz"], ids["dan-miro"]
with ledger.writing("wish add", AT) as op:
    said = {"person_id": ana, "text": "a walk with Dan Miro", "wished_on": date(2026, 6, 1)}
    number = op.insert("wish", {**said, "for_id": dan})
    op.insert("wish", {"person_id": dan, "text": "a boat", "wished_on": date(2026, 6, 2)})
[wish] = records.read(ledger.sql, r.Wish, "person_id = ?", (ana,))
assert wish == r.Wish(number, ana, "a walk with Dan Miro", date(2026, 6, 1), for_id=dan)
assert records.record_of(ledger.sql, "wish", str(number)) == number
ledger.undo(None, AT)
ledger.redo(AT)
ledger.close()
look_over()
assert tables.Wish.text is not None
assert "a [boat]" in recip("search", "boat")
assert [one["text"] for one in taken_elsewhere() if one["record"] == "wish"] == [
    "a walk with Dan Miro", "a boat"
]
recip("person", "add", "Ed Hall")
recip("person", "merge", "ed", "dan", "--yes")
recip("undo")
recip("person", "erase", "dan", "--yes")
ledger = opened()
[wish] = records.read(ledger.sql, r.Wish, "1", ())
assert (wish.text, wish.for_id) == ("a walk with [erased]", None)
ledger.close()
look_over()
assert b"Miro" not in Path("ledger.db").read_bytes()
""")
