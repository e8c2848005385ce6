"""The soak scripts, each for some seconds and by a fixed seed; by hand they run for an hour."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TRACED = ("syscalls", "power")
ROUNDS = {
    "kill": 1,
    "syscalls": 3,
    "power": 1,
    "crowd": 1,
    "sequences": 2,
    "hostile": 1,
    "paths": 1,
    "streams": 1,
}


@pytest.mark.parametrize("script", ROUNDS)
def test_a_short_soak(script):
    """It runs without a fault, and it can find one: the control of power cuts loses something."""
    if script in TRACED and shutil.which("strace") is None:
        pytest.skip("strace is not installed, so no system call can be made to fail or noted")
    words = ["--rounds", str(ROUNDS[script]), "--seed", "suite"]
    done = subprocess.run(
        [sys.executable, HERE / f"{script}.py", *words], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    if script == "power":
        assert " 0  losses of the control" not in done.stdout
