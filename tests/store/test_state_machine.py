"""Any sequence of log, amend, rm, merge, undo and redo does what a plain Python model does."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from reciprocity_cli.actions import amend
from reciprocity_cli.actions.log import Contact, Participant, exchange_of, log_contact, parse_spec
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.errors import RecipError
from reciprocity_cli.store.entries import insert_exchange
from reciprocity_cli.store.join import merge_people
from reciprocity_cli.store.ledger import open_ledger
from reciprocity_cli.store.people import delete_person, insert_person, people_by_id

TODAY = date(2026, 6, 30)
AT = datetime(2026, 6, 30, tzinfo=UTC)

NAMES = ("Ana Ruiz", "Bo Lind", "José", "jose")
SPECS = ("adv", "knowledge.trend/s", "int:to Bo", "rec/l")

days = st.integers(0, 40).map(lambda age: TODAY - timedelta(days=age))
choices = st.integers(0, 10_000)
"""Which of the records there are, by remainder."""


class Met(NamedTuple):
    """A contact in the model."""

    on: date
    people: frozenset


class Passed(NamedTuple):
    """An exchange in the model."""

    person: int
    direction: str
    category: str
    kind: str | None
    weight: float
    on: date
    contact: int | None
    other: int | None = None


class Step(NamedTuple):
    """One operation of the model: what each record was before it, and after."""

    number: int
    before: dict
    after: dict


class Model:
    """A ledger as three dictionaries in one, keyed by kind and id."""

    def __init__(self):
        self.records = {}
        self.last_id = 0
        self.steps = []
        self.undone = []
        self.numbers = 0

    def new_id(self):
        self.last_id += 1
        return self.last_id

    def of(self, kind):
        """The ids of the records of one kind, in order."""
        return sorted(number for which, number in self.records if which == kind)

    def change(self, records):
        """Make `records` the state, as one operation; return whether anything changed."""
        keys = {
            key
            for key in self.records.keys() | records.keys()
            if self.records.get(key) != records.get(key)
        }
        if not keys:
            return False
        self.numbers += 1
        before = {key: self.records.get(key) for key in keys}
        after = {key: records.get(key) for key in keys}
        self.steps.append(Step(self.numbers, before, after))
        self.undone.clear()
        self.put(after)
        return True

    def put(self, values):
        for key, value in values.items():
            if value is None:
                self.records.pop(key, None)
            else:
                self.records[key] = value


class Machine(RuleBasedStateMachine):
    """The ledger and its model, side by side."""

    def __init__(self, path):
        super().__init__()
        self.ledger = open_ledger(path, tell=lambda _: None, at=AT)
        self.ledger.sql.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug here
        self.model = Model()

    def teardown(self):
        assert self.ledger.sql.execute("PRAGMA foreign_key_check").fetchall() == []
        assert self.ledger.sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        self.ledger.close()

    def pick(self, kind, choice):
        listed = self.model.of(kind)
        return listed[choice % len(listed)]

    def written(self, records, write):
        """Write to both; an operation that changes nothing leaves no number in either."""
        with self.ledger.writing("step", AT) as op:
            write(op)
        assert bool(op.number) is self.model.change(records)
        if op.number:
            self.model.numbers = op.number
            self.model.steps[-1] = self.model.steps[-1]._replace(number=op.number)

    @rule(name=st.sampled_from(NAMES))
    def add_person(self, name):
        number = self.model.new_id()
        records = {**self.model.records, ("person", number): (name, frozenset())}
        self.written(records, lambda op: insert_person(op, {"name": name}, TODAY))

    @precondition(lambda self: self.model.of("person"))
    @rule(
        who=st.lists(choices, min_size=1, max_size=3),
        gave=st.lists(st.sampled_from(SPECS), max_size=2),
        got=st.lists(st.sampled_from(SPECS), max_size=1),
        on=days,
    )
    def log(self, who, gave, got, on):
        people = list(dict.fromkeys(self.pick("person", choice) for choice in who))
        contact = self.model.new_id()
        records = {**self.model.records, ("contact", contact): Met(on, frozenset(people))}
        for person in people:
            for way, specs in (("gave", gave), ("got", got)):
                for spec in map(parse_spec, specs):
                    kind = spec.kind
                    passed = Passed(person, way, spec.category, kind, spec.weight, on, contact)
                    records["exchange", self.model.new_id()] = passed
        said = Contact(
            [Participant("x", person) for person in people],
            on,
            [parse_spec(spec) for spec in gave],
            [parse_spec(spec) for spec in got],
        )
        self.written(records, lambda op: log_contact(op, said, TODAY))

    @precondition(lambda self: len(self.model.of("person")) > 1)
    @rule(who=choices, other=choices, on=days)
    def introduce(self, who, other, on):
        person, third = self.pick("person", who), self.pick("person", other)
        third = None if third == person else third
        number = self.model.new_id()
        passed = Passed(person, "gave", "introductions", None, 2.0, on, None, third)
        new = exchange_of(Direction.GAVE, parse_spec("int"), other_person_id=third)
        self.written(
            {**self.model.records, ("exchange", number): passed},
            lambda op: insert_exchange(op, person, on, new),
        )

    @precondition(lambda self: self.model.of("contact"))
    @rule(which=choices, on=days)
    def amend_day(self, which, on):
        number = self.pick("contact", which)
        records = dict(self.model.records)
        records["contact", number] = records["contact", number]._replace(on=on)
        for key, value in records.items():
            if key[0] == "exchange" and value.contact == number:
                records[key] = value._replace(on=on)
        self.written(records, lambda op: amend.amend(op, "interaction", number, {"date": on}))

    @precondition(lambda self: self.model.of("contact"))
    @rule(which=choices, who=st.lists(choices, min_size=1, max_size=2))
    def amend_people(self, which, who):
        number = self.pick("contact", which)
        people = list(dict.fromkeys(self.pick("person", choice) for choice in who))
        records = dict(self.model.records)
        met = records["contact", number]
        records["contact", number] = met._replace(people=frozenset(people))
        left, joined = met.people - set(people), set(people) - met.people
        stand_in = {min(left): min(joined)} if len(left) == len(joined) == 1 else {}
        for key, value in self.model.records.items():
            if key[0] == "exchange" and value.contact == number and value.person in left:
                if value.person not in stand_in:
                    del records[key]
                    continue
                person = stand_in[value.person]
                other = None if value.other == person else value.other
                records[key] = value._replace(person=person, other=other)
        self.written(records, lambda op: amend.amend(op, "interaction", number, {}, people))

    @precondition(lambda self: self.model.of("exchange"))
    @rule(
        which=choices,
        weight=st.sampled_from([1.0, 2.0, 0.1 + 0.2, 1000.0]),
        category=st.none() | st.sampled_from(Category),
    )
    def amend_exchange(self, which, weight, category):
        number = self.pick("exchange", which)
        values = {"weight": weight} | ({"category": category} if category else {})
        before = self.model.records["exchange", number]
        after = before._replace(weight=weight)
        if category:
            other = before.other if category is Category.INTRODUCTIONS else None
            after = after._replace(category=category, kind=None, other=other)
        self.written(
            {**self.model.records, ("exchange", number): after},
            lambda op: amend.amend(op, "exchange", number, values),
        )

    @precondition(lambda self: self.model.of("contact") or self.model.of("exchange"))
    @rule(which=choices, contact=st.booleans())
    def remove_entry(self, which, contact):
        kind = "contact" if contact and self.model.of("contact") else "exchange"
        kind = kind if self.model.of(kind) else "contact"
        number = self.pick(kind, which)
        records = {
            key: value
            for key, value in self.model.records.items()
            if key != (kind, number)
            and not (kind == "contact" and key[0] == "exchange" and value.contact == number)
        }
        table = "interaction" if kind == "contact" else "exchange"
        self.written(records, lambda op: op.delete(table, number))

    @precondition(lambda self: len(self.model.of("person")) > 2)
    @rule(who=choices)
    def remove_person(self, who):
        gone = self.pick("person", who)
        records = {}
        for key, value in self.model.records.items():
            match key[0]:
                case "person" if key[1] != gone:
                    records[key] = value
                case "contact" if value.people != {gone}:
                    records[key] = value._replace(people=value.people - {gone})
                case "exchange" if value.person != gone:
                    other = None if value.other == gone else value.other
                    records[key] = value._replace(other=other)
        self.written(records, lambda op: delete_person(op, gone))

    @precondition(lambda self: len(self.model.of("person")) > 1)
    @rule(first=choices, second=choices)
    def merge(self, first, second):
        keep, gone = self.pick("person", first), self.pick("person", second)
        if keep == gone:
            return
        (name, aliases), (old, more) = (self.model.records["person", n] for n in (keep, gone))
        aliases |= more | ({fold(old)} if fold(old) != fold(name) else set())
        records = {}
        for key, value in self.model.records.items():
            match key[0]:
                case "person" if key[1] != gone:
                    records[key] = (name, aliases) if key[1] == keep else value
                case "contact":
                    people = frozenset(keep if each == gone else each for each in value.people)
                    records[key] = value._replace(people=people)
                case "exchange":
                    pair = {keep, gone}
                    itself = value.person in pair and value.other in pair
                    records[key] = value._replace(
                        person=keep if value.person == gone else value.person,
                        other=None if itself else keep if value.other == gone else value.other,
                    )
        self.written(records, lambda op: merge_people(op, *people_by_id(op.sql, [keep, gone])))

    @rule()
    def undo(self):
        if not self.model.steps:
            assert _refused(lambda: self.ledger.undo(None, AT)) == "there is nothing to undo"
            return
        step = self.model.steps.pop()
        assert self.ledger.undo(None, AT).id == step.number
        self.model.undone.append(step)
        self.model.put(step.before)

    @precondition(lambda self: len(self.model.steps) > 1)
    @rule(which=choices)
    def undo_an_older_one(self, which):
        at = which % len(self.model.steps)
        step = self.model.steps[at]
        refusal = _refused(lambda: self.ledger.undo(step.number, AT))
        if refusal is not None:
            # Never the last: only what was done later can be in the way.
            assert at < len(self.model.steps) - 1
            assert "later ones stand on it" in refusal
            return
        assert {key: self.model.records.get(key) for key in step.after} == step.after
        self.model.undone.append(self.model.steps.pop(at))
        self.model.put(step.before)

    @rule()
    def redo(self):
        if not self.model.undone:
            assert _refused(lambda: self.ledger.redo(AT)) == "there is nothing to redo"
            return
        step = self.model.undone.pop()
        assert self.ledger.redo(AT).id == step.number
        self.model.steps.append(step)
        self.model.steps.sort()
        self.model.put(step.after)

    @invariant()
    def the_ledger_is_the_model(self):
        assert _records(self.ledger.sql) == self.model.records


def _refused(act):
    """The message of the refusal, None where there was none."""
    try:
        act()
    except RecipError as error:
        return error.message
    return None


def _records(sql):
    """The ledger as the model holds it."""
    found = {}
    for number, name in sql.execute("SELECT id, name FROM person"):
        aliases = sql.execute("SELECT folded FROM detail WHERE person_id = ?", (number,))
        found["person", number] = (name, frozenset(alias for (alias,) in aliases))
    for number, on in sql.execute("SELECT id, date FROM interaction"):
        people = sql.execute("SELECT person_id FROM attendance WHERE interaction_id = ?", (number,))
        found["contact", number] = Met(
            date.fromisoformat(on), frozenset(person for (person,) in people)
        )
    for number, person, way, category, kind, weight, on, contact, other in sql.execute(
        "SELECT id, person_id, direction, category, kind, weight, date, interaction_id,"
        " other_person_id FROM exchange"
    ):
        day = date.fromisoformat(on)
        found["exchange", number] = Passed(person, way, category, kind, weight, day, contact, other)
    return found


def test_the_ledger_follows_the_model(empty_ledger, tmp_path):
    """After every step both hold the same records, and at the end the file is sound."""
    copies = iter(range(10_000))

    def machine():
        path = tmp_path / f"{next(copies)}.db"
        shutil.copy(empty_ledger, path)
        return Machine(path)

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
