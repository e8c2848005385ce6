"""The lists of what the owner has at hand: offers, opportunities, ideas; docs/model.md, section 11.

An opportunity is live through its last day; an idea is open until a give came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Idea, Need, Offer, Opportunity, Person, Size
from reciprocity_cli.reports.report import Column, Report, Row, Section, Span
from reciprocity_cli.reports.wording import nothing_fits, shown_names, titled

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
