"""Writers and readers at once: nothing acknowledged is lost, and nobody sees half of an operation.

Each write is a contact with a give and a get that bear one token: whoever sees one of them without
the other saw half. A command that could not get its turn says so, and has written nothing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from runner import Fault, Figures, do, holds, make_home, recip, soak

WRITERS, READERS = 5, 3
SECONDS = 4
IN_USE = "is in use by another program"


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Let everybody at one ledger for a few seconds."""
    home = folder / "home"
    make_home(home)
    do(home, "export", "-o", "e.json")
    until = time.monotonic() + SECONDS
    each = [(f"w{number}", _write) for number in range(WRITERS)]
    each += [(f"r{number}", _read) for number in range(READERS)]
    crowd = [_begin(home, name, act, until, random.randrange(10**9)) for name, act in each]
    told = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in crowd]
    said = [json.loads((home / f"{name}.told").read_text()) for name, _ in each]
    for code, one in zip(told, said, strict=True):
        holds(code == 0 and not one["fault"], one["fault"])
        figures.update({name: one[name] for name in ("written", "refused", "reads")})
    tokens = _tokens(home)
    for one in said:
        holds(all(tokens[token] == 2 for token in one["tokens"]), "lost", one["tokens"])
        holds(not any(token in tokens for token in one["not"]), "written and refused", one["not"])
    do(home, "check", "-q")


def _begin(home: Path, name: str, act: Callable[..., None], until: float, seed: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    told = {"fault": "", "tokens": [], "not": [], "written": 0, "refused": 0, "reads": 0}
    code = 1
    try:
        random = Random(seed)
        while time.monotonic() < until:
            act(home, random, told)
        code = 0
    except Fault as fault:
        told["fault"] = str(fault)
    finally:
        (home / f"{name}.told").write_text(json.dumps(told))
        os._exit(code)


def _write(home: Path, random: Random, told: dict[str, list[str] | int]) -> None:
    token = f"token-{random.randrange(10**12)}"
    who = random.choice(("ana", "bo", "cai", "dee"))
    ran = recip(home, "log", who, "-g", f"adv:{token}", "-t", f"kno:{token}", "-q")
    if ran.code == 0:
        told["tokens"] += [token]
        told["written"] += 1
    else:
        holds(IN_USE in ran.err, ran)
        told["not"] += [token]
        told["refused"] += 1


def _read(home: Path, random: Random, told: dict[str, int]) -> None:
    words = random.choice((("balance",), ("due",), ("history", "--json"), ("export",)))
    ran = recip(home, *words)
    told["reads"] += 1
    holds(ran.code == 0 or IN_USE in ran.err, words, ran.code, ran.err)
    if words == ("export",) and ran.code == 0:
        odd = [token for token, times in _counted(ran.out).items() if times != 2]
        holds(not odd, "half of an operation was seen", odd)


def _tokens(home: Path) -> Counter[str]:
    return _counted(do(home, "export").out)


def _counted(text: str) -> Counter[str]:
    records = json.loads(text)["records"]
    notes = (record.get("note", "") for record in records if record["record"] == "exchange")
    return Counter(note for note in notes if note.startswith("token-"))


if __name__ == "__main__":
    sys.exit(soak(__doc__, one_round))
