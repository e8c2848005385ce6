"""What a command works with: settings, day, ledger, output; and `recip` alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reciprocity_cli import config, interrupts
from reciprocity_cli.cli.streams import file_to_write, folded, print_path, terminal_width
from reciprocity_cli.domain.text import cell_width, visible
from reciprocity_cli.drafts import sweep
from reciprocity_cli.errors import LedgerError, RecipError, SettingError, UsageError
from reciprocity_cli.store.connection import FOLDER
from reciprocity_cli.store.ledger import Ledger, empty_ledger, open_ledger

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.domain.query import Query
    from reciprocity_cli.render.formats import Format
    from reciprocity_cli.reports.report import Asked, Report
    from reciprocity_cli.store.operation import Operation


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


_WAYS_BACK = {"undo": "undo: recip undo", "redo": "again: recip redo"}


def _is_expected(error: Exception) -> bool:
    if isinstance(error, RecipError | OSError | UnicodeEncodeError):
        return True
    import typer  # loaded already, but for `recip` alone

    return isinstance(error, typer.Exit | typer.Abort | typer.TyperException)


def _side_by_side(said: str, way: str) -> str:
    """Return a line with the way back at its end, or below it where the terminal is too narrow."""
    if not way:
        return folded(said, sys.stdout)
    line = f"{said}      {way}"
    width = terminal_width(sys.stdout)
    if width is None or cell_width(line) <= width:
        return line
    return f"{folded(said, sys.stdout)}\n      {way}"


def _is_there(path: Path) -> bool:
    """Tell whether a ledger, or something in its place, is there. Raises LedgerError."""
    try:
        path.lstat()  # What a link leads to may be missing; nothing is to be made in its place.
    except FileNotFoundError:
        return False
    except OSError as error:
        said = f"the ledger {path} cannot be read: {(error.strerror or '').lower()}"
        raise LedgerError(said) from error
    return True


class Session:
    """One run of one command, made from its shared options; opens the ledger when first asked.

    stdout carries data and a write's acknowledgement, stderr everything else. `in_spite` goes on
    where config.toml cannot be used, and keeps the error as `problem`.
    """

    def __init__(self, options: Mapping[str, Any], *, in_spite: bool = False) -> None:
        interrupts.begin()
        self.options = options
        self.at: datetime = now()
        flags = {
            "ledger": options.get("ledger"),
            "today": options.get("today"),
            "color": options.get("color"),
        }
        self.problem: SettingError | None = None
        if in_spite:
            self.settings, self.problem = config.load_in_spite(os.environ, flags)
        else:
            self.settings = config.load(os.environ, flags)
        self.today: date = self.settings.today or self.at.astimezone().date()
        self.quiet = bool(options.get("quiet"))
        self.json = bool(options.get("json"))
        self._ledger: Ledger | None = None
        self.is_void = False

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to answer a question."""
        if self.options.get("no_input"):
            return False
        return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def path(self) -> Path:
        """Where the ledger lies."""
        return self.settings.ledger

    @property
    def ledger(self) -> Ledger:
        """The open ledger; where there is no file, an empty one that is not kept."""
        if self._ledger is None:
            self.is_void = not _is_there(self.path)
            self._ledger = (
                empty_ledger(self.path)
                if self.is_void
                else open_ledger(self.path, tell=self.tell, at=self.at)
            )
        return self._ledger

    def require_ledger(self, hint: str) -> None:
        """Raise LedgerError where there is none, and none is to be made only to be looked at."""
        if not self.path.exists():
            raise LedgerError(f"there is no ledger at {self.path}", hint)

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Hold one consistent view of the ledger. Raises LedgerError for a report on none.

        Where the ledger lies by itself there may be none yet, and a report is of nothing.
        """
        ledger = self.ledger
        named = self.settings.sources.get("ledger") in ("flag", "environment")
        if self.is_void and named and "format" in self.options:
            self.require_ledger("the first command that writes makes one, such as recip person add")
        return ledger.reading()

    @contextmanager
    def asked(self, words: Sequence[str] | None = None) -> Iterator[Asked]:
        """Hold one view of the ledger, and what a report is asked of it. Raises UsageError."""
        from reciprocity_cli.reports.report import Asked

        query = self.query(words)
        with self.reading() as sql:
            yield Asked(sql, self.today, self.settings, query)

    @contextmanager
    def writing(self, command: str) -> Iterator[Operation]:
        """Open the operation that this command will be; make the ledger if there is none.

        One that was made is gone again where nothing was written.
        """
        made = self._made()
        sweep(self.path.parent, self.path.parent / FOLDER)
        written = False
        try:
            with self.ledger.writing(command, self.at) as op:
                yield op
            written = op.number > 0
        finally:
            if made and not written and self.ledger.unmake():
                self._let_go()
            elif made:
                self.tell(f"made a new ledger at {self.path}")

    def trying(self, command: str) -> AbstractContextManager[Operation]:
        """Open an operation that will not be committed: no ledger is made for it."""
        return self.ledger.writing(command, self.at)

    def _made(self) -> bool:
        """Make the ledger if there is none; return whether this command made it."""
        if not (self.is_void or self._ledger is None):
            return False
        made = False
        if not _is_there(self.path):
            from reciprocity_cli.store.create import create_ledger

            made = create_ledger(self.path)
        if self.is_void:
            self._let_go()
        return made

    def _let_go(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
        self._ledger, self.is_void = None, False

    def __enter__(self) -> Session:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Let go of the ledger; say that it is damaged where a command stumbled over it."""
        if self._ledger is None:
            return
        self._ledger.close()
        if self.is_void:
            return
        if isinstance(error, Exception) and not _is_expected(error):
            if interrupts.raised():
                raise KeyboardInterrupt from None
            _blame_the_ledger(self.path, error)

    def tell(self, text: str) -> None:
        """Say something on stderr that is neither data nor an error."""
        if not self.quiet:
            print(folded(visible(text), sys.stderr), file=sys.stderr)

    def wrote(
        self,
        text: str,
        operation: int,
        records: list[dict[str, Any]],
        *,
        back: Literal["undo", "redo"] | None = "undo",
    ) -> None:
        """Acknowledge a write: a line with the way back, or with --json the records it wrote.

        `operation` is the number of the operation, 0 where nothing had to be written.
        """
        if self.json:
            from reciprocity_cli.render.json_format import compact_json

            done = {"schema_version": 1, "operation": operation or None, "rows": records}
            _acknowledge(compact_json(done))
        elif not self.quiet:
            way = f"{_WAYS_BACK[back]}{self._where()}" if back and operation else ""
            _acknowledge(_side_by_side(visible(text), visible(way)))

    def value(self, report: str, bare: str | Path, **fields: Any) -> None:
        """Print a bare value for `$(...)`, or with --json the same as a report of one row."""
        if not self.json:
            if isinstance(bare, Path):
                print_path(bare)
            else:
                print(bare)
            return
        from reciprocity_cli.reports.report import Report

        self.show(Report(report, "", tuple(fields), [fields]))

    def add(self, lines: Sequence[str]) -> None:
        """Add lines below the acknowledgement of a write; they are not for programs."""
        if not (self.json or self.quiet):
            for line in lines:
                _acknowledge(folded(f"  {visible(line)}", sys.stdout, hang=4))

    def _where(self) -> str:
        """Return the option that names the ledger again, where it was named by option."""
        named = self.options.get("ledger")
        if named is None:
            return ""
        from shlex import quote

        return f" --ledger {quote(named)}"

    def report(
        self,
        view: Callable[..., Report],
        words: Sequence[str] | None = None,
        *given: Any,
        **how: Any,
    ) -> None:
        """Print what a view makes of what it is asked, and of whatever else it is given."""
        with self.asked(words) as asked:
            report = view(asked, *given, **how)
        self.show(report)

    def show(self, report: Report) -> None:
        """Print a report in the format that was asked for, to stdout or the file of -o."""
        from reciprocity_cli.cli.output import print_report, save_report

        format = self.format()
        target = self.options.get("output")
        if target not in (None, "-"):
            save_report(report, format, file_to_write(target, self.path), self.today)
            self.tell(f"wrote {target}")
            return
        if not report.rows and report.empty:
            self.tell(_FIRST_STEP if self.is_void else report.empty)
        print_report(report, format, self.today, self.settings)

    def format(self) -> Format:
        """Return the format that was asked for; raises UsageError when two were."""
        from reciprocity_cli.render.formats import Format

        named = self.options.get("format")
        if self.json:
            if named not in (None, "json"):
                raise UsageError(f"--json and --format {named} exclude each other")
            return Format.JSON
        if named is None:
            return Format.TABLE
        from reciprocity_cli.domain.vocabulary import pick

        return Format(pick(named, tuple(Format), "format"))

    def query(self, words: Sequence[str] | None = None) -> Query:
        """Read the terms of a report with its period options, dates in the owner's order.

        Raises UsageError.
        """
        from reciprocity_cli.domain.query import parse_query

        options = {name: self.options.get(name) for name in ("since", "until", "period")}
        order = self.settings.date_order
        return parse_query(words or [], self.today, **options, date_order=order)


def _blame_the_ledger(path: Path, error: Exception) -> None:
    """Raise LedgerError if something is wrong with the ledger; looking it over takes a second.

    Rows that no recip wrote can trip up anything that reads them.
    """
    from reciprocity_cli.actions.repair import is_well
    from reciprocity_cli.store.connection import damaged

    if not is_well(path):
        raise LedgerError(*damaged(path)) from error


def _acknowledge(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise RecipError(f"it was done, but stdout cannot be written: {reason}") from error


_FIRST_STEP = 'there is no ledger yet: recip person add "Ana Ruiz" begins it, recip demo shows one'


def glance() -> int:
    """Show the short screen, or a welcome where there is no ledger yet; return the exit code."""
    session = Session({"format": None})
    named = session.settings.sources.get("ledger") == "environment"
    if not (named or session.path.exists()):
        print(_WELCOME)
        return 0
    from reciprocity_cli.reports.glance import glance_view

    with session:
        with session.asked() as asked:
            report = glance_view(asked)
        session.show(report)
    return 0


_WELCOME = """\
recip keeps what you gave to and got from people you know, in one private file.

  recip demo                         look at an invented year first
  recip person add "Ana Ruiz"        add somebody you know
  recip import Connections.csv       or bring them from LinkedIn
  recip log ana --gave advice        after you met
  recip -h                           everything else"""
