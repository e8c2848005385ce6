"""Opening a ledger: what is refused, what is private, who may be in the way, what survives."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contents import contents
from people import add_people
from refusing import assert_refused

from reciprocity_cli.store import connection, create

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


def started(script, *words):
    """Start Python on a script that says `ready` when it is."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def _directory(path):
    path.unlink()
    path.mkdir()


def _pipe(path):
    path.unlink()
    os.mkfifo(path)


def _another_database(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("CREATE TABLE person (id)")
        sql.commit()


def _newer(path):
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("PRAGMA user_version=99")


def _broken_link(path):
    path.unlink()
    path.symlink_to(path.with_name("gone.db"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_directory, "is a directory; name a file with --ledger"),
        (_pipe, "is not a plain file; name a file with --ledger"),
        (lambda path: path.write_bytes(b""), "is empty (0 bytes), as a failed copy leaves it"),
        (lambda path: path.write_text("Dear diary"), "is not a ledger"),
        (lambda path: path.write_bytes(path.read_bytes()[:50]), "is not a ledger"),
        (_another_database, "is another program's database"),
        (_newer, "was written by a newer recip (schema 99, this one knows"),
        (_broken_link, "cannot be read: no such file or directory"),
    ],
)
@pytest.mark.parametrize("words", [("due",), ("log", "ana")])
def test_what_is_no_ledger_is_refused_untouched(recip, path, spoil, said, words):
    """Each has its own words and exit 1; nothing is written, and nothing beside it."""
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(path.parent.iterdir())
    ran = recip(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert said in ran.err
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(path.parent.iterdir()) == beside


@pytest.mark.parametrize("size", [100, 4096, 20_000, -1])
def test_a_truncated_ledger_is_damaged(recip, path, size):
    """What a broken copy leaves is named, whatever was cut off, and stays as it was."""
    add_people(path, *["Ana"] * 300)
    whole = path.read_bytes()
    path.write_bytes(whole[:size] if size > 0 else whole[: len(whole) // 2])
    assert_refused(recip, path, ("log", "#1"), 1, "is damaged; recip check names what is wrong")


def test_a_directory_that_is_a_file(recip, path, monkeypatch):
    """A ledger cannot be made below a file."""
    monkeypatch.setenv("RECIP_LEDGER", str(path / "ledger.db"))
    assert_refused(recip, path, ("log", "ana"), 1, "ledger.db cannot be read: not a directory")


def test_a_link_to_a_ledger_is_followed(recip, path, home, monkeypatch):
    """A ledger kept elsewhere, as in a synced folder, is reached through its link."""
    link = home / "link.db"
    link.symlink_to(path)
    monkeypatch.setenv("RECIP_LEDGER", str(link))
    assert recip("person", "add", "Ana").code == 0
    assert link.is_symlink()


@pytest.mark.parametrize(
    "name",
    [
        "a?b.db",
        "a#b.db",
        "a%20b.db",
        "a b.db",
        "a&mode=memory.db",
        "é李.db",
        "file:x.db",
        "'\";.db",
    ],
)
def test_signs_in_a_path_are_signs(recip, path, home, monkeypatch, name):
    """The file of that very name is opened, and no other is made."""
    folder = home / "other"
    folder.mkdir()
    shutil.copy(path, folder / name)
    monkeypatch.setenv("RECIP_LEDGER", str(folder / name))
    assert recip("person", "add", "Ana").code == 0
    assert b"Ana" in (folder / name).read_bytes()
    assert os.listdir(folder) == [name]


def test_a_new_ledger_under_an_odd_name(recip, home, monkeypatch):
    """A ledger is made where it was named, directories and all, and the place is said."""
    place = home / "né w?" / "le%20dger #1&mode=memory.db"
    monkeypatch.setenv("RECIP_LEDGER", str(place))
    ran = recip("person", "add", "Ana")
    assert (ran.code, ran.err) == (0, f"made a new ledger at {place}\n")
    assert os.listdir(place.parent) == [place.name]
    assert recip("person", "list", "--json").json()["rows"][0]["name"] == "Ana"


def test_a_new_ledger_is_private_from_its_first_byte(home):
    """At no moment does any file of it have a mode but 0600; its directory is 0700."""
    folder, seen, done = home / "new", set(), threading.Event()

    def watch():
        while not done.is_set():
            for file in folder.iterdir() if folder.is_dir() else ():
                try:
                    seen.add(stat.S_IMODE(file.stat().st_mode))
                except FileNotFoundError:
                    continue

    watcher = threading.Thread(target=watch)
    old = os.umask(0)
    try:
        watcher.start()
        assert create.create_ledger(folder / "ledger.db")
    finally:
        done.set()
        watcher.join()
        os.umask(old)
    assert seen == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert os.listdir(folder) == ["ledger.db"]


def test_six_first_runs_at_once(home):
    """All of them succeed, there is one ledger with six people, and one says that it made it."""
    environment = {**os.environ, "RECIP_LEDGER": str(home / "first" / "ledger.db")}
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "reciprocity_cli", "person", "add", f"Person {number}"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    said = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0] * 6, said
    assert sum("made a new ledger" in err for _, err in said) == 1
    assert os.listdir(home / "first") == ["ledger.db"]
    with closing(sqlite3.connect(home / "first" / "ledger.db")) as sql:
        names = sql.execute("SELECT name FROM person ORDER BY name").fetchall()
    assert names == [(f"Person {number}",) for number in range(6)]


HOLD = """
    import sqlite3, sys, time
    sql = sqlite3.connect(sys.argv[1], isolation_level=None)
    sql.execute("BEGIN EXCLUSIVE")
    print("ready", flush=True)
    if sys.argv[2] == "0":
        sys.stdin.read()
    time.sleep(float(sys.argv[2]))
    sql.execute("COMMIT")
"""


@pytest.mark.parametrize("words", [("person", "list"), ("person", "add", "Ana")])
def test_a_ledger_in_use_by_another_program(recip, path, monkeypatch, words):
    """Reading and writing say so after a while, and neither changes anything."""
    monkeypatch.setattr(connection, "PATIENCE", 0.1)
    other = started(HOLD, path, 0)
    assert_refused(recip, path, words, 1, "is in use by another program; try again in a moment")
    other.communicate()


def test_a_lock_that_is_let_go_is_waited_for(recip, path):
    """A command that meets a short write of another waits for it."""
    other = started(HOLD, path, 0.5)
    assert recip("person", "add", "Ana").code == 0
    other.communicate()


def test_a_kill_in_the_middle_of_a_write(path, recip, ledger):
    """What a killed command had half written is gone: the ledger is as it was before."""
    add_people(path, "Ana")
    before = contents(ledger)
    writer = started(
        """
        import sys
        from datetime import UTC, date, datetime
        from pathlib import Path
        from reciprocity_cli.store.ledger import open_ledger
        from reciprocity_cli.store.people import insert_person
        at = datetime(2026, 6, 30, tzinfo=UTC)
        ledger = open_ledger(Path(sys.argv[1]), tell=print, at=at)
        ledger.sql.execute("PRAGMA cache_size=5")  # so that pages reach the file before the commit
        with ledger.writing("person add", at) as op:
            for number in range(400):
                insert_person(op, {"name": f"Person {number}"}, date(2026, 6, 30))
            print("ready", flush=True)
            sys.stdin.read()
        """,
        path,
    )
    assert b"Person 3" in path.read_bytes()
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert path.with_name("ledger.db-journal").exists()
    assert recip("person", "list", "--json").json()["rows"][0]["name"] == "Ana"
    assert contents(ledger) == before
    assert b"Person 3" not in path.read_bytes()
    assert recip("person", "add", "Bo").code == 0


POWERLESS = """
import contextlib, io, json, os, sys
import platformdirs.unix  # loaded while it can be read
from pathlib import Path
from reciprocity_cli.cli.app import main

def run(words, place):
    os.environ["RECIP_LEDGER"] = place
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return code, out.getvalue(), err.getvalue()

place, spare, uid, *words = sys.argv[1:]
run(words, spare)  # loads what the command needs, while it can be read
if uid != "-":
    os.setgroups([])
    os.setgid(int(uid))
    os.setuid(int(uid))
    os.environ.pop("HOME", None)
if place == "-":
    for name in ("RECIP_LEDGER", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        os.environ.pop(name, None)
    out = run(words, "")
else:
    out = run(words, place)
print(json.dumps(out))
"""


@pytest.fixture
def elsewhere(empty_ledger):
    """A directory that everybody can reach, unlike the test's own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(empty_ledger, place / "ledger.db")
        add_people(place / "ledger.db", "Ana Ruiz")
        place.chmod(0o555)
        yield place
        place.chmod(0o755)


def powerless(home, place, *words, uid=65534):
    """Run recip as somebody who owns nothing; where nobody can, as oneself."""
    user = str(uid) if os.geteuid() == 0 else "-"
    spare = home / "spare.db"
    if (elsewhere := Path(place)).is_file():
        shutil.copy(elsewhere, spare)
        spare.chmod(0o600)
    done = subprocess.run(
        [sys.executable, "-c", POWERLESS, str(place), str(spare), user, *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(json.loads(done.stdout.splitlines()[-1]))


def test_a_directory_that_cannot_be_written(home, elsewhere):
    """The ledger in it can be read; a write says that it cannot be, and nothing changes."""
    place = elsewhere / "ledger.db"
    place.chmod(0o444)
    before = place.read_bytes()
    code, out, err = powerless(home, place, "person", "list")
    assert (code, err) == (0, "")
    assert "Ana Ruiz" in out
    code, out, err = powerless(home, place, "person", "add", "Bo")
    assert (code, out) == (1, "")
    assert err == f"recip: the ledger {place} cannot be written here; nothing was changed\n"
    assert place.read_bytes() == before


def test_a_file_that_may_be_written_in_a_directory_that_may_not(home, elsewhere):
    """No journal can be kept there, so nothing is written."""
    place = elsewhere / "ledger.db"
    place.chmod(0o666)
    before = place.read_bytes()
    code, _, err = powerless(home, place, "person", "add", "Bo")
    assert code == 1
    assert err == f"recip: the ledger {place} cannot be written here; nothing was changed\n"
    assert place.read_bytes() == before


def test_no_new_ledger_where_nothing_can_be_written(home, elsewhere):
    """The place and the reason are named."""
    place = elsewhere / "new.db"
    code, _, err = powerless(home, place, "person", "add", "Bo")
    assert (code, err) == (1, f"recip: no ledger can be made at {place}: permission denied\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="an owner can always read their own file here")
def test_a_ledger_of_somebody_else(home, elsewhere):
    """A file that may not be read is not a damaged one."""
    place = elsewhere / "ledger.db"
    place.chmod(0o600)
    code, _, err = powerless(home, place, "person", "list")
    assert (code, err) == (1, f"recip: the ledger {place} cannot be read: permission denied\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without a home")
def test_no_home_to_keep_a_ledger_in(home, empty_ledger):
    """Without HOME, and a user whom the system does not know, the way out is named."""
    shutil.copy(empty_ledger, home / "spare.db")
    code, _, err = powerless(home, "-", "person", "list", uid=54321)
    assert (code, err) == (
        1,
        "recip: there is no home directory to keep the ledger in;"
        " set HOME, or name a file with --ledger or RECIP_LEDGER\n",
    )
