"""vCards as phones and address books write them: what is read, left aside, and refused."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import sort_out

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.domain.records import Birthday
from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import BadRow, Format, SetAside
from reciprocity_cli.formats.vcard_text import LARGEST_CARD

FILES = Path(__file__).parents[1] / "data"
TODAY = date(2026, 6, 30)


def read(content: bytes):
    """What a file of this content holds, and the notes about it."""
    reading = read_file(io.BytesIO(content), name="x.vcf", today=TODAY)
    assert reading.format is Format.VCARD
    return sort_out(reading), reading.notes


def one(*lines: str, version: str = "3.0") -> IncomingPerson:
    """The person of a card of Ana with these further lines."""
    card = ["BEGIN:VCARD", f"VERSION:{version}", "FN:Ana Ruiz", *lines, "END:VCARD"]
    found, _ = read("\r\n".join(card).encode())
    assert not found.bad
    return found.people[0]


def test_apple():
    """Groups, a folded picture, a birthday without a year, departments, what is no person."""
    found, notes = read((FILES / "apple.vcf").read_bytes())
    assert found.people == [
        IncomingPerson(
            1,
            "Ana Ruiz",
            emails=("ana@helix.example", "ana@home.example"),
            links=("https://www.linkedin.com/in/ana-ruiz/",),
            organisation="Helix",
            title="Head of pricing, Europe",
            phones=("+1 (555) 010-0199",),
            tags=("climbing", "work-friends"),
            notes="Met in Porto.\nLikes boats; and maps.",
            birthday=Birthday(5, 9),
            aliases=("Anita", "La Jefa"),
            uid="6f9619ff8b86d011b42d00cf4fc964ff",
            family="Ruiz",
        ),
        IncomingPerson(
            68,
            "Bo Lind",
            birthday=Birthday(7, 18),
            uid="d6cd4245146c2ae1ad3dafc4cc36f8dd",
            family="Lind",
        ),
    ]
    assert [row.reason for row in found.set_aside] == ["it is of an organisation, not of a person"]
    assert notes == [
        "left aside, for the ledger has no place for them: photos (1), postal addresses (1),"
        " other dates (1), relations (1), forms of address (1), departments (1), X-A-B-TEST (1)"
    ]


def test_android():
    """Version 2.1: quoted-printable with soft breaks, bare parameters, a card inside a card."""
    found, notes = read((FILES / "android.vcf").read_bytes())
    zoe, jorg = found.people
    assert zoe == IncomingPerson(
        1,
        "Zoë Łukasz",
        emails=("zoe@lukasz.example",),
        phones=("+48 555 010 020", "12"),
        notes="Asked for the long list of speakers à la carte\n"
        "and a second line that is quite long",
        birthday=Birthday(4, 15, 1996),
        family="Łukasz",
    )
    assert (jorg.name, jorg.organisation, jorg.phones) == ("Jörg Müller", "Werk", ("+49 555 0100",))
    assert [row.reason for row in found.set_aside] == ["the card has no name"]
    assert notes == [
        "left aside, for the ledger has no place for them: photos (1), cards inside cards (1),"
        " departments (1), marks of home or work (1)"
    ]


def test_modern():
    """Version 4.0 and Google: URIs, alternatives, folds inside a character, no FN, a group."""
    found, notes = read((FILES / "modern.vcf").read_bytes())
    wei, cai, kit = found.people
    assert (wei.name, wei.aliases, wei.organisation) == ("Wei Chen", ("陈伟",), "Borealis")
    assert wei.phones == ("+1-555-0100 ext. 123",)
    assert wei.emails == ("wei@borealis.example",)
    assert wei.links == ("https://chen.example/about",)
    assert wei.notes == " ".join(["Zażółć gęślą jaźń"] * 8)
    assert (cai.birthday, cai.tags) == (Birthday(10, 15, 1953), ("band",))
    assert cai.links == ("http://www.google.com/profiles/caiwong",)
    assert (kit.name, kit.aliases, kit.birthday, kit.phones) == ("Kit", (), None, ())
    assert [row.reason for row in found.set_aside] == ["it is of a group, not of a person"]
    assert notes[1] == (
        "left aside, for they could not be understood: birthdays (2, on lines 12 and 35),"
        " phone numbers (1, on line 36)"
    )


def test_broken():
    """Each bad card is named by its line, and those around it are read."""
    found, _ = read((FILES / "broken.vcf").read_bytes())
    assert [person.name for person in found.people] == ["Ana Ruiz", "Cai Wong"]
    assert [(row.line, row.reason.partition(";")[0]) for row in found.bad] == [
        (5, "the card has no END:VCARD before line 8"),
        (12, "it stands outside of any card"),
        (14, "a name has at most 200 characters, and this one 201"),
        (18, "the card has no END:VCARD"),
    ]


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("19960415", Birthday(4, 15, 1996)),
        ("1996-04-15", Birthday(4, 15, 1996)),
        ("--0415", Birthday(4, 15)),
        ("--04-15", Birthday(4, 15)),
        ("--0229", Birthday(2, 29)),
        ("1604-05-09", Birthday(5, 9)),
        ("0000-05-09", Birthday(5, 9)),
        ("1953-10-15T23:10:00Z", Birthday(10, 15, 1953)),
        ("19531015T231000Z", Birthday(10, 15, 1953)),
        ("0000-01-01", None),
        ("1996", None),
        ("---15", None),
        ("1996-02-30", None),
        ("", None),
    ],
)
def test_birthdays(text, birthday):
    """Every form that is in use; a year that stands for none is none."""
    assert one(f"BDAY:{text}").birthday == birthday


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ('EMAIL;TYPE="a:b;c":a@x.example', "emails", ("a@x.example",)),
        ("email;type=pref:a@x.example", "emails", ("a@x.example",)),
        ("TEL:\u202d+1 555\u202c", "phones", ("+1 555",)),
        ("ORG:;;", "organisation", ""),
        (r"ORG:Acme\, Inc.;R\;D", "organisation", "Acme, Inc."),
        (r"TITLE:a\\nb", "title", r"a\nb"),
        ("ROLE:Boatbuilder", "title", "Boatbuilder"),
        ("NOTE:a\\nb\r\n c", "notes", "a\nbc"),
        ("NOTE:C:\\\\new \\x", "notes", "C:\\new \\x"),
        ("CATEGORIES:myContacts,* starred,starred,mentor", "tags", ("mentor",)),
        ("CATEGORIES:mentor,acme\r\nX-RECIP-ROLES:mentor", "tags", ("acme",)),
        ("NOTE;ENCODING=QUOTED-PRINTABLE:ends in=", "notes", "ends in"),
        ("NICKNAME:ANA RUIZ,Ani\\,ta", "aliases", ("Ani,ta",)),
        ("REV:garbage\r\nVERSION:9", "name", "Ana Ruiz"),
        ("TEL", "phones", ()),
        (";;:x", "phones", ()),
    ],
)
def test_quirks(line, field, value):
    """One odd line each; it is read as it was meant, and never costs the card."""
    assert getattr(one(line), field) == value


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(codec, end):
    """A byte-order mark, UTF-16 and any line end."""
    found, _ = read(end.join(["BEGIN:VCARD", "FN:Zoë", "END:VCARD", ""]).encode(codec))
    assert [person.name for person in found.people] == ["Zoë"]


def test_what_is_not_utf_8_is_windows_1252():
    """As in CSV, and it is said."""
    found, notes = read("BEGIN:VCARD\nFN:Zoë\nEND:VCARD".encode("cp1252"))
    assert [person.name for person in found.people] == ["Zoë"]
    assert notes == [
        "one line is not UTF-8 nor in a character set named there, and read as Windows-1252;"
        " --encoding NAME, such as cp1251, reads them otherwise"
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"NOTE:" + b"x" * LARGEST_CARD, "the card has more than 262,144 bytes"),
        (b"NOTE:a\0b", "NOTE contains a NUL character"),
        (b"NOTE;ENCODING=QUOTED-PRINTABLE:=00", "NOTE contains a NUL character"),
        (b"X:1\n" * 2_001, "the card has more than 2,000 lines"),
    ],
)
def test_a_card_out_of_bounds_is_a_bad_one(line, reason):
    """It is named, and the next one is read."""
    card = b"BEGIN:VCARD\nFN:Ana\n%s\nEND:VCARD\n"
    found, _ = read(card % line + card % b"")
    assert [(row.line, row.reason) for row in found.bad] == [(1, reason)]
    assert len(found.people) == 1


def test_a_picture_of_megabytes_is_passed_over():
    """It counts towards no bound, folded or in one line."""
    picture = b"PHOTO:" + b"A" * (1 << 21) + b"\n " + b"B" * 1000
    found, notes = read(b"BEGIN:VCARD\nFN:Ana\n" + picture + b"\nTEL:1\nEND:VCARD")
    assert found.people[0].phones == ("1",)
    assert notes == ["left aside, for the ledger has no place for them: photos (1)"]


def test_commas_without_a_colon_are_read_at_once():
    """They take vobject's pattern exponential time."""
    assert one("TEL;A" + "," * 5_000).name == "Ana Ruiz"
    assert one("TEL;A=" + ",a" * 5_000 + ":1").phones == ("1",)


def test_nobody_at_all():
    """A file in which nobody has a name is no import of nothing."""
    with pytest.raises(RecipError, match=r"1 row, the card has no name \(on line 1\)"):
        read(b"BEGIN:VCARD\nTEL:1\nEND:VCARD\n")


_WORDS = [
    b"BEGIN:VCARD",
    b"END:VCARD",
    b"FN:",
    b"N:a;b",
    b";ENCODING=QUOTED-PRINTABLE:=C3=",
]
_WORDS += [b"\r\n", b"\n ", b"BDAY:", b"TEL;", b"AGENT:", b"PHOTO:", b"\\", b'"', b"=", b":", b"\0"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_WORDS), st.binary(max_size=6)), max_size=40))
def test_anything_is_read_or_named(pieces):
    """Whatever stands between BEGIN and END comes out as one of three things."""
    content = b"BEGIN:VCARD\nFN:Ana\n" + b"".join(pieces)
    reading = read_file(io.BytesIO(content), name="x.vcf", today=TODAY)
    with suppress(RecipError):
        for item in reading.items:
            assert isinstance(item, IncomingPerson | SetAside | BadRow)
