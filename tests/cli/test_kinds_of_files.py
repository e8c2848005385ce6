"""Kinds of faults met with files of others: each with its siblings in the other importers."""

from __future__ import annotations

from pathlib import Path

import pytest
from others import OTHERS, WITH_ADDRESSES, Entry
from people import add_people

from reciprocity_cli.domain.records import Birthday

UID = "8f2c1d4000004000800000000000aa0%d"

each_book = pytest.mark.parametrize("book", WITH_ADDRESSES)


def written(home: Path, content: str | bytes, name: str = "file") -> str:
    """The path of a file with that content."""
    file = home / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


def cards(*people: list[str], end: str = "\n") -> str:
    """A file of cards of version 3.0, each of some lines."""
    return "".join(
        end.join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""]) for lines in people
    )


def imported(recip, file, *words):
    """What an import says it did, by its JSON."""
    ran = recip("import", file, *words, "--json")
    assert ran.code == 0, ran.err
    return ran.json()["rows"][0]


def person(recip, who):
    """All that the ledger has of somebody."""
    return recip("person", "show", who, "--json").json()["rows"][0]


def names(recip):
    """Everybody, by name."""
    return sorted(row["name"] for row in recip("person", "list", "--json").json()["rows"])


WHOLE = Entry(
    *("Ana", "Ruiz", "ana@helix.example", "+15550100177", "Borealis", "CTO", "1980-04-05"),
    *("sailing", "first", UID % 1),
)


@each_book
@pytest.mark.parametrize("first", [0, 1])
def test_every_entry_of_a_person_comes_in(recip, home, book, first):
    """Whichever stands first: what the other adds is taken, and the second time adds nothing."""
    bare = Entry("Ana", "Ruiz", "ana@helix.example", uid=UID % 1)
    entries = [bare, WHOLE] if first == 0 else [WHOLE, bare]
    file = written(home, OTHERS[book].write(entries))
    done = imported(recip, file)
    assert (done["people_new"], done["people_joined"], done["kept"]) == (1, 1, [])
    card = person(recip, "ana")
    there = {
        "phone": card["phones"] == ["+15550100177"],
        "organisation": card["org"] == "Borealis",
        "title": card["title"] == "CTO",
        "birthday": card["birthday"] == "1980-04-05",
        "tag": card["tags"] == ["sailing"],
        "note": card["notes"].startswith("first"),
    }
    assert {name for name, taken in there.items() if not taken} == set(there) - OTHERS[book].fields
    assert recip("import", file).out.startswith("Nothing new: ")


def test_a_detail_that_stands_in_a_later_row_of_gives(recip, home):
    """In a file of gives and gets as well."""
    rows = "Ana,,2026-06-01,gave,advice\nAna,Helix,2026-06-02,gave,advice\n"
    file = written(home, f"name,organisation,date,direction,category\n{rows}")
    assert imported(recip, file)["people_new"] == 1
    assert person(recip, "ana")["org"] == "Helix"
    assert recip("import", file).out.startswith("Nothing new: ")


@pytest.mark.parametrize("book", ["vCard 3.0", "recip's CSV", "Monica"])
def test_one_uid_on_two_names_is_two_people(recip, home, book):
    """The uid tells who the first of them is, and the pair is named; again nothing is added."""
    ben = Entry("Ben", "Adler", "ben@helix.example", uid=UID % 1)
    noor = Entry("Noor", "Haddad", "noor@borealis.example", uid=UID % 1)
    file = written(home, OTHERS[book].write([ben, noor]))
    done = imported(recip, file)
    assert (done["people_new"], done["doubtful"]) == (2, [[1, 2]])
    assert recip("import", file).out.startswith("Nothing new: ")
    again = written(home, OTHERS[book].write([noor, ben]))
    assert recip("import", again).out.startswith("Nothing new: ")
    assert person(recip, "ben")["aliases"] == []


@each_book
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Peter Smith", "Jane Smith"),
        ("Peter Stone", "Jane Frost"),
        ("Dr. Peter Smith", "Dr. Jane Smith"),
        ("Peter van der Berg", "Jane van der Berg"),
        ("Luis García López", "Ana García Díaz"),
        ("John Smith Sr.", "John Smith Jr."),
        ("陳 小明", "陳 大文"),
        ("Müller Hans", "Müller Petra"),
        ("Nguyen Van An", "Nguyen Van Binh"),
        ("van der Berg Jan", "van der Berg Piet"),
        ("bin Said Omar", "bin Said Ali"),
        ("John Paul Jones", "Paul Simon"),
    ],
)
def test_an_address_that_two_share_makes_nobody_one(recip, home, book, one, other):
    """Two people whose names do not agree stay two, and the address is said."""
    entries = [
        Entry(*name.rsplit(" ", 1), "family@smith.example", uid=UID % number)
        for number, name in enumerate((one, other), 1)
    ]
    file = written(home, OTHERS[book].write(entries))
    ran = recip("import", file)
    assert "Imported 2 new people" in ran.out
    assert "share family@smith.example" in ran.err
    assert recip("import", file).out.startswith("Nothing new: ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Smith", "J. Smith"),
        ("Jane Smith", "Jane Frost"),
        ("Jane Smith", "Smith, Jane"),
        ("Jane Smith", "Jane"),
        ("Ana Ruiz", "Dr. Ana Ruiz Soler"),
        ("Mary Jane Smith", "Jane Frost"),
        ("王小明", "王 小明"),
    ],
)
def test_an_address_tells_where_the_names_agree(recip, home, one, other):
    """One person: all words of one name are the other's, or the first name is the same."""
    content = cards(*([f"FN:{name}", "EMAIL:jane@smith.example"] for name in (one, other)))
    done = imported(recip, written(home, content))
    assert (done["people_new"], done["people_joined"], done["doubtful"]) == (1, 1, [])


def test_the_family_name_of_a_card_tells_nothing(recip, home):
    """Where the family's name stands first, as N says, it is no first name that agrees."""
    shared = "EMAIL:otthon@nagy.example"
    content = cards(
        ["FN:Nagy Anna", "N:Nagy;Anna", shared], ["FN:Nagy Péter", "N:Nagy;Péter", shared]
    )
    assert imported(recip, written(home, content))["people_new"] == 2


def test_who_could_be_two_by_an_address_is_somebody_new(recip, home):
    """No file is refused for it; the pairs are named, and the second time adds nothing."""
    shared = "EMAIL:f@smith.example"
    file = written(
        home, cards(*([f"FN:{name}", shared] for name in ("Jane Smith", "John Smith", "J. Smith")))
    )
    done = imported(recip, file)
    assert (done["people_new"], done["doubtful"]) == (3, [[1, 2], [1, 3], [2, 3]])
    assert recip("import", file).out.startswith("Nothing new: ")


@each_book
def test_who_was_typed_stays_who_they_are(recip, path, home, book):
    """Somebody of a file who shares their address is a person of their own."""
    add_people(path, {"name": "Jane Smith", "emails": ("family@smith.example",)})
    peter = Entry("Peter", "Smith", *WHOLE[2:])._replace(email="family@smith.example")
    done = imported(recip, written(home, OTHERS[book].write([peter])))
    assert (done["people_new"], done["people_changed"], done["doubtful"]) == (1, 0, [[1, 2]])
    card = person(recip, "#1")
    assert (card["aliases"], card["org"], card["phones"], card["notes"]) == ([], "", [], "")


def test_an_initial_takes_in_one_of_two(recip, home):
    """J. Smith may be Jane or John; who came first is, and the other stays a person."""
    content = cards(
        *([f"FN:{name} Smith", "EMAIL:f@smith.example"] for name in ("J.", "Jane", "John"))
    )
    assert imported(recip, written(home, content))["people_new"] == 2


@pytest.mark.parametrize("link", ["https://smith.example/family", "https://github.com/smiths"])
def test_a_link_that_two_share_makes_nobody_one(recip, home, link):
    """A word of the family's name is not enough."""
    file = written(home, f"name,link\nJane Smith,{link}\nPeter Smith,{link}\n")
    assert imported(recip, file)["doubtful"] == [[1, 2]]
    assert recip("import", file).out.startswith("Nothing new: ")


def test_nobody_becomes_another_of_the_ledger(recip, path, home):
    """Uids or not, Jane stays Jane, and gets what her own card says."""
    add_people(path, {"name": "Jane Smith", "emails": ("family@smith.example",)})
    peter = Entry("Peter", "Smith", "family@smith.example", "+15550100121", uid=UID % 1)
    jane = Entry("Jane", "Smith", "family@smith.example", birthday="1981-09-10", uid=UID % 2)
    content = OTHERS["vCard 3.0"].write([peter._replace(birthday="1979-03-04", note="nuts"), jane])
    done = imported(recip, written(home, content))
    assert (done["people_new"], done["people_changed"]) == (1, 1)
    assert done["doubtful"] == [[1, 2]]
    assert done["sharing"] == ["family@smith.example"]
    card = person(recip, "#1")
    assert (card["name"], card["birthday"], card["notes"]) == ("Jane Smith", "1981-09-10", "")
    assert (card["aliases"], card["phones"]) == ([], [])


def test_a_give_to_the_address_of_another_is_a_bad_row(recip, path, home):
    """It is booked on nobody."""
    add_people(path, {"name": "Jane Frost", "emails": ("info@bakery.example",)})
    rows = "name,email,date,direction,category\nOmar,info@bakery.example,2026-06-01,gave,advice\n"
    ran = recip("import", written(home, rows))
    assert ran.code == 1
    assert (
        "line 2: 'Omar' has another name than jane-frost, whose info@bakery.example is" in ran.err
    )


def test_a_dry_run_names_who_was_taken_for_whom(recip, path, home):
    """And so does the JSON of every import."""
    add_people(path, {"name": "Ana Ruiz", "emails": ("ana@helix.example",)})
    file = written(home, cards(["FN:A. Ruiz", "EMAIL:ana@helix.example"]))
    assert (
        "line 1: 'A. Ruiz' is Ana Ruiz (#1), by the email\n"
        in recip("import", file, "--dry-run").err
    )
    [taken] = imported(recip, file)["taken"]
    assert taken == {"line": 1, "called": "A. Ruiz", "id": 1, "name": "Ana Ruiz", "by": "email"}


@pytest.mark.parametrize(
    "between",
    ["", " ", "\t", "\ufeff", "\n\ufeff", "\ufeff\ufeff", "\x1a", "\r\n\x1a"],
    ids=repr,
)
@pytest.mark.parametrize("words", [("END:VCARD", "BEGIN:VCARD"), ("end:vcard", "Begin:vCard")])
def test_cards_that_were_joined_are_parted(recip, home, between, words):
    """Without a line end, with a mark or the end of file of DOS between, in any case."""
    end, begin = words
    content = (
        f"{begin}\nVERSION:3.0\nFN:Ana Ruiz\nTEL:+15550100101\n{end}{between}"
        f"{begin}\nVERSION:3.0\nFN:Bo Lind\nBDAY:1980-01-02\n{end}"
    )
    assert imported(recip, written(home, content))["people_new"] == 2
    ana = person(recip, "ana")
    assert (ana["phones"], ana["birthday"], ana["aliases"]) == (["+15550100101"], None, [])


@pytest.mark.parametrize("book", sorted(OTHERS))
@pytest.mark.parametrize("around", [("\ufeff\ufeff", ""), ("", "\x1a"), ("\ufeff", "\r\n\x1a")])
def test_marks_and_the_end_of_file_of_dos_are_nothing(recip, home, book, around):
    """At the beginning of a file, doubled too, and behind its end."""
    content = OTHERS[book].write([WHOLE._replace(birthday="", uid="")])
    before, behind = around
    assert imported(recip, written(home, before + content + behind))["people_new"] == 1
    assert names(recip) == ["Ana Ruiz"]


@pytest.mark.parametrize("book", [each for each in sorted(OTHERS) if "vCard" not in each])
def test_tables_that_were_joined_name_their_columns_again(recip, home, book):
    """The second header is nobody, with a mark before it or without."""
    if book in ("Monica", "friends.md"):
        pytest.skip("it has no header")
    one = OTHERS[book].write([WHOLE._replace(birthday="")])
    two = OTHERS[book].write([Entry("Bo", "Lind", "bo@helix.example", uid=UID % 2)])
    done = imported(recip, written(home, f"{one}\ufeff{two}"))
    assert (done["people_new"], done["set_aside"]) == (2, {"it names the columns again": 1})


@pytest.mark.parametrize("book", sorted(OTHERS))
@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_format_is_read_in_utf_16(recip, home, book, codec):
    """With a mark or without one."""
    entry = WHOLE._replace(given="Ána", family="Núñez", uid=UID % 1)
    imported(recip, written(home, OTHERS[book].write([entry]).encode(codec)))
    assert names(recip) == ["Ána Núñez"]


def test_recips_own_json_is_read_in_utf_16(recip, path, home):
    """As its CSV is."""
    add_people(path, "王小明")
    text = recip("export").out
    assert recip("import", written(home, text.encode("utf-16"))).out.startswith("Nothing new")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (
            "NOTE;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 visit=\n de Paris=\n !",
            "notes",
            "Café visit de Paris !",
        ),
        ("ORG;ENCODING=QUOTED-PRINTABLE:Helix=\n Labs", "org", "Helix Labs"),
        ("NOTE;QUOTED-PRINTABLE:a=\n=\nb", "notes", "ab"),
        ("NOTE;ENCODING=QUOTED-PRINTABLE:a=\nTEL;CELL:+15550100142", "phones", ["+15550100142"]),
        ("NOTE;ENCODING=QUOTED-PRINTABLE:a=\nX-PHONE-SIGN:1", "notes", "a"),
        ("NOTE;ENCODING=QUOTED-PRINTABLE:see=\nhttp://x.example", "notes", "seehttp://x.example"),
        ("NOTE:not=\n coded", "notes", "not=coded"),
    ],
)
def test_soft_breaks_of_quoted_printable(recip, home, line, field, value):
    """What follows goes on as it is, blanks and all, unless it is plainly a property."""
    content = f"BEGIN:VCARD\nVERSION:2.1\nFN:Ana Ruiz\n{line}\nEND:VCARD\n"
    assert imported(recip, written(home, content))["notes"] in (
        [],
        ["left aside, for the ledger has no place for them: X-PHONE-SIGN (1)"],
    )
    assert person(recip, "ana")[field] == value


def test_other_books_have_another_word_for_the_title(recip, home):
    """Where the job has a title of its own, Title is the form of address."""
    columns = "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,E-mail 2 Address"
    columns += ",Mobile Phone,Business Fax,Job Title,Birthday,Categories,Nickname,Web Page"
    row = "Ana,María,Ruiz,Dr.,Jr.,ana@helix.example,ana2@helix.example,+15550100103,+1555,"
    row += "Head of Design,1980-05-04,Friends;Climbing,Anita,https://ana.example/me"
    done = imported(recip, written(home, f"{columns}\n{row}\n"))
    assert done["notes"] == ["columns not read: 'Title', 'Business Fax'"]
    card = person(recip, "ana")
    assert (card["name"], card["title"]) == ("Ana María Ruiz Jr.", "Head of Design")
    assert card["emails"] == ["ana@helix.example", "ana2@helix.example"]
    assert (card["phones"], card["birthday"]) == (["+15550100103"], "1980-05-04")
    assert (card["tags"], card["aliases"]) == (["friends", "climbing"], ["Anita"])


@each_book
@pytest.mark.parametrize(
    ("field", "here", "file"),
    [
        ("organisation", "Helix", "Borealis"),
        ("title", "Engineer", "Director"),
        ("birthday", "1980-04-05", "1980-05-04"),
        ("note", "old", "new"),
    ],
)
def test_what_a_file_says_otherwise_is_said(recip, home, book, field, here, file):
    """Nothing is overwritten, in one file or in two, and each time it is said."""
    if field not in OTHERS[book].fields:
        pytest.skip("it has no such field")
    one = Entry("Ben", "Adler", "ben@helix.example", uid=UID % 1)._replace(**{field: here})
    other = one._replace(**{field: file})
    imported(recip, written(home, OTHERS[book].write([one])))
    for entries in ([other], [one, other]):
        name = written(home, OTHERS[book].write(entries))
        ran = recip("import", name)
        assert ran.out.startswith("Nothing new: ")
        assert f"'{here}', the file says '{file}'" in ran.err
        [kept] = imported(recip, name)["kept"]
        field_here = "notes" if field == "note" else field
        assert (kept["name"], kept["field"]) == ("Ben Adler", field_here)
        assert (kept["here"], kept["file"]) == (here, file)


def test_what_goes_on_where_the_ledger_ends_is_no_difference(recip, home):
    """A birthday gets its year, a note its further lines; the other way round nothing is said."""
    short = ["FN:Ana Ruiz", "UID:1", "BDAY:--0415", "NOTE:one", "ORG:helix"]
    long = ["FN:Ana Ruiz", "UID:1", "BDAY:19800415", "NOTE:one\\ntwo", "ORG:Helix"]
    for content in (cards(short, long), cards(long, short)):
        assert imported(recip, written(home, content))["kept"] == []
        card = person(recip, "ana")
        assert (card["birthday"], card["notes"]) == ("1980-04-15", "one\ntwo")
        recip("undo")


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        (["item1.TEL:+1555010", "item1.X-ABLabel:Summer house"], "labels of their own (1)"),
        (["TEL;TYPE=WORK,FAX:+1555010"], "fax numbers (1)"),
        (["TEL;FAX;WORK:+1555010"], "fax numbers (1)"),
        (["TEL;TYPE=pager:+1555010"], "pagers (1)"),
        (["TEL;TYPE=HOME:+1555010"], "marks of home or work (1)"),
        (["TEL;TYPE=x-summerhouse:+1555010"], "labels of their own (1)"),
        (["TEL;X-Summer;VOICE:+1555010"], "labels of their own (1)"),
        (['TEL;LABEL="Summer house":+1555010'], "labels of their own (1)"),
        (["N:Ruiz;Ana;;Dr.;"], "forms of address (1)"),
        (["BDAY:1980-01-02", "BDAY:19800102", "BDAY:1981-01-02"], "further birthdays (1)"),
        (["N:Ruiz;Ana;María;;"], "parts of a name (1)"),
        (["AGENT:", "BEGIN:VCARD", "TEL:1", "END:VCARD"], "cards inside cards (1)"),
        (["AGENT:BEGIN:VCARD", " TEL:1", " END:VCARD"], "cards inside cards (1)"),
        (["AGENT:BEGIN:VCARD", "TEL:1", "END:VCARD"], "cards inside cards (1)"),
    ],
)
def test_what_has_no_place_is_counted(recip, home, lines, notes):
    """Nothing of a card goes unsaid, and nothing of it is taken for something else."""
    content = cards(["FN:Ana Ruiz", *lines, "EMAIL:ana@helix.example", "NOTE:met in Graz"])
    done = imported(recip, written(home, content))
    assert done["notes"] == [f"left aside, for the ledger has no place for them: {notes}"]
    card = person(recip, "ana")
    assert (card["emails"], card["notes"]) == (["ana@helix.example"], "met in Graz")
    taken = ["+1555010"] if any("+1555" in each for each in lines) else []
    assert card["phones"] == ([] if "fax" in notes or "pagers" in notes else taken)


def test_labels_of_google_are_counted(recip, home):
    """A label of the owner's, a fax, and which number is of home or work."""
    header = "First Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label"
    header += ",Phone 2 - Value,E-mail 1 - Label,E-mail 1 - Value"
    row = "Ana,Ruiz,,Work Fax,+15550100,Summer house,+15550101,* Home,ana@helix.example"
    done = imported(recip, written(home, f"{header}\n{row}\n"))
    assert done["notes"] == [
        "left aside, for the ledger has no place for them: fax numbers (1), labels of their own (1)"
    ]
    assert person(recip, "ana")["phones"] == ["+15550101"]


@pytest.mark.parametrize("book", sorted(OTHERS))
@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("小明", "陳", "陳小明"),
        ("太郎", "山田", "山田太郎"),
        ("민지", "김", "김민지"),
        ("Wei", "Chen", "Wei Chen"),
    ],
)
def test_names_in_the_order_of_their_script(recip, home, book, given, family, name):
    """Chinese, Japanese and Korean names have the family's first, and no blank."""
    content = OTHERS[book].write([Entry(given, family, "x@x.example", uid=UID % 1)])
    content = content.replace(f"FN:{given} {family}\r\n", "")
    imported(recip, written(home, content))
    whole = book in ("CSV", "recip's CSV", "friends.md")
    assert names(recip) == [f"{given} {family}" if whole else name]
    if not whole:
        again = written(home, f"BEGIN:VCARD\nFN:{name}\nEMAIL:x@x.example\nEND:VCARD\n")
        assert imported(recip, again)["people_new"] == 0


def test_what_was_set_aside_can_be_found(recip, home):
    """By its lines, the first few at once and all in JSON."""
    nobody = ["EMAIL:only@mail.example"]
    file = written(home, cards(*[nobody] * 7, ["FN:Real Person"]))
    said = "set aside: 7 rows, the card has no name (on lines 1, 5, 9, 13, 17 and 2 more)\n"
    assert said in recip("import", file, "--dry-run").err
    lines = imported(recip, file)["set_aside_lines"]
    assert lines == {"the card has no name": [1, 5, 9, 13, 17, 21, 25]}


def test_a_file_of_organisations_is_called_so(recip, home):
    """Its cards have names."""
    ran = recip("import", written(home, cards(["KIND:org", "FN:ACME Inc."])))
    assert ran.code == 1
    assert "1 row, it is of an organisation, not of a person (on line 1)" in ran.err


def test_what_was_not_understood_is_named_by_its_own_line(recip, home):
    """Each of several."""
    content = cards(
        ["FN:Ana Ruiz", "NOTE:x", "TEL:none yet", "EMAIL:ana(at)helix", "URL:nowhere"],
        ["FN:Bo Lind", "BDAY:soon", "EMAIL:bo"],
    )
    done = imported(recip, written(home, content))
    assert done["not_understood_lines"]["e-mail addresses"] == [6, 13]
    [note] = done["notes"]
    assert note.partition(": ")[2] == (
        "e-mail addresses (2, on lines 6 and 13), links (1, on line 7),"
        " phone numbers (1, on line 5), birthdays (1, on line 12)"
    )


@each_book
@pytest.mark.parametrize(
    "address",
    [
        "ana ruiz@borealis.example",
        "ana,ruiz@helix.example",
        'o"x@x.example',
        "ana@",
        "a@b@c.example",
    ],
)
def test_a_piece_of_a_bad_address_is_no_address(recip, home, book, address):
    """It may be somebody else's: it is left aside, and the person comes in."""
    file = written(home, OTHERS[book].write([Entry("Ana", "Ruiz", address, uid=UID % 1)]))
    done = imported(recip, file)
    if book == "recip's CSV":
        # Whoever typed it in the ledger knew why.
        assert person(recip, "ana")["emails"] == [address]
    elif book == "Monica":
        assert person(recip, "ana")["notes"] == f"reached at: {address}"
    else:
        assert any("e-mail addresses (1, on line" in note for note in done["notes"])
        assert person(recip, "ana")["emails"] == []


@pytest.mark.parametrize(
    ("cell", "emails"),
    [
        ('"Ruiz, Ana" <ana@x.example>', ["ana@x.example"]),
        ("Ana Ruiz <ana@x.example>; bo@x.example", ["ana@x.example", "bo@x.example"]),
        ("bo@x.example, Ruiz, Ana <ana@x.example>", ["bo@x.example", "ana@x.example"]),
        ("a@x.example|b@x.example c@x.example", ["a@x.example", "b@x.example", "c@x.example"]),
        ("mailto:ana@x.example", ["ana@x.example"]),
    ],
)
def test_lists_of_addresses(recip, home, cell, emails):
    """With names before them, and with any sign between."""
    quoted = cell.replace('"', '""')
    imported(recip, written(home, f'name,email\nAna,"{quoted}"\n'))
    assert person(recip, "ana")["emails"] == emails


def test_an_odd_address_of_ones_own_comes_back(recip, path, home):
    """As it was, in vCard and in CSV."""
    add_people(path, {"name": "Ana Ruiz", "emails": ('o"x@x.example', "none yet")})
    for format in ("vcard", "csv"):
        file = written(home, recip("export", "--format", format).out)
        assert recip("import", file).out.startswith("Nothing new: ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('\\"as is\\"', '"as is"'),
        ("\\'", "'"),
        ("\\&\\-", "&-"),
        ("a\\nb", "a\nb"),
        ("C:\\x", "C:\\x"),
    ],
)
def test_a_backslash_before_any_sign_is_taken_off(recip, home, value, text):
    """But before a letter, where it is a path's."""
    imported(recip, written(home, cards(["FN:Ana Ruiz", f"NOTE:{value}"])))
    assert person(recip, "ana")["notes"] == text


@pytest.mark.parametrize(
    "book", [each for each in WITH_ADDRESSES if "birthday" in OTHERS[each].fields]
)
@pytest.mark.parametrize(
    ("written_as", "day"),
    [
        ("1985/04/14", Birthday(4, 14, 1985)),
        ("14.04.1985", Birthday(4, 14, 1985)),
        ("1985-4-4", Birthday(4, 4, 1985)),
        ("14.4.1985", Birthday(4, 14, 1985)),
        ("14/4/1985", Birthday(4, 14, 1985)),
        ("4/14/1985", Birthday(4, 14, 1985)),
        ("1985-04-14;", Birthday(4, 14, 1985)),
    ],
)
def test_birthdays_that_are_plain_days(recip, home, book, written_as, day):
    """Whatever stands between year, month and day, and behind them."""
    if book in ("Thunderbird", "Monica"):
        pytest.skip("it writes year, month and day apart, or a moment")
    content = OTHERS[book].write([Entry("Ana", "Ruiz", birthday="1-1-1")])
    imported(recip, written(home, content.replace("1-1-1", written_as)))
    assert person(recip, "ana")["birthday"] == str(day)


def test_a_birthday_that_can_be_two_days_is_said_to_be(recip, home):
    """The setting says which, as for all days of CSV."""
    file = written(home, "name,birthday\nAna,4/5/1980\n")
    [note] = imported(recip, file)["notes"]
    assert note.endswith(": birthdays that need the setting date_order (1, on line 2)")
    recip("config", "set", "date_order", "dmy")
    assert imported(recip, file)["notes"] == []
    assert person(recip, "ana")["birthday"] == "1980-05-04"


def test_a_birthday_that_is_typed_so(recip):
    """As files write it."""
    recip("person", "add", "Ana", "--birthday", "14.04.1985")
    assert person(recip, "ana")["birthday"] == "1985-04-14"


@pytest.mark.parametrize(
    ("lines", "name", "organisation"),
    [
        (
            ["N:Müller;Jörg", "FN:Müller AG", "ORG:Müller AG;", "X-ABShowAs:COMPANY"],
            "Jörg Müller",
            "Müller AG",
        ),
        (["N:Müller;Jörg", "FN:Müller AG", "ORG:Müller AG"], "Jörg Müller", "Müller AG"),
        (
            ["N:Müller;Jörg", "FN:Jörg Müller", "ORG:Müller AG", "X-ABShowAs:COMPANY"],
            "Jörg Müller",
            "Müller AG",
        ),
    ],
)
def test_a_person_in_a_card_of_their_company_comes_in(recip, home, lines, name, organisation):
    """What Apple shows in front says nothing of who is in the card."""
    imported(recip, written(home, cards(lines)))
    card = person(recip, "#1")
    assert (card["name"], card["org"], card["aliases"]) == (name, organisation, [])


@pytest.mark.parametrize(
    "lines",
    [
        ["FN:ACME", "ORG:ACME", "X-ABShowAs:COMPANY"],
        ["N:ACME;;;;", "FN:ACME", "ORG:ACME;", "X-ABShowAs:COMPANY"],
        ["N:Doe;Jo", "FN:ACME", "KIND:org"],
    ],
)
def test_a_card_of_a_company_alone_is_set_aside(recip, home, lines):
    """Nobody is in it."""
    done = imported(recip, written(home, cards(lines, ["FN:Bo"])))
    assert (done["people_new"], sum(done["set_aside"].values())) == (1, 1)


@pytest.mark.parametrize(
    "book", [each for each in sorted(OTHERS) if "vCard" not in each and each != "Monica"]
)
def test_the_owner_can_say_in_which_character_set_a_file_is(recip, home, book):
    """And is told of that where lines are not UTF-8."""
    content = OTHERS[book].write([Entry("Иван", "Петров")]).encode("cp1251")
    ran = recip("import", written(home, content), "--dry-run")
    assert "not UTF-8, and read as Windows-1252; --encoding NAME, such as cp1251" in ran.err
    assert imported(recip, written(home, content), "--encoding", "windows-1251")["notes"] == []
    assert names(recip) == ["Иван Петров"]


@pytest.mark.parametrize(
    ("parameter", "octets"),
    [
        ("CHARSET=macintosh", b"J\x9arg"),
        ("CHARSET=cp850", b"J\x94rg"),
        ("CHARSET=ISO-8859-1", b"J\xf6rg"),
    ],
)
@pytest.mark.parametrize("quoted", [False, True])
def test_character_sets_that_python_knows_are_read_as_named(recip, home, parameter, octets, quoted):
    """In quoted-printable and as they stand."""
    value = b"J=%02Xrg" % octets[1] if quoted else octets
    coding = b";ENCODING=QUOTED-PRINTABLE" if quoted else b""
    line = b"FN;%s%s:%s" % (parameter.encode(), coding, value)
    done = imported(recip, written(home, b"BEGIN:VCARD\nVERSION:2.1\n%s\nEND:VCARD\n" % line))
    assert (done["notes"], names(recip)) == ([], ["Jörg"])


def test_cards_in_another_character_set(recip, home):
    """Those that name none are read in that of --encoding."""
    content = "BEGIN:VCARD\nVERSION:2.1\nFN:Иван\nEND:VCARD\n".encode("koi8-r")
    assert imported(recip, written(home, content), "--encoding", "koi8-r")["notes"] == []
    assert names(recip) == ["Иван"]


@pytest.mark.parametrize("name", ["klingon", "rot13", "utf-7", "idna", "hex", "cp037", ""])
def test_what_is_no_character_set_is_refused(recip, home, name):
    """Also what Python calls a codec."""
    ran = recip("import", written(home, "name\nAna\n"), "--encoding", name)
    assert (ran.code, "is no character set" in ran.err) == ((0, False) if not name else (2, True))


@pytest.mark.parametrize(
    ("typed", "day"),
    [("11/20/2026", "2026-11-20"), ("20/11/2026", "2026-11-20"), ("4/4/2026", "2026-04-04")],
)
def test_a_number_that_can_be_no_month_is_the_day(recip, typed, day):
    """And where both are the same it does not matter."""
    ran = recip("log", "Ana", "--new", "--on", typed, "--today", "2026-11-21", "--json")
    assert ran.json()["rows"][0]["date"] == day


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("first_name,last_name,Primary Email", "Ana,Ruiz,ana@helix.example"),
        ("FIRST-NAME,SURNAME,E-Mail", "Ana,Ruiz,ana@helix.example"),
        ("Given Name,Family Name,email_address", "Ana,Ruiz,ana@helix.example"),
        ("Display Name,Secondary Email", "Ana Ruiz,ana@helix.example"),
        ("First Name,Last Name,Display Name,E-mail 2 Address", ",,Ana Ruiz,ana@helix.example"),
        ("First Name,Last Name,Nickname,Secondary Email", ",,Ana,ana@helix.example"),
    ],
)
def test_common_headers_are_known(recip, home, header, row):
    """Whatever stands between their words."""
    imported(recip, written(home, f"{header},Empty,Blank\n{row},,\n"))
    assert person(recip, "ana")["emails"] == ["ana@helix.example"]


def test_columns_in_which_nothing_stands_are_not_named(recip, home):
    """Only what is lost is worth a word."""
    done = imported(recip, written(home, "name,Car,Pet,Fax\nAna,,cat,\nBo,, ,\n"))
    assert done["notes"] == ["columns not read: 'Pet'"]


def test_phones_birthdays_and_aliases_can_be_mapped(recip, home):
    """From columns of any name."""
    words = ("phone=Tel privat", "phone=Tel mobil", "birthday=Geboren", "alias=Rufname")
    mapped = [word for each in ("name=Wer", *words) for word in ("--map", each)]
    rows = "Wer,Tel privat,Tel mobil,Geboren,Rufname\nAna Ruiz,+1555,+1556,14.4.1985,Anita\n"
    imported(recip, written(home, rows), *mapped)
    card = person(recip, "ana")
    assert (card["phones"], card["birthday"]) == (["+1555", "+1556"], "1985-04-14")
    assert card["aliases"] == ["Anita"]


@pytest.mark.parametrize(
    ("content", "phones"),
    [
        ("BEGIN:VCARD\nFN:Ida\nNOTE:a\n END:VCARD\nTEL:1\nEND:VCARD\n", ["1"]),
        ("BEGIN:VCARD\nFN:Ida\nNOTE:a\n BEGIN:VCARD\nTEL:1\nEND:VCARD\n", ["1"]),
        (" BEGIN:VCARD\n FN:Ida\n TEL:1\n END:VCARD\n", ["1"]),
        ("\tBEGIN:VCARD\n\tFN:I\n\t da\n\tTEL:1\n\tEND:VCARD\n", ["1"]),
        ("  BEGIN:VCARD\nFN:Ida\nTEL:1\nEND:VCARD\n", ["1"]),
    ],
)
def test_a_folded_line_ends_no_card(recip, home, content, phones):
    """An indented BEGIN or END counts only where the card is indented as a whole."""
    assert imported(recip, written(home, content))["people_new"] == 1
    assert (names(recip), person(recip, "#1")["phones"]) == (["Ida"], phones)


def test_files_of_friends_that_were_joined(recip, home):
    """A heading behind the last line of one begins the next."""
    one = "### Activities:\n- 2026-05-02: Tea with **Ana**"
    two = "### Friends:\n- Ana\n- Bo"
    imported(recip, written(home, f"{one}{two}{one}"))
    assert names(recip) == ["Ana", "Bo"]


@pytest.mark.parametrize(
    "text",
    [
        "April 14, 1985",
        "14 April 1985",
        "14. Apr. 1985",
        "14-Apr-1985",
        "14-04-1985",
        "19850414T000000Z",
    ],
)
def test_birthdays_in_words_have_their_year(recip, home, text):
    """A year is no time of the day."""
    imported(recip, written(home, cards(["FN:Ana", f"BDAY:{text}"])))
    assert person(recip, "ana")["birthday"] == "1985-04-14"


@pytest.mark.parametrize(
    ("columns", "row", "kinds"),
    [
        ("Phonetic First Name,Initials", "Anna,AR", "phonetic names (1), initials (1)"),
        ("Name Prefix,Relation 1 - Value", "Dr.,Bo", "forms of address (1), relations (1)"),
    ],
)
def test_columns_of_google_without_a_place_are_counted(recip, home, columns, row, kinds):
    """None is passed over in silence."""
    content = f"First Name,Last Name,Labels,{columns}\nAna,Ruiz,,{row}\n"
    done = imported(recip, written(home, content))
    assert done["notes"] == [f"left aside, for the ledger has no place for them: {kinds}"]


def test_columns_of_linkedin_that_are_not_known_are_counted(recip, home):
    """Whatever it adds one day."""
    content = "First Name,Last Name,Connected On,Followers\nAna,Ruiz,01 Jan 2024,7\n"
    done = imported(recip, written(home, content))
    assert done["notes"] == ["columns not read: 'Followers'"]


def test_who_introduced_somebody_otherwise_is_said(recip, home):
    """The ledger keeps whom it has."""
    entry = Entry("Ana", "Ruiz", "ana@helix.example", uid=UID % 1)
    others = [Entry(given, "Lind", uid=UID % n) for n, given in ((2, "Bo"), (3, "Cy"))]
    for other in others:
        text = OTHERS["Monica"].write([entry, *others])
        first = f'"first_met_through": "{other.uid}", "first_name": "Ana"'
        file = written(home, text.replace('"first_name": "Ana"', first))
        kept = imported(recip, file)["kept"]
    assert [(each["field"], each["here"], each["file"]) for each in kept] == [
        ("met_through", "Bo Lind", "Cy Lind")
    ]


def test_all_bad_rows_are_in_json(recip, home):
    """The first three are told."""
    content = cards(["FN:Ana"]) + "".join(f"BEGIN:VCARD\nFN:P{n}\n" for n in range(5))
    file = written(home, content)
    assert len(imported(recip, file, "--skip-bad")["bad"]) == 5
    assert recip("import", file, "--skip-bad").err.endswith("left out: 2 more\n")


def test_an_export_that_brings_nothing_says_so(recip, path, home):
    """Recip's own JSON without records, or with removals that mean nothing here."""
    add_people(path, "Ana")
    recip("person", "rm", "ana")
    file = written(home, recip("export").out)
    for other in ("empty.db", "other.db"):
        ran = recip("import", file, "--ledger", str(home / other))
        assert (ran.code, ran.out) == (0, "Nothing new: 0 records (recip's own JSON)\n")
        file = written(home, '{"format": "recip", "schema_version": 2, "records": []}')
