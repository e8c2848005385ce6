"""Files with names that are hard to take: refused in a line, or used as they are."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from refusing import assert_refused

from reciprocity_cli.cli.app import main

NO_TEXT = os.fsdecode(b"\xff")
"""A byte that is no UTF-8, as the shell hands it over."""


@pytest.mark.parametrize(
    "words",
    [
        ("balance", "-o"),
        ("export", "-o"),
        ("backup", "-o"),
        ("import",),
        ("restore", "--yes"),
        ("log", "--batch"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("name", "said"),
    [("a\x00b", "contains a NUL"), ("\ud800", "here; set LANG")],
    ids=["nul", "surrogate"],
)
def test_no_file_can_be_called_so(recip, path, words, name, said):
    """What the system has no name for is refused before anything is opened."""
    assert_refused(recip, path, (*words, name), 2, said)


@pytest.mark.parametrize("name", ["", "a\x00b", "\ud800", "~nobody-at-all/x"])
def test_no_ledger_can_be_called_so(recip, path, name):
    """So is a ledger, of the demo too."""
    for command in ("balance", "demo"):
        assert_refused(recip, path, (command, f"--ledger={name}"), 2, "--ledger must be a path")


def test_a_ledger_whose_name_is_no_text(recip, path, monkeypatch):
    """Names of files are bytes: such a ledger is used, backed up and restored like any other."""
    odd = path.with_name(f"{NO_TEXT}.db")
    shutil.copy(path, odd)
    monkeypatch.setenv("RECIP_LEDGER", str(odd))
    assert recip("person", "add", "Ana Ruiz").code == 0
    assert recip("backup").out.startswith("Backed up 1 person, 0 entries")
    [backup] = (path.parent / "backups").iterdir()
    assert recip("person", "rm", "ana").code == 0
    assert recip("restore", "--yes", str(backup)).code == 0
    assert [row["name"] for row in recip("person", "list", "--json").json()["rows"]] == ["Ana Ruiz"]


def test_a_path_to_be_used_by_a_program(path, monkeypatch, capfdbinary):
    """In a pipe a path is what it is, byte by byte; on a terminal an escape in it is shown."""
    monkeypatch.setenv("RECIP_LEDGER", f"/x/\x1b[31m{NO_TEXT}.db")
    assert main(["ledger", "path"]) == 0
    assert capfdbinary.readouterr().out == b"/x/\x1b[31m\xff.db\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["ledger", "path"]) == 0
    assert capfdbinary.readouterr().out == "/x/␛[31m\\udcff.db\n".encode()


def test_an_import_from_a_file_whose_name_is_no_text(recip, path):
    """The history names the file with what can be shown of it."""
    assert recip("person", "add", "Ana Ruiz").code == 0
    file = path.with_name(f"{NO_TEXT}.csv")
    file.write_text("name\nBo Lind\n")
    assert recip("import", str(file), "--map", "name=name").code == 0
    assert "\\udcff.csv: 1 new pe" in recip("operations").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "-"), 1, "recip: - is empty; is it the file you meant?\n"),
        (("log", "--batch", "-"), 0, "no lines to log\n"),
    ],
    ids=["import", "batch"],
)
def test_a_closed_standard_input(recip, monkeypatch, words, code, said):
    """Without a standard input (`<&-`) there is nothing to read, and that is said."""
    monkeypatch.setattr(sys, "stdin", None)
    ran = recip(*words)
    sys.stdin.close()
    assert (ran.code, ran.out, ran.err) == (code, "", said)


def test_a_novel_in_the_place_of_a_word(recip, path):
    """An error repeats no more than a line can bear."""
    ran = recip("history", "--limit", "x" * 1_000_000)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("recip: invalid value for '--limit' / '-n': 'xxx")
    assert ran.err.endswith("see recip history -h\n")
    assert len(ran.err) < 5100


@pytest.mark.parametrize(
    "words", [("balance",), ("due", "--json"), ("config", "list"), ("export",), ("backup",)]
)
def test_nothing_is_written_over_the_ledger(recip, path, home, monkeypatch, words):
    """No -o takes the ledger for its file, by whatever name: a copy would be all that is left."""
    recip("person", "add", "Ana Ruiz")
    (home / "other.db").hardlink_to(path)
    monkeypatch.chdir(home)
    for name in (str(path), "ledger.db", "./ledger.db", "other.db"):
        assert_refused(recip, path, (*words, "-o", name), 1, "is the ledger itself; name another")


def test_nothing_is_written_where_a_ledger_is_to_be(recip, home, monkeypatch):
    """Nor where there will be one."""
    monkeypatch.setenv("RECIP_LEDGER", str(home / "new.db"))
    monkeypatch.chdir(home)
    ran = recip("config", "list", "-o", "new.db")
    assert (ran.code, ran.err) == (1, "recip: new.db is the ledger itself; name another file\n")
    assert not (home / "new.db").exists()
