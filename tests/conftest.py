"""Fixtures: a private home for each test, a ledger in it, and recip as a function."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from reciprocity_cli.cli.app import main
from reciprocity_cli.store.create import create_ledger
from reciprocity_cli.store.ledger import open_ledger

TODAY = date(2026, 6, 30)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # In the background a shell has it ignored, and so would every recip that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says more of what else the machine does than of recip.
settings.register_profile("recip", deadline=None)
settings.load_profile("recip")


class Ran(NamedTuple):
    """What one command gave back."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The JSON document on stdout."""
        import json

        return json.loads(self.out)


Recip = Callable[..., Ran]


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger to copy."""
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    create_ledger(path)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, and a fixed day."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("RECIP_TODAY", TODAY.isoformat())
    return tmp_path


@pytest.fixture
def path(home: Path, empty_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of an empty ledger that the commands of the test use."""
    path = home / "ledger.db"
    shutil.copy(empty_ledger, path)
    path.chmod(0o600)
    monkeypatch.setenv("RECIP_LEDGER", str(path))
    return path


@pytest.fixture
def recip(path: Path, capsys: pytest.CaptureFixture[str]) -> Recip:
    """Recip as a function of its arguments, over the test's ledger."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def ledger(path: Path) -> Any:
    """The test's ledger, open."""
    opened = open_ledger(path, tell=lambda _: None, at=datetime(2026, 6, 30, tzinfo=UTC))
    yield opened
    opened.close()
