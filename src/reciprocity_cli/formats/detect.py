"""Which format a file has, also inside a zip, and the reader for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats import friends, google, monica, recip_csv, recip_json, table, vcard
from reciprocity_cli.formats.cells import LeftAside
from reciprocity_cli.formats.incoming import Format, Incoming, Reading, something_understood
from reciprocity_cli.formats.lines import (
    LARGEST_FILE,
    LARGEST_FRIENDS,
    LARGEST_MONICA,
    Lines,
    Rejoined,
    encoding_of,
    head_text,
    known_encoding,
    read_head,
)

if TYPE_CHECKING:
    from zipfile import ZipInfo


SIGNATURE = b"PK\x03\x04"
_READABLE = "connections.csv"


def open_member(stream: BinaryIO, name: str, limit: int) -> BinaryIO:
    """Return Connections.csv out of the archive, to be read from its start.

    Raises RecipError for an archive without it, for one that is damaged, locked or larger than
    `limit` bytes when unpacked, and for a pipe, since an archive is read from its end.
    """
    import zipfile

    if not stream.seekable():
        raise RecipError(f"{name} is a zip archive in a pipe", "unpack it and import the CSV in it")
    try:
        stream.seek(0)
        archive = zipfile.ZipFile(stream)
        member = _chosen(archive.infolist(), name)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(name)
        if member.file_size > limit:
            raise RecipError(f"the CSV in {name} is larger than {limit:,} bytes", "split it first")
        return cast(BinaryIO, _Member(archive.open(member), name))
    except _broken() as error:
        raise _damaged(name) from error


def _chosen(members: Sequence[ZipInfo], name: str) -> ZipInfo:
    paths = [member.filename for member in members]
    if "[Content_Types].xml" in paths or "mimetype" in paths:
        raise RecipError(f"{name} is a spreadsheet or a document", "save the sheet as CSV first")
    for member in members:
        if member.filename.rpartition("/")[2].casefold() == _READABLE:
            return member
    raise RecipError(
        f"{name} is a zip archive without a Connections.csv", "unpack it and import a file in it"
    )


class _Member:
    """An unpacked file whose damage, found only in reading, is an error of ours."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        try:
            return self._file.read(size)
        except _broken() as error:
            raise _damaged(self._name) from error


def _damaged(name: str) -> RecipError:
    return RecipError(f"{name} is a damaged or locked zip archive", "unpack it and import the CSV")


def _broken() -> tuple[type[Exception], ...]:
    """Return what zipfile raises for the many ways in which an archive can be off."""
    import struct
    import zipfile
    import zlib

    return (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        struct.error,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    )


_FOREIGN = (
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"SQLite format 3\0", "a database"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document"),
    (b"<", "a web page or XML"),
    (b"{", "JSON"),
    (b"[{", "JSON"),
)

_WITHOUT_COLUMNS = (Format.RECIP_JSON, Format.MONICA, Format.FRIENDS, Format.VCARD)


def detect(head: bytes, name: str, encoding: str = "") -> Format:
    """Return the format of a file beginning with `head`; `name` only stands in errors.

    Any text may be CSV. Raises RecipError for an empty file and for what is plainly something else.
    """
    text = head_text(head, encoding or encoding_of(head))
    start = text.strip(" \n\t\0").encode("utf-8", "replace")
    if not start:
        raise RecipError(f"{name} is empty", "is it the file you meant?")
    if start[:1] == b"{":
        if recip_json.is_recip(start):
            return Format.RECIP_JSON
        if all(sign.search(start) for sign in monica.SIGNS):
            return Format.MONICA
    if vcard.is_vcard(start):
        return Format.VCARD
    for signature, what in _FOREIGN:
        if signature in (head[: len(signature)], start[: len(signature)].upper()):
            raise RecipError(f"{name} is {what}, which recip cannot import", "save it as CSV first")
    if "\0" in text.lstrip().partition("\n")[0]:
        raise RecipError(f"{name} is not a text file", "save it as CSV first")
    first_lines = text.split("\n")
    if recip_csv.is_recip(first_lines):
        return Format.RECIP_CSV
    if friends.is_friends(first_lines):
        return Format.FRIENDS
    if google.is_google(first_lines):
        return Format.GOOGLE
    return Format.TABLE if table.linkedin_header(first_lines) is None else Format.LINKEDIN


def read_file(
    stream: BinaryIO,
    *,
    name: str,
    mapping: Sequence[str] = (),
    today: date,
    date_order: str | None = None,
    limit: int = LARGEST_FILE,
    encoding: str = "",
    with_gifts: bool = False,
    with_partial: bool = False,
) -> Reading:
    """Begin to read a file; items come as asked for, so that memory stays bounded.

    `name` is for errors, `mapping` holds the FIELD=COLUMN and FIELD:VALUE of `--map`, `limit` is
    in bytes, `encoding` is the character set that the owner named; `with_gifts` and `with_partial`
    are for Monica's export. With a mapping any CSV is read by it, LinkedIn's too. Raises UsageError
    for a mapping that does not fit the header, for a character set that is none and for an option
    that is for another format, RecipError for a file that cannot be read.
    """
    encoding = _known(encoding)
    head = read_head(stream, name)
    if head.startswith(SIGNATURE):
        stream = open_member(stream, name, limit)
        head = read_head(stream, name)
    found = detect(head, name, encoding)
    encoding = encoding or encoding_of(head)
    gathered = {Format.MONICA: LARGEST_MONICA, Format.FRIENDS: LARGEST_FRIENDS}
    whole = Rejoined(head, stream, name=name, limit=min(limit, gathered.get(found, limit)))
    if found is not Format.MONICA and (with_gifts or with_partial):
        raise UsageError(f"--with-{'gifts' if with_gifts else 'partial'} is for Monica's JSON")
    if found in _WITHOUT_COLUMNS and mapping:
        raise UsageError("--map is for CSV", f"leave it out; {name} says itself what is what")
    reading = Reading(Format.TABLE if mapping else found, iter(()), LeftAside(), [])
    items: Iterator[Incoming]
    match reading.format:
        case Format.RECIP_JSON:
            return reading._replace(items=recip_json.read(whole, name, encoding))
        case Format.MONICA:
            options = {"with_gifts": with_gifts, "with_partial": with_partial}
            items = monica.read(whole, name, today, reading.aside, encoding, **options)
            return reading._replace(items=items)
        case Format.VCARD:
            items = vcard.read(whole, encoding, reading.aside, reading.remarks)
        case _:
            lines = Lines(whole, encoding)
            first_lines = head_text(head, encoding).split("\n")
            items = _by_lines(reading, lines, first_lines, mapping, today, date_order)
            items = _noted(items, lines, reading.remarks)
    return reading._replace(items=something_understood(items, name))


def _known(name: str) -> str:
    found = known_encoding(name) if name else ""
    if name and not found:
        hint = "such as utf-16, cp1251, iso-8859-7, macintosh or shift_jis"
        raise UsageError(f"{quoted(name)} is no character set that is known", hint)
    return found


def _by_lines(
    reading: Reading,
    lines: Lines,
    first_lines: Sequence[str],
    mapping: Sequence[str],
    today: date,
    date_order: str | None,
) -> Iterator[Incoming]:
    """Begin to read a format of lines: friends.md, or a CSV of one kind or another."""
    aside, remarks = reading.aside, reading.remarks
    match reading.format:
        case Format.FRIENDS:
            return friends.read(lines, today, date_order, remarks)
        case Format.RECIP_CSV:
            return recip_csv.read(lines, first_lines)
    is_google = reading.format is Format.GOOGLE
    return table.read(
        *(lines, first_lines, mapping, today, date_order, aside, remarks), of_google=is_google
    )


def _noted(items: Iterator[Incoming], lines: Lines, remarks: list[str]) -> Iterator[Incoming]:
    yield from items
    if lines.recoded:
        remarks.append(lines.recoded_note())
