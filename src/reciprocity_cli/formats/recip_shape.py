"""The checks of single values in recip's own JSON: each returns what is stored, or refuses.

A UsageError of theirs goes on where the name of the column ends ("weight" + "0 is not above 0").
The rules are those of docs/model.md, section 1, and of the ledger's own columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.cadence import parse_cadence
from reciprocity_cli.domain.names import clean_name, fold
from reciprocity_cli.domain.records import LARGEST_ID, LARGEST_WEIGHT, LATEST_CHANGE
from reciprocity_cli.domain.text import LONGEST_TEXT, quoted, refuse_unstorable
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


LONGEST_VALUE = 1000
"""Characters in an e-mail, a tag, a link."""

REQUIRED: Any = object()
"""The default of a column that must be there."""

_HANDLE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
UID = re.compile(r"[0-9a-f]{32}")

Rule = Callable[[Mapping[str, Any]], str]


class Column(NamedTuple):
    """One value of a record: `read` makes of JSON what is stored, `show` the reverse.

    `default` is what is stored where the file says nothing.
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


_intro_state = one_of(r.IntroState)


def _intro_made(value: Any) -> str:
    """Return "made", the one state of an introduction that was given or got."""
    state = str(_intro_state(value))
    if state != r.IntroState.MADE:
        raise UsageError(f"{state} is only planned; that is a record of the kind introduction")
    return state


_reference = whole(1, LARGEST_ID)
_phase = whole(1, len(r.Phase))
_what = stated(LONGEST_TEXT)
_category = one_of(r.Category)
_every_kind = one_of(kind for kinds in r.KINDS.values() for kind in kinds)


def _note(name: str) -> Column:
    return Column(name, text, "")


def _maybe(name: str, read: Check) -> Column:
    return Column(name, or_none(read), None)


def _is(name: str) -> Column:
    return Column(name, flag, False, bool)


_OWNER = Column("person_id", _reference)
_DATE = Column("date", day)
_TAGS = Column("tags", words, "", str.split)
_BY = Column("by", one_of(r.By))

HEAD = (
    Column("id", _reference),
    Column("uid", matching(UID, "32 hexadecimal digits")),
    Column("changed", whole(0, LATEST_CHANGE)),
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


def _two_people(values: Mapping[str, Any]) -> str:
    itself = values["other_person_id"] == values["person_id"]
    return "other_person_id is the person themselves" if itself else ""


def _ended_with_a_day(values: Mapping[str, Any]) -> str:
    ended = values["state"] in (r.IntroState.MADE, r.IntroState.DROPPED)
    both = ended == (values["closed_on"] is not None)
    return "" if both else "closed_on goes with the states made and dropped"


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


_PART_ID = Column("id", or_none(_reference), None)

_DETAILS = Parts(
    "details",
    (
        _PART_ID,
        Column("kind", one_of(("alias", "role", "tag", "speciality", "email", "phone", "link"))),
        Column("value", stated(LONGEST_VALUE)),
    ),
    _detail_fault,
)
_ATTENDANCE = Parts("attendance", (_PART_ID, _OWNER), _attendance_fault)
_UPDATES = Parts("updates", (_PART_ID, _DATE, _note("note")), _no_fault)

SHAPES: dict[str, Shape] = {
    "person": Shape(
        (
            Column("name", name),
            Column("handle", or_none(matching(_HANDLE, "a handle")), None),
            _note("organisation"),
            _note("title"),
            _maybe("birthday", birthday),
            _note("why"),
            _note("route"),
            _note("notes"),
            _maybe("met_through_id", _reference),
            _maybe("cadence", cadence),
            _is("imported"),
            _maybe("expect", one_of(r.Expect)),
            _is("archived"),
            _is("paused"),
            _maybe("snoozed_until", day),
            _maybe("snoozed_on", day),
            Column("start_phase", _phase, 1),
            Column("created_on", day),
        ),
        (_met_through_another,),
        _DETAILS,
    ),
    "quiet": Shape(
        (_maybe("person_id", _reference), Column("first", day), Column("last", day)),
        (_runs_forward,),
    ),
    "interaction": Shape(
        (
            _DATE,
            _maybe("channel", one_of(r.Channel)),
            _maybe("started", one_of(r.Started)),
            _note("note"),
        ),
        (),
        _ATTENDANCE,
    ),
    "exchange": Shape(
        (
            _OWNER,
            Column("direction", one_of(r.Direction)),
            Column("category", _category),
            _maybe("kind", _every_kind),
            Column("weight", weight),
            _DATE,
            _note("note"),
            _TAGS,
            _maybe("interaction_id", _reference),
            _is("self_interest"),
            _is("landed"),
            Column("outcome", one_of(r.Outcome), r.Outcome.UNKNOWN.value),
            _note("outcome_text"),
            _maybe("outcome_on", day),
            _maybe("thanked_on", day),
            _maybe("reported_on", day),
            _note("suggestion"),
            _maybe("idea_id", _reference),
            _maybe("other_person_id", _reference),
            _maybe("intro_state", _intro_made),
            _maybe("intro_for", one_of(r.IntroFor)),
        ),
        (_kind_fits, _direction_fits, _introduction_fits),
    ),
    "signal": Shape((_OWNER, Column("kind", one_of(r.SignalKind)), _DATE, _note("note"))),
    "phase_change": Shape((_OWNER, Column("phase", _phase), _DATE, _note("reason"))),
    "need": Shape(
        (
            _OWNER,
            Column("text", _what),
            Column("seeking", one_of(r.Seeking), r.Seeking.NEED.value),
            _TAGS,
            _maybe("category", _category),
            Column("urgency", one_of(r.Urgency), r.Urgency.NORMAL.value),
            Column("noted_on", day),
            _maybe("met_on", day),
            _maybe("met_by_id", _reference),
        )
    ),
    "offer": Shape(
        (
            Column("text", _what),
            _TAGS,
            _maybe("category", _category),
            _maybe("angle", one_of(r.Angle)),
        )
    ),
    "opportunity": Shape(
        (
            Column("text", _what),
            _TAGS,
            _maybe("category", _category),
            _maybe("expires_on", day),
        )
    ),
    "promise": Shape(
        (
            _OWNER,
            _BY,
            Column("what", _what),
            Column("wording", one_of(r.Wording), r.Wording.PROMISE.value),
            Column("made_on", day),
            _maybe("due_on", day),
            _maybe("closing", one_of(r.Closing)),
            _maybe("closed_on", day),
        ),
        (_closed_with_a_day,),
        _UPDATES,
    ),
    "ask": Shape(
        (
            _OWNER,
            Column("what", _what),
            Column("asked_on", day),
            _maybe("respond_by", day),
            _note("easy"),
            Column("answer", one_of(r.Answer), r.Answer.OPEN.value),
            _maybe("answered_on", day),
            _maybe("thanked_on", day),
        )
    ),
    "incident": Shape(
        (
            _OWNER,
            _BY,
            Column("what", _what),
            _DATE,
            Column("severity", one_of(r.Severity), r.Severity.MINOR.value),
            _maybe("repaired_on", day),
        )
    ),
    "idea": Shape(
        (
            _OWNER,
            Column("text", _what),
            _maybe("category", _category),
            Column("size", one_of(r.Size), r.Size.MEDIUM.value),
        )
    ),
    "introduction": Shape(
        (
            _OWNER,
            Column("other_person_id", _reference),
            Column("noted_on", day),
            Column("intro_for", one_of(r.IntroFor), r.IntroFor.BOTH.value),
            Column("state", _intro_state, r.IntroState.IDEA.value),
            _note("text"),
            _maybe("need_id", _reference),
            _maybe("exchange_id", _reference),
            _is("person_agreed"),
            _is("other_agreed"),
            _maybe("asked_on", day),
            _maybe("agreed_on", day),
            _maybe("closed_on", day),
        ),
        (_two_people, _ended_with_a_day),
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
