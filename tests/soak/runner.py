"""What the soak scripts share: recip as a child process, what a home holds, rounds and figures.

Each script is run from the root of the repository, `python tests/soak/kill.py --seconds 600`. It
prints a line for every fault with the seed that draws it again, its figures, and exits 1 when
there was a fault. `--rounds` in place of `--seconds` makes the same run each time.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from reciprocity_cli.__main__ import run
from reciprocity_cli.cli import app
from reciprocity_cli.domain.kinds import JOURNALED
from reciprocity_cli.store.connection import UNJOURNALED

TODAY = "2026-06-30"
HANGS_AFTER = 60
"""Seconds after which a command is taken for one that hangs."""

OF_ONE_RUN = {"uid", "changed", "into_uid", "last_change", "at", "started_at"}
"""Columns that are drawn or come from the clock: they differ between two runs of one command."""

DRAFTS = ".recip-*.draft*"

Figures = Counter[str]


class Ran(NamedTuple):
    """What one command gave back; `code` below 0 is the signal that ended it."""

    code: int
    out: str
    err: str


class Fault(Exception):
    """A promise that did not hold."""


def holds(true: object, *said: object) -> None:
    """Raise Fault, with what is known about it, unless a promise holds."""
    if not true:
        raise Fault(" | ".join(str(each) for each in said))


class Child:
    """A running command: a copy of this process, in which everything is loaded already."""

    def __init__(self, home: Path, words: tuple[str, ...], before: Callable[[], object]) -> None:
        # As file descriptors, without buffers of our own that a fork would double.
        self._files = [os.memfd_create("stream") for _ in range(2)]
        self.pid = os.fork()
        if self.pid == 0:
            _become(home, words, self._files, before)

    def wait(self) -> Ran:
        """Wait for its end."""
        until = time.monotonic() + HANGS_AFTER
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise Fault(f"it hangs after {HANGS_AFTER} s")
            time.sleep(0.001)
        texts = []
        for file in self._files:
            size = os.fstat(file).st_size
            texts.append(os.pread(file, size, 0).decode(errors="replace"))
            os.close(file)
        return Ran(os.waitstatus_to_exitcode(ended[1]), *texts)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a command whose home this is."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "RECIP_LEDGER": str(home / "l.db"),
        "RECIP_TODAY": TODAY,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }


def _become(
    home: Path, words: tuple[str, ...], files: list[int], before: Callable[[], object]
) -> None:
    """Be recip from here on; this never returns."""
    code = 99
    try:
        os.chdir(home)
        os.environ.clear()
        os.environ.update(environment(home))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, file in enumerate(files, 1):
            os.dup2(file, number)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, "w" if number else "r", closefd=False) for number in range(3)
        )
        sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
        sys.argv = ["recip", *words]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        before()
        run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
        sys.stdout.flush()
    finally:
        os._exit(code)


def start(home: Path, *words: str, before: Callable[[], object] = lambda: None) -> Child:
    """Begin a command."""
    return Child(home, words, before)


def recip(home: Path, *words: str, before: Callable[[], object] = lambda: None) -> Ran:
    """Run a command to its end."""
    return start(home, *words, before=before).wait()


def do(home: Path, *words: str) -> Ran:
    """Run a command that must succeed."""
    ran = recip(home, *words)
    holds(ran.code == 0, "refused", words, ran)
    return ran


def make_home(home: Path) -> None:
    """Make a ledger of some people, and a file of each kind that the writing commands take.

    One is made in each run of a script, and then copied.
    """
    if not _made:
        _made.append(tempfile.TemporaryDirectory(prefix="recip-soak-"))
        _fill(Path(_made[0].name))
    shutil.copytree(_made[0].name, home)


_made: list[tempfile.TemporaryDirectory[str]] = []


def _fill(home: Path) -> None:
    names = ("Ana Ruiz", "Bo Lind", "Cai Wu", "Dee Okoro")
    for name in names:
        do(home, "person", "add", name, "--tag", "club", "--notes", f"about {name}")
    for who in ("ana", "bo", "cai", "dee"):
        do(home, "log", who, "-g", "adv:the deck", "-t", "kno", "-m", f"met {who}")
        do(home, "need", "add", who, "a reviewer")
        do(home, "promise", "add", who, "the notes")
    do(home, "backup", "-o", "b.db")
    do(home, "gave", "ana", "adv", "after the backup")
    rows = "".join(f"Person {n},Acme,note {n} {'long ' * 20}\n" for n in range(60))
    (home / "p.csv").write_text("name,organisation,notes\n" + rows)
    other = {"--ledger": str(home / "other.db")}
    for name in ("Eva Diaz", "Fay Moss"):
        do(home, "gave", name, "adv", "elsewhere", "--new", *_flat(other))
    do(home, "export", "-o", "o.json", *_flat(other))


def _flat(options: dict[str, str]) -> list[str]:
    return [word for option in options.items() for word in option]


WRITING: tuple[tuple[str, ...], ...] = (
    ("gave", "ana", "adv", "new words"),
    ("log", "ana", "bo", "-g", "adv:x", "-t", "kno/large:y", "-m", "new words"),
    ("person", "add", "Gus Hale", "--tag", "club"),
    ("person", "edit", "bo", "--notes", "new words"),
    ("person", "merge", "ana", "bo", "--yes"),
    ("person", "erase", "cai", "--yes"),
    ("undo",),
    ("import", "p.csv"),
    ("import", "o.json"),
    ("backup", "-o", "c.db"),
    ("restore", "b.db", "--yes"),
    ("export", "-o", "e.json"),
    ("config", "set", "capacity", "3"),
)
"""Commands that write, each of which succeeds in the home of `make_home`."""


def traced(home: Path, options: Sequence[str], *words: str, before: str = "") -> Ran:
    """Run a command in an interpreter of its own below strace, told these options.

    `before` is Python that it runs first.
    """
    program = f"{before}\nfrom reciprocity_cli.__main__ import run; run()"
    ran = subprocess.run(
        ["strace", "-f", *options, sys.executable, "-P", "-c", program, *words],
        cwd=home,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=HANGS_AFTER,
    )
    code = ran.returncode
    return Ran(code, ran.stdout.decode(errors="replace"), ran.stderr.decode(errors="replace"))


def state(home: Path) -> dict[str, Any]:
    """Return what the files of a home hold, save what differs between two runs of one command.

    Raises Fault for a ledger that is not whole. Drafts and the backups that recip makes by itself
    are left out, and so are journals: the ledger is read as the next command would find it.
    """
    found: dict[str, Any] = {}
    for path in sorted(home.rglob("*")):
        name = str(path.relative_to(home))
        if path.is_dir() or path.match(DRAFTS) or path.suffix in (".db-journal", ".csv"):
            continue
        if not name.startswith(("backups/", ".")):
            found[name] = _ledger(path) if path.suffix == ".db" else path.read_bytes()
    return found


def _ledger(path: Path) -> dict[str, Any]:
    tables = (*JOURNALED, *UNJOURNALED, "operation")
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as sql:
            told = sql.execute("PRAGMA integrity_check").fetchall()
            holds(told == [("ok",)], path.name, told)
            broken = sql.execute("PRAGMA foreign_key_check").fetchall()
            holds(not broken, path.name, broken)
            return {table: _rows(sql, table) for table in tables}
    except sqlite3.Error as error:
        raise Fault(f"{path.name}: {error}") from error


def _rows(sql: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    columns = [row[1] for row in sql.execute(f"PRAGMA table_info({table})")]
    kept = [f'"{name}"' for name in columns if name not in OF_ONE_RUN] or ["1"]
    return sql.execute(f"SELECT {', '.join(kept)} FROM {table} ORDER BY 1").fetchall()


def differs(one: dict[str, Any], other: dict[str, Any]) -> str:
    """Return where two states differ, in a few words."""
    names = [name for name in {*one, *other} if one.get(name) != other.get(name)]
    return f"differs in {sorted(names)}"


def drafts(home: Path) -> list[str]:
    """Return the drafts beside the ledger and its backups.

    One of settings holds nothing of the ledger, and is swept by the next `config set`.
    """
    found = [*home.glob(DRAFTS), *home.glob(f"backups/{DRAFTS}")]
    return sorted(str(path.relative_to(home)) for path in found)


def inside(*words: str, said: str = "") -> Ran:
    """Run a command in this very process, where nothing of it can end it: the quickest way."""
    out, err, was = io.StringIO(), io.StringIO(), (sys.stdin, sys.stdout, sys.stderr)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(said), out, err
    try:
        code = app.main(list(words))
    finally:
        sys.stdin, sys.stdout, sys.stderr = was
    return Ran(code, out.getvalue(), err.getvalue())


def soak(about: str | None, one_round: Callable[[Random, Path, Figures], None]) -> int:
    """Run rounds until the time is over; return the exit code."""
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long; 60 if left out")
    parser.add_argument("--rounds", type=int, help="how many rounds, whatever time they take")
    parser.add_argument("--seed", default="1", help="draws other rounds")
    parser.add_argument("--first", type=int, default=1, help="the number of the first round")
    asked = parser.parse_args()
    figures, faults, number = Figures(), 0, asked.first
    began = time.monotonic()
    while (
        number < asked.first + asked.rounds
        if asked.rounds
        else time.monotonic() - began < asked.seconds
    ):
        figures["rounds"] = number - 1  # before this one: what a round may count by
        with tempfile.TemporaryDirectory(prefix="recip-soak-") as folder:
            try:
                one_round(Random(f"{asked.seed} {number}"), Path(folder), figures)
            except Fault as fault:
                faults += 1
                print(f"FAULT (--seed {asked.seed} --first {number} --rounds 1): {fault}")
        number += 1
    figures["rounds"] = number - asked.first
    for name, count in sorted(figures.items()):
        print(f"{count:7}  {name}")
    print(f"{faults:7}  faults, in {time.monotonic() - began:.0f} s")
    return 1 if faults else 0
