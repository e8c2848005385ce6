"""The words of a give or a get as they are typed: category, kind, size, weight, phase.

Source: docs/model.md, section 1, and docs/commands/general.md, "Gives and gets".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from reciprocity_cli.domain.names import closest
from reciprocity_cli.domain.records import KINDS, LARGEST_WEIGHT, WEIGHT_OF, Category, Phase, Size
from reciprocity_cli.domain.text import clean_text, quoted
from reciprocity_cli.errors import UsageError

Choice = TypeVar("Choice", bound=str)
SHORTEST_PREFIX = 3
_SPEC_HINT = "type it as CATEGORY[.KIND][/SIZE][:NOTE], such as advice/large:pricing page"
_SHORT_SIZES = {short: size for size in Size for short in (size[0], f"{WEIGHT_OF[size]:g}")}
_ALSO = {"opportunity": Category.OPPORTUNITIES, "intros": Category.INTRODUCTIONS}
"""Everyday forms that are no beginning of the category's name."""


class Spec(NamedTuple):
    """One give or get as typed; `weight` in (0, 1000]."""

    category: Category
    kind: str | None = None
    weight: float = WEIGHT_OF[Size.MEDIUM]
    note: str = ""


def parse_spec(text: str) -> Spec:
    """Return what `CATEGORY[.KIND][/SIZE][:NOTE]` says.

    SIZE is a size or a weight; all after the first colon is the note.
    Raises UsageError naming the part that is off.
    """
    head, _, note = text.partition(":")
    named, slash, size = head.partition("/")
    word, dot, kind_word = named.partition(".")
    if not word.strip():
        raise UsageError(f"{quoted(text)} names no category", _SPEC_HINT)
    category = parse_category(word)
    kind = parse_kind(category, kind_word) if dot else None
    size_word = size.strip().lower()
    if size_word in KINDS[category]:
        what = f"{quoted(size)} is a kind, not a size"
        raise UsageError(what, f"type {category}.{size_word}")
    weight = parse_weight_or_size(size) if slash else WEIGHT_OF[Size.MEDIUM]
    return Spec(category, kind, weight, clean_text(note))


def pick(word: str, choices: Iterable[Choice], what: str) -> Choice:
    """Return the choice that `word` names in full or by an unambiguous beginning of three letters.

    Case does not matter, and a space or underscore serves for a hyphen. `what` names
    the kind of choice in the UsageError raised for any other word.
    """
    every = list(choices)
    wanted = "-".join(word.lower().replace("_", " ").split())
    fitting = [choice for choice in every if choice == wanted]
    if not fitting and len(wanted) >= SHORTEST_PREFIX:
        fitting = [choice for choice in every if choice.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        several = f"{what} {quoted(word)} is the beginning of several"
        raise UsageError(several, f"type more of one: {', '.join(fitting)}")
    listed = f"one of: {', '.join(every)}"
    near = closest(wanted, every)
    hint = f"did you mean {near[0]}? {listed}" if near else listed
    raise UsageError(f"unknown {what} {quoted(word)}" if wanted else f"no {what} is named", hint)


def parse_category(text: str) -> Category:
    """Return the category that `text` names, by any prefix of three letters or more."""
    word = text.strip().lower()
    return _ALSO[word] if word in _ALSO else pick(text, Category, "category")


def parse_kind(category: Category, text: str) -> str:
    """Return the kind of `category` that `text` names. Raises UsageError otherwise."""
    if text.strip().lower() in tuple(Size):
        size = text.strip().lower()
        raise UsageError(f"{quoted(text)} is a size, not a kind", f"type {category}/{size}")
    return pick(text, KINDS[category], f"kind of {category}")


def parse_size(text: str) -> float:
    """Return the weight of small, medium or large; also of s, m, l, 1, 2 and 4."""
    word = text.strip().lower()
    size = _SHORT_SIZES.get(word)
    if size is None and _is_number(word):
        raise UsageError(f"{quoted(text)} is no size", "type 1, 2 or 4, or give it as --weight")
    return WEIGHT_OF[size or pick(text, Size, "size")]


def parse_weight(text: str) -> float:
    """Return a weight in (0, 1000]. Raises UsageError for all else, also nan, 1e9."""
    word = text.strip()
    if not _is_number(word) or not 0 < float(word) <= LARGEST_WEIGHT:
        raise UsageError(
            f"{quoted(text)} is not a weight",
            f"type a number above 0 and up to {LARGEST_WEIGHT:g}, such as 0.5 or 3",
        )
    return float(word)


def parse_phase(text: str) -> Phase:
    """Return the phase that `text` names: its word, its beginning or number 1 to 5."""
    word = text.strip()
    if word in ("1", "2", "3", "4", "5"):
        return Phase(int(word))
    return Phase[pick(text, [phase.word for phase in Phase], "phase").upper()]


def parse_weight_or_size(text: str) -> float:
    """Return the weight of a number as `parse_weight` reads it, or of a size's word."""
    return parse_weight(text) if _is_number(text.strip()) else parse_size(text)


def _is_number(word: str) -> bool:
    """Whether it is digits with at most one point; float() takes nan, 1e9, 1_000."""
    return word.isascii() and word.replace(".", "", 1).isdigit()
