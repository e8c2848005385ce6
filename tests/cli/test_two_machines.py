"""Two ledgers through their exports, as an owner does it: what is said, and what is undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def desk(recip: Any, home: Path) -> tuple[str, str]:
    """The option of a second ledger, which has taken in the first, with Ana and Bo in it."""
    recip("person", "add", "Ana Ruiz")
    recip("person", "add", "Bo Lind")
    recip("gave", "ana", "advice", "a talk read")
    option = ("--ledger", str(home / "desk.db"))
    take(recip, home, (), option)
    return option


def take(recip: Any, home: Path, source: tuple[str, ...], target: tuple[str, ...]) -> Any:
    """Import one ledger's export into the other."""
    file = str(home / "carried.jsonl")
    assert recip("export", "--format", "jsonl", "-o", file, *source).code == 0
    return recip("import", file, *target)


def test_what_gave_way_is_told(recip: Any, home: Path, desk: tuple[str, str]) -> None:
    """Each on a line on stderr, and counted in the acknowledgement."""
    recip("rm", "3", *desk)
    recip("person", "edit", "bo", "--title", "CTO", *desk)
    ran = take(recip, home, desk, ())
    assert ran.err.splitlines() == [
        "person #2 (Bo Lind): changed, later in the file; here it said title: nothing",
        "exchange #3 (Ana Ruiz): removed, later in the file",
    ]
    assert ran.out == (
        "Imported 1 changed person, 1 removed exchange, 1 there already (recip's own JSON)"
        "      undo: recip undo\n"
    )
    assert recip("history", "--json").json()["rows"] == []
    recip("undo")
    assert len(recip("history", "--json").json()["rows"]) == 1


def test_a_dry_run_tells_it_too(recip: Any, home: Path, desk: tuple[str, str]) -> None:
    """Nothing is removed, and the same lines stand on stderr and in the JSON."""
    recip("person", "rm", "ana", *desk)
    file = str(home / "desk.jsonl")
    recip("export", "--format", "jsonl", "-o", file, *desk)
    before = recip("export").out
    ran = recip("import", file, "--dry-run", "--json")
    [row] = ran.json()["rows"]
    assert row["removed"] == {"exchange": 1, "person": 1}
    assert [(each["how"], each["kind"], each["id"]) for each in row["lost"]] == [
        ("removed", "person", 1),
        ("removed", "exchange", 3),
    ]
    assert row["lost_count"] == 2
    assert recip("export").out == before


def test_what_is_removed_here_is_left_out(recip: Any, home: Path, desk: tuple[str, str]) -> None:
    """An older file does not bring it back, and nothing is there to undo about that."""
    recip("rm", "3")
    ran = take(recip, home, desk, ())
    assert ran.err == "exchange (Ana Ruiz): left out, removed here later\n"
    assert ran.out == (
        "Nothing new: 2 there already, 1 left out as removed here since (recip's own JSON)\n"
    )


def test_a_file_that_was_cut_off(recip: Any, home: Path, desk: tuple[str, str]) -> None:
    """It is refused in one line, and nothing is written."""
    lines = recip("export", "--format", "jsonl").out.splitlines()
    file = home / "cut.jsonl"
    file.write_text("\n".join(lines[:-1]))
    before = recip("export", *desk).out
    ran = recip("import", str(file), *desk)
    assert ran.code == 1
    assert ran.err == (
        f"recip: nothing was imported, {file} is broken on line 4: it ends too early, without a"
        " line that counts the others; export it anew\n"
    )
    assert recip("export", *desk).out == before


def test_many_that_gave_way_are_counted(recip: Any, home: Path, desk: tuple[str, str]) -> None:
    """Ten are told one by one."""
    for number in range(12):
        recip("gave", "bo", "advice", f"talk {number}")
    take(recip, home, (), desk)
    recip("person", "rm", "bo", *desk)
    lines = take(recip, home, desk, ()).err.splitlines()
    assert len(lines) == 11
    assert lines[-1] == "and 3 more that gave way to a later change"


def test_a_repair_remembers_removals(recip: Any, home: Path, desk: tuple[str, str]) -> None:
    """What is known of them is taken over into the ledger that is built anew."""
    recip("rm", "3", *desk)
    known = recip("export", *desk).json()["records"]
    assert [one["record"] for one in known].count("tombstone") == 1
    with closing(sqlite3.connect(desk[1])) as sql:
        sql.execute("CREATE TRIGGER thief AFTER INSERT ON person BEGIN DELETE FROM aside; END")
        sql.commit()
    assert recip("check", "--repair", *desk).code == 0
    assert recip("check", *desk).code == 0
    assert recip("export", *desk).json()["records"] == known


def test_texts_of_a_file_move_no_cursor(recip: Any, home: Path, desk: tuple[str, str]) -> None:
    """What a line says of another ledger's record is made visible."""
    assert recip("person", "edit", "bo", "--route", "red\u202e\x1b[31m", *desk).code == 0
    recip("person", "edit", "bo", "--title", "CTO")
    ran = take(recip, home, desk, ())
    assert "red" in ran.err
    assert "\u202e" not in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    "records",
    [
        [],
        [
            {
                "record": "tombstone",
                "kind": "person",
                "uid": "1" * 32,
                "changed": 1,
                "into_uid": None,
            }
        ],
        [
            {
                "record": "tombstone",
                "kind": "person",
                "uid": a * 32,
                "changed": 1,
                "into_uid": b * 32,
            }
            for a, b in ("12", "21")
        ],
    ],
    ids=["nothing", "a removal", "removals in a circle"],
)
def test_a_file_that_brings_nothing_at_all(recip, path, tmp_path, records):
    """No records, or removals alone that mean nothing here."""
    import json

    file = tmp_path / "a.json"
    file.write_text(json.dumps({"format": "recip", "schema_version": 3, "records": records}))
    ran = recip("import", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Nothing new: 0 records (recip's own JSON)")
    assert recip("check").code == 0
