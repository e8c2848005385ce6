"""Running commands side by side: wall time, processor time and peak memory of each."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

ROWS, COLUMNS = 40, 100
"""The terminal on which a report is timed."""


class Command(NamedTuple):
    """One command to be timed; `terminal` gives it one in place of a pipe."""

    label: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    terminal: bool = False
    before: Callable[[], object] | None = None


class Ran(NamedTuple):
    """One run, or the medians of several: seconds, and bytes at the peak."""

    seconds: float
    processor: float
    peak: float
    output: bytes = b""


def side_by_side(commands: Sequence[Command], rounds: int, warm: bool = True) -> dict[str, Ran]:
    """Run the commands in turn, A B A B, and return the medians by label; one round warms up."""
    runs: dict[str, list[Ran]] = {command.label: [] for command in commands}
    for at in range(-1 if warm else 0, rounds):
        for command in commands:
            ran = run(command)
            if at >= 0:
                runs[command.label].append(ran)
            _dot()
    return {label: _medians(found) for label, found in runs.items()}


def run(command: Command) -> Ran:
    """Run a command once, reading all it prints; ends the benchmark when it fails."""
    if command.before is not None:
        command.before()
    began = time.perf_counter()
    process, read = _on_terminal(command) if command.terminal else _in_pipe(command)
    output = b"".join(iter(read, b""))
    # Not Popen.wait(): only wait4 tells what this child alone has used.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        shown = output.decode(errors="replace")[-500:]
        sys.exit(f"\n{command.label} ended with exit code {process.returncode}: {shown}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, output)


def _in_pipe(command: Command) -> tuple[subprocess.Popen[bytes], Callable[[], bytes]]:
    process = subprocess.Popen(
        command.argv,
        env=command.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    pipe = process.stdout
    return process, lambda: pipe.read(1 << 16)


def _on_terminal(command: Command) -> tuple[subprocess.Popen[bytes], Callable[[], bytes]]:
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(
        command.argv,
        env={**command.environment, "TERM": "xterm-256color"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)

    def read() -> bytes:
        try:
            piece = os.read(main, 1 << 16)
        except OSError:  # how Linux says that the other side has closed
            piece = b""
        if not piece:
            os.close(main)
        return piece

    return process, read


def _medians(runs: Sequence[Ran]) -> Ran:
    return Ran(
        median(ran.seconds for ran in runs),
        median(ran.processor for ran in runs),
        median(ran.peak for ran in runs),
        runs[-1].output,
    )


def _dot() -> None:
    if sys.stderr.isatty():
        print(".", end="", file=sys.stderr, flush=True)
