"""Positioning: which of the owner's offers suit a role, and how they could be put in a sentence.

Source: docs/model.md, section 14. The roles and what they welcome follow section 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reciprocity_cli.domain.matching import Matter, matching_words
from reciprocity_cli.domain.records import Angle, Category, Need, Offer, Person, Role

_KNO, _ADV, _INT, _OPP, _REC = Category


class Welcome(NamedTuple):
    """Something that people of a role are usually glad of."""

    category: Category
    text: str


class RoleView(NamedTuple):
    """What people of a role usually bring, and what they are usually glad of."""

    brings: tuple[str, ...]
    welcomes: tuple[Welcome, ...]


ROLE_VIEWS: dict[Role, RoleView] = {
    Role.MENTOR: RoleView(
        (
            "strategy",
            "a view of the industry",
            "introductions",
            "presence",
            "a plan for years ahead",
        ),
        (
            Welcome(_KNO, "how things look from your level, and on the ground of a change"),
            Welcome(_ADV, "a shift in technology, generation or culture explained"),
            Welcome(_INT, "a promising junior, or people of your generation, to meet"),
            Welcome(_REC, "a good word about their mentoring"),
        ),
    ),
    Role.COACH: RoleView(
        ("a skill", "feedback", "practice", "accountability", "structure"),
        (
            Welcome(_KNO, "what your field needs from coaching"),
            Welcome(
                _ADV, "your expertise for others whom they coach, or somebody to practise with"
            ),
            Welcome(_INT, "a client who would be glad of them"),
            Welcome(_OPP, "material made together"),
            Welcome(_REC, "a testimonial"),
        ),
    ),
    Role.CONNECTOR: RoleView(
        ("introductions", "access to a network", "openings", "a smoother way in", "trust lent"),
        (
            Welcome(_KNO, "what became of an introduction they made"),
            Welcome(_INT, "people worth their knowing, and clients for what they do"),
            Welcome(_OPP, "openings and events to pass on"),
            Welcome(_REC, "their event or writing passed on"),
        ),
    ),
    Role.SPONSOR: RoleView(
        ("advocacy", "openings", "standing inside the house", "visibility", "a better position"),
        (
            Welcome(_KNO, "news of the market, or a new idea"),
            Welcome(_ADV, "results, an initiative of theirs carried, others grown"),
            Welcome(_REC, "being represented well"),
        ),
    ),
    Role.PEER: RoleView(
        (
            "encouragement",
            "problems solved together",
            "news of the field",
            "learning",
            "accountability",
        ),
        (
            Welcome(_KNO, "tools and tricks to swap"),
            Welcome(_ADV, "a skill taught, honest feedback, courage in a hard stretch"),
            Welcome(_INT, "somebody they would like to meet"),
            Welcome(_OPP, "openings shared"),
        ),
    ),
}

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
    usual: Welcome | None
    matched: tuple[tuple[Welcome, tuple[str, ...]], ...]
    helps: tuple[Helped, ...]

    @property
    def suits(self) -> bool:
        """Whether there is a reason to bring it up."""
        return bool(self.usual or self.matched or self.helps)


def sentence(offer: Offer) -> str:
    """Return a sentence one could say, from the offer's angle and its words."""
    return _SAID[offer.angle].format(offer.text.rstrip(" ."))


def position(
    offer: tuple[Offer, Matter],
    welcomes: Sequence[tuple[Welcome, Matter]],
    wanted: Sequence[tuple[Person, Need, Matter]],
) -> Position:
    """Hold one offer against what a role is glad of, and what its people look for.

    A welcome of the offer's category makes it usual; one that shares words is named with them.
    """
    mine, at_hand = offer
    matched = []
    for welcome, matter in welcomes:
        if words := matching_words(at_hand, matter):
            matched.append((welcome, words))
    usual = next((one for one, _ in welcomes if one.category is mine.category), None)
    helps = []
    for person, need, looked_for in wanted:
        if words := matching_words(looked_for, at_hand):
            helps.append(Helped(person, need, words))
    return Position(mine, usual, tuple(matched), tuple(helps))
