"""`backup`, `restore` and `ledger`: copies while it is in use, and going back to one."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from contents import contents
from people import add_people
from refusing import assert_refused

from reciprocity_cli.cli import backup
from reciprocity_cli.domain.records import SCHEMA_VERSION
from reciprocity_cli.store import connection
from reciprocity_cli.store.backup import Backup, backup_name, listed_backups, superfluous, thin_out

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def ana(recip, path):
    """A ledger with Ana and a give to her."""
    add_people(path, "Ana Ruiz")
    assert recip("gave", "ana", "advice", "the draft").code == 0


def names(recip, *words):
    return [row["name"] for row in recip("person", "list", "--json", *words).json()["rows"]]


def test_a_backup_is_the_ledger_beside_it(recip, ana, path, ledger):
    """Private, whole, in a directory of its own, and named."""
    ran = recip("backup")
    [made] = listed_backups(path)
    assert ran.out.startswith("Backed up 1 person, 1 entry (")
    assert ran.out.endswith(f" to {made.path}\n")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert recip("check", "--ledger", str(made.path)) == (0, "", "")
    assert names(recip, "--ledger", str(made.path)) == ["Ana Ruiz"]


def test_backups_are_listed_the_newest_first(recip, ana, path):
    """With the moment, why it was made, and its size; files of another name are not among them."""
    add = backup_name(path, AT, "")
    add.parent.mkdir()
    for at, why in ((AT, ""), (AT + timedelta(days=1), "before-restore")):
        backup_name(path, at, why).write_bytes(b"1234")
    for foreign in ("ledger-old.db", "ledger-20260630T120000.txt", "other-20260630T120000.db"):
        add.with_name(foreign).write_bytes(b"")
    rows = recip("backup", "list", "--json").json()["rows"]
    assert [(row["file"], row["why"], row["bytes"]) for row in rows] == [
        ("ledger-20260701T120000-before-restore.db", "before-restore", 4),
        ("ledger-20260630T120000.db", None, 4),
    ]
    assert "before restore" in recip("backup", "list").out


def test_no_backups_yet(recip, ana, path):
    """A note on stderr, exit 0."""
    said = f"there are no backups in {path.parent}/backups; recip backup makes one\n"
    assert recip("backup", "list") == (0, "", said)


def test_a_backup_in_a_file_of_ones_own(recip, ana, path, home):
    """Moved over what was there, mode 0600, and not counted among those that recip keeps."""
    target = home / "own.db"
    target.write_text("old")
    assert recip("backup", "-o", str(target), "--json").json()["rows"][0]["people"] == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert recip("check", "--ledger", str(target)).code == 0
    assert listed_backups(path) == []
    assert sorted(file.name for file in home.iterdir()) == ["ledger.db", "own.db"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("backup", "now"), 2, "'now' is nothing to do"),
        (("backup", "-o", "-"), 2, "a backup is a file"),
        (("backup", "-o", "/dev/null"), 1, "/dev/null is not a plain file"),
        (("backup", "-o", "{path}"), 1, "is the ledger itself"),
        (("backup", "-o", "{path}/x.db"), 1, "no backup can be made at"),
        (("backup", "--format", "csv"), 2, "only recip backup list has formats"),
        (("restore", "{path}", "--yes"), 1, "is the ledger itself"),
        (("restore", "gone.db", "--yes"), 1, "there is no file gone.db"),
        (("restore", "/etc/hostname", "--yes"), 1, "is not a ledger"),
    ],
)
def test_what_cannot_be_kept_or_restored(recip, ana, path, words, code, said):
    """One line, and the ledger as it was."""
    assert_refused(recip, path, [word.format(path=path) for word in words], code, said)


def test_no_ledger_to_back_up(recip, path):
    """None is made for that."""
    path.unlink()
    ran = recip("backup")
    assert (ran.code, ran.err) == (1, f"recip: there is no ledger at {path}; nothing to copy\n")
    assert not path.exists()


def test_a_backup_is_made_while_somebody_else_reads_and_waits(recip, ana, path):
    """A reader holds a view, a writer has begun: the backup is of what was last written."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE ledger SET operation_id = 1")
        other.execute("UPDATE person SET name = 'Half'")
        assert recip("backup").code == 0
        other.execute("ROLLBACK")
    [made] = listed_backups(path)
    assert names(recip, "--ledger", str(made.path)) == ["Ana Ruiz"]


def test_going_back(recip, ana, path, ledger):
    """The ledger is what it was, history included, and the one before it is kept."""
    recip("backup")
    [made] = listed_backups(path)
    then = contents(ledger)
    recip("person", "add", "Bo Lind")
    ran = recip("restore", made.path.name, "--yes")
    assert ran.out.startswith(f"Restored {made.path}: 1 person, 1 entry")
    assert contents(ledger) == then
    kept = next(one for one in listed_backups(path) if one.why == "before-restore")
    assert ran.err == f"the ledger before it is kept as {kept.path}\n"
    assert recip("undo").out.startswith("Undone operation 2: gave")
    assert recip("restore", str(kept.path), "--yes").code == 0
    assert names(recip) == ["Ana Ruiz", "Bo Lind"]


def test_restoring_without_anybody_to_ask_needs_a_yes(recip, ana, path):
    """Exit 2, nothing changed."""
    recip("backup")
    [made] = listed_backups(path)
    assert_refused(recip, path, ("restore", str(made.path)), 2, "say --yes if that is meant")


def test_a_damaged_backup_is_refused(recip, ana, path):
    """What is wrong with it is said, and the ledger stays."""
    recip("backup")
    [made] = listed_backups(path)
    with closing(sqlite3.connect(made.path)) as sql:
        sql.execute("CREATE TRIGGER thief AFTER INSERT ON person BEGIN SELECT 1; END")
    said = f"{made.path} is not whole: a trigger 'thief' is there, which recip did not make"
    assert_refused(recip, path, ("restore", str(made.path), "--yes"), 1, said)


@pytest.mark.parametrize("left", [b"", b"Dear diary" * 100, None])
def test_restoring_where_the_ledger_is_gone_or_none(recip, ana, path, left):
    """A backup takes the place of an empty file, of rubbish (which is kept), and of nothing."""
    recip("backup")
    [made] = listed_backups(path)
    if left is None:
        path.unlink()
    else:
        path.write_bytes(left)
    assert recip("restore", str(made.path), "--yes").code == 0
    assert names(recip) == ["Ana Ruiz"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = [one for one in listed_backups(path) if one.why == "before-restore"]
    assert [one.path.read_bytes() for one in kept] == ([left] if left else [])


def test_another_programs_database_is_not_overwritten(recip, ana, path):
    """It is no ledger of ours that could be given up."""
    recip("backup")
    [made] = listed_backups(path)
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("PRAGMA application_id=7")
    said = "is another program's database"
    assert_refused(recip, path, ("restore", str(made.path), "--yes"), 1, said)


def test_a_write_that_waits_while_a_ledger_is_restored_is_not_lost(recip, ana, path, ledger):
    """The file stays the same one, so that what is acknowledged stands in what was restored."""
    recip("backup")
    [made] = listed_backups(path)
    with backup.fetched(made.path, path) as (draft, _):
        backup.restore_into(draft, path, AT)
    # This connection was open before, and sees and writes what is there now.
    with ledger.writing("person add", AT) as op:
        row = {"name": "Late", "folded": "late", "handle": "late", "created_on": "2026-06-30"}
        op.insert("person", row)
    assert names(recip) == ["Ana Ruiz", "Late"]


def test_a_write_between_keeping_and_restoring_stops_the_restore(recip, ana, path, monkeypatch):
    """What somebody wrote after the copy was made stands nowhere else, so it stays."""
    recip("backup")
    [made] = listed_backups(path)
    keep = backup._keep

    def keep_and_write(*words):
        kept = keep(*words)
        add_people(path, "Late")
        return kept

    monkeypatch.setattr(backup, "_keep", keep_and_write)
    ran = recip("restore", str(made.path), "--yes")
    said = "recip: the ledger was written meanwhile; nothing was changed; try again\n"
    assert ran == (1, "", said)
    assert names(recip) == ["Ana Ruiz", "Late"]
    assert recip("check") == (0, "", "")


def test_a_ledger_in_use_is_not_restored_over(recip, ana, path, monkeypatch):
    """It says so after a while, and the ledger is as it was."""
    recip("backup")
    [made] = listed_backups(path)
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT 1 FROM person").fetchone()
        said = "is in use by another program"
        assert_refused(recip, path, ("restore", str(made.path), "--yes"), 1, said)


def test_a_lock_that_is_let_go_is_waited_for(recip, ana, path):
    """A restore that meets a short read waits for it."""
    recip("backup")
    [made] = listed_backups(path)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN")
    other.execute("SELECT 1 FROM person").fetchone()
    timer = threading.Timer(0.2, other.close)
    timer.start()
    assert recip("restore", str(made.path), "--yes").code == 0
    timer.join()


def test_an_import_of_a_ledger_is_preceded_by_a_backup(recip, ana, path, home):
    """Where there is something to keep, and not in a dry run."""
    file = home / "ledger.json"
    recip("export", "-o", str(file))
    recip("import", str(file), "--dry-run")
    assert listed_backups(path) == []
    assert recip("import", str(file)).code == 0
    assert [one.why for one in listed_backups(path)] == ["before-import"]


def _made(*ages):
    """Backups so many hours old."""
    return [Backup(None, AT - timedelta(hours=age), "") for age in ages]


@pytest.mark.parametrize(
    ("ages", "gone"),
    [
        ((0, 0.2, 0.5, 0.9), ()),
        ((1.1, 1.3, 1.5, 2.1), (1.3, 1.5)),
        ((23.2, 23.4, 25, 27), (23.4, 27)),
        ((24 * 3 + 1, 24 * 3 + 5, 24 * 3 + 20), (24 * 3 + 5,)),
        ((24 * 40, 24 * 45, 24 * 70, 24 * 500), (24 * 45,)),
        ((), ()),
    ],
)
def test_which_backups_are_needless(ages, gone):
    """All of an hour, one an hour for a day, one a day for 31, one a month for good."""
    found = [(AT - one.at) / timedelta(hours=1) for one in superfluous(_made(*ages), AT)]
    assert [round(age, 3) for age in found] == list(gone)


@pytest.mark.parametrize(
    ("age", "older", "gone"),
    [
        (timedelta(hours=1), timedelta(hours=1.1), True),
        (timedelta(hours=1) - timedelta(seconds=1), timedelta(hours=1.1), False),
        (timedelta(hours=23.9), timedelta(hours=24) - timedelta(seconds=1), True),
        (timedelta(hours=22.1), timedelta(hours=24) - timedelta(seconds=1), False),
        (timedelta(hours=24), timedelta(hours=28), True),
        (timedelta(days=30), timedelta(days=31) - timedelta(seconds=1), False),
        (timedelta(days=31), timedelta(days=32), True),
    ],
)
def test_where_an_hour_a_day_and_31_days_end(age, older, gone):
    """A backup of exactly an hour is the first of its hour to be kept, not one of the last hour."""
    at = AT.replace(hour=12, minute=30)
    newer, older = (Backup(None, at - one, "") for one in (age, older))
    assert superfluous([newer, older], at) == ([older] if gone else [])


def test_each_reason_is_thinned_out_by_itself(home):
    """A copy from before a restore does not make a backup needless."""
    then = AT - timedelta(hours=30)
    kept = [Backup(None, then, ""), Backup(None, then, "before-restore")]
    assert superfluous(kept, AT) == []


def test_only_what_recip_named_is_removed(path):
    """Whatever else lies in the directory stays."""
    first = backup_name(path, AT - timedelta(days=3), "")
    first.parent.mkdir()
    second = backup_name(path, AT - timedelta(days=3, hours=1), "")
    foreign = first.with_name("ledger-20260627T100000 (copy).db")
    for file in (first, second, foreign):
        file.write_bytes(b"")
    assert thin_out(path, AT) == 1
    assert sorted(first.parent.iterdir()) == sorted((first, foreign))


def test_status(recip, ana, path):
    """Size, people, entries, records, history, the last write, backups and schema."""
    recip("backup")
    [row] = recip("ledger", "status", "--json").json()["rows"]
    assert row["path"] == str(path)
    assert row["bytes"] == path.stat().st_size
    counts = ("people", "entries", "records", "operations", "backups", "schema")
    assert [row[name] for name in counts] == [1, 1, 2, 2, 1, SCHEMA_VERSION]
    assert row["last_write_at"] <= row["last_backup_at"]
    assert "  holds       1 person, 1 entry, 2 records\n" in recip("ledger", "status").out


def test_compacting_changes_nothing_but_the_size(recip, path, ledger):
    """Free pages go, every row and the history stay."""
    add_people(path, *[{"name": f"Person {n}", "notes": "x" * 5_000} for n in range(60)])
    for number in range(1, 51):
        with ledger.writing("erase", AT) as op:
            op.sql.execute("DELETE FROM person WHERE id = ?", (number,))
            op.sql.execute("DELETE FROM image")
            op.kept = True
    before, size = contents(ledger), path.stat().st_size
    assert recip("ledger", "compact").code == 0
    assert contents(ledger) == before
    assert path.stat().st_size < size * 0.7
