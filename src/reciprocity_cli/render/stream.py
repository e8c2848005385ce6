"""Streams: text written to one whatever its encoding."""

from __future__ import annotations

from typing import TextIO

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
        # Strictly, whatever the stream would do by itself: a bar of escapes is no bar.
        text.encode(encoding)
    except UnicodeEncodeError:
        text = _ascii_json(text) if ascii_json else _encodable(text, encoding)
    stream.write(text)


def harmless(text: str) -> str:
    """Show what a terminal would obey; a file or a pipe gets the data as they are."""
    from reciprocity_cli.domain.text import visible

    return "\t".join(visible(part, newline="\n") for part in text.split("\t"))


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
