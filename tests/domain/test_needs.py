"""Needs and interests: which are open; docs/model.md, section 1."""

from __future__ import annotations

from datetime import date, timedelta

from reciprocity_cli.domain.needs import is_open, is_open_need, most_urgent
from reciprocity_cli.domain.records import Need, Seeking, Urgency

TODAY = date(2026, 6, 30)
TOMORROW = TODAY + timedelta(days=1)


def test_a_need_is_open_from_the_day_it_was_noted_until_it_is_met():
    """One noted or met later is as it was on the day."""
    need = Need(1, 1, "a reviewer", TODAY)
    assert is_open(need, TODAY)
    assert is_open(need._replace(met_on=TOMORROW), TODAY)
    assert not is_open(need._replace(met_on=TODAY), TODAY)
    assert not is_open(need._replace(noted_on=TOMORROW), TODAY)


def test_an_interest_is_open_but_no_open_need():
    """It is not looked for."""
    need = Need(1, 1, "a reviewer", TODAY)
    interest = need._replace(seeking=Seeking.INTEREST)
    assert (is_open_need(need, TODAY), is_open(interest, TODAY)) == (True, True)
    assert not is_open_need(interest, TODAY)


def test_the_most_urgent_stands_for_all_and_the_newest_of_equal_ones():
    """Interests, and needs that are met or lie ahead, do not."""
    low = Need(1, 1, "a cook", TODAY, urgency=Urgency.LOW)
    old = Need(2, 1, "a reviewer", TODAY - timedelta(days=9))
    new = Need(3, 1, "an editor", TODAY)
    met = Need(4, 1, "a room", TODAY, urgency=Urgency.HIGH, met_on=TODAY)
    ahead = Need(5, 1, "a desk", TOMORROW, urgency=Urgency.HIGH)
    wish = Need(6, 1, "bees", TODAY, Seeking.INTEREST, urgency=Urgency.HIGH)
    assert most_urgent([low, new, old, met, ahead, wish], TODAY) == new
    assert most_urgent([new, new._replace(id=7)], TODAY) == new._replace(id=7)
    assert most_urgent([wish, met], TODAY) is None
