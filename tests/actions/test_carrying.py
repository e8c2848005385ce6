"""recip's own JSON carried from ledger to ledger: restored whole, taken in by uid, never half."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from carried import LATER, TODAY, bring, by_uid, document, export, records, sound
from contents import contents
from hypothesis import given, settings
from hypothesis import strategies as st
from random_ledgers import AT, fill, fresh, new_uid, rows

from reciprocity_cli.actions.demo import fill as fill_demo
from reciprocity_cli.actions.export import ExportFormat
from reciprocity_cli.domain.kinds import RECORDS
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.errors import RecipError
from reciprocity_cli.store import bulk
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.ledger import Ledger
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import add_details, delete_person, insert_person, update_person

RANDOMS = st.randoms(use_true_random=False)
SIZES = st.integers(0, 25)


@given(RANDOMS, SIZES, st.sampled_from([ExportFormat.JSON, ExportFormat.JSONL]))
@settings(max_examples=20, deadline=None)
def test_what_comes_back_is_equal(
    empty_ledger: Path, random: Random, size: int, format: ExportFormat
) -> None:
    """Into an empty ledger all rows come back, ids, uids and change times too; undo takes them."""
    with fresh(empty_ledger) as here, fresh(empty_ledger) as there:
        fill(here, random, size)
        done = bring(there, export(here, format))
        assert contents(there) == contents(here)
        assert rows(there) == rows(here)
        assert export(there, format) == export(here, format)
        assert sum(done.new.values()) == len(records(here))
        assert sound(there)
        if done.new:
            there.undo(None, LATER)
            assert records(there) == []
            there.redo(LATER)
            assert contents(there) == contents(here)


@given(RANDOMS, SIZES)
@settings(max_examples=15, deadline=None)
def test_the_same_file_twice_adds_nothing(empty_ledger: Path, random: Random, size: int) -> None:
    """Everything is known by its uid the second time, and the operation leaves no trace."""
    with fresh(empty_ledger) as here, fresh(empty_ledger) as there:
        fill(here, random, size)
        fill(there, random, 3)
        text = export(here)
        first = bring(there, text)
        before = rows(there)
        done = bring(there, text)
        assert (done.new, done.changed, done.kept) == ({}, {}, 0)
        assert done.known == sum(first.new.values()) == len(records(here))
        assert rows(there) == before


@given(RANDOMS, SIZES, SIZES)
@settings(max_examples=20, deadline=None)
def test_two_ledgers_become_their_union(
    empty_ledger: Path, random: Random, size: int, other: int
) -> None:
    """Into a ledger that holds others all come, and their references still mean the same."""
    with fresh(empty_ledger) as here, fresh(empty_ledger) as there:
        fill(here, random, size)
        fill(there, random, other)
        union = by_uid(there) | by_uid(here)
        before = records(there)
        done = bring(there, export(here))
        assert by_uid(there) == union
        assert sound(there)
        if done.new:
            there.undo(None, LATER)
            assert records(there) == before


def test_the_demo_comes_back(empty_ledger: Path) -> None:
    """The invented year, with records of every kind, comes back equal in both layouts."""
    with fresh(empty_ledger) as here:
        with here.writing("demo", AT) as op:
            fill_demo(op, TODAY)
        for format in (ExportFormat.JSON, ExportFormat.JSONL):
            with fresh(empty_ledger) as there:
                done = bring(there, export(here, format))
                assert set(done.new) == set(RECORDS)
                assert rows(there) == rows(here)


@pytest.fixture
def other(empty_ledger: Path) -> Any:
    """A second empty ledger."""
    with fresh(empty_ledger) as opened:
        yield opened


def write(ledger: Ledger, act: Callable[[Operation], Any], days: int = 0) -> Any:
    with ledger.writing("act", AT + timedelta(days=days)) as op:
        return act(op)


def person(name: str, **values: Any) -> Callable[[Operation], int]:
    return lambda op: insert_person(op, {"name": name, **values}, TODAY)


def contact(*people: int, **values: Any) -> Callable[[Operation], int]:
    return lambda op: insert_contact(op, people, TODAY, **values)


def advice(someone: int, within: int | None = None) -> Callable[[Operation], int]:
    new = NewExchange(Direction.GAVE, Category.ADVICE, 2.0)
    return lambda op: insert_exchange(op, someone, TODAY, new, within)


def test_parts_stand_in_the_order_they_came(ledger: Ledger) -> None:
    """The first e-mail stays the first, in the file too."""
    write(ledger, person("Ana", emails=("b@x.example", "a@x.example")))
    [ana] = records(ledger)
    assert [part["value"] for part in ana["details"]] == ["b@x.example", "a@x.example"]


def test_many_records_are_not_held(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four megabytes of offers pass through a quarter of that."""
    monkeypatch.setattr(bulk, "SLICE", 50)
    offer = {"record": "offer", "changed": 1, "text": "x" * 1_000}
    lines = [{"format": "recip", "schema_version": 1}]
    lines += [offer | {"id": at, "uid": f"{at:032x}"} for at in range(1, 4_001)]
    text = "\n".join(map(json.dumps, lines)).encode()
    tracemalloc.start()
    done = bring(ledger, text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.new == {"offer": 4_000}
    assert peak < len(text) / 4


def test_ids_and_handles_that_are_taken(ledger: Ledger, other: Ledger) -> None:
    """Somebody else's id and handle are left to them; a reference follows to the new id."""
    write(other, lambda op: person("Bo", met_through_id=person("Ana")(op))(op))
    write(ledger, person("Ana", organisation="Acme"))
    bring(ledger, export(other))
    people = ledger.sql.execute("SELECT id, handle, met_through_id FROM person ORDER BY id")
    # Bo's id, 2, was never given here and stays; Ana's is the next behind.
    assert people.fetchall() == [(1, "ana", None), (2, "bo", 3), (3, "ana-2", None)]
    assert write(ledger, person("Cai"), 2) == 4


def test_an_id_once_given_is_never_given_again(ledger: Ledger, other: Ledger) -> None:
    """Also that of a record which is gone: undo may bring it back."""
    write(ledger, person("Ana"))
    gone = write(ledger, person("Bo"))
    write(ledger, lambda op: delete_person(op, gone))
    write(other, lambda op: [person(name)(op) for name in ("Cai", "Dee")])
    bring(ledger, export(other))
    assert ledger.sql.execute("SELECT id, name FROM person ORDER BY id").fetchall() == [
        (1, "Ana"),
        (3, "Cai"),
        (4, "Dee"),
    ]


def test_the_later_change_wins(ledger: Ledger, other: Ledger) -> None:
    """A record changed there since replaces ours as a whole, lists too; undo brings ours back."""
    write(ledger, lambda op: [person("Ana", tags=("a", "b"), title="x")(op), person("Bo")(op)])
    bring(other, export(ledger))
    write(other, lambda op: update_person(op, 1, {"title": "y"}), 2)
    write(other, lambda op: add_details(op, 1, "tag", ["c"]), 3)
    write(other, lambda op: op.sql.execute("DELETE FROM detail WHERE value = 'a'"), 4)
    ours = contents(ledger)
    done = bring(ledger, export(other))
    assert (done.new, done.changed, done.known, done.kept) == ({}, {"person": 1}, 1, 0)
    assert by_uid(ledger) == by_uid(other)
    ledger.undo(None, LATER)
    assert contents(ledger) == ours


def test_a_tag_alone_is_a_change(ledger: Ledger, other: Ledger) -> None:
    """What is nested in a record tells it from ours as much as its columns do."""
    write(ledger, person("Ana", tags=("a",)))
    bring(other, export(ledger))
    write(other, lambda op: add_details(op, 1, "tag", ["b"]), 2)
    assert bring(ledger, export(other)).changed == {"person": 1}
    assert by_uid(ledger) == by_uid(other)


def test_a_changed_person_keeps_the_handle_they_have_here(ledger: Ledger, other: Ledger) -> None:
    """Handles are each ledger's own: one that was taken stays renamed."""
    write(ledger, person("Ana"))
    write(other, person("Ana", organisation="Acme"))
    bring(ledger, export(other))
    write(other, lambda op: update_person(op, 1, {"title": "x"}), 2)
    assert bring(ledger, export(other)).changed == {"person": 1}
    found = ledger.sql.execute("SELECT handle, title FROM person ORDER BY id").fetchall()
    assert found == [("ana", ""), ("ana-2", "x")]


def test_word_given_about_a_promise(ledger: Ledger, other: Ledger) -> None:
    """The updates of a promise changed there are the file's, no more and no fewer."""
    promise = {"person_id": 1, "by": "me", "what": "w", "made_on": TODAY}
    write(ledger, lambda op: [person("Ana")(op), op.insert("promise", promise)])
    tell = {"promise_id": 2, "date": TODAY}
    write(ledger, lambda op: op.insert_part("promise_update", {**tell, "note": "soon"}))
    bring(other, export(ledger))
    write(other, lambda op: op.sql.execute("UPDATE promise_update SET note = 'later'"), 2)
    write(other, lambda op: op.insert_part("promise_update", tell), 3)
    write(other, lambda op: op.touch("promise", 2), 4)
    assert bring(ledger, export(other)).changed == {"promise": 1}
    notes = ledger.sql.execute("SELECT note FROM promise_update ORDER BY id").fetchall()
    assert notes == [("later",), ("",)]


def test_ours_stays_when_it_changed_last(ledger: Ledger, other: Ledger) -> None:
    """A record changed here since is kept and counted."""
    write(ledger, person("Ana"))
    bring(other, export(ledger))
    write(ledger, lambda op: update_person(op, 1, {"title": "y"}), 2)
    before = rows(ledger)
    done = bring(ledger, export(other))
    assert (done.changed, done.known, done.kept) == ({}, 0, 1)
    assert rows(ledger) == before


def test_a_tie_goes_the_same_way_on_both_sides(ledger: Ledger, other: Ledger) -> None:
    """Of two states changed in the same millisecond both ledgers keep the same one."""
    write(ledger, person("Ana"))
    text = export(ledger)
    bring(other, text.replace('"title": ""', '"title": "y"'))
    theirs = export(other)
    done = [bring(ledger, theirs), bring(other, text)]
    assert sorted((one.changed.get("person", 0), one.kept) for one in done) == [(0, 1), (1, 0)]
    title = "SELECT title FROM person"
    assert ledger.sql.execute(title).fetchone() == other.sql.execute(title).fetchone()


def test_change_times_go_on_after_those_that_came(ledger: Ledger, other: Ledger) -> None:
    """A record from a clock that ran ahead is kept as it is, and the next change is later."""
    write(other, person("Ana"), 400)
    bring(ledger, export(other))
    assert rows(ledger)["person"] == rows(other)["person"]
    write(ledger, lambda op: update_person(op, 1, {"title": "x"}), 2)
    (ours,) = ledger.sql.execute("SELECT changed FROM person").fetchone()
    (theirs,) = other.sql.execute("SELECT changed FROM person").fetchone()
    assert ours > theirs


def test_a_contact_that_lost_somebody(ledger: Ledger, other: Ledger) -> None:
    """Who is no longer in a contact goes, unless an exchange here stands on it."""
    write(ledger, lambda op: contact(*[person(name)(op) for name in ("Ana", "Bo", "Cai")])(op))
    bring(other, export(ledger))
    write(ledger, advice(2, within=4))
    write(other, lambda op: op.sql.execute("DELETE FROM attendance WHERE person_id <> 1"), 2)
    write(other, lambda op: op.update("interaction", 4, {"note": "alone"}), 3)
    done = bring(ledger, export(other))
    assert done.changed == {"interaction": 1}
    attended = ledger.sql.execute("SELECT person_id FROM attendance ORDER BY person_id")
    assert attended.fetchall() == [(1,), (2,)]
    assert len(contents(ledger)["exchange"]) == 1
    assert sound(ledger)


def test_an_exchange_in_a_contact_that_ours_changed_last(ledger: Ledger, other: Ledger) -> None:
    """It goes to the day our contact has now, and its person takes part again."""
    write(ledger, lambda op: contact(*[person(name)(op) for name in ("Ana", "Bo")])(op))
    bring(other, export(ledger))
    write(other, advice(2, within=3), 2)
    write(ledger, lambda op: op.sql.execute("DELETE FROM attendance WHERE person_id = 2"), 3)
    write(ledger, lambda op: op.update("interaction", 3, {"date": "2026-01-02"}), 4)
    done = bring(ledger, export(other))
    assert (done.new, done.changed, done.kept) == ({"exchange": 1}, {"interaction": 1}, 1)
    rows = ledger.sql.execute("SELECT person_id, date FROM exchange").fetchall()
    assert rows == [(2, "2026-01-02")]
    assert sound(ledger)


def test_people_who_may_be_the_same_are_listed(ledger: Ledger, other: Ledger) -> None:
    """Two uids are two people; where an address or name says otherwise, the pair is named."""
    write(other, lambda op: [person("Ana")(op), person("Bo", emails=("bo@x.example",))(op)])
    write(ledger, lambda op: [person("Ana")(op), person("Robert", emails=("bo@x.example",))(op)])
    assert bring(ledger, export(other)).doubtful == ((1, 3), (2, 4))


def test_two_met_through_each_other(ledger: Ledger) -> None:
    """A circle of introductions is nothing wrong, and comes in as it is."""
    uids = [new_uid(), new_uid()]
    pair = [
        {"record": "person", "id": 1, "uid": uids[0], "changed": 1, "name": "Ana"},
        {"record": "person", "id": 2, "uid": uids[1], "changed": 1, "name": "Bo"},
    ]
    for one, through in zip(pair, (2, 1), strict=True):
        one |= {"met_through_id": through, "created_on": "2026-01-01"}
    bring(ledger, document(*pair))
    assert ledger.sql.execute("SELECT id, handle, met_through_id FROM person").fetchall() == [
        (1, "ana", 2),
        (2, "bo", 1),
    ]


ANA = {
    "record": "person",
    "id": 1,
    "uid": "a" * 32,
    "changed": 1,
    "name": "Ana",
    "handle": "ana",
    "created_on": "2026-01-01",
}
BO = ANA | {"id": 2, "uid": "b" * 32, "name": "Bo", "handle": "bo"}
COFFEE = {
    "record": "interaction",
    "id": 3,
    "uid": "c" * 32,
    "changed": 1,
    "date": "2026-01-02",
    "attendance": [{"person_id": 1}],
}
GAVE = {
    "record": "exchange",
    "id": 4,
    "uid": "d" * 32,
    "changed": 1,
    "person_id": 1,
    "direction": "gave",
    "category": "advice",
    "weight": 2,
    "date": "2026-01-02",
    "interaction_id": 3,
}


def test_a_file_written_by_hand(ledger: Ledger) -> None:
    """What is left out has the value it has in a new record."""
    done = bring(ledger, document(GAVE, COFFEE, ANA, BO))
    assert done.new == {"person": 2, "interaction": 1, "exchange": 1}
    assert records(ledger)[3]["outcome"] == "unknown"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ((ANA, BO | {"id": 1}), "person #1: another record of the file has its id"),
        ((ANA, COFFEE | {"id": 1}), "interaction #1: another record of the file has its id"),
        ((ANA, BO | {"uid": "a" * 32}), "person #2: another record of the file has its uid"),
        (
            (ANA, COFFEE | {"uid": "a" * 32}),
            "interaction #3: another record of the file has its uid",
        ),
        ((ANA, BO | {"handle": "ana"}), "person #2: somebody else in the file has the handle"),
        ((ANA, BO | {"met_through_id": 9}), "person #2: met_through_id: the file has no person #9"),
        ((ANA, COFFEE, BO | {"met_through_id": 3}), "the file has no person #3"),
        ((COFFEE, BO), "interaction #3: the file has no person #1"),
        ((ANA, GAVE), "exchange #4: interaction_id: the file has no interaction #3"),
        (
            (ANA, BO, COFFEE, GAVE | {"person_id": 2}),
            "exchange #4: it is about somebody who is not in its contact #3",
        ),
        (
            (ANA, COFFEE, GAVE | {"date": "2026-01-03"}),
            "exchange #4: it is on another day than its contact #3",
        ),
    ],
)
def test_records_that_do_not_fit_together(
    ledger: Ledger, changed: tuple[dict[str, Any], ...], reason: str
) -> None:
    """A file whose records contradict each other is refused, with the record and the reason."""
    with pytest.raises(RecipError) as caught:
        bring(ledger, document(*changed))
    assert reason in caught.value.message
    assert caught.value.message.startswith("nothing was imported, 1 bad record: line 1: ")
    assert records(ledger) == []


def test_what_does_not_fit_is_named_in_the_order_of_the_file(ledger: Ledger) -> None:
    """The first of them stand in the error, whatever is wrong with each."""
    alone = [GAVE | {"id": number, "uid": f"{number:032x}"} for number in range(5, 8)]
    lines = [{"format": "recip", "schema_version": 1}, ANA, *alone, BO | {"uid": ANA["uid"]}]
    with pytest.raises(RecipError) as caught:
        bring(ledger, "\n".join(map(json.dumps, lines)))
    message = caught.value.message
    assert message.startswith("nothing was imported, 4 bad records: line 3: exchange #5: ")
    assert "line 5: exchange #7: " in message
    assert message.endswith("; and 1 more")


def test_a_uid_of_another_kind_of_record(ledger: Ledger) -> None:
    """What bears the uid of a record here must be that kind of record."""
    bring(ledger, document(ANA))
    offer = {"record": "offer", "id": 9, "uid": "a" * 32, "changed": 1, "text": "t"}
    with pytest.raises(RecipError, match="offer #9: its uid is that of another person"):
        bring(ledger, document(offer))


def test_bad_records_are_named_by_their_lines(ledger: Ledger) -> None:
    """The first three stand in the error, the others are counted, and nothing is written."""
    bad = [ANA | {"id": number, "name": " "} for number in range(1, 6)]
    lines = [{"format": "recip", "schema_version": 1}, ANA, *bad]
    with pytest.raises(RecipError) as caught:
        bring(ledger, "\n".join(map(json.dumps, lines)))
    message = caught.value.message
    assert message.startswith("nothing was imported, 5 bad records: line 3: person #1: name is not")
    assert "line 5: person #3: " in message
    assert message.endswith("; and 2 more")
    assert records(ledger) == []


def test_parts_without_ids(ledger: Ledger) -> None:
    """Parts that bear the same id, or none, get ids of this ledger."""
    details = [{"id": 7, "kind": "tag", "value": tag} for tag in ("x", "y")]
    bring(ledger, document(ANA | {"details": details}))
    assert ledger.sql.execute("SELECT id, value FROM detail").fetchall() == [(1, "x"), (2, "y")]
