"""Questions to the owner: which person, which need was met, the fields of a contact."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from reciprocity_cli import interrupts
from reciprocity_cli.actions.log import Meeting, Participant, meet, needs_that_notes_meet
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.streams import folded
from reciprocity_cli.domain.dates import parse_day
from reciprocity_cli.domain.names import Known, clean_name, told_apart
from reciprocity_cli.domain.records import Category, Channel
from reciprocity_cli.domain.text import quoted, visible
from reciprocity_cli.domain.vocabulary import parse_spec, pick
from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import NameBook


def ask(question: str, *, words: Sequence[str] = ()) -> str:
    """Ask on the terminal and return the line typed, stripped; `words` complete with Tab.

    Raises typer.Abort at the end of input.
    """
    interrupts.let_through()
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


def person(session: Session, book: NameBook, query: str) -> Known:
    """Return the one person meant; picks on a terminal, else raises NotFound."""
    hits = book.find(query).hits
    if len(hits) == 1:
        return hits[0]
    if not hits:
        raise book.nobody(query)
    return _picked(session, book, query, hits)


def one(session: Session, query: str) -> Known:
    """Return the one person meant, from a reading of its own."""
    with session.reading() as sql:
        return person(session, NameBook(sql), query)


def report_on(session: Session, query: str, view: Callable[..., Any], **how: Any) -> None:
    """Print what a view makes of the one person meant."""
    with session.asked() as asked:
        report = view(asked, person(session, NameBook(asked.sql), query).id, **how)
    session.show(report)


def participants(session: Session, queries: Sequence[str], *, new: bool) -> list[Participant]:
    """Return everybody who took part, each as `participant` finds them."""
    with session.reading() as sql:
        book = NameBook(sql)
        apart = [name for query in queries for name in _apart(book, query)]
        return [participant(session, book, name, new=new) for name in apart]


def _apart(book: NameBook, query: str) -> list[str]:
    """Return the names in `ana,ben`, as the question for them takes them too.

    Only where nobody bears the whole, and somebody each part: a comma may belong to a name.
    """
    names = [name.strip() for name in query.split(",")]
    if len(names) < 2 or book.find(query).hits or not all(book.find(name).hits for name in names):
        return [query]
    return names


def participant(session: Session, book: NameBook, query: str, *, new: bool) -> Participant:
    """Return somebody for an entry: known, or (with `new`, or on the owner's yes) to be added."""
    hits = book.find(query).hits
    if hits:
        found = hits[0] if len(hits) == 1 else _picked(session, book, query, hits)
        return Participant(found.name, found.id, book.shown(found))
    if query.strip().startswith("#"):
        raise book.nobody(query)
    if new:
        return Participant(clean_name(query))
    refusal = book.nobody(query, "add them with --new")
    if session.can_ask:
        session.ledger.release()
        session.tell(str(refusal))
        name = clean_name(query)
        if confirm(f"Add {name}?"):
            return Participant(name)
    elif "--new" not in refusal.hint:
        refusal = NotFound(refusal.message, f"{refusal.hint} --new adds them")
    raise refusal


def _picked(session: Session, book: NameBook, query: str, hits: Sequence[Known]) -> Known:
    refusal = book.several(query, hits)
    if not session.can_ask:
        raise refusal
    session.ledger.release()
    session.tell(f"{quoted(query)} could be {len(hits)} people:")
    at = choose("Which one?", [told_apart(one) for one in hits])
    if at is None:
        raise NotFound("nobody was chosen", "nothing was written")
    return hits[at]


class Meetings:
    """The needs that the notes of some gives speak of, those of each person in turn."""

    def __init__(
        self, session: Session, people: Sequence[int | None], notes: Sequence[str]
    ) -> None:
        self._session = session
        ids = [number for number in people if number is not None]
        found: list[Meeting] = []
        if ids and any(notes):
            with session.reading() as sql:
                found = needs_that_notes_meet(sql, ids, notes, session.today)
        self._asked = session.can_ask
        self._found = [one for one in found if self._is_meant(one)]

    def write(self, op: Operation, exchanges: dict[tuple[int, int], int]) -> None:
        """Close the needs that the owner said were met; `exchanges` by person and note."""
        for one in self._found if self._asked else ():
            meet(
                op, one.need, str(exchanges[one.need.person_id, one.at]), None, self._session.today
            )

    def say(self, exchanges: dict[tuple[int, int], int]) -> None:
        """Say what was closed, or how to close what nobody could be asked about."""
        for one in self._found:
            need = one.need
            if self._asked:
                self._session.add([f"met #{need.id}: {need.text}"])
                continue
            number = exchanges[need.person_id, one.at]
            self._session.tell(
                f"if that met #{need.id}, {need.text} (words: {', '.join(one.words)}):"
                f" recip need done {need.id} --by {number}"
            )

    def _is_meant(self, one: Meeting) -> bool:
        words = ", ".join(one.words)
        question = f"Does this meet #{one.need.id}, {one.need.text} (words: {words})?"
        return not self._asked or confirm(question)


TRIES = 3


def ask_for_contact(
    session: Session, given: dict[str, Any], *, new: bool
) -> tuple[dict[str, Any], list[Participant]]:
    """Ask for what `log` was not told, on a terminal: the words, and who took part.

    Raises UsageError where nobody can answer.
    """
    if not session.can_ask:
        raise UsageError("log needs a person", "recip log ana --gave advice:'pricing page'")
    with session.reading() as sql:
        names = [one.name for one in NameBook(sql).everybody]
    session.tell("An empty answer skips a question. Tab completes names and words.")
    present = participants(session, _people(names), new=new)
    return ask_what_passed(session, given), present


def ask_what_passed(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    """Ask for what is missing of a contact but its people."""
    asked = dict(given)
    asked["on"] = given["on"] or tried("When? [today]", _day(session)) or None
    channels = ", ".join(tuple(Channel)[:6])
    asked["via"] = given["via"] or tried(
        f"How? [{channels} ...]", lambda text: pick(text, Channel, "channel"), tuple(Channel)
    )
    if not (given["gave"] and given["got"]):
        session.tell(f"Gives and gets are {', '.join(Category)},")
        session.tell("typed as CATEGORY/SIZE:NOTE, such as adv/large:pricing page.")
    asked["gave"] = given["gave"] or _specs("What did you give? [nothing]")
    asked["got"] = given["got"] or _specs("What did you receive? [nothing]")
    asked["note"] = given["note"] or ask("A note? [none]")
    return asked


def _people(names: list[str]) -> list[str]:
    for _ in range(TRIES):
        typed = ask("Who? (several with commas)", words=names)
        people = [name.strip() for name in typed.split(",") if name.strip()]
        if people:
            return people
    raise UsageError("log needs a person", "nothing was written")


def _day(session: Session) -> Callable[[str], object]:
    return lambda text: parse_day(
        text,
        session.today,
        direction="past",
        date_order=session.settings.date_order,
        allow_future=False,
    )


def _specs(question: str) -> list[str]:
    found: list[str] = []
    while len(found) < 20:
        typed = tried(question, parse_spec, tuple(Category))
        if not typed:
            break
        found.append(typed)
        question = "And what else? [nothing]"
    return found


def tried(question: str, read: Callable[[str], object], words: tuple[str, ...] = ()) -> str:
    """Ask until the answer can be read or is empty; the third that cannot ends the command."""
    for turn in range(1, TRIES + 1):
        typed = ask(question, words=words)
        if not typed:
            return ""
        try:
            read(typed)
            return typed
        except UsageError as error:
            if turn == TRIES:
                raise
            complain(error)
    return ""
