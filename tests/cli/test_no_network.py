"""Nothing asks for the network: every command there is runs with sockets forbidden."""

from __future__ import annotations

import re
import shlex
import socket
from pathlib import Path
from typing import Any

import pytest
import typer

from reciprocity_cli.cli.app import COMMANDS, build

RUNS = """
person add "Ana Ruiz"
person add "Bo Lind"
person add "Cai Wu"
got ana intro "to Bo Lind"
log ana -g adv:x -t kno:y -m met
gave ana adv deck
got ana kno book
signal add ana reached-out wrote
need add ana reviewer
offer add reviews
opportunity add call
idea add ana visit
promise add ana notes
ask add ana line
incident add ana late
intro add ana bo both
quiet add ana 2026-12-01 2026-12-05
snooze ana 2026-12-01
outcome {exchange} helped
thank ana
person edit ana --title CTO
person rename cai Cai-Li
person archive cai
person duplicates
person list
person show ana
phase ana
balance
due
suggest
show ana
impact
intros
history
search ana
explain ana
review
momentum
plan
position mentor
choose ana bo
amend {exchange} --note other
operations
undo
redo
promise update {promise} later
intro ask {introduction}
intro agree {introduction}
intro drop {introduction}
undo
intro made {introduction}
undo
intro done {introduction}
undo
intro told {exchange}
need done {need}
promise keep {promise}
undo
promise done {promise}
undo
promise tell {promise}
undo
promise drop {promise}
undo
promise release {promise}
undo
ask check ana
ask answer {ask} yes
incident repair {incident}
undo
incident done {incident}
config list
config path
config set capacity 3
config get capacity
ledger path
ledger status
ledger compact
export -o e.json
import e.json
backup -o b.db
restore b.db --yes
check
doctor
completion bash
demo --ledger d.db
rm {exchange}
person merge ana bo --yes
person rm cai
person erase ana --yes
"""
"""The simplest words of each command, in an order in which each has something to do."""

TABLES = {"intro": "introduction"}
"""The table of a kind, where its command has another name."""

OF_EACH_KIND = ("list", "show", "edit", "rm")
"""Sub-commands of each kind of record, run on the first of it."""


def forbidden(*_given: Any, **_more: Any) -> None:
    raise AssertionError("a socket was asked for")


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Let whoever asks for one fail."""
    monkeypatch.chdir(home)
    for name in ("socket", "create_connection", "socketpair", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, forbidden)


def test_no_command_asks_for_a_socket(recip, ledger):
    """Each runs as its page says, records of every kind listed, shown, edited and removed."""
    every, ran = commands(), set()
    kinds = sorted({name.split()[0] for name in every if name.endswith(" edit")} - {"person"})

    def run(line: str) -> None:
        numbers = {table: first(ledger, table) for table in re.findall(r"{(\w+)}", line)}
        words = shlex.split(line.format(**numbers))
        assert recip(*words).code == 0, words
        ran.update((words[0], " ".join(words[:2])))

    lines = RUNS.strip().splitlines()
    middle = lines.index("check")
    for line in lines[:middle]:
        run(line)
    for kind in kinds:
        option = "--last 2026-12-09" if kind == "quiet" else "--text other"
        for words in ("list", "show {}", f"edit {{}} {option}", "rm {}"):
            run(f"{kind} {words}".replace("{}", f"{{{TABLES.get(kind, kind)}}}"))
    for line in lines[middle:]:
        run(line)
    assert every - ran == set()


def first(ledger: Any, table: str) -> int:
    """The id of the first record of a table."""
    found: int = ledger.sql.execute(f"SELECT MIN(id) FROM {table}").fetchone()[0]
    return found


def commands() -> set[str]:
    """Every command, with the words below it."""
    root: Any = typer.main.get_command(build([]))
    assert set(root.commands) == set(COMMANDS)
    return {
        f"{name} {word}" if word else name
        for name, one in root.commands.items()
        for word in getattr(one, "commands", [""])
    }
