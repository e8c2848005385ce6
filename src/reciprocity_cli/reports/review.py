"""Looking over a week or a quarter in steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from reciprocity_cli.domain.asks import REMIND, past_its_day
from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.habits import WORDS, Gives, habits, is_to_ask
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import (
    Matter,
    is_open_need,
    matching_words,
    matters_by_list,
    tagged,
    untagged,
)
from reciprocity_cli.domain.planning import can_meet
from reciprocity_cli.domain.records import By, Category, Closing, Offer, Person, Promise
from reciprocity_cli.reports.balance import GROUP_WORDS, action, balance_ties, with_next_steps
from reciprocity_cli.reports.body import Column, Row, Section, Span, dim
from reciprocity_cli.reports.due import reason_words, with_next_gives
from reciprocity_cli.reports.lists import everybody_here, who_is_due
from reciprocity_cli.reports.plan import gap_words, gaps_among
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.words import counted, days_ago, shown_names, span, titled
from reciprocity_cli.store.records import asks, gives_between, last_gives, needs, offers, promises
from reciprocity_cli.store.stems import stems

item_fields = Fields(
    "section=part person_id name text next_step",
    name=lambda one: one.name or None,
    next_step=lambda one: one.next_step or None,
)
SHOWN = 5
FACTS_SHOWN = 2
"""People in a section, and in a habit, that the table shows; `--all` shows everyone."""
_COLUMNS = (Column(shrink=True), Column(wrap=True))


class Part(StrEnum):
    """The five steps of a review, and the habits."""

    AUDIT = "audit"
    OPPORTUNITIES = "opportunities"
    CAPABILITY = "capability"
    PRACTICE = "practice"
    TRACKING = "tracking"
    HABITS = "habits"


HEADINGS = {
    Part.AUDIT: "What you give now",
    Part.OPPORTUNITIES: "Where you could give",
    Part.CAPABILITY: "What to be able to give",
    Part.PRACTICE: "What to do this week",
    Part.TRACKING: "How it stands",
    Part.HABITS: "Habits to look at, gently",
}
NOTHING = {
    Part.AUDIT: "nothing recorded",
    Part.OPPORTUNITIES: "no open need that an offer of yours meets",
    Part.CAPABILITY: "no need that several people share is without an offer of yours",
    Part.PRACTICE: "nobody is due this week",
    Part.TRACKING: "nothing is lopsided, and no outcome is waited for",
    Part.HABITS: "none of the six was found",
}


class ReviewLine(NamedTuple):
    """One line of a review: about somebody, or about the whole (`person_id` None)."""

    part: Part
    text: str
    person_id: int | None = None
    name: str = ""
    next_step: str = ""


def review_report(items: Sequence[ReviewLine], span: str, *, show_all: bool = False) -> Report:
    """Return the items under their six headings; a heading without any says so."""
    return Report(
        name="review",
        title=titled("Review", span),
        fields=item_fields.names,
        rows=item_fields.rows(items),
        columns=_COLUMNS,
        body=[
            Section(
                HEADINGS[part], _rows([one for one in items if one.part is part], part, show_all)
            )
            for part in Part
        ],
    )


def _rows(items: Sequence[ReviewLine], part: Part, show_all: bool) -> list[Row]:
    if not items:
        return [Row((dim(NOTHING[part]), ""), across=True)]
    limit = FACTS_SHOWN if part is Part.HABITS else SHOWN
    return [
        row for group in groups(items) for row in _group(group, len(group) if show_all else limit)
    ]


def groups(items: Sequence[ReviewLine]) -> list[list[ReviewLine]]:
    """Return the lines in groups, each begun by one about the whole where there is one."""
    found: list[list[ReviewLine]] = []
    for one in items:
        if not one.name or not found:
            found.append([])
        found[-1].append(one)
    return found


def _group(items: Sequence[ReviewLine], limit: int) -> list[Row]:
    whole = [one for one in items if not one.name]
    people = [one for one in items if one.name]
    rows = [_row(one) for one in (*whole, *people[:limit])]
    if len(people) > limit:
        more = dim(f"and {len(people) - limit} more: recip review --all")
        rows.append(Row((more, ""), across=True))
    return rows


def _row(one: ReviewLine) -> Row:
    below = [f"→ {one.next_step}"] if one.next_step else []
    if not one.name:
        return Row((Span(one.text, "strong"), ""), below, across=True)
    return Row((one.name, one.text), below)


def gave_words(count: int, people: int, categories: Sequence[tuple[str, int]], days: int) -> str:
    """Return "you gave 3 times to 2 people in the last 7 days: knowledge 2, advice 1"."""
    if not count:
        return f"no give in the last {days} days"
    times = "once" if count == 1 else f"{count} times"
    kinds = ", ".join(f"{category} {number}" for category, number in categories)
    whom = counted(people, "person", "people")
    return f"you gave {times} to {whom} in the last {days} days: {kinds}"


WEEK_DAYS, QUARTER_DAYS = 7, 91
LOOKED_BACK_DAYS = 730
"""How far back gives are read for habits; each looks at less."""
_KEPT = (Closing.KEPT, Closing.LATE)
QUIET_DAYS = 91
"""Somebody with a role whom nothing was given for so many days is named."""


class Ground:
    """What all parts of a review look at, read once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked.about()
        self.today = today = asked.today
        self.people: Mapping[int, Person] = everybody_here(asked)
        self.names = shown_names(self.people.values())
        self.offers: Sequence[Offer] = offers(asked.sql)
        self.needs = [one for one in needs(asked.sql, today) if one.person_id in self.people]
        self.asks = [one for one in asks(asked.sql, today) if one.person_id in self.people]
        first = today - timedelta(days=LOOKED_BACK_DAYS)
        gives = gives_between(asked.sql, first, today)
        self.gives = [give for give in gives if give.person_id in self.people]

    def item(self, part: Part, person_id: int, text: str, step: str = "") -> ReviewLine:
        """Return a line about somebody."""
        return ReviewLine(part, text, person_id, self.names[person_id], step)

    def by_name(self, items: Iterable[ReviewLine]) -> list[ReviewLine]:
        """Return lines by name; nobody comes before another for what passed."""
        return sorted(items, key=lambda one: (fold(one.name), one.person_id or 0))


def review_span(today: date, days: int) -> str:
    """Return the days that a review looks back on, in words."""
    return span(today - timedelta(days=days - 1), today)


def review_items(asked: Asked, days: int) -> list[ReviewLine]:
    """Return every line of a review, part by part."""
    ground = Ground(asked)
    return [
        *_audit(ground, days),
        *_opportunities(ground),
        *_capability(ground),
        *_practice(ground),
        *_tracking(ground),
        *_habits(ground),
    ]


def _audit(ground: Ground, days: int) -> list[ReviewLine]:
    if not ground.people:
        return []
    lately = [
        give
        for give in ground.gives
        if (ground.today - give.on).days < days and not give.self_interest
    ]
    by_category = Counter(give.category for give in lately)
    counted = [(str(one), by_category[one]) for one in Category if by_category[one]]
    people = len({give.person_id for give in lately})
    last = last_gives(ground.asked.sql, ground.today)
    quiet = []
    for person in ground.people.values():
        age = (ground.today - last[person.id]).days if person.id in last else None
        if person.roles and not person.paused and (age is None or age >= QUIET_DAYS):
            text = "nothing given yet" if age is None else f"your last give was {days_ago(age)}"
            roles = ", ".join(person.roles)
            quiet.append(ground.item(Part.AUDIT, person.id, f"{roles}; {text}"))
    summary = ReviewLine(Part.AUDIT, gave_words(len(lately), people, counted, days))
    return [summary, *ground.by_name(quiet)]


def _opportunities(ground: Ground) -> list[ReviewLine]:
    open_needs = [need for need in ground.needs if is_open_need(need, ground.today)]
    sought, at_hand = matters_by_list(stems, tagged(open_needs), tagged(ground.offers))
    mine = list(zip(ground.offers, at_hand, strict=True))
    theirs = list(zip(open_needs, sought, strict=True))
    found = [
        ground.item(
            Part.OPPORTUNITIES,
            one.need.person_id,
            f"looks for: {one.need.text}",
            f"you offer {one.offer.text} ({', '.join(one.words)})",
        )
        for one in can_meet(theirs, mine)
        if not ground.people[one.need.person_id].paused
    ]
    return ground.by_name(found)


def _capability(ground: Ground) -> list[ReviewLine]:
    found = [
        ReviewLine(Part.CAPABILITY, gap_words(gap, ground.names), next_step="recip plan")
        for gap in gaps_among(ground.people, ground.needs, ground.offers, ground.today)
    ]
    if not ground.offers:
        said = "no offer of yours is noted"
        found.append(ReviewLine(Part.CAPABILITY, said, next_step="recip offer add TEXT"))
    return found


def _practice(ground: Ground) -> list[ReviewLine]:
    found = [
        ReviewLine(
            Part.PRACTICE,
            reason_words(row.reasons[0], ground.today),
            row.person.id,
            ground.names.get(row.person.id, row.person.name),
            row.next_action,
        )
        for row in with_next_gives(ground.asked, who_is_due(ground.asked).rows)
    ]
    return found + [
        ground.item(Part.PRACTICE, ask.person_id, f"you asked: {ask.what}", REMIND)
        for ask in ground.asks
        if past_its_day(ask, ground.today)
    ]


def _tracking(ground: Ground) -> list[ReviewLine]:
    flagged = [tie for tie in balance_ties(ground.asked) if tie.standing.flagged]
    found = [
        ground.item(
            Part.TRACKING,
            tie.person.id,
            GROUP_WORDS[tie.standing.group].removeprefix("Lopsided: "),
            action(tie, ground.today),
        )
        for tie in with_next_steps(ground.asked, flagged)
        if tie.standing.group is not None
    ]
    found += [
        ground.item(
            Part.TRACKING,
            give.person_id,
            f"what became of it? {give.note or give.category} ({short_day(give.on, ground.today)})",
            "ask how it went",
        )
        for give in ground.gives
        if is_to_ask(give, ground.today)
    ]
    return ground.by_name(found)


def _habits(ground: Ground) -> list[ReviewLine]:
    made = [
        one for one in promises(ground.asked.sql, ground.today) if one.person_id in ground.people
    ]
    found = habits(
        Gives(ground.gives, _relevant(ground, made), ground.today),
        needs=ground.needs,
        promises=made,
        asks=ground.asks,
        promises_at_hand=_at_hand(made, ground.offers),
    )
    items = []
    for finding in found:
        told = WORDS[finding.habit]
        items.append(ReviewLine(Part.HABITS, told.what, next_step=told.step))
        items += [
            ground.item(
                Part.HABITS, fact.person_id, f"{fact.text} ({short_day(fact.on, ground.today)})"
            )
            for fact in finding.facts
        ]
    return items


def _relevant(ground: Ground, made: Sequence[Promise]) -> set[int]:
    """Return the ids of gives that met a need, or spoke of what somebody looked for.

    So does praise, and what was given on the day on which a promise to them was kept.
    """
    found = {need.met_by_id for need in ground.needs if need.met_by_id is not None}
    kept = {
        (one.person_id, one.closed_on) for one in made if one.by is By.ME and one.closing in _KEPT
    }
    found |= {
        give.id
        for give in ground.gives
        if give.category is Category.RECOGNITION or (give.person_id, give.on) in kept
    }
    wanting = {need.person_id for need in ground.needs}
    gives = [give for give in ground.gives if give.person_id in wanting]
    said = [(give.note, give.tags) for give in gives]
    theirs, given = matters_by_list(stems, tagged(ground.needs), said)
    sought: dict[int, list[Matter]] = {}
    for need, matter in zip(ground.needs, theirs, strict=True):
        sought.setdefault(need.person_id, []).append(matter)
    for give, matter in zip(gives, given, strict=True):
        if any(matching_words(one, matter) for one in sought[give.person_id]):
            found.add(give.id)
    return found


def _at_hand(made: Sequence[Promise], mine: Sequence[Offer]) -> set[int]:
    """Return the ids of the promises that an offer of the owner's fits."""
    whats = untagged(promise.what for promise in made)
    promised, at_hand = matters_by_list(stems, whats, tagged(mine))
    return {
        promise.id
        for promise, matter in zip(made, promised, strict=True)
        if any(matching_words(matter, offer) for offer in at_hand)
    }
