"""An import that is stopped half-way: nothing of it is there afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROWS = 1_500
"""With a long note each: more than SQLite keeps in memory before it writes to the file."""

PATIENCE = 20.0
"""Seconds before the test gives up on a child that does not begin."""

INTERRUPTED = b"recip: interrupted; nothing was written\n"


def begin(path: Path) -> subprocess.Popen[bytes]:
    """An import that has taken some thousand people, and waits for more of them."""
    child = subprocess.Popen(
        [sys.executable, "-m", "reciprocity_cli", "import", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "RECIP_LEDGER": str(path)},
    )
    assert child.stdin is not None
    child.stdin.write(b"name,organisation,note\n")
    for number in range(ROWS):
        child.stdin.write(b"Friend %d,Acme %d,%s\n" % (number, number, b"x" * 2_000))
    child.stdin.flush()
    return child


def wait_for_writes(path: Path, size: int) -> None:
    """Wait until the ledger has grown within the open transaction: half of it is on the disk."""
    journal = path.with_name(f"{path.name}-journal")
    until = time.monotonic() + PATIENCE
    while not journal.exists() or path.stat().st_size == size:
        assert time.monotonic() < until
        time.sleep(0.002)


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        (signal.SIGINT, 130, INTERRUPTED),
        (signal.SIGTERM, 130, INTERRUPTED),
        (signal.SIGKILL, -9, b""),
    ],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_a_stopped_import_leaves_nothing(recip, path, sent, code, said):
    """Ctrl-C and SIGTERM say one line; after SIGKILL the next command takes back what was written.

    The ledger holds then what it held before.
    """
    recip("log", "Ana Ruiz", "--new", "--gave", "advice")
    before = recip("export").out
    size = path.stat().st_size
    with begin(path) as child:
        try:
            wait_for_writes(path, size)
        finally:
            child.send_signal(sent)
        out, err = child.communicate(timeout=PATIENCE)
    assert (child.returncode, out, err) == (code, b"", said)
    assert path.with_name(f"{path.name}-journal").exists() == (sent == signal.SIGKILL)
    assert recip("export").out == before
    assert recip("import", str(Path(__file__).parents[1] / "data" / "friends.md")).code == 0
