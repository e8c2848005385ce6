"""What SQL adds up equals what the domain adds up, for any ledger."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_ledgers import EDGES

from reciprocity_cli.domain import balance, rhythm
from reciprocity_cli.domain.phase import Evidence, evidence_from_records
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.query import Query, parse_query
from reciprocity_cli.domain.records import (
    Answer,
    By,
    Category,
    Channel,
    Closing,
    Direction,
    IntroState,
    SignalKind,
)
from reciprocity_cli.domain.touch import thanks_due
from reciprocity_cli.store import evidence as evidence_reads
from reciprocity_cli.store import sums
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.filters import EVERYBODY
from reciprocity_cli.store.people import insert_person, people_by_id
from reciprocity_cli.store.touches import touches_of

TODAY = date(2026, 6, 30)
AT = datetime(2026, 6, 30, tzinfo=UTC)
PEOPLE = 3

any_ledger = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

people = st.integers(1, PEOPLE)
edges = st.sampled_from(EDGES)
days = (edges | st.integers(-400, 3000)).map(lambda age: TODAY - timedelta(days=age))
near_days = (edges | st.integers(-30, 120)).map(lambda age: TODAY - timedelta(days=age))
half_lives = st.none() | st.integers(30, 3650)
weights = st.sampled_from([0.5, 1.0, 2.0, 4.0, 1000.0]) | st.floats(0.001, 1000.0)


@st.composite
def exchanges(draw, on=days):
    """One exchange: person, day, and all that its sums, thanks and evidence look at."""
    direction, category = draw(st.sampled_from(Direction)), draw(st.sampled_from(Category))
    more = {}
    if direction is Direction.GAVE:
        more = {"self_interest": draw(st.booleans()), "landed": draw(st.booleans())}
    elif draw(st.booleans()):
        more = {"thanked_on": draw(st.sampled_from([TODAY, TODAY + timedelta(days=1)]))}
    if category is Category.INTRODUCTIONS:
        more["intro_state"] = draw(st.none() | st.just(IntroState.MADE))
    new = NewExchange(direction, category, draw(weights), more=more)
    return draw(people), draw(on), new, draw(st.none() | st.sampled_from(Channel))


@st.composite
def promises(draw):
    """One promise by either side, open, closed, or closed later than today."""
    closing = draw(st.none() | st.sampled_from(Closing))
    values = {
        "person_id": draw(people),
        "by": draw(st.sampled_from(By)),
        "what": "w",
        "made_on": draw(near_days),
        "due_on": draw(st.none() | near_days),
        "closing": closing,
        "closed_on": draw(near_days) if closing else None,
    }
    return values, draw(st.lists(near_days, max_size=2))


asks = st.fixed_dictionaries(
    {
        "person_id": people,
        "what": st.just("w"),
        "asked_on": near_days,
        "answer": st.sampled_from(Answer),
        "answered_on": st.none() | near_days,
        "thanked_on": st.none() | near_days,
    }
)
signals = st.fixed_dictionaries(
    {"person_id": people, "kind": st.sampled_from(SignalKind), "date": days}
)
incidents = st.fixed_dictionaries(
    {
        "person_id": people,
        "by": st.sampled_from(By),
        "what": st.just("w"),
        "date": near_days,
        "repaired_on": st.none() | near_days,
    }
)


class _Enough(Exception):
    """Takes back what an example wrote."""


@contextmanager
def written(ledger, entries=(), pledges=(), **records):
    """Hold a ledger with three people and these records; nothing of it is kept."""
    with suppress(_Enough), ledger.writing("seed", AT) as op:
        for number in range(PEOPLE):
            insert_person(op, {"name": f"Person {number}"}, TODAY)
        for person, on, new, channel in entries:
            contact = insert_contact(op, [person], on, channel=channel) if channel else None
            insert_exchange(op, person, on, new, contact)
        for values, updates in pledges:
            number = op.insert("promise", values)
            for on in updates:
                op.insert_part("promise_update", {"promise_id": number, "date": on})
        for table, listed in records.items():
            for values in listed:
                op.insert(table, values)
        yield [dossier(op.sql, number) for number in range(1, PEOPLE + 1)]
        raise _Enough


def as_numbers(found):
    """Every number and date of a balance, one after another."""
    *numbers, categories = found
    sides = [side for category in Category for side in categories[category]]
    return [number for number in (*numbers, *sides) if not isinstance(number, date)]


def reference(exchanges, half_life):
    """The balance of one person as the domain adds it up."""
    flows = balance.flows(exchanges, TODAY, half_life)
    return balance.balance_of(flows, balance.occasions(exchanges, TODAY))


@any_ledger
@given(entries=st.lists(exchanges(), max_size=25), half_life=half_lives)
def test_balances_equal_those_of_the_domain(ledger, entries, half_life):
    """Every sum, count and date; self-interest and the future count nowhere."""
    with written(ledger, entries) as held:
        found = sums.balances(ledger.sql, Query(), EVERYBODY, TODAY, half_life)
        first = sums.first_exchanges(ledger.sql, TODAY)
        for one in held:
            expected = reference(one.exchanges, half_life)
            if expected.first_on is None:
                assert one.person.id not in found
                continue
            in_sql = found[one.person.id]
            assert as_numbers(in_sql) == pytest.approx(as_numbers(expected), abs=1e-9)
            assert (in_sql.first_on, in_sql.last_on) == (expected.first_on, expected.last_on)
            assert first[one.person.id] == expected.first_on


@any_ledger
@given(entries=st.lists(exchanges(), max_size=25), half_life=half_lives)
def test_what_was_got_most_equals_that_of_the_domain(ledger, entries, half_life):
    """The sums of what was got, with and without the flows of the categories beside them."""
    with written(ledger, entries) as held:
        everybody = [one.person.id for one in held]
        found = sums.received(ledger.sql, Query(), EVERYBODY, TODAY, half_life, everybody)
        plain = sums.balances(ledger.sql, Query(), EVERYBODY, TODAY, half_life, in_full=False)
        for one in held:
            expected = reference(one.exchanges, half_life)
            got = {category: flow.got for category, flow in expected.categories.items()}
            in_sql = found.get(one.person.id, {})
            assert in_sql == pytest.approx({c: x for c, x in got.items() if x}, abs=1e-9)
            assert balance.most(in_sql) is None or got[balance.most(in_sql)] == pytest.approx(
                max(got.values())
            )
            if one.person.id in plain:
                assert plain[one.person.id].categories == {}
                assert plain[one.person.id].occasions == min(expected.occasions, 3)
                assert plain[one.person.id].index == pytest.approx(expected.index)


@any_ledger
@given(entries=st.lists(exchanges(), max_size=25))
def test_months_add_up_to_the_totals(ledger, entries):
    """What each month holds is what the flows hold, by direction."""
    with written(ledger, entries) as held:
        months = sums.monthly(ledger.sql, Query(), EVERYBODY, TODAY)
        flows = [flow for one in held for flow in balance.flows(one.exchanges, TODAY, None)]
        for way in Direction:
            counts = [(count, total) for _, direction, count, total in months if direction is way]
            assert sum(count for count, _ in counts) == sum(
                flow[5] for flow in flows if flow.direction is way
            )
            assert sum(total for _, total in counts) == pytest.approx(
                sum(flow.total for flow in flows if flow.direction is way)
            )
        assert [month for month, *_ in months] == sorted(month for month, *_ in months)


@any_ledger
@given(
    entries=st.lists(exchanges(), max_size=20),
    words=st.lists(
        st.sampled_from(
            ["dir:gave", "cat:advice", "cat:kno", "not:cat:int", "via:call", "size:large",
             "not:dir:got", "date:2026", "not:date:2025", "not:via:coffee", "date:2026Q2"]
        ),
        max_size=3,
    ),
)  # fmt: skip
def test_a_query_counts_what_it_says(ledger, entries, words):
    """Terms of one kind are alternatives, of different kinds all must hold, `not:` excludes."""
    query = parse_query(words, TODAY)
    with written(ledger, entries) as held:
        found = sums.balances(ledger.sql, query, EVERYBODY, TODAY, None)
        for one in held:
            channels = {contact.id: contact.channel for contact in one.interactions}
            chosen = [x for x in one.exchanges if _fits(x, channels.get(x.interaction_id), words)]
            expected = reference(chosen, None)
            in_sql = found.get(one.person.id, reference([], None))
            assert as_numbers(in_sql) == pytest.approx(as_numbers(expected), abs=1e-9)


def _fits(exchange, channel, words):
    says = {
        "dir:gave": exchange.direction is Direction.GAVE,
        "not:dir:got": exchange.direction is not Direction.GOT,
        "cat:advice": exchange.category is Category.ADVICE,
        "cat:kno": exchange.category is Category.KNOWLEDGE,
        "not:cat:int": exchange.category is not Category.INTRODUCTIONS,
        "via:call": channel is Channel.CALL,
        "not:via:coffee": channel is not Channel.COFFEE,
        "size:large": exchange.weight == 4.0,
        "date:2026": exchange.on.year == 2026,
        "date:2026Q2": date(2026, 4, 1) <= exchange.on <= date(2026, 6, 30),
        "not:date:2025": exchange.on.year != 2025,
    }
    wanted = {}
    for word in words:
        kind = word if word.startswith("not:") else word.partition(":")[0]
        wanted.setdefault(kind, []).append(says[word])
    return all(any(alternatives) for alternatives in wanted.values())


@any_ledger
@given(
    entries=st.lists(exchanges(near_days), max_size=15),
    pledges=st.lists(promises(), max_size=8),
    ask=st.lists(asks, max_size=6),
)
def test_what_makes_somebody_due_equals_the_domain(ledger, entries, pledges, ask):
    """Last contact, open promises of mine and thanks that wait, for each person."""
    with written(ledger, entries, pledges, ask=ask) as held:
        found = touches_of(ledger.sql, people_by_id(ledger.sql, (1, 2, 3)), TODAY)
        for touch, one in zip(found, held, strict=True):
            contacts = rhythm.contact_days(one.interactions, one.exchanges, TODAY)
            assert touch.person == one.person
            assert touch.last_on == max(contacts, default=None)
            assert sorted(touch.promises) == sorted(
                p for p in one.promises if p.by is By.ME and is_open(p, TODAY)
            )
            assert list(touch.thanks) == thanks_due(one.exchanges, one.asks, TODAY)


@any_ledger
@given(
    entries=st.lists(exchanges(), max_size=12),
    pledges=st.lists(promises(), max_size=4),
    signal=st.lists(signals, max_size=8),
    incident=st.lists(incidents, max_size=3),
)
def test_the_evidence_of_everyone_equals_that_of_each(ledger, entries, pledges, signal, incident):
    """Contact days, gives, gets, signals, promises and incidents, counted for all at once."""
    with written(ledger, entries, pledges, signal=signal, incident=incident) as held:
        found = evidence_reads.evidence(ledger.sql, TODAY)
        for one in held:
            assert found.get(one.person.id, Evidence()) == evidence_from_records(
                TODAY,
                interactions=one.interactions,
                exchanges=one.exchanges,
                signals=one.signals,
                needs=one.needs,
                promises=one.promises,
                incidents=one.incidents,
            )
