"""What the plan of learning and meeting is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.matching import matters_by_list
from reciprocity_cli.domain.needs import is_open
from reciprocity_cli.domain.planning import Gap, Skilled, Wanted, gaps
from reciprocity_cli.domain.records import Need, Offer, Person
from reciprocity_cli.reports.plan import plan_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.listing import EVERYBODY_HERE, people_listed
from reciprocity_cli.store.reads.at_hand import offers
from reciprocity_cli.store.reads.needs import needs
from reciprocity_cli.store.stemming import stems

if TYPE_CHECKING:
    import sqlite3


def plan_view(sql: sqlite3.Connection, today: date) -> Report:
    """Return what several people look for and no offer meets."""
    people = people_listed(sql, EVERYBODY_HERE, today, (), archived=False)
    return plan_report(gaps_among(people, needs(sql, today), offers(sql), today))


def gaps_among(
    people: Mapping[int, Person], noted: Iterable[Need], mine: Sequence[Offer], today: date
) -> list[Gap]:
    """Return the gaps of a day among these people, by id."""
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
