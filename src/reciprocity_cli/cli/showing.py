"""Where a report goes: a terminal, a pipe, or a file that is written beside its target and moved."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reciprocity_cli.errors import RecipError
from reciprocity_cli.render.formats import render

if TYPE_CHECKING:
    from reciprocity_cli.cli.session import Session
    from reciprocity_cli.reports.report import Report


def show(session: Session, report: Report) -> None:
    """Print a report in the format that was asked for, or write it to the file of -o."""
    format = session.format()
    target = session.options.get("output")
    if target is not None:
        text = io.StringIO()
        render(report, format, text, today=session.today)
        write_beside(Path(target), text.getvalue().encode("utf-8", "backslashreplace"))
        session.tell(f"wrote {target}")
        return
    if not report.rows:
        session.tell(report.empty)
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    color = wants_color(session, os.environ, terminal)
    render(report, format, sys.stdout, today=session.today, width=width, color=color)


def wants_color(session: Session, environment: Mapping[str, str], terminal: bool) -> bool:
    """Decide about colour: the flag and RECIP_COLOR first, then NO_COLOR, FORCE_COLOR, the file."""
    setting = session.settings.color
    named = session.settings.sources.get("color", "default")
    if named not in ("flag", "environment"):
        if environment.get("NO_COLOR"):
            return False
        if environment.get("FORCE_COLOR"):
            return True
    if setting != "auto":
        return setting == "always"
    return terminal and environment.get("TERM") != "dumb"


def write_beside(target: Path, content: bytes) -> None:
    """Write a file, mode 0600, beside its target and move it over; the old one stays until then.

    A symbolic link at the target is refused. Raises RecipError.
    """
    if target.is_symlink():
        raise RecipError(f"{target} is a symbolic link", "name the file itself")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
            os.replace(draft, target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise RecipError(f"{target} cannot be written: {reason}") from error
