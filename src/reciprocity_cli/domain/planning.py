"""What to learn, whom to meet, which offer suits a role, and two side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.catalogue import CatalogueRow, rows_for
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import BY_URGENCY, Matter, matching_words
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.text import settled

FEWEST_PEOPLE = 2


class Wanted(NamedTuple):
    """A need or interest, whose it is, what it speaks of; its tags are in the stems."""

    person: r.Person
    need: r.Need
    matter: Matter


class Skilled(NamedTuple):
    """A speciality of somebody in the ledger."""

    person: r.Person
    speciality: str
    matter: Matter


class Gap(NamedTuple):
    """Something several look for: the words they share, who they are, whom to meet.

    `wanted` and `meet` go by name, `words` by the alphabet; `urgency` is the highest among them.
    """

    words: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    urgency: r.Urgency
    meet: tuple[Skilled, ...]

    @property
    def people(self) -> int:
        """How many people look for it."""
        return len({one.person.id for one in self.wanted})


def gaps(
    wanted: Sequence[Wanted], offers: Sequence[Matter], skilled: Sequence[Skilled]
) -> list[Gap]:
    """Return what two or more look for and no offer meets, the most wanted first.

    Then the more urgent, then by word. What is part of a wider gap is not named twice.
    """
    unmet = [
        one for one in wanted if not any(matching_words(one.matter, offer) for offer in offers)
    ]
    by_stem: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(unmet):
        for stem in one.matter.stems:
            by_stem[stem].append(at)
    stems: dict[frozenset[int], list[str]] = defaultdict(list)
    for stem, places in by_stem.items():
        if len({unmet[at].person.id for at in places}) >= FEWEST_PEOPLE:
            stems[frozenset(places)].append(stem)
    widest = [places for places in stems if not any(places < other for other in stems)]
    found = [_gap([unmet[at] for at in sorted(at)], stems[at], skilled) for at in widest]
    return sorted(found, key=lambda gap: (-gap.people, BY_URGENCY.index(gap.urgency), gap.words))


def _gap(wanted: Sequence[Wanted], stems: Sequence[str], skilled: Sequence[Skilled]) -> Gap:
    within = {one.person.id for one in wanted}
    words = {next(one.matter.stems[stem] for one in wanted) for stem in stems}
    meet = [
        one
        for one in skilled
        if one.person.id not in within and any(stem in one.matter.stems for stem in stems)
    ]
    return Gap(
        words=tuple(sorted(words)),
        wanted=tuple(
            sorted(wanted, key=lambda one: (fold(one.person.name), one.person.id, one.need.id))
        ),
        urgency=min((one.need.urgency for one in wanted), key=BY_URGENCY.index),
        meet=tuple(sorted(meet, key=lambda one: (fold(one.person.name), one.person.id))),
    )


_BRINGS = {
    r.Role.MENTOR: "strategy, a view of the industry, introductions, presence,"
    " a plan for years ahead",
    r.Role.COACH: "a skill, feedback, practice, accountability, structure",
    r.Role.CONNECTOR: "introductions, access to a network, openings, a smoother way in, trust lent",
    r.Role.SPONSOR: "advocacy, openings, standing inside the house, visibility, a better position",
    r.Role.PEER: "encouragement, problems solved together, news of the field, learning,"
    " accountability",
}
BRINGS = {role: tuple(listed.split(", ")) for role, listed in _BRINGS.items()}
"""What people of a role usually bring; what they are glad of stands in the catalogue."""

_CATEGORIES = tuple(r.Category)
_SAID = {
    None: "I can offer this: {}.",
    r.Angle.GENERATIONAL: "From where my generation stands, I can offer this: {}.",
    r.Angle.TECHNICAL: "I do this with my own hands, and can offer it: {}.",
    r.Angle.MARKET: "I see the market from my side of it, and can offer this: {}.",
    r.Angle.CULTURAL: "I move between cultures, and can offer this: {}.",
    r.Angle.CROSS_INDUSTRY: "I come from another industry, where this is everyday work: {}.",
}


class Helped(NamedTuple):
    """Somebody of the role who looks for something an offer meets, and the words."""

    person: r.Person
    need: r.Need
    words: tuple[str, ...]


class Position(NamedTuple):
    """An offer for people of a role: why it suits, what to say, whom it helps now."""

    offer: r.Offer
    usual: bool
    matched: tuple[tuple[CatalogueRow, tuple[str, ...]], ...]
    helps: tuple[Helped, ...]

    @property
    def suits(self) -> bool:
        """Whether there is a reason to bring it up."""
        return bool(self.usual or self.matched or self.helps)


def sentence(offer: r.Offer) -> str:
    """Return a sentence one could say, from the offer's angle and its words."""
    return _SAID[offer.angle].format(offer.text.rstrip(" ."))


def welcomes(
    role: r.Role, off: Collection[str] = (), added: Iterable[CatalogueRow] = ()
) -> list[CatalogueRow]:
    """Return the rows of the catalogue for a role, by category; those for anyone tell nothing."""
    rows = [row for row in rows_for((role,), off, added) if row.role is role]
    return sorted(rows, key=lambda row: _CATEGORIES.index(row.category))


def position(
    offer: tuple[r.Offer, Matter],
    glad_of: Sequence[tuple[CatalogueRow, Matter]],
    wanted: Sequence[tuple[r.Person, r.Need, Matter]],
) -> Position:
    """Hold one offer against what a role is glad of, and what its people look for.

    A row of the offer's category makes it usual; one that shares words is named with them.
    """
    mine, at_hand = offer
    matched = [
        (row, words) for row, matter in glad_of if (words := matching_words(at_hand, matter))
    ]
    helps = [
        Helped(person, need, words)
        for person, need, looked_for in wanted
        if (words := matching_words(looked_for, at_hand))
    ]
    usual = any(row.category is mine.category for row, _ in glad_of)
    return Position(mine, usual, tuple(matched), tuple(helps))


INVITED_DAYS = 30
"""An invitation noted in the last so many days may be the one that is to be chosen now."""
HELD_FROM, SLIPPED_BELOW = 0.6, 0.4
"""Where the reliability of the owner's word is told as held, and as slipped."""
QUESTION = "For whom does it matter more that you are there?"
REMINDER = "Whichever you choose, tell the other one now, and offer another day."


class First(NamedTuple):
    """The earliest thing noted that bound the owner: an invitation or a promise."""

    on: date
    what: str


class Meeting(NamedTuple):
    """An open need that the owner's offer meets now, and the words that matched."""

    need: r.Need
    offer: r.Offer
    words: tuple[str, ...]


def came_first(
    promises: Iterable[r.Promise], signals: Iterable[r.Signal], today: date
) -> First | None:
    """Return the oldest of the owner's open promises and of the invitations of the last 30 days."""
    found = [
        First(promise.made_on, f"your promise: {promise.what}")
        for promise in promises
        if promise.by is r.By.ME and is_open(promise, today)
    ]
    found += [
        First(signal.on, "invited you")
        for signal in signals
        if signal.kind is r.SignalKind.INVITED_ME and 0 <= (today - signal.on).days < INVITED_DAYS
    ]
    return min(found, default=None)


def can_meet(
    needs: Sequence[tuple[r.Need, Matter]], offers: Sequence[tuple[r.Offer, Matter]]
) -> tuple[Meeting, ...]:
    """Return the needs an offer meets, each with the first that does, urgent first."""
    found = []
    for need, looked_for in needs:
        for offer, at_hand in offers:
            if words := matching_words(looked_for, at_hand):
                found.append(Meeting(need, offer, words))
                break
    found.sort(key=lambda one: (BY_URGENCY.index(one.need.urgency), one.need.noted_on))
    return tuple(found)


def word_in_words(reliability: float | None) -> str:
    """Return how the owner's word to somebody stands, without a number to compare."""
    if reliability is None:
        return "no promise of yours is settled yet"
    value = settled(reliability)
    if value >= HELD_FROM:
        return "your word has held"
    if value >= SLIPPED_BELOW:
        return "your word held at times"
    return "your word slipped: this is a chance to make it good"
