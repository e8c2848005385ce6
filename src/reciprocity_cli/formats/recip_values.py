"""The checks of single values in recip's own JSON: each returns what is stored, or refuses.

A UsageError of theirs goes on where the name of the column ends ("weight" + "0 is not above 0").
The rules are those of docs/model.md, section 1, and of the ledger's own columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from reciprocity_cli.domain.cadence import parse_cadence
from reciprocity_cli.domain.names import clean_name
from reciprocity_cli.domain.records import LARGEST_WEIGHT
from reciprocity_cli.domain.text import quoted, refuse_unstorable
from reciprocity_cli.errors import UsageError

Check = Callable[[Any], Any]


def text(value: Any) -> str:
    """Return any text that can be stored, to the letter."""
    if type(value) is not str:
        raise UsageError("is not text")
    if "\0" in value:
        raise UsageError("contains a NUL character")
    if not value.isascii():
        try:
            refuse_unstorable(value)
        except UsageError:
            raise UsageError("is not valid Unicode") from None
    return value


def stated(longest: int) -> Check:
    """Return a check for text that says something, in at most `longest` characters."""

    def read(value: Any) -> str:
        said = text(value)
        if not said.strip():
            raise UsageError("is empty")
        if len(said) > longest:
            raise UsageError(f"is longer than {longest:,} characters")
        return said

    return read


def name(value: Any) -> str:
    """Return a name as `person add` would store it."""
    try:
        return clean_name(text(value))
    except UsageError as error:
        raise UsageError(f"is not one: {error.message}") from None


def matching(pattern: re.Pattern[str], what: str) -> Check:
    """Return a check for text of one form."""

    def read(value: Any) -> str:
        if type(value) is not str or not pattern.fullmatch(value):
            raise UsageError(f"{_said(value)} is not {what}")
        return value

    return read


def day(value: Any) -> str:
    """Return a day, written as only ISO 8601 writes it."""
    try:
        if date.fromisoformat(value).isoformat() == value:
            return str(value)
    except (TypeError, ValueError):
        pass
    raise UsageError(f"{_said(value)} is not a day, written YYYY-MM-DD")


def birthday(value: Any) -> str:
    """Return a birthday, its year or two hyphens first."""
    from reciprocity_cli.domain.dates import parse_birthday

    try:
        if str(parse_birthday(text(value))) == value:
            return str(value)
    except UsageError:
        pass
    raise UsageError(f"{_said(value)} is not a birthday, written YYYY-MM-DD or --MM-DD")


def cadence(value: Any) -> str:
    """Return a cadence as it is stored."""
    try:
        cadence = parse_cadence(text(value))
    except UsageError:
        raise UsageError(f"{_said(value)} is not one from 1d to 10y, or none") from None
    return "none" if cadence is None else str(cadence)


def flag(value: Any) -> int:
    """Return true or false as a number."""
    if value is True or value is False:
        return int(value)
    raise UsageError(f"{_said(value)} is neither true nor false")


def one_of(choices: Iterable[str]) -> Check:
    """Return a check for one of these words, in full."""
    every = [str(choice) for choice in choices]
    known = frozenset(every)
    listed = ", ".join(every)

    def read(value: Any) -> str:
        if type(value) is str and value in known:
            return value
        raise UsageError(f"{_said(value)} is none of {listed}")

    return read


def whole(least: int, most: int) -> Check:
    """Return a check for a whole number between two, both included."""

    def read(value: Any) -> int:
        # Not isinstance: true is an int to Python.
        if type(value) is int and least <= value <= most:
            return value
        raise UsageError(f"{_said(value)} is not a whole number from {least} to {most}")

    return read


def weight(value: Any) -> float:
    """Return a weight in (0, 1000]."""
    # So put that NaN fails it too.
    if type(value) in (int, float) and 0 < value <= LARGEST_WEIGHT:
        return float(value)
    raise UsageError(f"{_said(value)} is not above 0 and up to {LARGEST_WEIGHT:g}")


def words(value: Any) -> str:
    """Return a list of single words as one text with spaces between."""
    if not isinstance(value, list) or any(text(word).split() != [word] for word in value):
        raise UsageError("is not a list of single words")
    return " ".join(value)


def or_none(read: Check) -> Check:
    """Return a check that takes null as well."""
    return lambda value: None if value is None else read(value)


def _said(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        # An int of thousands of digits cannot be printed.
        return f"{value}" if abs(value) < 1e18 else "such a number"
    return "a list" if isinstance(value, list) else "an object"
