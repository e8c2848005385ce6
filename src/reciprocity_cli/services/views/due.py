"""What the due report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli import config
from reciprocity_cli.config import Settings
from reciprocity_cli.domain.due import CadenceDefaults, DueList, due_list, forgotten
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person
from reciprocity_cli.reports.due import due_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.naming import choose_people
from reciprocity_cli.store.reads.people import my_quiet, people
from reciprocity_cli.store.reads.touches import touches_of

if TYPE_CHECKING:
    import sqlite3


def cadence_defaults(settings: Settings) -> CadenceDefaults:
    """Return the cadences that hold where a person has none of their own."""
    roles, tags = config.cadences_by_role_and_tag(settings)
    return CadenceDefaults(settings.cadence, roles, tags)


def who_is_due(
    sql: sqlite3.Connection,
    query: Query,
    today: date,
    settings: Settings,
    *,
    days: int = 7,
    show_all: bool = False,
) -> DueList:
    """Return who is due within the next `days`, in order."""
    chosen = people(sql, query, choose_people(sql, query), today)
    return due_among(sql, chosen, today, settings, days=days, show_all=show_all)


def due_among(
    sql: sqlite3.Connection,
    chosen: Sequence[Person],
    today: date,
    settings: Settings,
    *,
    days: int,
    show_all: bool,
) -> DueList:
    """Return who of these people, archived ones too, is due within the next `days`."""
    return due_list(
        touches_of(sql, chosen, today),
        my_quiet=my_quiet(sql),
        defaults=cadence_defaults(settings),
        capacity=settings.capacity,
        feb29=settings.birthday_feb29,
        today=today,
        days=days,
        show_all=show_all,
    )


def due_view(
    sql: sqlite3.Connection,
    query: Query,
    today: date,
    settings: Settings,
    *,
    days: int = 7,
    show_all: bool = False,
    only_forgotten: bool = False,
    why: bool = False,
) -> Report:
    """Return the due report, or that of the forgotten."""
    if only_forgotten:
        from reciprocity_cli.reports.due import forgotten_report

        chosen = people(sql, query, choose_people(sql, query), today)
        rows = forgotten(
            touches_of(sql, chosen, today), defaults=cadence_defaults(settings), today=today
        )
        return forgotten_report(rows, today=today, query_text=query.text)
    found = who_is_due(sql, query, today, settings, days=days, show_all=show_all)
    return due_report(found, today=today, query_text=query.text, why=why)
