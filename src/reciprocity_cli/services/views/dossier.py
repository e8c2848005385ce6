"""What the dossier of one person is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.introductions import is_planned
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.rhythm import contact_days
from reciprocity_cli.reports.dossier import Shown, dossier_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.explain import person_facts
from reciprocity_cli.store import evidence
from reciprocity_cli.store.entries import entries
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people_by_id

if TYPE_CHECKING:
    import sqlite3


def dossier_view(
    sql: sqlite3.Connection,
    person_id: int,
    today: date,
    settings: Settings,
    *,
    show_all: bool = False,
) -> Report:
    """Return the dossier of one person."""
    held = dossier(sql, person_id)
    rows, _ = entries(sql, Query(), PeopleChosen((person_id,)), today)
    through = held.person.met_through_id
    met_through = people_by_id(sql, [through])[0].name if through is not None else ""
    planned = [
        one for one in evidence.introductions_of(sql, person_id, today) if is_planned(one, today)
    ]
    introduced = evidence.made_with(sql, person_id, today)
    named = {number for one in planned for number in (one.person_id, one.other_person_id)}
    for made in introduced:
        named |= {made.person_id, made.other_person_id or made.person_id}
    shown = Shown(
        facts=person_facts(sql, held, today, settings),
        held=held,
        contact_days=sorted(contact_days(held.interactions, held.exchanges, today)),
        entries=rows,
        met_through=met_through,
        planned=planned,
        introduced=introduced,
        names={one.id: one.name for one in people_by_id(sql, sorted(named))},
    )
    return dossier_report(shown, today=today, show_all=show_all)


def full_dossier_view(
    sql: sqlite3.Connection, person_id: int, today: date, settings: Settings
) -> Report:
    """Return the dossier of one person with every entry, and the card of what is recorded."""
    from reciprocity_cli.reports.report import Section
    from reciprocity_cli.services.views.people import card_view

    report = dossier_view(sql, person_id, today, settings, show_all=True)
    card = card_view(sql, person_id, today, settings)
    details = [part._replace(heading="Details") for part in card.body if isinstance(part, Section)]
    at = sum(isinstance(part, Section) for part in report.body)
    return report._replace(body=(*report.body[:at], *details, *report.body[at:]))
