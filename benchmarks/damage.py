"""What recip does with damaged ledgers: no traceback, nothing written, and `check` names the harm.

    python benchmarks/damage.py [--count 500] [--seed 1]

makes so many damaged copies of the demo ledger and runs commands on each, in this process. Exits 1
when one of them broke a promise. A few of them are in the suite (tests/cli/test_damage.py).
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import NamedTuple

from reciprocity_cli.cli.app import main as recip
from reciprocity_cli.domain.kinds import JOURNALED

TODAY = "2026-06-30"
PAGE = 4096

Spoil = Callable[[Path, Random], None]

READS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("due",),
    ("balance", "--numbers", "--all"),
    ("phase",),
    ("show", "ana"),
    ("explain", "ana"),
    ("history",),
    ("export",),
    ("ledger", "status"),
    ("backup", "-o", "{copy}"),
)
"""What must not change a byte, whatever it is run on."""

WRITES: tuple[tuple[str, ...], ...] = (
    ("log", "ana", "--gave", "advice", "-m", "soak"),
    ("undo",),
    ("person", "edit", "role:mentor", "--tag", "soak"),
)
"""What must not change a byte when it is refused."""

JUNK = (
    *("2024-02-30", "soon", "", "gossip", "\x00", "x" * 300, "--13-40", "99y", "-1", "Ana Ruiz"),
    *(None, -1, 0, 7, 2**62, 0.1, float("inf"), b"\xff\xfe", b""),
)


class Outcome(NamedTuple):
    """One damaged ledger: how it was damaged, whether `check` found it, and what broke."""

    way: str
    found: bool
    mended: bool
    broken: list[str]


def make_whole(path: Path) -> None:
    """Make the ledger that is damaged: the demo, with a history of some operations."""
    with _environment(path):
        for words in (
            ("demo", "--ledger", str(path), "-q"),
            ("log", "ana", "-g", "adv/large:the pricing page", "-t", "int"),
            ("person", "edit", "role:peer", "--tag", "club"),
            ("undo",),
            ("promise", "add", "ana", "the notes", "--due", "2026-07-03"),
        ):
            code, _, err = _run(words)
            assert code == 0, err


def _flip_bits(path: Path, random: Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    path.write_bytes(content)


def _flip_header(path: Path, random: Random) -> None:
    content = bytearray(path.read_bytes())
    content[random.randrange(100)] ^= 1 << random.randrange(8)
    path.write_bytes(content)


def _scribble(path: Path, random: Random) -> None:
    content = bytearray(path.read_bytes())
    start, length = random.randrange(len(content)), random.choice((4, 40, 400, 4000))
    content[start : start + length] = random.randbytes(len(content[start : start + length]))
    path.write_bytes(content)


def _truncate(path: Path, random: Random) -> None:
    size = random.randrange(path.stat().st_size)
    os.truncate(path, random.choice((size, size - size % PAGE)))


def _pages(path: Path) -> list[bytes]:
    content = path.read_bytes()
    return [content[at : at + PAGE] for at in range(0, len(content), PAGE)]


def _zero_page(path: Path, random: Random) -> None:
    pages = _pages(path)
    pages[random.randrange(1, len(pages))] = bytes(PAGE)
    path.write_bytes(b"".join(pages))


def _swap_pages(path: Path, random: Random) -> None:
    pages = _pages(path)
    one, two = random.sample(range(1, len(pages)), 2)
    pages[one], pages[two] = pages[two], pages[one]
    path.write_bytes(b"".join(pages))


def _double_page(path: Path, random: Random) -> None:
    pages = _pages(path)
    one, two = random.sample(range(1, len(pages)), 2)
    pages[one] = pages[two]
    path.write_bytes(b"".join(pages))


@contextmanager
def _unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a ledger as a tool that cares for nothing would, the journal's triggers set aside."""
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("PRAGMA ignore_check_constraints=ON")
        triggers = sql.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            sql.execute(f"DROP TRIGGER {name}")
        yield sql
        for _, declared in kept:
            sql.execute(declared)


def _junk_value(path: Path, random: Random) -> None:
    with _unguarded(path) as sql:
        for _ in range(random.choice((1, 1, 3))):
            table = random.choice([*JOURNALED, "operation", "image", "ledger"])
            columns = [row[1] for row in sql.execute(f"PRAGMA table_info({table})")]
            column, junk = random.choice(columns), random.choice(JUNK)
            row = f"(SELECT rowid FROM {table} ORDER BY random() LIMIT 1)"
            try:
                sql.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = {row}', (junk,))
            except (sqlite3.Error, OverflowError):
                continue


def _bad_text(path: Path, random: Random) -> None:
    places = (("person", "name"), ("person", "notes"), ("exchange", "note"), ("need", "text"))
    table, column = random.choice((*places, ("detail", "value"), ("operation", "summary")))
    with _unguarded(path) as sql:
        sql.execute(f"UPDATE {table} SET {column} = CAST(x'41ff00fe' AS TEXT) WHERE rowid % 3 = 0")


def _bad_day(path: Path, random: Random) -> None:
    place = random.choice(
        (
            ("exchange", "date"),
            ("interaction", "date"),
            ("person", "created_on"),
            ("need", "noted_on"),
        )
    )
    day = random.choice(("2024-02-30", "2024-1-1", "yesterday", "20240101", "99999-01-01"))
    with _unguarded(path) as sql:
        sql.execute("UPDATE {} SET {} = ? WHERE rowid % 2".format(*place), (day,))


def _bad_word(path: Path, random: Random) -> None:
    table, column = random.choice(
        (
            *(("exchange", "category"), ("exchange", "direction"), ("exchange", "outcome")),
            *(("person", "expect"), ("person", "cadence"), ("person", "birthday")),
            *(
                ("signal", "kind"),
                ("interaction", "channel"),
                ("promise", "by"),
                ("need", "urgency"),
            ),
            ("detail", "kind"),
        )
    )
    with _unguarded(path) as sql:
        sql.execute(f"UPDATE {table} SET {column} = 'gossip' WHERE rowid % 2")


def _wrong_id(path: Path, random: Random) -> None:
    with _unguarded(path) as sql:
        sql.execute(
            random.choice(
                (
                    "UPDATE ledger SET last_id = 3",
                    "UPDATE ledger SET last_change = 5",
                    "UPDATE ledger SET operation_id = 1",
                    "DELETE FROM ledger",
                    "UPDATE signal SET id = (SELECT MIN(id) FROM person)"
                    " WHERE id = (SELECT MIN(id) FROM signal)",
                    "UPDATE signal SET uid = (SELECT uid FROM person LIMIT 1)"
                    " WHERE id = (SELECT MIN(id) FROM signal)",
                    "UPDATE person SET uid = 'x' WHERE id = (SELECT MAX(id) FROM person)",
                    "UPDATE person SET folded = 'somebody else' WHERE id = 1",
                    "UPDATE exchange SET person_id = 100000 WHERE id % 7 = 0",
                    "UPDATE exchange SET changed = 253402300799998 WHERE id % 7 = 0",
                    "DELETE FROM person WHERE id = 1",
                    "DELETE FROM interaction WHERE id % 5 = 0",
                    "DELETE FROM attendance WHERE id % 5 = 0",
                    "DELETE FROM operation WHERE id = 1",
                    "UPDATE image SET relation = 'sqlite_schema' WHERE seq % 9 = 0",
                    "UPDATE image SET action = 'delete' WHERE seq % 9 = 0",
                    "DELETE FROM exchange WHERE id % 5 = 0",
                )
            )
        )


def _declared(path: Path, random: Random) -> None:
    with closing(sqlite3.connect(path)) as sql:
        kinds = "SELECT type, name FROM sqlite_schema WHERE type IN ('index', 'trigger')"
        found = sql.execute(f"{kinds} AND name NOT LIKE 'sqlite_%'").fetchall()
        for kind, name in random.sample(found, random.choice((1, 1, 5))):
            sql.execute(f"DROP {kind} {name}")


def _hostile(path: Path, random: Random) -> None:
    endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    statements = (
        "CREATE TRIGGER thief AFTER INSERT ON exchange BEGIN DELETE FROM person; END",
        "CREATE TRIGGER thief AFTER UPDATE ON ledger BEGIN UPDATE person SET notes = 'x'; END",
        "CREATE TRIGGER journal_thief BEFORE DELETE ON image BEGIN SELECT RAISE(IGNORE); END",
        "DROP TRIGGER journal_person_update; CREATE TRIGGER journal_person_update AFTER UPDATE"
        " ON person BEGIN SELECT 1; END",
        f"CREATE VIEW endless AS {endless}",
        f"DROP TABLE signal; CREATE VIEW signal AS {endless}",
        "DROP TABLE need; CREATE VIEW need AS SELECT * FROM offer",
        "DROP TABLE incident",
        "CREATE TABLE plunder (x)",
        "ALTER TABLE person ADD COLUMN spy TEXT",
        "ALTER TABLE exchange RENAME COLUMN note TO notice",
        "CREATE INDEX slow ON exchange (abs(weight))",
        "ALTER TABLE offer ADD COLUMN spy AS (abs(-9223372036854775807 - length(text)))",
        "DROP TABLE idea; CREATE VIRTUAL TABLE idea USING fts5(id, uid, changed)",
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("PRAGMA foreign_keys=OFF")
        sql.executescript(random.choice(statements))


def _file(path: Path, random: Random) -> None:
    def application_id() -> None:
        with closing(sqlite3.connect(path)) as sql:
            sql.execute("PRAGMA application_id=7")

    def newer() -> None:
        with closing(sqlite3.connect(path)) as sql:
            sql.execute("PRAGMA user_version=99")

    random.choice(
        (
            lambda: path.write_bytes(b""),
            lambda: path.write_bytes(b"Dear diary" * 50),
            application_id,
            newer,
            lambda: path.chmod(0o644),
            lambda: path.with_name(path.name + "-journal").write_bytes(bytes(600)),
            lambda: path.with_name(path.name + "-journal").write_bytes(random.randbytes(600)),
        )
    )()


WAYS: dict[str, Spoil] = {
    "flipped bits": _flip_bits,
    "flipped header": _flip_header,
    "scribbled over": _scribble,
    "truncated": _truncate,
    "zeroed page": _zero_page,
    "swapped pages": _swap_pages,
    "doubled page": _double_page,
    "junk in a value": _junk_value,
    "text that is none": _bad_text,
    "days that are none": _bad_day,
    "unknown words": _bad_word,
    "wrong ids and history": _wrong_id,
    "dropped index or trigger": _declared,
    "hostile schema": _hostile,
    "not a ledger": _file,
}

MAY_BE_UNSEEN = {"flipped bits", "flipped header", "scribbled over", "junk in a value"}
"""Where what comes out may be another text, another day or another number that is as good."""

IN_THE_WAY = ("damaged", "not a ledger", "another program", "empty (0 bytes)", "newer recip")


def try_one(whole: Path, folder: Path, way: str, random: Random) -> Outcome:
    """Damage a copy of a whole ledger, run everything on it, and return what came of it."""
    path, other = folder / "ledger.db", folder / "other.db"
    for file in folder.iterdir():
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    for copy in (path, other):
        shutil.copyfile(whole, copy)
        copy.chmod(0o600)
    WAYS[way](path, random)
    trial = _Trial(path, other)
    with _environment(path):
        trial.reads()
        trial.writes()
        trial.restores(whole)
        mended = trial.repair()
    if not trial.found and way not in MAY_BE_UNSEEN:
        trial.broken.append(f"check found nothing of: {way}")
    return Outcome(way, trial.found, mended, trial.broken)


class _Trial:
    def __init__(self, path: Path, other: Path) -> None:
        self.path = path
        self.other = other
        self.spoilt = path.read_bytes()
        self.mode = path.stat().st_mode & 0o777
        self.journal = path.with_name(path.name + "-journal")
        self.beside = self.journal.read_bytes() if self.journal.exists() else None
        self.broken: list[str] = []
        self.found = False
        self.contents_found = False

    def run(self, *words: str) -> tuple[int, str, str]:
        """Run a command; note a traceback, or words that are no one line."""
        code, out, err = _run(words)
        named = " ".join(words[:2])
        if "something went wrong inside" in err or code < 0:
            self.broken.append(f"{named}: {err.strip()}")
        elif code not in (0, 4) and not (err.startswith("recip: ") and err.count("\n") == 1):
            self.broken.append(f"{named}: exit {code} and {err!r}")
        return code, out, err

    def reads(self) -> None:
        for words in READS:
            copy = str(self.path.with_name("copy.db"))
            code, out, err = self.run(*(word.format(copy=copy) for word in words))
            if self.path.read_bytes() != self.spoilt:
                self.broken.append(f"{words[0]} wrote to the ledger")
                self.again()
            if words == ("check",):
                self.found = code == 4
                said = [line for line in out.splitlines() if "can be reached" not in line]
                self.contents_found = self.found and bool(said)
                if self.found != bool(out):
                    self.broken.append(f"check: exit {code} and {out!r}")
            elif code and not self.found and any(words in err for words in IN_THE_WAY):
                self.broken.append(f"{words[0]} says {err.strip()!r}, and check nothing")

    def writes(self) -> None:
        for words in WRITES:
            code, _, _ = self.run(*words)
            if code and self.path.read_bytes() != self.spoilt and self.beside is None:
                self.broken.append(f"{words[0]} was refused and wrote to the ledger")
            self.again()

    def restores(self, whole: Path) -> None:
        """A damaged file is not restored; onto a damaged ledger a whole one is."""
        before = self.other.read_bytes()
        code, _, _ = self.run("restore", str(self.path), "--yes", "--ledger", str(self.other))
        if self.contents_found and code == 0:
            self.broken.append("restore took a damaged file")
        if code and self.other.read_bytes() != before:
            self.broken.append("restore was refused and wrote to the ledger")
        code, _, err = self.run("restore", str(whole), "--yes")
        if code and "another program's" not in err and "newer recip" not in err:
            self.broken.append(f"restore: {err.strip()}")
        if not code and self.run("check")[0]:
            self.broken.append("after restore check found something")
        self.again()

    def repair(self) -> bool:
        """Either it is mended, and a second check finds nothing, or it says why it cannot be."""
        code, _, _ = self.run("check", "--repair")
        again, out, _ = self.run("check")
        if code == 0 and again:
            self.broken.append(f"after check --repair: {out.splitlines()[0]}")
        if code == 0 and self.run("balance")[0]:
            self.broken.append("after check --repair balance fails")
        if code == 0 and self.run("log", "soak", "--new")[0]:
            self.broken.append("after check --repair log fails")
        return self.found and code == 0

    def again(self) -> None:
        self.path.write_bytes(self.spoilt)
        self.path.chmod(self.mode)
        self.journal.unlink(missing_ok=True)
        if self.beside is not None:
            self.journal.write_bytes(self.beside)


def _run(words: tuple[str, ...]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = recip([*words, "--no-input"] if words[0] != "demo" else list(words))
    except BaseException as error:
        return -1, out.getvalue(), f"{type(error).__name__} escaped: {error}"
    return code, out.getvalue(), err.getvalue()


@contextmanager
def _environment(path: Path) -> Iterator[None]:
    before = dict(os.environ)
    home = str(path.parent)
    os.environ |= {"RECIP_LEDGER": str(path), "RECIP_TODAY": TODAY, "HOME": home}
    os.environ |= {"XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data"}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def soak(count: int, seed: int, *, tell: Callable[[str], None]) -> list[Outcome]:
    """Try `count` damaged ledgers, each way of damaging in turn."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        whole, place = Path(folder) / "whole.db", Path(folder) / "damaged"
        place.mkdir()
        make_whole(whole)
        for number in range(count):
            way = list(WAYS)[number % len(WAYS)]
            outcome = try_one(whole, place, way, Random(f"{seed} {number}"))
            found.append(outcome)
            for broken in outcome.broken:
                tell(f"{number}  {way}: {broken}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    outcomes = soak(asked.count, asked.seed, tell=print)
    print(f"\n{'':<26} ledgers  found by check  mended  broken promises")
    total: Counter[str] = Counter(outcome.way for outcome in outcomes)
    for way, count in total.items():
        theirs = [outcome for outcome in outcomes if outcome.way == way]
        found, mended = sum(one.found for one in theirs), sum(one.mended for one in theirs)
        broken = sum(len(one.broken) for one in theirs)
        print(f"{way:<26} {count:>7}  {found:>14}  {mended:>6}  {broken:>15}")
    return 1 if any(outcome.broken for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
