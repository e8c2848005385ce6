"""Two ledgers made one: whatever the order, whatever was done on each side since they parted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from random import Random

from carried import LATER, bring, export, sound
from hypothesis import given, settings
from hypothesis import strategies as st
from merged import join, raw, shown, stands
from random_ledgers import AT, fill, fresh, rows

from reciprocity_cli.errors import RecipError
from reciprocity_cli.store.ledger import Ledger
from reciprocity_cli.store.reads.people import people_by_id
from reciprocity_cli.store.writes.merging import merge_people

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
@settings(max_examples=40, deadline=None)
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
@settings(max_examples=25, deadline=None)
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
@settings(max_examples=20, deadline=None)
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
