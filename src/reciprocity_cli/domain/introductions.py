"""Introductions: who could meet whom, and how far one that is planned has come.

Source: docs/model.md, section 11. A need of one person meets a speciality of another,
both in the ledger; both are asked first.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import (
    BY_URGENCY,
    Matter,
    StemsOf,
    is_open,
    matters_by_list,
    tagged,
    untagged,
)
from reciprocity_cli.domain.touch import REPORT_AFTER_DAYS

OPEN_STATES = (r.IntroState.IDEA, r.IntroState.ASKED, r.IntroState.AGREED)

PAIRS_A_NEED, PAIRS_SHOWN = 3, 30
"""How many pairs are shown at once: nobody is helped by a name for each of fifty who could help."""

Pair = tuple[int, int]
"""The ids of two people, the smaller first."""


class Acquaintance(NamedTuple):
    """How the ledger knows that two know each other; `on` is the day, if any.

    `introduced` by the owner; one of them, `by_id`, `introduced-me` to the other; the
    owner `met` one `through` the other, `by_id`; both were `together` at one contact.
    """

    how: Literal["introduced", "introduced-me", "met-through", "together"]
    on: date | None = None
    by_id: int | None = None


class Possible(NamedTuple):
    """A possible introduction: what `person` looks for, what `other` could do.

    `words` are the tags and words that the two texts share, as the need has them.
    """

    need: r.Need
    person: r.Person
    other: r.Person
    speciality: str
    words: tuple[str, ...]
    known: Acquaintance | None = None


Knowing = Callable[[int, int], "Acquaintance | None"]
"""Takes the ids of two people, tells how they know each other, or None."""


def pair_of(one: int, other: int) -> Pair:
    """Return two ids as a pair, whichever comes first."""
    return (one, other) if one < other else (other, one)


def possible_introductions(
    needs: Iterable[r.Need],
    people: Iterable[r.Person],
    stems_of: StemsOf,
    *,
    today: date,
    knowing: Knowing = lambda _one, _other: None,
    planned: Collection[Pair] = (),
) -> list[Possible]:
    """Return each open need or interest with each person who could help with it.

    Left out are the archived and the paused on either side, and pairs whose introduction is
    `planned` already. Those who do not know each other come first, needs before interests, the
    urgent before the rest, closer matches before looser ones.
    """
    free = {one.id: one for one in people if not (one.archived or one.paused)}
    sought = [need for need in needs if need.person_id in free and is_open(need, today)]
    offered = [(one, text) for one in free.values() for text in one.specialities]
    texts = untagged(text for _, text in offered)
    theirs, at_hand = matters_by_list(stems_of, tagged(sought), texts)
    index = _index(at_hand)
    found = []
    for need, looked_for in zip(sought, theirs, strict=True):
        closest = _closest(need.person_id, offered, _shared(looked_for, index))
        for at, words in closest.items():
            other, speciality = offered[at]
            if pair_of(need.person_id, other.id) in planned:
                continue
            person, known = free[need.person_id], knowing(need.person_id, other.id)
            found.append(Possible(need, person, other, speciality, tuple(words), known))
    return sorted(found, key=_order)


def foremost(possible: Sequence[Possible]) -> list[Possible]:
    """Return the pairs shown at once: PAIRS_A_NEED per need, PAIRS_SHOWN in all."""
    taken: dict[int, int] = {}
    shown = []
    for one in possible:
        taken[one.need.id] = taken.get(one.need.id, 0) + 1
        if taken[one.need.id] <= PAIRS_A_NEED:
            shown.append(one)
    return shown[:PAIRS_SHOWN]


def is_report_due(exchange: r.Exchange, today: date) -> bool:
    """Tell whether the connector of an introduction waits to hear what became of it."""
    return (
        exchange.direction is r.Direction.GOT
        and exchange.category is r.Category.INTRODUCTIONS
        and (exchange.reported_on is None or exchange.reported_on > today)
        and (today - exchange.on).days >= REPORT_AFTER_DAYS
    )


def is_planned(introduction: r.Introduction, today: date) -> bool:
    """Tell whether an introduction is on its way: noted, not made, not dropped."""
    ended = introduction.closed_on is not None and introduction.closed_on <= today
    return introduction.noted_on <= today and not ended


def _index(offered: Sequence[Matter]) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
    """Return where each stem stands, and where each word does, folded, or its stem.

    Looking words up costs what is found; comparing each need with each speciality would
    take seconds for a thousand people.
    """
    by_stem: dict[str, list[int]] = {}
    by_word: dict[str, list[int]] = {}
    for at, matter in enumerate(offered):
        for stem in matter.stems:
            by_stem.setdefault(stem, []).append(at)
        for word in dict.fromkeys((*matter.stems, *map(fold, matter.stems.values()))):
            by_word.setdefault(word, []).append(at)
    return by_stem, by_word


def _shared(
    looked_for: Matter, index: tuple[Mapping[str, list[int]], Mapping[str, list[int]]]
) -> dict[int, dict[str, str]]:
    """Return the specialities a need meets, each with what matching_words would say."""
    by_stem, by_word = index
    found: dict[int, dict[str, str]] = {}
    asked = [(tag, by_word.get(fold(tag), ())) for tag in looked_for.tags]
    asked += [(word, by_stem.get(stem, ())) for stem, word in looked_for.stems.items()]
    for word, places in asked:
        for at in places:
            found.setdefault(at, {}).setdefault(fold(word), word)
    return found


def _closest(
    person_id: int, offered: Sequence[tuple[r.Person, str]], shared: Mapping[int, Mapping[str, str]]
) -> dict[int, list[str]]:
    """Return each other person's speciality sharing most words, first of equals."""
    kept: dict[int, int] = {}
    for at in sorted(shared):
        other = offered[at][0].id
        if other == person_id:
            continue
        before = kept.get(other)
        if before is None or len(shared[at]) > len(shared[before]):
            kept[other] = at
    return {at: list(shared[at].values()) for at in kept.values()}


def _order(one: Possible) -> tuple[bool, bool, int, int, str, int, str, int]:
    need = one.need
    return (
        one.known is not None,
        need.seeking is r.Seeking.INTEREST,
        BY_URGENCY.index(need.urgency),
        -len(one.words),
        fold(one.person.name),
        need.id,
        fold(one.other.name),
        one.other.id,
    )
