"""Carrying ledgers in tests: exporting, importing, and telling whether two hold the same."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from random_ledgers import AT

from reciprocity_cli.actions.export import ExportFormat, exported
from reciprocity_cli.actions.import_ import Carried, carry
from reciprocity_cli.domain.kinds import RECORDS
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import Format
from reciprocity_cli.store.ledger import Ledger

TODAY = date(2026, 6, 30)
LATER = AT + timedelta(days=1)
_CHANGED = re.compile(rb'"changed": ?(\d+)')


def export(ledger: Ledger, format: ExportFormat = ExportFormat.JSON) -> str:
    """The text of an export."""
    with ledger.reading() as sql:
        return "".join(exported(sql, format, TODAY, lambda _: None))


def bring(ledger: Ledger, text: str | bytes) -> Carried:
    """Import the text of a file."""
    content = text.encode() if isinstance(text, str) else text
    reading = read_file(io.BytesIO(content), name="x.json", today=TODAY)
    assert reading.format is Format.RECIP_JSON
    # Nobody takes in today what was written later than tomorrow.
    latest = max((int(found[1]) for found in _CHANGED.finditer(content)), default=0)
    day_before = datetime.fromtimestamp(latest / 1000, UTC) - timedelta(days=1)
    with ledger.writing("import", max(LATER, day_before)) as op:
        return carry(op, reading, TODAY, lambda _: None)


def records(ledger: Ledger) -> list[dict[str, Any]]:
    """The records of an export, without what it knows to be removed."""
    found: list[dict[str, Any]] = json.loads(export(ledger))["records"]
    return [record for record in found if record["record"] not in ("tombstone", "aside")]


def document(*records: dict[str, Any]) -> str:
    """A file of these records."""
    return json.dumps({"format": "recip", "schema_version": 1, "records": records})


def by_uid(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Every record by its uid, uids in the place of ids, without what is each ledger's own."""
    listed = records(ledger)
    uids = {record["id"]: record["uid"] for record in listed}
    found = {}
    for record in listed:
        for name, value in record.items():
            if name.endswith("_id") and value is not None:
                record[name] = uids[value]
        for part in record.get("attendance", ()):
            part["person_id"] = uids[part["person_id"]]
        for name in ("details", "attendance", "updates"):
            for part in record.get(name, ()):
                del part["id"]
            if name in record:
                record[name].sort(key=str)
        found[record["uid"]] = record
        record.pop("handle", None)
        del record["id"]
    return found


def sound(ledger: Ledger) -> bool:
    """Whether the file is whole, and the sequence of ids stands behind them all."""
    (last_id,) = ledger.sql.execute("SELECT last_id FROM ledger").fetchone()
    ids = [row[0] for kind in RECORDS for row in ledger.sql.execute(f"SELECT id FROM {kind}")]
    assert len(set(ids)) == len(ids)
    return (
        ledger.sql.execute("PRAGMA foreign_key_check").fetchall() == []
        and ledger.sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        and last_id >= max(ids, default=0)
    )
