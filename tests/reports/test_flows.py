"""The balance by category, role and month: sums to look at, without a verdict."""

from __future__ import annotations

import pytest
from report_samples import TODAY, rendered, tie, ties

from reciprocity_cli.domain.records import Category, Direction, Expect, Role
from reciprocity_cli.reports.balance import (
    READING_WORDS,
    MonthlyFlow,
    balance_by_category,
    balance_by_month,
    balance_by_role,
)


def test_categories_add_up_over_people_and_their_nets_to_the_whole():
    """Each category has the sums of all who count; whoever is switched off is in none."""
    report = balance_by_category(ties(), today=TODAY)
    counting = [one.standing.balance for one in ties() if one.standing.group]
    assert [row["category"] for row in report.rows] == ["knowledge", "advice"]
    assert sum(row["net"] for row in report.rows) == pytest.approx(
        sum(balance.net for balance in counting)
    )
    assert set(report.rows[0]) == set(report.fields) == {"category", "gave", "got", "net", "index"}


def test_a_category_is_shown_as_a_flow_and_gets_no_reading():
    """Both sides are drawn and counted; no word judges them."""
    made = [tie(1, "A", [0, 0, 0], [0], category=Category.KNOWLEDGE)]
    text = rendered(balance_by_category(made, today=TODAY, half_life=None))
    assert "  knowledge       ▇▇▇┼▇▇▇▇▇▇▇▇   you 6, them 2\n" in text
    for one in ties():
        assert READING_WORDS[one.standing.reading] not in text


def test_somebody_of_two_roles_counts_in_both():
    """Roles come in their order, people without one last."""
    made = [
        tie(1, "A", [0], [0, 0], roles=(Role.PEER, Role.MENTOR)),
        tie(2, "B", [0], roles=(Role.PEER,)),
        tie(3, "C", [], [0]),
        tie(4, "D", [0], expect=Expect.OFF, roles=(Role.COACH,)),
    ]
    report = balance_by_role(made, today=TODAY)
    assert report.rows == [
        {"role": "mentor", "people": 1, "gave": 2.0, "got": 4.0, "net": -2.0}
        | {"gave_count_year": 1, "got_count_year": 2},
        {"role": "peer", "people": 2, "gave": 4.0, "got": 4.0, "net": 0.0}
        | {"gave_count_year": 2, "got_count_year": 2},
        {"role": None, "people": 1, "gave": 0.0, "got": 2.0, "net": -2.0}
        | {"gave_count_year": 0, "got_count_year": 1},
    ]
    assert "  no role  1 person  ↑0  ↓1" in rendered(report)


def test_months_have_both_ways_in_one_row_oldest_first():
    """Sums are plain ones, and a month without exchanges is left out."""
    flows = [
        MonthlyFlow("2026-06", Direction.GOT, 1, 2.0),
        MonthlyFlow("2026-04", Direction.GAVE, 3, 6.0),
        MonthlyFlow("2026-04", Direction.GOT, 1, 2.5),
    ]
    report = balance_by_month(flows, today=TODAY)
    assert report.rows == [
        {"month": "2026-04", "gave": 6.0, "got": 2.5, "gave_count": 3, "got_count": 1},
        {"month": "2026-06", "gave": 0.0, "got": 2.0, "gave_count": 0, "got_count": 1},
    ]
    assert rendered(report) == (
        "Balance · by month, 2 months · through Tue 30 Jun 2026, without fading\n\n"
        "           entries  got ◂───┼───▸ gave  sums of sizes\n"
        "  2026-04  ↑3  ↓1        ▇▇▇┼▇▇▇▇▇▇▇▇   you 6, them 2.5\n"
        "  2026-06  ↑0  ↓1        ▇▇▇┼           you 0, them 2\n"
        "\nA memory aid from your side only, not a tally.\n"
    )


def test_nothing_passed_is_an_empty_report():
    """Without exchanges there are no rows and no table."""
    for report in (
        balance_by_category([], today=TODAY),
        balance_by_role([], today=TODAY),
        balance_by_month([], today=TODAY),
    ):
        assert (report.rows, report.body) == ([], ())
