"""What the explanation of one person is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.asks import Readiness, ask_facts_from_records, readiness
from reciprocity_cli.domain.balance import (
    balance_of,
    counts_as_exchange,
    flows,
    most,
    occasions,
    standing,
)
from reciprocity_cli.domain.due import Touch, due_row, thanks_due
from reciprocity_cli.domain.needs import most_urgent
from reciprocity_cli.domain.phase import stage, strength_signs
from reciprocity_cli.domain.promises import is_open, reliability_of
from reciprocity_cli.domain.records import By, Dossier
from reciprocity_cli.domain.rhythm import contact_days, momentum, warmth
from reciprocity_cli.reports.explain import Facts, explain_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.tilt import Tie
from reciprocity_cli.services.views.due import cadence_defaults, with_next_gives
from reciprocity_cli.services.views.offered import with_offers
from reciprocity_cli.services.views.phase import dossier_evidence, moves_of, phase_facts
from reciprocity_cli.services.views.suggested import suggested
from reciprocity_cli.store.evidence import dossier, waiting_reports
from reciprocity_cli.store.people import my_quiet

if TYPE_CHECKING:
    import sqlite3


def explain_view(
    sql: sqlite3.Connection, person_id: int, today: date, settings: Settings
) -> Report:
    """Return every number of one person with its arithmetic."""
    held = dossier(sql, person_id)
    [found] = suggested(sql, [held.person], today, settings, steps=True)
    facts = person_facts(sql, held, today, settings)._replace(suggested=found)
    return explain_report(facts, today=today)


def person_facts(sql: sqlite3.Connection, held: Dossier, today: date, settings: Settings) -> Facts:
    """Return every number of one person but those of suggestions, which `explain` alone shows."""
    tie, first = _tie(held, today, settings.half_life)
    [tie] = with_offers(sql, [tie], today)
    days = contact_days(held.interactions, held.exchanges, today)
    promises = tuple(p for p in held.promises if p.by is By.ME and is_open(p, today))
    report = waiting_reports(sql, today, held.person.id).get(held.person.id)
    touch = Touch(held.person, max(days, default=None), promises, tie.thanks, report)
    row = due_row(
        touch,
        my_quiet=my_quiet(sql),
        defaults=cadence_defaults(settings),
        feb29=settings.birthday_feb29,
        today=today,
    )
    [row] = with_next_gives(sql, [row], today, settings)
    evidence = dossier_evidence(held, today)
    return Facts(
        tie=tie,
        flows=flows(held.exchanges, today, settings.half_life),
        first_exchange_on=first,
        half_life=settings.half_life,
        due=row,
        phase=phase_facts(held.person, moves_of(held, today), evidence),
        stage=stage(tie.reached, evidence.unrepaired),
        warmth=warmth(days, None if row.cadence is None else row.cadence.days, today),
        momentum=momentum(days, today),
        reliability=reliability_of(held.promises, today),
        strength_signs=strength_signs(held.signals, today),
        readiness=ask_readiness(held, today),
    )


def ask_readiness(held: Dossier, today: date) -> Readiness:
    """Return the checklist of an ask to one person."""
    facts = ask_facts_from_records(
        today,
        moves_of(held, today)[1],
        exchanges=held.exchanges,
        signals=held.signals,
        promises=held.promises,
        incidents=held.incidents,
        asks=held.asks,
    )
    return readiness(facts, today)


def _tie(held: Dossier, today: date, half_life: int | None) -> tuple[Tie, date | None]:
    counted = [exchange.on for exchange in held.exchanges if counts_as_exchange(exchange, today)]
    first = min(counted, default=None)
    now, furthest, _ = moves_of(held, today)
    balance = balance_of(flows(held.exchanges, today, half_life), occasions(held.exchanges, today))
    read = standing(balance, held.person.expect, furthest, first, today)
    thanks = tuple(thanks_due(held.exchanges, held.asks, today))
    got = most({category: flow.got for category, flow in balance.categories.items()})
    need = most_urgent(held.needs, today)
    words = "" if need is None else need.text
    return Tie(held.person, read, now, furthest, thanks, words, most_received=got), first
