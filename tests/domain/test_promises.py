"""Promises: docs/model.md, section 10, and the worked example 9 of section 15."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reciprocity_cli.domain.promises import (
    credit,
    is_open,
    overdue,
    overdue_in_silence,
    reliability_of,
)
from reciprocity_cli.domain.records import By, Closing, Promise, Wording

TODAY = date(2026, 6, 30)
DUE = date(2026, 6, 20)
IN_TIME, LATER = DUE, DUE + timedelta(days=1)


def promise(
    closing: Closing | None = None,
    closed_on: date | None = None,
    *,
    due_on: date | None = DUE,
    updates: tuple[date, ...] = (),
    by: By = By.ME,
    made_on: date = date(2026, 6, 1),
) -> Promise:
    return Promise(
        id=1,
        person_id=1,
        by=by,
        what="send the deck",
        made_on=made_on,
        due_on=due_on,
        updates=updates,
        closing=closing,
        closed_on=closed_on,
    )


def test_three_kept_one_told_one_dropped():
    """Example 9: kept x3, told and dropped make (3.8 + 1) / 7 = 0.686."""
    kept = [promise(Closing.KEPT, IN_TIME)] * 3
    told, dropped = promise(Closing.TOLD, IN_TIME), promise(Closing.DROPPED, LATER)

    assert reliability_of([*kept, told, dropped], TODAY).value == pytest.approx(4.8 / 7, abs=1e-9)
    assert reliability_of([*kept, told, dropped], TODAY).credits == (1.0, 1.0, 1.0, 0.8, 0.0)


@pytest.mark.parametrize(
    ("made", "earned"),
    [
        (promise(Closing.KEPT, IN_TIME), 1.0),
        (promise(Closing.KEPT, LATER), 0.5),
        (promise(Closing.KEPT, TODAY, due_on=None), 1.0),
        (promise(Closing.KEPT), 1.0),
        (promise(Closing.KEPT, LATER, updates=(IN_TIME,)), 0.8),
        (promise(Closing.KEPT, TODAY, updates=(LATER,)), 0.5),
        (promise(Closing.LATE, LATER), 0.5),
        (promise(Closing.LATE, LATER, updates=(IN_TIME,)), 0.8),
        (promise(Closing.LATE, TODAY, due_on=None), 1.0),
        (promise(Closing.TOLD, IN_TIME), 0.8),
        (promise(Closing.TOLD, LATER), 0.5),
        (promise(Closing.TOLD, LATER, updates=(IN_TIME,)), 0.8),
        (promise(Closing.TOLD, TODAY, due_on=None), 0.8),
        (promise(Closing.DROPPED, LATER), 0.0),
        (promise(Closing.DROPPED, LATER, updates=(LATER,)), 0.0),
        (promise(Closing.DROPPED, LATER, updates=(IN_TIME,)), 0.8),
        (promise(Closing.DROPPED, TODAY, due_on=None), 0.0),
        (promise(Closing.RELEASED, LATER), None),
        (promise(), 0.0),
        (promise(updates=(LATER,)), 0.0),
        (promise(updates=(IN_TIME,)), None),
        (promise(due_on=TODAY), None),
        (promise(due_on=None), None),
        (promise(Closing.KEPT, IN_TIME, by=By.THEM), None),
        (promise(by=By.THEM), None),
        (promise(made_on=date(2026, 7, 1), due_on=None), None),
    ],
)
def test_what_a_promise_earns(made: Promise, earned: float | None):
    """Each way a promise can stand has its credit, or is not counted."""
    assert credit(made, TODAY) == earned


def test_try_is_heard_as_promise():
    """A "try" earns what a "promise" earns."""
    tried = promise()._replace(wording=Wording.TRY)

    assert credit(tried, TODAY) == 0.0
    assert overdue_in_silence(tried, TODAY)


@pytest.mark.parametrize(("today", "silent"), [(DUE, False), (LATER, True)])
def test_on_the_due_date_nothing_is_overdue(today: date, silent: bool):
    """A promise is overdue from the day after its due date."""
    assert overdue(promise(), today) is silent
    assert overdue_in_silence(promise(), today) is silent


@pytest.mark.parametrize("word", [IN_TIME, LATER, TODAY])
def test_any_word_ends_the_silence(word: date):
    """An update before or after the due date lifts the gate; the promise stays overdue."""
    assert not overdue_in_silence(promise(updates=(word,)), TODAY)
    assert overdue(promise(updates=(word,)), TODAY)


def test_a_promise_without_a_date_is_never_overdue():
    """Without a due date nothing presses."""
    assert not overdue_in_silence(promise(due_on=None), TODAY)


def test_what_is_dated_after_today_has_not_happened():
    """Updates, closings and promises of tomorrow are ignored."""
    tomorrow = TODAY + timedelta(days=1)

    assert overdue_in_silence(promise(updates=(tomorrow,)), TODAY)
    assert is_open(promise(Closing.KEPT, tomorrow), TODAY)
    assert credit(promise(Closing.KEPT, tomorrow), TODAY) == 0.0
    assert not is_open(promise(made_on=tomorrow), TODAY)


def test_a_promise_made_and_kept_today_counts():
    """What is dated today has happened."""
    assert is_open(promise(made_on=TODAY, due_on=TODAY), TODAY)
    assert credit(promise(Closing.KEPT, TODAY, made_on=TODAY, due_on=TODAY), TODAY) == 1.0


def test_a_closed_promise_is_neither_open_nor_overdue():
    """Closing ends a promise on its day, however it ended."""
    for closing in Closing:
        assert not is_open(promise(closing, TODAY), TODAY)
        assert not overdue_in_silence(promise(closing, TODAY), TODAY)


def test_without_a_counted_promise_there_is_no_rate():
    """n = 0 has no reliability; promises of theirs are reminders without a rate."""
    assert reliability_of([], TODAY).value is None
    assert (
        reliability_of([promise(by=By.THEM), promise(Closing.RELEASED, DUE)], TODAY).value is None
    )


@pytest.mark.parametrize(("kept", "rate"), [(1, 2 / 3), (8, 0.9), (98, 0.99)])
def test_kept_promises_approach_one(kept: int, rate: float):
    """(n + 1) / (n + 2) for promises all kept."""
    assert reliability_of([promise(Closing.KEPT, IN_TIME)] * kept, TODAY).value == pytest.approx(
        rate, abs=1e-9
    )
