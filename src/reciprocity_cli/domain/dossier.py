"""Everything the ledger holds about one person, as records."""

from __future__ import annotations

from typing import NamedTuple

from reciprocity_cli.domain.records import (
    Ask,
    Exchange,
    Idea,
    Incident,
    Interaction,
    Need,
    Person,
    PhaseChange,
    Promise,
    Signal,
)


class Dossier(NamedTuple):
    """One person with all their records; the oldest first in each list."""

    person: Person
    interactions: tuple[Interaction, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    signals: tuple[Signal, ...] = ()
    phase_changes: tuple[PhaseChange, ...] = ()
    needs: tuple[Need, ...] = ()
    promises: tuple[Promise, ...] = ()
    asks: tuple[Ask, ...] = ()
    incidents: tuple[Incident, ...] = ()
    ideas: tuple[Idea, ...] = ()
