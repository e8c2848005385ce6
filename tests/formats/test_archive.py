"""The zip in which LinkedIn hands out its export."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import sort_out

from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.detect import read_file

TODAY = date(2026, 11, 22)
CONNECTIONS = "First Name,Last Name,Connected On\nAna,Ruiz,01 Jan 2024\n"


def zipped(**members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def names(stream: BinaryIO, limit: int = 1 << 20) -> list[str]:
    reading = read_file(stream, name="export.zip", today=TODAY, limit=limit)
    return [person.name for person in sort_out(reading).people]


def test_connections_inside() -> None:
    """Connections.csv is found among the other files, in a folder too."""
    content = zipped(**{"Profile.csv": "x", "Basic__Connections.csv": CONNECTIONS})
    assert names(io.BytesIO(content)) == ["Ana Ruiz"]


def test_without_connections() -> None:
    """An archive of other things says what it lacks."""
    with pytest.raises(RecipError, match=r"a zip archive without a Connections\.csv"):
        names(io.BytesIO(zipped(**{"a.csv": "name\nAna\n"})))


def test_workbook() -> None:
    """A spreadsheet workbook, a zip by its nature, is called what it is."""
    with pytest.raises(RecipError, match="a spreadsheet or a document"):
        names(io.BytesIO(zipped(**{"[Content_Types].xml": "<x/>"})))


def test_unpacked_size_is_bounded() -> None:
    """A small archive of a huge file is refused before it is unpacked."""
    content = zipped(**{"Connections.csv": CONNECTIONS + "\n" * 2_000_000})
    with pytest.raises(RecipError, match="larger than 1,048,576 bytes"):
        names(io.BytesIO(content))


@pytest.mark.parametrize("place", [-20, 60, 5])
def test_damage(place: int) -> None:
    """A damaged archive is an error of one line."""
    content = bytearray(zipped(**{"Connections.csv": CONNECTIONS * 50}))
    content[place:] = bytes(len(content[place:]))
    with pytest.raises(RecipError, match="a damaged or locked zip archive"):
        names(io.BytesIO(bytes(content)))


def test_damage_found_while_reading() -> None:
    """Contents that do not match their checksum are an error too."""
    content = bytearray(zipped(**{"Connections.csv": CONNECTIONS}))
    at = content.index(b"PK\x01\x02")
    content[at + 16] ^= 0xFF
    content[14] ^= 0xFF
    with pytest.raises(RecipError, match="a damaged or locked zip archive"):
        names(io.BytesIO(bytes(content)))


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


def test_pipe() -> None:
    """An archive in a pipe cannot be read, and the error says what to do."""
    with pytest.raises(RecipError, match="a zip archive in a pipe; unpack it"):
        names(Pipe(zipped(**{"Connections.csv": CONNECTIONS})))


@given(st.data())
def test_any_change_of_a_byte_is_read_or_refused(data: st.DataObject) -> None:
    """However an archive is damaged or cut, there is one of our errors or its people."""
    content = bytearray(zipped(**{"Connections.csv": CONNECTIONS}))
    for at in data.draw(st.lists(st.integers(4, len(content) - 1), max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(4, len(content)))
    try:
        assert names(io.BytesIO(bytes(content[:end]))) == ["Ana Ruiz"]
    except RecipError:
        return
