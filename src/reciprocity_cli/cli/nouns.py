"""A noun alone: `recip need` lists, `recip need ana` lists theirs, and with words one is added.

The commands below the noun go first: somebody called List is reached by handle or `#id`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from typer import TyperException
from typer.core import TyperGroup

from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import NotFound, UsageError

FAMILY = ("add", "list", "show", "edit", "rm")
"""What there is for every kind of record, in the order of help; what closes one comes behind."""

OF_NOBODY = ("offer", "opportunity")
"""Kinds of the owner's own, about no person: the first word is said already."""

DONE = {"promise": "keep", "intro": "made", "incident": "repair"}
"""What `done` is called by nouns that have a word of their own for it."""

_NEVER_DONE = {
    "ask": "what came back closes it, as in recip ask answer ID yes",
    "idea": "what you gave closes it, as in recip gave PERSON CATEGORY --from ID",
}


def in_order(names: Sequence[str]) -> list[str]:
    """Return the names of a noun's commands as help lists them."""
    last = len(FAMILY)
    places = {word: at for at, word in enumerate(FAMILY)}
    return sorted(names, key=lambda name: places.get(name.partition(" ")[2], last))


def about(what: str, names: Sequence[str]) -> str:
    """Return the help of a noun: what it is about, its commands, and what it does without one."""
    noun = names[0].partition(" ")[0]
    verbs = ", ".join(name.partition(" ")[2] for name in names)
    who = _WHO.get(noun, "a person and words")
    theirs = "" if noun in OF_NOBODY else ", with a person theirs"
    done = f" `done` is another word for `{DONE[noun]}`." if noun in DONE else ""
    return f"{what}: {verbs}.\n\nWithout a command it lists{theirs}; with {who} it adds.{done}"


_WHO = {
    "intro": "two people",
    "quiet": "a person and two days",
    "signal": "a person and a kind",
    **dict.fromkeys(OF_NOBODY, "words"),
}


class Noun(TyperGroup):
    """The commands about one kind of record, of which `list` and `add` may go without saying."""

    _tried = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command that goes without saying before the arguments."""
        if not args or args[0] not in (*self.commands, *ctx.help_option_names):
            if not ctx.resilient_parsing:
                args = [self.unsaid(args), *args]
            elif args:  # Tab: what is typed so far is completed as what may be added
                args = ["add", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; where the first word is nobody's name, say that it is none of ours."""
        try:
            return super().invoke(ctx)
        except NotFound as error:
            if not self._tried or error.message != f"nobody is called {quoted(self._tried)}":
                raise
            said = f"{error.message}, and {self.name} has no command of that name"
            raise NotFound(said, self._meant(self._tried) or error.hint) from None
        except TyperException as error:
            if self._tried and error.format_message().startswith("Missing argument"):
                error.message = f"{quoted(self._tried)} was taken for a person"
            raise

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Complete commands, and what `add` begins with: people, whose lists the noun shows."""
        first = self.commands["add"].params[0]
        return [*super().shell_complete(ctx, incomplete), *first.shell_complete(ctx, incomplete)]

    def unsaid(self, args: Sequence[str]) -> str:
        """Return which command the arguments are for: to add needs words, or an option of its own.

        Raises UsageError for a first word that is nearly a command, where it could be said of
        a thing.
        """
        words = list(self._words(args))
        if not words:
            return "list"
        self._tried = words[0]
        self._refuse_misspelt(words)
        if _is_term(words[0]):
            return "list"
        said = any(not _is_term(word) for word in words[self.name not in OF_NOBODY :])
        own = set(self._options("add")).difference(self._options("list"))
        return "add" if said or own.intersection(arg.partition("=")[0] for arg in args) else "list"

    def _options(self, name: str) -> dict[str, bool]:
        """Return the options of a command, and whether each has a value."""
        listed = (one for one in self.commands[name].params if one.param_type_name == "option")
        return {word: not one.is_flag for one in listed for word in one.opts}  # type: ignore[attr-defined]

    def _words(self, args: Sequence[str]) -> Iterator[str]:
        """Yield the arguments that are neither options nor what stands behind one."""
        has_value = {**self._options("add"), **self._options("list")}
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                yield from rest
            elif has_value.get(arg):
                next(rest, None)
            elif arg == "-" or not arg.startswith("-"):
                yield arg

    def _refuse_misspelt(self, words: Sequence[str]) -> None:
        """Raise UsageError for what can only be a command and an id, or, of nobody, may be one."""
        first, *rest = words
        if self.name not in OF_NOBODY and rest[:1] and rest[0] in self.commands:
            verb, *more = rest
            if all(map(_is_id, more)):
                way = f"recip {self.name} {verb} {' '.join(more) or first}"
                hint = f"{way}; recip {self.name} add takes it as words"
                raise UsageError(f"{verb} stands before the person or the id", hint)
        if not all(map(_is_id, rest)):
            return
        meant, said = self._meant(first), f"{self.name} has no command {quoted(first)}"
        if self.name in OF_NOBODY and (meant or rest or first == "done"):
            raise UsageError(said, f"{meant} recip {self.name} add takes it as words".lstrip())
        if rest and first == "done" and self.name in _NEVER_DONE:
            raise UsageError(said, _NEVER_DONE[self.name])
        if rest and meant and self.name == "signal":  # which has no kind that is a number
            raise UsageError(said, meant)

    def _meant(self, word: str) -> str:
        """Return the question whether a word that is no command was meant as one; "" for none."""
        from reciprocity_cli.domain.names import closest

        if _is_id(word):
            return f"did you mean recip {self.name} show {word.removeprefix('#')}?"
        near = closest(word, self.commands)
        return f"did you mean {near[0]}?" if near else ""


def _is_id(word: str) -> bool:
    return word.removeprefix("#").isdigit()


def _is_term(word: str) -> bool:
    """Tell whether a word is a term of a query, such as role:mentor or not:cat:advice."""
    from reciprocity_cli.domain.query import Term

    kind, colon, _ = word.removeprefix("not:").partition(":")
    return bool(colon) and kind in set(Term)
