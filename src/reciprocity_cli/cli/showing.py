"""Where a report goes: a terminal, a pipe, or a file written beside its target and moved over."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

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

    A symbolic link at the target is refused, and so is a device or a pipe, which moving a file over
    would replace (as root, /dev/null itself). Raises RecipError.
    """
    refuse_odd_target(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(descriptor)
            os.replace(draft, target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise RecipError(f"{target} cannot be written: {reason}") from error


def refuse_odd_target(target: Path) -> None:
    """Raise RecipError for what a file must not be moved over: links, devices, directories."""
    if target.is_symlink():
        raise RecipError(f"{target} is a symbolic link", "name the file itself")
    if target.exists() and not target.is_file():
        kind = "a directory" if target.is_dir() else "not a plain file"
        raise RecipError(f"{target} is {kind}", "name a file; - is stdout")
