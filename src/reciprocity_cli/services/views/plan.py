"""What the plan of learning and meeting is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.matching import matters
from reciprocity_cli.domain.planning import Gap, Skilled, Wanted, gaps
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.needs import is_met
from reciprocity_cli.reports.plan import plan_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.wording import chosen_words
from reciprocity_cli.services.naming import choose_people
from reciprocity_cli.services.views.listing import EVERYBODY_HERE, people_listed
from reciprocity_cli.store.reads import people as reads
from reciprocity_cli.store.reads.at_hand import offers
from reciprocity_cli.store.reads.needs import needs
from reciprocity_cli.store.stemming import stems

if TYPE_CHECKING:
    import sqlite3


def plan_view(sql: sqlite3.Connection, query: Query, today: date) -> Report:
    """Return what several of the people a query chooses look for and no offer meets."""
    return plan_report(gaps_now(sql, today, query), chosen=chosen_words(query, today))


def gaps_now(sql: sqlite3.Connection, today: date, query: Query = EVERYBODY_HERE) -> list[Gap]:
    """Return the gaps of a day; whom to meet may be anybody, but the archived are left in peace."""
    people = people_listed(sql, EVERYBODY_HERE, today, (), archived=False)
    asking = set(people)
    if query != EVERYBODY_HERE:
        asking &= {one.id for one in reads.people(sql, query, choose_people(sql, query), today)}
    open_needs = [
        need for need in needs(sql, today) if need.person_id in asking and not is_met(need, today)
    ]
    skills = [(who, text) for who in people.values() for text in who.specialities]
    mine = offers(sql)
    # Tags are stemmed with the text, so that a tag of one need is a word of another.
    texts = [(f"{need.text} {' '.join(need.tags)}", need.tags) for need in open_needs]
    told = iter(
        matters(
            [*texts, *((text, ()) for _, text in skills), *((one.text, one.tags) for one in mine)],
            stems,
        )
    )
    wanted = [Wanted(people[need.person_id], need, next(told)) for need in open_needs]
    skilled = [Skilled(who, text, next(told)) for who, text in skills]
    return gaps(wanted, list(told), skilled)
