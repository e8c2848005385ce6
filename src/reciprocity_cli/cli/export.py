"""`export`: the whole ledger, or the people of it in other programs' formats."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO, cast

from reciprocity_cli.cli.options import WRITE, Parameters, Query, command, text
from reciprocity_cli.cli.output import bar, write_pieces_beside
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.streams import file_to_write
from reciprocity_cli.errors import UsageError

if TYPE_CHECKING:
    from reciprocity_cli.actions.export import ExportFormat
    from reciprocity_cli.reports.report import Asked


_IN_MEMORY = 1 << 23
"""Bytes of an export that are kept in memory."""

_OPTIONS: Parameters = {
    **WRITE,
    "format": text("--format", "FORMAT", "json (the default), jsonl, csv, vcard, ics, md."),
    "output": text("--output -o", "FILE", "Write to a file."),
}


@command("export", _OPTIONS)
def export(session: Session, query: Query = None) -> None:
    """Write everything that is in the ledger, or people of it for other programs.

    Example: recip export -o ledger.json
    Example: recip export --format vcard role:mentor -o mentors.vcf
    Example: recip export --format ics -o recip.ics

    json and jsonl (a record a line) hold all of it: read into an empty ledger
    they make an equal one. csv has people, contacts, gives and gets; vcard the
    people for an address book; ics what lies ahead, for a calendar; md a dossier
    of each person. A query chooses people, in all but the first two. The history
    for `undo` stays behind.
    """
    from reciprocity_cli.actions.export import PIECE, record_count

    format = _format(session)
    if query and format.is_whole:
        raise UsageError(
            f"{format} is of the whole ledger", "leave the query out, or name a format"
        )
    named = session.options.get("output")
    target = None if named in (None, "-") else file_to_write(named, session.path)
    spooled: TextIO | None = None
    with session.asked(query) as asked:
        total = record_count(asked.sql)
        shown = target is None and sys.stdout.isatty()
        with bar("exporting", total, drawn=not (shown or session.quiet)) as progress:
            pieces = _pieces(asked, format, progress)
            if target is not None:
                write_pieces_beside(target, (piece.encode() for piece in pieces))
            elif _is_plain_file(sys.stdout):
                _print(pieces, ascii_json=format.is_whole)
            else:
                spooled = _spooled(pieces)
        _tell_what_is_left_out(session, format, asked)
    if spooled is not None:
        with spooled:
            if shown:
                from reciprocity_cli.render.formats import harmless

                pieces = map(harmless, spooled)
            else:
                pieces = iter(lambda: spooled.read(PIECE), "")
            _print(pieces, ascii_json=format.is_whole)
    if target is not None:
        session.tell(f"wrote {target}")


def _pieces(asked: Asked, format: ExportFormat, progress: Callable[[int], None]) -> Iterator[str]:
    from reciprocity_cli.actions.export import ExportFormat, calendar, exported

    if format is ExportFormat.MD:
        return _dossiers(asked, [one.id for one in asked.people()], progress)
    if format is ExportFormat.ICS:
        return calendar(asked)
    return exported(asked.sql, format, asked.today, progress, query=asked.query)


def _dossiers(asked: Asked, ids: Sequence[int], progress: Callable[[int], None]) -> Iterator[str]:
    from reciprocity_cli.render.formats import markdown
    from reciprocity_cli.reports.show import full_dossier_view

    for count, number in enumerate(ids, 1):
        report = full_dossier_view(asked, number)
        yield ("\n" if count > 1 else "") + markdown(report)
        progress(count)


def _tell_what_is_left_out(session: Session, format: ExportFormat, asked: Asked) -> None:
    from reciprocity_cli.actions import export as actions

    if format is actions.ExportFormat.CSV:
        session.tell(actions.left_out_of_csv(asked.sql))
    elif format is actions.ExportFormat.VCARD:
        session.tell(actions.left_out_of_vcard(asked.people()))


def _format(session: Session) -> ExportFormat:
    from reciprocity_cli.actions.export import ExportFormat
    from reciprocity_cli.domain.vocabulary import pick

    named = session.options.get("format")
    if named is None:
        return ExportFormat.JSON
    format = ExportFormat(pick(named, tuple(ExportFormat), "format"))
    if session.json and format is not ExportFormat.JSON:
        raise UsageError(f"--json and --format {format} exclude each other")
    return format


def _print(pieces: Iterator[str], *, ascii_json: bool) -> None:
    from reciprocity_cli.render.formats import write_text

    for piece in pieces:
        write_text(sys.stdout, piece, ascii_json=ascii_json)


def _is_plain_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _spooled(pieces: Iterator[str]) -> TextIO:
    """Keep the pieces aside, to be printed when the ledger is let go of.

    Whoever reads a pipe may take hours, as a pager does, and until then nobody could write to the
    ledger. What does not fit into a few megabytes goes into a file without a name.
    """
    from tempfile import SpooledTemporaryFile

    spool = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115
    try:
        for piece in pieces:
            # writelines() would look at the size only after the last one.
            spool.write(piece)
        spool.seek(0)
    except BaseException:
        spool.close()
        raise
    return cast("TextIO", spool)
