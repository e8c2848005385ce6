"""What the lists of offers, opportunities and ideas are made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import Offer, Opportunity
from reciprocity_cli.reports.at_hand import (
    IdeaLine,
    ideas_report,
    is_live,
    offers_report,
    opportunities_report,
)
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.listing import Thing, fits, people_listed, refuse_others
from reciprocity_cli.store import records

if TYPE_CHECKING:
    import sqlite3

_OWN = (Term.CATEGORY, Term.TAG, Term.TEXT)
_OF_IDEAS = (Term.CATEGORY, Term.TEXT)


def offers_view(sql: sqlite3.Connection, query: Query, today: date) -> Report:
    """Return the offers that the terms of a query choose."""
    refuse_others(query, _OWN, "offers")
    shown = [offer for offer in records.offers(sql) if fits(query, _OWN, _thing(offer, today))]
    return offers_report(shown, query=query)


def opportunities_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the opportunities of a query that are live, with `show_all` the expired ones too."""
    refuse_others(query, _OWN, "opportunities")
    shown = [
        one
        for one in records.opportunities(sql)
        if (show_all or is_live(one, today)) and fits(query, _OWN, _thing(one, today))
    ]
    return opportunities_report(shown, today=today, query=query)


def ideas_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the open ideas of a query, with `show_all` those that were given too."""
    people = people_listed(sql, query, today, _OF_IDEAS, archived=show_all)
    given = records.ideas_given(sql, today)
    lines = [
        IdeaLine(idea, people[idea.person_id], given.get(idea.id))
        for idea in records.ideas(sql)
        if idea.person_id in people
        and (show_all or idea.id not in given)
        and fits(query, _OF_IDEAS, Thing(today, idea.text, idea.category))
    ]
    return ideas_report(lines, today=today, query=query)


def _thing(one: Offer | Opportunity, today: date) -> Thing:
    return Thing(today, one.text, one.category, one.tags)
