"""The options that every command accepts after its name, added to its own in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any

import typer

from reciprocity_cli.cli.session import Session

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
