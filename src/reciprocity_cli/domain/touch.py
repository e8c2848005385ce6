"""What makes somebody due: the facts about one person, and a reason for listing them."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from reciprocity_cli.domain.records import Person, Promise
from reciprocity_cli.domain.thanks import Thanks

ReasonKind = Literal[
    "overdue", "due", "promise", "birthday", "thanks", "new", "forgotten", "report"
]


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

    person: Person
    last_on: date | None = None
    promises: tuple[Promise, ...] = ()
    thanks: tuple[Thanks, ...] = ()
    report: WordBack | None = None


class Reason(NamedTuple):
    """Why a person is on the list.

    `on` is the due date (overdue, due), the promise's due date, the birthday's day this year, the
    day of what was received (thanks, report), the day the person was added (new), the last contact
    or None (forgotten). `text` is what it is about where there is something to say: what was
    promised, "introduction: Bo at Acme", "turns 40", "to Bo". `record_id` is the promise, the get
    or the ask.
    """

    kind: ReasonKind
    on: date | None = None
    text: str = ""
    record_id: int | None = None
