"""`log` without words: the same contact, asked for field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reciprocity_cli.cli.asking import ask, complain
from reciprocity_cli.cli.naming import participants
from reciprocity_cli.domain.dates import parse_day
from reciprocity_cli.domain.records import Category, Channel
from reciprocity_cli.domain.vocabulary import parse_spec, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.people import NameBook

if TYPE_CHECKING:
    from reciprocity_cli.cli.session import Session
    from reciprocity_cli.services.entries import Participant

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
