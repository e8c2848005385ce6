"""The board of phases, and what a move rests on; docs/model.md, section 6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.phase import (
    Evidence,
    asked_for,
    current,
    evidence_from_records,
    lacking,
    legal_moves,
    reached,
    supported,
)
from reciprocity_cli.domain.records import Person, Phase, PhaseChange
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import Body, Cell, Column, Paragraph, Row, Section, dim, labelled
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.evidence import Dossier, dossier, evidence

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.store.people import Moves


BOARD_ROWS = 15
"""Names of one phase that the board shows; more are counted."""

READY, BEEN_FURTHER, HOLDS, LACKS = "▸", "◂", "✓", "·"


class PhaseFacts(NamedTuple):
    """Where a relationship stands.

    `supported` is the phase that the ledger's evidence bears out and `missing` what it lacks for
    the next; `since` is the day of the latest move, None where none was recorded.
    """

    person: Person
    phase: Phase
    reached: Phase
    supported: Phase
    missing: tuple[str, ...] = ()
    since: date | None = None


phase_fields = Fields(
    "id=person.id name=person.name phase=phase.word reached=reached.word legal"
    " supported=supported.word missing since",
    legal=lambda facts: [phase.word for phase in legal_moves(facts.reached)],
)


def board_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return the board of the people a query chooses; the archived only if named."""
    sql, today, query = asked.sql, asked.today, asked.query
    people = reads.people_in_brief(sql, query, asked.chosen, today, archived=asked.archived)
    moves, known = reads.phases(sql, today), evidence(sql, today)
    facts = [
        phase_facts(person, moves.get(person.id), known.get(person.id, Evidence()))
        for person in people
    ]
    chosen = words.chosen_words(query, today)
    return board_report(facts, today=today, query_text=chosen, show_all=show_all)


def board_report(
    people: Sequence[PhaseFacts], *, today: date, query_text: str = "", show_all: bool = False
) -> Report:
    """Return people by phase, alphabetically; `show_all` cuts no column short."""
    folded = words.folded_names(facts.person for facts in people)
    shown = sorted(people, key=lambda facts: (folded[facts.person.id], facts.person.id))
    held = Counter(facts.phase for facts in shown)
    return Report(
        name="phase",
        title=words.titled("Phases", words.people_counted(len(shown)), long_day(today), query_text),
        fields=phase_fields.names,
        rows=phase_fields.rows(shown),
        columns=[Column(f"{phase.word} {held[phase]}", shrink=True) for phase in Phase],
        body=_board(shown, folded, show_all) if shown else (),
        empty=words.NOTHING_FITS if query_text else "no people yet: recip person add NAME",
    )


def page_view(asked: Asked, person_id: int) -> Report:
    """Return where a relationship stands, what it could move to, how it came here."""
    facts, changes, known = person_phase(asked.sql, person_id, asked.today)
    stands: list[tuple[str, Cell]] = [
        ("now", since_words(facts, asked.today)),
        ("furthest", facts.reached.word),
        ("can move to", ", ".join(phase.word for phase in legal_moves(facts.reached))),
        ("supported", f"the ledger bears out {facts.supported.word}"),
    ]
    body: Body = [Section("", labelled(stands))]
    if facts.reached < Phase.CAPITALIZING:
        target = Phase(facts.reached + 1)
        needed = [
            Row((HOLDS if holds else dim(LACKS), said)) for said, holds in asked_for(target, known)
        ]
        body.append(Section(f"Towards {target.word}", needed))
    if changes:
        body.append(Section("Moves so far", [_move(change) for change in reversed(changes)]))
    return Report(
        name="phase",
        title=words.titled(facts.person.name, facts.phase.word, f"#{facts.person.id}"),
        fields=phase_fields.names,
        rows=phase_fields.rows([facts]),
        columns=(Column(), Column(wrap=True)),
        body=body,
    )


def _board(shown: Sequence[PhaseFacts], folded: dict[int, str], show_all: bool) -> Body:
    names = words.shown_names([facts.person for facts in shown], folded)
    lanes = [_lane(phase, shown, names, show_all) for phase in Phase]
    rows = [Row(cells) for cells in zip_longest(*lanes, fillvalue="")]
    return [Section("", rows), *_key(shown)]


def _lane(
    phase: Phase, shown: Sequence[PhaseFacts], names: dict[int, str], show_all: bool
) -> list[Cell]:
    here = [facts for facts in shown if facts.phase is phase]
    kept = here if show_all or len(here) <= BOARD_ROWS + 1 else here[:BOARD_ROWS]
    cells: list[Cell] = [f"{names[facts.person.id]}{_mark(facts)}" for facts in kept]
    if len(kept) < len(here):
        cells.append(dim(f"and {len(here) - len(kept)} more"))
    return cells


def _mark(facts: PhaseFacts) -> str:
    if facts.reached > facts.phase:
        return f" {BEEN_FURTHER}{facts.reached.value}"
    return f" {READY}" if facts.supported > facts.phase else ""


def _key(shown: Sequence[PhaseFacts]) -> list[Paragraph]:
    marks = [_mark(facts) for facts in shown]
    said = []
    if any(READY in mark for mark in marks):
        said.append(f"{READY} the ledger supports the next phase")
    for phase in sorted({f.reached for f in shown if f.reached > f.phase}):
        said.append(f"{BEEN_FURTHER}{phase.value} has been further: {phase.word}")
    return [Paragraph(dim("   ".join(said)))] if said else []


def since_words(facts: PhaseFacts, today: date) -> str:
    """Return "nurturing since May"."""
    since = "" if facts.since is None else f" since {words.month_of(facts.since, today)}"
    return f"{facts.phase.word}{since}"


def _move(change: PhaseChange) -> Row:
    because = f": {change.reason}" if change.reason else ""
    return Row((dim(long_day(change.on)), f"{change.phase.word}{because}"))


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
