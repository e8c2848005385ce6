"""Reading what the owner has at hand."""

from __future__ import annotations

import sqlite3

from reciprocity_cli.domain.records import Offer
from reciprocity_cli.store.reads import rows


def offers(sql: sqlite3.Connection) -> list[Offer]:
    """Return what the owner offers, in the order of ids."""
    return rows.OFFER.read(sql, "1 ORDER BY id", ())
