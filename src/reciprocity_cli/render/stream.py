"""Streams: text written to one whatever its encoding, and what a terminal behind it can show."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal, TextIO

ColorChoice = Literal["auto", "always", "never"]

_PLAIN_SIGNS = {
    **dict(zip("▁▂▃▄▅▆▇█", "_.-~=+##", strict=True)),
    **dict(zip("░▏▕┼─◂▸", "-||+-<>", strict=True)),
    **dict(zip("↑↓→·…×−±–", "^v>-~x-~-", strict=True)),
}
"""One sign for one, so that columns stay aligned where a stream has no other."""


def write_text(stream: TextIO, text: str, *, ascii_json: bool = False) -> None:
    r"""Write all of `text`, spelling out what the stream cannot encode.

    Our own signs get a plain one; of the rest "é" becomes \xe9, in JSON (`ascii_json`) \u00e9.
    """
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding, getattr(stream, "errors", None) or "strict")
    except UnicodeEncodeError:
        text = _ascii_json(text) if ascii_json else _encodable(text, encoding)
    stream.write(text)


def _encodable(text: str, encoding: str) -> str:
    known = {
        ord(sign): plain for sign, plain in _PLAIN_SIGNS.items() if not _encodes(sign, encoding)
    }
    return text.translate(known).encode(encoding, "backslashreplace").decode(encoding)


def _encodes(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _ascii_json(text: str) -> str:
    import json

    # Outside its strings JSON is ASCII, so each run of other characters is spelt as JSON spells it.
    return "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in text)


def width_of(stream: TextIO, environ: Mapping[str, str]) -> int | None:
    """Return the columns of the terminal behind a stream, None where there is none.

    COLUMNS goes first, as everywhere; a terminal that does not tell has 80.
    """
    if not stream.isatty():
        return None
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def wants_color(choice: ColorChoice, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Tell whether a table is to be coloured.

    The flag or setting decides, then NO_COLOR, then FORCE_COLOR, then the terminal; a dumb one has
    no colour. An empty variable counts as unset (no-color.org, force-color.org).
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environ.get("TERM", "") not in ("", "dumb")
