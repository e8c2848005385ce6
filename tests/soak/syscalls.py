"""Every system call of the writing commands failing, or being the last: what is said is true.

One round takes one call by which a command touches its home or answers, and lets it end with EIO or
ENOSPC, or the process with SIGKILL. Needs strace.
"""

from __future__ import annotations

import functools
import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from runner import (
    WRITING,
    Figures,
    Ran,
    differs,
    do,
    drafts,
    holds,
    make_home,
    soak,
    state,
    traced,
)

CALLS = (
    "openat,read,pread64,write,pwrite64,fsync,fdatasync,ftruncate,?rename,?link,?unlink,?mkdir,"
    "fchmod,fcntl,newfstatat,lseek,close,getdents64,sendfile,copy_file_range"
)
FAILURES = ("error=EIO", "error=ENOSPC", "signal=KILL")
DONE = ("it was written", "it was done", "was written, but", "could not be rewritten")
"""What is said by a command that failed, and did its deed before."""

_CALL = re.compile(r"\d+ +(\w+)\((.*)")


class Plan(NamedTuple):
    """A command, what it makes of a home, and its calls that can fail: the N-th of each name."""

    before: dict[str, Any]
    after: dict[str, Any]
    calls: list[tuple[str, int]]


@functools.cache
def plan(words: tuple[str, ...]) -> Plan:
    """Run a command once, noting its calls."""
    with tempfile.TemporaryDirectory(prefix="recip-soak-") as folder:
        home, trace = Path(folder) / "home", Path(folder) / "trace"
        make_home(home)
        before = state(home)
        options = ["--seccomp-bpf", "-y", "-o", str(trace), "-e", f"trace={CALLS}"]
        ran = traced(home, options, *words)
        holds(ran.code == 0, words, ran)
        seen, calls = Counter[str](), []
        for line in trace.read_text(errors="replace").splitlines():
            if not (call := _CALL.match(line)):
                continue
            name, rest = call[1], call[2].replace(f"AT_FDCWD<{home}>", "")
            seen[name] += 1
            if str(home) in rest or (name == "write" and rest.startswith(("1<", "2<"))):
                calls.append((name, seen[name]))
        return Plan(before, state(home), calls)


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Let one call of one command fail."""
    words = random.choice(WRITING)
    before, after, calls = plan(words)
    # By name first, or nearly all would be reads and writes of pages.
    name = random.choice(sorted({name for name, _ in calls}))
    number = random.choice([number for each, number in calls if each == name])
    failure = random.choice(FAILURES)
    home = folder / "home"
    make_home(home)
    inject = f"inject={name}:{failure}:when={number}"
    ran = traced(home, ["-o", "/dev/null", "-e", f"trace={name}", "-e", inject], *words)
    figures[failure] += 1
    about = (words, name, number, failure, ran)
    found = state(home)
    holds(found in (before, after), *about, differs(found, before))
    if "KILL" in failure:
        figures["ended by it"] += ran.code == 137 or ran.code < 0
    else:
        _told_the_truth(ran, found == after, about)
        figures["refused, nothing written"] += ran.code != 0 and found == before
        figures["said to be done, in spite of it"] += ran.code != 0 and found == after
    do(home, "check", "-q")
    do(home, "person", "add", "Zoe Last", "-q")
    holds(not drafts(home), "drafts stay", *about, drafts(home))


def _told_the_truth(ran: Ran, done: bool, about: tuple[object, ...]) -> None:
    holds(ran.code in (0, 1, 4), *about)
    holds("inside" not in ran.err and "Traceback" not in ran.err, *about)
    # What is said of the backup that was made beforehand is not about the deed.
    err = "" if "/backups/" in ran.err else ran.err
    said = ran.code == 0 or any(words in err for words in DONE)
    holds(said == done, "done" if done else "not done", *about)


if __name__ == "__main__":
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    sys.exit(soak(__doc__, one_round))
