"""What reports read of a random ledger is what the domain says of its plain records.

The reports count in SQL; here each person's records are read one by one and counted in Python.
"""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import pytest
from moves import own_moves
from random_ledgers import fill, fresh

from reciprocity_cli.domain import habits, rhythm
from reciprocity_cli.domain.balance import counts_as_exchange
from reciprocity_cli.domain.due import due_list
from reciprocity_cli.domain.introductions import is_report_due
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.phase import current, evidence_from_records, lacking, reached, supported
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.records import By, Category, Direction, Expect, Outcome, QuietRange
from reciprocity_cli.domain.touch import Touch, WordBack, thanks_due
from reciprocity_cli.reports.due import reason_words
from reciprocity_cli.store.backup import copy_ledger
from reciprocity_cli.store.connection import connect
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.touches import waiting_thanks

TODAY = date(2026, 6, 30)


class Held(NamedTuple):
    """A ledger of random records, and all that is in it of each person."""

    sql: object
    dossiers: list

    @property
    def here(self):
        """Those who are not archived."""
        return [one for one in self.dossiers if not one.person.archived]

    def names(self):
        return {one.person.id: one.person.name for one in self.dossiers}


@pytest.fixture(scope="module", params=range(4))
def filled(request, empty_ledger, tmp_path_factory):
    """A file of random records; every other one has them at the edges of windows alone."""
    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    with fresh(empty_ledger) as ledger:
        fill(ledger, Random(request.param), 400, at_edges=request.param % 2 == 1)
        copy_ledger(ledger.sql, path)
    return path


@pytest.fixture
def held(filled, path):
    shutil.copy(filled, path)
    with closing(connect(path)) as sql:
        ids = [number for (number,) in sql.execute("SELECT id FROM person ORDER BY id")]
        yield Held(sql, [dossier(sql, number) for number in ids])


def contacts(one):
    return rhythm.contact_days(one.interactions, one.exchanges, TODAY)


def iso(day):
    return None if day is None else day.isoformat()


def test_phases(held, recip):
    """The phase held now, the furthest, since when, and what the records bear out and lack."""
    expected = []
    for one in sorted(held.here, key=lambda one: (fold(one.person.name), one.person.id)):
        start, changes = one.person.start_phase, one.phase_changes
        facts = evidence_from_records(
            TODAY,
            interactions=one.interactions,
            exchanges=one.exchanges,
            signals=one.signals,
            needs=one.needs,
            promises=one.promises,
            incidents=one.incidents,
        )
        since = max((change.on for change in changes if change.on <= TODAY), default=None)
        phases = current(start, changes, TODAY), reached(start, changes, TODAY), supported(facts)
        words = [phase.word for phase in phases]
        expected.append((one.person.id, *words, list(lacking(facts)), iso(since)))
    found = recip("phase", "--json").json()["rows"]
    names = ("id", "phase", "reached", "supported", "missing", "since")
    assert [tuple(row[name] for name in names) for row in found] == expected


def monthly(dossiers):
    """The sums and counts of each month, both ways."""
    sums, counts = Counter(), Counter()
    for one in dossiers:
        for exchange in one.exchanges:
            if counts_as_exchange(exchange, TODAY) and one.person.expect is not Expect.OFF:
                key = f"{exchange.on:%Y-%m}", exchange.direction
                sums[key] += exchange.weight
                counts[key] += 1
    ways = Direction.GAVE, Direction.GOT
    return [
        [month, *(sums[month, way] for way in ways), *(counts[month, way] for way in ways)]
        for month in sorted({month for month, _ in sums})
    ]


def months_shown(ran):
    names = ("month", "gave", "got", "gave_count", "got_count")
    return [[row[name] for name in names] for row in ran.json()["rows"]]


def same_months(found, expected):
    return [row[0] for row in found] == [row[0] for row in expected] and all(
        row[1:] == pytest.approx(other[1:], abs=1e-9)
        for row, other in zip(found, expected, strict=True)
    )


def test_months(held, recip):
    """Of all but the archived and those whose balance is off; of a person, archived or not."""
    assert same_months(
        months_shown(recip("balance", "--by", "month", "--json")), monthly(held.here)
    )
    for one in held.dossiers:
        ran = recip("balance", f"#{one.person.id}", "--by", "month", "--json")
        assert same_months(months_shown(ran), monthly([one]))


def test_momentum(held, recip):
    """Everybody's last contact and both spans, and the owner's own moves over all of them."""
    report = recip("momentum", "--json").json()
    found = {row["id"]: row for row in report["rows"]}
    assert found.keys() == {one.person.id for one in held.here}
    moves = set()
    for one in held.here:
        row, days = found[one.person.id], contacts(one)
        expected = rhythm.momentum(days, TODAY)
        assert row["last_contact_on"] == iso(max(days, default=None))
        assert (row["recent"], row["before"]) == (expected.recent, expected.before)
        assert row["reading"] == expected.reading
        own = own_moves(one.interactions, one.exchanges)
        moves |= {(who, on) for who, on in own if who == one.person.id}
    ages = [(TODAY - on).days for _, on in moves]
    recent, before = (sum(low <= age < low + 90 for age in ages) for low in (0, 90))
    assert (report["network"]["recent"], report["network"]["before"]) == (recent, before)


def test_weeks(held, recip):
    """Gives, gets and people met of each week shown; the archived are put away here too."""
    for week in recip("momentum", "--json").json()["weeks"]:
        first = date.fromisoformat(week["first"])
        days = {first + timedelta(days=at) for at in range(7)} & {
            TODAY - timedelta(days=at) for at in range(400)
        }
        passed = [x for one in held.here for x in one.exchanges if x.on in days]
        gave = sum(x.direction is Direction.GAVE and not x.self_interest for x in passed)
        got = sum(x.direction is Direction.GOT for x in passed)
        people = sum(not days.isdisjoint(contacts(one)) for one in held.here)
        assert (week["gave"], week["got"], week["people"]) == (gave, got, people)


def test_impact(held, recip):
    """What came of each, the newest first, counts by category, how long people last."""
    report = recip("impact", "--all", "--json").json()
    counted = [
        x for one in held.dossiers for x in one.exchanges if x.on <= TODAY and not x.self_interest
    ]
    told = [
        x
        for x in sorted(counted, key=lambda x: (x.on, x.id), reverse=True)
        if habits.outcome_by(x, TODAY) is not Outcome.UNKNOWN or habits.is_to_ask(x, TODAY)
    ]
    names = held.names()
    assert [(row["id"], row["name"], row["other_name"]) for row in report["rows"]] == [
        (x.id, names[x.person_id], names.get(x.other_person_id)) for x in told
    ]
    for row, x in zip(report["rows"], told, strict=True):
        assert row["outcome"] == habits.outcome_by(x, TODAY)
        assert row["to_ask"] is habits.is_to_ask(x, TODAY)
        assert row["to_report"] is habits.is_to_report(x, TODAY)
    for way in Direction:
        for category in Category:
            same = [x for x in counted if (x.direction, x.category) == (way, category)]
            outcomes = Counter(habits.outcome_by(x, TODAY) for x in same)
            tally = report[way][category]
            assert tally == {
                "passed": len(same),
                **{word: outcomes[word] for word in ("nothing", "helped", "big")},
                "known": len(same) - outcomes[Outcome.UNKNOWN],
            }
    days = [contacts(one) for one in held.dossiers]
    firsts = [min(one) for one in days if one and not rhythm.is_dormant(max(one), TODAY)]
    assert report["relationships"] == habits.lasting(firsts, TODAY)._asdict()


def touch(one, names):
    """What may make somebody due, from their records."""
    reports = [x for x in one.exchanges if is_report_due(x, TODAY)]
    latest = max(reports, key=lambda x: (x.on, x.id), default=None)
    return Touch(
        one.person,
        max(contacts(one), default=None),
        tuple(p for p in one.promises if p.by is By.ME and is_open(p, TODAY)),
        tuple(thanks_due(one.exchanges, one.asks, TODAY)),
        latest
        and WordBack(latest.on, latest.id, names.get(latest.other_person_id, ""), latest.note),
    )


@pytest.mark.parametrize("days", [1, 7, 60])
def test_due(held, recip, days):
    """Who is due, when, how late, in which order and why."""
    quiet = [
        QuietRange(date.fromisoformat(first), date.fromisoformat(last))
        for person, first, last in held.sql.execute("SELECT person_id, first, last FROM quiet")
        if person is None
    ]
    touches = [touch(one, held.names()) for one in held.dossiers]
    expected = due_list(touches, my_quiet=quiet, today=TODAY, days=days, show_all=True)
    report = recip("due", "--all", "--days", str(days), "--json").json()
    assert [
        (row["id"], row["due_on"], row["last_contact_on"], row["lateness"], row["reasons"])
        for row in report["rows"]
    ] == [
        (
            row.person.id,
            iso(row.due_on),
            iso(row.last_contact_on),
            row.lateness and pytest.approx(row.lateness),
            [reason_words(reason, TODAY) for reason in row.reasons],
        )
        for row in expected.rows
    ]
    assert report["demand"] == pytest.approx(expected.demand)


def test_thanks(held):
    """What everybody is to be thanked for, the oldest first, and nobody else for anything."""
    expected = {
        one.person.id: thanks
        for one in held.dossiers
        if (thanks := thanks_due(one.exchanges, one.asks, TODAY))
    }
    assert waiting_thanks(held.sql, TODAY) == expected
