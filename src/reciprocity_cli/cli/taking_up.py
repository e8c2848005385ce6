"""`suggest --log`: a suggestion becomes an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reciprocity_cli.cli import recorded
from reciprocity_cli.cli.asking import ask
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Category
from reciprocity_cli.domain.suggest import Suggestion
from reciprocity_cli.domain.vocabulary import parse_category
from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.reports.suggest import shown, suggested
from reciprocity_cli.services import suggesting
from reciprocity_cli.store.people import NameBook, people_by_id

if TYPE_CHECKING:
    from reciprocity_cli.cli.session import Session
    from reciprocity_cli.domain.names import Known


def take_up(session: Session, who: Known, number: int) -> None:
    """Write the suggestion of this number down as given today, and close the need it meets."""
    with session.reading() as sql:
        [found] = suggested(sql, people_by_id(sql, [who.id]), session.today, session.settings)
        name = NameBook(sql).shown(who)
    numbered = dict(shown(found))
    if number not in numbered:
        raise NotFound(
            f"there is no suggestion {number} for {who.name}", f"recip suggest {who.handle}"
        )
    one = numbered[number]
    category = _category(session, one)
    with session.writing("suggest") as op:
        taken = suggesting.take_up(op, who.id, one, category, session.today)
        op.summary = f"{show_day(session.today)}  {name}  {taken.words}"
    record = {
        **recorded.entry(session, taken.id),
        "person": {"id": who.id, "name": who.name},
        "suggestion": one.candidate.key,
        "need_id": taken.need_id,
    }
    session.wrote(f"Logged #{taken.id}  {op.summary}", op.number, [record])


def _category(session: Session, one: Suggestion) -> Category:
    """Return the category of the give; asks for one that was never noted, if somebody can answer.

    Raises UsageError.
    """
    candidate = one.candidate
    if candidate.category is not None:
        return candidate.category
    if not session.can_ask:
        kind, number = candidate.kind, candidate.number
        raise UsageError(
            f"{kind} #{number} has no category", f"recip {kind} edit {number} --category advice"
        )
    listed = ", ".join(Category)
    return parse_category(ask(f"Of which category? [{listed}]", words=tuple(Category)))
