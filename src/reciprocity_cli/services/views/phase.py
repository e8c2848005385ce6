"""What the board of phases and the page of one person are made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.phase import (
    Evidence,
    current,
    evidence_from_records,
    lacking,
    reached,
    supported,
)
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Dossier, Person, PhaseChange
from reciprocity_cli.reports.phase import PhaseFacts, board_report, page_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.wording import chosen_words
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.evidence import dossier, evidence
from reciprocity_cli.store.people import choose_people

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.store.people import Moves


def board_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the board of the people a query chooses; the archived only when they are named."""
    chosen = choose_people(sql, query)
    archived = None if chosen.wanted else False
    people = reads.people_in_brief(sql, query, chosen, today, archived=archived)
    moves = reads.phases(sql, today)
    known = evidence(sql, today)
    facts = [
        phase_facts(person, moves.get(person.id), known.get(person.id, Evidence()))
        for person in people
    ]
    return board_report(
        facts, today=today, query_text=chosen_words(query, today), show_all=show_all
    )


def page_view(sql: sqlite3.Connection, person_id: int, today: date) -> Report:
    """Return where one relationship stands, what it could move to, and how it came here."""
    facts, changes, known = person_phase(sql, person_id, today)
    return page_report(facts, known, changes, today=today)


def person_phase(
    sql: sqlite3.Connection, person_id: int, today: date
) -> tuple[PhaseFacts, tuple[PhaseChange, ...], Evidence]:
    """Return one person's phase, its history and the evidence in the ledger."""
    held = dossier(sql, person_id)
    known = dossier_evidence(held, today)
    changes = tuple(change for change in held.phase_changes if change.on <= today)
    return phase_facts(held.person, moves_of(held, today), known), changes, known


def dossier_evidence(held: Dossier, today: date) -> Evidence:
    """Return what one person's records bear out."""
    return evidence_from_records(
        today,
        interactions=held.interactions,
        exchanges=held.exchanges,
        signals=held.signals,
        needs=held.needs,
        promises=held.promises,
        incidents=held.incidents,
    )


def moves_of(held: Dossier, today: date) -> Moves:
    """Return the phase held now, the furthest, and since when."""
    start, changes = held.person.start_phase, held.phase_changes
    since = max((change.on for change in changes if change.on <= today), default=None)
    return current(start, changes, today), reached(start, changes, today), since


def phase_facts(person: Person, moves: Moves | None, known: Evidence) -> PhaseFacts:
    """Return where a relationship stands from its moves and its evidence."""
    phase, furthest, since = moves or (person.start_phase, person.start_phase, None)
    return PhaseFacts(person, phase, furthest, supported(known), lacking(known), since)
