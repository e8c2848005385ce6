"""SIGKILL at random moments of every writing command: what was acknowledged is there, and whole.

Each command runs once to its end in a copy of the home. Killed, the home holds what it held before
or what that copy holds, all of it; once the answer was out, the latter. The next command that
writes leaves no draft.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path
from random import Random

from runner import WRITING, Figures, differs, do, drafts, holds, make_home, soak, start, state


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Kill a few commands, one after the other, in one home."""
    home, twin = folder / "home", folder / "twin"
    make_home(home)
    for _ in range(8):
        words = random.choice(WRITING)
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(home, twin)
        before, began = state(home), time.monotonic()
        ran = start(twin, *words).wait()
        took = time.monotonic() - began
        after = state(twin) if ran.code == 0 else before
        child = start(home, *words)
        time.sleep(random.triangular(0, took * 1.3, took))
        os.kill(child.pid, signal.SIGKILL)
        killed = child.wait()
        figures["kills"] += killed.code < 0
        answered = killed.code == 0 or killed.out.endswith("\n")
        found = state(home)
        holds(found in (before, after), words, killed, differs(found, before))
        holds(found == after or not answered, words, "the answer was out", differs(found, after))
        figures["of them after the deed"] += killed.code < 0 and found == after != before
        figures["drafts left by them"] += len(drafts(home))
        do(home, "check", "-q")
    do(home, "backup", "-o", "last.db", "-q")
    do(home, "person", "add", "Zoe Last", "-q")
    holds(not drafts(home), "drafts stay:", drafts(home))
    holds(not (home / "l.db-journal").exists(), "the journal stays")


if __name__ == "__main__":
    sys.exit(soak(__doc__, one_round))
