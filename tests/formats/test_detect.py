"""The door to every format: what is told apart, what is refused, what is bounded."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats import lines
from reciprocity_cli.formats.detect import detect, read_file
from reciprocity_cli.formats.incoming import BadRow, Format, IncomingExchange, SetAside

TODAY = date(2026, 11, 22)
EXCHANGES = b"name,date,direction,category,note\n"


def read(content: bytes, *mapping: str, limit: int = 1 << 24) -> list[object]:
    stream = io.BytesIO(content)
    return list(read_file(stream, name="x", mapping=mapping, today=TODAY, limit=limit).items)


@pytest.mark.parametrize(
    "head",
    [
        b"BEGIN:VCARD\r\nVERSION:3.0",
        b"\xef\xbb\xbfbegin:vcard\n",
        b"\n BEGIN : VCARD\r",
        "BEGIN:VCARD\n".encode("utf-16"),
    ],
)
def test_a_vcard_is_told_by_its_first_line(head: bytes) -> None:
    """Whatever its case, white space, encoding and line ends."""
    assert detect(head, "x") is Format.VCARD


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"BEGIN:VCALENDAR", "a calendar"),
        (b"SQLite format 3\0", "a database"),
        (b"%PDF-1.7", "a PDF"),
        (b"\n <!DOCTYPE html>", "a web page or XML"),
        (b'{"version": 1}', "JSON"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"na\0me", "not a text file"),
        (b"", "empty"),
        (b" \r\n", "empty"),
    ],
)
def test_foreign_files_are_called_what_they_are(head: bytes, what: str) -> None:
    """A file that is plainly no CSV is refused by its name."""
    with pytest.raises(RecipError) as caught:
        detect(head, "mine.bin")
    assert caught.value.message.startswith(f"mine.bin is {what}")


def test_text_is_csv() -> None:
    """Any other text may be CSV."""
    assert detect(b"who,what\n", "mine.vcf") is Format.TABLE


def test_size_is_bounded() -> None:
    """A file beyond the limit ends in an error, not in memory."""
    with pytest.raises(RecipError, match="x is larger than 1,000 bytes"):
        read(b"name\n" + b"Ana\n" * 1000, limit=1000)


class Failing(io.RawIOBase):
    def __init__(self) -> None:
        row = b"Ana,2026-01-01,gave,advice,\n"
        self.pieces: Iterator[bytes] = iter((EXCHANGES, row * 3000))

    def read(self, size: int = -1) -> bytes:
        for piece in self.pieces:
            return piece
        raise OSError(5, "Input/output error")


def test_failing_disk() -> None:
    """A stream that fails on its way is an error of one line."""
    with pytest.raises(RecipError, match="x cannot be read: input/output error"):
        list(read_file(Failing(), name="x", today=TODAY).items)  # type: ignore[arg-type]


def peak_of_reading(content: bytes) -> tuple[int, int]:
    """Return how many items there were, and the most bytes held while they passed."""
    stream = io.BytesIO(content)
    read(EXCHANGES + b"Ana,2026-01-01,gave,advice,\n")
    tracemalloc.start()
    count = sum(1 for _ in read_file(stream, name="x", today=TODAY).items)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, peak


def test_memory_is_bounded() -> None:
    """Two megabytes of exchanges pass through a quarter of that."""
    content = EXCHANGES + b"Ana Ruiz,2026-01-01,gave,advice," + b"a note " * 10 + b"\n"
    count, peak = peak_of_reading(content + content.partition(b"\n")[2] * 20_000)
    assert count == 20_001
    assert peak < 500_000


@pytest.mark.parametrize("tail", [b"", b",2026-01-01,gave,advice,x"])
def test_many_different_people_are_bounded(tail: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of people who come once each only the last are remembered."""
    monkeypatch.setattr(lines, "REMEMBERED", 100)
    header = EXCHANGES if tail else b"name\n"
    count, peak = peak_of_reading(
        header + b"".join(b"Person %d%b\n" % (each, tail) for each in range(5000))
    )
    assert count == 5000
    # CPython holds on to 2,000 freed tuples of each length: a third of a megabyte of people.
    assert peak < 600_000


PIECES = st.sampled_from(
    [
        b"name",
        b"date",
        b"direction,category",
        b"First Name,Last Name,Connected On\n",
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe9",
        b"\xed\xa0\x80",
        b"Ana Ruiz",
        b"2026-11-20",
        b"gave",
        b"advice",
        b"PK\x03\x04",
        b"sep=;",
        b"'=",
        "é\u2028\u202e".encode(),
    ]
)
CONTENT = st.one_of(
    st.binary(max_size=300), st.lists(PIECES | st.binary(max_size=4), max_size=60).map(b"".join)
)
HEADERS = st.sampled_from(
    [b"", b"name\n", b"name,email,link,tags,role,note\n", EXCHANGES, b"\xff\xfen\0a\0m\0e\0\n\0"]
)


@given(HEADERS, CONTENT, st.sampled_from([(), ("name=name",), ("role:peer",)]))
def test_any_bytes_are_read_or_refused(
    header: bytes, content: bytes, mapping: tuple[str, ...]
) -> None:
    """Whatever the bytes, there are known items with rising lines, or an error of ours."""
    try:
        items = read(header + content, *mapping)
    except RecipError:
        return
    assert all(
        isinstance(item, IncomingPerson | IncomingExchange | SetAside | BadRow) for item in items
    )
    lines = [item.line for item in items]  # type: ignore[attr-defined]
    assert lines == sorted(set(lines))
    for item in items:
        if isinstance(item, IncomingPerson):
            assert item.name.strip() == item.name != ""
            "".join((item.name, item.notes, *item.emails, *item.links)).encode()
        if isinstance(item, IncomingExchange):
            assert item.on <= TODAY
            assert 0 < item.weight <= 1000
