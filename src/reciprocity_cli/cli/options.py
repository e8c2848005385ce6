"""The options and arguments that several commands have, each declared once."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli import complete
from reciprocity_cli.cli.command import argument, option

Person = Annotated[str, argument("PERSON", "A name, handle or '#id'.")]
Query = Annotated[list[str] | None, argument("[QUERY]...", "People and terms.", complete.queries)]
On = Annotated[str | None, option("--on", "DATE", "When; today if left out.")]
Tags = Annotated[list[str] | None, option("--tag", "TAG", "A word of your own.")]
DropTags = Annotated[list[str] | None, option("--drop-tag", "TAG", "Take a tag off.")]
