"""What the dossier of one person is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.rhythm import contact_days
from reciprocity_cli.reports.dossier import Shown, dossier_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.explain import person_facts
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.reads.dossiers import dossier
from reciprocity_cli.store.reads.entries import entries
from reciprocity_cli.store.reads.people import people_by_id

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
    shown = Shown(
        facts=person_facts(sql, held, today, settings),
        held=held,
        contact_days=sorted(contact_days(held.interactions, held.exchanges, today)),
        entries=rows,
        met_through=met_through,
    )
    return dossier_report(shown, today=today, show_all=show_all)
