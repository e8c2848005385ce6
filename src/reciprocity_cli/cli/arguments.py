"""Arguments that many commands take, each with what the shell offers for it."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing
from reciprocity_cli.errors import UsageError

Person = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="A name, handle or '#id'.", autocompletion=completing.people
    ),
]

Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...", help="People and terms.", autocompletion=completing.queries
    ),
]

On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When; today if left out.")]

Future = Annotated[bool, typer.Option("--future", help="Let the date lie after today.")]

Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="A word of your own.")]

DropTags = Annotated[
    list[str] | None, typer.Option("--drop-tag", metavar="TAG", help="Take a tag off.")
]

MeetingCategory = Annotated[
    str | None,
    typer.Option(
        "--category",
        metavar="CATEGORY",
        help="Of the give that would meet it.",
        autocompletion=completing.categories,
    ),
]

GiveCategory = Annotated[
    str | None,
    typer.Option(
        "--category",
        metavar="CATEGORY",
        help="Of the give it would be.",
        autocompletion=completing.categories,
    ),
]

Terms = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="Terms: cat:, tag: and text:."),
]

EditedText = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="What it is.")]

MOST_SHOWN = 1_000_000_000
"""More than any ledger holds; SQLite takes no LIMIT past 64 bits."""


def refuse_odd_limit(limit: int) -> None:
    """Raise UsageError for a limit that is no count of entries."""
    if not 1 <= limit <= MOST_SHOWN:
        raise UsageError(f"--limit must be 1 or more, and {MOST_SHOWN:,} at most")
