"""Whom you could introduce to whom, and how far introductions have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain import introductions
from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.habits import outcome_by
from reciprocity_cli.domain.needs import verb
from reciprocity_cli.domain.query import Query, Term
from reciprocity_cli.reports import lists, words
from reciprocity_cli.reports.body import Body, Cell, Column, Paragraph, Row, Section, dim, numbered
from reciprocity_cli.reports.history import outcome_words
from reciprocity_cli.reports.report import Asked, Fields, Records, Report, of_whom
from reciprocity_cli.store import evidence
from reciprocity_cli.store.records import needs
from reciprocity_cli.store.stems import stems

planned_fields = Fields(
    "id state person_id name other_id=other_person_id other_name for=intro_for text need_id"
    " urgency=None speciality=None words known=None known_on=None agreed noted_on asked_on"
    " agreed_on closed_on exchange_id next_action",
    name=of_whom,
    other_name=lambda _, _name, other: other,
    words=lambda *_: [],
    agreed=lambda one, *names: [name for name, has in _agreed(one, *names) if has],
    next_action=lambda one, *names: next_action(one, *names),
)
"""Of an introduction that is planned, or was; the names of the two are handed on with it."""
possible_fields = Fields(
    "id=None state person_id=person.id name=person.name other_id=other.id other_name=other.name"
    " for=None text=need.text need_id=need.id urgency=need.urgency speciality words known known_on"
    " agreed noted_on=None asked_on=None agreed_on=None closed_on=None exchange_id=None"
    " next_action",
    state=lambda _: "possible",
    known=lambda one: one.known and one.known.how,
    known_on=lambda one: one.known and one.known.on,
    agreed=lambda _: [],
    next_action=lambda one: (
        f"ask both; to keep it in sight: recip intro add '#{one.person.id}'"
        f" '#{one.other.id}' --need {one.need.id}"
    ),
)
made_fields = Fields(
    "id date=on direction person_id name other_id=other_person_id other_name for=intro_for"
    " note outcome outcome_text reported_on report_due",
    name=lambda one, people, _: people[one.person_id].name,
    other_name=lambda one, people, _: one.other_person_id and people[one.other_person_id].name,
    outcome=lambda one, _, today: outcome_by(one, today),
    report_due=lambda one, _, today: introductions.is_report_due(one, today),
)
_OWN = (*lists.DAY_AND_WORDS, Term.CATEGORY)
_COLUMNS = (Column(align="right"), *[Column(wrap=True)] * 3)
_HEADINGS = {
    r.IntroState.AGREED: "Agreed: bring them together",
    r.IntroState.ASKED: "Both asked",
    r.IntroState.IDEA: "Noted: ask both first",
    r.IntroState.MADE: "Made",
    r.IntroState.DROPPED: "Dropped",
}


class Intros(NamedTuple):
    """What the report shows: pairs to introduce, those on their way, and everyone named, by id.

    `more` counts the pairs left out because there are many, `acquainted` those left out
    because the two know each other.
    """

    possible: Sequence[introductions.Possible]
    planned: Sequence[r.Introduction]
    people: Mapping[int, r.Person]
    more: int = 0
    acquainted: int = 0


def intros_report(intros: Intros, *, today: date, query: Query) -> Report:
    """Return the introductions one could make, and below them those on their way."""
    names = words.shown_names(intros.people.values())
    sections = [Section("", [_possible_row(one, names, today) for one in intros.possible])]
    for state, heading in _HEADINGS.items():
        rows = [_planned_row(one, names, today) for one in intros.planned if one.state is state]
        sections.append(Section(heading, rows))
    body: Body = [section for section in sections if section.rows]
    if intros.possible:
        body.insert(1, Paragraph(_STEP))
    if intros.more:
        body.append(Paragraph(f"And {words.counted(intros.more, 'more pair')} (--all)."))
    if intros.acquainted:
        several = words.counted(intros.acquainted, "more pair knows", "more pairs know")
        body.append(Paragraph(f"{several} each other already (--all).", apart=not intros.more))
    planned = sum(one.closed_on is None for one in intros.planned)
    counts = [
        f"{len(intros.possible) + intros.more:,} possible",
        words.counted(planned, "on its way", "on their way") if planned else "",
    ]
    every: list[introductions.Possible | r.Introduction] = [*intros.possible, *intros.planned]
    return Report(
        name="intros",
        title=words.titled("Introductions", *counts, *words.asked_for(query, today)),
        fields=planned_fields.names,
        rows=Records(every, lambda one: _fields(one, intros.people)),
        beside={"more": intros.more, "acquainted": intros.acquainted},
        columns=_COLUMNS,
        body=body,
        empty=words.nothing_fits(query) or ("" if intros.acquainted else _NOTHING),
    )


_STEP = "Ask both first; recip intro add PERSON OTHER --need ID keeps it in sight."
_NOTHING = (
    "no introduction to make just now: note needs with recip need add, and"
    " what people could do with recip person edit NAME --speciality TEXT"
)


def _agreed(
    planned: r.Introduction, name: str, other_name: str
) -> tuple[tuple[str, bool], tuple[str, bool]]:
    return (name, planned.person_agreed), (other_name, planned.other_agreed)


def next_action(planned: r.Introduction, name: str, other_name: str) -> str:
    """Return what the owner can do next about an introduction on its way; "" for one that ended."""
    number = planned.id
    match planned.state:
        case r.IntroState.IDEA:
            return f"ask both, then: recip intro ask {number}"
        case r.IntroState.ASKED:
            both = _agreed(planned, name, other_name)
            missing = " and ".join(one for one, has in both if not has)
            return f"hear from {missing}, then: recip intro agree {number}"
        case r.IntroState.AGREED:
            return f"write to both, then: recip intro made {number}"
    return ""


def state_words(planned: r.Introduction, today: date) -> str:
    """Return how far an introduction has come, and since when: "both asked 2w ago"."""
    match planned.state:
        case r.IntroState.IDEA:
            return f"noted {_ago(planned.noted_on, today)}"
        case r.IntroState.ASKED:
            return f"both asked {_ago(planned.asked_on or planned.noted_on, today)}"
        case r.IntroState.AGREED:
            return f"both agreed {_ago(planned.agreed_on or planned.noted_on, today)}"
    return f"{planned.state} {short_day(planned.closed_on or planned.noted_on, today)}"


def acquaintance_words(
    known: introductions.Acquaintance, names: Mapping[int, str], today: date
) -> str:
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


def made_words(made: r.Exchange, names: Mapping[int, str]) -> str:
    """Return who introduced whom: "you introduced Ana to Bo", "Ana introduced you to Bo".

    `names` are those to be printed, by id.
    """
    name = names[made.person_id]
    other = f" to {names[made.other_person_id]}" if made.other_person_id is not None else ""
    if made.direction is r.Direction.GAVE:
        return f"you introduced {name}{other}"
    return f"{name} introduced you{other}"


def _ago(on: date, today: date) -> str:
    return words.days_ago((today - on).days)


def _possible_row(one: introductions.Possible, names: Mapping[int, str], today: date) -> Row:
    urgency = "" if one.need.urgency is r.Urgency.NORMAL else f" ({one.need.urgency})"
    matched = ", ".join(one.words)
    below: list[Cell] = [f"{names[one.other.id]} could do: {one.speciality}; words: {matched}"]
    if one.known is not None:
        below.append(f"they know each other: {acquaintance_words(one.known, names, today)}")
    return Row(
        (
            numbered(one.need.id),
            f"{names[one.person.id]} – {names[one.other.id]}",
            f"{verb(one.need)} {one.need.text}{urgency}",
            "",
        ),
        below,
    )


def _planned_row(one: r.Introduction, names: Mapping[int, str], today: date) -> Row:
    name, other = names[one.person_id], names[one.other_person_id]
    step = next_action(one, name, other)
    state = dim(state_words(one, today))
    return Row(
        (numbered(one.id), f"{name} – {other}", one.text, state), [f"→ {step}"] if step else ()
    )


def _made_row(one: r.Exchange, names: Mapping[int, str], today: date) -> Row:
    below: list[Cell] = []
    if came := outcome_words(outcome_by(one, today), one.outcome_text):
        below.append(came)
    if introductions.is_report_due(one, today):
        below.append(f"→ tell {names[one.person_id]} what became of it: recip intro told {one.id}")
    elif one.direction is r.Direction.GOT and one.reported_on is not None:
        below.append(dim(f"told them on {short_day(one.reported_on, today)}"))
    said = (short_day(one.on, today), made_words(one, names))
    return Row((numbered(one.id), *said, dim(one.note)), below)


def _fields(
    one: introductions.Possible | r.Introduction, people: Mapping[int, r.Person]
) -> dict[str, Any]:
    if isinstance(one, introductions.Possible):
        return possible_fields(one)
    return planned_fields(one, people[one.person_id].name, people[one.other_person_id].name)


def intros_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return the introductions one could make, and those on their way.

    A query chooses people, of whom one of the two has to be, and by its other terms what is looked
    for. With `show_all` acquainted pairs are shown too, and introductions that have ended.
    """
    sql, query, today = asked.sql, asked.query, asked.today
    chosen = lists.people_listed(asked, _OWN, archived=show_all)
    everybody = asked.about().people()
    known = evidence.introductions(sql, today)
    # One that was let go is not proposed again.
    put_by = [one for one in known if introductions.is_planned(one, today) or not show_all]
    found = introductions.possible_introductions(
        (need for need in needs(sql, today) if lists.fits(query, _OWN, lists.need_asked(need))),
        everybody,
        stems,
        today=today,
        knowing=evidence.acquaintances(sql, [one.id for one in everybody], today),
        planned={introductions.pair_of(one.person_id, one.other_person_id) for one in put_by},
    )
    shown = [one for one in found if one.person.id in chosen or one.other.id in chosen]
    strangers = [one for one in shown if show_all or one.known is None]
    pairs = strangers if show_all else introductions.foremost(strangers)
    planned = [
        one
        for one in known
        if (show_all or introductions.is_planned(one, today))
        and (one.person_id in chosen or one.other_person_id in chosen)
        and lists.fits(query, _OWN, lists.Thing(one.noted_on, one.text, r.Category.INTRODUCTIONS))
    ]
    named = {one.person.id for one in pairs} | {one.other.id for one in pairs}
    named |= {one.person_id for one in planned} | {one.other_person_id for one in planned}
    people = {one.id: one for one in everybody if one.id in named}
    more, acquainted = len(strangers) - len(pairs), len(shown) - len(strangers)
    return intros_report(Intros(pairs, planned, people, more, acquainted), today=today, query=query)


def made_view(asked: Asked) -> Report:
    """Return who introduced whom, the owner or to them, the newest first, and what became of it."""
    today, query = asked.today, asked.query
    chosen = lists.people_listed(asked, _OWN, archived=True)
    made = [
        one
        for one in evidence.made(asked.sql, today)
        if (one.person_id in chosen or one.other_person_id in chosen)
        and lists.fits(query, _OWN, lists.Thing(one.on, one.note, one.category))
    ]
    named = {one.person_id for one in made} | {one.other_person_id for one in made}
    people = {one.id: one for one in asked.about().people() if one.id in named}
    names = words.shown_names(people.values())
    waiting = sum(introductions.is_report_due(one, today) for one in made)
    counts = [f"{len(made)} made", f"{waiting} to report back on" if waiting else ""]
    return Report(
        name="intros made",
        title=words.titled("Introductions", *counts, *words.asked_for(query, today)),
        fields=made_fields.names,
        rows=made_fields.rows(made, people, today),
        columns=_COLUMNS,
        body=[Section("", [_made_row(one, names, today) for one in made])] if made else (),
        empty=words.nothing_fits(query) or "no introduction was made yet",
    )
