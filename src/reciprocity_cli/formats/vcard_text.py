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

from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.lines import HEAD

_HEAD = re.compile(r'[^":]*+(?:"[^"]*+"[^":]*+)*+:')
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*")+')
_CHARSET = re.compile(
    r"utf-?8|us-ascii|ascii|iso-8859-\d\d?|windows-125\d|cp125\d|koi8-[ru]|shift[-_]jis|euc-(jp|kr)"
    r"|iso-2022-jp|gb2312|gbk|gb18030|big5",
    re.IGNORECASE,
)
_LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_KEPT = frozenset(("TYPE", "VALUE", "PREF", "ALTID", "X-APPLE-OMIT-YEAR"))
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


def property_of(line: int, octets: bytes, *, recoded: list[int]) -> Property | None:
    """Return the property a logical line holds, or None without a colon or name.

    A line that is not UTF-8 nor what it says it is is read as Windows-1252, and its number added to
    `recoded`. Raises UsageError for a value that cannot be decoded at all.
    """
    text = octets.decode("latin-1")
    found = _HEAD.match(text)
    end = found.end() if found else text.find(":") + 1
    name, *params = _PARAMETER.findall(text[: end - 1] if end else "") or [""]
    name = re.sub(r"[^A-Za-z0-9-]", "-", name.strip().rpartition(".")[2]).upper()
    if not end or not name.strip("-"):
        return None
    known, encoding, charset = _parameters(params)
    value = octets[end:]
    if b"\0" in value:
        raise UsageError(f"{name} contains a NUL character")
    if encoding == "B":
        return Property(line, name, {**known, "ENCODING": ["B"]}, "")
    if encoding:
        said = _unquoted(line, value, charset or "utf-8", recoded)
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
        elif key == "CHARSET" and _CHARSET.fullmatch(value):
            charset = value.lower()
        elif key in _KEPT:
            words = (re.sub(r"[^\w.+-]", "", word).lower() for word in value.split(","))
            known.setdefault(key, []).extend(filter(None, words))
    return known, encoding, charset


def _decoded(line: int, octets: bytes, charset: str, recoded: list[int]) -> str:
    for codec in (charset, "utf-8"):
        try:
            if codec:
                return octets.decode(codec)
        except UnicodeDecodeError:
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

    \n is a line break, and a backslash before , ; : or another is taken off, also where it did not
    have to be there.
    """
    if "\\" not in value:
        return value.split(separator)
    found, current = [], []
    signs = iter(value)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            kept = following if following in ("\\", ",", ";", ":") else f"\\{following}"
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


LARGEST_CARD = 1 << 18
"""Bytes that one card may have besides its pictures; a note in the ledger has 10,000 characters."""

MOST_LINES = 2_000
"""Logical lines in one card."""

PICTURES = {b"PHOTO": "photos", b"LOGO": "logos", b"SOUND": "sounds", b"KEY": "keys"}

_PIECE = 1 << 16
_NAME = re.compile(rb"(?:[\w-]+\.)?([\w-]+)")
_MARK = b"\xef\xbb\xbf"


class Card(NamedTuple):
    """One card: the line of its BEGIN, logical lines, and what was dropped, by kind.

    Where `fault` says what is wrong with it, there are no lines.
    """

    line: int
    lines: list[tuple[int, bytes]]
    dropped: dict[str, int]
    fault: str = ""


def cards(raw: io.RawIOBase, encoding: str) -> Iterator[Card]:
    """Yield every card of the file, the broken ones with their fault.

    Text between cards is a fault of its own, once for each stretch of it.
    """
    card: _Open | None = None
    stray = False
    for line, piece, goes_on in _pieces(raw, encoding):
        word = b"" if goes_on or len(piece) > _PIECE // 2 else b"".join(piece.split()).upper()
        if card is None:
            if word == b"BEGIN:VCARD":
                card, stray = _Open(line), False
            elif not stray and piece.strip():
                stray = True
                yield Card(line, [], {}, "it stands outside of any card")
        elif word == b"END:VCARD" and not card.within:
            yield card.closed()
            card = None
        elif word == b"BEGIN:VCARD" and not card.holds_another():
            yield Card(card.line, [], {}, f"the card has no END:VCARD before line {line}")
            card = _Open(line)
        else:
            card.take(line, piece, word, goes_on)
    if card is not None:
        yield Card(card.line, [], {}, "the card has no END:VCARD")


class _Open:
    """A card whose end is to come; `within` counts the cards open inside it."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.within = 0
        self._lines: list[tuple[int, bytearray]] = []
        self._dropped: dict[str, int] = {}
        self._size = 0
        self._fault = ""
        self._dropping = False
        self._after_blank = False

    def holds_another(self) -> bool:
        """Whether a card may begin here: inside another, or as the value of AGENT."""
        last = bytes(self._lines[-1][1]) if self._lines else b""
        return self.within > 0 or (
            last[-1:] == b":" and last.upper().lstrip().startswith((b"AGENT:", b"AGENT;"))
        )

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
        elif piece[:1] in (b" ", b"\t") and self._lines:
            self._extend(piece[1:])
        elif self._soft_break():
            del self._lines[-1][1][-1]
            self._extend(piece)
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
            self._dropped[picture] = self._dropped.get(picture, 0) + 1
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


def _pieces(raw: io.RawIOBase, encoding: str) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (line, bytes, whether they go on with the line before), whatever ends the lines."""
    wide = encoding == "utf-16"
    text = io.TextIOWrapper(
        io.BufferedReader(raw, HEAD),
        # Latin-1 hands on every byte as it is; only UTF-16 has to be decoded to find the lines.
        encoding="utf-16" if wide else "latin-1",
        errors="replace",
        newline=None,
    )
    line, goes_on = 1, False
    while piece := text.readline(_PIECE):
        ended = piece.endswith("\n")
        octets = piece.removesuffix("\n").encode("utf-8" if wide else "latin-1", "replace")
        yield line, octets.removeprefix(_MARK) if line == 1 and not goes_on else octets, goes_on
        goes_on = not ended
        line += ended
