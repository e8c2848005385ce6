"""Disks that fail, full streams: a line with what happened, and whether it was done."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

NOTHING = "nothing was written"
strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def run(path, *words, inject="", **streams):
    """Run recip, one of its system calls failing."""
    traced = ["strace", "-f", "-o", os.devnull, "-e", f"inject={inject}"] if inject else []
    return subprocess.run(
        [*traced, sys.executable, "-m", "reciprocity_cli", *words],
        env={**os.environ, "RECIP_LEDGER": str(path)},
        text=True,
        timeout=120,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


@strace
@pytest.mark.parametrize("call", range(1, 8))
@pytest.mark.parametrize("words", [("gave", "ana", "adv", "two"), ("undo",)], ids=["gave", "undo"])
def test_a_sync_that_fails(recip, path, call, words):
    """Whichever it is, what is said is what was done; the answer alone exits with 0."""
    recip("person", "add", "Ana Ruiz")
    recip("gave", "ana", "adv", "one")
    before = recip("export").out
    ran = run(path, *words, inject=f"fdatasync:error=EIO:when={call}")
    changed = recip("export").out != before
    if ran.returncode == 0:
        assert changed
    else:
        assert (ran.returncode, ran.stderr.startswith("recip: it was written")) == (1, changed)
    assert recip("check").code == 0


@strace
@pytest.mark.parametrize("inject", ["ftruncate:error=EIO:when=1", "pwrite64:error=ENOSPC:when=60"])
def test_an_erased_person_whose_file_cannot_be_rewritten(recip, path, inject):
    """It is said that it was done, and what does the rest."""
    recip("log", "Ana Ruiz", "--new", "--gave", "adv:x", "--note", "long " * 900)
    for _ in range(9):
        recip("log", "ana", "--gave", "adv:x", "--note", "long " * 900)
    ran = run(path, "person", "erase", "ana", "--yes", inject=inject)
    if recip("person", "list", "--json").json()["rows"]:
        assert "rewritten" not in ran.stderr
        return
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("recip: Erased #1, but the file could not be rewritten: ")
    assert ran.stderr.rstrip().endswith("recip ledger compact takes out what is left of it")
    assert recip("ledger", "compact").code == 0
    assert b"Ana Ruiz" not in path.read_bytes()


@strace
def test_what_is_moved_into_place_is_on_the_disk(recip, path, tmp_path):
    """The directory is synced after each rename, before the answer."""
    recip("person", "add", "Ana Ruiz")
    for words in (
        ("backup",),
        ("export", "-o", str(tmp_path / "e.json")),
        ("config", "set", "capacity", "3"),
    ):
        trace = tmp_path / "trace"
        traced = ["strace", "-f", "-y", "-o", trace, "-e", "trace=fsync,rename,write"]
        subprocess.run(
            [*traced, sys.executable, "-m", "reciprocity_cli", *words],
            env={**os.environ, "RECIP_LEDGER": str(path)},
            check=True,
            capture_output=True,
        )
        calls = trace.read_text().splitlines()
        moved = max(at for at, line in enumerate(calls) if "rename(" in line)
        place = os.path.dirname(re.findall(r'"([^"]*)"', calls[moved])[1])
        synced = [at for at, line in enumerate(calls) if f"<{place}>" in line and "fsync(" in line]
        answer = [at for at, line in enumerate(calls) if re.search(r"write\(1", line)]
        assert [at for at in synced if at > moved]
        assert not answer or answer[-1] > synced[-1]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "-o", "e.json"), 0),
        (("backup", "-o", "c.db"), 0),
        (("restore", "b.db", "--yes"), 0),
        (("show", "nobody"), 3),
        (("nonsense",), 2),
        (("due",), 0),
        (("person", "erase", "ana", "--yes"), 0),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else str(words),
)
def test_a_full_stderr_changes_nothing(recip, path, monkeypatch, words, code):
    """Neither what is done nor the exit code."""
    recip("person", "add", "Ana Ruiz")
    monkeypatch.chdir(path.parent)
    recip("backup", "-o", "b.db")
    with open("/dev/full", "w") as full:
        assert run(path, *words, stderr=full).returncode == code


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [("--version",), ("due", "-h"), ("balance",), ("show", "ana")])
def test_a_full_stdout_is_said(recip, path, words):
    """Exit code 1 and a line, never the code 120 of Python's own."""
    recip("gave", "Ana Ruiz", "adv", "--new")
    with open("/dev/full", "w") as full:
        ran = run(path, *words, stdout=full)
    assert (ran.returncode, ran.stderr) == (1, f"recip: no space left on device; {NOTHING}\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_stdout_after_the_deed(recip, path):
    """The line says that it was done."""
    with open("/dev/full", "w") as full:
        ran = run(path, "person", "add", "Bo Diaz", stdout=full)
    assert ran.returncode == 1
    assert "it was done, but stdout cannot be written" in ran.stderr
    with sqlite3.connect(path) as sql:
        assert sql.execute("SELECT name FROM person").fetchall() == [("Bo Diaz",)]
    sql.close()


@strace
@pytest.mark.parametrize("call", [5, 60, 300])
def test_an_older_ledger_that_cannot_be_brought_up_to_date(recip, path, call):
    """A line for the owner; the ledger is as it was, and the next time it works."""
    import gzip
    from pathlib import Path

    data = Path(__file__).parents[1] / "data" / "ledger-0.1.0.db.gz"
    path.write_bytes(gzip.decompress(data.read_bytes()))
    ran = run(path, "person", "list", inject=f"pwrite64:error=ENOSPC:when={call}")
    assert "went wrong inside" not in ran.stderr
    assert ran.returncode in (0, 1)
    assert ran.returncode == 0 or "no space is left" in ran.stderr
    assert recip("person", "list").code == 0
    assert recip("check").code == 0


@strace
@pytest.mark.parametrize("call", [1, 5, 20])
def test_a_ledger_that_cannot_be_made(home, call):
    """It is named by its own name, and nothing of it stays."""
    path = home / "new.db"
    ran = run(path, "person", "add", "Ana", inject=f"pwrite64:error=ENOSPC:when={call}")
    assert (ran.returncode, "went wrong inside" in ran.stderr) == (1, False)
    assert str(path) in ran.stderr
    assert [one.name for one in home.iterdir()] == []


@strace
@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("config", "set", "capacity", "3"), ["config", "config/recip"]),
        (("backup",), ["backups"]),
        (("gave", "Bo", "adv", "--new", "--ledger", "new/under/l.db"), ["new", "new/under"]),
    ],
    ids=["config", "backup", "first"],
)
def test_a_directory_that_is_made_is_on_the_disk(recip, path, monkeypatch, words, made):
    """The one above it is synced, or a power cut takes along what was put into it."""
    recip("person", "add", "Ana Ruiz")
    monkeypatch.chdir(path.parent)
    trace = path.parent / "trace"
    traced = ["strace", "-f", "-y", "-o", trace, "-e", "trace=fsync,mkdir"]
    subprocess.run(
        [*traced, sys.executable, "-m", "reciprocity_cli", *words],
        env={**os.environ, "RECIP_LEDGER": str(path)},
        check=True,
        capture_output=True,
    )
    calls = trace.read_text()
    for folder in made:
        at = calls.index(f'{folder}", 0')
        assert f"<{(path.parent / folder).parent}>) = 0" in calls[at:]
