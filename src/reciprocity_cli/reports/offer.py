"""What you have at hand, offers, opportunities and ideas, and whom it could help."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.matching import Matter, matching_words, matters_by_list
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import Idea, Need, Offer, Opportunity, Person, Seeking, Size
from reciprocity_cli.reports.lists import Thing, fits, people_listed, refuse_others
from reciprocity_cli.reports.report import Column, Report, Row, Section, Span
from reciprocity_cli.reports.words import nothing_fits, shown_names, titled
from reciprocity_cli.store import records
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people_in_brief
from reciprocity_cli.store.records import open_needs_of

if TYPE_CHECKING:
    import sqlite3


OFFER_FIELDS = ("id", "text", "tags", "category", "angle")
OPPORTUNITY_FIELDS = ("id", "text", "tags", "category", "expires_on")
IDEA_FIELDS = ("id", "person_id", "name", "text", "category", "size", "given_on")
_COLUMNS = (Column(align="right", drop=1), Column(wrap=True), Column(drop=2), Column(drop=3))
_IDEA_COLUMNS = (Column(align="right", drop=1), Column(shrink=True), *_COLUMNS[1:])


class Fit(NamedTuple):
    """Somebody's open need or interest that something could meet, and the words they share.

    `shown` is the name with what tells namesakes among those who are listed apart.
    """

    name: str
    need: Need
    words: tuple[str, ...]
    shown: str = ""


class IdeaLine(NamedTuple):
    """One idea, whose it is, and when it was given, if it was."""

    idea: Idea
    person: Person
    given_on: date | None = None


def is_live(opportunity: Opportunity, today: date) -> bool:
    """Tell whether an opportunity can still be passed on; on its last day it can."""
    return opportunity.expires_on is None or opportunity.expires_on >= today


def details(thing: Offer | Opportunity | Idea) -> str:
    """Return "advice, technical, #rust"; what is usual goes unsaid."""
    size = getattr(thing, "size", Size.MEDIUM)
    words = [thing.category or "", getattr(thing, "angle", None) or ""]
    words += ["" if size is Size.MEDIUM else str(size)]
    words += [f"#{tag}" for tag in getattr(thing, "tags", ())]
    return ", ".join(word for word in words if word)


def thing_words(thing: Offer | Opportunity | Idea) -> str:
    """Return "code reviews (advice, #rust)"."""
    said = details(thing)
    return f"{thing.text} ({said})" if said else thing.text


def thing_fields(thing: Offer | Opportunity) -> dict[str, Any]:
    """Return the public fields of an offer or an opportunity."""
    return {**thing._asdict(), "tags": list(thing.tags)}


def idea_fields(idea: Idea, name: str, given_on: date | None = None) -> dict[str, Any]:
    """Return the public fields of an idea; `name` is that of the person."""
    fields = {"id": idea.id, "person_id": idea.person_id, "name": name, "text": idea.text}
    return {**fields, "category": idea.category, "size": idea.size, "given_on": given_on}


def fit_fields(fit: Fit) -> dict[str, Any]:
    """Return the public fields of somebody whom something could help."""
    return {
        "id": fit.need.person_id,
        "name": fit.name,
        "need_id": fit.need.id,
        "need": fit.need.text,
        "words": list(fit.words),
    }


def offers_report(offers: Sequence[Offer], *, query: Query) -> Report:
    """Return what the owner offers, in the order in which it was noted."""
    rows = [_row(offer, "") for offer in offers]
    return Report(
        name="offer list",
        title=titled("What you offer", str(len(offers)), query.text),
        fields=OFFER_FIELDS,
        rows=[thing_fields(offer) for offer in offers],
        columns=_COLUMNS,
        body=_sections({"": rows}),
        empty=nothing_fits(query) or "no offer is noted: recip offer add TEXT",
    )


def opportunities_report(
    opportunities: Sequence[Opportunity], *, today: date, query: Query
) -> Report:
    """Return what came up, the first to expire first; expired ones below the live."""
    parts: dict[str, list[Row]] = {"": [], "Expired": []}
    for one in opportunities:
        live = is_live(one, today)
        when = "" if one.expires_on is None else short_day(one.expires_on, today)
        said = f"until {when}" if live and when else when
        parts["" if live else "Expired"].append(_row(one, said))
    return Report(
        name="opportunity list",
        title=titled("Opportunities", f"{len(parts[''])} open", query.text),
        fields=OPPORTUNITY_FIELDS,
        rows=[thing_fields(one) for one in opportunities],
        columns=_COLUMNS,
        body=_sections(parts),
        empty=nothing_fits(query) or "no opportunity is open: recip opportunity add TEXT",
    )


def ideas_report(lines: Iterable[IdeaLine], *, today: date, query: Query) -> Report:
    """Return planned gives by name; those that were given below the open ones."""
    shown = sorted(lines, key=_place)
    names = shown_names({line.person.id: line.person for line in shown}.values())
    parts: dict[str, list[Row]] = {"": [], "Given": []}
    for line in shown:
        when = "" if line.given_on is None else f"given {short_day(line.given_on, today)}"
        row = _row(line.idea, when, names[line.person.id])
        parts["Given" if line.given_on else ""].append(row)
    return Report(
        name="idea list",
        title=titled("Ideas", f"{len(parts[''])} open", query.text),
        fields=IDEA_FIELDS,
        rows=[idea_fields(line.idea, line.person.name, line.given_on) for line in shown],
        columns=_IDEA_COLUMNS,
        body=_sections(parts),
        empty=nothing_fits(query) or "no idea is open: recip idea add PERSON TEXT",
    )


def _place(line: IdeaLine) -> tuple[bool, str, int]:
    return line.given_on is not None, fold(line.person.name), line.idea.id


def _row(thing: Offer | Opportunity | Idea, when: str, *names: str) -> Row:
    number = Span(f"#{thing.id}", "dim")
    return Row((number, *names, thing.text, details(thing), Span(when, "dim")))


def _sections(parts: Mapping[str, Sequence[Row]]) -> list[Section]:
    return [Section(heading, rows) for heading, rows in parts.items() if rows]


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
