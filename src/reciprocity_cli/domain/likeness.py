"""Likeness: pairs of people of the ledger who may be one, with what makes them look so.

For a list that the owner goes through; nobody is ever merged by it. Pairs are sought only where
something is shared, so that ten thousand people take seconds and not an hour.
Source: docs/commands.md, "recip person duplicates".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.recognise import KnownPerson, born_apart, known_person, links_differ
from reciprocity_cli.domain.records import Person

ALIKE = 85.0
"""Per cent of likeness from which two spellings are called alike."""

MOST_TOGETHER = 12
"""People sharing one thing of whom every pair is looked at; beyond, each with the first."""

NEIGHBOURS = 4
"""How far apart in the order of names two spellings may stand that share no word."""

_SHORTEST_PHONE = 6
_REASONS = ("same e-mail", "same link", "same phone", "same name", "a name of both", "names alike")


class Likely(NamedTuple):
    """Two people who may be one, the one who came first in front; `reasons` the surest first."""

    one: Person
    other: Person
    reasons: tuple[str, ...]


def likely_pairs(people: Sequence[Person]) -> list[Likely]:
    """Return the pairs, the surest first, then by name and id.

    Two who have different profiles on one site, or different birthdays, are two people, and no
    pair, unless they share an address.
    """
    by_id = {person.id: person for person in people}
    known = {person.id: known_person(person) for person in people}
    found: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
    for reason, pair in _sharing(known.values()):
        found[pair][reason] = None
    for pair in _spelled_alike(known.values()):
        found[pair].setdefault("names alike", None)
    kept = [
        Likely(by_id[a], by_id[b], tuple(sorted(reasons, key=_sureness)))
        for (a, b), reasons in found.items()
        if not _two_people(known[a], known[b], reasons)
    ]
    return sorted(
        kept,
        key=lambda each: (
            _sureness(each.reasons[0]),
            fold(each.one.name),
            each.one.id,
            each.other.id,
        ),
    )


def _sureness(reason: str) -> int:
    return next(at for at, start in enumerate(_REASONS) if reason.startswith(start))


def _two_people(one: KnownPerson, other: KnownPerson, reasons: Mapping[str, None]) -> bool:
    if any(reason.startswith("same e-mail") for reason in reasons):
        return False
    return links_differ(one, other) or born_apart(one.birthday, other.birthday)


def _sharing(people: Iterable[KnownPerson]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the pairs that have an address, a number or a name in common."""
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for person in people:
        phones = (phone for phone in person.phones if len(phone) >= _SHORTEST_PHONE)
        for reason, keys in (
            ("same e-mail", person.emails),
            ("same link", person.links),
            ("same phone", phones),
            ("same name", (person.name,)),
            ("a name of both", person.aliases),
        ):
            for key in keys:
                bearers[reason, key].append(person.id)
    for (reason, key), ids in bearers.items():
        if reason == "a name of both":
            ids = [*ids, *bearers.get(("same name", key), ())]
        said = reason if reason == "same name" else f"{reason} {key}"
        yield from ((said, pair) for pair in _pairs(ids))


def _pairs(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(set(ids))
    if len(ordered) <= MOST_TOGETHER:
        yield from combinations(ordered, 2)
    else:
        yield from ((ordered[0], other) for other in ordered[1:])


def _spelled_alike(people: Iterable[KnownPerson]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose names differ by a letter or two, or by an initial.

    Compared are names that share a word and the first letter of another, and neighbours in the
    alphabet, forwards and from the last word; of equal names one stands for all.
    """
    first: dict[str, int] = {}
    for person in people:
        first.setdefault(person.name, person.id)
    for one, other in sorted(_candidates(sorted(first))):
        if _alike(one, other):
            a, b = sorted((first[one], first[other]))
            yield a, b


def _candidates(names: Sequence[str]) -> set[tuple[str, str]]:
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        words = _words(name)
        for word in words:
            for other in words:
                if other is not word:
                    blocks[word, other[0]].append(name)
    found = set()
    for block in blocks.values():
        # A name as common as that: only the nearest in the alphabet.
        reach = len(block) if len(block) <= 4 * MOST_TOGETHER else NEIGHBOURS
        found |= _neighbours(block, reach)
    backwards = sorted(names, key=lambda name: " ".join(reversed(_words(name))))
    for order in (names, backwards):
        found |= _neighbours(order, NEIGHBOURS)
    return found


def _neighbours(names: Sequence[str], reach: int) -> set[tuple[str, str]]:
    return {
        (min(name, other), max(name, other))
        for at, name in enumerate(names)
        for other in names[at + 1 : at + 1 + reach]
        if name != other
    }


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if _fits_initial(one, other) or _fits_initial(other, one):
        return True
    # Two letters of a short name are half of it: "Bo" is not "Jo".
    if min(len(one), len(other)) < 5:
        return False
    return fuzz.token_sort_ratio(one, other, score_cutoff=ALIKE) > 0


def _fits_initial(short: str, full: str) -> bool:
    """Whether "a. ruiz" may be "ana ruiz": the same last word, and an initial before it."""
    initials, names = _words(short), _words(full)
    if len(initials) != 2 or len(names) < 2 or initials[1] != names[-1]:
        return False
    return len(initials[0]) == 1 and names[0].startswith(initials[0]) and len(names[0]) > 1


def _words(name: str) -> list[str]:
    return [word for word in name.replace("-", " ").replace(".", " ").split() if word]
