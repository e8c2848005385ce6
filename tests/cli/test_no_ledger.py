"""Where there is no ledger: nothing makes one but a command that writes."""

from __future__ import annotations

import os

import pytest

READING = [
    (),
    ("due",),
    ("balance",),
    ("balance", "--json"),
    ("show", "ana"),
    ("need", "list"),
    ("phase",),
    ("review",),
    ("suggest",),
    ("export",),
    ("search", "x"),
    ("person", "list"),
    ("operations",),
]
REFUSED = [
    ("undo",),
    ("redo",),
    ("gave", "ana", "adv"),
    ("log", "ana"),
    ("need", "edit", "3", "--text", "x"),
    ("need", "done", "3"),
    ("rm", "3"),
    ("amend", "3", "--on", "fri"),
    ("person", "rm", "ana"),
    ("person", "erase", "ana", "--yes"),
    ("gave", "ana", "nonsense"),
]


@pytest.fixture
def nowhere(recip, path, monkeypatch):
    """No ledger, where it would lie by itself."""
    path.unlink()
    monkeypatch.delenv("RECIP_LEDGER")
    return path.parent


def files(folder):
    """Every file below a directory."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_reads_makes_none(recip, nowhere, words):
    """Reports of nothing; not one of them ends in a fault."""
    assert recip(*words).code in (0, 3)
    assert files(nowhere) == []


@pytest.mark.parametrize("words", [("due",), ("balance",), ("person", "list"), ("history",)])
def test_the_first_step_is_said(recip, nowhere, words):
    """Not "nobody is due", which would be true of an empty ledger."""
    ran = recip(*words)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith('there is no ledger yet: recip person add "Ana Ruiz" begins it')


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_writes_nothing_makes_none(recip, nowhere, words):
    """A refused command leaves no file."""
    ran = recip(*words)
    assert ran.code != 0
    assert "made a new ledger" not in ran.err
    assert files(nowhere) == []


def test_a_trial_and_a_refused_import_make_none(recip, nowhere):
    """As they say: nothing was written."""
    (nowhere / "a.csv").write_text("name\nAna\n")
    (nowhere / "b.csv").write_text("name,date,direction,category\nAna,foo,gave,advice\n")
    assert recip("import", str(nowhere / "a.csv"), "--dry-run").code == 0
    assert recip("import", str(nowhere / "b.csv")).code == 1
    assert files(nowhere) == ["a.csv", "b.csv"]


@pytest.mark.parametrize("by", ["option", "environment"])
@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_report_on_a_ledger_named_by_hand(recip, path, monkeypatch, by, words):
    """A name with a slip of the pen is said to be none, and is not made."""
    named = path.with_name("typo.db")
    if by == "environment":
        monkeypatch.setenv("RECIP_LEDGER", str(named))
    elif not words:
        return
    ran = recip(*words, *(("--ledger", str(named)) if by == "option" else ()))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"recip: there is no ledger at {named}; ")
    assert not named.exists()


def test_a_command_that_writes_makes_it_and_says_so(recip, path):
    """Once it is written, not before."""
    named = path.with_name("new.db")
    ran = recip("person", "add", "Ana Ruiz", "--ledger", str(named))
    assert (ran.code, ran.err) == (0, f"made a new ledger at {named}\n")
    assert recip("person", "add", "Bo Diaz", "--ledger", str(named)).err == ""
    assert os.stat(named).st_mode & 0o777 == 0o600


def test_who_waits_for_a_ledger_that_is_unmade_is_refused(recip, path):
    """SQLite notices that the file was moved: no entry goes where nobody finds it."""
    from contextlib import closing

    from reciprocity_cli.errors import LedgerError
    from reciprocity_cli.store.connection import connect
    from reciprocity_cli.store.ledger import Ledger
    from reciprocity_cli.store.operation import operation

    with closing(connect(path)) as mine, closing(connect(path)) as other:
        assert Ledger(path, mine).unmake()
        from datetime import UTC, datetime

        at = datetime(2026, 6, 30, tzinfo=UTC)
        with (
            pytest.raises(LedgerError, match="moved or removed"),
            operation(other, path, command="gave", at=at) as op,
        ):
            op.insert("offer", {"text": "x"})
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("-l.db", "a ledger cannot be called -l.db"),
        ("l.db-journal", "a ledger cannot be called l.db-journal"),
        ("n" * 240 + ".db", "is too long"),
    ],
)
def test_a_name_that_would_fail_later_is_refused_at_once(recip, path, monkeypatch, name, said):
    """Backups are called by it, and commands take it."""
    monkeypatch.chdir(path.parent)
    ran = recip("person", "add", "Ana", f"--ledger={name}")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert files(path.parent) == ["ledger.db"]


@pytest.mark.parametrize("name", [":memory:", "file:x.db", "a?mode=ro#%41.db"])
def test_a_name_that_sqlite_reads_otherwise_is_a_file(recip, path, monkeypatch, name):
    """It is that of a file in this directory, like any other."""
    monkeypatch.chdir(path.parent)
    monkeypatch.setenv("RECIP_LEDGER", name)
    for words in (("person", "add", "Ana"), ("backup", "-o", "b.db"), ("check",)):
        assert recip(*words).code == 0, words
    assert recip("restore", "b.db", "--yes").code == 0
    assert name in files(path.parent)


def test_the_longest_name_works_everywhere(recip, path, monkeypatch):
    """Backup, restore, repair, export and import."""
    named = path.with_name("n" * 203 + ".db")
    monkeypatch.setenv("RECIP_LEDGER", str(named))
    assert recip("person", "add", "Ana").code == 0
    assert recip("backup").code == 0
    [backup] = [one["file"] for one in recip("backup", "list", "--json").json()["rows"]]
    assert recip("restore", backup, "--yes").code == 0
    out = str(path.with_name("e.json"))
    assert recip("export", "-o", out).code == 0
    assert recip("import", out).code == 0
    with open(named, "r+b") as file:
        file.seek(24)
        file.truncate(os.stat(named).st_size - 4096)
    assert "too long" not in recip("check", "--repair").err
