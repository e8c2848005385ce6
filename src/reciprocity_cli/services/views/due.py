"""What the due report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli import config
from reciprocity_cli.config import Settings
from reciprocity_cli.domain.cadence import CadenceDefaults
from reciprocity_cli.domain.due import GENERIC, DueList, DueRow, due_list, forgotten
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Opportunity, Person, Seeking
from reciprocity_cli.reports.due import due_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.wording import chosen_words
from reciprocity_cli.store.evidence import touches_of
from reciprocity_cli.store.people import choose_people, my_quiet, people
from reciprocity_cli.store.records import live_opportunities

if TYPE_CHECKING:
    import sqlite3

    from reciprocity_cli.reports.at_hand import Fit


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
        return forgotten_report(rows, today=today, query_text=chosen_words(query, today))
    found = who_is_due(sql, query, today, settings, days=days, show_all=show_all)
    found = found._replace(rows=tuple(with_next_gives(sql, found.rows, today, settings)))
    helping = _whom_something_could_help(sql, query, today)
    return due_report(
        found, today=today, query_text=chosen_words(query, today), why=why, helping=helping
    )


def with_next_gives(
    sql: sqlite3.Connection, rows: Sequence[DueRow], today: date, settings: Settings
) -> list[DueRow]:
    """Return the rows with a give or a question where the next step could be said to anybody."""
    plain = [row.person for row in rows if row.next_action in GENERIC]
    if not plain:
        return list(rows)
    from reciprocity_cli.domain.suggest import next_give
    from reciprocity_cli.services.views.suggested import suggested

    found = {one.person.id: one for one in suggested(sql, plain, today, settings)}
    return [
        row._replace(next_action=next_give(found[row.person.id], row.next_action))
        if row.person.id in found
        else row
        for row in rows
    ]


def _whom_something_could_help(
    sql: sqlite3.Connection, query: Query, today: date
) -> list[tuple[Opportunity, list[Fit]]]:
    """Return the live opportunities that meet an open need of the people chosen, and of whom."""
    live = live_opportunities(sql, today)
    if not live:
        return []
    from reciprocity_cli.services.views.helping import whom_it_could_help

    ids = None
    if query.text or query.period:
        chosen = people(sql, query, choose_people(sql, query), today, archived=False)
        ids = {person.id for person in chosen if not person.paused}
    found = zip(live, whom_it_could_help(sql, live, today, ids), strict=True)
    needed = [
        (one, [fit for fit in fits if fit.need.seeking is Seeking.NEED]) for one, fits in found
    ]
    return [(one, fits) for one, fits in needed if fits]
