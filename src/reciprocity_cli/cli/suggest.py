"""`suggest`: what you could give next, and writing down one that was done."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, NamedTuple

from reciprocity_cli.actions.log import exchange_of, said_exchange
from reciprocity_cli.cli import complete, kernel, prompts
from reciprocity_cli.cli.options import REPORT, argument, command, option
from reciprocity_cli.cli.prompts import ask
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.names import Known
from reciprocity_cli.domain.records import WEIGHT_OF, Category, Direction, IntroFor, Seeking
from reciprocity_cli.domain.suggest import Suggestion
from reciprocity_cli.domain.vocabulary import Spec, parse_category
from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.reports.suggest import shown, suggest_view, suggested
from reciprocity_cli.store.entries import insert_exchange
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import NameBook, people_by_id


@command("suggest", REPORT)
def suggest(
    session: Session,
    query: Annotated[
        list[str] | None,
        argument(
            "[QUERY]...", "A person, or terms; those due this week if left out.", complete.queries
        ),
    ] = None,
    log: Annotated[
        int | None, option("--log", "N", "Write suggestion N down as given today.")
    ] = None,
) -> None:
    """Suggest what you could give a person next, each with its reason.

    Example: recip suggest ana
    Example: recip suggest ana --log 1
    """
    words = query or []
    if log is not None:
        if len(words) != 1:
            raise UsageError("--log needs a person", "recip suggest ana --log 1")

        take_up(session, prompts.one(session, words[0]), log)
        return
    with session.asked(words) as asked:
        alone = len(words) == len(asked.query.wanted.names) == 1 and asked.query.period is None
        who = prompts.person(session, NameBook(asked.sql), words[0]).id if alone else None
        report = suggest_view(asked, who)
    session.show(report)


def take_up(session: Session, who: Known, number: int) -> None:
    """Write the suggestion of this number down as given today, and close the need it meets."""
    with session.asked() as asked:
        [found] = suggested(asked, people_by_id(asked.sql, [who.id]))
        name = NameBook(asked.sql).shown(who)
    numbered = dict(shown(found))
    if number not in numbered:
        raise NotFound(
            f"there is no suggestion {number} for {who.name}", f"recip suggest {who.handle}"
        )
    one = numbered[number]
    category = _category(session, one)
    with session.writing("suggest") as op:
        taken = taken_up(op, who.id, one, category, session.today)
        op.summary = f"{show_day(session.today)}  {name}  {taken.words}"
    record = {
        **kernel.entry(session, taken.id),
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


class TakenUp(NamedTuple):
    """The give that was written, in words, and the need it closed."""

    id: int
    words: str
    need_id: int | None


def taken_up(
    op: Operation, person_id: int, one: Suggestion, category: Category, today: date
) -> TakenUp:
    """Write a suggestion down as given; a need that it meets is met, an interest stays open."""
    candidate = one.candidate
    more: dict[str, Any] = {"suggestion": candidate.key}
    if candidate.kind == "idea":
        more["idea_id"] = candidate.number
    if candidate.kind == "introduction":
        more.update(other_person_id=candidate.number, intro_for=IntroFor.PERSON)
    spec = Spec(category, candidate.sort, WEIGHT_OF[candidate.size], candidate.text)
    new = exchange_of(Direction.GAVE, spec, **more)
    number = insert_exchange(op, person_id, today, new)
    words = f"{said_exchange(Direction.GAVE, spec)}: {candidate.text}"
    need = one.need
    if need is None or need.seeking is not Seeking.NEED:
        return TakenUp(number, words, None)
    op.update("need", need.id, {"met_on": today, "met_by_id": number})
    return TakenUp(number, f"{words}; meets need #{need.id}", need.id)
