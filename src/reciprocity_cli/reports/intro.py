"""Whom you could introduce to whom, and how far introductions have come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.impact import outcome_by
from reciprocity_cli.domain.introductions import (
    Acquaintance,
    Possible,
    foremost,
    is_planned,
    is_report_due,
    pair_of,
    possible_introductions,
)
from reciprocity_cli.domain.needs import verb
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.domain.records import (
    Category,
    Direction,
    Exchange,
    Introduction,
    IntroState,
    Person,
    Urgency,
)
from reciprocity_cli.reports.history import outcome_words
from reciprocity_cli.reports.lists import DAY_AND_WORDS, Thing, fits, need_asked, people_listed
from reciprocity_cli.reports.report import (
    Cell,
    Column,
    Paragraph,
    Records,
    Report,
    Row,
    Section,
    Span,
)
from reciprocity_cli.reports.words import (
    asked_period,
    counted,
    days_ago,
    nothing_fits,
    shown_names,
    titled,
)
from reciprocity_cli.store import evidence
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people
from reciprocity_cli.store.records import needs
from reciprocity_cli.store.search import stems

if TYPE_CHECKING:
    import sqlite3


FIELDS = (
    "id",
    "state",
    "person_id",
    "name",
    "other_id",
    "other_name",
    "for",
    "text",
    "need_id",
    "urgency",
    "speciality",
    "words",
    "known",
    "known_on",
    "agreed",
    "noted_on",
    "asked_on",
    "agreed_on",
    "closed_on",
    "exchange_id",
    "next_action",
)
MADE_FIELDS = (
    "id",
    "date",
    "direction",
    "person_id",
    "name",
    "other_id",
    "other_name",
    "for",
    "note",
    "outcome",
    "outcome_text",
    "reported_on",
    "report_due",
)
# The id stays where it is narrow: it is what the next step asks for.
_COLUMNS = (
    Column(align="right"),
    Column(wrap=True),
    Column(wrap=True),
    Column(drop=1),
)
_HEADINGS = {
    IntroState.AGREED: "Agreed: bring them together",
    IntroState.ASKED: "Both asked",
    IntroState.IDEA: "Noted: ask both first",
    IntroState.MADE: "Made",
    IntroState.DROPPED: "Dropped",
}


class Intros(NamedTuple):
    """What the report shows: pairs to introduce, those on their way, and everyone named, by id.

    `more` counts the pairs left out because there are many, `acquainted` those left out because
    the two know each other.
    """

    possible: Sequence[Possible]
    planned: Sequence[Introduction]
    people: Mapping[int, Person]
    more: int = 0
    acquainted: int = 0


def intros_report(intros: Intros, *, today: date, query: Query) -> Report:
    """Return the introductions one could make, and below them those on their way."""
    names = shown_names(intros.people.values())
    sections = [Section("", [_possible_row(one, names, today) for one in intros.possible])]
    for state, heading in _HEADINGS.items():
        rows = [_planned_row(one, names, today) for one in intros.planned if one.state is state]
        sections.append(Section(heading, rows))
    body: list[Section | Paragraph] = [section for section in sections if section.rows]
    if intros.possible:
        step = "Ask both first; recip intro add PERSON OTHER --need ID keeps it in sight."
        body.insert(1, Paragraph(step))
    if intros.more:
        body.append(Paragraph(f"And {counted(intros.more, 'more pair')} (--all)."))
    if intros.acquainted:
        several = counted(intros.acquainted, "more pair knows", "more pairs know")
        body.append(Paragraph(f"{several} each other already (--all).", apart=not intros.more))
    planned = sum(one.closed_on is None for one in intros.planned)
    counts = [
        f"{len(intros.possible) + intros.more:,} possible",
        counted(planned, "on its way", "on their way") if planned else "",
    ]
    empty = "" if intros.acquainted else _NOTHING
    every: list[Possible | Introduction] = [*intros.possible, *intros.planned]
    return Report(
        name="intros",
        title=titled("Introductions", *counts, asked_period(query, today), query.text),
        fields=FIELDS,
        rows=Records(every, lambda one: _fields(one, intros.people)),
        beside={"more": intros.more, "acquainted": intros.acquainted},
        columns=_COLUMNS,
        body=body,
        empty=nothing_fits(query) or empty,
    )


_NOTHING = (
    "no introduction to make just now: note needs with recip need add, and"
    " what people could do with recip person edit NAME --speciality TEXT"
)


def made_report(
    made: Sequence[Exchange], people: Mapping[int, Person], *, today: date, query: Query
) -> Report:
    """Return who introduced whom, the newest first, and what became of it."""
    names = shown_names(people.values())
    waiting = sum(is_report_due(one, today) for one in made)
    counts = [f"{len(made)} made", f"{waiting} to report back on" if waiting else ""]
    return Report(
        name="intros made",
        title=titled("Introductions", *counts, asked_period(query, today), query.text),
        fields=MADE_FIELDS,
        rows=Records(made, lambda one: _made_fields(one, people, today)),
        columns=_COLUMNS,
        body=[Section("", [_made_row(one, names, today) for one in made])] if made else (),
        empty=nothing_fits(query) or "no introduction was made yet",
    )


def planned_fields(planned: Introduction, name: str, other_name: str) -> dict[str, Any]:
    """Return the public fields of an introduction that is planned, or was."""
    agreed = ((name, planned.person_agreed), (other_name, planned.other_agreed))
    return {
        **dict.fromkeys(FIELDS),
        "id": planned.id,
        "state": planned.state,
        "person_id": planned.person_id,
        "name": name,
        "other_id": planned.other_person_id,
        "other_name": other_name,
        "for": planned.intro_for,
        "text": planned.text,
        "need_id": planned.need_id,
        "words": [],
        "agreed": [name for name, has in agreed if has],
        "noted_on": planned.noted_on,
        "asked_on": planned.asked_on,
        "agreed_on": planned.agreed_on,
        "closed_on": planned.closed_on,
        "exchange_id": planned.exchange_id,
        "next_action": next_action(planned, name, other_name),
    }


def next_action(planned: Introduction, name: str, other_name: str) -> str:
    """Return what the owner can do next about an introduction on its way; "" for one that ended."""
    number = planned.id
    match planned.state:
        case IntroState.IDEA:
            return f"ask both, then: recip intro ask {number}"
        case IntroState.ASKED:
            waiting = ((name, planned.person_agreed), (other_name, planned.other_agreed))
            missing = " and ".join(one for one, has in waiting if not has)
            return f"hear from {missing}, then: recip intro agree {number}"
        case IntroState.AGREED:
            return f"write to both, then: recip intro made {number}"
    return ""


def state_words(planned: Introduction, today: date) -> str:
    """Return how far an introduction has come, and since when: "both asked 2w ago"."""
    match planned.state:
        case IntroState.IDEA:
            return f"noted {_ago(planned.noted_on, today)}"
        case IntroState.ASKED:
            return f"both asked {_ago(planned.asked_on or planned.noted_on, today)}"
        case IntroState.AGREED:
            return f"both agreed {_ago(planned.agreed_on or planned.noted_on, today)}"
    return f"{planned.state} {short_day(planned.closed_on or planned.noted_on, today)}"


def acquaintance_words(known: Acquaintance, names: Mapping[int, str], today: date) -> str:
    """Return how two people know each other: "you introduced them on 14 Aug"."""
    on = "" if known.on is None else short_day(known.on, today)
    by = "" if known.by_id is None else names[known.by_id]
    match known.how:
        case "introduced":
            return f"you introduced them on {on}"
        case "introduced-me":
            return f"{by} introduced you on {on}"
        case "met-through":
            return f"you met through {by}"
        case "together":
            return f"both were there on {on}"


def made_words(made: Exchange, names: Mapping[int, str]) -> str:
    """Return who introduced whom: "you introduced Ana to Bo", "Ana introduced you to Bo".

    `names` are those to be printed, by id.
    """
    name = names[made.person_id]
    other = f" to {names[made.other_person_id]}" if made.other_person_id is not None else ""
    if made.direction is Direction.GAVE:
        return f"you introduced {name}{other}"
    return f"{name} introduced you{other}"


def _ago(on: date, today: date) -> str:
    return days_ago((today - on).days)


def _possible_row(one: Possible, names: Mapping[int, str], today: date) -> Row:
    urgency = "" if one.need.urgency is Urgency.NORMAL else f" ({one.need.urgency})"
    words = ", ".join(one.words)
    below: list[Cell] = [f"{names[one.other.id]} could do: {one.speciality}; words: {words}"]
    if one.known is not None:
        below.append(f"they know each other: {acquaintance_words(one.known, names, today)}")
    return Row(
        (
            Span(f"#{one.need.id}", "dim"),
            _pair(names, one.person.id, one.other.id),
            f"{verb(one.need)} {one.need.text}{urgency}",
            "",
        ),
        below,
    )


def _planned_row(one: Introduction, names: Mapping[int, str], today: date) -> Row:
    name, other = names[one.person_id], names[one.other_person_id]
    step = next_action(one, name, other)
    return Row(
        (
            Span(f"#{one.id}", "dim"),
            _pair(names, one.person_id, one.other_person_id),
            one.text,
            Span(state_words(one, today), "dim"),
        ),
        [f"→ {step}"] if step else (),
    )


def _pair(names: Mapping[int, str], one: int, other: int) -> str:
    return f"{names[one]} – {names[other]}"


def _made_row(one: Exchange, names: Mapping[int, str], today: date) -> Row:
    below: list[Cell] = []
    if came := outcome_words(outcome_by(one, today), one.outcome_text):
        below.append(came)
    if is_report_due(one, today):
        below.append(f"→ tell {names[one.person_id]} what became of it: recip intro told {one.id}")
    elif one.direction is Direction.GOT and one.reported_on is not None:
        below.append(Span(f"told them on {short_day(one.reported_on, today)}", "dim"))
    return Row(
        (
            Span(f"#{one.id}", "dim"),
            short_day(one.on, today),
            made_words(one, names),
            Span(one.note, "dim"),
        ),
        below,
    )


def _fields(one: Possible | Introduction, people: Mapping[int, Person]) -> dict[str, Any]:
    if isinstance(one, Introduction):
        return planned_fields(one, people[one.person_id].name, people[one.other_person_id].name)
    return {
        **dict.fromkeys(FIELDS),
        "state": "possible",
        "person_id": one.person.id,
        "name": one.person.name,
        "other_id": one.other.id,
        "other_name": one.other.name,
        "text": one.need.text,
        "need_id": one.need.id,
        "urgency": one.need.urgency,
        "speciality": one.speciality,
        "words": list(one.words),
        "known": None if one.known is None else one.known.how,
        "known_on": None if one.known is None else one.known.on,
        "agreed": [],
        "next_action": f"ask both; to keep it in sight: recip intro add '#{one.person.id}'"
        f" '#{one.other.id}' --need {one.need.id}",
    }


def _made_fields(one: Exchange, people: Mapping[int, Person], today: date) -> dict[str, Any]:
    other = one.other_person_id
    return {
        "id": one.id,
        "date": one.on,
        "direction": one.direction,
        "person_id": one.person_id,
        "name": people[one.person_id].name,
        "other_id": other,
        "other_name": None if other is None else people[other].name,
        "for": one.intro_for,
        "note": one.note,
        "outcome": outcome_by(one, today),
        "outcome_text": one.outcome_text,
        "reported_on": one.reported_on,
        "report_due": is_report_due(one, today),
    }


_OWN = (*DAY_AND_WORDS, Term.CATEGORY)


def intros_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return the introductions one could make, and those on their way.

    A query chooses people, of whom one of the two has to be, and by its other terms what is looked
    for. With `show_all` acquainted pairs are shown too, and introductions that have ended.
    """
    chosen = people_listed(sql, query, today, _OWN, archived=show_all)
    everybody = people(sql, Query(), PeopleChosen(), today)
    known = evidence.introductions(sql, today)
    # One that was let go is not proposed again.
    put_by = [one for one in known if is_planned(one, today) or not show_all]
    found = _possible(sql, query, everybody, put_by, today)
    shown = [one for one in found if one.person.id in chosen or one.other.id in chosen]
    strangers = [one for one in shown if show_all or one.known is None]
    pairs = strangers if show_all else foremost(strangers)
    planned = [
        one
        for one in known
        if (show_all or is_planned(one, today)) and _is_shown(one, query, chosen)
    ]
    named = {one.person.id for one in pairs} | {one.other.id for one in pairs}
    named |= {one.person_id for one in planned} | {one.other_person_id for one in planned}
    intros = Intros(
        pairs,
        planned,
        {one.id: one for one in everybody if one.id in named},
        more=len(strangers) - len(pairs),
        acquainted=len(shown) - len(strangers),
    )
    return intros_report(intros, today=today, query=query)


def _possible(
    sql: sqlite3.Connection,
    query: Query,
    everybody: Sequence[Person],
    put_by: Iterable[Introduction],
    today: date,
) -> list[Possible]:
    return possible_introductions(
        (need for need in needs(sql, today) if fits(query, _OWN, need_asked(need))),
        everybody,
        stems,
        today=today,
        knowing=evidence.acquaintances(sql, [one.id for one in everybody], today),
        planned={pair_of(one.person_id, one.other_person_id) for one in put_by},
    )


def made_view(sql: sqlite3.Connection, query: Query, today: date) -> Report:
    """Return the introductions that were made, by the owner and for the owner."""
    chosen = people_listed(sql, query, today, _OWN, archived=True)
    everybody = {one.id: one for one in people(sql, Query(), PeopleChosen(), today)}
    made = [
        one
        for one in evidence.made(sql, today)
        if (one.person_id in chosen or one.other_person_id in chosen)
        and fits(query, _OWN, Thing(one.on, one.note, one.category))
    ]
    named = {one.person_id for one in made} | {one.other_person_id for one in made}
    shown = {number: one for number, one in everybody.items() if number in named}
    return made_report(made, shown, today=today, query=query)


def _is_shown(one: Introduction, query: Query, chosen: dict[int, Person]) -> bool:
    if one.person_id not in chosen and one.other_person_id not in chosen:
        return False
    return fits(query, _OWN, Thing(one.noted_on, one.text, Category.INTRODUCTIONS))
