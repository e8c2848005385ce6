"""What a search finds: records of any kind by their text, with the words that were found."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain.names import fold

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
    """Cut a text to the part where most of the words `said` (folded) stand, and mark them there."""
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
    """Return where the words shown begin: a little before one of those found, or at the start."""
    if len(names) <= WORDS_SHOWN:
        return 0
    starts = [max(0, at - _WORDS_BEFORE) for at, found in enumerate(names) if found] or [0]
    last = len(names) - WORDS_SHOWN
    return min(max(starts, key=lambda at: len(_in_sight(names, at))), last)


def _in_sight(names: Sequence[Collection[str]], first: int) -> set[str]:
    return {name for found in names[first : first + WORDS_SHOWN] for name in found}


def _folded(word: str) -> set[str]:
    # One word may fold into several, as a ligature or a fraction does.
    return set(_WORD.findall(fold(word)))
