"""momentum: a calendar of weeks, the whole network in a sentence, people by reading."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(path, "Ana Ruiz", "Bo Lind", "Cai Wong", "Dee Park", "Eve Stone")


def readings(recip, *words):
    """The reading and the counts of each person, in their order."""
    rows = recip("momentum", "--json", *words).json()["rows"]
    return [(row["name"], row["reading"], row["recent"], row["before"]) for row in rows]


def met(recip, name, *ages):
    """A contact that they started, for each age in days."""
    for age in ages:
        assert recip("log", name, "--on", f"{age}d ago", "--started", "them").code == 0


def test_people_by_reading_in_the_order_of_names(recip):
    """Contact days of the last 90 days against those of the 90 before, the bounds included."""
    met(recip, "eve", 0, 1)
    met(recip, "bo", 89, 90, 179)
    met(recip, "cai", 89, 180)
    met(recip, "dee", 90)
    met(recip, "dee", 90)
    assert readings(recip) == [
        ("Ana Ruiz", "quiet", 0, 0),
        ("Bo Lind", "slowing", 1, 2),
        ("Cai Wong", "restarting", 1, 0),
        ("Dee Park", "slowing", 0, 1),
        ("Eve Stone", "building", 2, 0),
    ]


def test_the_network_counts_pairs_on_which_the_owner_gave_or_started(recip):
    """One lunch with two people is two pairs; what they started and what was got is none."""
    recip("log", "ana", "bo", "--started", "both")
    recip("gave", "ana", "advice")
    recip("gave", "cai", "advice", "--self-interest")
    recip("got", "cai", "advice", "--on", "3d")
    recip("log", "dee", "--started", "them")
    recip("log", "eve", "--started", "me", "--on", "90d ago")
    assert recip("momentum", "--json").json()["network"] == {
        "reading": "building",
        "momentum": 0.2,
        "recent": 2,
        "before": 1,
    }


def test_the_calendar_has_53_weeks_of_gives_and_gets(recip):
    """Weeks begin on Monday; the last is this one, and what is noted for later is not in it."""
    recip("gave", "ana", "advice")
    recip("gave", "ana", "advice", "--self-interest", "--on", "mon")
    recip("got", "bo", "advice", "--on", "sun")
    recip("got", "bo", "advice", "--on", "2026-07-01", "--future")
    weeks = recip("momentum", "--json").json()["weeks"]
    assert len(weeks) == 53
    assert weeks[0]["first"] == "2025-06-30"
    assert weeks[-2:] == [
        {"week": "2026-W26", "first": "2026-06-22", "gave": 0, "got": 1, "people": 1},
        {"week": "2026-W27", "first": "2026-06-29", "gave": 1, "got": 0, "people": 1},
    ]


def test_the_signs_of_a_week_differ_without_colour(recip):
    """Gave, got, both, in touch and nothing each have a sign of their own."""
    recip("gave", "ana", "advice", "--on", "2026-05-04")
    recip("got", "ana", "advice", "--on", "2026-05-12")
    recip("gave", "ana", "advice", "--on", "2026-05-18")
    recip("got", "ana", "advice", "--on", "2026-05-24")
    recip("log", "ana", "--on", "2026-05-25")
    shown = recip("momentum", "ana", "--since", "2026-05-04", "--until", "2026-06-07")
    assert shown.out == (
        "Momentum · building · 1 person · Mon 4 May to Sun 7 Jun 2026 · ana\n"
        "\n"
        "            May    90 days    last\n"
        "  gave 2    █▁█▁▁\n"
        "  got 2     ▁██▁▁\n"
        "Building\n"
        "  Ana Ruiz  ▲▼◆•·    0 → 5  5w ago\n"
        "\n"
        "You gave or were the one to get in touch 2 times in the last 90 days, 0 in the 90 before."
        " It builds: keep it going.\n"
        "A sign a week: ▲ gave  ▼ got  ◆ both  • in touch.  2 → 5: days in touch, before and now.\n"
    )


def test_a_period_chooses_people_and_weeks_and_never_moves_the_reading(recip):
    """Of a long period the last 53 weeks are shown; one that lies ahead has none."""
    met(recip, "ana", 400, 3)
    met(recip, "bo", 3)
    assert readings(recip, "--period", "2025") == [("Ana Ruiz", "restarting", 1, 0)]
    long = recip("momentum", "--since", "2020-01-01", "--json").json()["weeks"]
    assert (len(long), long[-1]["first"]) == (53, "2026-06-29")
    year = recip("momentum", "--period", "2025", "--json").json()["weeks"]
    assert (len(year), year[0]["first"], year[-1]["first"]) == (53, "2024-12-30", "2025-12-29")
    assert recip("momentum", "--period", "2027", "--json").json()["weeks"] == []


def test_the_quiet_are_named_in_a_line_and_listed_with_all(recip):
    """Nobody of them is left out, and the archived are put away unless they are named."""
    recip("person", "archive", "eve")
    assert "Quiet for 180 days: Ana Ruiz, Bo Lind, Cai Wong, Dee Park\n" in recip("momentum").out
    listed = recip("momentum", "--all").out
    assert "Quiet\n  Ana Ruiz" in listed
    assert "Eve" not in listed
    assert readings(recip, "eve") == [("Eve Stone", "quiet", 0, 0)]


def test_namesakes_are_told_apart(recip, path):
    """By handle and id."""
    add_people(path, "Ana Ruiz")
    met(recip, "#1", 1)
    met(recip, "#6", 1)
    assert [
        line.split("  ")[1] for line in recip("momentum").out.splitlines() if "Ana" in line
    ] == [
        "Ana Ruiz (ana-ruiz, #1)",
        "Ana Ruiz (ana-ruiz-2, #6)",
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nobody",), 3, "nobody is called 'nobody'"),
        (("roll:x",), 2, "there is no term roll:"),
        (("--period", "x"), 2, "'x'"),
        (("--period", "2026", "--since", "2026"), 2, "--period goes without"),
    ],
)
def test_refusals(recip, path, words, code, said):
    """A line, an exit code, and nothing written."""
    assert_refused(recip, path, ("momentum", *words), code, said)
