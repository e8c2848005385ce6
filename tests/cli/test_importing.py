"""import: all or nothing, one undo, nothing doubled."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from contents import contents
from people import add_people
from refusing import assert_refused

FILES = Path(__file__).parents[1] / "data"
LINKEDIN = str(FILES / "linkedin.csv")
EXCHANGES = str(FILES / "exchanges.csv")
BAD = str(FILES / "exchanges_bad.csv")
PEOPLE = str(FILES / "people.csv")
TODAY = ("--today", "2026-11-22")

each_kind = pytest.mark.parametrize(
    "words", [(LINKEDIN,), (EXCHANGES, *TODAY)], ids=["people", "exchanges"]
)


def counts(recip, *words):
    """What an import says it did, by its JSON: people and exchanges, new, changed, known."""
    [row] = recip("import", *words, "--json").json()["rows"]
    people = (row["people_new"], row["people_changed"], row["people_known"])
    return people, (row["exchanges_new"], row["exchanges_known"])


def people(recip):
    """Everyone as (name, organisation, e-mails)."""
    rows = recip("person", "list", "--json").json()["rows"]
    return [(row["name"], row["org"], row["emails"]) for row in rows]


def test_connections_become_people(recip):
    """LinkedIn's export, preamble and all; what is no person is counted, not dropped in silence."""
    ran = recip("import", LINKEDIN)
    assert ran.code == 0
    assert ran.out.startswith("Imported 5 new people (LinkedIn connections)      undo: recip undo")
    assert ran.err == (
        "set aside: 1 row, the row is empty (on line 10)\n"
        "set aside: 1 row, there is only a date (on line 11)\n"
        "set aside: 1 row, there is no name (on line 12)\n"
    )
    assert people(recip) == [
        ("Ana Ruiz", "Acme, Inc.", ["ana@acme.example"]),
        ("Bo Lind", "Helix", []),
        ("Wei Chen", "Helix", []),
        ("Wei Chen", "Borealis", []),
        ("Zoë", "", []),
    ]


def test_imported_people_are_not_due_all_at_once(recip):
    """They have no cadence until the first contact, then the default."""
    recip("import", LINKEDIN)
    assert recip("due", "--json").json()["rows"] == []
    recip("log", "bo", "--on", "2026-01-01")
    found = recip("due", "--json").json()["rows"]
    assert [(row["name"], row["cadence"]) for row in found] == [("Bo Lind", "3m")]


def test_the_same_file_twice_adds_nothing(recip, ledger):
    """A second time everyone is known, and there is no operation to undo."""
    assert counts(recip, LINKEDIN) == ((5, 0, 0), (0, 0))
    before = contents(ledger)
    assert counts(recip, LINKEDIN) == ((0, 0, 5), (0, 0))
    assert recip("import", LINKEDIN).out.startswith("Nothing new: ")
    assert contents(ledger) == before
    assert len(recip("operations", "--json").json()["rows"]) == 1


def test_exchanges_twice_add_nothing_but_equal_rows_count(recip, home):
    """Two equal rows in a file are two gives; the file again adds none."""
    file = home / "twins.csv"
    file.write_text("name,date,direction,category\n" + "Ana,2026-06-01,gave,advice\n" * 2)
    assert counts(recip, str(file)) == ((1, 0, 0), (2, 0))
    assert counts(recip, str(file)) == ((0, 0, 1), (0, 2))
    file.write_text("name,date,direction,category\n" + "Ana,2026-06-01,gave,advice\n" * 3)
    assert counts(recip, str(file)) == ((0, 0, 1), (1, 2))


def test_exchanges_arrive_whole(recip):
    """Day, direction, category, kind, weight, note, channel; a name as it was first spelled."""
    assert counts(recip, EXCHANGES, *TODAY) == ((2, 0, 0), (4, 0))
    keys = ("date", "name", "direction", "category", "kind", "weight", "note", "via")
    rows = recip("history", "--json", *TODAY).json()["rows"]
    assert {tuple(row[key] for key in keys) for row in rows} == {
        ("2026-11-20", "Ana Ruiz", "gave", "advice", "feedback", 4.0, "pricing page", "coffee"),
        ("2026-11-20", "Ana Ruiz", "got", "introductions", None, 2.0, "Bo, at Helix", None),
        ("2026-03-01", "bo lind", "got", "knowledge", "trend", 0.5, "=SUM(A1)", None),
        ("2025-12-31", "bo lind", "gave", "recognition", None, 2.0, "", None),
    }


@each_kind
def test_one_undo_leaves_an_equal_ledger(recip, path, ledger, words):
    """All that the import added and changed goes with one undo, and comes back with redo."""
    add_people(path, {"name": "Ana Ruiz", "organisation": "Acme, Inc."}, "Bo Lind")
    before = contents(ledger)
    assert recip("import", *words).code == 0
    after = contents(ledger)
    assert after != before
    recip("undo")
    assert contents(ledger) == before
    recip("redo")
    assert contents(ledger) == after


@each_kind
def test_a_dry_run_says_the_same_and_writes_nothing(recip, path, words):
    """The counts of a dry run are those of the import; the file stays as it was."""
    before = path.read_bytes()
    ran = recip("import", *words, "--dry-run")
    assert (ran.code, path.read_bytes()) == (0, before)
    assert ran.out.startswith("Would import ")
    assert ran.out.endswith("; nothing was written\n")
    assert counts(recip, *words, "--dry-run") == counts(recip, *words)


def test_people_known_are_completed_not_doubled(recip, path):
    """Link, e-mail, or name with organisation recognise; nothing is overwritten."""
    add_people(
        path,
        {"name": "A. Ruiz", "emails": ("ANA@acme.example",), "title": "mine"},
        {"name": "B. Lind", "links": ("http://linkedin.com/in/BoLind/",)},
        {"name": "wei chen", "organisation": "HELIX"},
    )
    assert counts(recip, LINKEDIN) == ((2, 3, 0), (0, 0))
    card = recip("person", "show", "#1", "--json").json()["rows"][0]
    assert (card["name"], card["title"], card["org"]) == ("A. Ruiz", "mine", "Acme, Inc.")
    assert card["aliases"] == ["Ana Ruiz"]
    card = recip("person", "show", "#2", "--json").json()["rows"][0]
    assert (card["org"], card["title"]) == ("Helix", "Engineer")


def test_a_name_alone_is_a_doubtful_pair(recip, path):
    """A person of the name without anything else is a second one, and the pair is told."""
    add_people(path, {"name": "Bo Lind", "organisation": "Borealis"})
    ran = recip("import", LINKEDIN)
    assert (
        "the same person? Bo Lind (bo-lind, #1, Borealis) and Bo Lind (bo-lind-2, #3, Helix):"
        " recip person merge '#1' '#3'\n"
    ) in ran.err
    assert recip("person", "merge", "#1", "#3").code == 0
    assert len(people(recip)) == 5


def test_a_name_that_several_bear_stops_an_exchange(recip, path, home):
    """In a file of exchanges a name must be one person."""
    add_people(path, "Ana", "Ana")
    file = home / "x.csv"
    file.write_text("name,date,direction,category\nAna,2026-06-01,gave,advice\n")
    assert_refused(recip, path, ("import", str(file)), 1, "line 2: 'Ana' could be ana, ana-2")


def test_bad_rows_stop_everything(recip, path):
    """The first three are named with line and reason, the rest counted, and nothing is written."""
    assert_refused(
        recip,
        path,
        ("import", BAD, *TODAY),
        1,
        "nothing was imported, 12 bad rows: line 2: the date 2026-11-23 is after today"
        " (2026-11-22); line 3: 2026-02-30 does not exist; February 2026 has 28 days;"
        " line 4: the date '20 nov' does not say its year; and 9 more;"
        " mend them, or --skip-bad goes on without them",
    )


def test_bad_rows_can_be_left_out(recip):
    """--skip-bad takes the good rows and says what it left."""
    ran = recip("import", BAD, *TODAY, "--skip-bad")
    assert ran.code == 0
    assert "left out: line 2, the date 2026-11-23 is after today (2026-11-22)\n" in ran.err
    assert ran.err.endswith("left out: 9 more\n")
    rows = recip("history", "--json", *TODAY).json()["rows"]
    assert [(row["name"], row["weight"], row["note"]) for row in rows] == [
        ("Ana Ruiz", 1000.0, "good")
    ]


def test_mapped_columns(recip):
    """--map names a column of any name, or a value for all rows; unread columns are told."""
    ran = recip(
        "import", PEOPLE, "--map", "name=full NAME", "--map", "email=E-mail", "--map", "tags:porto"
    )
    assert "note: columns not read: 'Employer', 'Labels', 'Kind', 'Remark'\n" in ran.err
    rows = recip("person", "list", "--json").json()["rows"]
    assert [(row["name"], row["emails"], row["tags"]) for row in rows] == [
        ("Ana Ruiz", ["ana@acme.example", "ana@home.example"], ["porto"]),
        ("Bo Lind", [], ["porto"]),
    ]


def test_standard_input(recip, monkeypatch):
    """`-` reads standard input, in chunks of any size."""
    raw = io.BytesIO(Path(LINKEDIN).read_bytes())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(raw))
    assert counts(recip, "-") == ((5, 0, 0), (0, 0))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("/nonexistent.csv",), 1, "/nonexistent.csv cannot be read: no such file or directory"),
        (("/",), 1, "/ cannot be read: is a directory"),
        ((PEOPLE, "--map", "nome=Full Name"), 2, "there is no field 'nome'"),
        ((PEOPLE, "--map", "name=Nome"), 2, "there is no column 'Nome'"),
        ((PEOPLE, "--map", "name"), 2, "'name' maps nothing"),
        ((str(FILES / "unclosed.csv"),), 1, "line 3: the quotation mark opened on line 3"),
        ((str(FILES / "linkedin_preamble_only.csv"),), 2, "no column is known to hold the names"),
    ],
)
def test_refusals_change_nothing(recip, path, words, code, said):
    """Each refusal has its exit code and one line, and the ledger stays as it was."""
    assert_refused(recip, path, ("import", *words), code, said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"SQLite format 3\x00" + b"\0" * 100, "is a database"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x00\x01\x02\x03", "is not a text file"),
    ],
)
def test_foreign_files_are_named_for_what_they_are(recip, path, home, content, said):
    """A file that is plainly something else is never an import of no rows."""
    file = home / "x.csv"
    file.write_bytes(content)
    assert_refused(recip, path, ("import", str(file)), 1, said)


def test_formulas_and_signs_are_text(recip, home):
    """Cells that a spreadsheet or a terminal would obey arrive as they are, and show harmless."""
    file = home / "x.csv"
    file.write_text("name,organisation,note\n'=1+1,+Acme,\x1b[31mred\x1b[0m [bold]x[/]\n")
    assert recip("import", str(file)).code == 0
    assert people(recip) == [("=1+1", "+Acme", [])]
    shown = recip("person", "show", "#1").out
    assert "␛[31mred␛[0m [bold]x[/]" in shown
    assert "\x1b" not in shown
