"""Curiosity: when a question is due, and which one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reciprocity_cli.domain.records import Need, Seeking
from reciprocity_cli.domain.suggest import QUESTIONS, is_fresh, question_for

MONDAY = date(2026, 6, 29)
TODAY = date(2026, 6, 30)


def need(age, **more):
    return Need(1, 1, "a reviewer", TODAY - timedelta(days=age), **more)


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (179, True), (180, False), (-1, False)])
def test_fresh_is_the_last_180_days(age, fresh):
    """An age of 0 to 179 days; what lies ahead is not known yet."""
    assert is_fresh(need(age), TODAY) is fresh
    assert bool(question_for(1, [need(age)], TODAY)) is not fresh


def test_an_interest_is_something_known():
    """No question while one is fresh."""
    assert question_for(1, [need(3, seeking=Seeking.INTEREST)], TODAY) == ""


def test_what_was_met_is_not_looked_for_any_more():
    """After a need was met there is something to ask again; one that will be is still open."""
    assert question_for(1, [need(9, met_on=TODAY)], TODAY)
    assert question_for(1, [need(9, met_on=TODAY + timedelta(days=1))], TODAY) == ""


def test_a_question_stays_for_a_week_and_none_comes_back_before_its_turn():
    """Monday to Sunday it is the same; every one is asked before the first comes again."""
    week = [question_for(7, (), MONDAY + timedelta(days=day)) for day in range(7)]
    assert len(set(week)) == 1
    turn = [question_for(7, (), MONDAY + timedelta(weeks=at)) for at in range(len(QUESTIONS) + 1)]
    assert set(turn) == set(QUESTIONS)
    assert turn[0] == turn[-1]
    assert turn[0] != turn[1]


def test_people_begin_at_different_questions():
    """In one week, two people next to each other are asked different things."""
    assert question_for(1, (), TODAY) != question_for(2, (), TODAY)


def test_the_questions_are_questions():
    """Nine or so, each a line."""
    assert all(question.endswith("?") and len(question) < 70 for question in QUESTIONS)
    assert len(set(QUESTIONS)) == len(QUESTIONS) >= 7
