"""LinkedIn's Connections.csv in the shapes in which people bring it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from readings import Sorted, sort_out

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import BadRow, Format, SetAside

TODAY = date(2026, 11, 22)
FILES = Path(__file__).parents[1] / "data"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


def read(content: str | bytes, mapping: tuple[str, ...] = ()) -> Sorted:
    octets = content.encode() if isinstance(content, str) else content
    return sort_out(
        read_file(BytesIO(octets), name="Connections.csv", mapping=mapping, today=TODAY)
    )


def read_data(name: str) -> Sorted:
    return read((FILES / name).read_bytes())


def test_preamble_mark_and_quotes() -> None:
    """The full export is read below its preamble, with commas and quotation marks in cells."""
    found = read_data("linkedin.csv")
    assert found.people[0] == IncomingPerson(
        line=5,
        name="Ana Ruiz",
        emails=("ana@acme.example",),
        links=("https://www.linkedin.com/in/ana-ruiz",),
        organisation="Acme, Inc.",
        title='Head of "Special" Projects',
        remarks=("connected on LinkedIn 2024-01-01",),
        family="Ruiz",
    )
    assert [person.name for person in found.people] == [
        "Ana Ruiz",
        "Bo Lind",
        "Wei Chen",
        "Wei Chen",
        "Zoë",
    ]
    assert found.bad == []


def test_date_after_spreadsheet() -> None:
    """A day that a spreadsheet rewrote as 7-Feb-22 is still that day."""
    assert read_data("linkedin.csv").people[1].remarks == ("connected on LinkedIn 2022-02-07",)


def test_rows_without_a_name_are_set_aside() -> None:
    """Rows that are empty, hold only a date or no name are counted with their reason."""
    assert read_data("linkedin.csv").set_aside == [
        SetAside(10, "the row is empty"),
        SetAside(11, "there is only a date"),
        SetAside(12, "there is no name"),
    ]


def test_older_export_without_url() -> None:
    """An export of the years before the URL column is read, its people without links."""
    assert read_data("linkedin_older.csv").people == [
        IncomingPerson(
            2,
            "Ana Ruiz",
            organisation="Acme, Inc.",
            title="Director",
            remarks=("connected on LinkedIn 2024-01-01",),
            family="Ruiz",
        ),
        IncomingPerson(
            3,
            "Cy Park",
            emails=("cy@park.example",),
            remarks=("connected on LinkedIn 2019-02-28",),
            family="Park",
        ),
    ]


def test_utf16_with_semicolons_and_the_url_last() -> None:
    """A copy saved as Unicode text, with semicolons and the columns moved, reads the same."""
    found = read_data("linkedin_resaved.csv")
    assert [(person.name, person.links) for person in found.people] == [
        ("Ana Ruiz", ("https://de.linkedin.com/in/ana-ruiz/",)),
        ("José Gómez", ()),
    ]


def test_format_is_told_by_content() -> None:
    """The header names the format, whatever the file is called."""
    content = (FILES / "linkedin.csv").read_bytes()
    assert read_file(BytesIO(content), name="x.txt", today=TODAY).format is Format.LINKEDIN


def test_mapping_reads_it_as_a_table() -> None:
    """With a mapping the columns are the owner's choice, and the preamble is still passed over."""
    found = read((FILES / "linkedin.csv").read_bytes(), ("name=First Name", "tags:linkedin"))
    assert (found.people[0].line, found.people[0].name) == (5, "Ana")
    assert found.people[0].tags == ("linkedin",)


def test_preamble_alone_is_an_error() -> None:
    """A file that ends before its header never counts as read."""
    with pytest.raises(UsageError, match="no column is known to hold the names"):
        read_data("linkedin_preamble_only.csv")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("", "it has no rows"),
        (
            ",,,,,,\n,,,,,,01 Jan 2024\n",
            "all of it is set aside, 1 row, the row is empty (on line 2);"
            " 1 row, there is only a date (on line 3)",
        ),
    ],
)
def test_nothing_understood_is_an_error(rows: str, reason: str) -> None:
    """An import of nobody is refused with what was found instead."""
    with pytest.raises(RecipError) as caught:
        read(HEADER + rows)
    assert caught.value.message == f"nothing to import in Connections.csv: {reason}"


def test_date_in_another_language_is_kept_as_it_is() -> None:
    """A day that cannot be read does not cost the person."""
    found = read(HEADER + "Ana,Ruiz,,,,,01 janv. 2024\n")
    assert found.people[0].remarks == ("connected on LinkedIn 01 janv. 2024",)


def test_bad_rows_are_named() -> None:
    """A surplus cell makes a bad row with its line; an address that is none does not."""
    found = read(HEADER + "Ana,Ruiz,,,Acme, Inc.,Boss,01 Jan 2024\nBo,Lind,,home,,,\n")
    assert [person.name for person in found.people] == ["Bo Lind"]
    assert found.bad == [
        BadRow(2, "it has 8 cells, and the header 7: a delimiter without quotation marks?"),
    ]


def test_short_rows_are_filled() -> None:
    """Cells missing at the end of a row are empty ones."""
    assert read(HEADER + "Ana,Ruiz\n").people == [IncomingPerson(2, "Ana Ruiz", family="Ruiz")]
