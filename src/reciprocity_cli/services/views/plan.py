"""What the plan of learning and meeting is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.matching import matters_by_list
from reciprocity_cli.domain.needs import is_open
from reciprocity_cli.domain.planning import Gap, Skilled, Wanted, gaps
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Need, Offer, Person
from reciprocity_cli.reports.plan import plan_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.wording import chosen_words
from reciprocity_cli.services.views.listing import EVERYBODY_HERE, people_listed
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.people import choose_people
from reciprocity_cli.store.records import needs, offers
from reciprocity_cli.store.search import stems

if TYPE_CHECKING:
    import sqlite3


def plan_view(sql: sqlite3.Connection, query: Query, today: date) -> Report:
    """Return what several of the people a query chooses look for and no offer meets."""
    people = people_listed(sql, EVERYBODY_HERE, today, (), archived=False)
    noted = needs(sql, today)
    if query != EVERYBODY_HERE:
        asking = {one.id for one in reads.people(sql, query, choose_people(sql, query), today)}
        noted = [need for need in noted if need.person_id in asking]
    found = gaps_among(people, noted, offers(sql), today)
    return plan_report(found, chosen=chosen_words(query, today))


def gaps_among(
    people: Mapping[int, Person], noted: Iterable[Need], mine: Sequence[Offer], today: date
) -> list[Gap]:
    """Return the gaps of a day in what is noted; whom to meet may be any of these people, by id."""
    open_needs = [need for need in noted if need.person_id in people and is_open(need, today)]
    skills = [(who, text) for who in people.values() for text in who.specialities]
    # Tags are stemmed with the text, so that a tag of one need is a word of another.
    sought, known, at_hand = matters_by_list(
        stems,
        [(f"{need.text} {' '.join(need.tags)}", need.tags) for need in open_needs],
        [(text, ()) for _, text in skills],
        [(one.text, one.tags) for one in mine],
    )
    wanted = [
        Wanted(people[need.person_id], need, matter)
        for need, matter in zip(open_needs, sought, strict=True)
    ]
    skilled = [Skilled(*skill, matter) for skill, matter in zip(skills, known, strict=True)]
    return gaps(wanted, at_hand, skilled)
