"""Signals at chance moments, and streams that are closed, full, or read by nobody.

What is said is what was done: 130 and "nothing was written" of what was not, the answer or "it was
done" of what was; a stream that takes nothing changes neither. No HOME, and one that takes nothing.
"""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from runner import (
    HANGS_AFTER,
    WRITING,
    Figures,
    differs,
    do,
    environment,
    holds,
    make_home,
    soak,
    start,
    state,
)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
REPORTS = (("balance",), ("export",), ("history", "--json"), ("due", "-h"), ("--version",), ())
_RECIP = "from reciprocity_cli.__main__ import run; run()"


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Send some signals, then try some streams and a home."""
    home = folder / "home"
    make_home(home)
    for _ in range(4):
        _signalled(random, home, folder / "twin", figures)
    for _ in range(3):
        _streamed(random, home, folder / "twin", figures)
    _homeless(random, home, figures)
    do(home, "check", "-q")


def _twin(home: Path, twin: Path) -> None:
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(home, twin)


def _signalled(random: Random, home: Path, twin: Path, figures: Figures) -> None:
    words, sent = random.choice(WRITING), random.choice(SIGNALS)
    _twin(home, twin)
    before, began = state(home), time.monotonic()
    ran = start(twin, *words).wait()
    took = time.monotonic() - began
    after = state(twin) if ran.code == 0 else before
    # Once recip listens: before that a signal ends Python, as it does any program.
    ready, told = os.pipe()
    child = start(home, *words, before=lambda: _listening(told))
    os.read(ready, 1)
    os.close(ready)
    os.close(told)
    time.sleep(random.triangular(0, took * 1.2, took))
    os.kill(child.pid, sent)
    ran = child.wait()
    found = state(home)
    about = (words, sent.name, ran)
    figures["signals"] += 1
    holds(found in (before, after), *about, differs(found, before))
    if ran.code == 130:
        figures["interrupted"] += 1
        done = "it was done" in ran.err
        holds(done or "nothing was written" in ran.err, *about)
        holds(found == (after if done else before), *about, differs(found, before))
    else:
        holds(ran.code in (0, 1, 2, 3) and "Traceback" not in ran.err, *about)
        holds(found == (after if ran.code == 0 else before), *about)


def _listening(told: int) -> None:
    from reciprocity_cli import interrupts

    interrupts.listen()
    os.write(told, b"x")


def _streamed(random: Random, home: Path, twin: Path, figures: Figures) -> None:
    words = random.choice((*WRITING, *REPORTS))
    ways = [random.choice(("open", "closed", "full", "left")) for _ in range(2)]
    _twin(home, twin)
    ran = start(twin, *words).wait()
    after = state(twin) if ran.code == 0 else state(home)
    _twin(home, twin)
    code, err = _with_streams(twin, words, ways, closed_input=random.random() < 0.3)
    figures["odd streams"] += 1
    about = (words, ways, code, err, ran)
    holds(state(twin) == after, *about, differs(state(twin), after))
    holds("Traceback" not in err and "Exception ignored" not in err, *about)
    if ways[0] == "full" and ran.out:
        holds(code == 1, *about)
    else:
        holds(code == ran.code, *about)


def _with_streams(
    home: Path, words: tuple[str, ...], ways: list[str], *, closed_input: bool
) -> tuple[int, str]:
    """Run recip, its stdout and stderr in these ways; return its exit code and stderr."""
    shut = [number for number, way in enumerate(ways, 1) if way == "closed"]
    if closed_input:
        shut.append(0)

    def close() -> None:
        for number in shut:
            os.close(number)

    with open("/dev/full", "wb") as full:
        streams: list[int] = []
        for way in ways:
            streams.append(full.fileno() if way == "full" else subprocess.PIPE)
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", _RECIP, *words],
            cwd=home,
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=streams[0],
            stderr=streams[1],
            preexec_fn=close if shut else None,
        )
        for way, stream in zip(ways, (child.stdout, child.stderr), strict=True):
            if way == "left" and stream:
                stream.close()
        err = child.stderr.read() if child.stderr and not child.stderr.closed else b""
        for stream in (child.stdout, child.stderr):
            if stream and not stream.closed:
                stream.close() if stream is child.stderr else stream.read()
        code = child.wait(timeout=HANGS_AFTER)
        if child.stdout:
            child.stdout.close()
    return code, err.decode(errors="replace")


def _homeless(random: Random, home: Path, figures: Figures) -> None:
    """Without a home, or with one that takes nothing, a line says so, and nothing else."""
    words = random.choice((("balance",), ("due",), ("gave", "ana", "adv"), ("config", "list"), ()))
    given = {"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"}
    for more in (
        {},
        {"HOME": ""},
        {"HOME": "/dev/null/home"},
        {"HOME": "/proc"},
        {"HOME": "/proc", "RECIP_LEDGER": "/proc/l.db"},
    ):
        ran = start(home.parent, *words, before=functools.partial(_be, {**given, **more})).wait()
        figures["odd homes"] += 1
        holds(ran.code in (0, 1, 2, 3), words, more, ran)
        holds("Traceback" not in ran.err and "inside" not in ran.err, words, more, ran)
        holds(ran.code == 0 or ran.err.startswith("recip: "), words, more, ran)


def _be(given: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(given)


if __name__ == "__main__":
    sys.exit(soak(__doc__, one_round))
