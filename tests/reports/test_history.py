"""The history report: newest first, what passed in words, and the public fields."""

from __future__ import annotations

from datetime import date

import pytest
from people import add_people
from report_samples import TODAY, entries, rendered

from reciprocity_cli.domain.records import Category, Direction, Outcome
from reciprocity_cli.reports.history import history_report, what_passed
from reciprocity_cli.store.entries import Entry

PUBLIC = [
    "id",
    "date",
    "name",
    "direction",
    "category",
    "kind",
    "size",
    "weight",
    "note",
    "via",
    "by",
    "outcome",
    "outcome_text",
    "contact_id",
    "person_ids",
]


def words(entry: Entry) -> str:
    cell = what_passed(entry)
    if isinstance(cell, str):
        return cell
    return cell.text if hasattr(cell, "text") else "".join(span.text for span in cell)


def test_the_newest_comes_first_and_the_count_last():
    """Of one day the entry noted last comes first; a count stands at the foot."""
    assert rendered(history_report(entries(), today=TODAY)) == (
        "History · through Tue 30 Jun 2026\n\n"
        "  #43  Sat 20 Jun  Bo Lind                    got advice (weight 2.5)\n"
        "  #42  Sat 20 Jun  Ana Ruiz           coffee  gave introductions.client (large):"
        " Bo at Acme → helped\n"
        "  #40  Tue 12 May  Ana Ruiz, Bo Lind  call    caught up\n"
        "  #39   Fri 2 Jan  Bo Lind                    contact\n"
        "\n4 entries: 1 gave, 1 got, 2 contacts\n"
    )


def test_the_year_stands_on_every_row_where_there_are_several():
    """One entry of another year gives all of them a year."""
    old = Entry(1, date(2025, 12, 31), ("Bo",))
    text = rendered(history_report([old, Entry(2, TODAY, ("Bo",))], today=TODAY))
    assert "  #2  Tue 30 Jun 2026  Bo  contact\n  #1  Wed 31 Dec 2025  Bo  contact\n" in text


def test_the_fields_are_the_public_ones():
    """A row has exactly the fields of the interface; a contact has no category and no size."""
    report = history_report(entries(), today=TODAY)
    assert list(report.fields) == PUBLIC
    assert report.rows[1] == {
        "id": 42,
        "date": date(2026, 6, 20),
        "name": "Ana Ruiz",
        "direction": "gave",
        "category": "introductions",
        "kind": "client",
        "size": "large",
        "weight": 4.0,
        "note": "Bo at Acme",
        "via": "coffee",
        "by": "me",
        "outcome": "helped",
        "outcome_text": "",
        "contact_id": None,
        "person_ids": (),
    }
    contact = report.rows[2]
    assert list(contact) == PUBLIC
    assert contact["name"] == "Ana Ruiz, Bo Lind"
    exchanged = ("direction", "category", "kind", "size", "weight", "outcome")
    assert [contact[field] for field in exchanged] == [None] * 6
    assert (report.rows[0]["size"], report.rows[0]["weight"]) == (None, 2.5)


GAVE = Entry(1, TODAY, ("A",), Direction.GAVE, Category.ADVICE, weight=2.0)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (GAVE, "gave advice"),
        (GAVE._replace(weight=1.0), "gave advice (small)"),
        (GAVE._replace(weight=0.01), "gave advice (weight 0.01)"),
        (GAVE._replace(weight=1000.0), "gave advice (weight 1,000)"),
        (GAVE._replace(kind="process", note="x"), "gave advice.process: x"),
        (GAVE._replace(self_interest=True, note="x"), "gave advice (in my own interest): x"),
        (GAVE._replace(outcome=Outcome.NOTHING), "gave advice → came to nothing"),
        (GAVE._replace(outcome=Outcome.BIG), "gave advice → big"),
        (Entry(1, TODAY, ("A",)), "contact"),
        (Entry(1, TODAY, ("A",), note="walked"), "walked"),
    ],
)
def test_what_passed_is_said_in_words(entry: Entry, said: str):
    """Direction, category, kind, an unusual size, the note and what came of it."""
    assert words(entry) == said


def test_a_part_of_the_entries_says_so():
    """Where only the latest are shown, the count says of how many."""
    text = rendered(history_report(entries()[:1], today=TODAY, total=4))
    assert text.endswith("\nthe latest 1 of 4 entries: 1 contact\n")


def test_nothing_noted_is_an_empty_report():
    """Without entries there are no rows and no table."""
    report = history_report([], today=TODAY)
    assert (len(report.rows), report.body) == (0, ())
    assert report.empty == "nothing noted up to Tue 30 Jun 2026"


def test_namesakes_and_contacts_are_told_apart(recip, path):
    """Each by handle and id, and an exchange names the contact it belongs to."""
    add_people(path, "Ana Ruiz", "Ana Ruiz", "Bo Lind")
    recip("log", "#1", "bo", "-g", "adv:x", "--via", "coffee")
    recip("log", "#2", "-t", "kno")
    recip("log", "#2", "bo")
    shown = recip("history")
    assert [line.strip() for line in shown.out.splitlines()[2:7]] == [
        "#9  Tue 30 Jun  Ana Ruiz (ana-ruiz-2, #2), Bo Lind              contact",
        "#8  Tue 30 Jun  Ana Ruiz (ana-ruiz-2, #2)           contact #7  got knowledge",
        "#6  Tue 30 Jun  Bo Lind                             coffee #4   gave advice: x",
        "#5  Tue 30 Jun  Ana Ruiz (ana-ruiz, #1)             coffee #4   gave advice: x",
        "",
    ]
    rows = recip("history", "--json").json()["rows"]
    assert [(row["contact_id"], row["person_ids"]) for row in rows] == [
        (9, [2, 3]),
        (7, [2]),
        (4, [3]),
        (4, [1]),
    ]
