"""`ledger`: where the ledger lies."""

from __future__ import annotations

import typer

from reciprocity_cli.cli import shared
from reciprocity_cli.cli.session import Session


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        name="ledger",
        help="The ledger file: path.",
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.add_typer(group, rich_help_panel="Housekeeping")
    shared.add(group, path, name="path")


def path(session: Session) -> None:
    """Print where the ledger lies.

    Example: cp "$(recip ledger path)" elsewhere
    """
    print(session.path)
