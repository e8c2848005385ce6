"""thank: for all that is due, or for one thing."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(path, {"name": "Ana Ruiz", "cadence": "none"}, {"name": "Bo Lind"})


def test_thanks_go_to_everything_they_are_due_for(recip):
    """Large gets and introductions of the last 90 days are marked in one operation."""
    recip("got", "ana", "int", "Bo at Acme", "--on", "3d")
    recip("got", "ana", "adv/l", "the pricing page", "--on", "2w")
    recip("got", "ana", "adv", "a small thing")
    recip("got", "ana", "adv/l", "long ago", "--on", "2026-04-01")
    recip("got", "bo", "adv/l", "from Bo")
    assert len(recip("due", "ana", "--json").json()["rows"][0]["reasons"]) == 2
    assert recip("thank", "ana").out == (
        "Thanked Tue 2026-06-30  Ana Ruiz  for the large get: the pricing page (#4);"
        " introduction: Bo at Acme (#3)      undo: recip undo\n"
    )
    assert recip("due", "ana", "--json").json()["rows"] == []
    recip("undo")
    assert len(recip("due", "ana", "--json").json()["rows"][0]["reasons"]) == 2


def test_the_public_fields_of_thanks(recip):
    """Each thing thanked for is a record of its own."""
    recip("got", "ana", "int", "Bo at Acme", "--on", "3d")
    wrote = recip("thank", "ana", "--on", "yesterday", "--json").json()
    assert wrote["operation"] == 3
    assert wrote["rows"] == [
        {
            "id": 3,
            "person_id": 1,
            "name": "Ana Ruiz",
            "what": "introduction",
            "text": "Bo at Acme",
            "date": "2026-06-27",
            "thanked_on": "2026-06-29",
        }
    ]


def test_thanks_of_a_day_are_for_what_had_come_by_then(recip):
    """What came after the day of the thanks is still due."""
    recip("got", "ana", "adv/l", "early", "--on", "2w")
    recip("got", "ana", "adv/l", "late", "--on", "yesterday")
    assert "large get: early (#3)      undo" in recip("thank", "ana", "--on", "1w").out
    assert recip("due", "ana", "--json").json()["rows"][0]["reasons"] == [
        "thanks due for the large get: late (Mon 29 Jun)"
    ]


def test_nothing_due_writes_nothing(recip):
    """The answer says so, exits 0 and leaves no operation."""
    recip("got", "ana", "adv", "a small thing")
    assert recip("thank", "ana") == (
        0,
        "Nothing to change: no thanks to Ana Ruiz were due by Tue 2026-06-30\n",
        "",
    )
    assert recip("thank", "ana", "--json").json() == {
        "schema_version": 1,
        "operation": None,
        "rows": [],
    }


def test_thanks_for_one_get_of_any_age_and_size(recip):
    """--for takes what is not due too; the second time keeps the first day."""
    recip("got", "ana", "adv/s", "a word", "--on", "2025-01-02")
    assert recip("thank", "ana", "--for", "#3", "--on", "yesterday").out == (
        "Thanked Mon 2026-06-29  Ana Ruiz  for the advice: a word (#3)      undo: recip undo\n"
    )
    assert recip("thank", "ana", "--for", "3").out == (
        "Nothing to change: Ana Ruiz was thanked for the advice: a word (#3) on Mon 2026-06-29\n"
    )


def insert_ask(ledger, **values):
    """Add an ask to Ana, which no command does yet."""
    from datetime import UTC, datetime

    with ledger.writing("ask", datetime(2026, 6, 30, tzinfo=UTC)) as op:
        row = {"person_id": 1, "what": "a reference", "asked_on": "2026-01-05", **values}
        return op.insert("ask", row)


def test_a_yes_to_an_ask_is_thanked_for(recip, ledger):
    """It is due whatever its age, and thanked for with the rest or by its id."""
    first = insert_ask(ledger, answer="yes", answered_on="2026-01-09")
    second = insert_ask(ledger, answer="yes", answered_on="2026-06-09")
    assert recip("thank", "ana", "--for", str(second)).out == (
        f"Thanked Tue 2026-06-30  Ana Ruiz  for the yes: a reference (#{second})"
        "      undo: recip undo\n"
    )
    assert recip("due", "ana", "--json").json()["rows"][0]["reasons"] == [
        "thanks due for the yes: a reference (Fri 9 Jan)"
    ]
    assert f"for the yes: a reference (#{first})" in recip("thank", "ana").out
    assert recip("due", "ana", "--json").json()["rows"] == []


def test_an_ask_without_a_yes_is_not_thanked_for(recip, path, ledger):
    """Thanks come after the answer."""
    number = insert_ask(ledger)
    words = ("thank", "ana", "--for", str(number))
    assert_refused(recip, path, words, 3, f"#{number} is an ask without a yes")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("thank", "zed"), 3, "nobody is called 'zed'"),
        (("thank", "ana", "--on", "tomorrow"), 2, "in the future"),
        (("thank", "ana", "--for", "99"), 3, "there is no record #99"),
        (("thank", "ana", "--for", "4"), 3, "#4 is an incident, not a get or an ask"),
        (("thank", "ana", "--for", "3"), 3, "#3 is something you gave"),
        (("thank", "bo", "--for", "5"), 3, "#5 is with somebody else"),
        (("thank", "ana", "--for", "5", "--on", "1w"), 2, "when it came"),
        (("thank", "ana", "--for", "x"), 2, "'x' is not an id"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(recip, path, words, code, said):
    """Each refusal has its exit code and leaves the file as it was."""
    recip("gave", "ana", "adv")
    recip("incident", "add", "ana", "forgot the call")
    recip("got", "ana", "adv")
    assert_refused(recip, path, words, code, said)
