"""When somebody was last in touch, and what awaits thanks; docs/model.md, section 7."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from reciprocity_cli.domain import records as r

THANKS_DAYS = 90


class Thanks(NamedTuple):
    """Something received but not thanked for; `record_id` is the get or the ask.

    `on` is the day it was received or answered. A get that is both is an introduction.
    """

    on: date
    record_id: int
    what: Literal["introduction", "large get", "yes"]
    text: str


def is_thanks_due(thanks: Thanks, today: date) -> bool:
    """Tell whether thanks still count: gets for 90 days (age 0 to 89), a yes until thanked."""
    age = (today - thanks.on).days
    return age >= 0 and (thanks.what == "yes" or age < THANKS_DAYS)


def thanks_due(exchanges: Iterable[r.Exchange], asks: Iterable[r.Ask], today: date) -> list[Thanks]:
    """Return what a person is due thanks for, oldest first; the reference for the SQL.

    Large is a weight of 4 and up.
    """
    found = [thanks for exchange in exchanges for thanks in _of_get(exchange, today)]
    found += [
        Thanks(ask.answered_on or ask.asked_on, ask.id, "yes", ask.what)
        for ask in asks
        if ask.answer is r.Answer.YES and not _is_thanked(ask.thanked_on, today)
    ]
    return sorted(thanks for thanks in found if is_thanks_due(thanks, today))


def _is_thanked(thanked_on: date | None, today: date) -> bool:
    return thanked_on is not None and thanked_on <= today


def _of_get(exchange: r.Exchange, today: date) -> list[Thanks]:
    if exchange.direction is not r.Direction.GOT or _is_thanked(exchange.thanked_on, today):
        return []
    if exchange.category is r.Category.INTRODUCTIONS:
        return [Thanks(exchange.on, exchange.id, "introduction", exchange.note)]
    if exchange.weight >= r.WEIGHT_OF[r.Size.LARGE]:
        return [Thanks(exchange.on, exchange.id, "large get", exchange.note)]
    return []


class WordBack(NamedTuple):
    """An introduction whose connector waits to hear what became of it; `record_id` is the get.

    `other` is the name of whom the owner was introduced to, where that is known.
    """

    on: date
    record_id: int
    other: str
    text: str

    @property
    def words(self) -> str:
        """To whom, or what the note says: "to Bo Lind", "the planners at Acme", ""."""
        return f"to {self.other}" if self.other else self.text


class Touch(NamedTuple):
    """One person and what bears on when to contact them.

    `last_on` is the last contact day up to today, whoever started it; `promises` are the open ones
    made by the owner; `thanks` are due from the owner. Of both, the ones that do not count today
    are left out by `due_list`. `report` is the latest introduction to report back on.
    """

    person: r.Person
    last_on: date | None = None
    promises: tuple[r.Promise, ...] = ()
    thanks: tuple[Thanks, ...] = ()
    report: WordBack | None = None


REPORT_AFTER_DAYS = 14
"""How old an introduction is when there is something to tell the connector; until told it stays."""
