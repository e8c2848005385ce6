"""`import`: look first, bring a file in, say what was not."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

from reciprocity_cli.actions.import_ import (
    MOST_NAMED,
    Carried,
    Import,
    Imported,
    Kept,
    Taken,
    carry,
)
from reciprocity_cli.cli.backup import backup_before
from reciprocity_cli.cli.options import Parameters, argument, command, switch, text, texts
from reciprocity_cli.cli.output import bar
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.streams import opened
from reciprocity_cli.domain.text import quoted, visible
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import where_of
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import Format, Reading
from reciprocity_cli.reports.words import counted
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import known_people, names_by_id

if TYPE_CHECKING:
    from reciprocity_cli.store.merge import Loss

MOST_LOSSES = 10
"""States that gave way to a later change, told one by one; more are counted."""
NAMED = 10
"""New people whom a dry run names."""


class _DryRun(Exception):
    """Ends an operation whose writes were only looked at."""


READ: Parameters = {
    "map": texts("--map", "FIELD=COLUMN", "Which column is what; FIELD:VALUE for all rows."),
    "encoding": text("--encoding", "NAME", "The file's character set, such as cp1251."),
    "dry_run": switch("--dry-run", "Only say what would be done."),
    "skip_bad": switch("--skip-bad", "Go on without rows that are not understood."),
    "with_gifts": switch("--with-gifts", "Of Monica's, gifts and loans as gives and gets."),
    "with_partial": switch("--with-partial", "Of Monica's, also relatives without a page."),
}


@command("import", fields=READ)
def import_(
    session: Session,
    file: Annotated[str, argument("FILE", "A file, or - for stdin.")],
    **given: Any,
) -> None:
    """Import people, contacts, gives and gets from a file: an address book, another program, a CSV.

    Example: recip import contacts.vcf
    Example: recip import Connections.csv --dry-run
    Example: recip import favours.csv --map name=Who --map direction:gave
    Example: recip import monica.json --with-gifts

    Known by their content: vCards, LinkedIn's Connections.csv, Google Contacts.
    All or nothing, and one undo; the same file a second time adds nothing.
    Of a record that another ledger has otherwise, the later change stands.
    """
    dry_run, number = given["dry_run"], 0
    done: Imported | Carried | None = None
    doubts: list[str] = []
    added: list[str] = []
    with opened(file) as stream, _bar(session, file, stream) as progress:
        reading = read_file(
            stream,
            name=file,
            mapping=given["map"] or [],
            today=session.today,
            date_order=session.settings.date_order,
            encoding=given["encoding"] or "",
            with_gifts=given["with_gifts"],
            with_partial=given["with_partial"],
        )
        if reading.format is Format.RECIP_JSON and not dry_run:
            backup_before(session.ledger, "before-import", session.at)
        try:
            with (session.trying if dry_run else session.writing)("import") as op:
                before = {one.id for one in known_people(op.sql)} if dry_run else set()
                done = _taken(op, reading, session.today, given["skip_bad"], progress)
                doubts = _doubts(op.sql, done)
                op.summary = f"{visible(Path(file).name)}: {_counted(done)}"
                if dry_run:
                    added = [one.name for one in known_people(op.sql) if one.id not in before]
                    raise _DryRun
            number = op.number
        except _DryRun:
            pass
    assert done is not None
    if added:
        more = f" and {len(added) - NAMED:,} more" if len(added) > NAMED else ""
        session.tell(f"new: {'; '.join(added[:NAMED])}{more}")
    _report(session, done, doubts, number, dry_run)


def _taken(
    op: Operation, reading: Reading, today: date, skip_bad: bool, progress: Callable[[int], None]
) -> Imported | Carried:
    if reading.format is not Format.RECIP_JSON:
        return Import(op, today, skip_bad=skip_bad).take(reading, progress)
    if skip_bad:
        raise UsageError("recip's own JSON is taken whole", "leave out --skip-bad")
    return carry(op, reading, today, progress)


def _report(
    session: Session, done: Imported | Carried, doubts: list[str], number: int, dry_run: bool
) -> None:
    record = done._asdict()
    if isinstance(done, Imported):
        _tell_of_rows(session, done)
        if dry_run:
            for taken in done.taken[:NAMED]:
                session.tell(taken_line(taken))
        for name in ("bad", "taken", "kept"):
            record[name] = [row._asdict() for row in getattr(done, name)]
    else:
        _tell_of_losses(session, done)
        record["lost"] = [loss._asdict() for loss in done.lost]
    for doubt in doubts:
        session.tell(doubt)
    said = f"{_counted(done)} ({done.format})"
    if dry_run:
        said = f"Would import {said}; nothing was written"
    else:
        said = f"Imported {said}" if number else f"Nothing new: {said}"
    session.wrote(said, number, [record])


def _tell_of_rows(session: Session, done: Imported) -> None:
    for reason, count in done.set_aside.items():
        rows = f"{count:,} row{'s' * (count > 1)}"
        where = where_of(done.set_aside_lines[reason], count)
        session.tell(f"set aside: {rows}, {reason} ({where})")
    for row in done.bad[:MOST_NAMED]:
        session.tell(f"left out: line {row.line}, {row.reason}")
    if done.bad_count > MOST_NAMED:
        session.tell(f"left out: {done.bad_count - MOST_NAMED:,} more")
    for note in done.notes:
        session.tell(f"note: {note}")
    of_person: dict[int, list[Kept]] = {}
    for kept in done.kept:
        of_person.setdefault(kept.id, []).append(kept)
    for listed in [*of_person.values()][:NAMED]:
        session.tell(kept_line(listed))
    if more := done.kept_count - sum(map(len, [*of_person.values()][:NAMED])):
        session.tell(f"and {more:,} more that the file has otherwise; --json lists them")


def _tell_of_losses(session: Session, done: Carried) -> None:
    for loss in done.lost[:MOST_LOSSES]:
        session.tell(loss_line(loss))
    if done.lost_count > MOST_LOSSES:
        session.tell(f"and {done.lost_count - MOST_LOSSES:,} more that gave way to a later change")


def _counted(done: Imported | Carried) -> str:
    if isinstance(done, Carried):
        return _counted_records(done)
    parts = []
    if done.people_new or done.people_changed or done.people_known:
        parts.append(counted(done.people_new, "new person", "new people"))
        if done.people_changed:
            parts.append(f"{done.people_changed:,} completed")
        if done.people_known:
            parts.append(f"{done.people_known:,} known already")
        if done.people_joined:
            entries = counted(done.people_joined, "further entry", "further entries")
            parts.append(f"{entries} of theirs")
    if done.exchanges_new or done.exchanges_known:
        parts.append(counted(done.exchanges_new, "new exchange"))
        if done.exchanges_known:
            parts.append(f"{done.exchanges_known:,} there already")
    if done.contacts_new or done.contacts_known:
        contacts = counted(done.contacts_new, "new contact")
        parts.append(f"{contacts} without an exchange")
        if done.contacts_known:
            parts.append(f"{done.contacts_known:,} there already")
    return ", ".join(parts) or "nothing"


def _counted_records(done: Carried) -> str:
    rest = done.changed, done.removed, done.known, done.kept, done.left_out
    # What is new is told also if nothing at all is.
    parts = [_by_kind(done.new, "new")] if done.new or not any(rest) else []
    if done.changed:
        parts.append(_by_kind(done.changed, "changed"))
    if done.removed:
        parts.append(_by_kind(done.removed, "removed"))
    if done.known:
        parts.append(f"{done.known:,} there already")
    if done.kept:
        parts.append(f"{done.kept:,} kept as changed here since")
    if done.left_out:
        parts.append(f"{done.left_out:,} left out as removed here since")
    return ", ".join(parts)


def _by_kind(counts: dict[str, int], what: str) -> str:
    """Return such as "24 new people, 310 new exchanges and 92 other new records"."""
    named = {"person": ("person", "people"), "exchange": ("exchange", "exchanges")}
    parts = [
        f"{counts[kind]:,} {what} {words[counts[kind] > 1]}"
        for kind, words in named.items()
        if kind in counts
    ]
    rest = sum(counts.values()) - sum(counts.get(kind, 0) for kind in named)
    if rest:
        other = "other " if parts else ""
        parts.append(f"{rest:,} {other}{what} record{'s' * (rest > 1)}")
    if not parts:
        return "0 records"
    most, last = ", ".join(parts[:-1]), parts[-1]
    return f"{most} and {last}" if most else last


def _doubts(sql: Any, done: Imported | Carried) -> list[str]:
    if not done.doubtful:
        return []
    names = names_by_id(sql, {number for pair in done.doubtful for number in pair})
    lines: list[str] = []
    sharing = done.sharing if isinstance(done, Imported) else ("",) * len(done.doubtful)
    for (a, b), address in list(zip(done.doubtful, sharing, strict=True))[:10]:
        merging = f"recip person merge '#{a}' '#{b}'"
        if address:
            two = f"{names[a]} and {names[b]} share {visible(address)}, and stay two"
            lines.append(f"{two}; if they are one: {merging}")
        else:
            lines.append(f"the same person? {names[a]} and {names[b]}: {merging}")
    if len(done.doubtful) > 10:
        lines.append(f"and {len(done.doubtful) - 10} more such pairs: recip person duplicates")
    return lines


def _bar(
    session: Session, file: str, stream: BinaryIO
) -> AbstractContextManager[Callable[[int], None]]:
    if file == "-":
        return bar("importing", None, drawn=not session.quiet)
    return bar(
        "importing", os.path.getsize(file), lambda _rows: stream.tell(), drawn=not session.quiet
    )


def taken_line(taken: Taken) -> str:
    """Return such as "line 7: 'A. Ruiz' is Ana Ruiz (#1), by the email"."""
    who = f"{visible(taken.name)} (#{taken.id})"
    return f"line {taken.line}: {quoted(taken.called)} is {who}, by the {taken.by}"


def kept_line(kept: Sequence[Kept]) -> str:
    """Return what one person has and the file says otherwise: nothing is overwritten."""
    values = [_KEPT[one.field].format(quoted(one.here), quoted(one.file)) for one in kept]
    who = f"{visible(kept[0].name)} (#{kept[0].id})"
    return f"{who} stays as here: {'; '.join(values)} (line {kept[0].line})"


_KEPT = {
    "organisation": "organisation {}, the file says {}",
    "title": "title {}, the file says {}",
    "birthday": "birthday {}, the file says {}",
    "cadence": "cadence {}, the file says {}",
    "notes": "note {}, the file says {}",
    "archived": "not archived, the file says so",
    "met_through": "met through {}, the file says {}",
}

MOST_VALUES = 3
"""Values of a record that are told; more are counted."""

_HOW = {
    "replaced": "changed, later in the file",
    "removed": "removed, later in the file",
    "kept": "kept, changed here later",
    "stays": "kept, changed here after the file removed it",
    "left out": "left out, removed here later",
}
_WHOSE = {"replaced": "here it said", "kept": "the file says"}


def loss_line(loss: Loss) -> str:
    """Return such as "ask #7 (Ana): changed, later in the file; here it said what: 'a call''"."""
    number = "" if loss.id is None else f" #{loss.id}"
    name = f" ({loss.name})" if loss.name else ""
    line = f"{loss.kind.replace('_', ' ')}{number}{name}: {_HOW[loss.how]}"
    if not loss.said:
        return line
    said = {key.removesuffix("_id").replace("_", " "): one for key, one in loss.said.items()}
    values = [f"{word}: {_value(value)}" for word, value in said.items()]
    more = len(values) - MOST_VALUES
    listed = ", ".join(values[:MOST_VALUES]) + (f" and {more} more" if more > 0 else "")
    return f"{line}; {_WHOSE[loss.how]} {listed}"


def _value(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, list):
        return ", ".join(quoted(each) for each in value) or "fewer"
    return quoted(value) if isinstance(value, str) else f"{value:g}"
