"""Undo and redo: the ledger comes back exactly, and is refused where later entries stand on it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from contents import contents

from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.errors import NotFound, RecipError
from reciprocity_cli.store.entries import (
    NewExchange,
    change_attendance,
    insert_contact,
    insert_exchange,
)
from reciprocity_cli.store.join import merge_people
from reciprocity_cli.store.journal import operations
from reciprocity_cli.store.people import (
    add_details,
    add_quiet,
    delete_person,
    insert_person,
    people_by_id,
    remove_details,
    update_person,
)

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = date(2026, 6, 30)


def _ids(op, table):
    return [row[0] for row in op.sql.execute(f"SELECT id FROM {table} ORDER BY id")]


class Writer:
    """Random operations over a ledger, repeatable by their seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def act(self, op):
        people = _ids(op, "person")
        if len(people) < 3:
            return self.add_person(op)
        return self.random.choice(
            [
                self.add_person,
                self.log,
                self.log,
                self.log,
                self.edit,
                self.amend,
                self.attendance,
                self.remove_entry,
                self.remove_person,
                self.merge,
                self.records,
            ]
        )(op)

    def pick(self, op, table):
        ids = _ids(op, table)
        return self.random.choice(ids) if ids else None

    def day(self):
        return DAY - timedelta(days=self.random.randrange(400))

    def add_person(self, op):
        name = self.random.choice(["Ana Ruiz", "Bo Lind", "José", "李雷"])
        through = self.pick(op, "person")
        values = {"name": name, "tags": ("x", "y"), "roles": ("peer",), "met_through_id": through}
        insert_person(op, values, DAY)

    def log(self, op):
        people = self.random.sample(_ids(op, "person"), self.random.randint(1, 2))
        on = self.day()
        contact = insert_contact(op, people, on, note="n") if self.random.random() < 0.7 else None
        for person in people:
            weight = self.random.choice([1.0, 2.0, 0.1 + 0.2, 999.9])
            direction = self.random.choice(list(Direction))
            category = self.random.choice(list(Category))
            insert_exchange(op, person, on, NewExchange(direction, category, weight), contact)

    def edit(self, op):
        person = self.pick(op, "person")
        update_person(op, person, {"cadence": self.random.choice(["1m", "2w", None])})
        add_details(op, person, "tag", [self.random.choice("abc")])
        remove_details(op, person, "tag", ["x"])

    def amend(self, op):
        contact = self.pick(op, "interaction")
        if contact:
            op.update("interaction", contact, {"date": self.day(), "note": "amended"})

    def attendance(self, op):
        contact = self.pick(op, "interaction")
        if contact:
            (on,) = op.sql.execute(
                "SELECT date FROM interaction WHERE id = ?", (contact,)
            ).fetchone()
            people = self.random.sample(_ids(op, "person"), 2)
            change_attendance(op, contact, people, date.fromisoformat(on))

    def remove_entry(self, op):
        for table in ("interaction", "exchange"):
            entry = self.pick(op, table)
            if entry:
                op.delete(table, entry)

    def remove_person(self, op):
        delete_person(op, self.pick(op, "person"))

    def merge(self, op):
        keep, gone = self.random.sample(_ids(op, "person"), 2)
        merge_people(op, *people_by_id(op.sql, [keep, gone]))

    def records(self, op):
        person = self.pick(op, "person")
        on = self.day()
        add_quiet(op, self.random.choice([None, person]), on, on)
        op.insert("signal", {"person_id": person, "kind": "reached-out", "date": on})
        promise = op.insert(
            "promise", {"person_id": person, "by": "me", "what": "w", "made_on": on}
        )
        op.insert_part("promise_update", {"promise_id": promise, "date": on})
        idea = op.insert("idea", {"person_id": person, "text": "t"})
        new = NewExchange(Direction.GAVE, Category.ADVICE, 2.0, more={"idea_id": idea})
        given = insert_exchange(op, person, on, new)
        met = {"met_on": on, "met_by_id": given}
        need = op.insert("need", {"person_id": person, "text": "t", "noted_on": on, **met})
        for other in _ids(op, "person"):
            if other != person:
                pair = {"person_id": person, "other_person_id": other, "noted_on": on}
                op.insert("introduction", {**pair, "need_id": need, "exchange_id": given})
                break


@pytest.mark.parametrize("seed", range(4))
def test_random_operations_undone_and_redone_one_by_one(ledger, seed):
    """100 random operations with cascades and merges: each state comes back exactly, both ways."""
    writer = Writer(seed)
    states = [contents(ledger)]
    while len(states) <= 100:
        with ledger.writing("act", AT) as op:
            writer.act(op)
        if op.number:
            states.append(contents(ledger))
    for state in reversed(states[:-1]):
        ledger.undo(None, AT)
        assert contents(ledger) == state
    for state in states[1:]:
        ledger.redo(AT)
        assert contents(ledger) == state
    assert ledger.sql.execute("PRAGMA foreign_key_check").fetchall() == []
    assert ledger.sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _add(ledger, name):
    with ledger.writing("person add", AT) as op:
        number = insert_person(op, {"name": name}, DAY)
        op.summary = name
    return number


def _log(ledger, person):
    with ledger.writing("log", AT) as op:
        insert_contact(op, [person], DAY)


def test_an_older_operation_is_refused_by_name_when_later_ones_stand_on_it(ledger):
    """undo N names the later operations that changed or refer to its records."""
    ana = _add(ledger, "Ana")
    _log(ledger, ana)
    with pytest.raises(RecipError, match=r"later ones stand on it: 2 \(log\)"):
        ledger.undo(1, AT)
    assert len(contents(ledger)["attendance"]) == 1


def test_an_older_operation_goes_when_nothing_stands_on_it(ledger):
    """undo N takes an independent older operation back, and redo brings it again."""
    _add(ledger, "Ana")
    bo = _add(ledger, "Bo")
    _log(ledger, bo)
    before = contents(ledger)
    assert ledger.undo(1, AT).summary == "Ana"
    assert [row[2] for row in contents(ledger)["person"]] == ["Bo"]
    assert ledger.redo(AT).id == 1
    assert contents(ledger) == before


def test_a_new_write_clears_redo(ledger):
    """After a new write nothing can be redone."""
    _add(ledger, "Ana")
    ledger.undo(None, AT)
    _add(ledger, "Bo")
    with pytest.raises(RecipError, match="nothing to redo"):
        ledger.redo(AT)


def test_ids_are_never_used_twice(ledger):
    """A removed or undone record's id stays its own."""
    first = _add(ledger, "Ana")
    ledger.undo(None, AT)
    assert _add(ledger, "Bo") == first + 1


def test_change_times_rise_even_when_the_clock_falls(ledger):
    """Undo and redo write new change times: max(now, last + 1)."""
    _add(ledger, "Ana")
    earlier = AT - timedelta(days=1)
    with ledger.writing("person edit", earlier) as op:
        update_person(op, 1, {"title": "x"})
    times = [row[0] for row in ledger.sql.execute("SELECT changed FROM operation ORDER BY id")]
    assert times[1] == times[0] + 1
    ledger.undo(None, earlier)
    assert ledger.sql.execute("SELECT changed FROM person").fetchone() == (times[1] + 1,)


def test_an_operation_that_changes_nothing_leaves_no_trace(ledger):
    """Setting what is so already is no operation."""
    ana = _add(ledger, "Ana")
    with ledger.writing("person edit", AT) as op:
        update_person(op, ana, {"title": ""})
    assert op.number == 0
    assert [done.command for done in operations(ledger.sql)] == ["person add"]


def test_what_cannot_be_undone_says_so(ledger):
    """Nothing yet, no such number, undone already: each has its own words."""
    with pytest.raises(RecipError, match="nothing to undo"):
        ledger.undo(None, AT)
    with pytest.raises(NotFound, match="no operation 7"):
        ledger.undo(7, AT)
    _add(ledger, "Ana")
    ledger.undo(1, AT)
    with pytest.raises(RecipError, match="undone already"):
        ledger.undo(1, AT)


def test_a_failure_in_the_middle_leaves_nothing(ledger):
    """What was raised within an operation rolls all of it back, ids included."""
    before = contents(ledger)
    with pytest.raises(KeyboardInterrupt), ledger.writing("log", AT) as op:
        insert_person(op, {"name": "Ana"}, DAY)
        raise KeyboardInterrupt
    assert contents(ledger) == before
    assert _add(ledger, "Bo") == 1
