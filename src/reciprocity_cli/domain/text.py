"""Text of the owner's: safe to print, measured in terminal cells, cleaned to store."""

from __future__ import annotations

from functools import lru_cache

from reciprocity_cli.errors import UsageError

LONGEST_TEXT = 10_000
"""Characters that a note may have."""
LONGEST_VALUE = 1000
"""Characters in an e-mail, a link or a tag, as the ledger bounds them."""

_NON_JOINER, _JOINER = "\u200c\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_FIRST_JOINED = "\u0590"
"""No script below Hebrew uses joiners: between Latin letters one could only hide something."""
_JOINED_BEFORE = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7fb"), ("\U0001f3fb", "\U0001f3ff"))
"""Vowels and final consonants of Hangul, and the tones of skin: drawn into the sign before."""
_INVISIBLE_UNASSIGNED = ((0x2065, 0x2065), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))
"""Reserved for characters without a shape; category Cn, as emoji newer than this Python are."""


def visible(text: str, newline: str = "⏎") -> str:
    """Return `text` with all shown that could move the cursor, reorder a line or hide.

    Control, bidi, zero-width and other format characters and lone surrogates become a picture (␛)
    or an escape (\\u202e); line breaks become `newline`. Ordinary text, accents and emoji stay as
    they are, and so do joiners inside emoji and inside the scripts that need them. Never raises;
    applied twice it changes nothing. Source: docs/commands/general.md, "Output".
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    return newline.join(_visible_line(line) for line in lines)


def quoted(text: str, width: int = 40) -> str:
    """Return `text` as errors name it: visible, at most `width` cells, in quotes."""
    # Cut before and after: an escape is six times as long as what it shows.
    return f"'{shorten(visible(text[: width + 1]), width)}'"


def _visible_line(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(
        char if char.isprintable() or _joins(line, at) else _shown(char)
        for at, char in enumerate(line)
    )


def _joins(line: str, at: int) -> bool:
    if line[at] not in (_NON_JOINER, _JOINER) or not 0 < at < len(line) - 1:
        return False
    return _is_joined(line[at - 1]) and _is_joined(line[at + 1])


def _is_joined(char: str) -> bool:
    import unicodedata

    if char < _FIRST_JOINED:
        return False
    category = unicodedata.category(char)
    newer_emoji = category == "Cn" and "\U0001f000" <= char <= "\U0001faff"
    return category[0] in "LM" or category in ("So", "Sk") or newer_emoji


def _shown(char: str) -> str:
    import unicodedata

    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(char)
    shapeless = any(first <= code <= last for first, last in _INVISIBLE_UNASSIGNED)
    if category in ("Zs", "Co") or (category == "Cn" and not shapeless):
        return char
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cell_width(text: str) -> int:
    """Return the number of terminal cells that `text` takes.

    Wide East Asian characters and emoji take 2 cells, combining characters none, an
    emoji joined to the one before it none: as Rich has it, which lays out what a terminal
    shows. Meant for text that went through `visible`.
    """
    return len(text) if text.isascii() else sum(_widths(text))


def shorten(text: str, width: int) -> str:
    """Return `text` cut to `width` cells at most, with an ellipsis if it was cut."""
    if cell_width(text) <= width:
        return text
    if width < 1:
        return ""
    room, end = width - 1, 0
    for cells in _widths(text):
        room -= cells
        if room < 0:
            break
        end += 1
    return text[:end].rstrip(" " + _JOINER + _NON_JOINER) + "…"


def _widths(text: str) -> list[int]:
    """Return the cells that each character takes where it stands."""
    widths = [_width_alone(char) for char in text]
    for at in range(1, len(text)):
        before, char = text[at - 1], text[at]
        if before == _JOINER:
            widths[at] = 0
        elif char == _EMOJI_SELECTOR and widths[at - 1] == 1 and _has_emoji_form(before):
            widths[at] = 1
    return widths


def _has_emoji_form(char: str) -> bool:
    # A sign that is narrow by itself and wide as a coloured picture: hearts, arrows, keycaps.
    return "\u203c" <= char <= "\u3299" or char in "#*0123456789©®" or char >= "\U0001f000"


@lru_cache(maxsize=4096)
def _width_alone(char: str) -> int:
    if " " <= char <= "~":
        return 1
    import unicodedata

    joined = unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf")
    if joined or any(first <= char <= last for first, last in _JOINED_BEFORE):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clean_text(text: str) -> str:
    """Return a note as it is stored: NFC, line ends as \\n, no white space around it.

    Raises UsageError for a NUL, for a lone surrogate (bytes that were not UTF-8), and
    for more than LONGEST_TEXT characters.
    """
    # Counted first: to normalise a megabyte that is refused anyway takes a while.
    if len(text) > 4 * LONGEST_TEXT:
        raise _too_long(len(text))
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    refuse_unstorable(cleaned)
    if not cleaned.isascii():
        import unicodedata

        cleaned = unicodedata.normalize("NFC", cleaned)
    if len(cleaned) > LONGEST_TEXT:
        raise _too_long(len(cleaned))
    return cleaned


def refuse_unstorable(text: str) -> None:
    """Raise UsageError for a NUL or lone surrogate, which no file of ours can hold."""
    if "\x00" in text:
        raise UsageError(f"the text {quoted(text)} contains a NUL character", "take it out")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        where = f"the text {quoted(text)} is not valid UTF-8"
        raise UsageError(where, "type or save it as UTF-8") from error


def _too_long(length: int) -> UsageError:
    return UsageError(
        f"the text has {length:,} characters, and {LONGEST_TEXT:,} are the most",
        "shorten it, or keep it in a file and note where",
    )


def settled(value: float) -> float:
    """Return a number as it is compared with a threshold, or with another number."""
    # Sums in SQL and in Python agree within 1e-9.
    return round(value, 9)
