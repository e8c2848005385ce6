"""A ledger damaged in each way that benchmarks/damage.py knows; by hand it tries hundreds."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _damage() -> Any:
    spec = spec_from_file_location("damage", ROOT / "benchmarks/damage.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["damage"] = module
    spec.loader.exec_module(module)
    return module


damage = _damage()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger that is damaged."""
    path: Path = tmp_path_factory.mktemp("whole") / "whole.db"
    damage.make_whole(path)
    return path


@pytest.mark.parametrize("way", damage.WAYS)
def test_a_damaged_ledger(whole: Path, tmp_path: Path, way: str) -> None:
    """No traceback, nothing written where it is refused, and check names what is wrong."""
    assert damage.try_one(whole, tmp_path, way, Random(f"suite {way}")).broken == []


def test_a_whole_ledger_passes_every_command(whole: Path, tmp_path: Path) -> None:
    """The commands of the soak succeed where nothing is damaged, so that failing means harm."""
    path = tmp_path / "ledger.db"
    path.write_bytes(whole.read_bytes())
    path.chmod(0o600)
    with damage._environment(path):
        for words in (*damage.READS, *damage.WRITES):
            copy = str(tmp_path / "copy.db")
            code, _, err = damage._run(tuple(word.format(copy=copy) for word in words))
            assert code == 0, (words, err)
