"""The text of a JSON file, read value by value, so that it never stands in memory as a whole.

Too much nesting, numbers that are none or too long, and text that is cut off become an error with
the line, whatever Python's own decoder raises for them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from reciprocity_cli.errors import RecipError

_READ_AT_ONCE = 1 << 16
_AT_THE_END = 16
"""No more characters than these stand between where a cut-off text fails to be JSON and its end."""


class JsonText:
    """The text of a file, parsed value by value; `line` is that of the next character.

    A value that is read whole has at most `longest` characters. Whatever cannot be read raises
    RecipError, with the line.
    """

    def __init__(self, stream: io.RawIOBase, name: str, *, longest: int) -> None:
        self._stream = io.TextIOWrapper(
            io.BufferedReader(stream, _READ_AT_ONCE), "utf-8-sig", newline=""
        )
        self._name = name
        self._longest = longest
        self._text = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def next(self) -> str:
        """Return the next character that is no white space, without passing it; "" at the end."""
        while True:
            found = _NOT_SPACE.search(self._text, self._at)
            if found:
                self._pass(found.start())
                return found[0]
            self._pass(len(self._text))
            if self._ended:
                return ""
            self._read_on()

    def take(self, sign: str) -> None:
        """Pass over `sign`, which must come next."""
        found = self.next()
        if found != sign:
            raise self.broken(f"{sign} is missing" if found else "it ends too early")
        self._pass(self._at + 1)

    def members(self) -> Iterator[tuple[int, Any]]:
        """Yield the values of a list, each with the line on which it begins."""
        for _ in self.elements():
            yield self.numbered()

    def elements(self) -> Iterator[None]:
        """Walk a list; before it goes on, the caller must have read the element that comes next."""
        self.take("[")
        if self.next() != "]":
            yield
            while self._at_a_comma():
                yield
        self.take("]")

    def names(self) -> Iterator[str]:
        """Yield the names in an object; before it goes on, the caller must have read the value."""
        self.take("{")
        if self.next() != "}":
            yield self._key()
            while self._at_a_comma():
                yield self._key()
        self.take("}")

    def _key(self) -> str:
        key = self.value()
        self.take(":")
        return str(key)

    def _at_a_comma(self) -> bool:
        """Pass over a comma, if that comes next, and over what is blank behind it."""
        found = _COMMA.match(self._text, self._at)
        if found:
            self._pass(found.end())
            return True
        if self.next() != ",":
            return False
        self.take(",")
        return True

    def numbered(self) -> tuple[int, Any]:
        """Return the next value and the line on which it begins."""
        if not self.next():
            raise self.broken("it ends too early")
        return self.line, self._parsed()

    def value(self) -> Any:
        """Return the next value."""
        return self.numbered()[1]

    def _parsed(self) -> Any:
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.broken("it is nested too deeply") from None
            except json.JSONDecodeError as error:
                if self._ended or self._is_broken(error):
                    raise self._broken_at(error) from None
            except ValueError as error:
                raise self.broken(_number_fault(error)) from None
            else:
                # A number at the end of what was read may go on.
                if end < len(self._text) or self._ended:
                    self._pass(end)
                    return value
            if len(self._text) - self._at > self._longest:
                raise self.broken(f"a record has more than {self._longest:,} characters")
            self._read_on()

    def broken(self, reason: str, line: int = 0) -> RecipError:
        """Return the error for a file that cannot be read on."""
        return RecipError(
            f"nothing was imported, {self._name} is broken on line {line or self.line}: {reason}",
            "export it anew",
        )

    def _is_broken(self, error: json.JSONDecodeError) -> bool:
        """Whether more text would not mend it: it fails before the end, in no open string."""
        at_the_end = error.pos > len(self._text) - _AT_THE_END
        return not at_the_end and not error.msg.startswith("Unterminated string")

    def _broken_at(self, error: json.JSONDecodeError) -> RecipError:
        reason = f"{error.msg[:1].lower()}{error.msg[1:]}".removesuffix(" at")
        reason = reason.removesuffix(" starting")
        return self.broken(reason, self.line + self._text.count("\n", self._at, error.pos))

    def _pass(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _read_on(self) -> None:
        # As much again as there is: a long record is not parsed anew for each piece of it.
        rest = self._text[self._at :]
        try:
            more = self._stream.read(max(_READ_AT_ONCE, len(rest)))
        except UnicodeDecodeError:
            line = self.line + rest.count("\n")
            raise self.broken("it is not UTF-8 from here on", line) from None
        self._ended = not more
        self._text, self._at = rest + more, 0


_NOT_SPACE = re.compile(r"[^ \t\n\r]")
_COMMA = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")


def _no_constant(word: str) -> None:
    raise ValueError(word)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _number_fault(error: ValueError) -> str:
    word = str(error)
    return f"{word} is no number" if len(word) < 10 else "a number has too many digits"
