"""The explanation of one person: the arithmetic adds up, and the fields are the public ones."""

from __future__ import annotations

from datetime import date

import pytest
from report_samples import TODAY, explained, person, rendered, tie

from reciprocity_cli.domain.balance import balance_of, standing
from reciprocity_cli.domain.due import due_row
from reciprocity_cli.domain.promises import Reliability
from reciprocity_cli.domain.records import Expect, Phase, QuietRange
from reciprocity_cli.domain.touch import Touch
from reciprocity_cli.reports import explain
from reciprocity_cli.reports.explain import FIELDS, explain_report

PUBLIC = {
    "id",
    "name",
    "roles",
    "phase",
    "reached",
    "expect",
    "group",
    "reading",
    "flagged",
    "gave",
    "got",
    "net",
    "gross",
    "mutual",
    "index",
    "spread",
    "occasions",
    "gave_total",
    "got_total",
    "gave_count_year",
    "got_count_year",
    "first_on",
    "last_on",
    "action",
    "categories",
    "due_on",
    "last_contact_on",
    "cadence",
    "lateness",
    "urgency",
    "reasons",
    "heading",
    "next_action",
    "legal",
    "supported",
    "missing",
    "since",
    "warmth",
    "warmth_reading",
    "momentum",
    "momentum_reading",
    "promises_reliability",
    "strength_signs",
    "ask_readiness",
    "ask_blockers",
    "stage",
    "lines",
}


def steps(made) -> dict[str, str]:
    return {step.label: step.text for step in made}


def test_the_fields_are_those_of_all_reports_together():
    """One row has the fields of balance, due and phase, and its own."""
    report = explain_report(explained(), today=TODAY)
    [row] = report.rows
    assert set(row) == set(report.fields) == set(FIELDS) == PUBLIC
    assert (row["phase"], row["reached"], row["supported"]) == (
        "nurturing",
        "sustaining",
        "relating",
    )
    assert row["legal"] == ["identifying", "relating", "nurturing", "sustaining", "capitalizing"]
    assert (row["missing"], row["since"]) == (("a need of theirs",), date(2026, 3, 1))
    assert (row["warmth_reading"], row["momentum_reading"]) == ("warm", "building")
    assert (row["promises_reliability"], row["strength_signs"]) == (2 / 3, ("asked-advice",))
    assert (row["ask_readiness"], row["stage"]) == ("nearly", "mature")
    assert row["ask_blockers"][1].endswith("(from Tue 14 Jul 2026)")


def test_the_lines_are_the_printed_ones():
    """Every line of the field stands in the table, indented and nothing else."""
    report = explain_report(explained(), today=TODAY)
    printed = [line[2:] for line in rendered(report).split("\n") if line.startswith("  ")]
    assert report.rows[0]["lines"] == printed


def test_numbers_are_null_where_the_balance_is_switched_off():
    """With expect off the balance is not spelt out and its numbers are null."""
    report = explain_report(explained(Expect.OFF), today=TODAY)
    [row] = report.rows
    assert (row["index"], row["gave"], row["categories"], row["group"]) == (None,) * 4
    assert row["lines"][-1].endswith("off: the balance with this person is switched off")
    assert row["warmth"] > 0


def test_index_and_spread_are_spelt_out_as_in_the_worked_example():
    """Example 3: five medium gives and one get on six days, without fading."""
    made = tie(1, "A", [0, 0, 0, 0, 0], [0])
    said = steps(explain.balance_steps(made.standing, (), None))
    assert said["G, gave"] == "10, the sum of what you gave; nothing fades"
    assert said["N, net"] == "G - R = 10 - 2 = +8.000"
    assert said["mutual"] == "2 min(G, R) / T = 2 × 2 / 12 = 0.333"
    assert said["B, index"] == "(G - R) / (G + R + 4) = 8 / 16 = +0.500"
    assert said["s, spread"] == "√((1 - B²) / (G + R + 5)) = √(0.75 / 17) = 0.210"


def test_an_empty_balance_has_its_numbers_too():
    """Example 1: nothing passed yet."""
    nothing = balance_of([], 0)
    read = standing(nothing, None, Phase.IDENTIFYING, None, TODAY)
    said = steps(explain.balance_steps(read, (), 365))
    assert said["mutual"] == "none, for T is 0"
    assert said["B, index"] == "(G - R) / (G + R + 4) = 0 / 4 = 0.000"
    assert said["s, spread"] == "√((1 - B²) / (G + R + 5)) = √(1 / 5) = 0.447"
    why = steps(explain.reading_steps(read, person(1, "A"), Phase.IDENTIFYING, None, TODAY))
    assert why == {
        "reading": "too early to say: an exchange on 0 days, and a reading takes 3",
        "expects": "even: there was no exchange yet",
        "group": "Too early to say; not flagged",
    }


@pytest.mark.parametrize(
    ("made", "reading", "group"),
    [
        (
            tie(1, "A", [4000, 4001, 4002]),
            "faded: T is 0.003, below 2",
            "Too early to say; not flagged",
        ),
        (
            tie(1, "A", [0, 1], [0, 2]),
            "even: abs(B) is 0.000, below 0.2; an exchange on 3 days",
            "Even; not flagged",
        ),
        (
            tie(1, "A", [0, 1, 2, 3, 4], [5]),
            "lopsided giving: abs(B) is 0.501, not below 0.2; abs(B) - s = +0.290 is 0.1 or more;"
            " an exchange on 6 days",
            "Lopsided: you have been giving; flagged",
        ),
        (
            tie(1, "A", [0, 1, 2], [3], phase=Phase.RELATING),
            "leaning giving: abs(B) is 0.334, not below 0.2; abs(B) - s = +0.072"
            " is not 0.1 or more; an exchange on 4 days",
            "Investing; not flagged: a giving tilt where giving is expected",
        ),
        (
            tie(1, "A", [], [0, 1, 2], expect=Expect.RECEIVE),
            "lopsided receiving: abs(B) is 0.600, not below 0.2; abs(B) - s = +0.358"
            " is 0.1 or more; an exchange on 3 days",
            "Even; not flagged: a receiving tilt where receiving is expected",
        ),
    ],
)
def test_a_reading_says_by_which_threshold_it_was_made(made, reading: str, group: str):
    """The numbers stand beside the limits they were compared with."""
    first_on = made.standing.balance.first_on
    said = steps(explain.reading_steps(made.standing, made.person, made.reached, first_on, TODAY))
    assert (said["reading"], said["group"]) == (reading, group)


def test_an_expectation_says_where_it_comes_from():
    """The owner's word, or the facts of the beginning."""
    own = tie(1, "A", [0], expect=Expect.GIVE)
    said = explain.reading_steps(own.standing, own.person, own.reached, TODAY, TODAY)
    assert steps(said)["expects"] == "give: your word"
    new = tie(1, "A", [9], phase=Phase.RELATING)
    said = explain.reading_steps(new.standing, new.person, new.reached, date(2026, 6, 21), TODAY)
    assert steps(said)["expects"] == (
        "give: reached relating, and the first exchange was 9 days ago"
        " (giving is expected through nurturing and for 365 days)"
    )


@pytest.mark.parametrize(
    ("fields", "last_on", "due", "late"),
    [
        (
            {"cadence": "1w"},
            date(2026, 6, 20),
            "base + 1w = Sat 27 Jun 2026",
            "(today - base) / (due - base) = 10 / 7 = 1.429",
        ),
        (
            {"cadence": "1w", "snoozed_until": date(2026, 7, 9)},
            date(2026, 6, 20),
            "base + 1w = Sat 27 Jun 2026, snoozed until Thu 9 Jul 2026",
            "(today - base) / (due - base) = 10 / 7 = 1.429",
        ),
        (
            {"cadence": "1w", "quiet": (QuietRange(date(2026, 6, 25), date(2026, 7, 5)),)},
            date(2026, 6, 20),
            "base + 1w = Sat 27 Jun 2026, after quiet days Mon 6 Jul 2026",
            "(today - base) / (due - base) = 10 / 7 = 1.429",
        ),
        (
            {"cadence": "1w", "quiet": (QuietRange(date(2026, 6, 25), date.max),)},
            date(2026, 6, 20),
            "base + 1w = Sat 27 Jun 2026, quiet ever after",
            "(today - base) / (due - base) = 10 / 7 = 1.429",
        ),
        (
            {"cadence": "1w", "paused": True},
            date(2026, 6, 20),
            "base + 1w = Sat 27 Jun 2026, not while paused",
            "(today - base) / (due - base) = 10 / 7 = 1.429",
        ),
        (
            {"cadence": "1y"},
            None,
            "base + 14 days = Wed 15 Jan 2025",
            "(today - base) / cadence = 545 / 365.25 = 1.492",
        ),
        (
            {"cadence": "none"},
            date(2026, 6, 20),
            "never, without a cadence",
            "(today - base) / 90 days = 10 / 90 = 0.111",
        ),
        (
            {"cadence": "none"},
            None,
            "never, without a cadence",
            "none: there is no day to count from",
        ),
    ],
)
def test_a_due_date_says_what_moved_it(fields, last_on, due: str, late: str):
    """Base, cadence, snooze and quiet days are told apart."""
    row = due_row(Touch(person(1, "A", **fields), last_on), today=TODAY)
    said = steps(explain.due_steps(row, TODAY))
    assert (said["due"], said["L, lateness"]) == (due, late)


def test_promises_are_spelt_out_or_there_are_none():
    """Example 9: kept three times, told, dropped."""
    made = Reliability((1.0, 1.0, 1.0, 0.8, 0.0), 4.8 / 7)
    assert explain.promise_step(made).text == "(1 + 1 + 1 + 0.8 + 0 + 1) / (5 + 2) = 0.686"
    assert explain.promise_step(Reliability((), None)).text == "no promises yet"
