"""Needs and interests: which are open, which come first, and what could meet them.

Source: docs/model.md, sections 1 and 11. Matching goes by tags and by words in their
stems, and is always explained by the words that matched; stems come from the full-text
engine (store/stems.py), so they are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Need, Seeking, Urgency

BY_URGENCY = tuple(reversed(Urgency))
"""The most urgent first."""


def is_met(need: Need, today: date) -> bool:
    """Tell whether a need had been met by a day."""
    return need.met_on is not None and need.met_on <= today


def is_open(need: Need, today: date) -> bool:
    """Tell whether a need or interest was noted by a day and not met by then."""
    return need.noted_on <= today and not is_met(need, today)


def is_open_need(need: Need, today: date) -> bool:
    """Tell whether something was looked for on a day and not met by then; interests are not."""
    return need.seeking is Seeking.NEED and is_open(need, today)


def most_urgent(needs: Iterable[Need], today: date) -> Need | None:
    """Return the most urgent open need, newest of equals; the reference for the SQL."""
    return min(
        (need for need in needs if is_open_need(need, today)),
        key=lambda need: (BY_URGENCY.index(need.urgency), -need.noted_on.toordinal(), -need.id),
        default=None,
    )


def verb(need: Need) -> str:
    """Return "looks for", or of an interest "takes an interest in"."""
    return "looks for" if need.seeking is Seeking.NEED else "takes an interest in"


Stems = Mapping[str, str]
"""Each stem of a text, in the order of the text, and the word it stands for as written there."""

StemsOf = Callable[[Sequence[str]], list[Stems]]
"""Takes texts, returns the stems of each."""

_COMMON = (
    "a about after all also am an and any anybody anyone anything are as at be been "
    "before better but by can could did do does doing down else every everybody "
    "everyone few for from get gets getting give gives giving go going good great had "
    "happy has have having he help helped helping helps her him his how i idea if in into "
    "interest interested is it its just keep know known like look looking looks lot made "
    "make makes making many may me meet might more most much must my need needed needs "
    "new next no not now of off offer on one or other our out over own people person "
    "please point right see seek seeking seeks she should so some somebody someone "
    "something take than that the their them then there these they thing things think "
    "this those through time to too up us use used using very want wanted wants was we "
    "day days week weeks month months year years hour hours "
    "well were what when where which while who whom whose why will with work working "
    "works would you your"
)
COMMON_WORDS = frozenset(_COMMON.split())
"""Words that say nothing about what is looked for; a match on them alone would be no match."""


class Matter(NamedTuple):
    """What a need, interest, offer, speciality, opportunity or idea speaks of."""

    tags: tuple[str, ...] = ()
    stems: Stems = {}


class _Tagged(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...


def tagged(things: Iterable[_Tagged]) -> list[tuple[str, tuple[str, ...]]]:
    """Return needs, offers or opportunities as what they say and their tags."""
    return [(thing.text, thing.tags) for thing in things]


def untagged(texts: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return texts that have no tags as `matters_by_list` takes them."""
    return [(text, ()) for text in texts]


def matters(texts: Sequence[tuple[str, Sequence[str]]], stems_of: StemsOf) -> list[Matter]:
    """Return what each (text, tags) speaks of; all texts are stemmed in one go."""
    told = stems_of([text for text, _ in texts])
    says_much = [
        {stem: word for stem, word in stems.items() if len(word) > 1 and word not in COMMON_WORDS}
        for stems in told
    ]
    return [Matter(tuple(tags), kept) for (_, tags), kept in zip(texts, says_much, strict=True)]


def matters_by_list(
    stems_of: StemsOf, *lists: Sequence[tuple[str, Sequence[str]]]
) -> list[list[Matter]]:
    """Return what each (text, tags) of each list speaks of; all lists are stemmed in one go."""
    told = iter(matters([text for listed in lists for text in listed], stems_of))
    return [[next(told) for _ in listed] for listed in lists]


def matching_words(looked_for: Matter, at_hand: Matter) -> tuple[str, ...]:
    """Return the tags and words both share, as the first writes them; empty: no match.

    A tag also matches a word: what is tagged `rust` meets "a Rust reviewer".
    """
    # Of a thousand needs and specialities, nearly all pairs share nothing.
    tagged = looked_for.tags or at_hand.tags
    if not tagged and looked_for.stems.keys().isdisjoint(at_hand.stems):
        return ()
    there: set[str] = set()
    tags = set(map(fold, at_hand.tags))
    if looked_for.tags:
        there = tags.union(at_hand.stems, map(fold, at_hand.stems.values()))
    found = [tag for tag in looked_for.tags if fold(tag) in there]
    found += [
        word
        for stem, word in looked_for.stems.items()
        if stem in at_hand.stems or (tags and fold(word) in tags)
    ]
    first: dict[str, str] = {}
    for word in found:
        first.setdefault(fold(word), word)
    return tuple(first.values())
