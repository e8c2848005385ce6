"""The CSV of a ledger: the same people, exchanges and contacts come back, and the rest is named."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_ledgers import AT, fill, fresh, rows

from reciprocity_cli.actions.export import ExportFormat, exported, left_out_of_csv
from reciprocity_cli.actions.import_ import Import, Imported
from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import Format
from reciprocity_cli.formats.recip_csv import COLUMNS
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.ledger import Ledger
from reciprocity_cli.store.people import insert_person

TODAY = date(2026, 6, 30)
LATER = AT + timedelta(days=1)


def export(ledger: Ledger) -> str:
    """The CSV of a ledger."""
    with ledger.reading() as sql:
        return "".join(exported(sql, ExportFormat.CSV, TODAY, lambda _: None))


def bring(ledger: Ledger, text: str, *, mapping: tuple[str, ...] = ()) -> Imported:
    """Import a CSV."""
    reading = read_file(io.BytesIO(text.encode()), name="x.csv", mapping=mapping, today=TODAY)
    assert reading.format is (Format.TABLE if mapping else Format.RECIP_CSV)
    with ledger.writing("import", LATER) as op:
        return Import(op, TODAY, skip_bad=False).take(reading, lambda _: None)


def told(ledger: Ledger) -> tuple[Any, ...]:
    """What a CSV has to tell of a ledger: its people, exchanges and contacts without one."""
    sql = ledger.sql
    people = sql.execute(
        "SELECT uid, name, organisation, title, trim(notes), (SELECT group_concat(d) FROM"
        " (SELECT kind || value AS d FROM detail WHERE person_id = person.id"
        " AND kind IN ('email', 'link', 'tag', 'role') ORDER BY kind, id)) FROM person ORDER BY uid"
    )
    exchanges = sql.execute(
        "SELECT p.uid, e.date, direction, category, kind, weight, e.note, channel FROM exchange e"
        " JOIN person p ON p.id = person_id LEFT JOIN interaction i ON i.id = interaction_id"
    )
    contacts = sql.execute(
        "SELECT p.uid, i.date, channel, note FROM interaction i JOIN attendance a"
        " ON a.interaction_id = i.id JOIN person p ON p.id = a.person_id WHERE NOT EXISTS (SELECT 1"
        " FROM exchange e WHERE e.interaction_id = i.id AND e.person_id = p.id)"
    )
    return people.fetchall(), Counter(exchanges), Counter(contacts)


@given(st.randoms(use_true_random=False), st.integers(0, 25))
@settings(max_examples=20, deadline=None)
def test_people_and_exchanges_come_back(empty_ledger: Path, random: Random, size: int) -> None:
    """Namesakes stay apart, formulas are text, days to come stay; a second time adds nothing."""
    with fresh(empty_ledger) as here, fresh(empty_ledger) as there:
        fill(here, random, size)
        text = export(here)
        if len(text.splitlines()) == 1:
            with pytest.raises(RecipError, match="nothing to import"):
                bring(there, text)
            return
        bring(there, text)
        assert told(there) == told(here)
        before = rows(there)
        done = bring(there, text)
        assert (done.people_new, done.people_changed, done.exchanges_new) == (0, 0, 0)
        assert done.contacts_new == 0
        assert rows(there) == before
        there.undo(None, LATER)
        assert export(there).splitlines() == [",".join(COLUMNS)]


def write_some(ledger: Ledger) -> None:
    """Ana, whose name is a formula, with a give and a get; two of one name; a coffee of three."""
    with ledger.writing("act", AT) as op:
        ana = insert_person(
            op,
            {
                "name": "=Ana",
                "emails": ("ana@a.example", "not an address"),
                "links": ("https://a.example/x;y", "plain"),
                "tags": ("x", "y"),
                "roles": ("peer", "mentor"),
                "notes": "'-1\nand on",
            },
            TODAY,
        )
        bo, bo_too = (insert_person(op, {"name": "Bo"}, TODAY) for _ in range(2))
        coffee = insert_contact(op, [ana, bo, bo_too], TODAY, note="three of us")
        advice = NewExchange(Direction.GAVE, Category.ADVICE, 1e-07, "feedback", "+1, and more")
        insert_exchange(op, ana, TODAY, advice, coffee)
        insert_exchange(op, bo, TODAY + timedelta(days=9), advice._replace(weight=2.0))


def test_the_rows(ledger: Ledger) -> None:
    """A row for each person, then what passed, day by day, cell for cell."""
    write_some(ledger)
    header, *found = csv.reader(io.StringIO(export(ledger)))
    assert tuple(header) == COLUMNS
    ana = ["'=Ana", "ana@a.example;not an address", "https://a.example/x;y plain"]
    ana += ["", "", "x;y", "peer;mentor"]
    bo = ["Bo", *[""] * 6]
    nothing = [""] * 6
    advice = ["gave", "advice", "feedback"]
    assert [row[:-1] for row in found] == [
        [*ana, *nothing, "''-1\nand on"],
        [*bo, *nothing, ""],
        [*bo, *nothing, ""],
        [*bo, "2026-06-30", "", "", "", "", "", "three of us"],
        [*bo, "2026-06-30", "", "", "", "", "", "three of us"],
        [*ana, "2026-06-30", *advice, "0.0000001", "", "'+1, and more"],
        [*bo, "2026-07-09", *advice, "2", "", "'+1, and more"],
    ]
    uids = [uid for (uid,) in ledger.sql.execute("SELECT uid FROM person ORDER BY id")]
    assert [row[-1] for row in found] == [*uids, uids[1], uids[2], uids[0], uids[1]]


def test_what_the_csv_leaves_out(ledger: Ledger) -> None:
    """The records that have no place in it are counted by kind, in one line."""
    write_some(ledger)
    with ledger.writing("act", AT) as op:
        for text in ("a", "b"):
            op.insert("need", {"person_id": 1, "text": text, "noted_on": TODAY})
    with ledger.reading() as sql:
        assert left_out_of_csv(sql) == (
            "CSV leaves out need records (2), what only JSON has columns for (birthdays, aliases,"
            " cadences, outcomes, thanks, notes of contacts in which something passed);"
            " --format json is complete"
        )


def test_the_ordinary_reader_maps_the_columns_too(ledger: Ledger, empty_ledger: Path) -> None:
    """The exchanges of the file mean the same to a plain import of CSV."""
    with ledger.writing("act", AT) as op:
        ana = insert_person(op, {"name": "Ana", "tags": ("x", "y")}, TODAY)
        insert_exchange(op, ana, TODAY, NewExchange(Direction.GOT, Category.ADVICE, 0.3))
    header, _, exchange = export(ledger).splitlines(keepends=True)
    with fresh(empty_ledger) as there:
        done = bring(there, header + exchange, mapping=("name=name",))
        assert (done.people_new, done.exchanges_new) == (1, 1)
        assert done.notes == ("columns not read: 'uid'",)
        [row] = there.sql.execute("SELECT direction, category, weight, date FROM exchange")
        assert row == ("got", "advice", 0.3, "2026-06-30")


UID = "a" * 32


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,,,,,,,,,,,,,x", "line 2: it has no name"),
        ("Ana,,,,,,,,,,,,,,x", "line 2: 'x' is not a uid"),
        ("Ana,,,,,,boss,,,,,,,,", "line 2: unknown role 'boss'"),
        ("Ana,,,,,,,,gave,advice,,2,,,", "line 2: it has no date"),
        ("Ana,,,,,,,20260101,gave,advice,,2,,,", "'20260101' is not a day, written YYYY-MM-DD"),
        ("Ana,,,,,,,2026-01-01,gave,,,2,,,", "line 2: it has no category"),
        ("Ana,,,,,,,2026-01-01,gave,advice,,,,,", "line 2: it has no weight"),
        ("Ana,,,,,,,2026-01-01,gave,advice,job,2,,,", "line 2: unknown kind of advice 'job'"),
        ("Ana,,,,,,,2026-01-01,gave,advice,,nan,,,", "line 2: 'nan' is not a weight"),
        ("Ana,,,,,,,2026-01-01,,,,,pigeon,,", "line 2: unknown channel 'pigeon'"),
        (f"Ana,,{'x' * 1001},,,,,,,,,,,,", "is longer than 1,000 characters"),
        ("Ana,,,,,,,,,,,,,,,more", "line 2: it has 16 cells, and the header 15"),
    ],
)
def test_bad_rows(ledger: Ledger, row: str, reason: str) -> None:
    """A row that is not as recip writes them is named, and nothing is imported."""
    with pytest.raises(RecipError) as caught:
        bring(ledger, f"{','.join(COLUMNS)}\n{row}\n")
    assert reason in caught.value.message
    assert told(ledger) == ([], Counter(), Counter())


def test_rows_added_by_hand(ledger: Ledger) -> None:
    """Without a uid people are told as in any CSV, and blank rows are set aside."""
    write_some(ledger)
    added = (
        "Cai,,,,,,,2026-01-01,got,int,,4,call,,\n,,,,,,,,,,,,,,\nCai,,,,,,,2026-01-01,,,,,meal,,\n"
    )
    done = bring(ledger, export(ledger) + added)
    assert (done.people_new, done.people_known, done.exchanges_new, done.contacts_new) == (
        1,
        3,
        1,
        1,
    )
    assert done.set_aside == {"the row is empty": 1}


def test_contacts_are_counted(ledger: Ledger) -> None:
    """Two equal rows are two contacts, of which one may be here already."""
    header, row = ",".join(COLUMNS), "Ana,,,,,,,2026-01-01,,,,,call,,"
    for rows_of, expected in (([row], (1, 0)), ([row, row], (1, 1)), ([row, row], (0, 2))):
        done = bring(ledger, "\n".join([header, *rows_of, ""]))
        assert (done.contacts_new, done.contacts_known) == expected


def test_a_call_with_a_get_is_not_the_call_without(ledger: Ledger) -> None:
    """Two calls on one day, one of them with an exchange, are two contacts."""
    rows_of = "Ana,,,,,,,2026-01-01,got,advice,,2,call,,\nAna,,,,,,,2026-01-01,,,,,call,,\n"
    done = bring(ledger, f"{','.join(COLUMNS)}\n{rows_of}")
    assert (done.exchanges_new, done.contacts_new) == (1, 1)
    assert ledger.sql.execute("SELECT COUNT(*) FROM interaction").fetchone() == (2,)


def test_people_who_share_an_address_stay_two(ledger: Ledger, empty_ledger: Path) -> None:
    """Two uids in one file are two people, and the pair is named for the owner to look at."""
    with ledger.writing("act", AT) as op:
        for name in ("Ana", "Ana"):
            insert_person(op, {"name": name, "emails": ("office@a.example",)}, TODAY)
    with fresh(empty_ledger) as there:
        done = bring(there, export(ledger))
        assert told(there) == told(ledger)
        assert done.doubtful == ((1, 2),)


def test_somebody_known_by_another_key_is_recognised(ledger: Ledger, empty_ledger: Path) -> None:
    """A person of another ledger who is here already, by e-mail, is completed and not doubled."""
    with ledger.writing("act", AT) as op:
        insert_person(op, {"name": "Ana", "emails": ("a@a.example",), "title": "CTO"}, TODAY)
    with fresh(empty_ledger) as there:
        with there.writing("act", AT) as op:
            insert_person(op, {"name": "Ana", "emails": ("a@a.example",)}, TODAY)
        done = bring(there, export(ledger))
        assert (done.people_new, done.people_changed) == (0, 1)
        assert there.sql.execute("SELECT name, title FROM person").fetchall() == [("Ana", "CTO")]


def test_a_uid_stays_with_whom_it_was_recognised_as(ledger: Ledger, empty_ledger: Path) -> None:
    """Of two who share an address the first is the one who is here, and so are their exchanges."""
    office = ("office@a.example",)
    with ledger.writing("act", AT) as op:
        ana, _ = (insert_person(op, {"name": "Ana", "emails": office}, TODAY) for _ in range(2))
        insert_exchange(op, ana, TODAY, NewExchange(Direction.GOT, Category.ADVICE, 2.0))
    with fresh(empty_ledger) as there:
        with there.writing("act", AT) as op:
            insert_person(op, {"name": "Ana", "emails": office}, TODAY)
        done = bring(there, export(ledger))
        assert (done.people_new, done.people_known, done.exchanges_new) == (1, 1, 1)
        assert there.sql.execute("SELECT person_id FROM exchange").fetchall() == [(1,)]


def test_a_file_saved_by_a_spreadsheet(ledger: Ledger, empty_ledger: Path) -> None:
    """Another delimiter and another order of the columns change nothing."""
    write_some(ledger)
    parsed = [row[::-1] for row in csv.reader(io.StringIO(export(ledger)))]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(parsed)
    with fresh(empty_ledger) as there:
        bring(there, "\ufeff" + buffer.getvalue())
        assert told(there) == told(ledger)
