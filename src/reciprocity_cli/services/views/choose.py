"""What two invitations side by side are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.matching import matters_by_list
from reciprocity_cli.domain.needs import is_open_need
from reciprocity_cli.domain.phase import is_unrepaired
from reciprocity_cli.domain.planning import came_first, can_meet
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.records import By, Offer, SignalKind
from reciprocity_cli.reports.choose import Side, choose_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.services.views.explain import person_facts
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.records import offers
from reciprocity_cli.store.search import stems

if TYPE_CHECKING:
    import sqlite3


def choose_view(
    sql: sqlite3.Connection, one: int, other: int, today: date, settings: Settings
) -> Report:
    """Return the facts about two people side by side, in the order given."""
    mine = offers(sql)
    sides = [_side(sql, number, mine, today, settings) for number in (one, other)]
    return choose_report(*sides, today=today)


def _side(
    sql: sqlite3.Connection,
    person_id: int,
    mine: Sequence[Offer],
    today: date,
    settings: Settings,
) -> Side:
    held = dossier(sql, person_id)
    facts = person_facts(sql, held, today, settings)
    needs = [need for need in held.needs if is_open_need(need, today)]
    theirs, at_hand = matters_by_list(
        stems,
        [(need.text, need.tags) for need in needs],
        [(offer.text, offer.tags) for offer in mine],
    )
    return Side(
        person=held.person,
        first=came_first(held.promises, held.signals, today),
        promises=tuple(p for p in held.promises if p.by is By.ME and is_open(p, today)),
        needs=len(needs),
        meets=can_meet(
            list(zip(needs, theirs, strict=True)), list(zip(mine, at_hand, strict=True))
        ),
        due=facts.due,
        reliability=facts.reliability.value,
        candour=tuple(
            signal
            for signal in held.signals
            if signal.kind is SignalKind.TOLD_ME_MISTAKE and signal.on <= today
        ),
        to_mend=tuple(one for one in held.incidents if is_unrepaired(one, today)),
    )
