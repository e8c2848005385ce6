"""Any CSV: people and exchanges, good rows and each kind of bad one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from readings import Sorted, sort_out

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Category, Channel, Direction, Role
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import BadRow, IncomingExchange, Reading, SetAside

TODAY = date(2026, 11, 22)
FILES = Path(__file__).parents[1] / "data"
PEOPLE_MAP = (
    "name=full name",
    "email=E-mail",
    "organisation=Employer",
    "tags=Labels",
    "role=Kind",
    "note=Remark",
)


def begin(
    content: str | bytes, mapping: Sequence[str] = (), date_order: str | None = None
) -> Reading:
    octets = content.encode() if isinstance(content, str) else content
    return read_file(
        BytesIO(octets), name="x.csv", mapping=mapping, today=TODAY, date_order=date_order
    )


def read(content: str | bytes, *mapping: str) -> Sorted:
    return sort_out(begin(content, mapping))


def one_exchange(cells: str, header: str = "name,date,direction,category") -> IncomingExchange:
    (exchange,) = read(f"{header}\n{cells}\n").exchanges
    return exchange


def test_mapped_people() -> None:
    """Columns of any name make people, with several addresses, tags and roles in a cell."""
    found = read((FILES / "people.csv").read_bytes(), *PEOPLE_MAP)
    assert found.people == [
        IncomingPerson(
            2,
            "Ana Ruiz",
            emails=("ana@acme.example", "ana@home.example"),
            organisation="Acme",
            tags=("climbing", "big-client"),
            roles=(Role.MENTOR,),
            notes="met in Porto",
        ),
        IncomingPerson(
            3,
            "Bo Lind",
            organisation="Helix",
            roles=(Role.PEER, Role.CONNECTOR),
            notes="two\nlines",
        ),
    ]
    assert found.set_aside == [SetAside(5, "the row is empty"), SetAside(6, "there is no name")]


def test_exchanges_without_a_mapping() -> None:
    """Headers that bear our names need no mapping; an apostrophe of our export is taken off."""
    found = read((FILES / "exchanges.csv").read_bytes())
    ana, bo = found.exchanges[0].person, found.exchanges[2].person
    assert (ana.name, bo.name) == ("Ana Ruiz", "bo lind")
    assert found.exchanges[:3] == [
        IncomingExchange(
            2,
            ana,
            Direction.GAVE,
            Category.ADVICE,
            4.0,
            date(2026, 11, 20),
            "feedback",
            "pricing page",
            Channel.COFFEE,
        ),
        IncomingExchange(
            3,
            ana,
            Direction.GOT,
            Category.INTRODUCTIONS,
            2.0,
            date(2026, 11, 20),
            None,
            "Bo, at Helix",
        ),
        IncomingExchange(
            4, bo, Direction.GOT, Category.KNOWLEDGE, 0.5, date(2026, 3, 1), "trend", "=SUM(A1)"
        ),
    ]
    assert found.set_aside == [SetAside(5, "the row is empty")]
    assert found.bad == []


def test_people_described_alike_are_one_object() -> None:
    """Rows that say the same of a person share the person, so that it is looked up once."""
    found = read((FILES / "exchanges.csv").read_bytes())
    assert found.exchanges[0].person is found.exchanges[1].person


def test_every_bad_row_is_named() -> None:
    """Each row that breaks a rule is bad with its own line and reason; the good one is read."""
    found = read((FILES / "exchanges_bad.csv").read_bytes())
    assert [(bad.line, bad.reason.partition(";")[0]) for bad in found.bad] == [
        (2, "the date 2026-11-23 is after today (2026-11-22)"),
        (3, "2026-02-30 does not exist"),
        (4, "the date '20 nov' does not say its year"),
        (5, "unknown category 'advise'"),
        (6, "unknown direction 'lent'"),
        (7, "'0' is not a weight"),
        (8, "'1000.5' is not a weight"),
        (9, "'nan' is not a weight"),
        (10, "it has no name"),
        (11, "it has no date"),
        (12, "it has 7 cells, and the header 6: a delimiter without quotation marks?"),
        (13, "a quotation mark inside a quoted cell is not doubled"),
    ]
    assert [(good.line, good.weight) for good in found.exchanges] == [(14, 1000.0)]


def test_unclosed_quotation_mark() -> None:
    """A mark that swallows the rest of the file is named with the line on which it opened."""
    found = read((FILES / "unclosed.csv").read_bytes())
    assert [person.name for person in found.people] == ["Ana Ruiz"]
    assert found.bad == [BadRow(3, "the quotation mark opened on line 3 is never closed")]


def test_windows_1252() -> None:
    """A file of an older spreadsheet is read, and the owner told how."""
    reading = begin((FILES / "people_cp1252.csv").read_bytes())
    assert [person.name for person in sort_out(reading).people] == ["José Gómez", "Zoe Ash"]
    assert reading.notes == [
        "one line is not UTF-8, and read as Windows-1252; --encoding NAME, such as cp1251,"
        " reads them otherwise"
    ]


def test_fixed_values() -> None:
    """FIELD:VALUE stands in every row, beside columns that are mapped."""
    found = read(
        "Who;When\nAna Ruiz;24.12.2025\n",
        "name=Who",
        "date=When",
        "direction:gave",
        "category:intro",
        "note:from: the old file",
    )
    assert found.exchanges == [
        IncomingExchange(
            2,
            IncomingPerson(2, "Ana Ruiz"),
            Direction.GAVE,
            Category.INTRODUCTIONS,
            2.0,
            date(2025, 12, 24),
            None,
            "from: the old file",
        )
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_told_by_the_header(delimiter: str) -> None:
    """Commas in the rows do not mislead about the delimiter of the header."""
    header, row = "name|organisation|note", 'Ana Ruiz|Acme|"one, two; three\tfour, five"'
    found = read("\n".join((header, row)).replace("|", delimiter))
    assert found.people == [
        IncomingPerson(2, "Ana Ruiz", organisation="Acme", notes="one, two; three\tfour, five")
    ]


def test_delimiter_named_by_a_spreadsheet() -> None:
    """The line "sep=;" names the delimiter and counts as a line."""
    assert read("sep=;\nname;title\nAna;Boss\n").people == [IncomingPerson(3, "Ana", title="Boss")]


def test_unread_columns_are_named() -> None:
    """Columns that nothing maps are left alone, and the owner is told which."""
    reading = begin("name,Shoe size,date\nAna,38,2020-01-01\n")
    assert sort_out(reading).people == [IncomingPerson(2, "Ana")]
    assert reading.notes == ["columns not read: 'Shoe size', 'date'"]


def test_name_in_two_columns() -> None:
    """A name may be put together from two columns, mapped or named as usual."""
    assert read("First Name,Last Name\nAna,Ruiz\n").people[0].name == "Ana Ruiz"
    assert read("a,b\nAna,Ruiz\n", "name=a", "name=b").people[0].name == "Ana Ruiz"


def test_several_note_columns_are_lines() -> None:
    """Several columns mapped to the note are its lines; empty ones leave none."""
    found = read("name,a,b,c\nAna,x,,z\n", "note=a", "note=b", "note=c")
    assert found.people[0].notes == "x\nz"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("20261120", date(2026, 11, 20)),
        ("2026-11-20T23:59:59Z", date(2026, 11, 20)),
        ("2026-11-20 9:05", date(2026, 11, 20)),
        ("01 Jan 2024", date(2024, 1, 1)),
        ("7-Feb-22", date(2022, 2, 7)),
        ("7-Feb-80", date(1980, 2, 7)),
        ("24.12.2025", date(2025, 12, 24)),
        ("nov 20 2026", date(2026, 11, 20)),
    ],
)
def test_days(cell: str, day: date) -> None:
    """The forms in which files write a day, all of them with a year."""
    assert one_exchange(f"Ana,{cell},gave,advice").on == day


@pytest.mark.parametrize("cell", ["3/4/2026", "yesterday", "20 nov", "2026-W47", "1999 days ago"])
def test_days_that_a_file_may_not_say(cell: str) -> None:
    """A day that depends on the day of the import, or can be read in two ways, is refused."""
    found = read(f"name,date,direction,category\nAna,{cell},gave,advice\n")
    assert [bad.line for bad in found.bad] == [2]
    assert found.exchanges == []


def test_slashes_with_a_date_order() -> None:
    """The setting date_order makes days with slashes readable."""
    content = "name,date,direction,category\nAna,3/4/2026,gave,advice\n"
    found = sort_out(begin(content, date_order="dmy"))
    assert found.exchanges[0].on == date(2026, 4, 3)


def test_today_is_not_the_future() -> None:
    """The day of the import itself is taken."""
    assert one_exchange("Ana,2026-11-22,got,advice").on == TODAY


def test_weight_goes_before_size() -> None:
    """Where both are filled the number counts, as the exacter of the two."""
    header = "name,date,direction,category,size,weight"
    assert one_exchange("Ana,2026-01-01,got,advice,large,3.5", header).weight == 3.5
    assert one_exchange("Ana,2026-01-01,got,advice,l,", header).weight == 4.0


def test_nul_is_a_bad_row() -> None:
    """A NUL spoils its row alone."""
    found = read(b"name\nAna\nB\0o\nCy\n")
    assert found.bad == [BadRow(3, "it contains a NUL character")]
    assert [person.name for person in found.people] == ["Ana", "Cy"]


def test_overlong_cell() -> None:
    """A cell beyond the bound of csv is a bad row, and the next row is read."""
    found = read("name,note\nAna," + "x" * 131_073 + "\nBo,y\n")
    assert found.bad == [BadRow(2, "a cell of more than 131,072 characters")]
    assert [person.name for person in found.people] == ["Bo"]


def test_overlong_quoted_cell_ends_the_reading() -> None:
    """Lines inside a cell that outgrew its bound are not taken for rows."""
    found = read('name,note\nAna,"' + "some,more\n" * 20_000)
    assert [bad.line for bad in found.bad] == [2]
    assert "the quotation mark opened on line 2 is never closed" in found.bad[0].reason
    assert found.people == []


def test_overlong_line() -> None:
    """A line of megabytes is a bad row that is never held whole."""
    found = read("name,note\nAna," + "x," * 1_000_000 + "\nBo,y\n")
    assert found.bad == [BadRow(2, "the line is longer than 1,048,576 characters")]
    assert [person.name for person in found.people] == ["Bo"]


def test_overlong_note_and_name() -> None:
    """What the ledger would refuse is refused with its line."""
    found = read(f"name,note\nAna,{'x' * 10_001}\n{'y' * 201},\n")
    assert [bad.line for bad in found.bad] == [2, 3]


def test_line_of_a_row_after_cells_with_breaks() -> None:
    """Lines are counted in the file, not in rows."""
    found = read('name,note\n"Ana","one\ntwo\nthree"\n\nBo,ok\nCy,a,b\n')
    assert [person.line for person in found.people] == [2, 6]
    assert found.bad[0].line == 7


def test_carriage_returns_alone() -> None:
    """Line ends of an old Macintosh are line ends."""
    assert [person.name for person in read("name\rAna\rBo\r").people] == ["Ana", "Bo"]


def test_no_column_of_names() -> None:
    """Without a name column the error shows the columns and what to type."""
    with pytest.raises(UsageError) as caught:
        read("who,what\nAna,x\n")
    assert str(caught.value) == (
        "no column is known to hold the names; say which with --map name=COLUMN; "
        "the columns are 'who', 'what'"
    )


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n,,\n", "\ufeff"])
def test_no_header(content: str) -> None:
    """A file without a header cannot be read."""
    with pytest.raises(RecipError, match=r"x\.csv is empty|the file has no header"):
        read(content)


@pytest.mark.parametrize(
    "mapping", ["direction:lent", "category:x", "weight:-1", "date:2026-11-23", "via:pigeon"]
)
def test_fixed_value_that_cannot_stand(mapping: str) -> None:
    """A fixed value is checked before the first row."""
    with pytest.raises(UsageError):
        begin("name,date,direction,category\nAna,2026-01-01,gave,advice\n", [mapping])
