"""`ledger`: where the ledger lies, how it stands, and making its file smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reciprocity_cli.cli.options import PLAIN_REPORT, command, group
from reciprocity_cli.cli.session import Session

if TYPE_CHECKING:
    from reciprocity_cli.reports.status import Status


group("ledger", "The ledger file: path, status, compact.")


@command("ledger path")
def path(session: Session) -> None:
    """Print where the ledger lies.

    Example: cp "$(recip ledger path)" elsewhere
    """
    session.value("ledger path", session.path, path=str(session.path))


@command("ledger status", PLAIN_REPORT)
def status(session: Session) -> None:
    """Show how large the ledger is, what it holds, and when it was last written and backed up.

    Example: recip ledger status
    """
    from reciprocity_cli.reports.status import status_report

    session.require_ledger("recip person add makes one")
    session.show(status_report(_status(session)))


@command("ledger compact")
def compact(session: Session) -> None:
    """Rewrite the ledger file without the free space that deleting left in it.

    Example: recip ledger compact

    Nothing in it changes, the history included.
    """
    from reciprocity_cli.reports.status import in_words
    from reciprocity_cli.store.erase import compact as rewrite

    session.require_ledger("recip person add makes one")
    before = session.path.stat().st_size
    rewrite(session.ledger.sql, session.path)
    after = session.path.stat().st_size
    said = f"Compacted {session.path}: {in_words(before)} before, {in_words(after)} now"
    session.wrote(said, 0, [{"path": str(session.path), "before": before, "after": after}])


def _status(session: Session) -> Status:
    from datetime import datetime

    from reciprocity_cli.reports.status import Status
    from reciprocity_cli.store.backup import listed_backups
    from reciprocity_cli.store.records import standing

    with session.reading() as sql:
        found = standing(sql)
    backups = listed_backups(session.path)
    return Status(
        path=str(session.path),
        bytes=session.path.stat().st_size,
        schema=found.schema,
        people=found.people,
        entries=found.entries,
        records=found.records,
        operations=found.operations,
        last_write_at=datetime.fromisoformat(found.last_at).astimezone() if found.last_at else None,
        free_bytes=found.free_bytes,
        backups=len(backups),
        last_backup_at=backups[0].at.astimezone() if backups else None,
    )
