"""vCard 4.0 as it is written: to the letter, read by vobject, and read by ourselves."""

from __future__ import annotations

import io
from datetime import date

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import sort_out

from reciprocity_cli.domain.names import clean_name
from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Birthday, Person, Role
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.vcard import escaped, folded, write

DAY = date(2026, 6, 30)
ANA = Person(
    1,
    "Ana Ruiz",
    "ana-ruiz",
    DAY,
    uid="0123456789abcdef0123456789abcdef",
    aliases=("Anita", "The, Fixer"),
    roles=(Role.MENTOR,),
    tags=("acme", "mentor"),
    organisation="Acme, Inc.; Labs",
    title="Head\\of it",
    emails=("ana@x.example",),
    phones=("+1 555 0100",),
    links=("https://x.example/a,b;c?d=e",),
    birthday=Birthday(4, 15),
    notes="first line\nsecond; line\x1b[31m",
    archived=True,
)


def text(person: Person, changed: int = 1_782_777_600_000) -> str:
    """The card of a person changed on 2026-06-30."""
    return "".join(write([(person, changed)]))


def test_a_card_to_the_letter():
    """Every property, its escapes, no control character, and CRLF."""
    assert text(ANA).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "PRODID:-//recip//reciprocity-cli//EN",
        "UID:urn:uuid:01234567-89ab-cdef-0123-456789abcdef",
        "FN:Ana Ruiz",
        "N:;;;;",
        "NICKNAME:Anita",
        "NICKNAME:The\\, Fixer",
        "ORG:Acme\\, Inc.\\; Labs",
        "TITLE:Head\\\\of it",
        "EMAIL:ana@x.example",
        "TEL;VALUE=text:+1 555 0100",
        "URL:https://x.example/a,b;c?d=e",
        "BDAY:--0415",
        "CATEGORIES:acme,mentor,mentor",
        "X-RECIP-ROLES:mentor",
        "NOTE:first line\\nsecond; line[31m",
        "REV:20260630T000000Z",
        "END:VCARD",
        "",
    ]


def test_vobject_reads_the_same():
    """An independent reader finds every value."""
    card = vobject.readOne(text(ANA))
    assert card.fn.value == "Ana Ruiz"
    assert (card.n.value.family, card.n.value.given) == ("", "")
    assert card.org.value == ["Acme, Inc.; Labs"]
    assert card.title.value == "Head\\of it"
    assert (card.email.value, card.tel.value) == ("ana@x.example", "+1 555 0100")
    assert card.note.value == "first line\nsecond; line[31m"
    assert card.categories.value == ["acme", "mentor", "mentor"]
    assert (card.bday.value, card.uid.value[:9]) == ("--0415", "urn:uuid:")


def test_a_long_line_is_folded_between_characters():
    """At 75 octets at most, never inside one of several."""
    line = "NOTE:" + "zażółć 🦊 " * 40
    pieces = folded(line).encode().split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert all(piece.decode() for piece in pieces[:-1])
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line


@pytest.mark.parametrize("changed", [0, 253_402_300_799_000, 10**18])
def test_any_change_time_is_a_moment(changed):
    """From 1970 to the end of the calendar."""
    assert "REV:" in text(ANA, changed)


@pytest.mark.parametrize("name", ["Zoë", "Ron Hale, Jr.", "Ana María de la Cruz", "山田 太郎"])
def test_nothing_of_a_name_is_guessed(name):
    """Which of its words is the family's nobody can say: FN holds all of it, and N nothing."""
    found = text(ANA._replace(name=name))
    assert f"\r\nFN:{escaped(name)}\r\nN:;;;;\r\n" in found


def test_commas_and_semicolons_stay_in_a_value():
    """And so does a backslash."""
    assert escaped("a;b,c\\n") == "a;b\\,c\\\\n"


_NAMES = st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=30)
_NAMES = _NAMES.filter(lambda name: any(map(str.isalnum, name))).map(clean_name)
_TEXTS = st.text(st.characters(exclude_categories=("C",), include_characters="\n"), max_size=200)


@settings(max_examples=40, deadline=None)
@given(_NAMES, st.lists(_NAMES, max_size=3), _TEXTS, _TEXTS)
def test_there_and_back(name, aliases, note, title):
    """Whatever stands in a name, an alias or a note comes back as it was."""
    person = ANA._replace(
        name=name, aliases=tuple(aliases), notes=clean_text(note), title=" ".join(title.split())
    )
    reading = read_file(io.BytesIO(text(person).encode()), name="x", today=DAY)
    [found] = sort_out(reading).people
    assert isinstance(found, IncomingPerson)
    assert (found.name, found.uid, found.birthday) == (name, ANA.uid, Birthday(4, 15))
    assert (found.roles, found.tags) == ((Role.MENTOR,), ("acme", "mentor"))
    assert found.links == ANA.links
    assert (found.notes, found.title) == (person.notes, clean_text(person.title))
    assert set(found.aliases) <= set(aliases)
