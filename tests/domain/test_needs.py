"""Needs and interests: which are open; docs/model.md, section 1."""

from __future__ import annotations

from datetime import date, timedelta

from reciprocity_cli.domain.needs import is_open, is_open_need
from reciprocity_cli.domain.records import Need, Seeking

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
