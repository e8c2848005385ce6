"""One logical line of a vCard as a property: its quirks mended first, then taken apart by vobject.

vobject's pattern for a line takes exponential time over commas without a colon, and its decoder
knows only parameters in capitals. So what it is given is always well-formed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError

_HEAD = re.compile(r'[^":]*+(?:"[^"]*+"[^":]*+)*+:')
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*")+')
_CHARSET = re.compile(
    r"utf-?8|us-ascii|ascii|iso-8859-\d\d?|windows-125\d|cp125\d|koi8-[ru]|shift[-_]jis|euc-(jp|kr)"
    r"|iso-2022-jp|gb2312|gbk|gb18030|big5",
    re.IGNORECASE,
)
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
    """A property of a card; `value` is decoded, its escapes still to be read by `parts`."""

    line: int
    name: str
    params: dict[str, list[str]]
    value: str
    group: str = ""


def property_of(line: int, octets: bytes, *, recoded: list[int]) -> Property | None:
    """Return the property that a logical line holds, or None where it has no colon or no name.

    A line that is not UTF-8 nor what it says it is is read as Windows-1252, and its number added to
    `recoded`. Raises UsageError for a value that cannot be decoded at all.
    """
    text = octets.decode("latin-1")
    found = _HEAD.match(text)
    end = found.end() if found else text.find(":") + 1
    name, *params = _PARAMETER.findall(text[: end - 1] if end else "") or [""]
    group, _, name = name.strip().rpartition(".")
    name = re.sub(r"[^A-Za-z0-9-]", "-", name).upper()
    if not end or not name.strip("-"):
        return None
    known, encoding, charset = _parameters(params)
    value = octets[end:]
    if b"\0" in value:
        raise UsageError(f"{name} contains a NUL character")
    if encoding == "B":
        return Property(line, name, {**known, "ENCODING": ["B"]}, "")
    if encoding:
        return _parsed(
            line, group, name, known, value.decode("latin-1"), charset or "utf-8", recoded
        )
    decoded = _decoded(line, value, charset, recoded)
    return _parsed(line, group, name, known, decoded, "", recoded)


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


def _parsed(
    line: int,
    group: str,
    name: str,
    known: dict[str, list[str]],
    value: str,
    quoted_in: str,
    recoded: list[int],
) -> Property:
    from vobject.base import VObjectError, textLineToContentLine

    head = "".join((name, *(f";{key}={','.join(words)}" for key, words in known.items() if words)))
    value = re.sub(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", " ", value)
    for charset in (quoted_in, "cp1252") if quoted_in else ("",):
        coded = f";ENCODING=QUOTED-PRINTABLE;CHARSET={charset}" if charset else ""
        try:
            found = textLineToContentLine(f"{head}{coded}:{value}", line)
        except (UnicodeError, LookupError):
            recoded.append(line)
        except (VObjectError, TypeError, ValueError) as error:
            raise UsageError(f"{name} cannot be read: {quoted(str(error))}") from error
        else:
            if "\0" in found.value:
                raise UsageError(f"{name} contains a NUL character")
            return Property(line, name, known, found.value, group)
    raise UsageError(f"{name} is not text in any character set that is known")


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
