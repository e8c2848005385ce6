"""The entry: finds the command, runs it, and turns every failure into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import Annotated

import typer

from reciprocity_cli import __version__, interrupts
from reciprocity_cli.cli import complete, options
from reciprocity_cli.cli.streams import folded, give_stdout_up, prepare_streams
from reciprocity_cli.domain.text import visible
from reciprocity_cli.errors import Interrupted, RecipError

COMMANDS = {
    "log": ("log", "Every day"),
    "gave": ("log", "Every day"),
    "got": ("log", "Every day"),
    "balance": ("balance", "Every day"),
    "due": ("due", "Every day"),
    "suggest": ("suggest", "Every day"),
    "phase": ("phase", "Every day"),
    "show": ("show", "Every day"),
    "thank": ("thank", "Relationship"),
    "signal": ("signal", "Relationship"),
    "need": ("need", "Relationship"),
    "offer": ("offer", "Relationship"),
    "opportunity": ("offer", "Relationship"),
    "idea": ("offer", "Relationship"),
    "promise": ("promise", "Relationship"),
    "ask": ("ask", "Relationship"),
    "incident": ("signal", "Relationship"),
    "outcome": ("outcome", "Relationship"),
    "impact": ("outcome", "Looking over it"),
    "intros": ("intro", "Relationship"),
    "intro": ("intro", "Relationship"),
    "history": ("history", "Looking over it"),
    "search": ("history", "Looking over it"),
    "explain": ("show", "Looking over it"),
    "review": ("review", "Looking over it"),
    "momentum": ("history", "Looking over it"),
    "plan": ("plan", "Looking over it"),
    "position": ("plan", "Looking over it"),
    "choose": ("plan", "Looking over it"),
    "person": ("person", "People"),
    "snooze": ("quiet", "People"),
    "quiet": ("quiet", "People"),
    "amend": ("amend", "Mending"),
    "rm": ("amend", "Mending"),
    "undo": ("undo", "Mending"),
    "redo": ("undo", "Mending"),
    "operations": ("undo", "Mending"),
    "import": ("import_", "In and out"),
    "export": ("export", "In and out"),
    "demo": ("demo", "Housekeeping"),
    "config": ("config", "Housekeeping"),
    "check": ("check", "Housekeeping"),
    "backup": ("backup", "Housekeeping"),
    "restore": ("backup", "Housekeeping"),
    "ledger": ("ledger", "Housekeeping"),
    "doctor": ("check", "Housekeeping"),
    "completion": ("completion", "Housekeeping"),
}
"""Each command, in the order of `--help`, with its module and the heading it stands below."""

_EPILOG = (
    "Dates: yesterday, fri, 3d, 2026-11-20, 20 nov. `recip COMMAND -h` has an example of each."
)


LONGEST_MESSAGE = 5000
"""Characters of an error: more than a path may have, or eight people of one name take."""


def build(arguments: Sequence[str]) -> typer.Typer:
    """Return the app with the command that the arguments ask for, or with all of them.

    Its module is enough to run a command; `--help` and a mistyped name need every one.
    """
    app = typer.Typer(
        name="recip",
        help="A private ledger of what you gave to and got from the people you know.",
        epilog=_EPILOG,
        no_args_is_help=True,
        add_completion=complete.VARIABLE in os.environ,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_recip)
    asked = arguments and arguments[0] in COMMANDS
    for word in arguments[:1] if asked else COMMANDS:
        module, panel = COMMANDS[word]
        import_module(f"reciprocity_cli.cli.{module}")
        options.add_to(app, word, panel)
    return app


def _recip(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        print(f"recip {__version__}", flush=True)
        raise typer.Exit(0)


def main(argv: Sequence[str]) -> int:
    """Run recip with these arguments and return its exit code; nothing escapes but SystemExit."""
    prepare_streams()
    try:
        if complete.VARIABLE in os.environ:
            # The shell asks for completions; this exits.
            asked = typer.main.get_command(build(complete.words_before(os.environ)))
            asked.main(args=[], prog_name="recip", complete_var=complete.VARIABLE)
        if not argv:
            from reciprocity_cli.cli.session import glance

            return glance()
        if argv[0] == "--version":
            print(f"recip {__version__}", flush=True)
            return 0
        app = typer.main.get_command(build(argv))
        if not {"-h", "--help"}.isdisjoint(argv) or options.is_group(argv[-1]):
            _colour_help(argv)
        code = app.main(args=list(argv), prog_name="recip", standalone_mode=False)
        sys.stdout.flush()
        if code == Interrupted.exit_code:  # Typer returns it, instead of raising.
            raise Interrupted
        return code if isinstance(code, int) else 0
    except BaseException as error:
        if "--debug" in argv and not isinstance(error, typer.Exit):
            raise
        return exit_code(error)


def _colour_help(argv: Sequence[str]) -> None:
    """Let help have colours where the output of the command would."""
    from typer import rich_utils

    from reciprocity_cli import config
    from reciprocity_cli.cli.output import wants_color

    named = [after for word, after in pairwise((*argv, "")) if word == "--color"]
    named += [word.partition("=")[2] for word in argv if word.startswith("--color=")]
    flags = {"color": named[-1]} if named else {}
    wanted = sys.stdout.isatty()
    # The command itself would say what is off in the settings; help goes before that.
    with suppress(RecipError):
        settings, _ = config.load_in_spite(os.environ, flags)
        wanted = wants_color(settings, os.environ, terminal=wanted)
    rich_utils.COLOR_SYSTEM = "auto" if wanted else None
    rich_utils.FORCE_TERMINAL = True if wanted else None


def exit_code(error: BaseException) -> int:
    """Say what went wrong in one line, and return the exit code that means it."""
    match error:
        case typer.Exit():
            return error.exit_code
        case typer.Abort() | KeyboardInterrupt():
            return exit_code(Interrupted())
        case RecipError():
            if isinstance(error, Interrupted) and sys.stderr.isatty():
                # Away from the ^C that the terminal has written.
                print(file=sys.stderr)
            if isinstance(error.__cause__, OSError):
                # It may have been stdout: what is left in it must not fail again at exit.
                give_stdout_up()
            return _say(str(error), error.exit_code)
        case typer.TyperException():
            # `recip` and `recip person` alone have shown their help, and there is no more to say.
            said = error.format_message()
            return _say(_usage(error), error.exit_code) if said else error.exit_code
        case UnicodeEncodeError():
            return _say("a word that was typed is not valid UTF-8; type it as UTF-8", 2)
        case BrokenPipeError() | SystemExit(__context__=BrokenPipeError()):
            # The reader has gone, as `| head` does; nothing is left to be said to it.
            give_stdout_up()
            return 0
        case OSError():
            # What could not be written must not be tried again, and complained of, at exit.
            give_stdout_up()
            return _say(_refused(error), 1)
        case Exception():
            # Never the text of the error: it could quote a note.
            kind = type(error).__name__
            return _say(f"something went wrong inside ({kind}); --debug shows where", 1)
        case _:
            raise error


def _refused(error: OSError) -> str:
    """Return what the system refused, to which file where it says so, and what stays."""
    reason = (error.strerror or "the system refused").lower()
    what = f"{error.filename}: {reason}" if error.filename is not None else reason
    return f"{what}; {interrupts.what_stays()}"


def _say(message: str, code: int) -> int:
    if len(message) > LONGEST_MESSAGE:  # somebody typed a novel into it
        kept = LONGEST_MESSAGE // 2
        message = f"{message[:kept]} … {message[-kept:]}"
    said = visible(message, newline=" ")
    print(folded(f"recip: {said}", sys.stderr), file=sys.stderr)
    return code


def _usage(error: typer.TyperException) -> str:
    # Of several options that look alike none is more likely than the others.
    message = error.format_message().partition(" (Possible")[0].rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "recip"
    hint = f"see {path} -h"
    if message.startswith("No such option"):
        # `recip --json due`, and `recip gave ana advice -5 per cent`.
        alone = path == "recip"
        hint += ", options follow the command" if alone else ", or put -- before words with a -"
    between = " " if message.endswith("?") else "; "
    return f"{message[:1].lower()}{message[1:]}{between}{hint}"
