"""`doctor`: facts about the installation, and nothing of what the ledger holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from people import add_people

from reciprocity_cli import __version__
from reciprocity_cli.domain.records import SCHEMA_VERSION

SCHEMA = f"schema {SCHEMA_VERSION} of {SCHEMA_VERSION}"


@pytest.fixture
def facts(recip):
    """The value of each fact by what it is about and its name."""

    def read(*words):
        ran = recip("doctor", "--json", *words)
        assert (ran.code, ran.err) == (0, "")
        return {(row["about"], row["name"]): row["value"] for row in ran.json()["rows"]}

    return read


def test_versions_places_terminal_and_settings(facts, path, home, monkeypatch):
    """Each under its heading, with modes and where a setting comes from."""
    monkeypatch.setenv("NO_COLOR", "1")
    found = facts()
    assert found["Versions", "recip"].startswith(__version__)
    assert found["SQLite", "version"] == sqlite3.sqlite_version
    assert found["Files", "ledger"] == f"{path} (mode 0600)"
    assert found["Files", "ledger is"] == f"{SCHEMA}, journal mode delete"
    assert found["Files", "backups"] == f"{home}/backups (not there yet)"
    assert found["Files", "settings"] == f"{home}/config/recip/config.toml (not there yet)"
    assert found["Terminal", "output"].startswith("no terminal")
    assert found["Terminal", "NO_COLOR"] == "1"
    assert found["Settings", "ledger"] == f"{path} (environment)"
    assert found["Settings", "half_life"] == "365 (default)"


def test_nothing_of_the_ledger_is_told(recip, path):
    """No name, no note."""
    add_people(path, {"name": "Ana Ruiz", "notes": "secret"})
    assert "Ana" not in recip("doctor").out
    assert "secret" not in recip("doctor", "--json").out


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "not there yet; the first command that writes makes it"),
        (lambda path: path.write_bytes(b""), "is empty (0 bytes), as a failed copy leaves it"),
        (lambda path: path.write_text("x"), "is not a ledger"),
    ],
)
def test_it_only_tells(facts, path, spoil, said):
    """Whatever the ledger is, exit 0, and none is made."""
    spoil(path)
    there = path.exists()
    assert said in facts()["Files", "ledger is"]
    assert path.exists() == there


def test_wal_is_told(facts, path):
    """A ledger that another tool switched to a write-ahead log."""
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("PRAGMA journal_mode=WAL")
    assert facts()["Files", "ledger is"] == f"{SCHEMA}, journal mode wal"


def test_completion_that_is_set_up_is_found(facts, home):
    """Where a shell reads it at its start."""
    assert facts()["Files", "completion"] == "not found in ~; recip completion -h"
    (home / ".bashrc").write_text('eval "$(recip completion bash)"\n')
    assert facts()["Files", "completion"] == "in ~/.bashrc"
