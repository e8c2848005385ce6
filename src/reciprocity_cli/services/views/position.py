"""What a role's page of offers is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.matching import matters_by_list
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import is_open
from reciprocity_cli.domain.planning import position, welcomes
from reciprocity_cli.domain.records import Need, Person, Role
from reciprocity_cli.reports.position import position_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.listing import EVERYBODY_HERE, people_listed
from reciprocity_cli.store.records import needs, offers
from reciprocity_cli.store.search import stems

if TYPE_CHECKING:
    import sqlite3


def position_view(sql: sqlite3.Connection, role: Role, today: date, settings: Settings) -> Report:
    """Return each offer of the owner's as people of a role may see it."""
    mine, wanted = offers(sql), _wanted(sql, role, today)
    rows = welcomes(role, settings.catalogue_off, settings.catalogue_add)
    at_hand, looked_for, glad = matters_by_list(
        stems,
        [(offer.text, offer.tags) for offer in mine],
        [(need.text, need.tags) for _, need in wanted],
        [(row.about, ()) for row in rows],
    )
    glad_of = list(zip(rows, glad, strict=True))
    sought = [(*pair, matter) for pair, matter in zip(wanted, looked_for, strict=True)]
    positions = [position(one, glad_of, sought) for one in zip(mine, at_hand, strict=True)]
    return position_report(role, positions, rows)


def _wanted(sql: sqlite3.Connection, role: Role, today: date) -> list[tuple[Person, Need]]:
    """Return what people of a role look for or take an interest in, by name; not the paused."""
    people = people_listed(sql, EVERYBODY_HERE, today, (), archived=False)
    found = [
        (people[need.person_id], need)
        for need in needs(sql, today)
        if need.person_id in people and is_open(need, today)
    ]
    found = [(who, need) for who, need in found if role in who.roles and not who.paused]
    return sorted(found, key=lambda one: (fold(one[0].name), one[0].id, one[1].id))
