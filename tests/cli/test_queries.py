"""Queries as commands read them: one way for all, so that none can forget a setting."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

import reciprocity_cli
from reciprocity_cli.cli.app import build


def _taking_a_query(command, *words):
    for name, one in getattr(command, "commands", {}).items():
        yield from _taking_a_query(one, *words, name)
    if any(parameter.name == "query" for parameter in command.params):
        yield words


COMMANDS = sorted(_taking_a_query(typer.main.get_command(build([]))))
MORE = {("export",): ("--format", "csv"), ("person", "edit"): ("--title", "CTO")}


@pytest.mark.parametrize("words", [*COMMANDS, ("phase",)], ids=" ".join)
def test_a_date_in_a_query_is_read_in_the_order_that_was_set(recip, words):
    """`date:5/6` is the fifth of June once `date_order` is `dmy`, whichever command reads it."""
    recip("log", "Ana Ruiz", "--new", "--gave", "advice", "--on", "2026-06-05")
    recip("config", "set", "date_order", "dmy")

    def run(term):
        ran = recip(*words, term, *MORE.get(words, ()))
        return ran.code, ran.out.replace(term, ""), ran.err.replace(term, "")

    run("date:2026-06-05")  # then an edit has nothing more to change
    assert run("date:5/6") == run("date:2026-06-05")


def test_the_session_alone_reads_queries():
    """A command that called parse_query by itself could forget the order of dates again."""
    package = Path(reciprocity_cli.__file__).parent / "cli"
    calling = [path.name for path in package.glob("*.py") if "parse_query(" in path.read_text()]
    assert calling == ["session.py"]
