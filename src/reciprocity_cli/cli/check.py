"""`check`, with its repair, and `doctor`, which tells how recip is set up."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from reciprocity_cli import __version__, config
from reciprocity_cli.cli.options import PLAIN_REPORT, command, flag
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.streams import folded
from reciprocity_cli.domain.text import visible
from reciprocity_cli.drafts import left_in
from reciprocity_cli.errors import LedgerError, RecipError
from reciprocity_cli.reports.status import Fact, checked_report, doctor_report
from reciprocity_cli.store.check import Finding

FOUND = 4
"""The exit code when a check found something."""


@command("check", PLAIN_REPORT)
def check(
    session: Session,
    repair: Annotated[bool, flag("--repair", "Mend what can be mended.")] = False,
) -> None:
    """Check that the ledger is whole: its file, every row, and the history.

    Example: recip check

    Silent where all is well; else a line for each finding, and exit code 4. It
    changes nothing. With --repair the ledger is copied to `backups` beside it
    first, and what was lost is named.
    """
    from reciprocity_cli.actions import repair as actions

    path = session.path
    if not os.path.lexists(path):
        raise LedgerError(f"there is no ledger at {path}", "name a file with --ledger")
    ours = made_the_directory(session)
    findings = actions.check(path, own_directory=ours)
    if findings and repair:
        done = actions.repair(path, findings, session.at, own_directory=ours)
        for line in done.said:
            session.tell(line)
        findings = done.left
    _show(session, findings)
    if findings:
        raise typer.Exit(FOUND)


def made_the_directory(session: Session) -> bool:
    """Tell whether the ledger lies where recip puts it by itself, in a directory of its own."""
    try:
        return session.path.parent == config.default_ledger(os.environ).parent
    except RecipError:
        return False


def _show(session: Session, findings: list[Finding]) -> None:
    from reciprocity_cli.render.formats import Format

    if session.format() is Format.TABLE and session.options.get("output") in (None, "-"):
        for finding in findings:
            print(folded(visible(finding.said), sys.stdout))
    else:
        session.show(checked_report(findings))


_COMPLETIONS = (
    *(".bashrc", ".bash_profile", ".bash_completion", ".zshrc"),
    ".config/fish/completions/recip.fish",
)
_MARKS = ("recip completion", "_recip_completion", "_RECIP_COMPLETE")


@command("doctor", PLAIN_REPORT)
def doctor(session: Session) -> None:
    """Tell versions, places, permissions, the terminal and the settings.

    Example: recip doctor

    Good to have beside a report of a fault: it holds paths, and nothing of what
    the ledger holds. To see whether the ledger is whole: recip check.
    """
    facts = [*_versions(), *_places(session), *_terminal()]
    for key, value, source in config.described(session.settings):
        facts.append(Fact("Settings", key, f"{value or 'unset'} ({source})"))
    session.show(doctor_report(facts))


def _versions() -> Iterator[Fact]:
    from reciprocity_cli.store.check import engine_facts

    yield Fact("Versions", "recip", f"{__version__} in {Path(__file__).parents[1]}")
    yield Fact("Versions", "Python", f"{platform.python_version()} ({sys.executable})")
    yield Fact("Versions", "system", f"{platform.system()} {platform.release()}")
    for name, value in engine_facts():
        yield Fact("SQLite", name, value)


def _places(session: Session) -> Iterator[Fact]:
    from reciprocity_cli.store.backup import listed_backups
    from reciprocity_cli.store.connection import FOLDER

    for name, place in (
        ("settings", _path_of_settings()),
        ("ledger", session.path),
        ("backups", session.path.parent / FOLDER),
    ):
        yield Fact("Files", name, f"{place} ({_state(place)})" if place else "no home directory")
    yield Fact("Files", "directory", f"{session.path.parent} ({_state(session.path.parent)})")
    yield Fact("Files", "ledger is", _kind_of_ledger(session.path))
    count = len(listed_backups(session.path))
    yield Fact("Files", "backups kept", str(count))
    for draft in (*left_in(session.path.parent), *left_in(session.path.parent / FOLDER)):
        yield Fact("Files", "draft left", f"{draft}; the next command that writes removes it")
    yield Fact("Files", "completion", _completion())


def _path_of_settings() -> Path | None:
    try:
        return config.config_path(os.environ)
    except RecipError:
        return None


def _state(place: Path) -> str:
    try:
        found = place.stat()
    except FileNotFoundError:
        return "not there yet"
    except OSError as error:
        return (error.strerror or "cannot be reached").lower()
    whose = (
        "" if not hasattr(os, "geteuid") or found.st_uid == os.geteuid() else ", somebody else's"
    )
    return f"mode {stat.S_IMODE(found.st_mode):04o}{whose}"


def _kind_of_ledger(path: Path) -> str:
    from reciprocity_cli.domain.records import SCHEMA_VERSION
    from reciprocity_cli.store.backup import beside
    from reciprocity_cli.store.connection import check_file, file_formats

    if not os.path.lexists(path):
        return "not there yet; the first command that writes makes it"
    try:
        version = check_file(path)
    except RecipError as error:
        return error.message
    journal = ", a journal lies beside it" if beside(path, "-journal").exists() else ""
    mode = {(1, 1): "delete", (2, 2): "wal"}.get(file_formats(path), "unknown")
    return f"schema {version} of {SCHEMA_VERSION}, journal mode {mode}{journal}"


def _completion() -> str:
    home = os.environ.get("HOME", "")
    found = [name for name in _COMPLETIONS if home and _mentions(Path(home) / name)]
    return ", ".join(f"in ~/{name}" for name in found) or "not found in ~; recip completion -h"


def _mentions(file: Path) -> bool:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(mark in text for mark in _MARKS)


def _terminal() -> Iterator[Fact]:
    size = shutil.get_terminal_size()
    for name, stream in (("input", sys.stdin), ("output", sys.stdout), ("errors", sys.stderr)):
        is_terminal = stream is not None and stream.isatty()
        encoding = getattr(stream, "encoding", None) or "none"
        yield Fact("Terminal", name, f"{'terminal' if is_terminal else 'no terminal'}, {encoding}")
    yield Fact("Terminal", "size", f"{size.columns} columns, {size.lines} lines")
    for name in ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL", "SHELL"):
        if name in os.environ:
            yield Fact("Terminal", name, os.environ[name] or "empty")
