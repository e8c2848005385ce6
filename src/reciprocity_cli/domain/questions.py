"""Curiosity: a question to ask somebody of whom nothing fresh is known; docs/model.md, section 11.

Known is what they look for or take an interest in; fresh is what was noted in the last 180 days and
is still open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reciprocity_cli.domain.needs import is_open
from reciprocity_cli.domain.records import Need

FRESH_DAYS = 180

QUESTIONS = (
    "what is the hardest part of your work just now?",
    "what change in your field do you keep an eye on?",
    "whom would you like to get to know?",
    "which of your plans do you look forward to most?",
    "where do you see room for something that nobody does yet?",
    "what are you looking for at the moment?",
    "what has your attention these days?",
    "what have you become curious about lately?",
    "what would make the coming months easier for you?",
)
"""The owner's to ask, in any words; each opens on something that a give could answer."""


def is_fresh(need: Need, today: date) -> bool:
    """Tell whether a need or interest is open and 0 to 179 days old."""
    return is_open(need, today) and (today - need.noted_on).days < FRESH_DAYS


def question_for(person_id: int, needs: Iterable[Need], today: date) -> str:
    """Return what to ask a person this week; empty while something fresh is known of them.

    The questions take turns, week by week (from Monday), and people begin at different ones, so
    none comes back to a person before all of them were asked.
    """
    if any(is_fresh(need, today) for need in needs):
        return ""
    # Day 1 of the ordinal count is a Monday.
    week = (today.toordinal() - 1) // 7
    return QUESTIONS[(person_id + week) % len(QUESTIONS)]
