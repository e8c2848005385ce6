"""The invented year of the demo: what it shows on any day, and that undo leaves nothing of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reciprocity_cli.actions.demo import fill, working_day
from reciprocity_cli.domain.balance import (
    Standing,
    balance_of,
    counts_as_exchange,
    flows,
    occasions,
    standing,
)
from reciprocity_cli.domain.cadence import CadenceDefaults, effective_cadence
from reciprocity_cli.domain.due import due_list
from reciprocity_cli.domain.kinds import JOURNALED
from reciprocity_cli.domain.phase import (
    Evidence,
    check_move,
    current,
    evidence_from_records,
    reached,
    supported,
)
from reciprocity_cli.domain.promises import overdue_in_silence
from reciprocity_cli.domain.records import Answer, By, Closing, Outcome, Role
from reciprocity_cli.domain.touch import Touch, thanks_due
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.evidence import Dossier, dossier
from reciprocity_cli.store.ledger import Ledger, open_ledger
from reciprocity_cli.store.people import my_quiet

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = (date(2024, 2, 29), date(2026, 11, 22), date(2027, 7, 3))
"""A leap day, a Sunday and a Saturday; 2024-02-29 is a Thursday."""
AHEAD = {"due_on", "respond_by", "expires_on", "snoozed_until", "first", "last"}
FORBIDDEN = re.compile(
    r"\b(debt|owes?|score|rank|roi|top|best|worst|payback|freeloader|loser|asset|they should"
    r"|he|she|him|her|his|hers|man|woman|male|female|young|old|age)\b",
    re.IGNORECASE,
)

GROUPS = {
    "lopsided-receiving": ["Ana Ruiz", "Katarzyna Nowak", "Nadia Rahman"],
    "lopsided-giving": ["Ben Adler", "Priya Raghavan"],
    "leaning": ["Chidi Eze", "Jürgen Brandt", "Siobhán Kelly"],
    "investing": ["Nguyễn Minh Anh", "Tariq Haddad", "Zoë Marchand"],
    "even": ["Dee Park", "Grace Mwangi", "José Vidal", "Margit Sørensen", "田中 陽子"],
    "too-early": [
        "Daniel Abrams",
        "Farah Aziz",
        "Henrik Solberg",
        "Ifeoma Bassey",
        "Mei Ling Chua",
        "Oskar Lindqvist",
        "Rosa Delgado",
    ],
    None: ["Anneke de Vries"],
}
SHOWN = [
    ("Nadia Rahman", ["promise", "thanks", "overdue"]),
    ("Dee Park", ["promise"]),
    ("Ifeoma Bassey", ["new"]),
    ("田中 陽子", ["birthday"]),
    ("Jürgen Brandt", ["overdue"]),
]
WAITING = [
    ("Katarzyna Nowak", ["overdue"]),
    ("Tariq Haddad", ["overdue"]),
    ("Ben Adler", ["overdue"]),
    ("Nguyễn Minh Anh", ["due"]),
]
BOARD = {
    1: ["Henrik Solberg", "Ifeoma Bassey", "Oskar Lindqvist"],
    2: [
        "Daniel Abrams",
        "Farah Aziz",
        "Mei Ling Chua",
        "Rosa Delgado",
        "Siobhán Kelly",
        "Zoë Marchand",
    ],
    3: [
        "Ana Ruiz",
        "Grace Mwangi",
        "Katarzyna Nowak",
        "Nguyễn Minh Anh",
        "Priya Raghavan",
        "Tariq Haddad",
    ],
    4: ["Ben Adler", "Chidi Eze", "Dee Park", "Nadia Rahman", "田中 陽子"],
    5: ["Anneke de Vries", "José Vidal", "Jürgen Brandt", "Margit Sørensen"],
}


class Year(NamedTuple):
    """A filled ledger, the day it was filled for, and what it holds of each person."""

    ledger: Ledger
    today: date
    dossiers: tuple[Dossier, ...]

    def of(self, name: str) -> Dossier:
        return next(one for one in self.dossiers if one.person.name == name)


@pytest.fixture
def make(empty_ledger: Path, tmp_path: Path) -> Iterator[Callable[[date], Ledger]]:
    """Fill a new ledger for a day."""
    made: list[Ledger] = []

    def filled(today: date) -> Ledger:
        path = tmp_path / f"{len(made)}.db"
        shutil.copy(empty_ledger, path)
        ledger = open_ledger(path, tell=lambda _: None, at=AT)
        made.append(ledger)
        with ledger.writing("demo", AT) as op:
            assert fill(op, today) == 24
        return ledger

    yield filled
    for ledger in made:
        ledger.close()


@pytest.fixture(params=DAYS, ids=str)
def year(request: pytest.FixtureRequest, make: Callable[[date], Ledger]) -> Year:
    """The year that ends on one of several days."""
    ledger = make(request.param)
    with ledger.reading() as sql:
        ids = [number for (number,) in sql.execute("SELECT id FROM person ORDER BY id")]
        return Year(ledger, request.param, tuple(dossier(sql, number) for number in ids))


def rows(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """Every journaled row by table, without what differs from one filling to the next."""
    found = {}
    for table in JOURNALED:
        cursor = ledger.sql.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        found[table] = [
            {
                name: value
                for name, value in zip(names, row, strict=True)
                if name not in ("uid", "changed")
            }
            for row in cursor
        ]
    return found


def standing_of(one: Dossier, today: date) -> Standing:
    counted = [exchange.on for exchange in one.exchanges if counts_as_exchange(exchange, today)]
    return standing(
        balance_of(flows(one.exchanges, today, 365), occasions(one.exchanges, today)),
        one.person.expect,
        reached(one.person.start_phase, one.phase_changes, today),
        min(counted, default=None),
        today,
    )


def evidence(one: Dossier, on: date) -> Evidence:
    return evidence_from_records(
        on,
        interactions=one.interactions,
        exchanges=one.exchanges,
        signals=one.signals,
        needs=one.needs,
        promises=one.promises,
        incidents=one.incidents,
    )


def touch(one: Dossier, today: date) -> Touch:
    days = [contact.on for contact in one.interactions] + [each.on for each in one.exchanges]
    thanks = tuple(thanks_due(one.exchanges, one.asks, today))
    return Touch(one.person, max(days, default=None), one.promises, thanks)


def test_the_same_day_makes_the_same_records(make: Callable[[date], Ledger]):
    """Two fillings for one day are equal, uids and change times aside."""
    assert rows(make(DAYS[1])) == rows(make(DAYS[1]))


def test_the_groups_of_the_balance(year: Year):
    """Every group has the people it is meant to show, whatever the day."""
    found: dict[str | None, list[str]] = {}
    for one in year.dossiers:
        found.setdefault(standing_of(one, year.today).group, []).append(one.person.name)
    assert {group: sorted(names) for group, names in found.items()} == GROUPS


def test_readings_that_a_group_does_not_tell(year: Year):
    """Rosa's exchanges have faded, the sponsor's tilt is expected, and leaning goes both ways."""
    names = ("Rosa Delgado", "Margit Sørensen", "Jürgen Brandt", "Chidi Eze", "Siobhán Kelly")
    assert [standing_of(year.of(name), year.today).reading.value for name in names] == [
        "faded",
        "lopsided-receiving",
        "leaning-giving",
        "leaning-receiving",
        "leaning-receiving",
    ]


def test_who_is_due(year: Year):
    """Five are shown for each of the reasons there are, and four can wait."""
    due = due_list([touch(one, year.today) for one in year.dossiers], today=year.today)
    shown, waiting = (
        [(row.person.name, [reason.kind for reason in row.reasons]) for row in found]
        for found in (due.rows, due.waiting_rows)
    )
    assert (shown, waiting) == (SHOWN, WAITING)
    assert [row.heading for row in due.rows].count("not-in-touch") == 1


def test_the_cadences_fit_the_capacity(year: Year):
    """The cadences ask for less than the usual five contacts a week."""
    due = due_list([touch(one, year.today) for one in year.dossiers], today=year.today)
    assert round(due.demand, 1) == 3.9
    assert not due.stretched


def test_who_rests(year: Year):
    """Of those past their day, one is snoozed, one paused and one archived; nobody else is."""
    people = [one.person for one in year.dossiers]
    assert [one.name for one in people if one.snoozed_until] == ["Chidi Eze"]
    assert [one.name for one in people if one.paused] == ["Farah Aziz"]
    assert [one.name for one in people if one.archived] == ["Daniel Abrams"]
    assert [one.name for one in people if one.quiet] == ["José Vidal"]
    for name in ("Chidi Eze", "Farah Aziz", "Daniel Abrams"):
        one = touch(year.of(name), year.today)
        cadence = effective_cadence(one.person, True, defaults=CadenceDefaults())
        assert one.last_on is not None
        assert cadence is not None
        assert cadence.after(one.last_on) < year.today
    assert my_quiet(year.ledger.sql) == ()


def test_the_board_of_phases(year: Year):
    """Everyone stands in the phase that the board is to show."""
    found: dict[int, list[str]] = {}
    for one in year.dossiers:
        phase = current(one.person.start_phase, one.phase_changes, year.today)
        found.setdefault(phase, []).append(one.person.name)
    assert {phase: sorted(names) for phase, names in found.items()} == BOARD


def test_who_has_been_further_and_who_may_go_on(year: Year):
    """Two came back from sustaining, and the ledger supports a next phase for four."""
    further, ahead = [], []
    for one in year.dossiers:
        phase = current(one.person.start_phase, one.phase_changes, year.today)
        if reached(one.person.start_phase, one.phase_changes, year.today) > phase:
            further.append(one.person.name)
        if supported(evidence(one, year.today)) > phase:
            ahead.append(one.person.name)
    assert further == ["Ana Ruiz", "Rosa Delgado"]
    assert ahead == ["Ana Ruiz", "Zoë Marchand", "Nguyễn Minh Anh", "Oskar Lindqvist"]


def test_every_move_was_legal_and_backed_on_its_day(year: Year):
    """No phase was skipped, and new ground had its evidence when it was taken."""
    moves = 0
    for one in year.dossiers:
        furthest = one.person.start_phase
        for change in one.phase_changes:
            check_move(change.phase, reached=furthest, evidence=evidence(one, change.on))
            furthest = max(furthest, change.phase)
            moves += 1
    assert moves == 33


def test_nothing_happens_after_today_or_at_a_weekend(year: Year):
    """Only due days, expiries and rests lie ahead; all that happened did so on a working day."""
    days = [
        (name, date.fromisoformat(value))
        for table in rows(year.ledger).values()
        for row in table
        for name, value in row.items()
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    ]
    assert len(days) > 600
    assert [day for name, day in days if name not in AHEAD and day > year.today] == []
    assert [day for _, day in days if day.weekday() >= 5] == []


def test_the_texts_keep_the_stance(year: Year):
    """No text has a word that the reports avoid, nor one about gender or years of life."""
    texts = {
        value
        for table in rows(year.ledger).values()
        for row in table
        for value in row.values()
        if isinstance(value, str)
    }
    assert len(texts) > 400
    assert [text for text in texts if FORBIDDEN.search(text)] == []


def test_the_year_shows_every_kind_of_record(year: Year):
    """Every role, closing, answer and outcome occurs, and there are 250 to 400 entries."""
    people = [one.person for one in year.dossiers]
    promises = [promise for one in year.dossiers for promise in one.promises]
    exchanges = [exchange for one in year.dossiers for exchange in one.exchanges]
    assert {role for person in people for role in person.roles} == set(Role)
    assert sum(not person.roles for person in people) == 3
    assert {promise.closing for promise in promises} == {*Closing, None}
    assert {promise.by for promise in promises} == set(By)
    assert {ask.answer for one in year.dossiers for ask in one.asks} == set(Answer)
    assert {exchange.outcome for exchange in exchanges} == set(Outcome)
    assert sum(exchange.self_interest for exchange in exchanges) == 1
    assert sum(exchange.other_person_id is not None for exchange in exchanges) == 9
    assert all(table for table in rows(year.ledger).values())
    contacts = len(rows(year.ledger)["interaction"])
    assert 250 <= contacts + len(exchanges) <= 400


def test_what_is_open(year: Year):
    """One promise of the owner's is overdue in silence, one incident unrepaired, one ask open."""
    silent = [
        one.person.name
        for one in year.dossiers
        for promise in one.promises
        if promise.by is By.ME and overdue_in_silence(promise, year.today)
    ]
    broken = [one.person.name for one in year.dossiers if evidence(one, year.today).unrepaired]
    waiting = [
        one.person.name
        for one in year.dossiers
        for ask in one.asks
        if ask.answer is Answer.OPEN and ask.respond_by and ask.respond_by > year.today
    ]
    assert (silent, broken, waiting) == (["Dee Park"], ["Ben Adler"], ["Margit Sørensen"])


def test_needs_are_met_by_the_gives_that_say_so(year: Year):
    """A need that was met names a give to the same person, on the day it was met."""
    met = 0
    for one in year.dossiers:
        gives = {exchange.id: exchange for exchange in one.exchanges}
        for need in one.needs:
            if need.met_by_id is not None:
                assert gives[need.met_by_id].on == need.met_on
                met += 1
    assert met == 9


def test_undo_takes_all_of_it_back(make: Callable[[date], Ledger]):
    """One undo leaves an empty ledger, and redo makes the same year again."""
    ledger = make(DAYS[0])
    before = rows(ledger)
    assert ledger.undo(None, AT).summary == "an invented year of 24 people"
    assert [table for table, found in rows(ledger).items() if found] == []
    ledger.redo(AT)
    assert rows(ledger) == before


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0, date(2026, 11, 22)),
        (1, date(2026, 11, 20)),
        (2, date(2026, 11, 20)),
        (3, date(2026, 11, 19)),
        (-6, date(2026, 11, 30)),
        (-7, date(2026, 11, 30)),
        (-8, date(2026, 11, 30)),
    ],
)
def test_a_weekend_is_avoided(age: int, expected: date):
    """On Sunday 2026-11-22, a weekend past gives way to its Friday, one ahead to its Monday."""
    assert working_day(date(2026, 11, 22), age) == expected


@pytest.mark.parametrize("today", [date(1, 6, 30), date(2, 12, 31), date.max])
def test_the_calendar_has_an_end(make: Callable[[date], Ledger], today: date):
    """At the ends of the calendar there is no room for a year."""
    with pytest.raises(UsageError, match="cannot be invented"):
        make(today)
