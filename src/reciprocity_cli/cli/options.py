"""The options and arguments that several commands have, each declared once."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli import complete
from reciprocity_cli.cli.command import argument, flag, option
from reciprocity_cli.errors import UsageError

Person = Annotated[str, argument("PERSON", "A name, handle or '#id'.")]

Query = Annotated[list[str] | None, argument("[QUERY]...", "People and terms.", complete.queries)]

On = Annotated[str | None, option("--on", "DATE", "When; today if left out.")]

Future = Annotated[bool, flag("--future", "Let the date lie after today.")]

Tags = Annotated[list[str] | None, option("--tag", "TAG", "A word of your own.")]

DropTags = Annotated[list[str] | None, option("--drop-tag", "TAG", "Take a tag off.")]

MeetingCategory = Annotated[
    str | None, option("--category", "CATEGORY", "Of the give that would meet it.")
]

GiveCategory = Annotated[str | None, option("--category", "CATEGORY", "Of the give it would be.")]

Terms = Annotated[list[str] | None, argument("[QUERY]...", "Terms: cat:, tag: and text:.")]

EditedText = Annotated[str | None, option("--text", "TEXT", "What it is.")]

MOST_SHOWN = 1_000_000_000
"""More than any ledger holds; SQLite takes no LIMIT past 64 bits."""


def refuse_odd_limit(limit: int) -> None:
    """Raise UsageError for a limit that is no count of entries."""
    if not 1 <= limit <= MOST_SHOWN:
        raise UsageError(f"--limit must be 1 or more, and {MOST_SHOWN:,} at most")
