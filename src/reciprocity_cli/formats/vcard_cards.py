"""A vCard file as cards of logical lines: unfolded in bytes, bounded, pictures dropped on the way.

Unfolding comes before decoding, for a fold may part the bytes of one character. A picture of some
megabytes is never held.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from reciprocity_cli.formats.lines import HEAD

LARGEST_CARD = 1 << 18
"""Bytes that one card may have besides its pictures; a note in the ledger has 10,000 characters."""

MOST_LINES = 2_000
"""Logical lines in one card."""

PICTURES = {b"PHOTO": "photos", b"LOGO": "logos", b"SOUND": "sounds", b"KEY": "keys"}

_PIECE = 1 << 16
_NAME = re.compile(rb"(?:[\w-]+\.)?([\w-]+)")
_MARK = b"\xef\xbb\xbf"


class Card(NamedTuple):
    """One card: the line of its BEGIN, its logical lines, and what was dropped, by kind.

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
    """A card whose end is yet to come; `within` counts the cards that are open inside it."""

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
        """Whether a card may begin here: inside another one, or as the value of AGENT."""
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
