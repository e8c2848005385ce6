"""A stream of bytes as lines of text: bounded in size, whatever the encoding, faults marked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from reciprocity_cli.errors import RecipError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 1 << 16
"""How many bytes are looked at to tell what a file is."""

LONGEST_LINE = 1 << 20
"""Characters; a longer line is cut and marked as faulty, so that one line cannot fill memory."""

LONGEST_RECORD = 1 << 22
"""Characters that one row may span, over all its lines."""

NUL = "it contains a NUL character"
TOO_LONG = f"the line is longer than {LONGEST_LINE:,} characters"


def read_head(stream: BinaryIO, name: str) -> bytes:
    """Return up to HEAD bytes from the beginning; fewer only where the stream is at its end."""
    head = b""
    while len(head) < HEAD and (piece := _read(stream, HEAD - len(head), name)):
        head += piece
    return head


def _read(stream: BinaryIO, size: int, name: str) -> bytes:
    try:
        return stream.read(size)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise RecipError(f"{name} cannot be read: {reason}") from error


class Rejoined(io.RawIOBase):
    """The head that was looked at, then the rest of the stream, up to `limit` bytes in all.

    Needs no seeking, so that standard input serves as well as a file. Reading past the limit, or a
    stream that fails, raises RecipError.
    """

    def __init__(self, head: bytes, stream: BinaryIO, *, name: str, limit: int) -> None:
        self._head = head
        self._stream = stream
        self._name = name
        self._limit = limit
        self._left = limit

    def readable(self) -> bool:
        """Say yes: what io.BufferedReader asks."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill `buffer` and return how many bytes went in; 0 at the end."""
        view = memoryview(buffer).cast("B")
        if self._head:
            piece, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            piece = _read(self._stream, len(view), self._name)
        self._left -= len(piece)
        if self._left < 0:
            raise RecipError(f"{self._name} is larger than {self._limit:,} bytes", "split it first")
        view[: len(piece)] = piece
        return len(piece)


def encoding_of(head: bytes) -> str:
    """Return how text beginning with `head` is to be decoded: UTF-16 by its mark, else UTF-8."""
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def head_lines(head: bytes) -> list[str]:
    """Return the lines of `head`; the last one may be cut off."""
    text = head.decode(encoding_of(head), errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Lines:
    """The lines of a text, for csv.reader to pull.

    `record` holds the lines since the reader of rows last cleared it, and `fault` what is wrong
    with them; both are the reader's to clear after each row. A line that is not UTF-8 is read as
    Windows-1252 and counted in `recoded`.
    """

    def __init__(self, raw: io.RawIOBase, encoding: str) -> None:
        unicode = encoding == "utf-16"
        self._text = io.TextIOWrapper(
            io.BufferedReader(raw, HEAD),
            encoding=encoding,
            errors="replace" if unicode else "surrogateescape",
            newline="",
        )
        self._may_be_cp1252 = not unicode
        self.record: list[str] = []
        self.fault = ""
        self.recoded = 0

    def skip(self, count: int) -> None:
        """Pass over `count` lines."""
        for _ in range(count):
            while (line := self._text.readline(LONGEST_LINE)) and not line.endswith(("\n", "\r")):
                pass

    def __iter__(self) -> Iterator[str]:
        record = self.record
        span = 0
        # One C call a line; this loop runs a million times in a large import.
        for line in iter(partial(self._text.readline, LONGEST_LINE), ""):
            if not line.isascii() and self._may_be_cp1252:
                line = self._decoded(line)
            if "\0" in line:
                self.fault = NUL
            if len(line) >= LONGEST_LINE and not line.endswith(("\n", "\r")):
                self.fault = TOO_LONG
                line = "\n"
                self.skip(1)
            record.append(line)
            span = span + len(line) if len(record) > 1 else len(line)
            if span > LONGEST_RECORD:
                return
            yield line

    def _decoded(self, line: str) -> str:
        try:
            line.encode()
        except UnicodeEncodeError:
            self.recoded += 1
            octets = line.encode("utf-8", "surrogateescape")
            return octets.decode("cp1252", "replace")
        return line
