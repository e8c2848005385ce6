"""Printing a report, through a pager or into a file, and the progress of long work."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reciprocity_cli import drafts
from reciprocity_cli.errors import RecipError
from reciprocity_cli.render.formats import Format, render

if TYPE_CHECKING:
    from reciprocity_cli.config import Settings
    from reciprocity_cli.reports.report import Report


def print_report(report: Report, format: Format, today: date, settings: Settings) -> None:
    """Print a report to stdout, fitted to the terminal where there is one."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    color = wants_color(settings, os.environ, terminal)
    render(report, format, sys.stdout, today=today, width=width, color=color)


def show_beside(report: Report, today: date, settings: Settings) -> None:
    """Print a report to stderr, as what a question is about; stdout is for answers."""
    color = wants_color(settings, os.environ, terminal=True)
    width = shutil.get_terminal_size().columns
    render(report, Format.TABLE, sys.stderr, today=today, width=width, color=color)


def save_report(report: Report, format: Format, target: Path, today: date) -> None:
    """Write a report to a file. Raises RecipError."""
    text = io.StringIO()
    render(report, format, text, today=today)
    write_beside(target, text.getvalue().encode("utf-8", "backslashreplace"))


def wants_color(settings: Settings, environment: Mapping[str, str], terminal: bool) -> bool:
    """Decide about colour: the flag and RECIP_COLOR first, then NO_COLOR, FORCE_COLOR, the file."""
    named = settings.sources.get("color", "default")
    if named not in ("flag", "environment"):
        if environment.get("NO_COLOR"):
            return False
        if environment.get("FORCE_COLOR"):
            return True
    if settings.color != "auto":
        return settings.color == "always"
    return terminal and environment.get("TERM") != "dumb"


def write_beside(target: Path, content: bytes) -> None:
    """Write a file as `write_pieces_beside` does."""
    write_pieces_beside(target, (content,))


def write_pieces_beside(target: Path, pieces: Iterable[bytes]) -> None:
    """Write a file, mode 0600, beside its target and move it over; the old one stays until then.

    A symbolic link at the target is refused, and so is a device or a pipe, which moving
    a file over would replace (as root, /dev/null itself). Raises RecipError.
    """
    refuse_odd_target(target)
    try:
        done = f"{target} is written"
        with drafts.replacing(target, done=done) as draft, open(draft, "wb") as file:
            file.writelines(pieces)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise RecipError(f"{target} cannot be written: {reason}", "nothing was written") from error


def refuse_odd_target(target: Path) -> None:
    """Raise RecipError for what a file must not be moved over: links, devices, directories."""
    if target.is_symlink():
        raise RecipError(f"{target} is a symbolic link", "name the file itself")
    if target.exists() and not target.is_file():
        kind = "a directory" if target.is_dir() else "not a plain file"
        raise RecipError(f"{target} is {kind}", "name a file; - is stdout")


BAR_AFTER = 1.0
"""Seconds that something may take before it shows how far it has come."""


@contextmanager
def bar(
    doing: str,
    total: int | None,
    position: Callable[[int], int] = lambda count: count,
    *,
    drawn: bool,
) -> Iterator[Callable[[int], None]]:
    """Give a function to be called with the number of rows so far; it draws once a second is over.

    `position` tells how much of `total` so many rows are. Nothing is drawn where stderr is no
    terminal, nor with `drawn` False: with --quiet, or for what prints its rows on that terminal.
    """
    if not drawn or not sys.stderr.isatty():
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
