"""`import`: bringing people and exchanges from a file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from reciprocity_cli.cli import shared
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.services.importing import Import, Imported
from reciprocity_cli.services.naming import names_by_id

BAR_AFTER = 1.0
"""Seconds an import may take before it shows how far it has come."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, import_, name="import", panel="In and out")


class _DryRun(Exception):
    """Ends an operation whose writes were only looked at."""


def import_(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for stdin.")],
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN", help="Which column is what; FIELD:VALUE for all rows."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Go on without rows that are not understood.")
    ] = False,
) -> None:
    """Import LinkedIn's Connections.csv, or any CSV of people or exchanges.

    Example: recip import Connections.csv --dry-run
    Example: recip import favours.csv --map name=Who --map direction:gave

    All or nothing, and one undo; the same file a second time adds nothing.
    """
    done: Imported | None = None
    number = 0
    doubts: list[str] = []
    with _opened(file) as stream, _bar(session, file, stream) as progress:
        reading = read_file(
            stream,
            name=file,
            mapping=map_ or [],
            today=session.today,
            date_order=session.settings.date_order,
        )
        try:
            with session.writing("import") as op:
                done = Import(op, session.today, skip_bad=skip_bad).take(reading, progress)
                doubts = _doubts(op.sql, done)
                op.summary = f"{Path(file).name}: {_counted(done)}"
                if dry_run:
                    raise _DryRun
            number = op.number
        except _DryRun:
            pass
    assert done is not None
    _report(session, done, doubts, number, dry_run)


def _report(
    session: Session, done: Imported, doubts: list[str], number: int, dry_run: bool
) -> None:
    for reason, count in done.set_aside.items():
        session.tell(f"set aside: {count} row{'s' * (count > 1)}, {reason}")
    for row in done.bad:
        session.tell(f"left out: line {row.line}, {row.reason}")
    if done.bad_count > len(done.bad):
        session.tell(f"left out: {done.bad_count - len(done.bad)} more")
    for note in done.notes:
        session.tell(f"note: {note}")
    for doubt in doubts:
        session.tell(doubt)
    record = {**done._asdict(), "bad": [row._asdict() for row in done.bad]}
    said = f"{_counted(done)} ({done.format})"
    if dry_run:
        session.wrote(f"Would import {said}; nothing was written", 0, [record])
    elif number:
        session.wrote(f"Imported {said}", number, [record])
    else:
        session.wrote(f"Nothing new: {said}", 0, [record])


def _counted(done: Imported) -> str:
    parts = []
    if done.people_new or done.people_changed or done.people_known:
        parts.append(f"{done.people_new:,} new people")
        if done.people_changed:
            parts.append(f"{done.people_changed:,} completed")
        if done.people_known:
            parts.append(f"{done.people_known:,} known already")
    if done.exchanges_new or done.exchanges_known:
        parts.append(f"{done.exchanges_new:,} new exchanges")
        if done.exchanges_known:
            parts.append(f"{done.exchanges_known:,} there already")
    return ", ".join(parts) or "nothing"


def _doubts(sql: Any, done: Imported) -> list[str]:
    if not done.doubtful:
        return []
    names = names_by_id(sql, {number for pair in done.doubtful for number in pair})
    lines = [
        f"the same person? {names[a]} and {names[b]}: person merge '#{a}' '#{b}'"
        for a, b in done.doubtful[:10]
    ]
    if len(done.doubtful) > 10:
        lines.append(f"and {len(done.doubtful) - 10} more such pairs")
    return lines


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        with open(file, "rb") as stream:
            yield stream
    except OSError as error:
        raise RecipError(f"{file} cannot be read: {(error.strerror or '').lower()}") from error


@contextmanager
def _bar(session: Session, file: str, stream: BinaryIO) -> Iterator[Callable[[int], None]]:
    """Give a function to be called with the rows so far; it draws once a second is over."""
    if session.quiet or not sys.stderr.isatty():
        yield lambda _rows: None
        return
    began = time.monotonic()
    bar: Any = None
    task: Any = None
    total = os.path.getsize(file) if file != "-" else None

    def progress(rows: int) -> None:
        nonlocal bar, task
        if bar is None:
            if time.monotonic() - began < BAR_AFTER:
                return
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            task = bar.add_task("importing", total=total)
        done = stream.tell() if total is not None else rows
        bar.update(task, completed=done, description=f"{rows:,} rows")

    try:
        yield progress
    finally:
        if bar is not None:
            bar.stop()
