"""Signals that end a command: raised until its deed is done, and held from then on."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


class _State:
    """What happened so far in this run of one command."""

    held = False
    raised = False
    done = ""


def listen() -> None:
    """Let Ctrl-C, `kill` and a closed window end the command, the transaction rolled back."""
    for name in _ENDING:
        number = getattr(signal, name, None)
        # What nohup, or a shell for its background jobs, wants ignored stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _arrived)


def finish() -> None:
    """Ignore whatever comes now: the answer is out, and the exit code is that of the command."""
    for name in _ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def begin() -> None:
    """Forget what an earlier command of this process did."""
    _State.held, _State.raised, _State.done = False, False, ""


def let_through() -> None:
    """Let a signal end what goes on now, such as a question to the owner."""
    _State.held = False


@contextmanager
def deed(done: str) -> Iterator[None]:
    """Hold signals while something is done that cannot be taken back, and after it.

    `done` is how an owner can see it. If it fails, signals are let through again.
    """
    _State.held = True
    try:
        yield
    except BaseException:
        _State.held = False
        raise
    _State.done = done


def raised() -> bool:
    """Tell whether a signal ended this command: what failed after it failed for that reason.

    SQLite swallows what is raised within a function of ours, and says that the function failed.
    """
    return _State.raised


def what_stays() -> str:
    """Return what an interrupted command did before."""
    return f"it was done: {_State.done}" if _State.done else "nothing was written"


def _arrived(_number: int, _frame: object) -> None:
    if _State.held:
        # The answer is on its way. Whoever cannot wait for it sends a second one.
        _State.held = False
        return
    _State.raised = True
    raise KeyboardInterrupt
