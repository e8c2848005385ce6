"""Each bound of each reader: a file past it ends in one line that names it, within its memory."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats import detect, incoming, lines, monica, recip_json, vcard_text
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import BadRow

TODAY = date(2026, 6, 30)
MOST_MEMORY = 100 << 20
"""Bytes that the reader of any file may hold."""

LINKEDIN = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
GOOGLE = b"First Name,Last Name,Labels\n"
OWN = b"name,email,link,organisation,title,tags,role,date,direction,category,kind,weight,via,note"
OWN += b",uid\n"
MONICA = b'{"version": "1.0", "account": {"data": [{"type": "contact", "values": [%s'
JSON = b'{"format": "recip", "schema_version": 2, "records": [%s'
CARD = b"BEGIN:VCARD\nFN:Ana\n%sEND:VCARD\n"

TABLES = {"CSV": b"name,note\n", "LinkedIn": LINKEDIN, "Google": GOOGLE, "recip's CSV": OWN}

each_table = pytest.mark.parametrize("header", TABLES.values(), ids=TABLES.keys())


def said(content: bytes, **options) -> str:
    """What is said of a file at last: why it is refused, or the last bad row."""
    last = ""
    try:
        for item in read_file(io.BytesIO(content), name="x", today=TODAY, **options).items:
            last = item.reason if isinstance(item, BadRow) else last
    except RecipError as error:
        return error.message
    return last


@contextmanager
def measured() -> Iterator[list[int]]:
    """How many bytes were held at a time within, at the most."""
    held: list[int] = []
    tracemalloc.start()
    yield held
    held.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()


@each_table
def test_lines(header):
    """A line that never ends is a bad row, and is not held."""
    longest = f"the line is longer than {lines.LONGEST_LINE:,} characters"
    assert said(header + b"x" * (lines.LONGEST_LINE + 1)) == longest


@each_table
def test_cells(header):
    """A cell goes on over lines for as long as csv allows."""
    assert said(header + b'"' + b"x\n" * 200_000).startswith("a cell of more than 131,072")


@each_table
def test_rows(header):
    """A row of cells that are each within their bound is not."""
    cell = b'"' + b"x" * 100_000 + b'\n",'
    most = f"a row of more than {lines.LONGEST_RECORD:,} characters"
    assert said(header + cell * 30) == most


@each_table
def test_columns(header):
    """Rows take time for every column."""
    more = b",c" * 1_000
    most = "columns, and 1,000 are the most"
    assert said(header.strip() + more + b"\nAna,Ruiz\n").endswith(most)


@each_table
@pytest.mark.parametrize("row", [b"\n", b",,,,,,\n", b"\r\n"])
def test_rows_with_nothing_in_them(header, row, monkeypatch):
    """An archive of some kilobytes can hold millions of them."""
    for module in (lines, incoming, vcard_text):
        monkeypatch.setattr(module, "MOST_EMPTY", 1_000)
    row = row.replace(b",,,,,,", b"," * header.count(b","))
    assert "more than 1,000" in said(header + row * 2_000)
    assert "more than 1,000" in said(header + b"Ana\n" + row * 2_000)


def test_rows_with_nothing_in_them_within_an_archive(monkeypatch):
    """The bound is that of the file in it."""
    monkeypatch.setattr(incoming, "MOST_EMPTY", 1_000)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("Connections.csv", LINKEDIN + b",,,,,,\n" * 5_000)
    assert said(archive.getvalue()) == "x has more than 1,000 rows with nothing to import"


@pytest.mark.parametrize("between", [b"\n", b" \n", b"BEGIN:VCARD\nEND:VCARD\n"])
def test_cards_with_nothing_in_them(between, monkeypatch):
    """And lines between cards."""
    for module in (incoming, vcard_text):
        monkeypatch.setattr(module, "MOST_EMPTY", 1_000)
    assert "more than 1,000" in said(CARD % b"" + between * 2_000)


def test_cards():
    """Their lines and their octets, but for pictures."""
    assert said(CARD % (b"X:1\n" * 2_001)) == "the card has more than 2,000 lines"
    assert (
        said(CARD % (b"NOTE:" + b"x\n " * 270_000 + b"\n"))
        == "the card has more than 262,144 bytes"
    )
    assert said(CARD % (b"PHOTO:" + b"x\n " * 270_000 + b"\n")) == ""


@pytest.mark.parametrize("start", [MONICA % b"", JSON % b""], ids=["Monica", "recip's JSON"])
@pytest.mark.parametrize("deep", [b"[", b'{"a":'])
def test_depth(start, deep):
    """However deep, it is one line that says how deep is too deep."""
    assert "it is nested too deeply, more than some" in said(start + deep * 100_000)


@pytest.mark.parametrize("start", [MONICA, JSON], ids=["Monica", "recip's JSON"])
@pytest.mark.parametrize("dense", [b"{},", b"x"])
def test_records(start, dense):
    """A record of JSON, whatever it is made of, holds no more memory than any file."""
    opened = b'{"a": "' if dense == b"x" else b'{"a": ['
    content = start % (opened + dense * (2 * lines.LONGEST_RECORD // len(dense)))
    with measured() as held:
        assert f"a record has more than {lines.LONGEST_RECORD:,} characters" in said(content)
    assert held[0] < MOST_MEMORY


def test_photos_of_monica_are_passed_over(monkeypatch):
    """However large one is, it is counted and not held."""
    photo = json.dumps({"dataUrl": 'a\\"[{' * 1_000_000, "more": [1, {"x": "}"}], "no": None})
    contact = '{"type": "contact", "values": [{"properties": {"first_name": "Ana"}}]}'
    blocks = f'{{"type": "photo", "values": [{photo}, 5, "x", []]}}, {contact}'
    content = f'{{"version": "1.0", "account": {{"data": [{blocks}]}}}}'.encode()
    with measured() as held:
        reading = read_file(io.BytesIO(content), name="x", today=TODAY)
        found = [type(item).__name__ for item in reading.items]
    assert found == ["SetAside"] * 4 + ["IncomingPerson"]
    assert held[0] < 2 << 20


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_photo_that_is_cut_off_is_said(cut):
    """It ends too early, wherever that is."""
    photo = b'{"a": "\\"x\\\\", "b": [1, {"c": null}]}'
    content = b'{"version": "1.0", "account": {"data": [{"type": "photo", "values": [' + photo
    assert "it ends too early" in said(content[: -cut if cut < len(photo) else None])


def test_files(monkeypatch):
    """Each of a size of its own."""
    monkeypatch.setattr(detect, "LARGEST_MONICA", 10_000)
    monkeypatch.setattr(detect, "LARGEST_FRIENDS", 10_000)
    blank = b" " * 1_000 + b"\n"
    assert said(MONICA % (blank * 20)) == "x is larger than 10,000 bytes"
    assert said(b"### Friends:\n" + blank * 20) == "x is larger than 10,000 bytes"
    assert said(b"name\n" + blank * 20, limit=15_000) == "x is larger than 15,000 bytes"


def test_parts_of_a_record():
    """Details of a person, people of a contact."""
    details = [{"kind": "tag", "value": f"t{n}"} for n in range(1_001)]
    record = {"record": "person", "id": 1, "uid": "a" * 32, "changed": 0, "name": "Ana"}
    record |= {"created_on": "2026-01-01", "details": details}
    content = {"format": "recip", "schema_version": 2, "records": [record]}
    assert "1,001 details, and 1,000 are the most" in said(json.dumps(content).encode())


@pytest.mark.parametrize(
    "content",
    [
        CARD % (b"CATEGORIES:" + b"".join(b"t%d," % n for n in range(1_001)) + b"\n"),
        b"name,tags\nAna,%s\n" % b";".join(b"t%d" % n for n in range(1_001)),
        b"name,email,tags\n" + b"".join(b"Ana,a@x.example,t%d\n" % n for n in range(1_001)),
        GOOGLE + b"Ana,Ruiz,%s\n" % b" ::: ".join(b"t%d" % n for n in range(1_001)),
        b"### Friends:\n- Ana %s\n" % b" ".join(b"@t%d" % n for n in range(1_001)),
    ],
    ids=["vCard", "CSV", "rows", "Google", "friends.md"],
)
def test_details_of_a_person(recip, home, content):
    """However they are spread over the entries of a file."""
    file = home / "x"
    file.write_bytes(content)
    ran = recip("import", str(file))
    assert ran.code == 1
    assert "has more than 1,000 addresses, numbers, tags and other names" in ran.err


@pytest.mark.parametrize("of_exchanges", [True, False])
def test_what_is_remembered_is_bounded_by_its_length(of_exchanges):
    """Rows that are each as long as they may be, and each of somebody else."""
    end = b",2026-06-01,gave,advice" if of_exchanges else b",,,"
    header = b"name,tags,note,date,direction,category\n"
    rows = (b"P%d,%s,%s%s\n" % (n, b"t" * 900, b"n" * 9_000, end) for n in range(3_000))
    stream = io.BytesIO(header + b"".join(rows))
    with measured() as held:
        assert sum(1 for _ in read_file(stream, name="x", today=TODAY).items) == 3_000
    assert held[0] < 20 << 20


HOSTILE = {
    "short rows of many columns": b"name" + b",c" * 999 + b"\n" + b"Ana\n" * 20_000,
    "commas": b"name\n" + b"," * 1_000_000 + b"\n",
    "quotation marks": b"name\n" + b'"' * 999_999 + b"\n",
    "parameters of a card": CARD % (b"TEL" + b";a=" * 60_000 + b":1\n"),
    "parts of a name": b"BEGIN:VCARD\nN:" + b";" * 250_000 + b"\nEND:VCARD\n",
    "backslashes": CARD % (b"NOTE:" + b"\\" * 9_000 + b"\n"),
    "brackets before an address": b"name,email\n" + b"Ana," + b"<" * 9_000 + b"\n",
    "addresses without one": b"name,email\n" + b"Ana,%s\n" % (b"a@" * 4_000),
    "joined cards": b"END:VCARDBEGIN:VCARD\n" * 20_000,
    "asterisks": b"### Notes:\n- 2026-01-01: " + b"*" * 9_000 + b"\n",
    "underscores": b"### Notes:\n- 2026-01-01: " + b" _a" * 3_000 + b"\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_time(content):
    """It grows with the length of a file alone: some tens of milliseconds for each of these."""
    began = time.perf_counter()
    said(content)
    assert time.perf_counter() - began < 5


def test_every_reader_has_its_bounds_from_one_place():
    """No module has one of its own."""
    for module in (monica, recip_json, vcard_text):
        for name in ("LONGEST_RECORD", "MOST_LINES", "LARGEST_CARD"):
            assert getattr(module, name, getattr(lines, name)) == getattr(lines, name)
