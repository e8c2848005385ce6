"""recip's own JSON: a whole ledger, as one document with a record a line, or as lines alone.

Both are written and read record by record, so that memory stays the same however many there are.
Source: docs/formats.md, "recip's own JSON".
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats.incoming import BadRow, Entry
from reciprocity_cli.formats.recip_shape import HEAD, REQUIRED, SHAPES, Column, Shape

SCHEMA_VERSION = 1
"""Of this format; one more with each change that an older recip could not read."""

LONGEST_RECORD = 1 << 24
"""Characters of one record as JSON."""

_READ_AT_ONCE = 1 << 16
_AT_THE_END = 16
"""No more characters than these stand between where a cut-off text fails to be JSON and its end."""

_MARK = re.compile(rb'"format"\s*:\s*"recip"')
_UNSAFE = re.compile(
    r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
"""Valid in JSON as they stand, yet a command to some terminal or editor."""


class Layout(StrEnum):
    """How the records are held together."""

    JSON = "json"
    JSONL = "jsonl"


def is_recip(head: bytes) -> bool:
    """Tell whether a file that begins with `head` says of itself that recip wrote it."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and bool(_MARK.search(head))


def write(entries: Iterable[Entry], layout: Layout, on: date) -> Iterator[str]:
    """Yield the text of a whole export; `on` is the day it says it was made."""
    head = {"format": "recip", "schema_version": SCHEMA_VERSION, "exported_on": on.isoformat()}
    if layout is Layout.JSONL:
        yield f"{json.dumps(head)}\n"
        for entry in entries:
            yield f"{record_text(entry)}\n"
        return
    members = ",\n".join(f"  {json.dumps(key)}: {json.dumps(head[key])}" for key in head)
    yield f'{{\n{members},\n  "records": ['
    between = "\n"
    for entry in entries:
        yield f"{between}    {record_text(entry)}"
        between = ",\n"
    yield "]\n}\n" if between == "\n" else "\n  ]\n}\n"


def record_text(entry: Entry) -> str:
    """Return one record as a line of JSON, safe to be shown on a terminal."""
    shape = SHAPES[entry.kind]
    record = {"record": entry.kind, "id": entry.id, "uid": entry.uid, "changed": entry.changed}
    record.update(_shown(shape.columns, entry.values))
    if shape.parts is not None:
        columns = shape.parts.columns
        record[shape.parts.name] = [_shown(columns, part) for part in entry.parts]
    text = _ENCODER.encode(record)
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE.sub(_escaped, text)


def _shown(columns: Sequence[Column], values: Sequence[Any]) -> dict[str, Any]:
    return {
        name: value if show is None else show(value)
        for (name, _, _, show), value in zip(columns, values, strict=True)
    }


def _escaped(found: re.Match[str]) -> str:
    # Beyond 16 bits JSON spells a character as two.
    return json.dumps(found[0])[1:-1] if found[0] != "\x7f" else "\\u007f"


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": "))


def read(stream: io.RawIOBase, name: str) -> Iterator[Entry | BadRow]:
    """Yield the records of a file, and a BadRow for each that breaks a rule.

    Any layout of the same JSON is read. Raises RecipError where the file is not JSON, not all
    there, from a newer recip, or holds a record of more than LONGEST_RECORD characters.
    """
    text = _Text(stream, name)
    head: dict[str, Any] = {}
    listed = False
    text.take("{")
    while True:
        key = text.value()
        text.take(":")
        if key == "records":
            listed = True
            _check_head(head, name, whole=False)
            yield from map(_entry_or_fault, text.members())
        else:
            head[str(key)] = text.value()
        if text.next() != ",":
            break
        text.take(",")
    text.take("}")
    _check_head(head, name, whole=True)
    if listed and text.next():
        raise text.broken("there is more after its end")
    while text.next():
        yield _entry_or_fault(text.numbered())


def _check_head(head: Mapping[str, Any], name: str, *, whole: bool) -> None:
    """Raise RecipError unless this recip reads the format; not `whole`, more of it may follow."""
    if head.get("format", None if whole else "recip") != "recip":
        raise RecipError(f"{name} is not an export of recip's", "recip export writes one")
    version = head.get("schema_version", None if whole else SCHEMA_VERSION)
    if type(version) is not int or version < 1:
        raise RecipError(f"{name} does not say its schema_version", "export it anew")
    if version > SCHEMA_VERSION:
        raise RecipError(f"{name} was written by a newer recip", "upgrade recip")


class _Text:
    """The text of a file, parsed value by value; `line` is that of the next character."""

    def __init__(self, stream: io.RawIOBase, name: str) -> None:
        self._stream = io.TextIOWrapper(
            io.BufferedReader(stream, _READ_AT_ONCE), "utf-8-sig", newline=""
        )
        self._name = name
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
        self.take("[")
        if self.next() != "]":
            yield self.numbered()
            while self._at_a_comma():
                yield self.numbered()
        self.take("]")

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
            if len(self._text) - self._at > LONGEST_RECORD:
                raise self.broken(f"a record has more than {LONGEST_RECORD:,} characters")
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


def _entry_or_fault(numbered: tuple[int, Any]) -> Entry | BadRow:
    line, value = numbered
    try:
        return entry_of(line, value)
    except UsageError as error:
        return BadRow(line, f"{_named(value)}{error.message}")


def _named(value: Any) -> str:
    """Return how an error calls a record: "person #3: "."""
    if not isinstance(value, dict):
        return ""
    kind, number = value.get("record"), value.get("id")
    if not isinstance(kind, str) or kind not in SHAPES:
        return ""
    known = type(number) is int and 0 < number < 10**18
    return f"{kind.replace('_', ' ')} #{number}: " if known else f"{kind.replace('_', ' ')}: "


def entry_of(line: int, value: Any) -> Entry:
    """Return a record of the JSON as it is stored. Raises UsageError naming the column."""
    if not isinstance(value, dict):
        raise UsageError("it is not a record")
    kind = value.get("record")
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    if not isinstance(kind, str):
        raise UsageError("record is missing")
    if shape is None:
        raise UsageError(f"there is no kind of record {quoted(kind)}")
    if not value.keys() <= _KEYS[kind]:
        raise UsageError(f"it has no {_unknown(value, _KEYS[kind])}")
    values = _read(_COLUMNS[kind], value)
    for rule in shape.rules:
        if fault := rule(values):
            raise UsageError(fault)
    number, uid, changed, *rest = values.values()
    return Entry(line, kind, number, uid, changed, tuple(rest), _parts(shape, value))


def _read(columns: Iterable[Column], given: Mapping[str, Any]) -> dict[str, Any]:
    values = {}
    for name, read, default, _ in columns:
        value = given.get(name, default)
        try:
            # Half of all values are null, "" or false, which need no reading.
            if value is not default:
                value = read(value)
            elif value is REQUIRED:
                raise UsageError("is missing")
        except UsageError as error:
            raise UsageError(f"{name} {error.message}") from None
        values[name] = value
    return values


def _parts(shape: Shape, given: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    parts = shape.parts
    if parts is None:
        return ()
    listed = given.get(parts.name, [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise UsageError(f"{parts.name} is not a list of objects")
    names = {column.name for column in parts.columns}
    for each in listed:
        if not each.keys() <= names:
            raise UsageError(f"{parts.name} have no {_unknown(each, names)}")
    found = tuple(tuple(_read(parts.columns, each).values()) for each in listed)
    if fault := parts.fault(found):
        raise UsageError(fault)
    return found


def _unknown(given: Mapping[str, Any], known: Iterable[str]) -> str:
    return quoted(next(name for name in given if name not in known))


_COLUMNS = {kind: (*HEAD, *shape.columns) for kind, shape in SHAPES.items()}
_KEYS = {
    kind: {
        "record",
        *(column.name for column in _COLUMNS[kind]),
        *((shape.parts.name,) if shape.parts else ()),
    }
    for kind, shape in SHAPES.items()
}
