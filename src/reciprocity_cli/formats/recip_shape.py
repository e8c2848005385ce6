"""What recip's own JSON holds of each kind of record, and which values it may have.

The names are those of the ledger's columns; flags are true or false, words a list, references the
id of another record in the same file. A value is stored exactly as it stands. Source:
docs/formats.md, "recip's own JSON"; the rules are those of docs/model.md, section 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import LARGEST_ID, LATEST_CHANGE
from reciprocity_cli.domain.text import LONGEST_TEXT, quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats import recip_values as check

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
    read: check.Check
    default: Any = REQUIRED
    show: check.Check | None = None


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


_intro_state = check.one_of(r.IntroState)


def _intro_made(value: Any) -> str:
    """Return "made", the one state of an introduction that was given or got."""
    state = str(_intro_state(value))
    if state != r.IntroState.MADE:
        raise UsageError(f"{state} is only planned; that is a record of the kind introduction")
    return state


_reference = check.whole(1, LARGEST_ID)
_phase = check.whole(1, len(r.Phase))
_what = check.stated(LONGEST_TEXT)
_category = check.one_of(r.Category)
_every_kind = check.one_of(kind for kinds in r.KINDS.values() for kind in kinds)


def _note(name: str) -> Column:
    return Column(name, check.text, "")


def _maybe(name: str, read: check.Check) -> Column:
    return Column(name, check.or_none(read), None)


def _is(name: str) -> Column:
    return Column(name, check.flag, False, bool)


_OWNER = Column("person_id", _reference)
_DATE = Column("date", check.day)
_TAGS = Column("tags", check.words, "", str.split)
_BY = Column("by", check.one_of(r.By))

HEAD = (
    Column("id", _reference),
    Column("uid", check.matching(UID, "32 hexadecimal digits")),
    Column("changed", check.whole(0, LATEST_CHANGE)),
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


_PART_ID = Column("id", check.or_none(_reference), None)

_DETAILS = Parts(
    "details",
    (
        _PART_ID,
        Column(
            "kind", check.one_of(("alias", "role", "tag", "speciality", "email", "phone", "link"))
        ),
        Column("value", check.stated(LONGEST_VALUE)),
    ),
    _detail_fault,
)
_ATTENDANCE = Parts("attendance", (_PART_ID, _OWNER), _attendance_fault)
_UPDATES = Parts("updates", (_PART_ID, _DATE, _note("note")), _no_fault)

SHAPES: dict[str, Shape] = {
    "person": Shape(
        (
            Column("name", check.name),
            Column("handle", check.or_none(check.matching(_HANDLE, "a handle")), None),
            _note("organisation"),
            _note("title"),
            _maybe("birthday", check.birthday),
            _note("why"),
            _note("route"),
            _note("notes"),
            _maybe("met_through_id", _reference),
            _maybe("cadence", check.cadence),
            _is("imported"),
            _maybe("expect", check.one_of(r.Expect)),
            _is("archived"),
            _is("paused"),
            _maybe("snoozed_until", check.day),
            _maybe("snoozed_on", check.day),
            Column("start_phase", _phase, 1),
            Column("created_on", check.day),
        ),
        (_met_through_another,),
        _DETAILS,
    ),
    "quiet": Shape(
        (_maybe("person_id", _reference), Column("first", check.day), Column("last", check.day)),
        (_runs_forward,),
    ),
    "interaction": Shape(
        (
            _DATE,
            _maybe("channel", check.one_of(r.Channel)),
            _maybe("started", check.one_of(r.Started)),
            _note("note"),
        ),
        (),
        _ATTENDANCE,
    ),
    "exchange": Shape(
        (
            _OWNER,
            Column("direction", check.one_of(r.Direction)),
            Column("category", _category),
            _maybe("kind", _every_kind),
            Column("weight", check.weight),
            _DATE,
            _note("note"),
            _TAGS,
            _maybe("interaction_id", _reference),
            _is("self_interest"),
            _is("landed"),
            Column("outcome", check.one_of(r.Outcome), r.Outcome.UNKNOWN.value),
            _note("outcome_text"),
            _maybe("outcome_on", check.day),
            _maybe("thanked_on", check.day),
            _maybe("reported_on", check.day),
            _note("suggestion"),
            _maybe("idea_id", _reference),
            _maybe("other_person_id", _reference),
            _maybe("intro_state", _intro_made),
            _maybe("intro_for", check.one_of(r.IntroFor)),
        ),
        (_kind_fits, _direction_fits, _introduction_fits),
    ),
    "signal": Shape((_OWNER, Column("kind", check.one_of(r.SignalKind)), _DATE, _note("note"))),
    "phase_change": Shape((_OWNER, Column("phase", _phase), _DATE, _note("reason"))),
    "need": Shape(
        (
            _OWNER,
            Column("text", _what),
            Column("seeking", check.one_of(r.Seeking), r.Seeking.NEED.value),
            _TAGS,
            _maybe("category", _category),
            Column("urgency", check.one_of(r.Urgency), r.Urgency.NORMAL.value),
            Column("noted_on", check.day),
            _maybe("met_on", check.day),
            _maybe("met_by_id", _reference),
        )
    ),
    "offer": Shape(
        (
            Column("text", _what),
            _TAGS,
            _maybe("category", _category),
            _maybe("angle", check.one_of(r.Angle)),
        )
    ),
    "opportunity": Shape(
        (
            Column("text", _what),
            _TAGS,
            _maybe("category", _category),
            _maybe("expires_on", check.day),
        )
    ),
    "promise": Shape(
        (
            _OWNER,
            _BY,
            Column("what", _what),
            Column("wording", check.one_of(r.Wording), r.Wording.PROMISE.value),
            Column("made_on", check.day),
            _maybe("due_on", check.day),
            _maybe("closing", check.one_of(r.Closing)),
            _maybe("closed_on", check.day),
        ),
        (_closed_with_a_day,),
        _UPDATES,
    ),
    "ask": Shape(
        (
            _OWNER,
            Column("what", _what),
            Column("asked_on", check.day),
            _maybe("respond_by", check.day),
            _note("easy"),
            Column("answer", check.one_of(r.Answer), r.Answer.OPEN.value),
            _maybe("answered_on", check.day),
            _maybe("thanked_on", check.day),
        )
    ),
    "incident": Shape(
        (
            _OWNER,
            _BY,
            Column("what", _what),
            _DATE,
            Column("severity", check.one_of(r.Severity), r.Severity.MINOR.value),
            _maybe("repaired_on", check.day),
        )
    ),
    "idea": Shape(
        (
            _OWNER,
            Column("text", _what),
            _maybe("category", _category),
            Column("size", check.one_of(r.Size), r.Size.MEDIUM.value),
        )
    ),
    "introduction": Shape(
        (
            _OWNER,
            Column("other_person_id", _reference),
            Column("noted_on", check.day),
            Column("intro_for", check.one_of(r.IntroFor), r.IntroFor.BOTH.value),
            Column("state", _intro_state, r.IntroState.IDEA.value),
            _note("text"),
            _maybe("need_id", _reference),
            _maybe("exchange_id", _reference),
            _is("person_agreed"),
            _is("other_agreed"),
            _maybe("asked_on", check.day),
            _maybe("agreed_on", check.day),
            _maybe("closed_on", check.day),
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
