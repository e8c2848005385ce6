"""The details of a contact as address books write them: birthdays, phones, addresses, links, tags.

An address book is years of odd entries. So one value that is not what it should be is left aside
and named, and the rest of the person comes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from reciprocity_cli.domain.dates import parse_birthday
from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.aside import LeftAside
from reciprocity_cli.formats.cells import LONGEST_VALUE, emails_of, words_of

NO_YEAR = 1604
"""What Apple writes for a year that is not known: the first leap year of its calendar."""

_TIME = re.compile(r"[T ]\d{1,2}:?\d\d.*", re.DOTALL)
_DAY = re.compile(r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SYSTEM_LABELS = frozenset(("mycontacts", "starred", "my contacts", "starred in android"))


def birthday_of(text: str, omitted: str = "") -> Birthday:
    """Return the birthday of 1996-04-15, 19960415, --0415, 1604-05-09 or 1953-10-15T23:10:00Z.

    `omitted` is the year that stands for none. Raises UsageError for what is no day, and for
    0000-01-01, which stands for nothing at all.
    """
    plain = _TIME.sub("", _UNSEEN.sub("", text).strip())
    found = _DAY.fullmatch(plain)
    if not found:
        return parse_birthday(plain)
    year, month, day = found["year"], found["month"], found["day"]
    if plain.replace("-", "") == "00000101":
        raise UsageError(f"{plain} is no birthday")
    if year in (omitted, "0000") or int(year) == NO_YEAR:
        return parse_birthday(f"--{month}-{day}")
    return parse_birthday(f"{year}-{month}-{day}")


def phone_of(text: str) -> str:
    """Return a phone number without tel:, its marks of direction and odd spaces; "" for none."""
    text = _UNSEEN.sub("", text)
    if text[:4].lower() == "tel:":
        from urllib.parse import unquote

        text = unquote(text[4:])
        text = re.sub(r";ext=", " ext. ", text, flags=re.IGNORECASE).partition(";")[0]
    return words_of(text)


def phones_of(texts: Iterable[str], line: int, aside: LeftAside) -> tuple[str, ...]:
    """Return the phone numbers; one without a digit is left aside."""
    found: dict[str, None] = {}
    for text in texts:
        phone = phone_of(text)
        if any(map(str.isdigit, phone)) and len(phone) <= LONGEST_VALUE:
            found[phone] = None
        elif phone:
            aside.unread("phone numbers", line)
    return tuple(found)


def addresses_of(texts: Iterable[str], line: int, aside: LeftAside) -> tuple[str, ...]:
    """Return the e-mail addresses; what is none is left aside."""
    plain = (re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE) for text in texts)
    return _understood(plain, emails_of, "e-mail addresses", line, aside)


def pages_of(texts: Iterable[str], line: int, aside: LeftAside) -> tuple[str, ...]:
    """Return the links, one a text whatever is in it; what is none is left aside."""
    return _understood(texts, _page, "links", line, aside)


def labels_of(labels: Iterable[str]) -> tuple[str, ...]:
    """Return labels as tags, without those that every contact of an address book carries."""
    found: dict[str, None] = {}
    for label in labels:
        label = " ".join(label.split())
        if label and not label.startswith("* ") and label.casefold() not in _SYSTEM_LABELS:
            tag = "-".join(re.sub("[,;]", " ", label.lstrip("#@")).casefold().split())
            if 0 < len(tag) <= LONGEST_VALUE:
                found[tag] = None
    return tuple(found)


def _page(text: str) -> tuple[str, ...]:
    link = words_of(text)
    if link and ("." not in link.strip(".") or len(link) > LONGEST_VALUE):
        raise UsageError(f"{quoted(link)} is not a link")
    return (link,) if link else ()


def _understood(
    texts: Iterable[str],
    read: Callable[[str], tuple[str, ...]],
    kind: str,
    line: int,
    aside: LeftAside,
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts:
        try:
            found.update(dict.fromkeys(read(_UNSEEN.sub("", text))))
        except UsageError:
            aside.unread(kind, line)
    return tuple(found)
