"""snooze and quiet: when to be left in peace."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture
def overdue(recip, path):
    """Ana and Bo, both due since 2026-06-01 and listed for it."""
    add_people(path, {"name": "Ana Ruiz", "cadence": "1m"}, {"name": "Bo Lind", "cadence": "1m"})
    recip("log", "ana", "bo", "--on", "2026-05-01")


def due(recip, *words):
    """Who is listed as due, and since or until when."""
    found = recip("due", "--json", *words).json()["rows"]
    return [(row["name"], row["due_on"]) for row in found]


def test_a_snooze_puts_the_day_off(recip, overdue):
    """Until the day they are not listed for lateness; `off` wakes them."""
    ran = recip("snooze", "ana", "2w")
    assert ran.out == "Snoozed Ana Ruiz until Tue 2026-07-14      undo: recip undo\n"
    assert due(recip) == [("Bo Lind", "2026-06-01")]
    assert due(recip, "--today", "2026-07-14", "ana") == [("Ana Ruiz", "2026-07-14")]
    assert recip("snooze", "ana", "off").out == ("Ana Ruiz is awake again      undo: recip undo\n")
    assert due(recip) == [("Ana Ruiz", "2026-06-01"), ("Bo Lind", "2026-06-01")]


def test_a_later_contact_clears_a_snooze(recip, overdue):
    """A contact dated after the day of the snooze clears it; one before does not."""
    recip("snooze", "ana", "2027-06-30")
    recip("log", "ana", "--on", "2026-06-29")
    assert due(recip, "ana", "--today", "2026-09-01") == []
    recip("log", "ana", "--on", "2026-07-05", "--today", "2026-07-05")
    assert due(recip, "ana", "--today", "2026-09-01") == [("Ana Ruiz", "2026-08-05")]


def test_a_snooze_never_makes_a_day_earlier(recip, overdue):
    """A day before the one that is due anyway changes nothing."""
    recip("log", "ana", "--on", "today")
    recip("snooze", "ana", "1d")
    assert due(recip, "ana", "--days", "60") == [("Ana Ruiz", "2026-07-30")]


def test_quiet_days_move_what_falls_in_them(recip, overdue):
    """A due day within a range moves to the day after it, through adjoining ranges too."""
    recip("log", "ana", "--on", "2026-06-10")
    ran = recip("quiet", "ana", "2026-07-08", "2026-07-14")
    assert ran.out == (
        "Noted #5  Ana Ruiz  Wed 2026-07-08 to Tue 2026-07-14      undo: recip undo\n"
    )
    assert due(recip, "ana", "--days", "60") == [("Ana Ruiz", "2026-07-15")]
    recip("quiet", "me", "2026-07-15", "2026-07-16")
    assert due(recip, "ana", "--days", "60") == [("Ana Ruiz", "2026-07-17")]
    recip("rm", "5")
    assert due(recip, "ana", "--days", "60") == [("Ana Ruiz", "2026-07-10")]


def test_on_a_quiet_day_nobody_it_covers_is_listed(recip, overdue):
    """A range of mine covers everyone, one of a person only them."""
    recip("quiet", "ana", "today", "+1d")
    assert due(recip) == [("Bo Lind", "2026-06-01")]
    recip("quiet", "ME", "today", "+1d")
    assert due(recip) == []
    assert len(due(recip, "--today", "2026-07-02")) == 2


def test_json_repeats_the_days(recip, overdue):
    """Both writes print what they wrote."""
    snoozed = recip("snooze", "ana", "fri", "--json").json()
    assert [(row["id"], row["snoozed_until"]) for row in snoozed["rows"]] == [(1, "2026-07-03")]
    quiet = recip("quiet", "me", "today", "eow", "--json").json()
    days = {"first": "2026-06-30", "last": "2026-07-05", "now": True}
    assert quiet["rows"] == [{"id": 4, "person_id": None, "name": None, **days}]


def test_a_namesake_is_told_apart(recip, overdue, path):
    """Where two bear the name, the acknowledgement says which one it was."""
    add_people(path, {"name": "Ana Ruiz", "organisation": "Helix"})
    assert recip("snooze", "#1", "2w").out.startswith(
        "Snoozed Ana Ruiz (ana-ruiz, #1) until Tue 2026-07-14"
    )
    assert recip("log", "ana-ruiz-2").out.startswith(
        "Logged #5  Tue 2026-06-30  Ana Ruiz (ana-ruiz-2, #4, Helix)  contact"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("snooze", "ana", "yesterday"), 2, "Mon 2026-06-29 is past"),
        (("snooze", "ana", "2026"), 2, "range"),
        (("snooze", "ana", "3/4"), 2, "3/4"),
        (("snooze", "ana", ""), 2, "an empty text is not a date"),
        (("snooze", "ana"), 2, "missing argument 'DATE'; see recip snooze -h"),
        (("snooze", "nobody", "2w"), 3, "nobody is called 'nobody'"),
        (("quiet", "ana", "2026-08-02", "2026-08-01"), 2, "before it begins; swap the days"),
        (("quiet", "ana", "2026-08-02"), 2, "missing argument 'LAST'"),
        (("quiet", "list", "--all", "x"), 3, "nobody is called 'x'"),
        (("quiet", "edit", "1", "--last", "1d"), 3, "#1 is a person, not a quiet range"),
        (("quiet", "me", "soon", "later"), 2, "soon"),
        (("quiet", "nobody", "1d", "2d"), 3, "nobody is called 'nobody'"),
    ],
)
def test_refusals_change_nothing(recip, overdue, path, words, code, said):
    """Each refusal has its exit code and one line, and the file stays as it was."""
    assert_refused(recip, path, words, code, said)


def test_quiet_ranges_are_listed(recip, overdue):
    """In the order of their days, those that are over with --all; undo and rm take them off."""
    recip("quiet", "me", "2026-08-01", "2026-08-02")
    recip("quiet", "ana", "2026-06-29", "2026-06-30")
    recip("quiet", "bo", "2026-06-28", "2026-06-29")
    assert recip("quiet", "list").out == (
        "Quiet · 2 ranges\n"
        "\n"
        "  #5  Ana Ruiz  Mon 29 Jun  to  Tue 30 Jun  now\n"
        "  #4  everyone   Sat 1 Aug  to   Sun 2 Aug\n"
    )
    assert "#6  Bo Lind   Sun 28 Jun  to  Mon 29 Jun  over" in recip("quiet", "list", "--all").out
    [first, _] = recip("quiet", "list", "--json").json()["rows"]
    assert first == {
        "id": 5,
        "person_id": 1,
        "name": "Ana Ruiz",
        "first": "2026-06-29",
        "last": "2026-06-30",
        "now": True,
    }
    recip("rm", "5")
    recip("rm", "4")
    assert recip("quiet", "list").err == "nobody is to be left in peace\n"


def test_somebody_called_list_has_quiet_days_too(recip, path):
    """The command of that name goes first; a handle names the person."""
    add_people(path, "Friedrich List")
    assert recip("quiet", "list", "1d", "2d").code == 3
    assert "Friedrich List" in recip("quiet", "friedrich-list", "1d", "2d").out


def test_whose_quiet_days_are_listed(recip, overdue):
    """`me` chooses those of everyone, a name those of one; a period what touches it."""
    recip("quiet", "me", "2026-08-01", "2026-08-05")
    recip("quiet", "ana", "2026-08-04", "2026-08-09")
    recip("quiet", "add", "bo", "2026-09-01", "2026-09-02")

    def listed(*words):
        return [row["id"] for row in recip("quiet", *words, "--json").json()["rows"]]

    assert listed() == [4, 5, 6]
    assert listed("me") == [4]
    assert listed("ana") == [5]
    assert listed("list", "Me", "bo") == [4, 6]
    assert listed("not:ana") == [6]
    assert listed("--since", "2026-08-09") == [5, 6]
    assert listed("--until", "2026-08-01") == [4]
    assert recip("quiet", "me").out.startswith("Quiet · 1 range · me\n")


def test_quiet_days_are_edited(recip, overdue):
    """One end or both, but never the last before the first."""
    recip("quiet", "ana", "2026-08-04", "2026-08-09")
    assert recip("quiet", "edit", "4", "--last", "2026-08-10").out.startswith(
        "Changed #4  Ana Ruiz  Tue 2026-08-04 to Mon 2026-08-10  "
    )
    ran = recip("quiet", "edit", "4", "--first", "2026-08-11")
    assert (ran.code, ran.err) == (
        2,
        "recip: the range ends on Mon 2026-08-10, before it begins; swap the days\n",
    )
