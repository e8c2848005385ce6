"""What you have at hand, offers, opportunities and ideas, and whom it could help."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import Matter, matching_words, matters_by_list, tagged
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import Idea, Need, Offer, Opportunity, Seeking, Size
from reciprocity_cli.reports import lists
from reciprocity_cli.reports.body import Column, Row, dim, numbered
from reciprocity_cli.reports.report import Asked, Fields, Report, of_whom
from reciprocity_cli.reports.words import asked_for, nothing_fits, shown_names, titled
from reciprocity_cli.store import records
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people_in_brief
from reciprocity_cli.store.records import open_needs_of

if TYPE_CHECKING:
    import sqlite3


class Seeker(NamedTuple):
    """Somebody's open need or interest that something could meet, and shared words.

    `shown` is the name with what tells namesakes among those who are listed apart.
    """

    name: str
    need: Need
    words: tuple[str, ...]
    shown: str = ""


offer_fields = Fields("id text tags category angle noted_on")
opportunity_fields = Fields("id text tags category expires_on noted_on")
idea_fields = Fields(
    "id person_id name text category size noted_on given_on",
    name=of_whom,
    given_on=lambda _, _name, on=None: on,
)
fit_fields = Fields("id=need.person_id name need_id=need.id need=need.text words")
_COLUMNS = (Column(align="right"), Column(wrap=True), Column(drop=2), Column(drop=1))
_IDEA_COLUMNS = (Column(align="right"), Column(shrink=True), *_COLUMNS[1:])
_OWN = (Term.CATEGORY, Term.TAG, *lists.DAY_AND_WORDS)
_OF_IDEAS = (Term.CATEGORY, *lists.DAY_AND_WORDS)


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


def offers_view(asked: Asked) -> Report:
    """Return the offers that the terms of a query choose."""
    lists.refuse_others(asked.query, _OWN, "offers")
    shown = [one for one in records.offers(asked.sql) if _fits(one, asked)]
    return Report(
        name="offer list",
        title=titled("What you offer", str(len(shown)), *asked_for(asked.query, asked.today)),
        fields=offer_fields.names,
        rows=offer_fields.rows(shown),
        columns=_COLUMNS,
        body=lists.sections({"": [_row(offer, "") for offer in shown]}),
        empty=nothing_fits(asked.query) or "no offer is noted: recip offer add TEXT",
    )


def opportunities_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return a query's live opportunities, first to expire first; the others below."""
    lists.refuse_others(asked.query, _OWN, "opportunities")
    today, query = asked.today, asked.query
    shown = [
        one
        for one in records.opportunities(asked.sql)
        if (show_all or is_live(one, today)) and _fits(one, asked)
    ]
    parts: dict[str, list[Row]] = {"": [], "Expired": []}
    for one in shown:
        live = is_live(one, today)
        when = "" if one.expires_on is None else short_day(one.expires_on, today)
        said = f"until {when}" if live and when else when
        parts["" if live else "Expired"].append(_row(one, said))
    return Report(
        name="opportunity list",
        title=titled("Opportunities", f"{len(parts[''])} open", *asked_for(query, today)),
        fields=opportunity_fields.names,
        rows=opportunity_fields.rows(shown),
        columns=_COLUMNS,
        body=lists.sections(parts),
        empty=nothing_fits(query) or "no opportunity is open: recip opportunity add TEXT",
    )


def ideas_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return a query's open ideas by name, with `show_all` those given below."""
    today, query = asked.today, asked.query
    given = records.ideas_given(asked.sql, today)
    noted = [idea for idea in records.ideas(asked.sql) if show_all or idea.id not in given]
    lines = lists.listed(
        asked,
        _OF_IDEAS,
        noted,
        lambda idea: lists.Thing(idea.noted_on, idea.text, idea.category),
        archived=show_all,
    )

    def row(idea: Idea, name: str) -> Row:
        on = given.get(idea.id)
        return _row(idea, "" if on is None else f"given {short_day(on, today)}", name)

    shown = sorted(
        lines, key=lambda line: (line.one.id in given, fold(line.person.name), line.one.id)
    )
    parts = lists.in_parts(
        shown, ("", "Given"), lambda idea: "Given" if idea.id in given else "", row
    )
    return Report(
        name="idea list",
        title=titled("Ideas", f"{len(parts[''])} open", *asked_for(query, today)),
        fields=idea_fields.names,
        rows=[idea_fields(idea, person.name, given.get(idea.id)) for idea, person in shown],
        columns=_IDEA_COLUMNS,
        body=lists.sections(parts),
        empty=nothing_fits(query) or "no idea is open: recip idea add PERSON TEXT",
    )


def _row(thing: Offer | Opportunity | Idea, when: str, *names: str) -> Row:
    return Row((numbered(thing.id), *names, thing.text, details(thing), dim(when)))


def _fits(one: Offer | Opportunity, asked: Asked) -> bool:
    thing = lists.Thing(one.noted_on, one.text, one.category, one.tags)
    return lists.fits(asked.query, _OWN, thing)


def whom_it_could_help(
    sql: sqlite3.Connection,
    live: Sequence[Opportunity],
    today: date,
    ids: Collection[int] | None = None,
) -> list[list[Seeker]]:
    """Return for each opportunity whose open needs and interests it speaks of.

    Needs stand before interests, then those that share more words before those that
    share fewer. Of these people, or of all who are neither archived nor paused.
    """
    sought = open_needs_of(sql, today, ids) if live else []
    if not sought:
        return [[] for _ in live]
    from reciprocity_cli.store.stems import stems

    mine, theirs = matters_by_list(stems, tagged(live), tagged(sought))
    found = [_fitting(own, sought, theirs) for own in mine]
    chosen = PeopleChosen(tuple({need.person_id for pairs in found for need, _ in pairs}))
    people = people_in_brief(sql, Query(), chosen, today)
    names, shown = {person.id: person.name for person in people}, shown_names(people)
    return [
        [Seeker(names[need.person_id], need, words, shown[need.person_id]) for need, words in pairs]
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
