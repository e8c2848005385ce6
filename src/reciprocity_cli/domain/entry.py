"""One line of the history, as the ledger is read and as reports show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain.records import Category, Channel, Direction, Outcome, Started


class Entry(NamedTuple):
    """One line of the history: an exchange, or a contact without one (`direction` None).

    `names` are of everyone at the contact; `by` tells who started it. The weight of a
    contact is None. `contact_id` is the contact that an
    exchange belongs to.
    """

    id: int
    on: date
    names: Sequence[str]
    direction: Direction | None = None
    category: Category | None = None
    kind: str | None = None
    weight: float | None = None
    note: str = ""
    via: Channel | None = None
    by: Started | None = None
    outcome: Outcome = Outcome.UNKNOWN
    self_interest: bool = False
    outcome_text: str = ""
    contact_id: int | None = None
    person_ids: Sequence[int] = ()
