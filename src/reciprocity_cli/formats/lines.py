"""Lines, rows and JSON values from a stream of any size and encoding."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from reciprocity_cli.errors import RecipError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Key = TypeVar("Key")
Value = TypeVar("Value")


# The bounds of every reader. What is past one ends in a line that names it; within them a reader
# holds 100 MiB at the most, or, where a file is gathered whole, four times the file.

HEAD = 1 << 16
"""How many bytes are looked at to tell what a file is."""

LARGEST_FILE = 2 << 30
"""Bytes; a million exchanges take a twentieth of it."""

LARGEST_MONICA = 1 << 28
"""Bytes of Monica's export, photos included; people and activities are held to its end."""

LARGEST_FRIENDS = 1 << 24
"""Bytes of friends.md, which is gathered whole: its activities may stand above their friends."""

LONGEST_LINE = 1 << 20
"""Characters; a longer line is cut and marked as faulty, so that one line cannot fill memory."""

LONGEST_RECORD = 1 << 21
"""Characters of a row, over all its lines, or of a record as JSON: objects take 24 times those."""

LARGEST_CARD = 1 << 18
"""Bytes that one card may have besides its pictures; a note in the ledger has 10,000 characters."""

MOST_LINES = 2_000
"""Logical lines in one card."""

MOST_COLUMNS = 1_000
"""Columns of a table: each row of it takes time for all of them. Google's has some sixty."""

MOST_EMPTY = 1 << 20
"""Rows or lines with nothing to import, as many as a sheet has; an archive can hold billions."""

MOST_DETAILS = 1_000
"""Addresses, numbers, tags and other names of one person; parts of one record of recip's JSON."""

REMEMBERED = 20_000
"""Descriptions of people, days and terms that are kept at a time, for rows that say the same."""

LONGEST_REMEMBERED = 1 << 22
"""Characters of all that is remembered."""


class Bounded(dict[Key, Value]):
    """What was made of rows, kept within the bounds for the next that says the same."""

    def __init__(self) -> None:
        self._length = 0

    def keep(self, key: Key, value: Value, length: int) -> None:
        """Keep a value of that many characters, instead of all others where they are too many."""
        self._length += length
        if len(self) >= REMEMBERED or self._length > LONGEST_REMEMBERED:
            self.clear()
            self._length = length
        self[key] = value


class Remembered(Bounded[Key, Value]):
    """What `read` makes of a cell or of several, looked up by them."""

    def __init__(self, read: Callable[[Key], Value]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: Key) -> Value:
        value = self._read(key)
        self.keep(key, value, len(str(key)))
        return value


def read_head(stream: BinaryIO, name: str) -> bytes:
    """Return up to HEAD bytes from the start; fewer only at the stream's end."""
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
    """The head looked at, then the rest of the stream, up to `limit` bytes in all.

    Needs no seeking, so that standard input serves as well as a file. Reading past the
    limit, or a stream that fails, raises RecipError.
    """

    def __init__(self, head: bytes, stream: BinaryIO, *, name: str, limit: int) -> None:
        self._head, self._stream, self._name = head, stream, name
        self._limit = self._left = limit

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
    """Return how text beginning with `head` is to be decoded: UTF-16 or 32 by its mark or its NULs.

    Anything else is UTF-8, until a line of it is not.
    """
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    for encoding, at in (("utf-16-be", 0), ("utf-16-le", 1)):
        halves = head[at::2], head[1 - at :: 2]
        # Of text, also Chinese, some characters are ASCII, such as line ends: a NUL and a letter.
        least = max(len(halves[0]) // 25, min(len(halves[0]) // 2, 8))
        if halves[0].count(0) > least and 0 not in halves[1]:
            return encoding
    return "utf-8"


_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
MARK = "\ufeff"
END_OF_FILE = "\x1a"
"""What DOS and its heirs write behind the last line; and `cat` puts it, as marks, in the middle."""


def head_text(head: bytes, encoding: str) -> str:
    """Return `head` as text with plain line ends and no marks; its end may be cut off."""
    text = head.decode(encoding, errors="replace").replace(END_OF_FILE, "").replace("\r\n", "\n")
    return re.sub(f"^{MARK}+", "", text.replace("\r", "\n"), flags=re.MULTILINE)


def known_encoding(name: str) -> str:
    """Return the name that Python has for a character set; "" where it is none for text.

    Left out are those that are no character set, and those in which a comma is no comma.
    """
    import codecs

    try:
        found = codecs.lookup(name)
        fits = b",:\n".decode(found.name) == ",:\n" or found.name in WIDE
    except (LookupError, UnicodeError, ValueError):
        return ""
    return found.name if fits and found.name not in _NO_CHARACTER_SETS else ""


WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
"""Encodings in which a line end is more than one octet."""


_NO_CHARACTER_SETS = (
    *("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"),
    *("unicode_escape", "raw_unicode_escape", "mbcs", "oem"),
)


OTHERWISE = "; --encoding NAME, such as cp1251, reads them otherwise"


class Lines:
    """The lines of a text, for csv.reader to pull.

    `record` holds the lines since the reader of rows last cleared it, and `fault` what
    is wrong with them; both are the reader's to clear after each row. A line that is
    not UTF-8 is read as Windows-1252 and counted in `recoded`; one that is not in another
    encoding, which was named or told by a mark, loses what is not.
    """

    def __init__(self, raw: io.RawIOBase, encoding: str) -> None:
        self._may_be_cp1252 = encoding == "utf-8"
        self._text = io.TextIOWrapper(
            io.BufferedReader(raw, HEAD),
            encoding=encoding,
            errors="surrogateescape" if self._may_be_cp1252 else "replace",
            newline="",
        )
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
            if not line.isascii():
                line = self._decoded(line).lstrip(MARK)
            if END_OF_FILE in line:
                line = line.replace(END_OF_FILE, "")
            if "\0" in line:
                self.fault = "it contains a NUL character"
            if len(line) >= LONGEST_LINE and not line.endswith(("\n", "\r")):
                self.fault = f"the line is longer than {LONGEST_LINE:,} characters"
                line = "\n"
                self.skip(1)
            record.append(line)
            span = span + len(line) if len(record) > 1 else len(line)
            if span > LONGEST_RECORD:
                return
            yield line

    def recoded_note(self) -> str:
        """Return what the owner is told of the lines that were `recoded`."""
        count = "one line is" if self.recoded == 1 else f"{self.recoded:,} lines are"
        if not self._may_be_cp1252:
            return f"{count} not {self._text.encoding.upper()}, and read without what is not"
        return f"{count} not UTF-8, and read as Windows-1252{OTHERWISE}"

    def _decoded(self, line: str) -> str:
        if not self._may_be_cp1252:
            self.recoded += "\ufffd" in line
            return line
        try:
            line.encode()
        except UnicodeEncodeError:
            self.recoded += 1
            octets = line.encode("utf-8", "surrogateescape")
            return octets.decode("cp1252", "replace")
        return line


DELIMITERS = ",;\t"

Row = tuple[int, list[str], str]
"""The line it begins on, its cells, and what is wrong with it (empty where nothing is)."""


def columns_of(header: str) -> dict[str, int]:
    """Return where the columns of a header stand, by their names in small letters."""
    cells = cells_of(header, delimiter_of(header))[: MOST_COLUMNS + 1]
    return {name.casefold(): at for at, name in enumerate(cells) if name}


def rows(lines: Lines, delimiter: str, skipped: int = 0) -> Iterator[Row]:
    """Yield every row that is not blank; `skipped` counts the lines passed before.

    csv's strict mode is what tells an unclosed quotation mark from a cell of many lines. After a
    fault inside one line reading goes on with the next; a cell that outgrows csv's bound ends it,
    for the lines after it cannot be told from the inside of the cell.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    first = skipped + 1
    empty = 0
    going = True
    while going:
        going = False
        try:
            for row in reader:
                fault = lines.fault
                if row or fault:
                    yield first, row, fault
                else:
                    empty += 1
                if empty > MOST_EMPTY:
                    yield first, [], f"more than {MOST_EMPTY:,} lines are blank"
                    return
                if fault:
                    lines.fault = ""
                lines.record.clear()
                first = skipped + reader.line_num + 1
        except csv.Error as error:
            fault, going = _explained(str(error), lines.record, first, delimiter)
            yield first, [], lines.fault or fault
            lines.fault = ""
            lines.record.clear()
            first = skipped + reader.line_num + 1


def refuse_more_columns(width: int) -> None:
    """Raise RecipError where a header has too many columns."""
    if width > MOST_COLUMNS:
        raise RecipError(f"the header has {width:,} columns, and {MOST_COLUMNS:,} are the most")


def surplus(row: list[str], width: int) -> str:
    """Return what is wrong with a row of more cells than the header has; "" if they are empty."""
    if not any(cell.strip() for cell in row[width:]):
        return ""
    return f"it has {len(row)} cells, and the header {width}: a delimiter without quotation marks?"


def _explained(error: str, record: list[str], first: int, delimiter: str) -> tuple[str, bool]:
    """Return the fault in words, and whether the rows after it can be read."""
    opened = first + _opened_in(record, delimiter)
    last = first + len(record) - 1
    never = f"the quotation mark opened on line {opened} is never closed"
    if "unexpected end of data" in error:
        overlong = sum(map(len, record)) > LONGEST_RECORD
        return (f"a row of more than {LONGEST_RECORD:,} characters" if overlong else never), False
    if "field limit" in error:
        large = f"a cell of more than {csv.field_size_limit():,} characters"
        if len(record) == 1:
            return large, True
        return f"{large}: {never}, it seems; the rest of the file was not read", False
    if len(record) == 1:
        return "a quotation mark inside a quoted cell is not doubled", True
    return f"the quotation mark opened on line {opened} is not closed before line {last}", True


def _opened_in(record: list[str], delimiter: str) -> int:
    """Return the index of the line on which the quoted cell that csv stumbled over was opened."""
    opened = 0
    state = "start"
    for number, line in enumerate(record):
        for character in line:
            if state == "quoted":
                state = "closing" if character == '"' else "quoted"
            elif character == '"' and state == "start":
                state, opened = "quoted", number
            elif character == '"' and state == "closing":
                state = "quoted"
            elif character == delimiter or character in "\r\n":
                state = "start"
            elif state == "closing":
                return opened
            elif character != " ":
                state = "plain"
    return opened


def delimiter_of(header: str) -> str:
    """Return a header line's delimiter: the one that makes the most cells."""
    return max(DELIMITERS, key=lambda each: len(cells_of(header, each)))


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, trimmed; a line csv cannot read has none."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


_READ_AT_ONCE = 1 << 16
_AT_THE_END = 16
"""No more characters than these stand between where a cut-off text fails to be JSON and its end."""


class JsonText:
    """The text of a file, parsed value by value; `line` is that of the next character.

    A value that is read whole has at most `longest` characters. Whatever cannot be read
    raises RecipError, with the line.
    """

    def __init__(self, stream: io.RawIOBase, name: str, *, longest: int, encoding: str) -> None:
        self._stream = io.TextIOWrapper(
            io.BufferedReader(stream, _READ_AT_ONCE), encoding, newline=""
        )
        self._name = name
        self._longest = longest
        self._text = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def next(self) -> str:
        """Return the next character that is no white space, without passing it; "" at the end."""
        while True:
            found = _NOT_SPACE.search(self._text, self._at)
            if found:
                self._pass(found.start())
                return found[0]
            self._pass(len(self._text))
            if self._ended:
                return ""
            self._read_on()

    def take(self, sign: str) -> None:
        """Pass over `sign`, which must come next."""
        found = self.next()
        if found != sign:
            raise self.broken(f"{sign} is missing" if found else "it ends too early")
        self._pass(self._at + 1)

    def members(self) -> Iterator[tuple[int, Any]]:
        """Yield the values of a list, each with the line on which it begins."""
        for _ in self.elements():
            yield self.numbered()

    def elements(self) -> Iterator[None]:
        """Walk a list; before it goes on, the caller must have read the element that comes next."""
        self.take("[")
        if self.next() != "]":
            yield
            while self._at_a_comma():
                yield
        self.take("]")

    def names(self) -> Iterator[str]:
        """Yield the names in an object; before it goes on, the caller must have read the value."""
        self.take("{")
        if self.next() != "}":
            yield self._key()
            while self._at_a_comma():
                yield self._key()
        self.take("}")

    def _key(self) -> str:
        key = self.value()
        self.take(":")
        return str(key)

    def _at_a_comma(self) -> bool:
        """Pass over a comma, if that comes next, and over what is blank behind it."""
        if found := _COMMA.match(self._text, self._at):
            self._pass(found.end())
            return True
        if self.next() != ",":
            return False
        self.take(",")
        return True

    def numbered(self) -> tuple[int, Any]:
        """Return the next value and the line on which it begins."""
        if not self.next():
            raise self.broken("it ends too early")
        return self.line, self._parsed()

    def value(self) -> Any:
        """Return the next value."""
        return self.numbered()[1]

    def skip(self) -> int:
        """Pass over the next value, whatever is in it and however long; return its line."""
        if not self.next():
            raise self.broken("it ends too early")
        line, depth = self.line, 0
        while True:
            sign = self.next()
            if sign == '"':
                self._skip_string()
            elif sign in ("[", "{", "]", "}", ",", ":"):
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(sign, 0)
                self._pass(self._at + 1)
            elif sign:
                found = _WORD.match(self._text, self._at)
                self._pass(found.end() if found else self._at + 1)
            else:
                raise self.broken("it ends too early")
            if depth <= 0 and (depth or sign not in (",", ":")):
                return line

    def _skip_string(self) -> None:
        self._pass(self._at + 1)
        while True:
            found = _IN_STRING.match(self._text, self._at)
            self._pass(found.end() if found else self._at)
            if self._text.startswith('"', self._at):
                self._pass(self._at + 1)
                return
            # Here is the end of what was read, or a backslash before it.
            if self._ended:
                raise self.broken("it ends too early")
            self._read_on()

    def _parsed(self) -> Any:
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                levels = f"more than some {sys.getrecursionlimit():,} levels"
                raise self.broken(f"it is nested too deeply, {levels}") from None
            except json.JSONDecodeError as error:
                if self._ended or self._is_broken(error):
                    raise self._broken_at(error) from None
            except ValueError as error:
                word = str(error)
                many = "a number has too many digits"
                raise self.broken(f"{word} is no number" if len(word) < 10 else many) from None
            else:
                # A number at the end of what was read may go on.
                if end < len(self._text) or self._ended:
                    self._pass(end)
                    return value
            if len(self._text) - self._at > self._longest:
                raise self.broken(f"a record has more than {self._longest:,} characters")
            self._read_on()

    def broken(self, reason: str, line: int = 0) -> RecipError:
        """Return the error for a file that cannot be read on."""
        return RecipError(
            f"nothing was imported, {self._name} is broken on line {line or self.line}: {reason}",
            "export it anew",
        )

    def _is_broken(self, error: json.JSONDecodeError) -> bool:
        """Whether more text would not mend it: it fails before the end, in no open string."""
        at_the_end = error.pos > len(self._text) - _AT_THE_END
        return not at_the_end and not error.msg.startswith("Unterminated string")

    def _broken_at(self, error: json.JSONDecodeError) -> RecipError:
        reason = f"{error.msg[:1].lower()}{error.msg[1:]}".removesuffix(" at")
        reason = reason.removesuffix(" starting")
        return self.broken(reason, self.line + self._text.count("\n", self._at, error.pos))

    def _pass(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _read_on(self) -> None:
        # As much again as there is: a long record is not parsed anew for each piece of it.
        rest = self._text[self._at :]
        most = max(_READ_AT_ONCE, min(len(rest), self._longest - len(rest) + 1))
        try:
            more = self._stream.read(most)
        except UnicodeDecodeError:
            line = self.line + rest.count("\n")
            said = self._stream.encoding.upper()
            raise self.broken(f"it is not {said} from here on", line) from None
        self._ended = not more
        self._text, self._at = rest + more, 0


_NOT_SPACE = re.compile(rf"[^ \t\n\r{MARK}{END_OF_FILE}]")
_WORD = re.compile(rf"[^ \t\n\r{MARK}{END_OF_FILE}\[\]{{}},:\"]+")
_IN_STRING = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
_COMMA = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")


def _no_constant(word: str) -> None:
    raise ValueError(word)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
