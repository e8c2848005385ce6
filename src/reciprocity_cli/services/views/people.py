"""What the list of people and the card of one person are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.cadence import effective_cadence
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person
from reciprocity_cli.reports.people import Listed, card_report, people_report, person_fields
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.wording import chosen_words
from reciprocity_cli.services.views.due import cadence_defaults
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.people import choose_people

if TYPE_CHECKING:
    import sqlite3


def people_view(
    sql: sqlite3.Connection,
    query: Query,
    today: date,
    settings: Settings,
    archived: bool | None = None,
) -> Report:
    """Return the list of the people a query chooses; `archived` None takes all."""
    found = reads.people(sql, query, choose_people(sql, query), today, archived=archived)
    return people_report(
        _listed(sql, found, today, settings), today=today, query_text=chosen_words(query, today)
    )


def card_view(sql: sqlite3.Connection, person_id: int, today: date, settings: Settings) -> Report:
    """Return what is recorded about one person."""
    [one] = _listed(sql, reads.people_by_id(sql, [person_id]), today, settings)
    if one.person.met_through_id is not None:
        [through] = reads.people_by_id(sql, [one.person.met_through_id])
        one = one._replace(met_through=through.name)
    return card_report(one, today=today)


def people_fields(
    sql: sqlite3.Connection, numbers: Sequence[int], today: date, settings: Settings
) -> list[dict[str, Any]]:
    """Return the public fields of people by id, with what a write may have changed beside them."""
    found = _listed(sql, reads.people_by_id(sql, numbers), today, settings)
    return [
        {
            **person_fields(one),
            "handle": one.person.handle,
            "expect": one.person.expect,
            "paused": one.person.paused,
            "snoozed_until": one.person.snoozed_until,
        }
        for one in found
    ]


def _listed(
    sql: sqlite3.Connection, people: list[Person], today: date, settings: Settings
) -> list[Listed]:
    last = reads.last_contacts(sql, [person.id for person in people], today)
    moves = reads.phases(sql, today)
    defaults = cadence_defaults(settings)
    found = []
    for person in people:
        phase, reached, _ = moves.get(person.id, (person.start_phase, person.start_phase, None))
        cadence = effective_cadence(person, last[person.id] is not None, defaults)
        shown = None if cadence is None else str(cadence)
        found.append(Listed(person, phase, reached, shown, last[person.id]))
    return found


def duplicates_view(sql: sqlite3.Connection, query: Query, today: date) -> Report:
    """Return the pairs who may be one, of whom the query chooses one at least; archived too."""
    from reciprocity_cli.domain.people import likely_pairs
    from reciprocity_cli.reports.duplicates import duplicates_report
    from reciprocity_cli.store.filters import PeopleChosen

    chosen = {one.id for one in reads.people(sql, query, choose_people(sql, query), today)}
    everyone = reads.people(sql, Query(), PeopleChosen(), today)
    pairs = [each for each in likely_pairs(everyone) if chosen & {each.one.id, each.other.id}]
    return duplicates_report(pairs, query.text)
