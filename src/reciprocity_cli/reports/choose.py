"""The facts about two people side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from reciprocity_cli.domain import planning, records
from reciprocity_cli.domain.dates import short_age, short_day
from reciprocity_cli.domain.due import DueRow
from reciprocity_cli.domain.needs import is_open_need, matters_by_list, tagged
from reciprocity_cli.domain.phase import is_unrepaired
from reciprocity_cli.domain.promises import is_open, overdue
from reciprocity_cli.reports.body import Column, Paragraph, Row, Section, Span, dim
from reciprocity_cli.reports.explain import person_facts
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.words import near_day, shown_names, titled
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.records import offers
from reciprocity_cli.store.stems import stems


class Side(NamedTuple):
    """The facts about one of the two; `needs` counts the open ones, met or not."""

    person: records.Person
    first: planning.First | None
    promises: tuple[records.Promise, ...]
    needs: int
    meets: tuple[planning.Meeting, ...]
    due: DueRow
    reliability: float | None
    candour: tuple[records.Signal, ...]
    to_mend: tuple[records.Incident, ...]


promise_fields = Fields("id what due_on")
meeting_fields = Fields(
    "need_id=need.id text=need.text urgency=need.urgency offer_id=offer.id offer=offer.text"
    " matched=words"
)
mend_fields = Fields("id by what")
side_fields = Fields(
    "id=person.id name=person.name came_first first_on first promises can_meet"
    " last_contact_on=due.last_contact_on cadence due_on=due.due_on your_word candour"
    " to_mend",
    came_first=lambda side, first: side is first,
    first_on=lambda side, _: side.first and side.first.on,
    first=lambda side, _: side.first and side.first.what,
    promises=lambda side, _: [promise_fields(one) for one in side.promises],
    can_meet=lambda side, _: [meeting_fields(one) for one in side.meets],
    cadence=lambda side, _: side.due.cadence and str(side.due.cadence),
    your_word=lambda side, _: planning.word_in_words(side.reliability),
    candour=lambda side, _: [signal.on for signal in side.candour],
    to_mend=lambda side, _: [mend_fields(one) for one in side.to_mend],
)


def _side(asked: Asked, person_id: int, mine: Sequence[records.Offer]) -> Side:
    today = asked.today
    held = dossier(asked.sql, person_id)
    facts = person_facts(asked, held)
    needs = [need for need in held.needs if is_open_need(need, today)]
    theirs, at_hand = matters_by_list(stems, tagged(needs), tagged(mine))
    meets = planning.can_meet(
        list(zip(needs, theirs, strict=True)), list(zip(mine, at_hand, strict=True))
    )
    return Side(
        person=held.person,
        first=planning.came_first(held.promises, held.signals, today),
        promises=tuple(p for p in held.promises if p.by is records.By.ME and is_open(p, today)),
        needs=len(needs),
        meets=meets,
        due=facts.due,
        reliability=facts.reliability.value,
        candour=tuple(
            signal
            for signal in held.signals
            if signal.kind is records.SignalKind.TOLD_ME_MISTAKE and signal.on <= today
        ),
        to_mend=tuple(one for one in held.incidents if is_unrepaired(one, today)),
    )


def choose_view(asked: Asked, one: int, other: int) -> Report:
    """Return the facts about two people, in two columns that end in a question."""
    mine = offers(asked.sql)
    sides = _side(asked, one, mine), _side(asked, other, mine)
    names = shown_names(side.person for side in sides)
    shown = [names[side.person.id] for side in sides]
    first = _first(*sides)
    return Report(
        name="choose",
        title=titled("Two invitations", " and ".join(shown)),
        fields=side_fields.names,
        rows=side_fields.rows(sides, first),
        beside={"question": planning.QUESTION, "reminder": planning.REMINDER},
        columns=(Column(), *(Column(Span(name, "strong"), wrap=True) for name in shown)),
        body=(
            Section("", _rows(sides, first, asked.today)),
            Paragraph(planning.QUESTION),
            Paragraph(planning.REMINDER, apart=False),
        ),
    )


def _first(one: Side, other: Side) -> Side | None:
    """Return the one that bound the owner on an earlier day; None for no such day."""
    if one.first is None or other.first is None:
        return one if one.first else other if other.first else None
    if one.first.on == other.first.on:
        return None
    return one if one.first.on < other.first.on else other


def _rows(sides: tuple[Side, Side], first: Side | None, today: date) -> list[Row]:
    chapters = (
        ("Who was first", [_first_words(side, side is first, today) for side in sides]),
        ("You promised", [_promises(side, today) for side in sides]),
        ("You can meet", [_need_words(side) for side in sides]),
        ("Contact", [_contact_words(side, today) for side in sides]),
        ("Trust", [_trust_words(side, today) for side in sides]),
    )
    return [
        Row((dim("" if at else label), left, right))
        for label, (ours, theirs) in chapters
        for at, (left, right) in enumerate(zip_longest(ours, theirs, fillvalue=""))
    ]


def _first_words(side: Side, was_first: bool, today: date) -> Sequence[str]:
    if side.first is None:
        return ["nothing noted"]
    when = short_day(side.first.on, today)
    return [f"{side.first.what} ({when}{', the first' if was_first else ''})"]


def _promises(side: Side, today: date) -> Sequence[str]:
    said = []
    for promise in side.promises:
        was = "was due" if overdue(promise, today) else "due"
        due = "" if promise.due_on is None else f", {was} {near_day(promise.due_on, today)}"
        said.append(f"{promise.what}{due}")
    return said or ["nothing open"]


def _need_words(side: Side) -> Sequence[str]:
    if not side.meets:
        return ["no need that an offer of yours meets" if side.needs else "no open need noted"]
    return [
        f"{one.need.text}{_urgency(one.need.urgency)}: {one.offer.text} ({', '.join(one.words)})"
        for one in side.meets
    ]


def _urgency(urgency: records.Urgency) -> str:
    return "" if urgency is records.Urgency.NORMAL else f" ({urgency})"


def _contact_words(side: Side, today: date) -> Sequence[str]:
    due = side.due
    since = "not met yet"
    if due.last_contact_on is not None:
        days = (today - due.last_contact_on).days
        since = f"{short_age(days)} since contact" if days else "contact today"
    return [f"{since}, every {due.cadence}" if due.cadence else f"{since}, no cadence"]


def _trust_words(side: Side, today: date) -> Sequence[str]:
    told = [f"told you of a mistake ({short_day(one.on, today)})" for one in side.candour[-1:]]
    mend = [
        f"to be mended ({'you' if one.by is records.By.ME else 'they'}): {one.what}"
        for one in side.to_mend
    ]
    return [planning.word_in_words(side.reliability), *told, *mend]
