"""What suits people: read and matched for several of them at once; docs/model.md, section 11."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.catalogue import rows_for
from reciprocity_cli.domain.introductions import Pair, pair_of
from reciprocity_cli.domain.matching import Matter, matters_by_list
from reciprocity_cli.domain.phase import stage, unrepaired
from reciprocity_cli.domain.records import Expect, Idea, Incident, Opportunity, Person, Seeking
from reciprocity_cli.domain.suggest import (
    RECENT_DAYS,
    Candidate,
    Circumstances,
    Mine,
    Sought,
    Suggested,
    first_steps,
    from_catalogue,
    from_ideas,
    from_offers,
    from_opportunities,
    from_specialities,
    gaps_of,
    question_for,
    repair_words,
    suggest,
)
from reciprocity_cli.store import records
from reciprocity_cli.store.evidence import settled_pairs, touches_of
from reciprocity_cli.store.people import phases
from reciprocity_cli.store.records import incidents, open_needs_of
from reciprocity_cli.store.sums import category_indexes

if TYPE_CHECKING:
    import sqlite3


_One = TypeVar("_One")


class _Shelf(NamedTuple):
    """What is at hand for whoever is looked at, with what each speaks of; read once."""

    mine: list[Mine]
    opportunities: list[tuple[Opportunity, Matter]]
    specialities: list[tuple[int, str, str, Matter]]
    settled: set[Pair]
    sought: dict[int, list[Sought]]
    ideas: dict[int, list[tuple[Idea, Matter]]]
    about: Mapping[str, Matter]
    """What each row of the catalogue speaks of, by key."""


def suggested(
    sql: sqlite3.Connection,
    people: Sequence[Person],
    today: date,
    settings: Settings,
    *,
    steps: bool = False,
) -> list[Suggested]:
    """Return what suits each of these people; with `steps` also what comes before."""
    if not people:
        return []
    broken = _by_person(incidents(sql, today))
    shelf = _shelf(sql, people, today, settings)
    moves = phases(sql, today)
    indexes = category_indexes(sql, [person.id for person in people], today, settings.half_life)
    recent = records.given_lately(sql, today - timedelta(days=RECENT_DAYS - 1), today)
    found = []
    for person in people:
        number = person.id
        mending = unrepaired(broken.get(number, ()), today)
        reached = moves[number][1] if number in moves else person.start_phase
        facts = Circumstances(
            stage=stage(reached, mending),
            unrepaired=bool(mending),
            paused=person.paused,
            sought=tuple(shelf.sought.get(number, ())),
            gaps={} if person.expect is Expect.OFF else gaps_of(indexes.get(number, {})),
            recent=recent.get(number, ()),
        )
        needs = tuple(one.need for one in facts.sought)
        question = "" if person.paused else question_for(number, needs, today)
        gives = suggest(_candidates(person, facts, shelf, settings), shelf.mine, facts)
        repair = repair_words(broken.get(number, ()), today)
        found.append(Suggested(person, facts.stage, gives, needs, question, repair))
    return _with_steps(sql, found, broken, today) if steps else found


def _candidates(
    person: Person, facts: Circumstances, shelf: _Shelf, settings: Settings
) -> list[Candidate]:
    rows = rows_for(person.roles, settings.catalogue_off, settings.catalogue_add)
    others = [
        other
        for other in shelf.specialities
        if other[0] != person.id and pair_of(person.id, other[0]) not in shelf.settled
    ]
    return [
        *from_catalogue(rows, [shelf.about.get(row.key, Matter()) for row in rows]),
        *from_ideas(shelf.ideas.get(person.id, ())),
        *from_specialities(others, facts.sought),
        *from_opportunities(shelf.opportunities, facts.sought),
        *from_offers(shelf.mine, facts.sought, facts.stage),
    ]


def _shelf(
    sql: sqlite3.Connection, people: Sequence[Person], today: date, settings: Settings
) -> _Shelf:
    """Read everything at hand, and find what it speaks of in one go, if there is anything to match.

    Without a need, an interest or an offer nothing can match, and no word is looked at.
    """
    ids = {person.id for person in people}
    needs = open_needs_of(sql, today, ids)
    offers = records.offers(sql)
    live = records.live_opportunities(sql, today)
    given = records.ideas_given(sql, today)
    ideas = [one for one in records.ideas(sql) if one.person_id in ids and one.id not in given]
    looked_for = any(need.seeking is Seeking.NEED for need in needs)
    others = records.specialities(sql) if looked_for else []
    roles = {role for person in people for role in person.roles}
    rows = rows_for(roles, settings.catalogue_off, settings.catalogue_add)
    matter = _matters(
        {
            "need": [(need.text, need.tags) for need in needs],
            "offer": [(offer.text, offer.tags) for offer in offers],
            "opportunity": [(one.text, one.tags) for one in live],
            "idea": [(idea.text, ()) for idea in ideas],
            "speciality": [(speciality, ()) for _, _, speciality in others],
            "row": [(row.about, ()) for row in rows],
        },
        anything=bool(needs or offers),
    )
    return _Shelf(
        mine=[Mine(*pair) for pair in zip(offers, matter["offer"], strict=True)],
        opportunities=list(zip(live, matter["opportunity"], strict=True)),
        specialities=[
            (*other, own) for other, own in zip(others, matter["speciality"], strict=True)
        ],
        settled=settled_pairs(sql, ids, today) if others else set(),
        sought=_grouped(
            (need.person_id, Sought(need, own))
            for need, own in zip(needs, matter["need"], strict=True)
        ),
        ideas=_grouped(
            (idea.person_id, (idea, own)) for idea, own in zip(ideas, matter["idea"], strict=True)
        ),
        about=dict(zip((row.key for row in rows), matter["row"], strict=True)),
    )


def _matters(
    texts: Mapping[str, Sequence[tuple[str, Sequence[str]]]], *, anything: bool
) -> dict[str, list[Matter]]:
    """Return what each text of each kind speaks of; nothing where there is nothing to match."""
    if not anything:
        return {kind: [Matter()] * len(listed) for kind, listed in texts.items()}
    from reciprocity_cli.store.search import stems

    return dict(zip(texts, matters_by_list(stems, *texts.values()), strict=True))


def _with_steps(
    sql: sqlite3.Connection,
    found: Sequence[Suggested],
    broken: Mapping[int, Sequence[Incident]],
    today: date,
) -> list[Suggested]:
    touches = touches_of(sql, [one.person for one in found], today)
    return [
        one._replace(
            steps=first_steps(
                touch,
                broken.get(one.person.id, ()),
                one.question,
                today,
            )
        )
        for one, touch in zip(found, touches, strict=True)
    ]


def _by_person(listed: Iterable[Incident]) -> dict[int, list[Incident]]:
    return _grouped((incident.person_id, incident) for incident in listed)


def _grouped(pairs: Iterable[tuple[int, _One]]) -> dict[int, list[_One]]:
    found: dict[int, list[_One]] = defaultdict(list)
    for number, one in pairs:
        found[number].append(one)
    return found
