"""Reading everything about one person."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from reciprocity_cli.domain.records import Channel, Dossier, Interaction, Started
from reciprocity_cli.store.reads import rows
from reciprocity_cli.store.reads.people import people_by_id


def dossier(sql: sqlite3.Connection, person_id: int) -> Dossier:
    """Return one person with all their records, the oldest first."""

    def read(shape: rows.Shape, order: str) -> Any:
        return tuple(shape.read(sql, f"person_id = ? ORDER BY {order}, id", (person_id,)))

    return Dossier(
        person=people_by_id(sql, [person_id])[0],
        interactions=_interactions(sql, person_id),
        exchanges=read(rows.EXCHANGE, "day"),
        signals=read(rows.SIGNAL, "date"),
        phase_changes=read(rows.PHASE_CHANGE, "date"),
        needs=read(rows.NEED, "noted_on"),
        promises=tuple(rows.promises(sql, "person_id = ? ORDER BY made_on, id", (person_id,))),
        asks=read(rows.ASK, "asked_on"),
        incidents=read(rows.INCIDENT, "date"),
        ideas=read(rows.IDEA, "id"),
    )


def _interactions(sql: sqlite3.Connection, person_id: int) -> tuple[Interaction, ...]:
    return tuple(
        Interaction(
            number,
            date.fromisoformat(on),
            (person_id,),
            Channel(channel) if channel else None,
            Started(started) if started else None,
            note,
        )
        for number, on, channel, started, note in sql.execute(
            "SELECT i.id, i.date, i.channel, i.started, i.note FROM attendance a"
            " JOIN interaction i ON i.id = a.interaction_id WHERE a.person_id = ?"
            " ORDER BY a.day, i.id",
            (person_id,),
        )
    )
