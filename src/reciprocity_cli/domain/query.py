"""What people type to choose people, entries and a period, and to search for words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from reciprocity_cli.domain.dates import DateRange, parse_range
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Channel, Direction, Role
from reciprocity_cli.domain.text import refuse_unstorable
from reciprocity_cli.domain.vocabulary import (
    parse_category,
    parse_phase,
    parse_size,
    parse_weight,
    pick,
)
from reciprocity_cli.errors import UsageError


class Term(StrEnum):
    """What a term of a query speaks about."""

    ROLE = "role"
    TAG = "tag"
    CATEGORY = "cat"
    DIRECTION = "dir"
    PHASE = "phase"
    CHANNEL = "via"
    SIZE = "size"
    DATE = "date"
    TEXT = "text"


PERSON_TERMS = (Term.ROLE, Term.TAG, Term.PHASE)
"""Terms that choose people; all the others choose entries."""

Value = str | int | float | DateRange


class Terms(NamedTuple):
    """Values by kind of term: those of one kind are alternatives."""

    values: tuple[tuple[Term, tuple[Value, ...]], ...] = ()
    names: tuple[str, ...] = ()

    def of(self, *kinds: Term) -> list[tuple[Term, tuple[Value, ...]]]:
        """Return the terms of these kinds."""
        return [(kind, values) for kind, values in self.values if kind in kinds]

    @property
    def about_people(self) -> list[tuple[Term, tuple[Value, ...]]]:
        """The terms that choose people."""
        return self.of(*PERSON_TERMS)

    @property
    def about_entries(self) -> list[tuple[Term, tuple[Value, ...]]]:
        """The terms that choose entries."""
        return self.of(*(kind for kind in Term if kind not in PERSON_TERMS))


class Query(NamedTuple):
    """What a report is asked about: terms that hold, terms that must not, a period."""

    wanted: Terms = Terms()
    excluded: Terms = Terms()
    period: DateRange | None = None
    text: str = ""

    def of_people(self) -> Query:
        """Return the same choice of people, saying nothing about entries."""
        return self._replace(
            wanted=self.wanted._replace(values=tuple(self.wanted.about_people)),
            excluded=self.excluded._replace(values=tuple(self.excluded.about_people)),
            period=None,
        )

    @property
    def is_a_name(self) -> bool:
        """Whether it names people, one word for them, and says nothing else."""
        return self == Query(wanted=Terms(names=(self.text,)), text=self.text)

    @property
    def chooses_entries(self) -> bool:
        """Whether it says anything about entries, beyond the people."""
        return bool(self.period or self.wanted.about_entries or self.excluded.about_entries)


def parse_query(
    words: Sequence[str],
    today: date,
    *,
    since: str | None = None,
    until: str | None = None,
    period: str | None = None,
    date_order: str | None = None,
) -> Query:
    """Read the bare arguments and period options of a report. Raises UsageError."""

    def days(text: str) -> DateRange:
        return parse_range(text, today, direction="past", date_order=date_order)

    wanted: list[tuple[Term | None, Value]] = []
    excluded: list[tuple[Term | None, Value]] = []
    for word in words:
        negated = word.startswith("not:")
        (excluded if negated else wanted).append(_term(word.removeprefix("not:"), days))
    return Query(
        wanted=_grouped(wanted),
        excluded=_grouped(excluded),
        period=_period(days, since, until, period),
        text=" ".join(words),
    )


def _term(word: str, days: Callable[[str], DateRange]) -> tuple[Term | None, Value]:
    refuse_unstorable(word)
    kind, colon, text = word.partition(":")
    if not colon:
        if not word.strip():
            raise UsageError("an empty name in the query")
        return None, word
    if kind not in set(Term):
        from reciprocity_cli.domain.names import closest

        near = closest(kind, [str(term) for term in Term])
        meant = f"did you mean {near[0]}:{text}? " if near else ""
        listed = " ".join(f"{term}:" for term in Term)
        raise UsageError(f"there is no term {kind}: in a query", f"{meant}terms: {listed} not:")
    if not text.strip():
        raise UsageError(f"the term {kind}: has no value", f"type it as {kind}:VALUE")
    return Term(kind), _value(Term(kind), text, days)


def _value(kind: Term, text: str, days: Callable[[str], DateRange]) -> Value:
    match kind:
        case Term.ROLE:
            return pick(text, tuple(Role), "role")
        case Term.CATEGORY:
            return parse_category(text)
        case Term.DIRECTION:
            return pick(text, tuple(Direction), "direction")
        case Term.CHANNEL:
            return pick(text, tuple(Channel), "channel")
        case Term.PHASE:
            return parse_phase(text).value
        case Term.SIZE:
            return parse_weight(text) if text[:1].isdigit() else parse_size(text)
        case Term.DATE:
            return days(text)
        case Term.TAG | Term.TEXT:
            return text


def _grouped(pairs: Sequence[tuple[Term | None, Value]]) -> Terms:
    kinds = dict.fromkeys(kind for kind, _ in pairs if kind is not None)
    return Terms(
        values=tuple((kind, tuple(v for k, v in pairs if k is kind)) for kind in kinds),
        names=tuple(str(value) for kind, value in pairs if kind is None),
    )


def _period(
    days: Callable[[str], DateRange], since: str | None, until: str | None, period: str | None
) -> DateRange | None:
    if period is not None:
        if since is not None or until is not None:
            raise UsageError("--period goes without --since and --until")
        return days(period)
    if since is None and until is None:
        return None
    first = days(since).first if since is not None else date.min
    last = days(until).last if until is not None else date.max
    if first > last:
        raise UsageError(f"the period ends on {last} before it begins on {first}")
    return DateRange(first, last)


WORDS_SHOWN = 24
"""Words of a longer text that are shown."""
_WORDS_BEFORE = 6
_WORD = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
    """A part of a text, and whether it is a word that was searched for."""

    text: str
    found: bool


Marked = Sequence[Piece]
"""A text in pieces, cut to the part in which the words stand."""


class Found(NamedTuple):
    """One record: of which kind, on which day if it has one, with whom, and its text.

    Of a person found the name stands in `called`, and what else is told of them in `snippet`.
    """

    id: int
    kind: str
    on: date | None
    person_ids: tuple[int, ...]
    text: str
    snippet: Marked
    called: Marked = ()


def bracketed(marked: Marked) -> str:
    """Return a text with the words that were found in brackets."""
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in marked)


def marked(text: str, said: Collection[str]) -> Marked:
    """Cut a text to where most of the words `said` (folded) stand, and mark them."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    names = [_folded(text[start:end]) & set(said) for start, end in words]
    first = _first_shown(names)
    shown = range(first, min(first + WORDS_SHOWN, len(words)))
    pieces = [Piece("…", False)] if first else []
    at = words[first][0] if first else 0
    for word in shown:
        start, end = words[word]
        if names[word]:
            pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
            at = end
    if len(shown) and shown[-1] + 1 < len(words):
        pieces += [Piece(text[at : words[shown[-1]][1]], False), Piece("…", False)]
    else:
        pieces.append(Piece(text[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def _first_shown(names: Sequence[Collection[str]]) -> int:
    """Return where the words shown begin: just before one found, or at the start."""
    if len(names) <= WORDS_SHOWN:
        return 0
    starts = [max(0, at - _WORDS_BEFORE) for at, found in enumerate(names) if found] or [0]
    last = len(names) - WORDS_SHOWN

    def in_sight(at: int) -> int:
        return len(set().union(*names[at : at + WORDS_SHOWN]))

    return min(max(starts, key=in_sight), last)


def _folded(word: str) -> set[str]:
    # One word may fold into several, as a ligature or a fraction does.
    return set(_WORD.findall(fold(word)))
