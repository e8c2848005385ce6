"""The text of vCards: lines unfolded and decoded, lines gathered into cards.

Read by ourselves: vobject stops at what address books really write (it reads no .vcf of
tests/data to its end), and takes exponential time over some lines.
"""

from __future__ import annotations

import io
import re
from binascii import a2b_qp
from collections.abc import Iterator
from typing import NamedTuple

from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats.lines import (
    END_OF_FILE,
    HEAD,
    LARGEST_CARD,
    MARK,
    MOST_EMPTY,
    MOST_LINES,
    WIDE,
    known_encoding,
)

_HEAD = re.compile(r'[^":]*+(?:"[^"]*+"[^":]*+)*+:')
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*")+')
_LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_KEPT = frozenset(("TYPE", "LABEL", "VALUE", "PREF", "ALTID", "X-APPLE-OMIT-YEAR"))
_ENCODINGS = {
    "QUOTED-PRINTABLE": "QUOTED-PRINTABLE",
    "BASE64": "B",
    "B": "B",
    "8BIT": "",
    "7BIT": "",
}
_ESCAPES = {"n": "\n", "N": "\n"}


class Property(NamedTuple):
    """A card's property; `value` is decoded, its escapes still for `parts`."""

    line: int
    name: str
    params: dict[str, list[str]]
    value: str


def property_of(line: int, octets: bytes, charset: str, *, recoded: list[int]) -> Property | None:
    """Return the property a logical line holds, or None without a colon or name.

    `charset` is that of a line which names none. A line that is in neither is read as
    Windows-1252, and its number added to `recoded`. Raises UsageError for a value that cannot be
    decoded at all.
    """
    text = octets.decode("latin-1")
    found = _HEAD.match(text)
    end = found.end() if found else text.find(":") + 1
    name, *params = _PARAMETER.findall(text[: end - 1] if end else "") or [""]
    name = re.sub(r"[^A-Za-z0-9-]", "-", name.strip().rpartition(".")[2]).upper()
    if not end or not name.strip("-"):
        return None
    known, encoding, named = _parameters(params)
    charset = named or charset
    value = octets[end:]
    if b"\0" in value:
        raise UsageError(f"{name} contains a NUL character")
    if encoding == "B":
        return Property(line, name, {**known, "ENCODING": ["B"]}, "")
    if encoding:
        said = _unquoted(line, value, charset, recoded)
        if said is None:
            raise UsageError(f"{name} is not text in any character set that is known")
        if "\0" in said:
            raise UsageError(f"{name} contains a NUL character")
    else:
        said = _LINE_ENDS.sub(" ", _decoded(line, value, charset, recoded))
    return Property(line, name, known, said)


def _parameters(params: list[str]) -> tuple[dict[str, list[str]], str, str]:
    """Return the parameters that matter, the encoding and the character set."""
    known: dict[str, list[str]] = {}
    encoding = charset = ""
    for text in params:
        key, equals, value = text.partition("=")
        key, value = key.strip().upper(), value.replace('"', "").strip()
        if not equals:
            # Version 2.1 leaves the name of a parameter out: TEL;CELL, NOTE;QUOTED-PRINTABLE.
            key, value = ("ENCODING" if key in _ENCODINGS else "TYPE"), key
        if key == "ENCODING":
            encoding = _ENCODINGS.get(value.upper(), "B")
        elif key == "CHARSET" and (named := known_encoding(value)) not in WIDE:
            charset = named
        elif key in _KEPT:
            words = (re.sub(r"[^\w.+-]", "", word).lower() for word in value.split(","))
            known.setdefault(key, []).extend(filter(None, words))
    return known, encoding, charset


def _decoded(line: int, octets: bytes, charset: str, recoded: list[int]) -> str:
    for codec in (charset, "utf-8"):
        try:
            return octets.decode(codec)
        except UnicodeError:
            pass
    recoded.append(line)
    return octets.decode("cp1252", "replace")


def _unquoted(line: int, octets: bytes, charset: str, recoded: list[int]) -> str | None:
    """Return quoted-printable text, read as Windows-1252 where it is not as named; else None."""
    coded = a2b_qp(_LINE_ENDS.sub(" ", octets.decode("latin-1")).encode())
    for codec in (charset, "cp1252"):
        try:
            return coded.decode(codec)
        except (UnicodeError, LookupError):
            recoded.append(line)
    return None


def parts(value: str, separator: str) -> list[str]:
    r"""Return the parts of a value between separators that are not escaped, with escapes read.

    \n is a line break, and a backslash before any other sign is taken off, also where it did not
    have to be there; before a letter it stands for itself.
    """
    if "\\" not in value:
        return value.split(separator)
    found, current = [], []
    signs = iter(value)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            kept = f"\\{following}" if following.isalnum() or not following else following
            current.append(_ESCAPES.get(following, kept))
        elif sign == separator:
            found.append("".join(current))
            current = []
        else:
            current.append(sign)
    return [*found, "".join(current)]


def text(value: str) -> str:
    """Return a value that is one text, with escapes read."""
    # No value holds a NUL: the whole of it is one part.
    return parts(value, "\0")[0]


PICTURES = {b"PHOTO": "photos", b"LOGO": "logos", b"SOUND": "sounds", b"KEY": "keys"}

_PIECE = 1 << 16
_NAME = re.compile(rb"(?:[\w-]+\.)?([\w-]+)")
_PROPERTY = re.compile(rb"(?:[\w-]+\.)?(X-[A-Z]{2}[\w-]*|[A-Z-]+|[a-z-]+(?=;))(?:;[^:]*)?:")
_JOINED = re.compile(rb"(\s*END:VCARD)[\s\xef\xbb\xbf]*(BEGIN:VCARD\s*)", re.IGNORECASE)
_AGENT = re.compile(rb"AGENT(;[^:]*)?:(BEGIN:VCARD)?", re.IGNORECASE)
_MARK = MARK.encode()

STANDARD = frozenset(
    (
        *("ADR", "AGENT", "ANNIVERSARY", "BDAY", "CALADRURI", "CALURI", "CATEGORIES", "CLASS"),
        *("EMAIL", "FBURL", "FN", "GENDER", "GEO", "IMPP", "KEY", "KIND", "LABEL", "LANG", "LOGO"),
        *("MAILER", "N", "NAME", "NICKNAME", "NOTE", "ORG", "PHOTO", "PRODID", "PROFILE"),
        *("RELATED", "REV", "ROLE", "SORT-STRING", "SOUND", "SOURCE", "TEL", "TITLE", "TZ", "UID"),
        *("URL", "VERSION", "XML"),
    )
)
"""The properties of vCard 2.1, 3.0 and 4.0; others begin with X-."""


class Card(NamedTuple):
    """One card: the line of its BEGIN, logical lines, and what was dropped, by kind and line.

    Where `fault` says what is wrong with it, there are no lines.
    """

    line: int
    lines: list[tuple[int, bytes]]
    dropped: list[tuple[str, int]]
    fault: str = ""


def cards(raw: io.RawIOBase, encoding: str) -> Iterator[Card]:
    """Yield every card of the file, the broken ones with their fault.

    Text between cards is a fault of its own, once for each stretch of it.
    """
    card: _Open | None = None
    stray = False
    for line, piece, goes_on in _parted(_pieces(raw, encoding)):
        if card is None:
            if not goes_on and _word(piece) == b"BEGIN:VCARD":
                card, stray = _Open(line, piece), False
            elif not stray and piece.strip():
                stray = True
                yield Card(line, [], [], "it stands outside of any card")
            continue
        piece = piece if goes_on else card.outdented(piece)
        # What is indented further goes on with the line before, whatever it reads.
        whole = not goes_on and piece[:1] not in (b" ", b"\t")
        word = _word(piece) if whole else b""
        if whole and card.enters_agent(word):
            continue
        if word == b"END:VCARD" and not card.within:
            yield card.closed()
            card = None
        elif word == b"BEGIN:VCARD" and not card.within:
            yield Card(card.line, [], [], f"the card has no END:VCARD before line {line}")
            card = _Open(line, piece)
        else:
            card.take(line, piece, word, goes_on)
    if card is not None:
        yield Card(card.line, [], [], "the card has no END:VCARD")


def _word(piece: bytes) -> bytes:
    """Return a short line without its blanks, in capitals, as BEGIN and END are compared."""
    return b"".join(piece.split()).upper() if len(piece) < _PIECE // 2 else b""


def _parted(pieces: Iterator[tuple[int, bytes, bool]]) -> Iterator[tuple[int, bytes, bool]]:
    """Part the end of a card from the beginning of the next, where files were joined so."""
    for line, piece, goes_on in pieces:
        joined = None if goes_on or b":" not in piece[3:16] else _JOINED.fullmatch(piece)
        if joined:
            yield line, joined[1], False
            yield line, joined[2], False
        else:
            yield line, piece, goes_on


class _Open:
    """A card whose end is to come; `within` counts the cards open inside it."""

    def __init__(self, line: int, begin: bytes) -> None:
        self.line = line
        self.within = 0
        self._indent = begin[: len(begin) - len(begin.lstrip())]
        self._lines: list[tuple[int, bytearray]] = []
        self._dropped: list[tuple[str, int]] = []
        self._size = 0
        self._fault = ""
        self._dropping = False
        self._after_blank = False

    def outdented(self, piece: bytes) -> bytes:
        """Return a line without the indentation of the card."""
        return piece.removeprefix(self._indent)

    def enters_agent(self, word: bytes) -> bool:
        """Look whether a card inside this one begins, which AGENT has as its value; count it.

        Return whether this very line begins it; the line before may have.
        """
        line, last = self._lines[-1] if self._lines else (0, b"")
        agent = None if self.within else _AGENT.fullmatch(last)
        if agent is None or not (agent[2] or word == b"BEGIN:VCARD"):
            return False
        self._dropped.append(("cards inside cards", line))
        self._lines.pop()
        self.within = 1
        return not agent[2]

    def take(self, line: int, piece: bytes, word: bytes, goes_on: bool) -> None:
        """Add a physical line, or a further piece of a long one."""
        if word == b"BEGIN:VCARD":
            self.within += 1
        elif self.within:
            self.within -= word == b"END:VCARD"
        elif goes_on:
            self._extend(piece)
        elif not piece.strip():
            self._after_blank = True
        elif self._soft_break():
            del self._lines[-1][1][-1]
            if self._begins_property(piece):
                self._begin(line, piece)
            else:
                self._extend(piece)
        elif piece[:1] in (b" ", b"\t") and self._lines:
            self._extend(piece[1:])
        elif not (self._dropping and b":" not in piece):
            self._begin(line, piece)

    def closed(self) -> Card:
        """Return the card as it stands."""
        lines = [] if self._fault else [(line, bytes(text)) for line, text in self._lines]
        return Card(self.line, lines, self._dropped, self._fault)

    def _begin(self, line: int, piece: bytes) -> None:
        self._after_blank = False
        named = _NAME.match(piece)
        picture = PICTURES.get(named[1].upper()) if named else None
        self._dropping = picture is not None
        if picture is not None:
            self._dropped.append((picture, line))
        elif len(self._lines) >= MOST_LINES:
            self._refuse(f"the card has more than {MOST_LINES:,} lines")
        elif not self._fault:
            self._lines.append((line, bytearray()))
            self._extend(piece)

    def _extend(self, piece: bytes) -> None:
        if self._dropping or self._fault or not self._lines:
            return
        self._size += len(piece)
        self._lines[-1][1].extend(piece)
        if self._size > LARGEST_CARD:
            self._refuse(f"the card has more than {LARGEST_CARD:,} bytes")

    def _refuse(self, fault: str) -> None:
        self._fault = fault
        self._lines.clear()

    def _soft_break(self) -> bool:
        """Whether the last line ends in the = of quoted-printable, and so goes on in the next."""
        if not self._lines or self._dropping or self._after_blank:
            return False
        last = self._lines[-1][1]
        return last[-1:] == b"=" and b"QUOTED-PRINTABLE" in last[:200].upper()

    def _begins_property(self, piece: bytes) -> bool:
        """Whether a line behind a soft break is plainly no text: some phones end all lines so."""
        found = _PROPERTY.match(piece)
        name = found[1].decode().upper() if found else ""
        return name in STANDARD or name.startswith("X-")


def _pieces(raw: io.RawIOBase, encoding: str) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (line, bytes, whether they go on with the line before), whatever ends the lines."""
    wide = encoding in WIDE
    text = io.TextIOWrapper(
        io.BufferedReader(raw, HEAD),
        # Latin-1 hands on every byte as it is; only UTF-16 has to be decoded to find the lines.
        encoding=encoding if wide else "latin-1",
        errors="replace",
        newline=None,
    )
    line, goes_on, blank = 1, False, 0
    while piece := text.readline(_PIECE):
        ended = piece.endswith("\n")
        octets = piece.removesuffix("\n").encode("utf-8" if wide else "latin-1", "replace")
        while octets.startswith(_MARK) and not goes_on:
            octets = octets.removeprefix(_MARK)
        yield line, octets.replace(END_OF_FILE.encode(), b""), goes_on
        blank += octets.isspace() or not octets
        if blank > MOST_EMPTY:
            raise RecipError(
                f"more than {MOST_EMPTY:,} lines are blank", "is it the file you meant?"
            )
        goes_on = not ended
        line += ended
