"""`check`: silent over a whole ledger, a line for whatever is wrong, and mending it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from random import Random

import pytest
from contents import contents
from people import add_people
from random_ledgers import fill

from reciprocity_cli.actions.repair import check
from reciprocity_cli.domain.records import SCHEMA_VERSION
from reciprocity_cli.store.backup import listed_backups


@pytest.fixture
def known(recip, path):
    """Ana #1 and Bo #2, a contact #3 of both with a give #4 each to Ana, a need of hers."""
    add_people(path, {"name": "Ana Ruiz", "tags": ("acme",)}, {"name": "Bo Lind"})
    assert recip("log", "ana", "bo", "--gave", "adv:the draft", "--via", "coffee").code == 0
    assert recip("need", "add", "ana", "a Rust reviewer").code == 0
    assert recip("person", "edit", "ana", "--title", "CTO").code == 0


@contextmanager
def meddling(path):
    """The ledger in the hands of a tool that keeps no rule and no journal."""
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("PRAGMA ignore_check_constraints=ON")
        kept = sql.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            sql.execute(f"DROP TRIGGER {name}")
        yield sql
        for _, declared in kept:
            sql.execute(declared)


def meddle(path, *statements):
    with meddling(path) as sql:
        for statement in statements:
            sql.execute(statement)


def test_a_whole_ledger_is_passed_over_in_silence(recip, known):
    """Nothing on either stream, and exit 0."""
    assert recip("check") == (0, "", "")


def test_json_of_a_whole_ledger(recip, known):
    """There are no rows."""
    assert recip("check", "--json").json()["rows"] == []


def test_a_missing_ledger_is_not_made(recip, path):
    """Checking nothing is an error, and leaves nothing behind."""
    path.unlink()
    ran = recip("check")
    said = f"recip: there is no ledger at {path}; name a file with --ledger\n"
    assert ran == (1, "", said)
    assert not path.exists()


def test_whatever_recip_writes_is_whole(path, ledger):
    """Random records, edits and removals of every kind leave nothing to find."""
    ledger.sql.execute("PRAGMA synchronous=OFF")
    fill(ledger, Random(7), 300)
    for _ in range(4):
        ledger.undo(None, fill.__globals__["AT"])
    assert check(path) == []


def test_erasing_and_merging_leave_nothing_to_find(recip, known):
    """What takes rows out of the history keeps it in step with the rows."""
    assert recip("person", "add", "Bo Lindh").code == 0
    assert recip("person", "merge", "bo-lind", "bo-lindh").code == 0
    assert recip("person", "erase", "bo-lind", "--yes").code == 0
    assert recip("check") == (0, "", "")


BAD = {
    "a day": (
        "UPDATE exchange SET date = '2024-02-30', interaction_id = NULL WHERE id = 4",
        "exchange #4: date '2024-02-30' is not a day, written YYYY-MM-DD",
    ),
    "a word": (
        "UPDATE exchange SET category = 'gossip' WHERE id = 4",
        "exchange #4: category 'gossip' is none of knowledge, advice, introductions,"
        " opportunities, recognition",
    ),
    "a kind of another category": (
        "UPDATE exchange SET kind = 'trend' WHERE id = 4",
        "exchange #4: trend is no kind of advice",
    ),
    "a constraint": (
        "UPDATE exchange SET weight = 5000 WHERE id = 4",
        "CHECK constraint failed in exchange",
    ),
    "a folded name": (
        "UPDATE person SET folded = 'zoe' WHERE id = 1",
        "person #1: its folded form is not that of what it says",
    ),
    "a folded tag": (
        "UPDATE detail SET folded = 'zoe'",
        "detail 1 of person #1: its folded form is not that of what it says",
    ),
    "text that is none": (
        "UPDATE exchange SET note = CAST(x'41ff' AS TEXT) WHERE id = 4",
        "exchange #4: note is not valid Unicode",
    ),
    "a uid": (
        "UPDATE need SET uid = 'x'",
        "need #6: uid 'x' is not 32 hexadecimal digits",
    ),
    "one id for two": ("UPDATE need SET id = 1", "two records share the id 1"),
    "nobody in a contact": (
        "DELETE FROM attendance WHERE interaction_id = 3",
        "interaction #3: nobody took part",
    ),
    "nobody there": (
        "DELETE FROM person WHERE id = 2",
        "exchange #5 refers to a row of person that is not there",
    ),
    "the sequence": (
        "UPDATE ledger SET last_id = 3",
        "ids have reached 6, and the sequence stands at 3",
    ),
    "a change after the last": (
        "UPDATE need SET changed = 253402300000000",
        "a record was changed after the last change of all",
    ),
    "an open operation": ("UPDATE ledger SET operation_id = 1", "operation 1 was left open"),
    "no sequence at all": (
        "DELETE FROM ledger",
        "the row that holds the sequence of ids is missing",
    ),
    "an image of nothing": (
        "UPDATE image SET relation = 'secrets' WHERE seq = 1",
        "image 1 is of 'secrets', which is no table",
    ),
    "an image without operation": (
        "UPDATE image SET operation_id = 99 WHERE seq = 1",
        "image 1 belongs to no operation",
    ),
    "a row that history has removed": (
        "INSERT INTO image (operation_id, relation, action, row_id)"
        " VALUES (1, 'need', 'delete', 6)",
        "need #6 is there, and the last that history says of it is delete",
    ),
    "a row that went behind its back": (
        "DELETE FROM need",
        "need #6 is gone, and the last that history says of it is insert",
    ),
    "a moment": (
        "UPDATE operation SET at = 'then' WHERE id = 2",
        "operation 2: at is not a moment",
    ),
    "an unknown trigger": (
        "CREATE TRIGGER thief AFTER INSERT ON person BEGIN DELETE FROM exchange; END",
        "a trigger 'thief' is there, which recip did not make",
    ),
    "an unknown view": (
        "CREATE VIEW spy AS SELECT name FROM person",
        "a view 'spy' is there, which recip did not make",
    ),
    "an unknown table": (
        "CREATE TABLE plunder (x)",
        "a table 'plunder' is there, which recip did not make",
    ),
    "a column more": (
        "ALTER TABLE offer ADD COLUMN spy",
        "the table offer is not declared as recip declares it",
    ),
    "an index less": ("DROP INDEX ix_exchange_sums", "the index ix_exchange_sums is missing"),
    "a table less": ("DROP TABLE incident", "the table incident is missing"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_is_named(recip, known, path, what):
    """Each thing in its own line, exit 4; nothing is written; --repair leaves nothing of it."""
    statement, said = BAD[what]
    if what == "a table less":
        with closing(sqlite3.connect(path)) as sql:
            sql.execute(statement)
    else:
        meddle(path, statement)
    before = path.read_bytes()
    ran = recip("check")
    assert (ran.code, ran.err) == (4, "")
    assert said in ran.out.splitlines()
    assert path.read_bytes() == before
    mended = recip("check", "--repair")
    assert (mended.code, mended.out) == (0, "")
    assert recip("check") == (0, "", "")
    assert recip("log", "bo", "--new").code == 0


def test_json_names_findings_too(recip, known, path):
    """With their kind, and whether they can be mended."""
    meddle(path, "UPDATE ledger SET operation_id = 1")
    ran = recip("check", "--json")
    assert ran.code == 4
    assert ran.json()["rows"] == [
        {"kind": "history", "said": "operation 1 was left open", "mendable": True}
    ]


def test_findings_without_end_are_counted(recip, path):
    """Twenty of a kind are named, and the rest is a number."""
    add_people(path, *[f"Person {number}" for number in range(50)])
    meddle(path, "UPDATE person SET folded = 'zoe'")
    ran = recip("check")
    assert len(ran.out.splitlines()) == 21
    assert ran.out.splitlines()[-1] == "and 30 more findings like this (row)"


def test_a_ledger_that_others_can_reach(recip, known, path):
    """The mode is named; --repair takes it away and touches nothing else."""
    before = path.read_bytes()
    path.chmod(0o644)
    assert recip("check") == (4, f"{path} can be reached by others (mode 0644)\n", "")
    assert recip("check", "--repair").code == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b""), "is empty (0 bytes), as a failed copy leaves it"),
        (lambda path: path.write_text("Dear diary"), "is not a ledger"),
        (lambda path: _pragma(path, "application_id=7"), "is another program's database"),
        (lambda path: _pragma(path, "user_version=99"), "was written by a newer recip"),
    ],
)
def test_what_is_no_ledger_cannot_be_mended(recip, known, path, spoil, said):
    """It is named, left as it is, and no copy is made of it."""
    spoil(path)
    before = path.read_bytes()
    for words in (("check",), ("check", "--repair")):
        ran = recip(*words)
        assert ran.code == 4
        assert said in ran.out
    assert path.read_bytes() == before
    assert listed_backups(path) == []


def _pragma(path, pragma):
    with closing(sqlite3.connect(path)) as sql:
        sql.execute(f"PRAGMA {pragma}")


def test_a_write_that_was_cut_off(recip, known, path, ledger, home):
    """Its journal is named, and check leaves both alone; --repair lets it take the write back."""
    before = contents(ledger)
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("PRAGMA cache_size=1")
        sql.execute("BEGIN IMMEDIATE")
        sql.execute("UPDATE ledger SET operation_id = 1")
        sql.execute("UPDATE person SET notes = hex(randomblob(20000))")
        torn, journal = path.read_bytes(), path.with_name("ledger.db-journal").read_bytes()
        sql.execute("ROLLBACK")
    path.write_bytes(torn)
    path.with_name("ledger.db-journal").write_bytes(journal)
    ran = recip("check")
    said = f"a write was cut off; {path}-journal will take it back\n"
    assert ran == (4, said, "")
    assert path.read_bytes() == torn
    assert recip("check", "--repair").code == 0
    assert contents(ledger) == before
    assert recip("check") == (0, "", "")


def _formats(path, write, read):
    content = bytearray(path.read_bytes())
    content[18:20] = bytes((write, read))
    path.write_bytes(content)


@pytest.mark.parametrize("formats", [(3, 1), (1, 9), (2, 1)])
def test_a_header_that_sqlite_will_not_write_or_read(recip, known, path, formats):
    """It is named, and mended with nothing lost."""
    whole = path.read_bytes()
    _formats(path, *formats)
    assert recip("check") == (4, f"the header of {path} is not as recip writes it\n", "")
    assert recip("check", "--repair").code == 0
    assert path.read_bytes() == whole


def test_a_write_ahead_log(recip, known, path, ledger):
    """Another program's doing is named; --repair puts everything into the one file again."""
    before = contents(ledger)
    ledger.close()
    _pragma(path, "journal_mode=WAL")
    assert recip("check") == (4, "another program has switched to a write-ahead log\n", "")
    assert recip("check", "--repair").code == 0
    assert recip("check") == (0, "", "")
    assert [file.name for file in path.parent.glob("ledger.db*")] == ["ledger.db"]
    assert len(recip("person", "list", "--json").json()["rows"]) == len(before["person"])


def test_a_write_that_goes_on_is_nothing_wrong(recip, known, path):
    """The journal of another command that is writing is not left over."""
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("BEGIN IMMEDIATE")
        sql.execute("UPDATE ledger SET operation_id = 1")
        assert path.with_name("ledger.db-journal").exists()
        assert recip("check") == (0, "", "")
        sql.execute("ROLLBACK")


@pytest.mark.parametrize("begun", [b"", b"\0" * 4096], ids=["empty", "zeros"])
def test_a_journal_that_was_only_begun(recip, known, path, begun):
    """A command killed before it wrote to the ledger leaves it; the next write takes it away."""
    journal = path.with_name("ledger.db-journal")
    journal.write_bytes(begun)
    assert recip("check") == (0, "", "")
    assert recip("person", "add", "Zoe Last").code == 0
    assert not journal.exists()


def test_mending_keeps_the_ledger_as_it_was_first(recip, known, path):
    """Byte for byte, under a name that says why."""
    meddle(path, "UPDATE ledger SET operation_id = 1")
    before = path.read_bytes()
    ran = recip("check", "--repair")
    [kept] = listed_backups(path)
    assert kept.why == "before-repair"
    assert kept.path.read_bytes() == before
    assert ran.err.splitlines() == [
        f"a copy of the ledger as it was: {kept.path}",
        "the ledger was built anew",
    ]


def test_mending_loses_nothing_that_can_be_read(recip, known, path, ledger):
    """Every row and the history stay when only an index and a trigger were gone."""
    before = contents(ledger)
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("DROP INDEX ix_exchange_sums")
        sql.execute("DROP TRIGGER journal_person_update")
    assert recip("check", "--repair").code == 0
    assert contents(ledger) == before
    assert recip("undo", "4").out.startswith("Undone operation 4: person edit")


def test_what_is_lost_is_named(recip, known, path):
    """A row that cannot be one is left out, said, and the operation behind it is sealed."""
    meddle(path, "UPDATE exchange SET category = 'gossip' WHERE id = 4")
    assert "lost: exchange #4, which breaks the rules\n" in recip("check", "--repair").err
    rows = recip("history", "--json").json()["rows"]
    assert [row["id"] for row in rows] == [5]
    assert recip("undo", "2").err.startswith("recip: operation 2 (log) cannot be undone any more")
    assert "built anew; lost 1" in recip("operations").out


def test_somebody_who_is_gone_is_made_again(recip, known, path):
    """What belongs to them is not lost as well."""
    meddle(path, "DELETE FROM person WHERE id = 1")
    ran = recip("check", "--repair")
    assert "person #1 was made again, for what belongs to it (Lost person 1)\n" in ran.err
    names = [row["name"] for row in recip("person", "list", "--json").json()["rows"]]
    assert names == ["Bo Lind", "Lost person 1"]
    assert recip("need", "list", "--json").json()["rows"][0]["name"] == "Lost person 1"


def test_a_value_that_can_be_left_out_is(recip, known, path):
    """The rest of its row stays."""
    meddle(path, "UPDATE person SET birthday = '--13-40', notes = CAST(x'41ff42' AS TEXT)")
    ran = recip("check", "--repair")
    assert "person #1: birthday broke the rules, and was mended\n" in ran.err
    [card] = recip("person", "show", "ana", "--json").json()["rows"]
    assert (card["birthday"], card["notes"], card["title"]) == (None, "A?B", "CTO")


def test_a_damaged_page_costs_what_was_on_it(recip, path):
    """Those on other pages stay, and the lost are named."""
    add_people(path, *[{"name": f"Person {n}", "notes": "x" * 900} for n in range(40)])
    with closing(sqlite3.connect(path)) as sql:
        [page] = sql.execute(
            "SELECT pageno FROM dbstat WHERE name = 'person' AND pagetype = 'leaf' LIMIT 1"
        ).fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)
    ran = recip("check", "--repair")
    lost = [line for line in ran.err.splitlines() if line.startswith("lost: person #")]
    rows = recip("person", "list", "--json").json()["rows"]
    assert 0 < len(lost) < 10
    assert len(rows) == 40 - len(lost)
    assert recip("check") == (0, "", "")


def test_a_hostile_trigger_is_not_run(recip, known, path):
    """A write is refused while there is one; reading goes on."""
    meddle(path, "CREATE TRIGGER thief AFTER INSERT ON person BEGIN DELETE FROM exchange; END")
    before = path.read_bytes()
    ran = recip("person", "add", "Cai")
    said = f"recip: the ledger {path} is damaged; recip check names what is wrong\n"
    assert ran == (1, "", said)
    assert recip("balance").code == 0
    assert path.read_bytes() == before


def test_an_endless_view_in_the_place_of_a_table_is_not_read(recip, known, path):
    """Not by a report, and not by check."""
    with closing(sqlite3.connect(path)) as sql:
        sql.executescript(
            "DROP TABLE signal; CREATE VIEW signal AS WITH RECURSIVE n(i) AS"
            " (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n"
        )
    assert recip("due").err.endswith("is damaged; recip check names what is wrong\n")
    assert "a view 'signal' is there, which recip did not make" in recip("check").out


def test_a_row_that_trips_a_report_up_is_blamed(recip, known, path):
    """Not a fault inside, and nothing of the row is shown."""
    meddle(path, "UPDATE exchange SET outcome = 'secret' WHERE id = 4")
    said = f"recip: the ledger {path} is damaged; recip check names what is wrong\n"
    assert recip("history") == (1, "", said)


def test_text_that_cannot_be_decoded_is_not_quoted(recip, known, path):
    """SQLite's own message would hold it."""
    meddle(path, "UPDATE exchange SET note = CAST(x'736563726574ff' AS TEXT)")
    ran = recip("history")
    assert (ran.code, ran.out) == (1, "")
    assert "secret" not in ran.err


def test_a_fault_of_ours_is_not_blamed_on_a_whole_ledger(recip, known, monkeypatch):
    """The ledger is looked over before it is blamed."""
    monkeypatch.setattr("reciprocity_cli.cli.balance.balance_view", lambda *_, **__: {}["missing"])
    assert recip("balance").err.startswith("recip: something went wrong inside (KeyError)")


def test_an_older_ledger_is_looked_over_without_being_brought_up(recip, known, path, monkeypatch):
    """Only what every schema has is checked then."""
    for module in ("store.connection", "actions.repair", "store.ledger"):
        monkeypatch.setattr(f"reciprocity_cli.{module}.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    before = path.read_bytes()
    assert recip("check") == (0, "", "")
    assert path.read_bytes() == before


def test_the_copy_of_a_ledger_is_checked_like_it(recip, known, path, home):
    """Any file can be named."""
    copy = home / "copy.db"
    shutil.copy(path, copy)
    assert recip("check", "--ledger", str(copy)) == (0, "", "")
