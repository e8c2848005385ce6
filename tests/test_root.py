"""What the root of the repository holds: what a newcomer sees first, nothing by accident."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BELONGS = {
    b".ci",
    b".editorconfig",
    b".gitattributes",
    b".gitignore",
    b".pre-commit-config.yaml",
    b"CHANGELOG.md",
    b"LICENSE",
    b"README.md",
    b"benchmarks",
    b"docs",
    b"pyproject.toml",
    b"src",
    b"tests",
}


@pytest.fixture
def tracked() -> list[bytes]:
    """The paths that git tracks, as bytes: a stray name need not be UTF-8."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: there is no .git, as in an sdist")
    if shutil.which("git") is None:
        pytest.skip("git is not installed, so what it tracks cannot be listed")
    done = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip(b"\0").split(b"\0")


def test_git_tracks_in_the_root_what_belongs_there(tracked):
    assert {path.partition(b"/")[0] for path in tracked} == BELONGS


def test_tracked_names_can_be_checked_out_anywhere(tracked):
    odd = [path for path in tracked if not path.isascii() or not path.decode().isprintable()]
    assert odd == []
