"""Ledgers of random records, every kind and every column among them, written through the store."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.kinds import JOURNALED
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.ledger import Ledger, open_ledger
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import (
    LISTS,
    add_details,
    add_quiet,
    delete_person,
    insert_person,
    remove_details,
)

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = date(2026, 6, 30)
NAMES = ("Ana Ruiz", "Bo Lind", "José", "李雷", "=cmd()", "'@x", "Ana Ruiz")
TEXTS = ("", "", "a note", "two\nlines", 'a "quoted", one', "=1+1", "''-x", "\u202eabc\x7f", "🦀 é")
EDGES = (0, 1, 6, 7, 13, 14, 29, 30, 89, 90, 179, 180, 364, 365, -1, 1095, 1096)
"""Ages at which a window of days begins or ends somewhere; many records then share a day."""
WEIGHTS = (1.0, 2.0, 4.0, 0.1 + 0.2, 999.9, 1e-07, 1000.0)


@contextmanager
def fresh(template: Path) -> Iterator[Ledger]:
    """Open a copy of an empty ledger that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        shutil.copy(template, path)
        ledger = open_ledger(path, tell=lambda _: None, at=AT)
        # No power cut is to be outlived here, and syncing takes most of the time.
        ledger.sql.execute("PRAGMA synchronous=OFF")
        try:
            yield ledger
        finally:
            ledger.close()


def fill(ledger: Ledger, random: Random, count: int, *, at_edges: bool = False) -> None:
    """Do so many random things, a few in each operation; some remove what others wrote.

    Their days are of 13 months and of the next, or `at_edges` of windows alone.
    """
    for start in range(0, count, 5):
        with ledger.writing("act", AT + timedelta(minutes=start)) as op:
            for _ in range(min(5, count - start)):
                _Writer(op, random, at_edges).act()


def rows(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Return every journaled row with all of its columns, change times among them."""
    return {
        table: ledger.sql.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
        for table in JOURNALED
    }


class _Writer:
    def __init__(self, op: Operation, random: Random, at_edges: bool) -> None:
        self.op = op
        self.random = random
        self.ages: Sequence[int] = EDGES if at_edges else range(-30, 400)

    def act(self) -> None:
        while len(self.ids("person")) < 2:
            self.person()
        acts: tuple[Callable[[], object], ...] = (
            *(self.person, self.contact, self.contact, self.exchange, self.exchange),
            *(
                self.person_records,
                self.own_records,
                self.need,
                self.introduction,
                self.edit,
                self.remove,
            ),
        )
        self.random.choice(acts)()

    def ids(self, table: str) -> list[int]:
        return [number for (number,) in self.op.sql.execute(f"SELECT id FROM {table} ORDER BY id")]

    def pick(self, table: str) -> int | None:
        ids = self.ids(table)
        return self.random.choice(ids) if ids else None

    def maybe(self, *choices: Any) -> Any:
        return self.random.choice((None, *choices))

    def flag(self) -> bool:
        return self.random.random() < 0.5

    def day(self) -> date:
        return DAY - timedelta(days=self.random.choice(self.ages))

    def text(self) -> str:
        return self.random.choice(TEXTS)

    def said(self) -> str:
        return self.random.choice([text for text in TEXTS if text])

    def tags(self) -> str:
        return self.random.choice(("", "rust", "rust hiring"))

    def person(self) -> None:
        lists = {
            field: (f"{kind}-{self.random.choice('abc')}",)
            for field, kind in LISTS.items()
            if field != "roles" and self.flag()
        }
        insert_person(
            self.op,
            {
                "name": self.random.choice(NAMES),
                "roles": self.random.sample(list(r.Role), self.random.randrange(3)),
                **lists,
                "organisation": self.random.choice(("", "Acme")),
                "title": self.random.choice(("", "Engineer")),
                "birthday": self.maybe("1990-02-28", "--02-29"),
                "why": self.text(),
                "route": self.text(),
                "notes": self.text(),
                "met_through_id": self.maybe(self.pick("person")),
                "cadence": self.maybe("none", "3m", "10y"),
                "imported": self.flag(),
                "expect": self.maybe(*r.Expect),
                "archived": self.flag(),
                "paused": self.flag(),
                "snoozed_until": self.maybe(self.day()),
                "snoozed_on": self.maybe(self.day()),
                "start_phase": self.random.randint(1, 5),
            },
            self.day(),
        )

    def contact(self) -> None:
        people = self.random.sample(self.ids("person"), self.random.randint(1, 2))
        on = self.day()
        contact = insert_contact(
            self.op,
            people,
            on,
            channel=self.maybe(*r.Channel),
            started=self.maybe(*r.Started),
            note=self.text(),
        )
        for person in people[: self.random.randint(0, 2)]:
            insert_exchange(self.op, person, on, self.new(person), contact)

    def exchange(self) -> None:
        person = self.pick("person")
        assert person is not None
        insert_exchange(self.op, person, self.day(), self.new(person))

    def new(self, person: int) -> NewExchange:
        direction = self.random.choice(list(r.Direction))
        category = self.random.choice(list(r.Category))
        more: dict[str, Any] = {
            "tags": self.tags(),
            "landed": self.flag(),
            "outcome": self.random.choice(list(r.Outcome)),
            "outcome_text": self.text(),
            "outcome_on": self.maybe(self.day()),
            "reported_on": self.maybe(self.day()),
            "suggestion": self.text(),
            "idea_id": self.maybe(self.pick("idea")),
        }
        if direction is r.Direction.GAVE:
            more["self_interest"] = self.flag()
        else:
            more["thanked_on"] = self.maybe(self.day())
        if category is r.Category.INTRODUCTIONS:
            others = [number for number in self.ids("person") if number != person]
            more["other_person_id"] = self.maybe(*others)
            more["intro_state"] = self.maybe(r.IntroState.MADE)
            more["intro_for"] = self.maybe(*r.IntroFor)
        kind = self.maybe(*r.KINDS[category])
        weight = self.random.choice(WEIGHTS)
        return NewExchange(direction, category, weight, kind, self.text(), more)

    def person_records(self) -> None:
        person, on = self.pick("person"), self.day()
        add_quiet(self.op, self.maybe(person), on, on + timedelta(days=3))
        of = {"person_id": person}
        kind = self.random.choice(list(r.SignalKind))
        self.op.insert("signal", {**of, "kind": kind, "date": on, "note": self.text()})
        phase = {"phase": self.random.randint(1, 5), "date": on, "reason": self.text()}
        self.op.insert("phase_change", {**of, **phase})
        closing = self.maybe(*r.Closing)
        promise = self.op.insert(
            "promise",
            {
                **of,
                "by": self.random.choice(list(r.By)),
                "what": self.said(),
                "wording": self.random.choice(list(r.Wording)),
                "made_on": on,
                "due_on": self.maybe(on),
                "closing": closing,
                "closed_on": None if closing is None else on,
            },
        )
        for _ in range(self.random.randrange(3)):
            self.op.insert_part(
                "promise_update", {"promise_id": promise, "date": on, "note": self.text()}
            )
        ask = {"what": self.said(), "asked_on": on, "respond_by": self.maybe(on)}
        ask |= {"easy": self.text(), "answer": self.random.choice(list(r.Answer))}
        self.op.insert("ask", {**of, **ask, "answered_on": self.maybe(on), "thanked_on": None})
        incident = {"by": self.random.choice(list(r.By)), "what": self.said(), "date": on}
        incident |= {"severity": self.random.choice(list(r.Severity)), "repaired_on": None}
        self.op.insert("incident", {**of, **incident})
        idea = {"text": self.said(), "category": self.maybe(*r.Category)}
        idea["noted_on"] = self.maybe(on)
        self.op.insert("idea", {**of, **idea, "size": self.random.choice(list(r.Size))})

    def own_records(self) -> None:
        said = {"text": self.said(), "tags": self.tags(), "category": self.maybe(*r.Category)}
        said["noted_on"] = self.maybe(self.day())
        self.op.insert("offer", {**said, "angle": self.maybe(*r.Angle)})
        self.op.insert("opportunity", {**said, "expires_on": self.maybe(self.day())})

    def need(self) -> None:
        self.op.insert(
            "need",
            {
                "person_id": self.pick("person"),
                "text": self.said(),
                "seeking": self.random.choice(list(r.Seeking)),
                "tags": self.tags(),
                "category": self.maybe(*r.Category),
                "urgency": self.random.choice(list(r.Urgency)),
                "noted_on": self.day(),
                "met_on": self.maybe(self.day()),
                "met_by_id": self.pick("exchange"),
            },
        )

    def introduction(self) -> None:
        person, other = self.random.sample(self.ids("person"), 2)
        state = self.random.choice(list(r.IntroState))
        ended = state in (r.IntroState.MADE, r.IntroState.DROPPED)
        self.op.insert(
            "introduction",
            {
                "person_id": person,
                "other_person_id": other,
                "noted_on": self.day(),
                "intro_for": self.random.choice(list(r.IntroFor)),
                "state": state,
                "text": self.text(),
                "need_id": self.maybe(self.pick("need")),
                "exchange_id": self.maybe(self.pick("exchange")),
                "person_agreed": self.flag(),
                "other_agreed": self.flag(),
                "asked_on": self.maybe(self.day()),
                "agreed_on": self.maybe(self.day()),
                "closed_on": self.day() if ended else None,
            },
        )

    def edit(self) -> None:
        person = self.pick("person")
        assert person is not None
        # Everyone may be met through somebody added later, in a circle too.
        others = [number for number in self.ids("person") if number != person]
        self.op.update("person", person, {"met_through_id": self.random.choice(others)})
        add_details(self.op, person, "tag", [self.random.choice("abc")])
        remove_details(self.op, person, "tag", ["a"])

    def remove(self) -> None:
        table = self.random.choice(("person", "interaction", "exchange"))
        number = self.pick(table)
        if number is not None:
            delete_person(self.op, number) if table == "person" else self.op.delete(table, number)


def new_uid() -> str:
    """Return a uid that no ledger has."""
    return os.urandom(16).hex()
