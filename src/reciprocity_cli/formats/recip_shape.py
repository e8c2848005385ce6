"""The checks of values in recip's own JSON: each returns what is stored, or refuses.

A UsageError of theirs goes on where the name of the column ends ("weight" + "0 is not above 0").
The rules are those of docs/model.md, section 1, and of the ledger's own columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, IntEnum
from typing import Any, NamedTuple

from reciprocity_cli.domain import kinds
from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.cadence import parse_cadence
from reciprocity_cli.domain.kinds import REQUIRED, Kind
from reciprocity_cli.domain.names import clean_name, fold
from reciprocity_cli.domain.records import LARGEST_ID, LARGEST_WEIGHT, LATEST_CHANGE
from reciprocity_cli.domain.text import LONGEST_TEXT, LONGEST_VALUE, quoted, refuse_unstorable
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


_HANDLE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
UID = re.compile(r"[0-9a-f]{32}")

Rule = Callable[[Mapping[str, Any]], str]


class Value(NamedTuple):
    """One value of a record: `read` makes of JSON what is stored, `show` the reverse.

    `default` is what is stored where the file says nothing.
    """

    name: str
    read: Check
    default: Any = REQUIRED
    show: Check | None = None


class Shape(NamedTuple):
    """A kind of record; `rules` return what is wrong between its values, or ""."""

    columns: tuple[Value, ...]
    rules: tuple[Rule, ...] = ()
    parts: Parts | None = None


class Parts(NamedTuple):
    """What is nested in a record, a list under `name`; `fault`: what is wrong."""

    name: str
    columns: tuple[Value, ...]
    fault: Callable[[Sequence[tuple[Any, ...]]], str]


_intro_state = one_of(r.IntroState)


def _intro_made(value: Any) -> str:
    """Return "made", the one state of an introduction that was given or got."""
    state = str(_intro_state(value))
    if state != r.IntroState.MADE:
        raise UsageError(f"{state} is only planned; that is a record of the kind introduction")
    return state


_reference = whole(1, LARGEST_ID)

HEAD = (
    Value("id", _reference),
    Value("uid", matching(UID, "32 hexadecimal digits")),
    Value("changed", whole(0, LATEST_CHANGE)),
)
"""What every record begins with, after its kind under `record`."""


def _kind_fits(values: Mapping[str, Any]) -> str:
    kind, category = values["kind"], values["category"]
    if kind is None or kind in r.KINDS[category]:
        return ""
    return f"{kind} is no kind of {category}"


def _direction_fits(values: Mapping[str, Any]) -> str:
    if values["self_interest"] and values["direction"] != r.Direction.GAVE:
        return "only a give can be self_interest"
    if values["thanked_on"] is not None and values["direction"] != r.Direction.GOT:
        return "thanked_on is for what was got"
    return ""


def _introduction_fits(values: Mapping[str, Any]) -> str:
    said = values["other_person_id"], values["intro_state"], values["intro_for"]
    if values["category"] != r.Category.INTRODUCTIONS and said != (None, None, None):
        return "only an introduction has other_person_id, intro_state and intro_for"
    return ""


def _another(name: str, own: str) -> Rule:
    return lambda values: f"{name} is the person themselves" if values[name] == values[own] else ""


def _ended_with_a_day(values: Mapping[str, Any]) -> str:
    ended = values["state"] in (r.IntroState.MADE, r.IntroState.DROPPED)
    both = ended == (values["closed_on"] is not None)
    return "" if both else "closed_on goes with the states made and dropped"


def _runs_forward(values: Mapping[str, Any]) -> str:
    return "" if values["first"] <= values["last"] else "its last day is before its first"


def _closed_with_a_day(values: Mapping[str, Any]) -> str:
    both = (values["closing"] is None) == (values["closed_on"] is None)
    return "" if both else "closing and closed_on go together"


def _detail_fault(details: Sequence[tuple[Any, ...]]) -> str:
    seen = set()
    for _, kind, value in details:
        key = kind, fold(value)
        if kind == "role" and value not in set(r.Role):
            return f"{quoted(value)} is no role"
        if key in seen:
            return f"the {kind} {quoted(value)} is there twice"
        seen.add(key)
    return ""


def _attendance_fault(attendance: Sequence[tuple[Any, ...]]) -> str:
    people = [person for _, person in attendance]
    if not people:
        return "nobody took part"
    return "the same person took part twice" if len(set(people)) < len(people) else ""


_CHECKS: dict[Any, Check] = {
    bool: flag,
    date: day,
    float: weight,
    str: text,
    tuple: words,
    r.Birthday: birthday,
}
_SHOWN: dict[Any, Check] = {bool: bool, tuple: str.split}
_NARROWER: dict[tuple[str, str], Check] = {
    ("person", "name"): name,
    ("person", "handle"): matching(_HANDLE, "a handle"),
    ("person", "cadence"): cadence,
    ("detail", "value"): stated(LONGEST_VALUE),
    ("exchange", "kind"): one_of(kind for kinds in r.KINDS.values() for kind in kinds),
    ("exchange", "intro_state"): _intro_made,
}
"""Values that are not all that their type could be."""

_ANOTHER_PERSON = _another("other_person_id", own="person_id")
_RULES: dict[str, tuple[Rule, ...]] = {
    "person": (_another("met_through_id", own="id"),),
    "quiet": (_runs_forward,),
    "exchange": (_kind_fits, _direction_fits, _ANOTHER_PERSON, _introduction_fits),
    "promise": (_closed_with_a_day,),
    "introduction": (_ANOTHER_PERSON, _ended_with_a_day),
}
_FAULTS = {"details": _detail_fault, "attendance": _attendance_fault}


def _check_of(kind: Kind[Any], column: kinds.Column) -> Check:
    if narrower := _NARROWER.get((kind.table, column.name)):
        return narrower
    if column.refers_to:
        return _reference
    if issubclass(column.type, IntEnum):
        return whole(1, len(column.type))
    if issubclass(column.type, Enum):
        return one_of(column.type)
    if column.type is str and column.default is REQUIRED:
        return stated(LONGEST_TEXT)
    return _CHECKS[column.type]


def _column_of(kind: Kind[Any], column: kinds.Column) -> Value:
    read = _check_of(kind, column)
    # Made of the name where a file says none; every row has one.
    if (kind.table, column.name) == ("person", "handle"):
        return Value(column.name, or_none(read), None)
    default = column.default.value if isinstance(column.default, Enum) else column.default
    checked = or_none(read) if column.nullable else read
    return Value(column.name, checked, default, _SHOWN.get(column.type))


def shape_of(kind: Kind[Any], nested: Kind[Any] | None = None) -> Shape:
    """Return how a kind of record, with the parts `nested` in it, is read and shown."""
    parts = None
    if nested is not None:
        own_id = Value("id", or_none(_reference), None)
        of_each = (own_id, *(_column_of(nested, column) for column in nested.said))
        parts = Parts(nested.nested, of_each, _FAULTS.get(nested.nested, lambda _: ""))
    columns = tuple(_column_of(kind, column) for column in kind.said)
    return Shape(columns, _RULES.get(kind.table, ()), parts)


SHAPES = {name: shape_of(kind, kinds.PARTS_OF.get(name)) for name, kind in kinds.RECORDS.items()}
"""Every kind of record, in the order in which docs/model.md names them."""
