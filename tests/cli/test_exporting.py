"""`export`, and `import` of what it wrote: what is said, what is asked for, what is refused."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from people import add_people
from refusing import assert_refused

from reciprocity_cli.formats.recip_csv import COLUMNS
from reciprocity_cli.store.create import create_ledger


@pytest.fixture
def filled(recip: Any, path: Path) -> Path:
    """A ledger of two people and a coffee with a give."""
    add_people(path, "Ana Ruiz", "Bo Lind")
    assert recip("log", "ana", "--gave", "advice:=1+1", "--via", "coffee").code == 0
    return path


def test_the_default_is_json_on_stdout(recip: Any, filled: Path) -> None:
    """A document of all records in the order of ids, and nothing on stderr."""
    ran = recip("export")
    assert (ran.code, ran.err) == (0, "")
    document = ran.json()
    records = document.pop("records")
    assert document == {"format": "recip", "schema_version": 3, "exported_on": "2026-06-30"}
    assert [(record["id"], record["record"]) for record in records] == [
        (1, "person"),
        (2, "person"),
        (3, "interaction"),
        (4, "exchange"),
    ]
    assert recip("export", "--json").out == recip("export", "--format", "json").out == ran.out


def test_json_lines(recip: Any, filled: Path) -> None:
    """A head, a record a line, and a line that counts them; the same on every day."""
    lines = [json.loads(line) for line in recip("export", "--format", "jsonl").out.splitlines()]
    assert lines[0]["format"] == "recip"
    assert lines[1:-1] == recip("export").json()["records"]
    assert lines[-1] == {"record": "end", "count": 4}
    later = recip("export", "--format", "jsonl", "--today", "2026-12-01").out
    assert later == recip("export", "--format", "jsonl").out


def test_csv(recip: Any, filled: Path) -> None:
    """People and what passed, a formula made harmless; what is left out is said on stderr."""
    ran = recip("export", "--format", "csv")
    assert ran.out.splitlines()[0] == ",".join(COLUMNS)
    assert "2026-06-30,gave,advice,,2,coffee,'=1+1," in ran.out
    assert ran.err.startswith("CSV leaves out ")
    assert ran.err.count("\n") == 1


def test_a_file_is_private_and_complete(recip: Any, filled: Path, home: Path) -> None:
    """It is mode 0600, the same to the letter as stdout, and nothing lies beside it."""
    target = home / "out" / "ledger.json"
    target.parent.mkdir()
    ran = recip("export", "-o", str(target))
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {target}\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_text("utf-8") == recip("export", "-o", "-").out
    assert os.listdir(target.parent) == ["ledger.json"]


def test_what_it_does_not_write_over(recip: Any, filled: Path, home: Path) -> None:
    """A symbolic link, a directory and the ledger itself are left as they are."""
    link, linked = home / "link.json", home / "linked.json"
    linked.write_text("mine")
    link.symlink_to(linked)
    assert_refused(recip, filled, ("export", "-o", str(link)), 1, "is a symbolic link")
    assert linked.read_text() == "mine"
    assert_refused(recip, filled, ("export", "-o", str(home)), 1, "is a directory")
    assert_refused(recip, filled, ("export", "-o", str(filled)), 1, "is the ledger itself")
    another = home / "hard.db"
    os.link(filled, another)
    assert_refused(recip, filled, ("export", "-o", str(another)), 1, "is the ledger itself")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "xml"), "unknown format 'xml'"),
        (("--format", "table"), "unknown format 'table'"),
        (("--json", "--format", "csv"), "--json and --format csv exclude each other"),
    ],
)
def test_formats_there_are_not(recip: Any, filled: Path, words: tuple[str, ...], said: str) -> None:
    """A format it does not write is an error of usage."""
    assert_refused(recip, filled, ("export", *words), 2, said)


def exported(recip: Any, home: Path, *words: str) -> str:
    """The name of a file with the export."""
    target = home / "exported"
    assert recip("export", "-o", str(target), *words).code == 0
    return str(target)


@pytest.fixture
def other(home: Path, empty_ledger: Path) -> tuple[str, str]:
    """The option that names another ledger, empty."""
    target = home / "other.db"
    create_ledger(target)
    return "--ledger", str(target)


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_there_and_back(
    recip: Any, filled: Path, home: Path, other: tuple[str, str], format: str
) -> None:
    """An empty ledger becomes equal; the second time nothing is new; one undo takes all back."""
    file = exported(recip, home, "--format", format)
    ran = recip("import", file, *other)
    assert ran.out == (
        "Imported 2 new people, 1 new exchange and 1 other new record (recip's own JSON)"
        f"      undo: recip undo --ledger {other[1]}\n"
    )
    assert ran.err == ""
    assert recip("export", *other).out == recip("export").out
    assert recip("import", file, *other).out == "Nothing new: 4 there already (recip's own JSON)\n"
    assert recip("undo", *other).code == 0
    assert recip("export", *other).json()["records"] == []


def test_a_dry_run_writes_nothing(
    recip: Any, filled: Path, home: Path, other: tuple[str, str]
) -> None:
    """It says what would come in."""
    file = exported(recip, home)
    before = Path(other[1]).read_bytes()
    ran = recip("import", file, "--dry-run", *other)
    assert ran.out == (
        "Would import 2 new people, 1 new exchange and 1 other new record"
        " (recip's own JSON); nothing was written\n"
    )
    assert Path(other[1]).read_bytes() == before


def test_the_counts_as_json(recip: Any, filled: Path, home: Path, other: tuple[str, str]) -> None:
    """--json tells the counts by kind of record, and the operation."""
    file = exported(recip, home)
    assert recip("import", file, "--json", *other).json() == {
        "schema_version": 1,
        "operation": 1,
        "rows": [
            {
                "format": "recip's own JSON",
                "new": {"person": 2, "interaction": 1, "exchange": 1},
                "changed": {},
                "removed": {},
                "known": 0,
                "kept": 0,
                "left_out": 0,
                "lost": [],
                "lost_count": 0,
                "doubtful": [],
            }
        ],
    }


def test_changed_and_kept_are_counted(
    recip: Any, filled: Path, home: Path, other: tuple[str, str]
) -> None:
    """Of two states the later one stands, and the line says how many of each there were."""
    assert recip("import", exported(recip, home), *other).code == 0
    assert recip("person", "edit", "bo", "--title", "here", *other).code == 0
    assert recip("person", "edit", "ana", "--title", "there").code == 0
    ran = recip("import", exported(recip, home), *other)
    said = "Imported 1 changed person, 2 there already, 1 kept as changed here since"
    assert ran.out.startswith(f"{said} (recip's own JSON)      undo: ")
    titles = [row["title"] for row in recip("person", "list", "--json", *other).json()["rows"]]
    assert titles == ["there", "here"]


def test_people_alike_are_named(
    recip: Any, filled: Path, home: Path, other: tuple[str, str]
) -> None:
    """Somebody who may be the same as one who is here is listed for a merge, and so is the way."""
    assert recip("person", "add", "Ana Ruiz", *other).code == 0
    ran = recip("import", exported(recip, home), *other)
    assert "the same person? Ana Ruiz (ana-ruiz, #1)" in ran.err
    assert "person merge '#1' '#5'" in ran.err


def test_csv_there_and_back(recip: Any, filled: Path, home: Path, other: tuple[str, str]) -> None:
    """The same people and exchanges, known by their uids the second time."""
    file = exported(recip, home, "--format", "csv")
    ran = recip("import", file, *other)
    assert ran.out.startswith("Imported 2 new people, ")
    assert recip("export", "--format", "csv", *other).out == Path(file).read_text("utf-8")
    assert recip("import", file, *other).out.startswith("Nothing new: ")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--skip-bad",), 2, "recip's own JSON is taken whole"),
        (("--map", "name=x"), 2, "--map is for CSV"),
    ],
)
def test_options_that_are_for_tables(
    recip: Any, filled: Path, home: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """What picks among rows and columns is refused for a whole ledger."""
    assert_refused(recip, filled, ("import", exported(recip, home), *words), code, said)


def test_a_damaged_file_changes_nothing(recip: Any, filled: Path, home: Path) -> None:
    """One line says what is wrong, without a word of any note."""
    file = home / "cut.json"
    text = recip("export").out
    file.write_text(text[:-200], "utf-8")
    assert_refused(recip, filled, ("import", str(file)), 1, "cut.json is broken on line 9: ")
    file.write_text(text.replace('"gave"', '"given"'), "utf-8")
    assert_refused(
        recip,
        filled,
        ("import", str(file)),
        1,
        "1 bad record: line 9: exchange #4: direction 'given' is none of gave, got",
    )


def test_import_from_stdin(
    recip: Any, filled: Path, other: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe serves as well as a file."""
    octets = recip("export", "--format", "jsonl").out.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets)))
    assert recip("import", "-", *other).code == 0
    assert recip("export", *other).out == recip("export").out


def test_whoever_reads_a_pipe_slowly_keeps_nobody_from_writing(
    recip: Any, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is let go of before anything is printed, and all of it is as it was."""
    printed: list[str] = []

    def slow_reader(pieces: Any, *, ascii_json: bool) -> None:
        assert ascii_json
        add_people(filled, "Cai Wong")
        printed.extend(pieces)

    before = recip("export").out
    monkeypatch.setattr("reciprocity_cli.cli.export._IN_MEMORY", 10)
    monkeypatch.setattr("reciprocity_cli.cli.export._print", slow_reader)
    assert recip("export").code == 0
    assert "".join(printed) == before


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "vcard", "ics", "md"])
def test_a_terminal_is_not_steered(recip, monkeypatch, format):
    """On a terminal an escape is shown; in a pipe it is data."""
    recip("person", "add", "Ana\u202e Ruiz", "--birthday", "1990-02-28", "--notes", "a \x1b[31m b")
    piped = recip("export", "--format", format).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = recip("export", "--format", format).out
    assert not {"\x1b", "\u202e", "\r"} & {*shown}
    assert shown.count("\n") == piped.count("\n")
    assert ("\x1b[31m" in piped) is (format == "csv")
