"""What Tab completes; on its path nothing is imported that is not needed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from reciprocity_cli.domain import records
from reciprocity_cli.domain.names import fold
from reciprocity_cli.errors import RecipError

VARIABLE = "_RECIP_COMPLETE"
"""Set by the shell's script when it asks for completions."""

MOST = 50
"""Handles offered at once; a longer list helps nobody."""

FILES = "<files>"
"""The meaning of a word that the scripts of the shells take for leave to offer files."""

Completer = Callable[[Any, str], list[Any]]
"""Typer gives the context and what was typed so far, and takes words, or pairs with a meaning."""


def words_before(environment: dict[str, str] | os._Environ[str]) -> list[str]:
    """Return the words after `recip` that stand complete before the cursor."""
    bash = environment.get("COMP_WORDS")
    if bash is not None:
        position = environment.get("COMP_CWORD", "1")
        return bash.split()[1 : int(position) if position.isdigit() else 1]
    typed = environment.get("_TYPER_COMPLETE_ARGS", "")
    words = typed.split()[1:]
    return words if typed.endswith((" ", "\t")) else words[:-1]


def of(words: Iterable[str]) -> Completer:
    """Return a completer of fixed words."""
    listed = tuple(words)

    def complete(ctx: Any, incomplete: str) -> list[str]:
        return [word for word in listed if word.startswith(incomplete.casefold())]

    return complete


def people(ctx: Any, incomplete: str) -> list[str]:
    """Return the handles that begin as typed, of people who are not archived."""
    from reciprocity_cli.store.people import handles

    typed = fold(incomplete)
    known = _read(ctx.params.get("ledger"), handles)
    return [handle for handle in known if handle.startswith(typed)][:MOST]


def ids(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Return the ids of the kind of record that the command is about."""
    noun = ctx.command_path.split()[1]
    return _ids({"intro": "introduction"}.get(noun, noun), ctx, incomplete)


def ids_of(table: str) -> Completer:
    """Return a completer of the ids of a kind of record."""
    return lambda ctx, incomplete: _ids(table, ctx, incomplete)


def _ids(table: str, ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Return the ids of a kind of record, the newest first, with words.

    fish shows the words, other shells the ids alone. Only letters, digits and plain stops of them
    go out, which no shell takes for more, whoever's file has brought them.
    """
    from reciprocity_cli.store.records import ids_and_words

    found = _read(ctx.params.get("ledger"), lambda sql: ids_and_words(sql, table))
    typed = incomplete.removeprefix("#")
    shown = [(str(one), words) for one, words in found if str(one).startswith(typed)][:MOST]
    return [(one, re.sub(r"[^\w .,-]", " ", words)) for one, words in shown]


def specs(ctx: Any, incomplete: str) -> list[str]:
    """Return categories, and sizes behind a slash: advice, advice/large."""
    category, slash, _ = incomplete.partition("/")
    if slash:
        return [f"{category}/{size}" for size in tuple(records.Size)]
    return categories(ctx, incomplete)


def kinds(ctx: Any, incomplete: str) -> list[str]:
    """Return the finer kinds of the category that was typed, or of every one."""
    typed = fold(ctx.params.get("category") or "")
    likely = [category for category in records.Category if category.startswith(typed)]
    return of(kind for category in likely for kind in records.KINDS[category])(ctx, incomplete)


def queries(ctx: Any, incomplete: str) -> list[str]:
    """Return handles, and the terms of a query with their words."""
    known = me_or_people if ctx.command_path.split()[1] == "quiet" else people
    handles = [] if ":" in incomplete else known(ctx, incomplete)
    return handles + _terms(ctx, incomplete, _TERMS)


def me_or_people(ctx: Any, incomplete: str) -> list[str]:
    """Return `me`, which stands for everyone, and handles."""
    return of(["me"])(ctx, incomplete) + people(ctx, incomplete)


def terms(ctx: Any, incomplete: str) -> list[str]:
    """Return the terms about things of the owner's own, with their words."""
    return _terms(ctx, incomplete, ("cat", "tag", "date", "text", "not"))


def _terms(ctx: Any, incomplete: str, known: Iterable[str]) -> list[str]:
    typed = incomplete.removeprefix("not:")
    before = incomplete.removesuffix(typed)
    term, colon, word = typed.partition(":")
    if not colon:
        return [f"{before}{name}:" for name in known if name.startswith(typed)]
    words = _TERMS.get(term, ())
    if term == "tag":
        from reciprocity_cli.store.records import tags_in_use

        noun = ctx.command_path.split()[1]
        words = tuple(_read(ctx.params.get("ledger"), lambda sql: tags_in_use(sql, noun)))
    return [f"{before}{term}:{each}" for each in words if each.startswith(word)]


def files(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Leave it to the shell, which knows files."""
    return [(incomplete, FILES)]


categories = of(records.Category)

BY_METAVAR: dict[str, Completer] = {
    "ANGLE": of(records.Angle),
    "CATEGORY": categories,
    **dict.fromkeys(("FILE", "PATH"), files),
    "CHANNEL": of(records.Channel),
    **dict.fromkeys(("PERSON", "PEOPLE...", "OTHER", "A", "B"), people),
    "PERSON|me": me_or_people,
    "PHASE": of(phase.word for phase in records.Phase),
    "ROLE": of(records.Role),
    "SIZE": of(records.Size),
    "SPEC": specs,
    "URGENCY": of(records.Urgency),
}
"""What completes a value, by the word that stands for it in help."""

_TERMS: dict[str, tuple[str, ...]] = {
    "role": tuple(records.Role),
    "cat": tuple(records.Category),
    "dir": ("gave", "got"),
    "phase": tuple(phase.word for phase in records.Phase),
    "via": tuple(records.Channel),
    "size": tuple(records.Size),
    **dict.fromkeys(("tag", "date", "text", "not"), ()),
}


def _read(named: str | None, read: Callable[[Any], list[Any]]) -> list[Any]:
    """Return what is read from the ledger; nothing where there is none, and none is made."""
    from reciprocity_cli import config
    from reciprocity_cli.store.connection import connect
    from reciprocity_cli.store.ledger import Ledger

    try:
        path: Path = config.load(os.environ, {"ledger": named}).ledger
        if not path.exists():
            return []
        # Not by `open_ledger`, which brings an older one up to date.
        ledger = Ledger(path, connect(path, read_only=True))
    except (RecipError, OSError):
        return []
    try:
        with ledger.reading() as sql:
            return read(sql)
    except RecipError:
        return []
    finally:
        ledger.close()
