"""Whose open needs and interests something that came up could meet; docs/model.md, section 11."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.matching import Matter, matching_words, matters_by_list
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Need, Opportunity, Seeking
from reciprocity_cli.reports.at_hand import Fit
from reciprocity_cli.reports.wording import shown_names
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people_in_brief
from reciprocity_cli.store.records import open_needs_of

if TYPE_CHECKING:
    import sqlite3


def whom_it_could_help(
    sql: sqlite3.Connection,
    live: Sequence[Opportunity],
    today: date,
    ids: Collection[int] | None = None,
) -> list[list[Fit]]:
    """Return for each opportunity whose open needs and interests it speaks of.

    Needs stand before interests, then those that share more words before those that share fewer.
    Of these people, or of all who are neither archived nor paused.
    """
    sought = open_needs_of(sql, today, ids) if live else []
    if not sought:
        return [[] for _ in live]
    from reciprocity_cli.store.search import stems

    mine, theirs = matters_by_list(
        stems,
        [(one.text, one.tags) for one in live],
        [(need.text, need.tags) for need in sought],
    )
    found = [_fitting(own, sought, theirs) for own in mine]
    chosen = PeopleChosen(tuple({need.person_id for pairs in found for need, _ in pairs}))
    people = people_in_brief(sql, Query(), chosen, today)
    names, shown = {person.id: person.name for person in people}, shown_names(people)
    return [
        [Fit(names[need.person_id], need, words, shown[need.person_id]) for need, words in pairs]
        for pairs in found
    ]


def _fitting(
    own: Matter, sought: Sequence[Need], theirs: Sequence[Matter]
) -> list[tuple[Need, tuple[str, ...]]]:
    found = [
        (need, words)
        for need, matter in zip(sought, theirs, strict=True)
        if (words := matching_words(matter, own))
    ]
    return sorted(found, key=lambda pair: (pair[0].seeking is Seeking.INTEREST, -len(pair[1])))
