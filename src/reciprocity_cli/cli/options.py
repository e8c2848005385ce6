"""What Typer is told of a command: its options, arguments and shared ones, each declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import typer

from reciprocity_cli.cli import complete
from reciprocity_cli.cli.session import Session
from reciprocity_cli.errors import UsageError

Parameters = Mapping[str, tuple[Any, Any]]
"""Name of an option's parameter -> (its annotation, its default)."""

Command = Callable[..., None]

Words = complete.Completer | Iterable[str]
"""What Tab completes: a function that finds it, or the words."""


def option(names: str, metavar: str, about: str, words: Words | None = None) -> Any:
    """Return an option with a value, such as `--note -m TEXT`, for the annotation of a parameter.

    What Tab completes are `words`, or else what the metavar stands for.
    """
    completer = _completer(metavar, words)
    return typer.Option(*names.split(), metavar=metavar, help=about, autocompletion=completer)


def flag(names: str, about: str) -> Any:
    """Return an option without a value, such as `--all`, or one of two, `--need/--interest`."""
    return typer.Option(*names.split(), help=about)


def argument(metavar: str, about: str, words: Words | None = None) -> Any:
    """Return an argument; what Tab completes is found as for an option."""
    completer = _completer(metavar, words)
    return typer.Argument(metavar=metavar, help=about, autocompletion=completer)


def _completer(metavar: str, words: Words | None) -> complete.Completer | None:
    if words is None:
        return complete.BY_METAVAR.get(metavar.strip("[]"))
    return complete.of(words) if isinstance(words, Iterable) else words


def text(names: str, metavar: str, about: str, words: Words | None = None) -> tuple[Any, Any]:
    """Return an option of one text as an entry of Parameters."""
    return Annotated[str | None, option(names, metavar, about, words)], None


def texts(names: str, metavar: str, about: str, words: Words | None = None) -> tuple[Any, Any]:
    """Return an option that may be repeated as an entry of Parameters."""
    return Annotated[list[str] | None, option(names, metavar, about, words)], None


def switch(names: str, about: str) -> tuple[Any, Any]:
    """Return a flag as an entry of Parameters."""
    return Annotated[bool, flag(names, about)], False


def choice(names: str, about: str) -> tuple[Any, Any]:
    """Return a flag and its contrary, neither of which need be said, as an entry of Parameters."""
    return Annotated[bool | None, flag(names, about)], None


def _in_panel(parameters: Parameters) -> Parameters:
    """Return the parameters as those that help shows below the heading of the shared ones."""
    for annotation, _ in parameters.values():
        annotation.__metadata__[0].rich_help_panel = "Shared options"
    return parameters


COMMON = _in_panel(
    {
        "ledger": text("--ledger", "PATH", "The ledger file."),
        "today": text("--today", "DATE", "Take this day for today."),
        "no_input": switch("--no-input", "Never ask anything."),
        "quiet": switch("--quiet -q", "Say only what is data."),
        "color": text("--color", "WHEN", "auto, always or never."),
        "debug": switch("--debug", "Show the traceback of a failure."),
    }
)

JSON = _in_panel({"json": switch("--json", "Print JSON.")})

OUTPUT = _in_panel(
    {
        **JSON,
        "format": text("--format", "FORMAT", "table, json, jsonl, csv, tsv or md."),
        "output": text("--output -o", "FILE", "Write to a file."),
    }
)

PERIOD = _in_panel(
    {
        "since": text("--since", "DATE", "From this day on."),
        "until": text("--until", "DATE", "Up to and with this day."),
        "period": text("--period", "RANGE", "Such as 2026Q3."),
    }
)

WRITE = {**COMMON, **JSON}
"""What a command that writes accepts."""

PLAIN_REPORT = {**COMMON, **OUTPUT}
"""What a report without a query accepts."""

REPORT = {**PLAIN_REPORT, **PERIOD}
"""What a report over a query and a period accepts."""

_ON_HELP = {"help_option_names": ["-h", "--help"]}


class _Declared(NamedTuple):
    """A function with the options that are not in its signature."""

    function: Command
    shared: Parameters
    fields: Parameters
    was: Mapping[str, str]
    in_spite: bool


_COMMANDS: dict[str, _Declared] = {}
"""The commands of the modules that were loaded, by their whole names ("need add")."""

_GROUPS: dict[str, str] = {}
"""What help says of a group of commands, by the word that they begin with."""

_NOUNS: set[str] = set()
"""The groups about a kind of record, which `nouns.Noun` runs."""


def group(name: str, about: str) -> None:
    """Declare that commands begin with this word; alone, it shows their help."""
    _GROUPS[name] = about


def is_group(word: str) -> bool:
    """Return whether commands that were loaded begin with this word, which alone is none."""
    return word in _GROUPS and word not in _NOUNS


def noun(name: str, about: str) -> None:
    """Declare that commands about a kind of record begin with this word.

    Without one of them it lists, and adds what is said (cli/nouns.py).
    """
    _GROUPS[name] = about
    _NOUNS.add(name)


def command(
    name: str,
    shared: Parameters = WRITE,
    *,
    fields: Parameters = MappingProxyType({}),
    was: Mapping[str, str] = MappingProxyType({}),
    in_spite: bool = False,
) -> Callable[[Command], Command]:
    """Make `function(session, ...)` a command that accepts the shared options too.

    Its docstring is the help; `fields` are further options, which it takes as keywords. `was`
    has what options of its own were called before, by parameter: that is still understood, and
    help does not name it. `in_spite` runs it where config.toml cannot be used too.
    """

    def declared(function: Command) -> Command:
        _COMMANDS[name] = _Declared(function, shared, fields, was, in_spite)
        return function

    return declared


def add_to(app: typer.Typer, word: str, panel: str) -> None:
    """Add the command of this word, or the group, to the app, below a heading of its help."""
    if word not in _GROUPS:
        app.command(word, rich_help_panel=panel, context_settings=_ON_HELP)(_typed(word))
        return
    names = [name for name in _COMMANDS if name.partition(" ")[0] == word]
    how: dict[str, Any] = {"help": _GROUPS[word], "no_args_is_help": True}
    if word in _NOUNS:
        from reciprocity_cli.cli.nouns import DONE, Noun, about, in_order

        names = in_order(names)
        how = {"help": about(_GROUPS[word], names), "cls": Noun}
    below = typer.Typer(name=word, context_settings=_ON_HELP, **how)
    for name in names:
        second = name.partition(" ")[2]
        below.command(second, rich_help_panel=None, context_settings=_ON_HELP)(_typed(name))
    if word in _NOUNS and word in DONE:
        below.command("done", hidden=True)(_typed(f"{word} {DONE[word]}"))
    app.add_typer(below, rich_help_panel=panel)


def _typed(name: str) -> Command:
    """Return a command with all its options in its signature, from which Typer reads them.

    The shared values go into the Session, the others to the function.
    """
    function, shared, fields, was, in_spite = _COMMANDS[name]
    own = [
        parameter
        for parameter in list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    before = {f"old_{key}": _hidden(names) for key, names in was.items()}
    more = [
        inspect.Parameter(
            key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for key, (annotation, default) in {**fields, **before, **shared}.items()
    ]

    def run(**given: Any) -> None:
        session = Session({key: given.pop(key) for key in shared}, in_spite=in_spite)
        for key, names in was.items():
            _take_old(given, key, names)
        with session:
            function(session, **given)

    run.__doc__ = function.__doc__
    run.__signature__ = inspect.Signature(own + more)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in own + more}
    return run


def _hidden(names: str) -> tuple[Any, Any]:
    return Annotated[str | None, typer.Option(*names.split(), hidden=True)], None


def _take_old(given: dict[str, Any], key: str, names: str) -> None:
    """Let what was typed behind an old name of an option count as typed behind its name."""
    typed = given.pop(f"old_{key}")
    if typed is None:
        return
    if given[key] is not None:
        raise UsageError(f"{names.split()[0]} is --{key}, which is there too", "say it once")
    given[key] = typed


Person = Annotated[str, argument("PERSON", "A name, handle or '#id'.")]
Id = Annotated[str, argument("ID", "As the list shows it.", complete.ids)]
Said = Annotated[list[str], argument("TEXT...", "What it is, in a few words.")]
Query = Annotated[list[str] | None, argument("[QUERY]...", "People and terms.", complete.queries)]
All = Annotated[bool, flag("--all", "Also what is closed or over.")]
Text = Annotated[str | None, option("--text", "TEXT", "What it is, in a few words.")]
On = Annotated[str | None, option("--on", "DATE", "When; today if left out.")]
Day = Annotated[str | None, option("--on", "DATE", "When it was.")]
Due = Annotated[str | None, option("--due", "DATE", "By when, looking ahead; or none.")]
Category = Annotated[str | None, option("--category", "CATEGORY", "Of the give it is about.")]
Size = Annotated[str | None, option("--size", "SIZE", "How much it helps: small, medium, large.")]
Tags = Annotated[list[str] | None, option("--tag", "TAG", "A word of your own.")]
DropTags = Annotated[list[str] | None, option("--drop-tag", "TAG", "Take a tag off.")]
