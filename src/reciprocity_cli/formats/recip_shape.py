"""What recip's own JSON holds of each kind of record, and which values it may have.

The names are those of the ledger's columns; flags are true or false, words a list, references the
id of another record in the same file. A value is stored exactly as it stands. Source:
docs/formats.md, "recip's own JSON"; the rules are those of docs/model.md, section 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.cadence import parse_cadence
from reciprocity_cli.domain.names import clean_name, fold
from reciprocity_cli.domain.text import LONGEST_TEXT, quoted, refuse_unstorable
from reciprocity_cli.errors import UsageError

LARGEST_ID = 10**15
"""Ids are typed, and the sequence goes on after the largest; nobody types more."""

LATEST_CHANGE = 253_402_300_799_999
"""The last millisecond of the year 9999, since 1970."""

LONGEST_VALUE = 1000
"""Characters in an e-mail, a tag, a link."""

REQUIRED: Any = object()
"""The default of a column that must be there."""

_HANDLE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_UID = re.compile(r"[0-9a-f]{32}")

Check = Callable[[Any], Any]
Rule = Callable[[Mapping[str, Any]], str]


class Column(NamedTuple):
    """One value of a record: `read` makes of JSON what is stored, `show` the reverse.

    `read` raises UsageError whose message goes on where the name of the column ends. `default` is
    what is stored where the file says nothing.
    """

    name: str
    read: Check
    default: Any = REQUIRED
    show: Check | None = None


class Shape(NamedTuple):
    """A kind of record; `rules` return what is wrong between its values, or ""."""

    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    parts: Parts | None = None


class Parts(NamedTuple):
    """What is nested in a record, a list under `name`; `fault` tells what is wrong with it."""

    name: str
    columns: tuple[Column, ...]
    fault: Callable[[Sequence[tuple[Any, ...]]], str]


def _text(value: Any) -> str:
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


def _stated(longest: int) -> Check:
    def read(value: Any) -> str:
        text = _text(value)
        if not text.strip():
            raise UsageError("is empty")
        if len(text) > longest:
            raise UsageError(f"is longer than {longest:,} characters")
        return text

    return read


def _name(value: Any) -> str:
    try:
        return clean_name(_text(value))
    except UsageError as error:
        raise UsageError(f"is not one: {error.message}") from None


def _matching(pattern: re.Pattern[str], what: str) -> Check:
    def read(value: Any) -> str:
        if type(value) is not str or not pattern.fullmatch(value):
            raise UsageError(f"{_said(value)} is not {what}")
        return value

    return read


def _day(value: Any) -> str:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return str(value)
    except (TypeError, ValueError):
        pass
    raise UsageError(f"{_said(value)} is not a day, written YYYY-MM-DD")


def _birthday(value: Any) -> str:
    from reciprocity_cli.domain.dates import parse_birthday

    try:
        if str(parse_birthday(_text(value))) == value:
            return str(value)
    except UsageError:
        pass
    raise UsageError(f"{_said(value)} is not a birthday, written YYYY-MM-DD or --MM-DD")


def _cadence(value: Any) -> str:
    try:
        cadence = parse_cadence(_text(value))
    except UsageError:
        raise UsageError(f"{_said(value)} is not one from 1d to 10y, or none") from None
    return "none" if cadence is None else str(cadence)


def _flag(value: Any) -> int:
    if value is True or value is False:
        return int(value)
    raise UsageError(f"{_said(value)} is neither true nor false")


def _one_of(choices: Iterable[str]) -> Check:
    known = frozenset(str(choice) for choice in choices)
    listed = ", ".join(str(choice) for choice in choices)

    def read(value: Any) -> str:
        if type(value) is str and value in known:
            return value
        raise UsageError(f"{_said(value)} is none of {listed}")

    return read


def _whole(least: int, most: int) -> Check:
    def read(value: Any) -> int:
        # Not isinstance: true is an int to Python.
        if type(value) is int and least <= value <= most:
            return value
        raise UsageError(f"{_said(value)} is not a whole number from {least} to {most}")

    return read


def _weight(value: Any) -> float:
    # So put that NaN fails it too.
    if type(value) in (int, float) and 0 < value <= r.LARGEST_WEIGHT:
        return float(value)
    raise UsageError(f"{_said(value)} is not above 0 and up to {r.LARGEST_WEIGHT:g}")


def _words(value: Any) -> str:
    if not isinstance(value, list) or any(_text(word).split() != [word] for word in value):
        raise UsageError("is not a list of single words")
    return " ".join(value)


def _or_none(read: Check) -> Check:
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


_reference = _whole(1, LARGEST_ID)
_phase = _whole(1, len(r.Phase))
_what = _stated(LONGEST_TEXT)
_category = _one_of(r.Category)
_every_kind = _one_of(kind for kinds in r.KINDS.values() for kind in kinds)


def _note(name: str) -> Column:
    return Column(name, _text, "")


def _maybe(name: str, read: Check) -> Column:
    return Column(name, _or_none(read), None)


def _is(name: str) -> Column:
    return Column(name, _flag, False, bool)


_OWNER = Column("person_id", _reference)
_DATE = Column("date", _day)
_TAGS = Column("tags", _words, "", str.split)
_BY = Column("by", _one_of(r.By))

HEAD = (
    Column("id", _reference),
    Column("uid", _matching(_UID, "32 hexadecimal digits")),
    Column("changed", _whole(0, LATEST_CHANGE)),
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
    other = values["other_person_id"]
    if other == values["person_id"]:
        return "other_person_id is the person themselves"
    said = other, values["intro_state"], values["intro_for"]
    if values["category"] != r.Category.INTRODUCTIONS and said != (None, None, None):
        return "only an introduction has other_person_id, intro_state and intro_for"
    return ""


def _met_through_another(values: Mapping[str, Any]) -> str:
    itself = values["met_through_id"] == values["id"]
    return "met_through_id is the person themselves" if itself else ""


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


def _no_fault(_parts: Sequence[tuple[Any, ...]]) -> str:
    return ""


_PART_ID = Column("id", _or_none(_reference), None)

_DETAILS = Parts(
    "details",
    (
        _PART_ID,
        Column("kind", _one_of(("alias", "role", "tag", "speciality", "email", "phone", "link"))),
        Column("value", _stated(LONGEST_VALUE)),
    ),
    _detail_fault,
)
_ATTENDANCE = Parts("attendance", (_PART_ID, _OWNER), _attendance_fault)
_UPDATES = Parts("updates", (_PART_ID, _DATE, _note("note")), _no_fault)

SHAPES: dict[str, Shape] = {
    "person": Shape(
        (
            Column("name", _name),
            Column("handle", _or_none(_matching(_HANDLE, "a handle")), None),
            _note("organisation"),
            _note("title"),
            _maybe("birthday", _birthday),
            _note("why"),
            _note("route"),
            _note("notes"),
            _maybe("met_through_id", _reference),
            _maybe("cadence", _cadence),
            _is("imported"),
            _maybe("expect", _one_of(r.Expect)),
            _is("archived"),
            _is("paused"),
            _maybe("snoozed_until", _day),
            _maybe("snoozed_on", _day),
            Column("start_phase", _phase, 1),
            Column("created_on", _day),
        ),
        (_met_through_another,),
        _DETAILS,
    ),
    "quiet": Shape(
        (_maybe("person_id", _reference), Column("first", _day), Column("last", _day)),
        (_runs_forward,),
    ),
    "interaction": Shape(
        (
            _DATE,
            _maybe("channel", _one_of(r.Channel)),
            _maybe("started", _one_of(r.Started)),
            _note("note"),
        ),
        (),
        _ATTENDANCE,
    ),
    "exchange": Shape(
        (
            _OWNER,
            Column("direction", _one_of(r.Direction)),
            Column("category", _category),
            _maybe("kind", _every_kind),
            Column("weight", _weight),
            _DATE,
            _note("note"),
            _TAGS,
            _maybe("interaction_id", _reference),
            _is("self_interest"),
            _is("landed"),
            Column("outcome", _one_of(r.Outcome), r.Outcome.UNKNOWN.value),
            _note("outcome_text"),
            _maybe("outcome_on", _day),
            _maybe("thanked_on", _day),
            _maybe("reported_on", _day),
            _note("suggestion"),
            _maybe("idea_id", _reference),
            _maybe("other_person_id", _reference),
            _maybe("intro_state", _one_of(r.IntroState)),
            _maybe("intro_for", _one_of(r.IntroFor)),
        ),
        (_kind_fits, _direction_fits, _introduction_fits),
    ),
    "signal": Shape((_OWNER, Column("kind", _one_of(r.SignalKind)), _DATE, _note("note"))),
    "phase_change": Shape((_OWNER, Column("phase", _phase), _DATE, _note("reason"))),
    "need": Shape(
        (
            _OWNER,
            Column("text", _what),
            Column("seeking", _one_of(r.Seeking), r.Seeking.NEED.value),
            _TAGS,
            _maybe("category", _category),
            Column("urgency", _one_of(r.Urgency), r.Urgency.NORMAL.value),
            Column("noted_on", _day),
            _maybe("met_on", _day),
            _maybe("met_by_id", _reference),
        )
    ),
    "offer": Shape(
        (
            Column("text", _what),
            _TAGS,
            _maybe("category", _category),
            _maybe("angle", _one_of(r.Angle)),
        )
    ),
    "opportunity": Shape(
        (
            Column("text", _what),
            _TAGS,
            _maybe("category", _category),
            _maybe("expires_on", _day),
        )
    ),
    "promise": Shape(
        (
            _OWNER,
            _BY,
            Column("what", _what),
            Column("wording", _one_of(r.Wording), r.Wording.PROMISE.value),
            Column("made_on", _day),
            _maybe("due_on", _day),
            _maybe("closing", _one_of(r.Closing)),
            _maybe("closed_on", _day),
        ),
        (_closed_with_a_day,),
        _UPDATES,
    ),
    "ask": Shape(
        (
            _OWNER,
            Column("what", _what),
            Column("asked_on", _day),
            _maybe("respond_by", _day),
            _note("easy"),
            Column("answer", _one_of(r.Answer), r.Answer.OPEN.value),
            _maybe("answered_on", _day),
            _maybe("thanked_on", _day),
        )
    ),
    "incident": Shape(
        (
            _OWNER,
            _BY,
            Column("what", _what),
            _DATE,
            Column("severity", _one_of(r.Severity), r.Severity.MINOR.value),
            _maybe("repaired_on", _day),
        )
    ),
    "idea": Shape(
        (
            _OWNER,
            Column("text", _what),
            _maybe("category", _category),
            Column("size", _one_of(r.Size), r.Size.MEDIUM.value),
        )
    ),
}
"""Every kind of record, in the order in which docs/model.md names them."""

COLUMNS = {kind: tuple(column.name for column in shape.columns) for kind, shape in SHAPES.items()}
"""The names of the columns of each kind, the three of HEAD left out."""

PART_COLUMNS = {
    kind: tuple(column.name for column in shape.parts.columns if column.name != "id")
    for kind, shape in SHAPES.items()
    if shape.parts is not None
}
"""The names of the columns of the parts that a kind has, the id left out."""
