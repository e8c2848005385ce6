"""The rules of recip's own JSON: its columns are the ledger's, and each value is checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from random_ledgers import fresh

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.kinds import JOURNALED, RECORDS
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.incoming import Entry
from reciprocity_cli.formats.recip_json import entry_of


def test_the_references_are_those_of_the_ledger(empty_ledger: Path) -> None:
    """Every foreign key is known, so that it is checked and follows to a new id."""
    with fresh(empty_ledger) as ledger:
        for table, kind in JOURNALED.items():
            keys = ledger.sql.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            found = {row[3]: row[2] for row in keys if row[4] == "id"}
            # Those to the attendance and the day of a contact name it with others.
            if any(row[2] in ("attendance", "interaction") for row in keys):
                found["interaction_id"] = "interaction"
            assert kind.references == found


def test_a_record_goes_with_what_its_row_would_go_with(empty_ledger: Path) -> None:
    """What a merge takes along is what the foreign keys take along."""
    with fresh(empty_ledger) as ledger:
        for table, kind in JOURNALED.items():
            keys = ledger.sql.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            cascades = {row[3] for row in keys if row[6] == "CASCADE"}
            assert set(kind.needed) == cascades - {"date"}


COMMON: dict[str, Any] = {"id": 7, "uid": "a" * 32, "changed": 5}
VALID: dict[str, dict[str, Any]] = {
    "person": {"name": "Ana", "created_on": "2026-01-01"},
    "quiet": {"first": "2026-01-01", "last": "2026-01-02"},
    "interaction": {"date": "2026-01-01", "attendance": [{"person_id": 1}]},
    "exchange": {
        "person_id": 1,
        "direction": "gave",
        "category": "advice",
        "weight": 2,
        "date": "2026-01-01",
    },
    "signal": {"person_id": 1, "kind": "spoke-well", "date": "2026-01-01"},
    "phase_change": {"person_id": 1, "phase": 2, "date": "2026-01-01"},
    "need": {"person_id": 1, "text": "t", "noted_on": "2026-01-01"},
    "offer": {"text": "t"},
    "opportunity": {"text": "t"},
    "promise": {"person_id": 1, "by": "me", "what": "w", "made_on": "2026-01-01"},
    "ask": {"person_id": 1, "what": "w", "asked_on": "2026-01-01"},
    "incident": {"person_id": 1, "by": "me", "what": "w", "date": "2026-01-01"},
    "idea": {"person_id": 1, "text": "t"},
    "introduction": {"person_id": 1, "other_person_id": 2, "noted_on": "2026-01-01"},
}


def record(kind: str, /, **values: Any) -> dict[str, Any]:
    """A record that is right in all but `values`."""
    return {"record": kind, **COMMON, **VALID[kind], **values}


@pytest.mark.parametrize("kind", RECORDS)
def test_nothing_that_is_needed_may_be_missing(kind: str) -> None:
    """A record without one of its values is named with it."""
    assert isinstance(entry_of(1, record(kind)), Entry)
    for name in ("record", *COMMON, *VALID[kind]):
        given = record(kind)
        del given[name]
        missing = "nobody took part" if name == "attendance" else f"{name} is missing"
        with pytest.raises(UsageError) as caught:
            entry_of(1, given)
        assert caught.value.message == missing


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("value", [[], {}, [[]], 1.5, float("inf"), -1, 10**30, "\ud800", "a\0b"])
def test_no_column_takes_what_it_is_not_for(kind: str, value: Any) -> None:
    """Every column of every kind refuses what could not stand in it, with its name."""
    fits = {("exchange", "weight"): 1.5, "tags": []}
    for name in ("id", "uid", "changed", *(column.name for column in RECORDS[kind].said)):
        if value in (fits.get(name), fits.get((kind, name))):  # type: ignore[call-overload]
            continue
        with pytest.raises(UsageError) as caught:
            entry_of(1, record(kind, **{name: value}))
        assert caught.value.message.startswith(f"{name} ")
        caught.value.message.encode()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (record("offer", id=0), "id 0 is not a whole number from 1 to 1000000000000000"),
        (record("offer", id=True), "id true is not a whole number from 1 to 1000000000000000"),
        (record("offer", id=10**15 + 1), "id 1000000000000001 is not a whole number"),
        (record("offer", id=10**4000), "id such a number is not a whole number"),
        (record("offer", uid="A" * 32), "uid 'AAAAAAAA"),
        (record("offer", uid="a" * 31), "is not 32 hexadecimal digits"),
        (record("offer", changed=253_402_300_800_000), "changed 253402300800000 is not"),
        (record("offer", text=" \n"), "text is empty"),
        (record("offer", text="x" * 10_001), "text is longer than 10,000 characters"),
        (record("offer", texts="x"), "it has no 'texts'"),
        (record("offer", details=[]), "it has no 'details'"),
        (record("offer", tags="x y"), "tags is not a list of single words"),
        (record("offer", tags=["x y"]), "tags is not a list of single words"),
        (record("offer", tags=[""]), "tags is not a list of single words"),
        (record("offer", tags=["x\ty"]), "tags is not a list of single words"),
        (record("offer", tags=[3]), "tags is not text"),
        (record("offer", category="adv"), "category 'adv' is none of knowledge, advice,"),
        (record("offer") | {"record": "offers"}, "there is no kind of record 'offers'"),
        (record("offer") | {"record": ["offer"]}, "record is missing"),
        ("offer", "it is not a record"),
        (record("person", name="Ana\x1b[2J"), "name is not one: the name 'Ana␛[2J' contains"),
        (record("person", name="x" * 201), "a name has at most 200 characters"),
        (record("person", handle="Ana"), "handle 'Ana' is not a handle"),
        (record("person", handle="-rf"), "handle '-rf' is not a handle"),
        (record("person", handle="$(reboot)"), "handle '$(reboot)' is not a handle"),
        (record("person", met_through_id=7), "met_through_id is the person themselves"),
        (record("person", cadence="11y"), "cadence '11y' is not one from 1d to 10y, or none"),
        (record("person", birthday="19900228"), "birthday '19900228' is not a birthday"),
        (record("person", birthday="--02-30"), "birthday '--02-30' is not a birthday"),
        (record("person", archived=1), "archived 1 is neither true nor false"),
        (record("person", start_phase=6), "start_phase 6 is not a whole number from 1 to 5"),
        (record("person", created_on="2026-02-30"), "created_on '2026-02-30' is not a day"),
        (record("person", created_on="2026-W01-1"), "created_on '2026-W01-1' is not a day"),
        (record("person", created_on="20260101"), "created_on '20260101' is not a day"),
        (record("person", expect="given"), "expect 'given' is none of give, even, receive, off"),
        (record("person", details={}), "details is not a list of objects"),
        (record("person", details=["x"]), "details is not a list of objects"),
        (record("person", details=[{"kind": "tag"}]), "value is missing"),
        (record("person", details=[{"kind": "hat", "value": "x"}]), "kind 'hat' is none of"),
        (record("person", details=[{"kind": "tag", "value": " "}]), "value is empty"),
        (record("person", details=[{"kind": "tag", "value": "x" * 1001}]), "value is longer"),
        (record("person", details=[{"kind": "role", "value": "boss"}]), "'boss' is no role"),
        (record("person", details=[{"kind": "tag", "value": "x", "y": 1}]), "details have no 'y'"),
        (
            record("person", details=[{"kind": "tag", "value": each} for each in ("É", "e")]),
            "the tag 'e' is there twice",
        ),
        (record("quiet", first="2026-01-03"), "its last day is before its first"),
        (record("interaction", attendance=[]), "nobody took part"),
        (
            record("interaction", attendance=[{"person_id": 1}, {"person_id": 1}]),
            "the same person took part twice",
        ),
        (record("exchange", weight=0), "weight 0 is not above 0 and up to 1000"),
        (record("exchange", weight=1000.1), "weight 1000.1 is not above 0 and up to 1000"),
        (record("exchange", weight=float("nan")), "weight such a number is not above 0"),
        (record("exchange", weight=True), "weight true is not above 0 and up to 1000"),
        (record("exchange", weight="2"), "weight '2' is not above 0 and up to 1000"),
        (record("exchange", kind="job"), "job is no kind of advice"),
        (record("exchange", kind="jobs"), "kind 'jobs' is none of trend, competition, technology"),
        (record("exchange", thanked_on="2026-01-01"), "thanked_on is for what was got"),
        (
            record("exchange", direction="got", self_interest=True),
            "only a give can be self_interest",
        ),
        (record("exchange", intro_state="made"), "only an introduction has other_person_id"),
        (
            record("exchange", category="introductions", other_person_id=1),
            "other_person_id is the person themselves",
        ),
        (
            record("exchange", category="introductions", intro_state="asked"),
            "intro_state asked is only planned; that is a record of the kind introduction",
        ),
        (record("introduction", other_person_id=1), "other_person_id is the person themselves"),
        (record("introduction", state="made"), "closed_on goes with the states made and dropped"),
        (record("introduction", closed_on="2026-01-01"), "closed_on goes with the states made"),
        (record("phase_change", phase=0), "phase 0 is not a whole number from 1 to 5"),
        (record("promise", closing="kept"), "closing and closed_on go together"),
        (record("promise", closed_on="2026-01-01"), "closing and closed_on go together"),
        (record("promise", updates=[{"note": "x"}]), "date is missing"),
    ],
)
def test_records_that_break_a_rule(given: Any, reason: str) -> None:
    """Each rule of the model and of the ledger is checked, and the reason says what is wrong."""
    with pytest.raises(UsageError) as caught:
        entry_of(1, given)
    assert reason in caught.value.message


def test_every_word_of_the_model_is_taken() -> None:
    """Each category with each of its kinds, and each word of every list, may stand in a file."""
    for category, kinds in r.KINDS.items():
        for kind in (None, *kinds):
            entry_of(1, record("exchange", category=category.value, kind=kind))
    for signal in r.SignalKind:
        entry_of(1, record("signal", kind=signal.value))
    for closing in r.Closing:
        entry_of(1, record("promise", closing=closing.value, closed_on="2026-01-01"))
