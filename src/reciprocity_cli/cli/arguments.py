"""Arguments that many commands take, each with what the shell offers for it."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing

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
