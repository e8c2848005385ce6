"""The due report: order, reasons in words, a next step, and the public fields."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from report_samples import TODAY, person, queue, rendered, touches

from reciprocity_cli.domain.due import Reason, due_list, due_row, forgotten
from reciprocity_cli.domain.touch import Touch
from reciprocity_cli.reports.due import (
    due_fields,
    due_report,
    forgotten_report,
    reason_words,
    urgency_words,
)

PUBLIC = [
    "id",
    "name",
    "due_on",
    "last_contact_on",
    "cadence",
    "lateness",
    "urgency",
    "reasons",
    "heading",
    "next_action",
]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("overdue", ago(1)), "1d over"),
        (Reason("overdue", ago(15)), "2w over"),
        (Reason("due", TODAY), "due today"),
        (Reason("due", ago(-2)), "due Thu 2 Jul"),
        (Reason("promise", ago(-2), "send the deck"), "promise due Thu 2 Jul: send the deck"),
        (Reason("promise", TODAY, "it"), "promise due today: it"),
        (Reason("promise", ago(10), "it"), "promise was due Sat 20 Jun: it"),
        (Reason("promise", ago(200), "it"), "promise was due Fri 12 Dec 2025: it"),
        (Reason("birthday", ago(-4), "turns 40"), "birthday Sat 4 Jul, turns 40"),
        (Reason("birthday", ago(-4)), "birthday Sat 4 Jul"),
        (Reason("birthday", TODAY, "turns 40"), "birthday today, turns 40"),
        (Reason("birthday", ago(1), "turns 40"), "birthday was Mon, turned 40"),
        (
            Reason("thanks", ago(58), "introduction: Bo"),
            "thanks due for the introduction: Bo (Sun 3 May)",
        ),
        (Reason("new", ago(94)), "added 13w ago, a hello is welcome"),
        (Reason("new", TODAY), "added today, a hello is welcome"),
        (Reason("forgotten", ago(400)), "no contact for 13mo"),
        (Reason("forgotten"), "no contact yet"),
    ],
)
def test_each_reason_is_said_in_words(reason: Reason, words: str):
    """Short ages, and days with their weekday."""
    assert reason_words(reason, TODAY) == words


def test_the_fields_are_the_public_ones():
    """A row has exactly the fields of the interface; what counts for all stands beside."""
    report = due_report(queue(), today=TODAY)
    assert list(report.fields) == PUBLIC == list(report.rows[0])
    assert report.rows[0] == {
        "id": 4,
        "name": "Dee Park",
        "due_on": TODAY,
        "last_contact_on": date(2026, 3, 31),
        "cadence": "3m",
        "lateness": 1.0,
        "urgency": 4.0,
        "reasons": ["promise due Thu 2 Jul: send the deck", "due today"],
        "heading": "due",
        "next_action": "deliver it, or tell them before Thursday",
    }
    assert report.beside == {
        "window_end": date(2026, 7, 6),
        "waiting": 4,
        "demand": pytest.approx(8.4408),
        "capacity": 5,
        "opportunities": [],
    }


def test_rows_come_in_the_order_of_the_queue():
    """The most urgent first, everyone with --all."""
    names = [row["name"] for row in due_report(queue(show_all=True), today=TODAY).rows]
    assert names == [
        "Dee Park",
        "Ida Berg",
        "Cai Wong",
        "Eve Stone",
        "Guy Hart",
        "Ana Ruiz",
        "Ben Adler",
        "Fay Lund",
        "Hal Moor",
    ]


def test_the_new_have_a_heading_of_their_own():
    """Whoever was never contacted stands below, apart."""
    text = rendered(due_report(queue(show_all=True), today=TODAY))
    assert text.split("\n\n")[2] == (
        "Not in touch yet\n  Fay Lund   added 13w ago, a hello is welcome\n             → say hello"
    )


def test_a_second_reason_and_the_next_step_hang_below():
    """The first reason stands on the row, the others and the step under it."""
    text = rendered(due_report(queue(), today=TODAY))
    assert (
        "  Cai Wong   thanks due for the introduction: Bo at Acme (Sun 3 May)"
        "  6w since contact, every 1m\n"
        "             also 2w over\n"
        "             → thank them for the introduction of 3 May\n"
    ) in text


@pytest.mark.parametrize(
    ("days", "show_all", "title"),
    [
        (7, False, "Due this week · Tue 30 Jun to Mon 6 Jul 2026 · 5 of 9 shown, 4 more can wait"),
        (7, True, "Due this week · Tue 30 Jun to Mon 6 Jul 2026 · 9 people"),
        (1, True, "Due today · Tue 30 Jun 2026 · 8 people"),
        (14, True, "Due in 14 days · Tue 30 Jun to Mon 13 Jul 2026 · 9 people"),
    ],
)
def test_the_title_has_the_days_and_the_count(days: int, show_all: bool, title: str):
    """The window is spelt out, and what can wait is counted."""
    report = due_report(queue(days=days, show_all=show_all, capacity=5), today=TODAY)
    assert report.title == title


def test_demand_beyond_capacity_is_said():
    """When the cadences ask for more than there is room for, a line says so; else none does."""
    said = "The cadences add up to 8.4 contacts a week, and the capacity is 5: lengthen some"
    assert said in rendered(due_report(queue(), today=TODAY))
    assert "lengthen" not in rendered(due_report(queue(capacity=9), today=TODAY))


def test_why_adds_the_arithmetic():
    """Each urgency is taken apart under its row."""
    text = rendered(due_report(queue(), today=TODAY, why=True))
    assert "             urgency 2.48 = 1.48 (46 of 31 days) + 1 thanks\n" in text


@pytest.mark.parametrize(
    ("touch", "words"),
    [
        (touches()[0], "1.43 = 1.43 (10 of 7 days)"),
        (touches()[5], "1.03 = 1.03 (94 days in cadences of 3m)"),
        (Touch(person(1, "A", cadence="none"), ago(45)), "0.50 = 0.50 (45 of 90 days)"),
        (Touch(person(1, "A", cadence="none")), "0.00 = 0"),
    ],
)
def test_an_urgency_is_taken_apart(touch: Touch, words: str):
    """Lateness says what it was counted against."""
    assert urgency_words(due_row(touch, today=TODAY)) == words


def test_nobody_due_is_an_empty_report():
    """Without anyone there are no rows and no table, and a note says until when."""
    report = due_report(due_list([], today=TODAY), today=TODAY)
    assert (len(report.rows), report.body) == (0, [])
    assert report.empty == "nobody is due through Mon 6 Jul 2026"


def test_the_forgotten_have_the_same_fields():
    """Whoever is without a cadence and long untouched is listed on request."""
    made = [
        Touch(person(1, "Al", cadence="none"), ago(400)),
        Touch(person(2, "Bo", cadence="none")),
    ]
    report = forgotten_report(forgotten(made, today=TODAY), today=TODAY)
    assert report.title == "Out of sight for a year · 2 people"
    assert [row["reasons"] for row in report.rows] == [["no contact for 13mo"], ["no contact yet"]]
    assert list(report.rows[0]) == PUBLIC
    assert forgotten_report((), today=TODAY).body == ()


def test_somebody_without_a_cadence_has_none():
    """A missing cadence and due date are null."""
    row = due_fields(due_row(Touch(person(1, "A", cadence="none"), TODAY), today=TODAY), TODAY)
    assert (row["cadence"], row["due_on"], row["reasons"]) == (None, None, [])
