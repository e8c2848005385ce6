"""What SQL reads of rhythm equals what the domain reads, for any ledger."""

from __future__ import annotations

from random import Random

import pytest
from moves import network_momentum, own_moves
from random_ledgers import DAY, fill, fresh

from reciprocity_cli.domain import rhythm
from reciprocity_cli.domain.rhythm import mondays, weeks_of
from reciprocity_cli.reports.momentum import contact_ages, own_move_ages, person_weeks
from reciprocity_cli.store.evidence import dossier


@pytest.fixture(params=range(4))
def held(request, empty_ledger):
    """A random ledger, and the records of everyone in it."""
    with fresh(empty_ledger) as ledger:
        fill(ledger, Random(request.param), 120, at_edges=request.param % 2 == 1)
        ids = [number for (number,) in ledger.sql.execute("SELECT id FROM person")]
        yield ledger.sql, {number: dossier(ledger.sql, number) for number in ids}


def test_momentum(held):
    """Of each person, and of the whole network."""
    sql, dossiers = held
    ages, own, pairs = contact_ages(sql, DAY), own_move_ages(sql, DAY), set()
    for number, one in dossiers.items():
        days = rhythm.contact_days(one.interactions, one.exchanges, DAY)
        counted = rhythm.momentum_of(ages.get(number, rhythm.Ages()))
        assert counted == rhythm.momentum(days, DAY)
        moves = own_moves(one.interactions, one.exchanges)
        pairs |= {(who, on) for who, on in moves if who == number}
    network = rhythm.momentum_of(rhythm.together(own.values()))
    assert network == network_momentum(pairs, DAY)


def test_weeks(held):
    """Gives without those in the owner's own interest, gets, and people there was contact with."""
    sql, dossiers = held
    firsts = mondays(None, DAY)
    weeks = weeks_of(firsts, person_weeks(sql, firsts[0], DAY).values())
    for week in weeks:
        days = {week.first.toordinal() + at for at in range(7)}
        passed = [
            exchange
            for one in dossiers.values()
            for exchange in one.exchanges
            if exchange.on.toordinal() in days and exchange.on <= DAY
        ]
        gave = [e for e in passed if e.direction == "gave" and not e.self_interest]
        got = [e for e in passed if e.direction == "got"]
        people = {
            number
            for number, one in dossiers.items()
            for on in rhythm.contact_days(one.interactions, one.exchanges, DAY)
            if on.toordinal() in days
        }
        assert (week.gave, week.got, week.people) == (len(gave), len(got), len(people))
