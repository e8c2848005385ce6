"""Positioning: which of the owner's offers suit a role, and how they could be put in a sentence.

Source: docs/model.md, section 14.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from reciprocity_cli.domain.catalogue import CatalogueRow, rows_for
from reciprocity_cli.domain.matching import Matter, matching_words
from reciprocity_cli.domain.records import Angle, Category, Need, Offer, Person, Role

BRINGS: dict[Role, tuple[str, ...]] = {
    Role.MENTOR: (
        "strategy",
        "a view of the industry",
        "introductions",
        "presence",
        "a plan for years ahead",
    ),
    Role.COACH: ("a skill", "feedback", "practice", "accountability", "structure"),
    Role.CONNECTOR: (
        "introductions",
        "access to a network",
        "openings",
        "a smoother way in",
        "trust lent",
    ),
    Role.SPONSOR: (
        "advocacy",
        "openings",
        "standing inside the house",
        "visibility",
        "a better position",
    ),
    Role.PEER: (
        "encouragement",
        "problems solved together",
        "news of the field",
        "learning",
        "accountability",
    ),
}
"""What people of a role usually bring; what they are glad of stands in the catalogue."""

_CATEGORIES = tuple(Category)
_SAID = {
    None: "I can offer this: {}.",
    Angle.GENERATIONAL: "From where my generation stands, I can offer this: {}.",
    Angle.TECHNICAL: "I do this with my own hands, and can offer it: {}.",
    Angle.MARKET: "I see the market from my side of it, and can offer this: {}.",
    Angle.CULTURAL: "I move between cultures, and can offer this: {}.",
    Angle.CROSS_INDUSTRY: "I come from another industry, where this is everyday work: {}.",
}


class Helped(NamedTuple):
    """Somebody of the role for whom an offer meets something they look for, and the words."""

    person: Person
    need: Need
    words: tuple[str, ...]


class Position(NamedTuple):
    """One offer before people of one role: why it suits, what to say, whom it could help now."""

    offer: Offer
    usual: bool
    matched: tuple[tuple[CatalogueRow, tuple[str, ...]], ...]
    helps: tuple[Helped, ...]

    @property
    def suits(self) -> bool:
        """Whether there is a reason to bring it up."""
        return bool(self.usual or self.matched or self.helps)


def sentence(offer: Offer) -> str:
    """Return a sentence one could say, from the offer's angle and its words."""
    return _SAID[offer.angle].format(offer.text.rstrip(" ."))


def welcomes(
    role: Role, off: Collection[str] = (), added: Iterable[CatalogueRow] = ()
) -> list[CatalogueRow]:
    """Return the rows of the catalogue for a role, by category; those for anyone tell nothing."""
    rows = [row for row in rows_for((role,), off, added) if row.role is role]
    return sorted(rows, key=lambda row: _CATEGORIES.index(row.category))


def position(
    offer: tuple[Offer, Matter],
    glad_of: Sequence[tuple[CatalogueRow, Matter]],
    wanted: Sequence[tuple[Person, Need, Matter]],
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
