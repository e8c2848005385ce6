"""The bar on stderr that says how far something long has come, once it has taken a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reciprocity_cli.cli.session import Session

BAR_AFTER = 1.0
"""Seconds that something may take before it shows how far it has come."""


@contextmanager
def bar(
    session: Session,
    doing: str,
    total: int | None,
    position: Callable[[int], int] = lambda count: count,
    *,
    drawn: bool = True,
) -> Iterator[Callable[[int], None]]:
    """Give a function to be called with the number of rows so far; it draws once a second is over.

    `position` tells how much of `total` so many rows are. Nothing is drawn where stderr is no
    terminal, nor with `drawn` False, for what prints its rows on that terminal.
    """
    if session.quiet or not drawn or not sys.stderr.isatty():
        yield lambda _rows: None
        return
    began = time.monotonic()
    shown: Any = None
    task: Any = None

    def progress(rows: int) -> None:
        nonlocal shown, task
        if shown is None:
            if time.monotonic() - began < BAR_AFTER:
                return
            from rich.console import Console
            from rich.progress import Progress

            shown = Progress(console=Console(stderr=True), transient=True)
            shown.start()
            task = shown.add_task(doing, total=total)
        shown.update(task, completed=position(rows), description=f"{rows:,} rows")

    try:
        yield progress
    finally:
        if shown is not None:
            shown.stop()
