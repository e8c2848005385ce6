"""Odd names and places for the ledger and the files beside it: they work, or are refused in a line.

A ledger whose name the system allows can be written, copied, restored, carried and checked; what
cannot be used is refused when it is named, and never waited for.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from random import Random

from runner import Fault, Figures, Ran, holds, make_home, recip, soak

NAMES = (
    *(b"a b.db", b" .db", b"line\nline.db", b"100%.db", b"%41?mode=ro#x.db", b"a'b\"c`$(x).db"),
    *(b"\xff\xfe.db", b"caf\xc3\xa9.db", b"cafe\xcc\x81.db", b"\xe2\x80\xae.db", b"\x1b[31m.db"),
    *(b"no-ending", b".hidden.db", b"..db", b"~.db", b"file:x.db", b":memory:", b"-x.db", b"--.db"),
    *(
        b"n" * 180 + b".db",
        b"n" * 215 + b".db",
        b"n" * 252 + b".db",
        b"n" * 400,
        b"d/" * 300 + b"x",
    ),
    *(b"deep/er/l.db", b"back\\slash.db", b"*?.db", b"CON", b"l.db-journal", b"backups/l.db"),
)
ODD = ("folder", "pipe", "full", "null", "link", "loop", "text", "empty", "unreadable", "shut")
"""Places that are no file, or not to be used, as `_made` makes them."""

CODES = (0, 1, 2, 3, 4)


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Try one name for a ledger, then one odd place in each role."""
    home = folder / "home"
    make_home(home)
    name = os.fsdecode(NAMES[figures["rounds"] % len(NAMES)])
    figures["names"] += 1
    _named(home, name, figures)
    place = ODD[figures["rounds"] % len(ODD)]
    figures["places"] += 1
    _placed(home, place, random)


def _try(home: Path, *words: str) -> Ran:
    try:
        ran = recip(home, *words)
    except Fault as fault:
        raise Fault(f"{words} | {fault}") from fault
    holds(ran.code in CODES, words, ran)
    holds("inside" not in ran.err and "Traceback" not in ran.err, words, ran)
    holds("\x1b" not in ran.out + ran.err, words, ran)
    holds(ran.code == 0 or ran.err.startswith("recip: ") or ran.code == 4, words, ran)
    return ran


def _named(home: Path, name: str, figures: Figures) -> None:
    """What a name can begin with, it can be used for to the end."""
    if "/" in name and len(name) < 100:
        (home / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = ("--ledger", name)
    made = _try(home, "person", "add", "Ana Ruiz", *at)
    if made.code:
        figures["names refused"] += 1
        holds(not os.path.lexists(home / name) if len(name) < 200 else True, name, made)
        return
    for words in (
        ("gave", "ana", "adv", "x"),
        ("backup",),
        ("backup", "-o", "copy.db"),
        ("export", "-o", "all.json"),
        ("person", "rm", "ana"),
        ("undo",),
        ("restore", "copy.db", "--yes"),
        ("import", "o.json"),
        ("check",),
        ("check", "--repair"),
        ("person", "erase", "ana", "--yes"),
        ("ledger", "status"),
        ("doctor",),
        ("balance",),
    ):
        ran = _try(home, *words, *at)
        holds(ran.code == 0, name, words, ran)


def _placed(home: Path, place: str, random: Random) -> None:
    """In whatever role: the ledger, a file to read, a file to write, a folder to write into."""
    path = _made(home, place)
    before = sorted(each for each in home.rglob("*"))
    roles = [
        ("person", "add", "Zoe Last", "--ledger", path),
        ("balance", "--ledger", path),
        ("import", path),
        ("restore", path, "--yes"),
        ("backup", "-o", path),
        ("export", "-o", path),
        ("history", "-o", path),
        ("export", "-o", f"{path}/e.json"),
        ("log", "--batch", path),
        ("check", "--ledger", path),
    ]
    if place == "pipe":  # Whoever reads one waits for who writes, as with <(a command).
        roles = [words for words in roles if words[0] not in ("import", "log")]
    random.shuffle(roles)
    for words in roles:
        _try(home, *words)
    checked = _try(home, "check")
    holds(checked.code == 0, place, checked)
    gone = [each for each in before if not os.path.lexists(each)]
    holds(not gone, place, "gone:", gone)


def _made(home: Path, place: str) -> str:
    path = home / f"odd-{place}"
    match place:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "full" | "null":
            return f"/dev/{place}"
        case "link":
            path.symlink_to(home / "nowhere")
        case "loop":
            path.symlink_to(path)
        case "text":
            path.write_text("not a ledger at all\n" * 20)
        case "empty":
            path.touch()
        case "unreadable":
            shutil.copy(home / "b.db", path)
            path.chmod(0)
        case "shut":
            path.mkdir(mode=0o500)
    return str(path)


if __name__ == "__main__":
    sys.exit(soak(__doc__, one_round))
