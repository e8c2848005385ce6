"""import of address books: nothing doubled, nobody merged in silence, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from contents import contents
from people import add_people
from refusing import assert_refused

FILES = Path(__file__).parents[1] / "data"
BOOKS = ["apple.vcf", "android.vcf", "modern.vcf", "google.csv", "google_before.csv"]


def row(recip, file, *words):
    """What an import says it did."""
    ran = recip("import", str(file), *words, "--json")
    assert ran.code == 0, ran.err
    return ran.json()["rows"][0]


def names(recip):
    """Everybody, by name."""
    return [one["name"] for one in recip("person", "list", "--json").json()["rows"]]


def cards(*people):
    """A file of cards, each of some lines."""
    return "".join("BEGIN:VCARD\nVERSION:3.0\n" + "\n".join(p) + "\nEND:VCARD\n" for p in people)


def test_a_dry_run_names_whom_it_would_add(recip, home):
    """Ten at the most, so that a file can be looked over; one person is one."""
    file = home / "book.vcf"
    file.write_text(cards(["FN:Zoë Park"]))
    ran = recip("import", str(file), "--dry-run")
    assert ran.err == "new: Zoë Park\n"
    assert ran.out == "Would import 1 new person (vCard); nothing was written\n"
    file.write_text(cards(*([f"FN:P{n}"] for n in range(12))))
    said = recip("import", str(file), "--dry-run").err
    assert said == f"new: {'; '.join(f'P{n}' for n in range(10))} and 2 more\n"


@pytest.mark.parametrize("book", BOOKS)
def test_twice_adds_nothing_and_undo_takes_all_back(recip, ledger, book):
    """The second time everybody is known and no operation is written."""
    before = contents(ledger)
    assert row(recip, FILES / book)["people_new"] >= 2
    after = contents(ledger)
    second = row(recip, FILES / book)
    assert (second["people_new"], second["people_changed"], second["doubtful"]) == (0, 0, [])
    assert contents(ledger) == after
    assert recip("undo").code == 0
    assert contents(ledger) == before
    # That it is gone is remembered, for ledgers that may have got it from here meanwhile.
    assert {one["record"] for one in recip("export").json()["records"]} <= {"tombstone"}


def test_one_person_from_two_books(recip):
    """Apple and Google know one Ana: the second book completes her."""
    row(recip, FILES / "apple.vcf")
    assert row(recip, FILES / "google.csv")["people_changed"] == 1
    assert names(recip) == ["Ana Ruiz", "Bo Lind"]
    card = recip("person", "show", "ana ruiz", "--json").json()["rows"][0]
    assert card["title"] == "Head of pricing, Europe"
    assert "ana.ruiz@helix.example" in card["emails"]


def test_a_card_is_known_by_its_uid(recip, home):
    """Renamed, moved and with another address, it is the same person."""
    file = home / "x.vcf"
    file.write_text(cards(["FN:Ana Ruiz", "UID:some-id", "EMAIL:a@x.example"]))
    row(recip, file)
    file.write_text(cards(["FN:Ana Soler", "UID:some-id", "EMAIL:b@y.example", "ORG:Acme"]))
    assert row(recip, file)["people_changed"] == 1
    card = recip("person", "show", "#1", "--json").json()["rows"][0]
    assert (card["name"], card["aliases"]) == ("Ana Ruiz", ["Ana Soler"])
    assert card["emails"] == ["a@x.example", "b@y.example"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["UID:1"], ["UID:2"]),
        (["UID:1", "EMAIL:family@x.example"], ["UID:2", "EMAIL:family@x.example"]),
        (["TEL:+1 555 0101"], ["TEL:+1 555 0102"]),
        (["ORG:Helix", "BDAY:1980-01-02"], ["ORG:Helix", "BDAY:1990-01-02"]),
        (["ORG:Helix"], ["ORG:Borealis"]),
    ],
)
def test_two_people_of_one_name_stay_two(recip, home, one, other):
    """They come in as two, are named as a pair, and the file again adds nothing."""
    file = home / "x.vcf"
    file.write_text(cards(["FN:Wei Chen", *one], ["FN:Wei Chen", *other]))
    first = row(recip, file)
    assert (first["people_new"], first["doubtful"]) == (2, [[1, 2]])
    second = row(recip, file)
    assert (second["people_new"], second["people_changed"]) == (0, 0)


def test_somebody_who_only_shares_the_name_is_a_doubtful_pair(recip, path, home):
    """The pair is named with the command that would merge it."""
    add_people(path, {"name": "Bo Lind", "organisation": "Borealis"})
    file = home / "x.vcf"
    file.write_text(cards(["FN:Bo Lind", "EMAIL:bo@x.example"]))
    ran = recip("import", str(file))
    assert ran.err == (
        "the same person? Bo Lind (bo-lind, #1, Borealis) and Bo Lind (bo-lind-2, #2):"
        " recip person merge '#1' '#2'\n"
    )


def test_a_bad_card_refuses_the_file(recip, path):
    """By its line and with the reason; --skip-bad takes the others."""
    file = str(FILES / "broken.vcf")
    assert_refused(
        recip,
        path,
        ("import", file),
        1,
        "nothing was imported, 4 bad rows: line 5: the card has no END:VCARD before line 8",
    )
    assert row(recip, file, "--skip-bad")["people_new"] == 2
    assert names(recip) == ["Ana Ruiz", "Cai Wong"]


def test_nothing_understood_is_an_error_even_without_the_bad(recip, path, home):
    """--skip-bad is no way to an import of nobody."""
    file = home / "x.vcf"
    file.write_text("BEGIN:VCARD\nFN:Ana\n")
    assert_refused(recip, path, ("import", str(file), "--skip-bad"), 1, "no row of it")


def test_a_mapping_is_for_csv(recip, path):
    """vCard says itself what is what; Google's CSV may be read as any other."""
    apple = str(FILES / "apple.vcf")
    assert_refused(recip, path, ("import", apple, "--map", "name=FN"), 2, "--map is for CSV")
    google = str(FILES / "google.csv")
    assert (
        recip("import", google, "--map", "name=File As", "--json").json()["rows"][0]["people_new"]
        == 1
    )
