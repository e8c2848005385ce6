"""What a file is, told by its content, and the one door through which every format is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import BinaryIO

from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats import archive
from reciprocity_cli.formats.incoming import Format, Incoming, Reading, something_understood
from reciprocity_cli.formats.lines import Lines, Rejoined, encoding_of, head_lines, read_head

LARGEST_FILE = 2 << 30
"""Bytes; a million exchanges take a twentieth of it."""

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


def detect(head: bytes, name: str) -> Format:
    """Return the format of a file beginning with `head`; `name` only stands in errors.

    Any text may be CSV. Raises RecipError for an empty file and for what is plainly something else.
    """
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        raise RecipError(f"{name} is empty", "is it the file you meant?")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"{":
        from reciprocity_cli.formats import recip_json

        if recip_json.is_recip(head):
            return Format.RECIP_JSON
    from reciprocity_cli.formats import vcard

    if vcard.is_vcard(start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")):
        return Format.VCARD
    for signature, what in _FOREIGN:
        if start[: len(signature)].upper() == signature.upper():
            raise RecipError(f"{name} is {what}, which recip cannot import", "save it as CSV first")
    if encoding_of(head) != "utf-16" and b"\0" in start.partition(b"\n")[0]:
        raise RecipError(f"{name} is not a text file", "save it as CSV first")
    from reciprocity_cli.formats import google, linkedin, recip_csv

    first_lines = head_lines(head)
    if recip_csv.is_recip(first_lines):
        return Format.RECIP_CSV
    if google.is_google(first_lines):
        return Format.GOOGLE
    return Format.TABLE if linkedin.header_in(first_lines) is None else Format.LINKEDIN


def read_file(
    stream: BinaryIO,
    *,
    name: str,
    mapping: Sequence[str] = (),
    today: date,
    date_order: str | None = None,
    limit: int = LARGEST_FILE,
) -> Reading:
    """Begin to read a file; its items come as they are asked for, so that memory stays bounded.

    `name` is for errors, `mapping` holds the FIELD=COLUMN and FIELD:VALUE of `--map`, `limit` is
    in bytes. With a mapping any CSV is read by it, LinkedIn's too. Raises UsageError for a mapping
    that does not fit the header, RecipError for a file that cannot be read.
    """
    head = read_head(stream, name)
    if head.startswith(archive.SIGNATURE):
        stream = archive.open_member(stream, name, limit)
        head = read_head(stream, name)
    found = detect(head, name)
    whole = Rejoined(head, stream, name=name, limit=limit)
    notes: list[str] = []
    if found is Format.RECIP_JSON:
        return Reading(found, _of_recip(whole, name, mapping), notes)
    if found is Format.VCARD:
        _refuse_mapping(name, mapping)
        from reciprocity_cli.formats import vcard

        cards = vcard.read(whole, encoding_of(head), notes)
        return Reading(found, something_understood(cards, name), notes)
    lines = Lines(whole, encoding_of(head))
    first_lines = head_lines(head)
    if found is Format.LINKEDIN and not mapping:
        from reciprocity_cli.formats import linkedin

        items = linkedin.read(lines, first_lines, today)
    elif found is Format.GOOGLE and not mapping:
        from reciprocity_cli.formats import google

        items = google.read(lines, first_lines, notes)
    elif found is Format.RECIP_CSV and not mapping:
        from reciprocity_cli.formats import recip_csv

        items = recip_csv.read(lines, first_lines)
    else:
        from reciprocity_cli.formats import table

        found = Format.TABLE
        columns = table.open_table(lines, first_lines, mapping, today, date_order)
        notes += columns.notes
        items = columns.items
    return Reading(found, _noted(something_understood(items, name), lines, notes), notes)


def _of_recip(whole: Rejoined, name: str, mapping: Sequence[str]) -> Iterator[Incoming]:
    from reciprocity_cli.formats import recip_json

    _refuse_mapping(name, mapping)
    return recip_json.read(whole, name)


def _refuse_mapping(name: str, mapping: Sequence[str]) -> None:
    if mapping:
        raise UsageError("--map is for CSV", f"leave it out; {name} says itself what is what")


def _noted(items: Iterator[Incoming], lines: Lines, notes: list[str]) -> Iterator[Incoming]:
    yield from items
    if lines.recoded:
        count = "one line is" if lines.recoded == 1 else f"{lines.recoded:,} lines are"
        notes.append(f"{count} not UTF-8, and read as Windows-1252")
