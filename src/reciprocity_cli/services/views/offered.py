"""Whether an offer of the owner's meets the need that a line of the balance speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.records import Seeking
from reciprocity_cli.reports.tilt import Tie, speaks_of_need

if TYPE_CHECKING:
    import sqlite3


def with_offers(sql: sqlite3.Connection, ties: Sequence[Tie], today: date) -> list[Tie]:
    """Return the ties, told where an offer meets the need; without a line of that kind, at once."""
    asked = {tie.person.id: tie.need for tie in ties if speaks_of_need(tie)}
    if not asked:
        return list(ties)
    from reciprocity_cli.store.records import offers as read_offers

    offers = read_offers(sql)
    if not offers:
        return list(ties)
    from reciprocity_cli.domain.matching import matching_words, matters_by_list
    from reciprocity_cli.store.records import open_needs_of
    from reciprocity_cli.store.search import stems

    needs = [
        need
        for need in open_needs_of(sql, today, asked)
        if need.seeking is Seeking.NEED and need.text == asked[need.person_id]
    ]
    mine, theirs = matters_by_list(
        stems,
        [(one.text, one.tags) for one in offers],
        [(need.text, need.tags) for need in needs],
    )
    met = {
        need.person_id
        for need, matter in zip(needs, theirs, strict=True)
        if any(matching_words(matter, own) for own in mine)
    }
    return [tie._replace(need_met=True) if tie.person.id in met else tie for tie in ties]
