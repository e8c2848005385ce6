"""The options and arguments that commands share, each declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any

import typer

from reciprocity_cli.cli import complete
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError

Parameters = Mapping[str, tuple[Any, Any]]
"""Name of an option's parameter -> (its annotation, its default)."""

Command = Callable[..., None]

_SHARED = "Shared options"

COMMON: Parameters = {
    "ledger": (
        Annotated[
            str | None,
            typer.Option(
                "--ledger", metavar="PATH", help="The ledger file.", rich_help_panel=_SHARED
            ),
        ],
        None,
    ),
    "today": (
        Annotated[
            str | None,
            typer.Option(
                "--today", metavar="DATE", help="Take this day for today.", rich_help_panel=_SHARED
            ),
        ],
        None,
    ),
    "no_input": (
        Annotated[
            bool,
            typer.Option("--no-input", help="Never ask anything.", rich_help_panel=_SHARED),
        ],
        False,
    ),
    "quiet": (
        Annotated[
            bool,
            typer.Option("--quiet", "-q", help="Say only what is data.", rich_help_panel=_SHARED),
        ],
        False,
    ),
    "color": (
        Annotated[
            str | None,
            typer.Option(
                "--color", metavar="WHEN", help="auto, always or never.", rich_help_panel=_SHARED
            ),
        ],
        None,
    ),
    "debug": (
        Annotated[
            bool,
            typer.Option(
                "--debug", help="Show the traceback of a failure.", rich_help_panel=_SHARED
            ),
        ],
        False,
    ),
}

JSON: Parameters = {
    "json": (
        Annotated[bool, typer.Option("--json", help="Print JSON.", rich_help_panel=_SHARED)],
        False,
    ),
}

OUTPUT: Parameters = {
    **JSON,
    "format": (
        Annotated[
            str | None,
            typer.Option(
                "--format",
                metavar="FORMAT",
                help="table, json, jsonl, csv, tsv or md.",
                rich_help_panel=_SHARED,
            ),
        ],
        None,
    ),
    "output": (
        Annotated[
            str | None,
            typer.Option(
                "--output", "-o", metavar="FILE", help="Write to a file.", rich_help_panel=_SHARED
            ),
        ],
        None,
    ),
}

PERIOD: Parameters = {
    "since": (
        Annotated[
            str | None,
            typer.Option(
                "--since", metavar="DATE", help="From this day on.", rich_help_panel=_SHARED
            ),
        ],
        None,
    ),
    "until": (
        Annotated[
            str | None,
            typer.Option(
                "--until", metavar="DATE", help="Up to and with this day.", rich_help_panel=_SHARED
            ),
        ],
        None,
    ),
    "period": (
        Annotated[
            str | None,
            typer.Option(
                "--period", metavar="RANGE", help="Such as 2026Q3.", rich_help_panel=_SHARED
            ),
        ],
        None,
    ),
}

WRITE = {**COMMON, **JSON}
"""What a command that writes accepts."""

PLAIN_REPORT = {**COMMON, **OUTPUT}
"""What a report without a query accepts."""

REPORT = {**PLAIN_REPORT, **PERIOD}
"""What a report over a query and a period accepts."""

_ON_HELP = {"help_option_names": ["-h", "--help"]}


def group(app: typer.Typer, name: str, about: str, panel: str = "Relationship") -> typer.Typer:
    """Return a new group of commands below `name`; alone, it shows its help."""
    below = typer.Typer(name=name, help=about, no_args_is_help=True, context_settings=_ON_HELP)
    app.add_typer(below, rich_help_panel=panel)
    return below


def add(
    app: typer.Typer,
    function: Command,
    *,
    name: str,
    shared: Parameters = WRITE,
    fields: Parameters = MappingProxyType({}),
    panel: str | None = None,
    in_spite: bool = False,
) -> None:
    """Register `function(session, ...)` as a command that accepts the shared options too.

    Its docstring is the help; `fields` are further options, which it takes as keywords. Typer reads
    a command from its signature, so the lists of parameters become one signature here; the shared
    values go into the Session. `in_spite` runs it where config.toml cannot be used too.
    """
    own = [
        parameter
        for parameter in list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    extra = [
        inspect.Parameter(
            key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for key, (annotation, default) in {**fields, **shared}.items()
    ]

    def run(**given: Any) -> None:
        session = Session({key: given.pop(key) for key in shared}, in_spite=in_spite)
        with session:
            function(session, **given)

    run.__doc__ = function.__doc__
    run.__signature__ = inspect.Signature(own + extra)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in own + extra}
    app.command(name, rich_help_panel=panel, context_settings=_ON_HELP)(run)


Person = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="A name, handle or '#id'.", autocompletion=complete.people
    ),
]

Query = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="People and terms.", autocompletion=complete.queries),
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
        autocompletion=complete.categories,
    ),
]

GiveCategory = Annotated[
    str | None,
    typer.Option(
        "--category",
        metavar="CATEGORY",
        help="Of the give it would be.",
        autocompletion=complete.categories,
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
