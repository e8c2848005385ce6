"""The balance report: groups, order, words, and the public fields."""

from __future__ import annotations

from datetime import date

import pytest
from report_samples import MAY, TODAY, person, rendered, tie, ties

from reciprocity_cli.domain.dates import DateRange
from reciprocity_cli.domain.query import Query, parse_query
from reciprocity_cli.domain.records import Category, Expect, Phase, Role
from reciprocity_cli.domain.touch import Thanks
from reciprocity_cli.reports.balance import action, balance_fields, balance_report, year_counts
from reciprocity_cli.reports.body import Paragraph, Section, Span

PUBLIC = [
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
]


def groups(report) -> dict[str, list[str]]:
    """Return the names under each heading."""
    sections = [item for item in report.body if isinstance(item, Section)]
    return {section.heading: [row.cells[0] for row in section.rows] for section in sections}


def test_people_stand_in_the_groups_of_the_model_by_folded_name():
    """The lopsided come first; Ésa stands with the E's; whoever is switched off is absent."""
    report = balance_report(ties(), today=TODAY)
    assert groups(report) == {
        "Lopsided: a chance to give back": ["Ana Ruiz", "Cai Wong", "Ésa Lind"],
        "Lopsided: you have been giving": ["Ben Adler"],
        "Leaning": ["Gil Amar", "Kim Holt"],
        "Investing": ["Eve Stone"],
        "Even": ["Dee Park", "Lea Moss"],
    }
    assert [row["name"] for row in report.rows] == [
        "Ana Ruiz",
        "Cai Wong",
        "Ésa Lind",
        "Ben Adler",
        "Gil Amar",
        "Kim Holt",
        "Eve Stone",
        "Dee Park",
        "Lea Moss",
        "Fay Lund",
        "Ivo Katz",
    ]


def test_those_too_early_are_one_line_of_names():
    """Too early and faded are named, without a bar or a number."""
    report = balance_report(ties(), today=TODAY)
    early, footer = report.body[-2:]
    assert early == Paragraph(
        (Span("Too early to say: ", "heading"), Span("Fay Lund, Ivo Katz")), apart=False
    )
    assert footer == Paragraph(Span("A memory aid from your side only, not a tally.", "dim"))


def test_many_who_are_too_early_are_counted():
    """Beyond two lines the rest are counted."""
    report = balance_report([tie(at, f"Person {at:02}", [5]) for at in range(30)], today=TODAY)
    [early, _] = report.body
    words = early.text[1].text
    assert words.startswith("Person 00, Person 01, ")
    assert words.endswith("Person 12 and 17 more")


def test_all_lists_everyone_with_words_instead_of_numbers():
    """With --all they are rows, and no number misleads even with --numbers."""
    report = balance_report(ties(), today=TODAY, numbers=True, show_all=True)
    assert groups(report)["Too early to say"] == ["Fay Lund", "Ivo Katz"]
    rows = next(item for item in report.body if item.heading == "Too early to say").rows
    assert [row.cells[2:] for row in rows] == [
        ("", "", "", "", "", Span("too early to say", "dim")),
        ("", "", "", "", "", Span("faded", "dim")),
    ]


def test_numbers_stand_only_where_they_are_asked_for():
    """B and s, gave, got and net come with --numbers."""
    plain = rendered(balance_report(ties(), today=TODAY))
    asked = rendered(balance_report(ties(), today=TODAY, numbers=True))
    assert "±" not in plain
    assert "-0.52 ± 0.17   3.9  16.8  -12.9  say" in asked


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (tie(1, "A", [], [1, 2, 3], thanks=(MAY,)), "say thank you for the introduction in May"),
        (
            tie(1, "A", [], [1, 2, 3], thanks=(MAY._replace(on=date(2025, 12, 3)),)),
            "say thank you for the introduction in December 2025",
        ),
        (
            tie(1, "A", [], [1, 2, 3], thanks=(Thanks(TODAY, 1, "large get", "the plan"),)),
            "say thank you for the plan in June",
        ),
        (
            tie(1, "A", [], [1, 2, 3], thanks=(Thanks(TODAY, 1, "yes", "a talk"),)),
            "say thank you for the yes in June",
        ),
        (tie(1, "A", [], [1, 2, 3], need="a tester"), "looks for a tester: can you help?"),
        (
            tie(1, "A", [], [1, 2, 3], need="a tester", need_met=True),
            "looks for a tester: you offer that",
        ),
        (
            tie(1, "A", [], [1, 2, 3], category=Category.RECOGNITION),
            "got recognition: ask what would help",
        ),
        (tie(1, "A", [1, 2, 3, 4]), "fine while you are happy to; else ask, or rest"),
        (tie(1, "A", [1, 2], [3]), "leaning giving; let them help too"),
        (
            tie(1, "A", [1], [2, 3, 4]),
            "leaning receiving; got advice: ask what would help",
        ),
        (
            tie(1, "A", [1, 2, 3, 4], phase=Phase.RELATING),
            "lopsided giving; early days: giving first is right",
        ),
        (tie(1, "A", [1, 2], [3], expect=Expect.GIVE), "leaning giving; as you mean to"),
        (
            tie(1, "A", [], [1, 2, 3], expect=Expect.RECEIVE),
            "lopsided receiving, as you expect; a thank-you is welcome",
        ),
        (tie(1, "A", [1, 2], [3, 4]), ""),
        (tie(1, "A", [1]), ""),
        (tie(1, "A", [1, 2, 3, 4], expect=Expect.OFF), ""),
    ],
)
def test_every_tilt_has_a_step_for_the_owner(made, words: str):
    """The line comes from facts: thanks, a need, what was received, the beginning of a tie."""
    assert action(made, TODAY) == words


def test_the_fields_are_the_public_ones():
    """A row has exactly the fields of the interface, with plain values."""
    report = balance_report([tie(2, "Cai", [10], [20, 30, 40], roles=(Role.PEER,))], today=TODAY)
    [row] = report.rows
    assert tuple(report.fields) == tuple(PUBLIC)
    assert sorted(row) == sorted(PUBLIC)
    assert {key: row[key] for key in PUBLIC[:9]} == {
        "id": 2,
        "name": "Cai",
        "roles": ("peer",),
        "phase": "sustaining",
        "reached": "sustaining",
        "expect": "even",
        "group": "leaning",
        "reading": "leaning-receiving",
        "flagged": False,
    }
    assert row["occasions"] == 4
    assert (row["gave_total"], row["got_total"]) == (2.0, 6.0)
    assert (row["gave_count_year"], row["got_count_year"]) == (1, 3)
    assert (row["first_on"], row["last_on"]) == (date(2026, 5, 21), date(2026, 6, 20))
    assert row["net"] == row["gave"] - row["got"]
    assert row["index"] == row["net"] / (row["gross"] + 4)
    assert list(row["categories"]) == list(Category)
    assert row["categories"]["advice"] == {
        "gave": row["gave"],
        "got": row["got"],
        "index": row["index"],
    }


def test_index_spread_and_mutual_are_null_where_words_stand_for_them():
    """Too early and faded have no index in the balance, and always one in an explanation."""
    for made in (tie(1, "A", [5]), tie(1, "A", [4000, 4001, 4002])):
        row = balance_fields(made, "")
        assert (row["index"], row["spread"], row["mutual"]) == (None, None, None)
        always = balance_fields(made, "", always=True)
        assert always["index"] is not None
        assert always["spread"] is not None


def test_numbers_are_null_for_somebody_switched_off():
    """With expect off nothing is said about them."""
    row = balance_fields(tie(1, "A", [1, 2, 3, 4], expect=Expect.OFF), "", always=True)
    known = {key for key, value in row.items() if value is not None}
    assert known == {"id", "name", "roles", "phase", "reached", "expect", "flagged", "action"}


@pytest.mark.parametrize(
    ("query", "half_life", "title"),
    [
        (
            Query(),
            365,
            "Balance · 1 person · through Tue 30 Jun 2026, fading by half each year",
        ),
        (Query(), None, "Balance · 1 person · through Tue 30 Jun 2026"),
        (
            Query(),
            90,
            "Balance · 1 person · through Tue 30 Jun 2026, fading by half each 90 days",
        ),
        (
            Query(period=DateRange(date(2026, 4, 1), date(2026, 6, 30)), text="role:peer"),
            None,
            "Balance · 1 person · Wed 1 Apr to Tue 30 Jun 2026 · role:peer",
        ),
        (
            Query(period=DateRange(date(2025, 4, 1), date.max)),
            None,
            "Balance · 1 person · Tue 1 Apr 2025 to Tue 30 Jun 2026",
        ),
        (
            Query(period=DateRange(date.min, date(2026, 3, 31))),
            None,
            "Balance · 1 person · through Tue 31 Mar 2026",
        ),
        (
            parse_query(["date:2026Q1"], TODAY),
            None,
            "Balance · 1 person · Thu 1 Jan to Tue 31 Mar 2026 · date:2026Q1",
        ),
    ],
)
def test_the_title_has_the_resolved_period(query: Query, half_life: int | None, title: str):
    """What is counted stands in the title."""
    report = balance_report([tie(1, "A", [5])], today=TODAY, query=query, half_life=half_life)
    assert report.title == title


def test_namesakes_are_told_apart():
    """Two people of one name have handle, id and organisation beside it."""
    made = [tie(1, "Ana Ruiz", [1, 2, 3, 4]), tie(2, "ana ruíz", [1, 2, 3, 4])]
    made[0] = made[0]._replace(person=person(1, "Ana Ruiz", organisation="Helix"))
    report = balance_report(made, today=TODAY)
    assert groups(report) == {
        "Lopsided: you have been giving": ["Ana Ruiz (p1, #1, Helix)", "ana ruíz (p2, #2)"]
    }
    assert [row["name"] for row in report.rows] == ["Ana Ruiz", "ana ruíz"]


def test_nobody_is_an_empty_report():
    """Without anyone there are no rows, and no table."""
    report = balance_report([], today=TODAY)
    assert (len(report.rows), report.body) == (0, ())


def test_a_year_without_exchanges_is_left_blank():
    """Nothing is shown where nothing passed."""
    assert year_counts(0, 0) == ""
    assert year_counts(12, 0) == (Span("↑12 ", "gave"), Span("↓0", "got"))


def test_a_balance_that_is_switched_off_says_so():
    """Nobody is told that nothing passed where it is only not looked at."""
    off = balance_report([tie(1, "Ana", [1, 2, 3, 4], expect=Expect.OFF)], today=TODAY)
    assert (list(off.rows), off.empty) == (
        [],
        "balance is switched off here; recip person edit NAME --expect even shows it again",
    )
    assert balance_report([], today=TODAY).empty == (
        "nothing has passed between you and anyone here yet"
    )
