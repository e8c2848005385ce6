"""What a daily command may load: start-up time is decided by imports, and this gate is exact."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "alembic", "rich", "asyncio"}
NETWORK = {"socket", "ssl", "http.client", "urllib.request"}

_SCRIPT = """
import json, sys
from reciprocity_cli.cli.app import main
code = main(sys.argv[1:])
print(json.dumps({"code": code, "loaded": sorted(sys.modules)}), file=sys.stderr)
"""


@pytest.fixture
def loaded(recip):
    """Return what a command loads in an interpreter of its own, its output in a pipe."""
    recip("person", "add", "Ana Ruiz", "--cadence", "1m")
    recip("log", "ana", "-g", "adv", "-t", "kno", "--on", "2026-01-01", "--need", "a reviewer")
    recip("offer", "add", "code reviews")

    def run(*words):
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, *words], capture_output=True, text=True, check=True
        )
        told = json.loads(done.stderr.splitlines()[-1])
        assert told["code"] == 0
        return set(told["loaded"])

    return run


@pytest.mark.parametrize(
    "words",
    [
        ("log", "ana", "--gave", "adv"),
        ("gave", "ana", "adv"),
        ("got", "ana", "adv"),
        ("balance",),
        ("balance", "--json"),
        ("due",),
        ("suggest",),
        ("suggest", "ana"),
        ("show", "ana"),
        ("phase",),
        ("phase", "ana"),
        ("history",),
        ("search", "ana"),
        ("momentum",),
        ("impact",),
        ("intros",),
        ("ask", "list"),
        ("review",),
        ("plan",),
        ("explain", "ana"),
        ("person", "list"),
        ("undo",),
        (),
    ],
    ids=" ".join,
)
def test_a_daily_command_in_a_pipe_loads_nothing_heavy(loaded, words):
    """Neither the object mapper, Rich nor asyncio, which nobody needs, nor any way to a network."""
    assert loaded(*words) & (HEAVY | NETWORK) == set()


def test_the_watch_would_see_them(loaded):
    """The test can fail: colour does load Rich."""
    assert "rich" in loaded("due", "--color", "always")


@pytest.mark.parametrize("words", [("due",), ("balance",)], ids=" ".join)
def test_what_is_drawn_loads_no_more_of_rich_than_a_table_needs(loaded, words):
    """That is a console and its tables, and what measures text which is not plain ASCII."""
    script = "import rich.console, rich.table, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    drawing = loaded(*words, "--color", "always") - loaded(*words)
    ours = {"reciprocity_cli.render.rich_table"}
    assert ours < drawing
    more = drawing - ours - set(done.stdout.split())
    assert {name for name in more if not name.startswith("rich._unicode_data.")} == set()


def test_making_a_ledger_loads_nothing_heavy(loaded, home):
    """The first command of all is as quick as any other."""
    new = home / "new.db"
    assert loaded("person", "add", "Ana", "--ledger", str(new)) & HEAVY == set()
    assert new.exists()


def test_recip_alone_does_without_typer(recip):
    """Its screen takes no options, and Typer takes as long to load as everything else it does."""
    recip("person", "add", "Ana Ruiz")
    script = (
        "import sys\n"
        "from reciprocity_cli.__main__ import run\n"
        "try:\n"
        "    run()\n"
        "finally:\n"
        "    print('typer' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("recip · 1 person")
    assert done.stdout.endswith("\nFalse\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completing_a_person_loads_nothing_heavy(recip, shell):
    """The shell waits at every Tab."""
    recip("person", "add", "Ana Ruiz")
    script = (
        "import os, sys\n"
        f"os.environ['_RECIP_COMPLETE'] = 'complete_{shell}'\n"
        "os.environ.update(COMP_WORDS='recip show an', COMP_CWORD='2',\n"
        "    _TYPER_COMPLETE_ARGS='recip show an', _TYPER_COMPLETE_FISH_ACTION='get-args')\n"
        "from reciprocity_cli.cli.app import main\n"
        "try:\n"
        "    main([])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(' '.join(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "ana-ruiz" in done.stdout
    assert set(done.stdout.splitlines()[-1].split()) & HEAVY == set()
