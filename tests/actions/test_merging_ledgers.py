"""Two ledgers made one: whatever the order, whatever was done on each side since they parted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from carried import LATER, TODAY, bring, export, sound
from hypothesis import given, settings
from hypothesis import strategies as st
from merged import Raw, join, raw, shown, stands
from random_ledgers import AT, fill, fresh, rows

from reciprocity_cli.actions.import_ import Carried
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.errors import RecipError
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.erase import erase_people
from reciprocity_cli.store.join import merge_people
from reciprocity_cli.store.ledger import Ledger
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import delete_person, insert_person, people_by_id, update_person

RANDOMS = st.randoms(use_true_random=False)


def stir(ledger: Ledger, random: Random, count: int) -> None:
    """Do random things as an owner would: write, remove, merge people, undo and redo."""
    for _ in range(count):
        act = random.choice((_write, _write, _merge, _undo, _redo))
        act(ledger, random)


def _write(ledger: Ledger, random: Random) -> None:
    fill(ledger, random, random.randint(1, 4))


def _merge(ledger: Ledger, random: Random) -> None:
    ids = [number for (number,) in ledger.sql.execute("SELECT id FROM person ORDER BY id")]
    if len(ids) < 3:
        return
    with ledger.writing("person merge", AT) as op:
        keep, gone = people_by_id(op.sql, random.sample(ids, 2))
        merge_people(op, keep, gone)


def _undo(ledger: Ledger, _random: Random) -> None:
    with suppress(RecipError):
        ledger.undo(None, AT)


def _redo(ledger: Ledger, _random: Random) -> None:
    with suppress(RecipError):
        ledger.redo(AT)


@contextmanager
def apart(template: Path, random: Random, count: int) -> Iterator[list[Callable[[], Ledger]]]:
    """Ledgers that were one and then went apart, as functions that give a copy of each."""
    with ExitStack() as stack:

        def new() -> Ledger:
            return stack.enter_context(fresh(template))

        def copy(text: str) -> Ledger:
            ledger = new()
            bring(ledger, text)
            return ledger

        base = new()
        stir(base, random, random.randint(2, 6))
        texts = []
        for _ in range(count):
            one = copy(export(base))
            stir(one, random, random.randint(0, 5))
            texts.append(export(one))

        yield [lambda text=text: copy(text) for text in texts]  # type: ignore[misc]


@given(RANDOMS)
@settings(max_examples=25, deadline=None)
def test_a_merge_is_what_the_model_says(empty_ledger: Path, random: Random) -> None:
    """The later state of each record stands, and what it names follows; nothing known is lost."""
    with apart(empty_ledger, random, 2) as (one, other):
        here, there = one(), other()
        known = join(raw(here), raw(there))
        bring(here, export(there))
        assert raw(here) == known
        assert stands(here) == shown(known)
        assert sound(here)


@given(RANDOMS)
@settings(max_examples=12, deadline=None)
def test_merging_is_commutative_associative_idempotent(empty_ledger: Path, random: Random) -> None:
    """In whatever order and grouping three ledgers are brought together, they hold the same."""
    with apart(empty_ledger, random, 3) as (a, b, c):

        def merged(one: Ledger, *others: Ledger) -> Ledger:
            for other in others:
                bring(one, export(other))
            return one

        assert stands(merged(a(), b())) == stands(merged(b(), a()))
        left, right = merged(merged(a(), b()), c()), merged(a(), merged(b(), c()))
        assert stands(left) == stands(right) == stands(merged(c(), b(), a()))
        assert raw(left) == raw(right)
        before = rows(left), export(left)
        again = bring(left, export(left))
        assert (again.new, again.changed, again.removed, again.lost) == ({}, {}, {}, ())
        bring(left, export(right))
        assert (rows(left), export(left)) == before


@given(RANDOMS)
@settings(max_examples=10, deadline=None)
def test_four_ledgers_end_alike(empty_ledger: Path, random: Random) -> None:
    """Whoever takes in whom and when, and writes on meanwhile: all hold the same at the end."""
    with apart(empty_ledger, random, 4) as copies:
        ledgers = [copy() for copy in copies]
        for _ in range(6):
            here, there = random.sample(ledgers, 2)
            known = join(raw(here), raw(there))
            bring(here, export(there))
            assert raw(here) == known
            assert stands(here) == shown(known)
            stir(random.choice(ledgers), random, random.randint(0, 2))
        known = {}
        for ledger in ledgers:
            known = join(known, raw(ledger))
        random.shuffle(ledgers)
        # The last hears of everything, and all others of it.
        for here, there in (*pairwise(ledgers), *pairwise(reversed(ledgers))):
            bring(there, export(here))
        for ledger in ledgers:
            assert raw(ledger) == known
            assert stands(ledger) == shown(known)
            assert sound(ledger)


@given(RANDOMS)
@settings(max_examples=12, deadline=None)
def test_undoing_a_merge(empty_ledger: Path, random: Random) -> None:
    """One undo brings back what stood before, and redo what the merge had made of it."""
    with apart(empty_ledger, random, 2) as (one, other):
        here, there = one(), other()
        before = stands(here)
        done = bring(here, export(there))
        after = stands(here)
        if done.new or done.changed or done.removed:
            here.undo(None, LATER)
            assert stands(here) == before
            assert sound(here)
            here.redo(LATER)
            assert stands(here) == after


@pytest.fixture
def other(empty_ledger: Path) -> Iterator[Ledger]:
    """A second ledger."""
    with fresh(empty_ledger) as opened:
        yield opened


def write(ledger: Ledger, act: Callable[[Operation], Any], days: int = 0) -> Any:
    with ledger.writing("act", AT + timedelta(days=days)) as op:
        return act(op)


def person(name: str, **values: Any) -> Callable[[Operation], int]:
    return lambda op: insert_person(op, {"name": name, **values}, TODAY)


def idea(someone: int, text: str) -> Callable[[Operation], int]:
    return lambda op: op.insert("idea", {"person_id": someone, "text": text})


def told(done: Carried) -> list[tuple[Any, ...]]:
    return [tuple(loss) for loss in done.lost]


def ideas(ledger: Ledger) -> list[tuple[Any, ...]]:
    return ledger.sql.execute("SELECT person_id, text FROM idea ORDER BY id").fetchall()


def test_a_removal_travels_with_what_belonged_to_them(ledger: Ledger, other: Ledger) -> None:
    """Somebody removed there goes here, with a record of theirs that only this ledger has."""
    write(ledger, person("Ana"))
    bring(other, export(ledger))
    write(other, lambda op: delete_person(op, 1), 1)
    write(ledger, idea(1, "a book"), 2)
    done = bring(ledger, export(other))
    assert done.removed == {"idea": 1, "person": 1}
    assert told(done) == [("removed", "person", 1, "Ana", {})]
    assert stands(ledger) == {}
    ledger.undo(None, LATER)
    assert ideas(ledger) == [(1, "a book")]


def test_what_went_along_is_back_with_whom_it_belongs_to(ledger: Ledger, other: Ledger) -> None:
    """Where a removal is undone, what another ledger wrote about them meanwhile stands too."""
    write(ledger, person("Ana"))
    bring(other, export(ledger))
    write(ledger, lambda op: delete_person(op, 1), 1)
    write(other, idea(1, "a book"), 2)
    done = bring(ledger, export(other))
    assert (done.new, done.left_out) == ({}, 2)
    assert ideas(ledger) == []
    ledger.undo(None, LATER)
    assert ideas(ledger) == [(1, "a book")]


def test_a_change_after_a_removal_wins(ledger: Ledger, other: Ledger) -> None:
    """Somebody edited here after they were removed there stays, and it is said."""
    write(ledger, person("Ana"))
    bring(other, export(ledger))
    write(other, lambda op: delete_person(op, 1), 1)
    write(ledger, lambda op: update_person(op, 1, {"title": "CTO"}), 2)
    assert told(bring(ledger, export(other))) == [("stays", "person", 1, "Ana", {})]
    assert bring(other, export(ledger)).new == {"person": 1}
    assert stands(other) == stands(ledger)


def test_a_merged_person_leaves_a_redirect(ledger: Ledger, other: Ledger) -> None:
    """What is written about them elsewhere is about who they are now; undone and redone as well."""
    write(ledger, lambda op: [person("Ana")(op), person("A. Ruiz")(op)])
    bring(other, export(ledger))
    with ledger.writing("person merge", AT + timedelta(days=1)) as op:
        merge_people(op, *people_by_id(op.sql, [1, 2]))
    ledger.undo(None, AT)
    ledger.redo(AT)
    write(other, idea(2, "a book"), 5)
    bring(other, export(ledger))
    assert ideas(other) == [(1, "a book")]
    bring(ledger, export(other))
    assert stands(ledger) == stands(other)


def test_a_new_exchange_in_a_contact_of_a_merged_person(ledger: Ledger, other: Ledger) -> None:
    """Whom it is about takes part here too, where the merged person was edited and so stands."""
    write(ledger, lambda op: [person("Ana")(op), person("A. Ruiz")(op)])
    bring(other, export(ledger))
    write(other, lambda op: merge_people(op, *people_by_id(op.sql, [1, 2])), 1)
    write(ledger, lambda op: insert_contact(op, [2], TODAY), 2)
    bring(other, export(ledger))
    give = NewExchange(Direction.GAVE, Category.ADVICE, 1.0, None, "", {})
    write(other, lambda op: insert_exchange(op, 1, TODAY, give, 3), 3)
    write(ledger, lambda op: update_person(op, 2, {"title": "CTO"}), 4)
    known = join(raw(ledger), raw(other))
    bring(ledger, export(other))
    assert stands(ledger) == shown(known)
    assert sound(ledger)


def test_what_lost_is_told(ledger: Ledger, other: Ledger) -> None:
    """Each state that gave way, with what it said otherwise."""
    write(ledger, lambda op: [person("Ana")(op), person("Bo", title="x", tags=("a",))(op)])
    bring(other, export(ledger))
    write(other, lambda op: [update_person(op, n, {"title": "there"}) for n in (1, 2)], 1)
    write(ledger, lambda op: update_person(op, 1, {"title": "here"}), 2)
    assert told(bring(ledger, export(other))) == [
        ("kept", "person", 1, "Ana", {"title": "there"}),
        ("replaced", "person", 2, "Bo", {"title": "x"}),
    ]


def test_an_undone_import_removes_nothing_elsewhere(ledger: Ledger, other: Ledger) -> None:
    """Not to have taken a ledger in is not to have removed what it holds."""
    write(ledger, lambda op: [person("Ana")(op), idea(1, "a book")(op)])
    text = export(ledger)
    bring(other, text)
    other.undo(None, LATER)
    assert bring(ledger, export(other)).removed == {}
    assert bring(other, text).new == {"person": 1, "idea": 1}


def test_news_of_removals_is_kept_without_an_operation(ledger: Ledger, other: Ledger) -> None:
    """What never was here cannot come any more; there is nothing to undo about that."""
    write(ledger, person("Ana"))
    old = export(ledger)
    write(ledger, lambda op: delete_person(op, 1), 1)
    bring(other, export(ledger))
    assert other.sql.execute("SELECT COUNT(*) FROM operation").fetchone() == (0,)
    assert bring(other, old).left_out == 1
    with pytest.raises(RecipError, match="nothing to undo"):
        other.undo(None, LATER)


def test_the_erased_leave_their_uid_alone(ledger: Ledger, other: Ledger) -> None:
    """Nothing that came from elsewhere keeps a trace of them, and they do not come back."""
    write(ledger, lambda op: [person("Ana Ruiz")(op), person("Bo")(op)])
    bring(other, export(ledger))
    write(other, lambda op: op.insert("offer", {"text": "lunch with Ana Ruiz"}), 1)
    write(other, lambda op: delete_person(op, 2), 2)
    write(ledger, lambda op: op.update("person", 1, {"met_through_id": 2}), 3)
    bring(ledger, export(other))
    assert "Ana Ruiz" in str(ledger.sql.execute("SELECT content FROM aside").fetchall())
    with ledger.writing("person erase", AT + timedelta(days=9)) as op:
        erase_people(op, {1})
    text = export(ledger)
    assert "Ruiz" not in text
    assert ledger.sql.execute("SELECT COUNT(*) FROM aside").fetchone() == (0,)
    assert bring(other, text).removed == {"person": 1}
    # The words that were blotted out do not come back either.
    assert bring(ledger, export(other)).changed == {}
    assert stands(other) == stands(ledger)


def _text_of_the_idea(known: Raw) -> str:
    (state,) = [state for state in known.values() if state.kind == "idea"]
    return str(json.loads(state.content or "")["values"]["text"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("removed", [False, True])
def test_the_newer_of_two_rivals_wins(
    ledger: Ledger, other: Ledger, order: tuple[int, int], removed: bool
) -> None:
    """In whatever order two states of a record come, and whether it is shown or set aside."""
    write(ledger, lambda op: [person("Ana")(op), idea(1, "first")(op)])
    bring(other, export(ledger))
    if removed:
        write(ledger, lambda op: delete_person(op, 1), 1)
    texts = []
    for days, text in ((2, "newer"), (3, "newest")):
        write(other, lambda op, text=text: op.update("idea", 2, {"text": text}), days)
        texts.append(export(other))
    for at in order:
        bring(ledger, texts[at])
    assert _text_of_the_idea(raw(ledger)) == "newest"


@pytest.mark.parametrize("removed", [False, True])
def test_of_rivals_of_one_time_the_content_decides(
    ledger: Ledger, other: Ledger, empty_ledger: Path, removed: bool
) -> None:
    """The same one wins whichever comes first, shown or set aside: the model's."""
    write(ledger, lambda op: [person("Ana")(op), idea(1, "first")(op)])
    bring(other, export(ledger))
    write(other, lambda op: op.update("idea", 2, {"text": "one"}), 2)
    texts = [export(other), export(other).replace('"one"', '"two"')]
    if removed:
        write(ledger, lambda op: delete_person(op, 1), 1)
    base = export(ledger)
    found, alone = [], []
    for texts_in_order in (texts, texts[::-1]):
        with fresh(empty_ledger) as third, fresh(empty_ledger) as fourth:
            for text in (base, *texts_in_order):
                bring(third, text)
            bring(fourth, texts_in_order[0])
            found.append(_text_of_the_idea(raw(third)))
            alone.append(raw(fourth))
    assert found == [_text_of_the_idea(join(*alone))] * 2
