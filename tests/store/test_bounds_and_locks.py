"""Ledgers in use, sequences at their end, and single values that were misread."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest

from reciprocity_cli.domain.kinds import JOURNALED
from reciprocity_cli.store import backup, connection

HOLD = """
import sqlite3, sys
sql = sqlite3.connect(sys.argv[1], isolation_level=None)
sql.execute(sys.argv[2])
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path, lock):
    """Let another process hold a lock on the ledger."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        holder.stdout.readline()
        yield
        holder.stdin.close()


@pytest.mark.parametrize("words", [("check",), ("check", "--repair")], ids=" ".join)
def test_a_ledger_in_use_is_not_a_damaged_one(recip, path, monkeypatch, words):
    """Nothing is found, copied or built; and the undo of before is still there."""
    recip("log", "Ana Ruiz", "--new", "--gave", "adv:x")
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    before = path.read_bytes()
    with held(path, "BEGIN EXCLUSIVE"):
        ran = recip(*words)
    assert (ran.code, ran.out) == (1, "")
    assert "is in use by another program; try again in a moment" in ran.err
    assert path.read_bytes() == before
    assert not (path.parent / "backups").exists()
    assert recip("undo").code == 0


def test_a_file_that_others_write_to_is_not_copied(path, monkeypatch, tmp_path):
    """The copy of a repair is made under the lock of the file, which is not opened for it."""
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    target = tmp_path / "copy.db"
    with held(path, "BEGIN IMMEDIATE"), pytest.raises(connection.InUse):
        backup.copy_bytes(path, target, alone=True)
    assert not target.exists()
    backup.copy_bytes(path, target, alone=True)
    assert target.read_bytes() == path.read_bytes()


def file_of(tmp_path, **values):
    """A file of recip's own JSON with one person."""
    person = {
        "record": "person",
        "id": 1,
        "uid": "1" * 32,
        "changed": 1000,
        "name": "Ana Ruiz",
        "created_on": "2026-01-01",
        **values,
    }
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"format": "recip", "schema_version": 2, "records": [person]}))
    return str(file)


def test_an_id_that_leaves_no_room_gets_another(recip, tmp_path):
    """What is written afterwards keeps recip's own rules, and can be taken in elsewhere."""
    assert recip("import", file_of(tmp_path, id=10**15)).code == 0
    recip("gave", "ana", "adv:y")
    assert recip("check").code == 0
    ids = [one["id"] for one in recip("export").json()["records"]]
    assert ids == [1, 2]


@pytest.mark.parametrize("number", [5, 10**12])
def test_an_id_with_room_behind_it_is_taken_over(recip, tmp_path, number):
    """As ever: numbers are what owners know their entries by."""
    recip("import", file_of(tmp_path, id=number))
    assert [one["id"] for one in recip("export").json()["records"]] == [number]


def test_a_change_time_of_the_far_future_is_refused(recip, path, tmp_path):
    """No later write could come after it."""
    ran = recip("import", file_of(tmp_path, changed=253_402_300_799_999))
    assert (ran.code, ran.out) == (1, "")
    assert "person #1: its change time is later than tomorrow" in ran.err


@pytest.mark.parametrize("column", ["last_id", "last_change"])
@pytest.mark.parametrize("value", [9_223_372_036_854_775_807, 10**15])
def test_a_sequence_out_of_bounds_is_found_and_mended(recip, path, column, value):
    """Not an inner error at every write."""
    recip("log", "Ana", "--new", "--gave", "adv:x")
    with sqlite3.connect(path) as sql:
        sql.execute(f"UPDATE ledger SET {column} = ?", (value,))
    sql.close()
    assert "is damaged" in recip("gave", "ana", "adv:y").err
    found = recip("check")
    assert (found.code, "out of bounds" in found.out) == (4, True)
    assert recip("check", "--repair").code == 0
    assert recip("gave", "ana", "adv:y").code == 0
    assert recip("check").code == 0


COLUMNS = [
    *((table, column.name) for table, kind in JOURNALED.items() for column in kind.columns),
    ("ledger", "last_id"),
    ("ledger", "last_change"),
    ("ledger", "operation_id"),
    ("image", "row_id"),
    ("image", "relation"),
    ("image", "action"),
    ("image", "operation_id"),
    ("operation", "changed"),
    ("operation", "kind"),
    ("operation", "target_id"),
    ("operation", "at"),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory, empty_ledger):
    """A ledger with a row of every kind."""
    import os
    import shutil

    from reciprocity_cli.cli.app import main

    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    shutil.copy(empty_ledger, path)
    path.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECIP_LEDGER", str(path))
        patch.setenv("RECIP_TODAY", "2026-06-30")
        patch.setenv("HOME", os.path.dirname(path))
        for words in (
            ("log", "Ana", "Bo", "--new", "--gave", "adv:x", "--need", "a reviewer"),
            ("person", "edit", "ana", "--tag", "club"),
            ("promise", "add", "ana", "send the deck"),
            ("offer", "add", "code reviews"),
            ("opportunity", "add", "a call"),
            ("idea", "add", "ana", "a visit"),
            ("ask", "add", "ana", "a line", "--on", "2026-06-01"),
            ("intro", "add", "ana", "bo"),
            ("incident", "add", "ana", "forgot"),
            ("signal", "ana", "reached-out"),
            ("quiet", "me", "2026-12-01", "2026-12-05"),
            ("phase", "ana", "relating"),
        ):
            main(list(words))
    return path


# By hand with None, -5, 1.5 and bytes too: a run of each takes half a minute.
@pytest.mark.parametrize("value", ["x", 99], ids=repr)
def test_one_misread_value_does_not_stop_the_repair(recip, path, filled, value):
    """Whichever column it is in: what cannot be read is lost and named, the rest is mended."""
    whole = filled.read_bytes()
    for table, column in COLUMNS:
        path.write_bytes(whole)
        with closing(sqlite3.connect(path, isolation_level=None)) as sql:
            sql.execute("PRAGMA ignore_check_constraints=ON")
            sql.execute("UPDATE ledger SET operation_id = 1")
            first = f"(SELECT MIN(rowid) FROM {table})"
            try:
                sql.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = {first}', (value,))
            except sqlite3.Error:
                continue  # Not even SQLite takes it there.
            if (table, column) != ("ledger", "operation_id"):
                sql.execute("UPDATE ledger SET operation_id = NULL")
        ran = recip("check", "--repair")
        assert ran.code in (0, 4), (table, column, ran.err)
        assert "went wrong inside" not in ran.err, (table, column)
        assert recip("check").code == 0, (table, column, recip("check").out)
        assert recip("person", "list", "--json").code == 0
        for one in (path.parent / "backups").glob("*"):
            one.unlink()


def test_what_was_removed_comes_back_under_another_handle(recip):
    """Somebody else has the handle by now; the undo is not refused for it."""
    recip("person", "add", "Ana Ruiz")
    recip("person", "rm", "ana")
    recip("person", "add", "Ana Ruiz")
    assert recip("undo", "2").code == 0
    records = recip("export").json()["records"]
    assert [(one["id"], one["handle"]) for one in records] == [(1, "ana-ruiz-2"), (2, "ana-ruiz")]
    assert recip("check").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("person", "edit", "ana", "--drop", "tag:a\udc80"),
        ("config", "set", "cadence.a\udc80", "1m"),
        ("person", "edit", "ana", "--tag", "a\udc80"),
        ("history", "text:a\udc80"),
        ("need", "add", "ana", "a\udc80"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_bytes_that_are_no_text(recip, words):
    """One line, and the code of words that are off."""
    recip("person", "add", "Ana")
    ran = recip(*words)
    assert ran.code == 2
    assert "not valid UTF-8" in ran.err


@pytest.mark.parametrize("words", [("due",), ("show", "ana"), ("balance",), ()], ids=" ".join)
def test_a_cadence_that_is_none_is_damage(recip, path, words):
    """Nobody typed it: the owner's words are not to blame."""
    recip("log", "Ana", "--new", "--gave", "adv:x")
    with sqlite3.connect(path) as sql:
        sql.execute("PRAGMA ignore_check_constraints=ON")
        sql.execute("UPDATE ledger SET operation_id = 1")
        sql.execute("UPDATE person SET cadence = 'soon'")
        sql.execute("UPDATE ledger SET operation_id = NULL")
    sql.close()
    ran = recip(*words)
    assert ran.code in (0, 1)
    assert ran.code == 0 or "is damaged; recip check names what is wrong" in ran.err
    assert "is not a cadence" not in ran.err


def test_a_pipe_in_the_place_of_a_ledger(recip, path):
    """It is refused; nobody waits for it."""
    import os

    recip("person", "add", "Ana")
    recip("backup", "-o", str(path.with_name("b.db")))
    path.unlink()
    os.mkfifo(path)
    ran = recip("restore", str(path.with_name("b.db")), "--yes")
    assert (ran.code, "is not a plain file" in ran.err) == (1, True)


def test_a_first_write_is_acknowledged_whoever_holds_the_ledger_by_then(
    recip, path, tmp_path, monkeypatch
):
    """What was committed is said to be so; only a file with nothing in it is looked at again."""
    from reciprocity_cli.store.ledger import Ledger

    monkeypatch.setenv("RECIP_LEDGER", str(tmp_path / "new.db"))
    monkeypatch.setattr(Ledger, "unmake", lambda _: pytest.fail("it was written"))
    assert recip("person", "add", "Ana Ruiz").code == 0


def test_a_ledger_in_use_is_not_unmade(ledger, path):
    """Somebody else reads or writes it already."""
    with held(path, "BEGIN IMMEDIATE"):
        assert not ledger.unmake()
    assert path.exists()
