"""`completion`: the script that teaches a shell to complete recip."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from reciprocity_cli.cli import complete
from reciprocity_cli.cli.options import COMMON, argument, command
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.vocabulary import pick

SHELLS = ("bash", "zsh", "fish")


@command("completion", COMMON)
def completion(
    session: Session,
    shell: Annotated[str, argument("SHELL", "bash, zsh or fish.", SHELLS)],
) -> None:
    """Print the script with which a shell completes commands, people and words.

    Example: eval "$(recip completion bash)"

    Put that line into ~/.bashrc; for zsh the same into ~/.zshrc; for fish:
    recip completion fish > ~/.config/fish/completions/recip.fish
    """
    name = pick(shell, SHELLS, "shell")
    if name == "bash":
        # Else bash takes the terms of a query, role:mentor, for three words, and offers files.
        print("COMP_WORDBREAKS=${COMP_WORDBREAKS//:/}", flush=True)
    # Typer writes the script for any app of this name; it needs none of our commands for that.
    anything = typer.Typer()
    anything.command()(lambda: None)
    os.environ[complete.VARIABLE] = f"source_{name}"
    command = typer.main.get_command(anything)
    try:
        command.main(args=[], prog_name="recip", complete_var=complete.VARIABLE)
    finally:
        # Left there, it would make of every later command of this process a completion script.
        del os.environ[complete.VARIABLE]
