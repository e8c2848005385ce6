"""Messages on a terminal: folded between words; anywhere else a line stays a line."""

from __future__ import annotations

from io import StringIO

import pytest

from reciprocity_cli.cli.streams import folded


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")


def test_a_message_is_folded_between_words() -> None:
    """No word is torn at the edge, and what follows stands in under the first line."""
    said = "Logged #5  Fri 2026-11-20  Ana Ruiz  coffee: gave introductions"
    assert folded(said, Terminal()).splitlines() == [
        "Logged #5  Fri 2026-11-20  Ana",
        "  Ruiz  coffee: gave",
        "  introductions",
    ]


def test_a_command_stays_one_line() -> None:
    """What is to be typed can be copied whole."""
    command = "  recip history dee --ledger /home/ana/.local/share/recip/demo.db"
    assert folded(command, Terminal()) == command


def test_a_word_too_wide_stays_whole() -> None:
    """A path goes to a line of its own, unbroken."""
    path = "/home/ana/.local/share/recip/backups/ledger.db"
    assert folded(f"still in the backup {path}", Terminal()) == f"still in the backup\n  {path}"


def test_wide_characters_take_two_columns() -> None:
    """A line of wide characters is folded where the terminal is full."""
    assert folded("李李李李 " * 4 + "李", Terminal()) == "李李李李 李李李李 李李李李\n  李李李李 李"


@pytest.mark.parametrize("stream", [StringIO(), None], ids=["a file", "closed"])
def test_a_line_for_a_program_stays_one(stream: StringIO | None) -> None:
    """Whatever reads lines gets the message whole."""
    assert folded("word " * 40, stream) == "word " * 40
