"""Google Contacts CSV: both headers, labels, several values in a cell."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from readings import sort_out

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import Format

FILES = Path(__file__).parents[1] / "data"


def read(content: bytes):
    """What a file of this content holds, and the notes about it."""
    reading = read_file(io.BytesIO(content), name="x.csv", today=date(2026, 6, 30))
    assert reading.format is Format.GOOGLE
    return sort_out(reading), reading.notes


def test_the_header_of_now():
    """Labels become tags but for Google's own; what has no column is counted."""
    found, notes = read((FILES / "google.csv").read_bytes())
    assert found.people == [
        IncomingPerson(
            2,
            "Ana María Ruiz",
            emails=("ana@helix.example", "ana.ruiz@helix.example", "ana@home.example"),
            links=("https://www.linkedin.com/in/ana-ruiz",),
            organisation="Helix",
            title="CTO",
            phones=("+1 555-010-0199",),
            tags=("climbing", "work-friends"),
            notes="Met in Porto.\nLikes boats.",
            birthday=Birthday(5, 9),
            aliases=("Anita",),
            family="Ruiz",
        ),
        IncomingPerson(5, "Bo Lind"),
    ]
    assert [row.reason for row in found.set_aside] == ["there is no name", "the row is empty"]
    assert notes == [
        "left aside, for the ledger has no place for them: departments (1), photos (1),"
        " postal addresses (1), relations (1), other dates (1), fields of your own (1)",
        "left aside, for they could not be understood: e-mail addresses (1, on line 5),"
        " birthdays (1, on line 5)",
    ]


def test_the_header_of_before():
    """Type instead of Label, Group Membership instead of Labels, an organisation with a number."""
    found, notes = read((FILES / "google_before.csv").read_bytes())
    assert found.people == [
        IncomingPerson(
            2,
            "Wei Chen",
            emails=("wei@borealis.example",),
            organisation="Borealis",
            title="Engineer",
            phones=("+1 555 010 0143",),
            tags=("band",),
            notes="Knows printers",
            birthday=Birthday(7, 4, 1986),
            family="Chen",
        ),
        IncomingPerson(3, "Dee Park", family="Park"),
    ]
    assert notes == [
        "left aside, for the ledger has no place for them: hobbies (1), forms of address (1)"
    ]


def test_a_row_of_too_many_cells_is_bad():
    """As in every CSV."""
    found, _ = read(b"First Name,Last Name,Labels\nAna,Ruiz,\nBo,Lind,a,b\n")
    assert [row.line for row in found.bad] == [3]
    assert [person.name for person in found.people] == ["Ana Ruiz"]
