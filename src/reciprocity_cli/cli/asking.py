"""Questions on the terminal: typed answers, choices from a list, completion of names."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from reciprocity_cli.cli.folding import folded
from reciprocity_cli.domain.text import visible
from reciprocity_cli.errors import UsageError


def ask(question: str, *, words: Sequence[str] = ()) -> str:
    """Ask on the terminal and return the line typed, stripped; `words` complete with Tab.

    Raises typer.Abort at the end of input.
    """
    prompt = f"{visible(question)} "
    try:
        if sys.stdout.isatty():
            return _with_completion(prompt, words).strip()
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
    except EOFError:
        line = ""
    if not line.endswith("\n"):
        print(file=sys.stderr)
        raise UsageError("the input ended before the question was answered", "nothing was written")
    return line.strip()


def complain(error: UsageError) -> None:
    """Say what was wrong with an answer before the question is asked again."""
    print(folded(visible(str(error)), sys.stderr), file=sys.stderr)


def confirm(question: str) -> bool:
    """Ask yes or no; no is the answer of an empty line."""
    return ask(f"{question} [y/N]").casefold() in ("y", "yes")


def choose(question: str, choices: Sequence[str]) -> int | None:
    """Show numbered choices and return the index chosen, or None when the owner lets it be.

    A second answer that is no number of the list cancels too: it never loops.
    """
    for number, choice in enumerate(choices, 1):
        print(f"  {number}  {visible(choice)}", file=sys.stderr)
    for _ in range(2):
        answer = ask(f"{question} [1-{len(choices)}, q]")
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(choices):
            return int(answer) - 1
        if answer.casefold() in ("", "q", "quit"):
            return None
    return None


def _with_completion(prompt: str, words: Sequence[str]) -> str:
    try:
        import readline
    except ImportError:
        return _line(prompt)
    old, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer_delims("")
    readline.set_completer(lambda text, state: _completion(words, text, state))
    readline.parse_and_bind("tab: complete")
    readline.set_auto_history(False)
    try:
        return _line(prompt)
    finally:
        readline.set_completer(old)
        readline.set_completer_delims(delimiters)


def _completion(words: Sequence[str], text: str, state: int) -> str | None:
    # Of several names with commas between, the last is the one being typed.
    before, comma, typed = text.rpartition(",")
    blank = typed[: len(typed) - len(typed.lstrip())]
    begin = typed.strip().casefold()
    fitting = [word for word in words if word.casefold().startswith(begin)]
    return f"{before}{comma}{blank}{fitting[state]}" if state < len(fitting) else None


def _line(prompt: str) -> str:
    try:
        return input(prompt) + "\n"
    except KeyboardInterrupt:
        raise typer.Abort from None
