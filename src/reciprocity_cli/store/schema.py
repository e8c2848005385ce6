"""Plain facts about the ledger file that every command needs; nothing heavy is imported."""

from __future__ import annotations

APPLICATION_ID = 0x52435031
"""Marks the file as recip's ("RCP1") in its header."""

FIRST_VERSION = 3
"""The schema of 0.1.0; ledgers of earlier ones never left the workshop."""

SCHEMA_VERSION = 3
"""The header's user_version; one more with each migration."""

IMAGE_WIDTH = 32
"""How many columns the widest journaled table may have."""

RECORDS = (
    "person",
    "quiet",
    "interaction",
    "exchange",
    "signal",
    "phase_change",
    "need",
    "offer",
    "opportunity",
    "promise",
    "ask",
    "incident",
    "idea",
    "introduction",
)
"""Tables whose rows bear an id from the one sequence, a uid and a change time."""

PARTS = ("detail", "attendance", "promise_update")
"""Tables whose rows belong to a record and have keys of their own."""

JOURNALED = RECORDS + PARTS

UNJOURNALED = ("tombstone", "aside")
"""What merging ledgers keeps beside the records; undo neither brings it back nor takes it."""

TABLES = (*JOURNALED, *UNJOURNALED, "ledger", "operation", "image")
"""Every table of a ledger."""

PARTS_OF = {
    "person": ("detail", "person_id"),
    "interaction": ("attendance", "interaction_id"),
    "promise": ("promise_update", "promise_id"),
}
"""The records that have parts, the table of those, and the column that names the record."""

REFERENCES: dict[str, dict[str, str]] = {
    "person": {"met_through_id": "person"},
    "quiet": {"person_id": "person"},
    "interaction": {},
    "exchange": {
        "person_id": "person",
        "interaction_id": "interaction",
        "idea_id": "idea",
        "other_person_id": "person",
    },
    "signal": {"person_id": "person"},
    "phase_change": {"person_id": "person"},
    "need": {"person_id": "person", "met_by_id": "exchange"},
    "offer": {},
    "opportunity": {},
    "promise": {"person_id": "person"},
    "ask": {"person_id": "person"},
    "incident": {"person_id": "person"},
    "idea": {"person_id": "person"},
    "introduction": {
        "person_id": "person",
        "other_person_id": "person",
        "need_id": "need",
        "exchange_id": "exchange",
    },
}
"""The columns of each kind that name another record, and its kind."""
