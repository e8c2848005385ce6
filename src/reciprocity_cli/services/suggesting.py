"""Taking up a suggestion: the give that was made of it, and the need it met."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.records import WEIGHT_OF, Category, Direction, IntroFor, Seeking
from reciprocity_cli.domain.suggest import Suggestion
from reciprocity_cli.domain.vocabulary import Spec
from reciprocity_cli.services.entries import exchange_of, said_exchange
from reciprocity_cli.store.entries import insert_exchange

if TYPE_CHECKING:
    from reciprocity_cli.store.ledger import Operation


class TakenUp(NamedTuple):
    """The give that was written, in words, and the need it closed."""

    id: int
    words: str
    need_id: int | None


def take_up(
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
