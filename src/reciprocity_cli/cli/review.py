"""`review`: looking over a week or a quarter, and going from person to person."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from reciprocity_cli.actions import person
from reciprocity_cli.cli.options import PLAIN_REPORT, command, flag
from reciprocity_cli.cli.prompts import ask, ask_what_passed, complain
from reciprocity_cli.cli.session import Session
from reciprocity_cli.cli.streams import HANG, folded
from reciprocity_cli.domain.text import visible
from reciprocity_cli.errors import Interrupted, UsageError
from reciprocity_cli.reports import review as reports
from reciprocity_cli.store.people import name_of


@command("review", PLAIN_REPORT)
def review(
    session: Session,
    week: Annotated[bool, flag("--week", "The last 7 days, as without it.")] = False,
    quarter: Annotated[bool, flag("--quarter", "The last 91 days.")] = False,
    show_all: Annotated[bool, flag("--all", "Every line of every part.")] = False,
) -> None:
    """Look over what you give, where you could, what to learn, do and track, and six habits.

    Example: recip review --quarter

    On a terminal it stops at each person: log, snooze, cadence, need.
    """
    if week and quarter:
        raise UsageError("--week and --quarter exclude each other")
    days = reports.QUARTER_DAYS if quarter else reports.WEEK_DAYS
    with session.asked() as asked:
        items = reports.review_items(asked, days)
    title = reports.review_span(session.today, days)
    if session.can_ask and _is_for_reading(session):
        walk(session, items, title, show_all=show_all)
        return
    session.show(reports.review_report(items, title, show_all=show_all))


def _is_for_reading(session: Session) -> bool:
    from reciprocity_cli.render.formats import Format

    to_a_file = session.options.get("output") is not None
    return session.format() is Format.TABLE and not to_a_file and sys.stdout.isatty()


_CHOICES = "log, snooze, cadence, need; Enter goes on, q ends"
_WORDS = ("log", "snooze", "cadence", "need", "quit")


def walk(
    session: Session, items: Sequence[reports.ReviewLine], title: str, *, show_all: bool
) -> None:
    """Show a review part by part and stop at each person; what is written can be undone singly."""
    _say(f"Review · {title}")
    session.tell(f"At each person: {_CHOICES}.")
    try:
        _walk(session, items, show_all=show_all)
    except typer.Abort:
        raise Interrupted("what was written on the way stays: recip operations") from None


def _walk(session: Session, items: Sequence[reports.ReviewLine], *, show_all: bool) -> None:
    for part in reports.Part:
        _say("")
        _say(reports.HEADINGS[part])
        here = [one for one in items if one.part is part]
        if not here:
            _say(f"  {reports.NOTHING[part]}")
        limit = reports.FACTS_SHOWN if part is reports.Part.HABITS else reports.SHOWN
        for group in reports.groups(here):
            if not _walk_group(session, group, len(group) if show_all else limit):
                return


def _walk_group(session: Session, items: Sequence[reports.ReviewLine], limit: int) -> bool:
    """Go through a line about the whole and the people below it; False when the owner ends."""
    people = [one for one in items if one.name]
    for one in items:
        if one.name and one in people[limit:]:
            continue
        _say(f"  {one.name}  {one.text}" if one.name else f"  {one.text}")
        if one.next_step:
            _say(f"    → {one.next_step}")
        if one.person_id is not None and not _stop_at(session, one.person_id):
            return False
    if len(people) > limit:
        _say(f"  and {len(people) - limit} more: recip review --all")
    return True


def _stop_at(session: Session, person_id: int) -> bool:
    """Do what the owner chooses for one person, until they go on; False when they end."""
    while True:
        typed = _choice()
        if typed in ("", "q", "quit"):
            return not typed
        try:
            _do(session, person_id, typed)
        except UsageError as error:
            complain(error)


def _choice() -> str:
    try:
        return ask("  [Enter, log, snooze, cadence, need, q]", words=_WORDS).casefold()
    except UsageError:  # The input has ended, and so has the review.
        return "q"


def _do(session: Session, person_id: int, typed: str) -> None:
    whom = f"#{person_id}"
    match typed:
        case "l" | "log":
            from reciprocity_cli.cli.log import log_

            log_(session, [whom], **ask_what_passed(session, dict.fromkeys(_LOGGED)))
        case "s" | "snooze":
            from reciprocity_cli.cli.quiet import snooze

            snooze(session, whom, ask("Until when? (such as 2w)"))
        case "c" | "cadence":
            _set_cadence(session, person_id, ask("How often? (such as 1m, or none)"))
        case "n" | "need":
            from reciprocity_cli.cli.need import add

            add(session, whom, [ask("What do they look for?")])
        case _:
            raise UsageError(f"one of: {_CHOICES}")


_LOGGED = ("on", "via", "gave", "got", "note")


def _set_cadence(session: Session, person_id: int, typed: str) -> None:
    values = person.read_values({"cadence": typed})
    with session.writing("person edit") as op:
        person.edit_people(op, [person_id], values)
        op.summary = f"{name_of(op.sql, person_id)}  cadence {values['cadence'] or 'default'}"
    session.wrote(f"Changed {op.summary}", op.number, [{"id": person_id}])


def _say(text: str) -> None:
    indent = len(text) - len(text.lstrip())
    print(folded(visible(text), sys.stdout, indent + HANG), flush=True)
