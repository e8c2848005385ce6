"""Choosing: docs/model.md, section 13."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reciprocity_cli.domain.needs import matters
from reciprocity_cli.domain.planning import First, came_first, can_meet, word_in_words
from reciprocity_cli.domain.records import (
    By,
    Closing,
    Need,
    Offer,
    Promise,
    Signal,
    SignalKind,
    Urgency,
)
from reciprocity_cli.store.stems import stems

TODAY = date(2026, 6, 30)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_oldest_open_promise_or_late_invitation_came_first():
    """Closed promises, theirs, and invitations 30 or more days old bind nobody."""
    lunch = Promise(1, 1, By.ME, "lunch", days_ago(5))
    promises = [
        lunch,
        lunch._replace(made_on=days_ago(9), by=By.THEM),
        lunch._replace(made_on=days_ago(8), closing=Closing.KEPT, closed_on=days_ago(7)),
        lunch._replace(made_on=days_ago(-1)),
    ]
    invited = Signal(2, 1, SignalKind.INVITED_ME, days_ago(29))
    assert came_first(promises, [], TODAY) == First(days_ago(5), "your promise: lunch")
    assert came_first(promises, [invited], TODAY) == First(days_ago(29), "invited you")
    long_ago = invited._replace(on=days_ago(30))
    assert came_first([], [long_ago, invited._replace(on=days_ago(-1))], TODAY) is None


def test_needs_that_an_offer_meets_go_by_urgency():
    """Each is told once, with the first offer that meets it and the words."""
    needs = [
        Need(1, 1, "a Rust reviewer", TODAY),
        Need(2, 1, "a cook", TODAY),
        Need(3, 1, "pricing advice", TODAY, urgency=Urgency.HIGH),
    ]
    offers = [Offer(4, "code reviews"), Offer(5, "reviews of Rust and of pricing")]
    told = matters([(each.text, each.tags) for each in needs], stems)
    mine = matters([(each.text, each.tags) for each in offers], stems)
    found = can_meet(list(zip(needs, told, strict=True)), list(zip(offers, mine, strict=True)))
    assert [(one.need.id, one.offer.id, one.words) for one in found] == [
        (3, 5, ("pricing",)),
        (1, 4, ("reviewer",)),
    ]


@pytest.mark.parametrize(
    ("reliability", "said"),
    [
        (None, "no promise of yours is settled yet"),
        (0.6, "your word has held"),
        (0.6 - 1e-12, "your word has held"),
        (0.59, "your word held at times"),
        (0.4, "your word held at times"),
        (0.39, "your word slipped: this is a chance to make it good"),
    ],
)
def test_the_owners_word_is_told_in_words(reliability: float | None, said: str):
    """No number is given that one person could be compared with another by."""
    assert word_in_words(reliability) == said
