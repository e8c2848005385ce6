"""Planning: what several people look for and no offer of the owner's meets; what to learn from it.

Source: docs/model.md, section 14.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from reciprocity_cli.domain.matching import Matter, matching_words
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import BY_URGENCY
from reciprocity_cli.domain.records import Need, Person, Urgency

FEWEST_PEOPLE = 2


class Wanted(NamedTuple):
    """A need or interest, whose it is, and what it speaks of; its tags are among the stems."""

    person: Person
    need: Need
    matter: Matter


class Skilled(NamedTuple):
    """A speciality of somebody in the ledger."""

    person: Person
    speciality: str
    matter: Matter


class Gap(NamedTuple):
    """Something that several people look for: the words they share, who they are, whom to meet.

    `wanted` and `meet` go by name, `words` by the alphabet; `urgency` is the highest among them.
    """

    words: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    urgency: Urgency
    meet: tuple[Skilled, ...]

    @property
    def people(self) -> int:
        """How many people look for it."""
        return len({one.person.id for one in self.wanted})


def gaps(
    wanted: Sequence[Wanted], offers: Sequence[Matter], skilled: Sequence[Skilled]
) -> list[Gap]:
    """Return what two people or more look for and no offer meets, what most look for first.

    Then the more urgent, then by word. What is part of a wider gap is not named twice.
    """
    unmet = [
        one for one in wanted if not any(matching_words(one.matter, offer) for offer in offers)
    ]
    stems: dict[frozenset[int], list[str]] = defaultdict(list)
    for stem, places in _by_stem(unmet).items():
        if len({unmet[at].person.id for at in places}) >= FEWEST_PEOPLE:
            stems[frozenset(places)].append(stem)
    widest = [places for places in stems if not any(places < other for other in stems)]
    found = [_gap([unmet[at] for at in sorted(at)], stems[at], skilled) for at in widest]
    return sorted(found, key=lambda gap: (-gap.people, BY_URGENCY.index(gap.urgency), gap.words))


def _by_stem(wanted: Sequence[Wanted]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(wanted):
        for stem in one.matter.stems:
            found[stem].append(at)
    return found


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
        wanted=tuple(sorted(wanted, key=_by_name)),
        urgency=min((one.need.urgency for one in wanted), key=BY_URGENCY.index),
        meet=tuple(sorted(meet, key=lambda one: (fold(one.person.name), one.person.id))),
    )


def _by_name(one: Wanted) -> tuple[str, int, int]:
    return fold(one.person.name), one.person.id, one.need.id
