"""The members of a JSON object from another program, each read as what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reciprocity_cli.domain.text import clean_text, quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import day_of


class Given:
    """One object. What is missing or null is empty; a wrong type raises UsageError, named."""

    def __init__(self, value: Any, what: str = "it") -> None:
        if not isinstance(value, dict):
            raise UsageError(f"{what} is not an object")
        self._members: Mapping[str, Any] = value

    def has(self, name: str) -> bool:
        """Tell whether there is anything under that name."""
        return self._members.get(name) is not None

    def object(self, name: str) -> Given:
        """Return the object of that name; an empty one where there is none."""
        # PHP writes an empty object as an empty list.
        return Given(self._members.get(name) or {}, name)

    def list(self, name: str) -> list[Any]:
        """Return the list of that name."""
        value = self._members.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise UsageError(f"{name} is not a list")
        return value

    def text(self, name: str) -> str:
        """Return text as a note is stored; a number counts as text."""
        value = self._members.get(name)
        if value is None:
            return ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise UsageError(f"{name} is not text")
        try:
            return clean_text(value)
        except UsageError as error:
            raise UsageError(f"{name}: {error.message}") from None

    def words(self, name: str) -> str:
        """Return text of one line, with single spaces."""
        return " ".join(self.text(name).split())

    def flag(self, name: str) -> bool:
        """Return yes or no, which may also be spelled 1 or 0."""
        value = self._members.get(name)
        if value in (None, False, 0, "0", ""):
            return False
        if value in (True, 1, "1"):
            return True
        raise UsageError(f"{name} is neither true nor false")

    def whole(self, name: str) -> int:
        """Return a whole number that is not negative; 0 for none."""
        word = self.words(name) or "0"
        if not (word.isascii() and word.isdigit() and len(word) < 10):
            raise UsageError(f"{name} {quoted(word)} is no whole number")
        return int(word)

    def day(self, name: str, today: date) -> date:
        """Return a day up to today, with or without a time behind it."""
        try:
            return day_of(self.words(name), today, None)
        except UsageError as error:
            raise UsageError(f"{name}: {error.message}") from None
