"""Names: how they are compared, cleaned and resolved, and the handles made from them.

Source: docs/commands/general.md, "Names". One rule serves reading and writing; a
likeness never selects.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from reciprocity_cli.domain.text import quoted, refuse_unstorable, visible
from reciprocity_cli.errors import UsageError

LONGEST_NAME = 200
LONGEST_HANDLE = 40
LIKE_ENOUGH = 66.0
"""Per cent of likeness from which a name is worth a "did you mean"."""

Rule = Literal["id", "name", "alias", "words", "none"]


class Known(NamedTuple):
    """A person as names are resolved; `folded` and `aliases` went through `fold`."""

    id: int
    name: str
    folded: str
    handle: str
    aliases: tuple[str, ...] = ()
    organisation: str = ""


class Resolution(NamedTuple):
    """Who answers to a query: all that the first stage with a hit found, in order."""

    hits: tuple[Known, ...]
    stage: Rule

    @property
    def only(self) -> Known | None:
        """The one who is meant, or None when nobody or several answer."""
        return self.hits[0] if len(self.hits) == 1 else None


def fold(text: str) -> str:
    """Return `text` as names compare: José = JOSE, Straße = STRASSE, ł = l, æ = ae.

    NFKC, casefolded, accents off, invisible format characters out, white space collapsed. Accents
    are those of Latin, Greek and Cyrillic; the marks of other scripts are letters there. Applied
    twice it changes nothing. Source: docs/commands/general.md, "Names".
    """
    if text.isascii():
        return " ".join(text.lower().split())
    import unicodedata

    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = unicodedata.normalize("NFC", spread.translate(_folding()))
    return " ".join(bare.split())


@lru_cache(maxsize=1)
def _folding() -> dict[int, str | None]:
    """Return what becomes of letters that no normal form splits, and of marks."""
    marks = (*range(0x0300, 0x0370), *range(0x1AB0, 0x1B00), *range(0x1DC0, 0x1E00))
    marks += (*range(0x20D0, 0x2100), *range(0xFE00, 0xFE10), *range(0xFE20, 0xFE30))
    unseen = (0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F))
    unseen += (*range(0x2060, 0x2070), *range(0xE0100, 0xE01F0))
    table: dict[int, str | None] = dict.fromkeys((*marks, *unseen))
    letters = "łl øo đd ðd ħh ıi ȷj ŧt ŋn ĸk æae œoe þth ɓb ɗd əe"
    table |= {ord(pair[0]): pair[1:] for pair in letters.split()}
    table |= dict.fromkeys((0x2018, 0x2019, 0x201B, 0x02BB, 0x02BC, 0x02B9), "'")
    table |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
    return table


def make_handle(name: str, taken: Callable[[str], bool] | Container[str], person_id: int) -> str:
    """Return a free handle: "ana-ruiz", then "ana-ruiz-2"; "p42" if no ASCII is left.

    [a-z0-9-] only, at most 40 characters, never with a hyphen in front, so that completion offers
    nothing a shell could expand. `taken` tells whether somebody has a handle already.
    """
    is_taken = taken if callable(taken) else taken.__contains__
    plain = "".join(
        char if char.isascii() and char.isalnum() else "-" for char in fold(name).replace("'", "")
    )
    words = "-".join(word for word in plain.split("-") if word)
    base = words[:LONGEST_HANDLE].rstrip("-") or f"p{person_id}"
    handle, number = base, 1
    while is_taken(handle):
        number += 1
        tail = f"-{number}"
        handle = base[: LONGEST_HANDLE - len(tail)].rstrip("-") + tail
    return handle


def clean_name(text: str) -> str:
    """Return a name as it is stored: NFC, white space collapsed, 1 to 200 characters.

    Raises UsageError for an empty name, one without a character that shows, control characters but
    tabs and line breaks (which become spaces), lone surrogates, and more than 200 characters.
    """
    refuse_unstorable(text)
    name = " ".join(text.split())
    if not name.isascii():
        import unicodedata

        name = unicodedata.normalize("NFC", name)
    if any(_is_control(char) for char in text):
        raise UsageError(f"the name {quoted(text)} contains a control character", "type it again")
    if not any(_shows(char) for char in name):
        raise UsageError("a name needs at least one character that shows", "type a name")
    if len(name) > LONGEST_NAME:
        most = f"a name has at most {LONGEST_NAME} characters, and this one {len(name)}"
        raise UsageError(most, "shorten it, and keep the rest in a note")
    return name


def full_name(given: Iterable[str], family: str, suffix: str = "", prefix: str = "") -> str:
    """Return the name that its parts make: given names first, in Chinese, Japanese and Korean last.

    There the parts stand without a blank, as their bearers write them: 陳小明.
    """
    first = [part for part in given if part]
    if family and first and is_han(family + "".join(first)):
        return "".join((family, *first, suffix))
    return " ".join(filter(None, (prefix, *first, family, suffix)))


def is_han(text: str) -> bool:
    """Return whether a name is written in the characters of China, Japan or Korea alone."""
    return not text.isascii() and all(
        any(first <= char <= last for first, last in _HAN) for char in text if char != " "
    )


_HAN = (
    *(("\u3005", "\u3007"), ("\u3040", "\u30ff"), ("\u31f0", "\u31ff"), ("\u3400", "\u4dbf")),
    *(("\u4e00", "\u9fff"), ("\uf900", "\ufaff"), ("\uac00", "\ud7a3"), ("\u1100", "\u11ff")),
    *(("\uff66", "\uff9f"), ("\U00020000", "\U0003ffff")),
)
"""The first and last of iteration marks, kana, ideographs and Hangul."""


def _is_control(char: str) -> bool:
    return (char < " " and char not in "\t\n\r\v\f") or "\x7f" <= char <= "\x9f"


def _shows(char: str) -> bool:
    if char.isascii():
        return char > " "
    import unicodedata

    category = unicodedata.category(char)
    # Unassigned and private ones show: an emoji newer than this Python, a font's own sign.
    return category[0] not in "ZM" and category not in ("Cc", "Cf", "Cs")


def resolve(query: str, known: Sequence[Known]) -> Resolution:
    """Return who answers to `query` by the first rule that finds anybody.

    The rules: #id, the whole name or the handle, an alias, and last every typed word (a
    hyphen reads as a space) being the beginning of a word of the name. A handle comes
    with the names, so that nobody who is named as it reads takes it over. Nobody
    answers to an empty query. Source: docs/commands/general.md, "Names".
    """
    typed = query.strip()
    if is_id(typed):
        # Compared as text: ids carry no zeros in front, and int() refuses thousands of digits.
        bearer = tuple(person for person in known if str(person.id) == typed[1:])
        return Resolution(bearer, "id" if bearer else "none")
    wanted = fold(typed)
    rules: tuple[tuple[Rule, Iterable[Known]], ...] = (
        ("name", (person for person in known if wanted in (person.folded, person.handle))),
        ("alias", (person for person in known if wanted in person.aliases)),
        ("words", _by_words(wanted, known)),
    )
    for stage, found in rules:
        hits = tuple(found) if wanted else ()
        if hits:
            return Resolution(hits, stage)
    return Resolution((), "none")


def is_id(query: str) -> bool:
    """Return whether `query` is the id of a record as it is typed: #42."""
    return query.startswith("#") and query[1:].isascii() and query[1:].isdigit()


def _by_words(wanted: str, known: Sequence[Known]) -> Iterable[Known]:
    starts = [f" {word}" for word in wanted.replace("-", " ").split()]
    if not starts:
        return ()
    # One plain search rules out nearly everybody before any name is taken apart.
    longest = max(starts, key=len)[1:]
    return (
        person
        for person in known
        if longest in person.folded
        and all(start in " " + person.folded.replace("-", " ") for start in starts)
    )


def suggest_names(query: str, known: Sequence[Known]) -> list[Known]:
    """Return up to 3 people with a name, a word of it or an alias like `query`, likest first.

    For a "did you mean" only: a likeness never selects. Source: docs/commands/general.md, "Names".
    """
    wanted = fold(query)
    if not wanted or is_id(wanted):
        return []
    from rapidfuzz import fuzz, process

    spellings = [
        (spelling, person)
        for person in known
        for spelling in dict.fromkeys((person.folded, *person.folded.split(), *person.aliases))
    ]
    likest = process.extract(
        wanted,
        [spelling for spelling, _ in spellings],
        scorer=fuzz.ratio,
        score_cutoff=LIKE_ENOUGH,
        limit=12,
    )
    people = dict.fromkeys(spellings[at][1] for _, _, at in likest)
    return list(people)[:3]


def describe(person: Known, among: Iterable[Known]) -> str:
    """Return a person's name, made visible; with what tells namesakes in `among` apart.

    "Ana Ruiz", or "Ana Ruiz (ana-ruiz-2, #42, Helix)" where somebody else there bears the name too.
    """
    shared = any(other.folded == person.folded and other.id != person.id for other in among)
    return told_apart(person) if shared else visible(person.name)


def told_apart(person: Known) -> str:
    """Return a person's name, made visible, with handle, id and organisation."""
    marks = (person.handle, f"#{person.id}", visible(person.organisation))
    return f"{visible(person.name)} ({', '.join(mark for mark in marks if mark)})"


def closest(word: str, choices: Iterable[str]) -> list[str]:
    """Return the one of `choices` that is spelled most like `word`, or none of them."""
    from difflib import get_close_matches

    return get_close_matches(word.lower()[:LONGEST_NAME], [*choices], 1)
