"""`phase`: the board, the check before a move, and the move."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.cli import complete
from reciprocity_cli.cli.options import REPORT, argument, command, flag, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.phase import check_move
from reciprocity_cli.domain.records import Phase
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import parse_phase
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.phase import board_view, page_view, person_phase
from reciprocity_cli.store.operation import Operation


@command("phase", REPORT)
def phase(
    session: Session,
    person: Annotated[
        str | None, argument("[PERSON]", "A person; or a term, for the board.", complete.queries)
    ] = None,
    to: Annotated[str | None, argument("[PHASE]", "Where to move: a word, or 1 to 5.")] = None,
    because: Annotated[str, option("--because", "TEXT", "Go ahead without the evidence.")] = "",
    show_all: Annotated[bool, flag("--all", "The whole board, however long.")] = False,
) -> None:
    """Show the board of phases or one person's page, or move a person.

    Example: recip phase ana nurturing
    """
    if to is not None and person is not None:
        _move(session, person, to, clean_text(because).strip())
        return
    if because:
        raise UsageError("--because goes with a move", "recip phase ana nurturing --because TEXT")
    with session.asked([] if person is None else [person]) as asked:
        if person is not None and ":" not in person:
            from reciprocity_cli.cli import prompts
            from reciprocity_cli.store.people import NameBook

            who = prompts.person(session, NameBook(asked.sql), person)
            report = page_view(asked, who.id)
        else:
            report = board_view(asked, show_all=show_all)
    session.show(report)


def _move(session: Session, person: str, to: str, because: str) -> None:
    from reciprocity_cli.cli import prompts

    target = parse_phase(to)
    who = prompts.one(session, person)
    with session.writing("phase") as op:
        before, number = move(op, who.id, target, because, session.today)
        op.summary = f"{who.name}: {before.word} to {target.word}"
    record = {
        "id": number,
        "person_id": who.id,
        "name": who.name,
        "phase": target.word,
        "from": before.word,
        "date": session.today,
        "reason": because,
    }
    session.wrote(f"Moved #{who.id}  {op.summary}", op.number, [record])


def move(
    op: Operation, person_id: int, target: Phase, because: str, today: date
) -> tuple[Phase, int]:
    """Record a move; return the phase before it and the id of the change.

    Raises RefusedByRule for a skip, and for new ground without evidence or a reason;
    UsageError for a move to where the relationship stands already.
    """
    facts, _, evidence = person_phase(op.sql, person_id, today)
    if target is facts.phase:
        raise UsageError(f"{facts.person.name} is in {target.word} already", "nothing was written")
    check_move(target, reached=facts.reached, evidence=evidence, because=because)
    values = {"person_id": person_id, "phase": target.value, "date": today, "reason": because}
    return facts.phase, op.insert("phase_change", values)
