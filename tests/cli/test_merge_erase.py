"""person merge and person erase: the union of two people, and no trace of one."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

import pytest
from contents import contents
from people import add_people

from reciprocity_cli.domain.records import Birthday, Category, Direction, Phase
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange
from reciprocity_cli.store.people import insert_person

AT = datetime(2026, 6, 30, tzinfo=UTC)
DAY = date(2026, 6, 30)


def rows(recip, *words):
    """The history as (name, date, direction, category, note)."""
    keys = ("name", "date", "direction", "category", "note")
    found = recip("history", "--json", *words).json()["rows"]
    return [tuple(row[key] for key in keys) for row in found]


def card(recip, name):
    """Everything that is recorded about a person."""
    return recip("person", "show", name, "--json").json()["rows"][0]


@pytest.fixture
def two(path):
    """Ana (#1) and her double (#2), and Cai (#3) whom the double introduced."""
    add_people(
        path,
        {"name": "Ana Ruiz", "title": "CTO", "tags": ("acme",), "notes": "mine", "cadence": "1m"},
        {
            "name": "A. Ruiz",
            "title": "Engineer",
            "organisation": "Helix",
            "birthday": Birthday(7, 4, 1986),
            "tags": ("ACME", "boats"),
            "emails": ("ana@x.example",),
            "aliases": ("Anita",),
            "cadence": "1y",
            "why": "kind",
            "notes": "theirs",
            "expect": "give",
            "start_phase": Phase.NURTURING,
        },
        {"name": "Cai Wu", "met_through_id": 2},
    )


def merge(recip):
    """Make the double part of Ana."""
    ran = recip("person", "merge", "#1", "#2")
    assert ran.out == "Merged A. Ruiz (#2) into Ana Ruiz (#1)      undo: recip undo\n"


def test_single_values_of_the_first_win(recip, two):
    """What both have stays the first one's and goes into the notes; the rest is the union."""
    merge(recip)
    found = card(recip, "ana")
    assert (found["title"], found["cadence"]) == ("CTO", "1m")
    assert (found["org"], found["birthday"], found["why"]) == ("Helix", "1986-07-04", "kind")
    assert found["expect"] == "give"
    assert found["tags"] == ["acme", "boats"]
    assert found["emails"] == ["ana@x.example"]
    assert found["aliases"] == ["Anita", "A. Ruiz"]
    assert found["phase"] == "nurturing"
    assert found["notes"] == (
        "mine\n[merged from A. Ruiz, #2]\ntitle: Engineer\ncadence: 1y\ntheirs"
    )


@pytest.mark.parametrize("keep", [0, 1])
@pytest.mark.parametrize("name", ["imported", "archived", "paused"])
def test_what_is_so_of_one_alone_is_not_so_of_both(recip, path, ledger, keep, name):
    """Imported, archived and paused: only what holds for both of them holds for who stays."""
    add_people(path, *({"name": word, name: word != "No"} for word in ("No", "Yes", "Also")))
    assert recip("person", "merge", f"#{1 + keep}", f"#{2 - keep}").code == 0
    assert recip("person", "merge", "#3", f"#{1 + keep}").code == 0
    assert ledger.sql.execute(f"SELECT {name} FROM person").fetchall() == [(0,)]


@pytest.mark.parametrize("name", ["imported", "archived", "paused"])
def test_what_is_so_of_both_stays_so(recip, path, ledger, name):
    """Two who were both imported, archived or paused are one who is."""
    add_people(path, *({"name": word, name: True} for word in ("Ana", "Anna")))
    assert recip("person", "merge", "#1", "#2").code == 0
    assert ledger.sql.execute(f"SELECT {name} FROM person").fetchall() == [(1,)]


@pytest.mark.parametrize("pair", [("#1", "#2"), ("#2", "#1")])
def test_who_stays_was_added_when_the_first_of_them_was(recip, ledger, pair):
    """Two people are known since the earlier of their days, and began at the later phase."""
    with ledger.writing("seed", AT) as op:
        insert_person(op, {"name": "Ana", "start_phase": Phase.NURTURING}, date(2025, 3, 1))
        insert_person(op, {"name": "Anna"}, date(2024, 3, 1))
    assert recip("person", "merge", *pair).code == 0
    kept = ledger.sql.execute("SELECT created_on, start_phase FROM person").fetchall()
    assert kept == [("2024-03-01", 3)]


@pytest.mark.parametrize(
    ("first", "second", "until", "notes"),
    [
        (None, None, None, ""),
        ("2026-07-05", None, "2026-07-05", ""),
        (None, "2026-07-09", "2026-07-09", ""),
        ("2026-07-05", "2026-07-05", "2026-07-05", ""),
        (
            "2026-07-05",
            "2026-07-09",
            "2026-07-05",
            "[merged from Anna, #2]\nsnoozed until: 2026-07-09",
        ),
    ],
)
def test_the_snooze_of_who_stays_wins(recip, path, first, second, until, notes):
    """That of the other is taken where there is none, and noted where it was another day."""
    days = [day and date.fromisoformat(day) for day in (first, second)]
    people = [
        {"name": name, "snoozed_until": day, "snoozed_on": day and DAY}
        for name, day in zip(("Ana", "Anna"), days, strict=True)
    ]
    add_people(path, *people)
    assert recip("person", "merge", "#1", "#2").code == 0
    found = card(recip, "#1")
    assert (found["snoozed_until"], found["notes"]) == (until, notes)


def test_everything_of_the_second_goes_to_the_first(recip, two):
    """Entries of both, those met through the second, and the alias that finds the first."""
    recip("log", "#1", "-g", "adv:one", "--on", "2026-06-01")
    recip("log", "#2", "-t", "kno:two", "--on", "2026-06-02", "--need", "a flat")
    recip("gave", "cai", "int:three", "--about", "#2", "--on", "2026-06-03")
    recip("quiet", "#2", "1d", "2d")
    recip("snooze", "#2", "2w")
    merge(recip)
    assert rows(recip, "ana") == [
        ("Ana Ruiz", "2026-06-02", "got", "knowledge", "two"),
        ("Ana Ruiz", "2026-06-01", "gave", "advice", "one"),
    ]
    found = card(recip, "a. ruiz")
    assert (found["id"], found["snoozed_until"]) == (1, "2026-07-14")
    assert found["quiet"] == ["2026-07-01..2026-07-02"]
    assert card(recip, "cai")["met_through"] == "Ana Ruiz"
    assert recip("person", "show", "#2").code == 3


def test_a_contact_with_both_counts_once(recip, two):
    """The exchanges of both stay, within one contact on one day."""
    recip("log", "#1", "#2", "cai", "-g", "adv:to each")
    merge(recip)
    assert sorted(rows(recip)) == [
        ("Ana Ruiz", "2026-06-30", "gave", "advice", "to each"),
        ("Ana Ruiz", "2026-06-30", "gave", "advice", "to each"),
        ("Cai Wu", "2026-06-30", "gave", "advice", "to each"),
    ]
    recip("log", "#1", "-m", "alone")
    assert card(recip, "ana")["last_contact_on"] == "2026-06-30"


def test_references_of_one_to_the_other_are_dropped(recip, path, ledger):
    """Nobody is introduced to themselves or met through themselves."""
    add_people(path, "Ana", {"name": "Bo", "met_through_id": 1})
    recip("gave", "ana", "int:there", "--about", "bo")
    recip("gave", "bo", "int:and back", "--about", "ana")
    recip("person", "edit", "ana", "--met-through", "bo")
    assert recip("person", "merge", "ana", "bo").code == 0
    assert [row[4] for row in rows(recip, "ana")] == ["and back", "there"]
    assert card(recip, "ana")["met_through"] is None
    assert ledger.sql.execute("SELECT COUNT(other_person_id) FROM exchange").fetchone() == (0,)


def test_introductions_follow_who_stays(recip, path, ledger):
    """One to somebody else is theirs from then on; one of the two to each other goes."""
    add_people(path, "Ana", "Anna", "Bo")
    with ledger.writing("seed", AT) as op:
        for pair in ((1, 2), (2, 1), (2, 3), (3, 2)):
            people = {"person_id": pair[0], "other_person_id": pair[1]}
            op.insert("introduction", {**people, "noted_on": DAY})
    before = contents(ledger)
    assert recip("person", "merge", "#1", "#2").code == 0
    pairs = "SELECT person_id, other_person_id FROM introduction ORDER BY id"
    assert ledger.sql.execute(pairs).fetchall() == [(1, 3), (3, 1)]
    recip("undo")
    assert contents(ledger) == before


@pytest.mark.parametrize("pair", [("#1", "#2"), ("#2", "#1")])
def test_a_merge_is_undone_and_done_again(recip, two, ledger, pair):
    """One undo brings both people back, record for record, and redo merges them again."""
    recip("log", "#1", "#2", "cai", "-g", "adv", "-t", "int", "--signal", "reached-out")
    recip("log", "#2", "-g", "int", "--need", "a flat")
    recip("gave", "#1", "int", "--about", "#2")
    recip("gave", "#2", "int", "--about", "#1")
    before = contents(ledger)
    recip("person", "merge", *pair)
    after = contents(ledger)
    assert after != before
    recip("undo")
    assert contents(ledger) == before
    recip("redo")
    assert contents(ledger) == after


def test_a_merge_adds_up(recip, two):
    """Sums and occasions of the one are those of the union of both."""
    for who, day in (("#1", "2026-06-01"), ("#2", "2026-06-01"), ("#2", "2026-06-02")):
        recip("gave", who, "adv/l", "--on", day)
    merge(recip)
    row = recip("balance", "ana", "--all", "--json").json()["rows"][0]
    assert (row["gave_total"], row["occasions"], row["first_on"]) == (12.0, 2, "2026-06-01")


SECRETS = (
    "Zora Quell",
    "zora-quell",
    "zora quell",
    "Zazoo",
    "zora@quell.example",
    "+49 30 901820",
    "https://quell.example/zora",
    "the violet ledger",
    "a note on quinces",
    "needs a harpsichord",
)
"""What must not be in the file after erasing, in any letters."""


@pytest.fixture
def known(recip, path):
    """Zora (#1), with traces in every place that the commands reach, and Bo (#2)."""
    add_people(
        path,
        {
            "name": "Zora Quell",
            "aliases": ("Zazoo",),
            "emails": ("zora@quell.example",),
            "phones": ("+49 30 901820",),
            "links": ("https://quell.example/zora",),
            "notes": "keeps the violet ledger",
        },
        "Bo Lind",
        {"name": "Cai Wu", "met_through_id": 1, "why": "a friend of ZORA QUELL"},
    )
    recip("log", "zora", "-g", "adv:a note on quinces", "-m", "a note on quinces")
    recip("log", "zora", "bo", "-t", "kno:heard", "-m", "with Zora Quell and Zazoo at the fair")
    recip("log", "zora", "--need", "needs a harpsichord")
    recip("gave", "bo", "int:to Zora Quell (zora@quell.example)", "--about", "zora")
    recip("amend", "5", "--note", "the violet ledger")
    recip("person", "edit", "zora", "--why", "the violet ledger", "--title", "harpsichordist")
    recip("person", "edit", "bo", "--notes", "met by zora-quell")
    recip("person", "edit", "bo", "--notes", "nothing")
    recip("snooze", "zora", "2w")


def bytes_of(path):
    """The bytes of a ledger and of whatever lies beside it, in lower case."""
    beside = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    return b"".join(file.read_bytes() for file in beside).lower()


def test_no_trace_is_left_in_the_file(recip, known, path, ledger):
    """Name, handle, alias, addresses, notes: not one of them is in the bytes of the file."""
    assert all(secret.lower().encode() in bytes_of(path) for secret in SECRETS)
    ran = recip("person", "erase", "zora", "--yes")
    assert (ran.code, ran.out) == (0, "Erased #1\n")
    found = bytes_of(path)
    assert [secret for secret in SECRETS if secret.lower().encode() in found] == []
    assert ledger.sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert ledger.sql.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_records_of_others_stay(recip, known):
    """A contact with others loses one part; what others' texts said of the person is blotted."""
    recip("person", "erase", "zora", "--yes")
    assert rows(recip) == [
        ("Bo Lind", "2026-06-30", "gave", "introductions", "to [erased] ([erased])"),
        ("Bo Lind", "2026-06-30", "got", "knowledge", "heard"),
        ("Bo Lind", "2026-06-30", None, None, "with [erased] and [erased] at the fair"),
    ]
    assert card(recip, "cai")["met_through"] is None
    assert card(recip, "cai")["why"] == "a friend of [erased]"


def test_what_touched_them_cannot_be_undone_and_the_rest_can(recip, known):
    """Operations that touched the erased say so; the others still go back."""
    add_bo = recip("person", "edit", "cai", "--title", "chef", "--json").json()["operation"]
    recip("person", "erase", "zora", "--yes")
    listed = recip("operations", "--all", "--json").json()["rows"]
    summaries = {row["id"]: row["summary"] for row in listed}
    assert summaries[2] == "[erased]"
    assert "Quell" not in str(summaries)
    ran = recip("undo")
    assert ran.code == 1
    assert ran.err == "recip: operation 12 (person erase) cannot be undone any more\n"
    assert recip("undo", "2").err == "recip: operation 2 (log) cannot be undone any more\n"
    assert recip("undo", str(add_bo)).code == 0
    assert card(recip, "cai")["title"] == ""
    assert recip("undo", "5").code == 0  # the introduction of Bo: what it names is erased alone


def test_an_undo_never_brings_a_reference_back(recip, known, ledger):
    """A change to a record that pointed to the erased is undone without pointing there again."""
    recip("amend", "11", "--size", "large")
    recip("person", "erase", "zora", "--yes")
    assert recip("undo", "11").code == 0
    row = ledger.sql.execute(
        "SELECT weight, other_person_id FROM exchange WHERE id = 11"
    ).fetchone()
    assert row == (2.0, None)


def test_an_undo_brings_the_references_of_others_back(recip, path):
    """Who met whom through whom is forgotten of the erased alone, in what went before as well."""
    add_people(path, "Ana", "Bo", {"name": "Cai", "met_through_id": 1})
    recip("person", "edit", "cai", "--met-through", "bo")
    add_people(path, "Zora")
    assert recip("person", "erase", "zora", "--yes").code == 0
    assert card(recip, "cai")["met_through"] == "Bo"
    assert recip("undo", "2").code == 0
    assert card(recip, "cai")["met_through"] == "Ana"


def test_a_later_change_still_guards_an_earlier_one(recip, path):
    """What an erased person shared an operation with others still stands on theirs."""
    add_people(path, "Ana", "Bo")
    recip("person", "edit", "bo", "--title", "chef")
    recip("person", "edit", "ana", "bo", "--cadence", "1w")
    recip("person", "erase", "ana", "--yes")
    assert recip("undo", "2").err.startswith(
        "recip: operation 2 (person edit) cannot be undone: later ones stand on it: 3 (person edit)"
    )
    assert card(recip, "bo")["cadence"] == "1w"


def test_namesakes_and_longer_names_keep_theirs(recip, path):
    """The name of somebody else, equal or longer, is not blotted, in history either."""
    add_people(path, "Ana Ruiz", "Ana Ruiz", "Ana Ruiz Soler", "Bo Lind")
    recip("log", "bo", "-m", "with Ana Ruiz, Ana Ruiz Soler and ana-ruiz-2, not ana-ruiz")
    recip("person", "edit", "#2", "--title", "chef")
    recip("person", "rename", "#3", "Ana Ruiz Sol")
    recip("person", "rename", "#3", "Ana Ruiz Soler")
    recip("person", "erase", "#1", "--yes")
    assert rows(recip, "bo")[0][4] == ("with Ana Ruiz, Ana Ruiz Soler and ana-ruiz-2, not [erased]")
    assert recip("undo", "3").code == 0
    assert card(recip, "#2")["title"] == ""
    assert (card(recip, "#2")["name"], card(recip, "#2")["handle"]) == ("Ana Ruiz", "ana-ruiz-2")
    assert recip("undo", "5").code == recip("undo", "4").code == 0
    assert card(recip, "#3")["name"] == "Ana Ruiz Soler"
    assert recip("person", "erase", "#2", "--yes").code == 0
    assert rows(recip, "bo")[0][4] == ("with [erased], Ana Ruiz Soler and [erased], not [erased]")


def test_who_was_merged_in_is_erased_along(recip, path):
    """The traces of a person who became part of the erased go too."""
    add_people(path, "Zora Quell", "Zora Quell", "Bo Lind")
    recip("person", "edit", "#2", "--notes", "the violet ledger")
    recip("person", "edit", "#2", "--notes", "")
    recip("person", "merge", "#1", "#2")
    recip("person", "edit", "#1", "--tag", "x")
    recip("person", "erase", "#1", "--yes")
    assert b"violet" not in bytes_of(path)
    assert b"quell" not in bytes_of(path)


def test_what_they_were_called_once_goes_too(recip, path):
    """A name, a handle and an address of earlier, of somebody merged in too, are blotted."""
    add_people(path, "Zora Quell", "Vio Let", "Bo Lind")
    recip("person", "edit", "#1", "--email", "zora@old.example")
    said = "zora quell, zora-quell, Vio Let, vio-let, zora@old.example, bo-lind"
    recip("log", "bo", "-m", said)
    recip("person", "edit", "#1", "--drop", "email:zora@old.example")
    recip("person", "rename", "#1", "Zo New")
    recip("person", "merge", "#1", "#2")
    assert recip("person", "erase", "#1", "--yes").code == 0
    [row] = recip("history", "bo", "--json").json()["rows"]
    assert row["note"] == "[erased], [erased], [erased], [erased], [erased], bo-lind"
    for word in (b"quell", b"vio", b"old.example", b"zo new"):
        assert word not in bytes_of(path)


def test_what_others_bear_of_them_is_blotted(recip, path):
    """Titles, employers and specialities of others name them no more, in history either."""
    add_people(path, "Zora Quell", "Bo Lind")
    bo = ("person", "edit", "bo")
    recip(*bo, "--title", "aide to Zora Quell", "--org", "Zora Quell & Co")
    recip(*bo, "--speciality", "tuning for Zora Quell", "--speciality", "tuning for zora-quell")
    recip(*bo, "--title", "cook", "--speciality", "soup")
    recip(*bo, "--drop", "speciality:tuning for zora-quell", "--alias", "Zo")
    recip("person", "edit", "zora", "--alias", "Zo")
    recip(*bo, "--drop", "alias:Zo")
    assert recip("person", "erase", "zora", "--yes").code == 0
    [found] = recip("person", "list", "--json").json()["rows"]
    assert (found["org"], card(recip, "bo")["specialities"]) == (
        "[erased] & Co",
        ["tuning for [erased]", "soup"],
    )
    assert b"quell" not in bytes_of(path)
    assert b"'zo'" not in bytes_of(path)
    assert recip("check").code == 0


def test_a_merged_person_goes_after_another_was_erased(recip, path):
    """Erasing somebody whom a merge touched does not hide who was merged in."""
    add_people(path, "Zora Quell", "Vio Let", "Bo Lind")
    recip("intro", "add", "#3", "#2", "a duet")
    recip("person", "merge", "#1", "#2")
    recip("person", "erase", "#3", "--yes")
    assert recip("operations", "--json").json()["rows"][1]["summary"] == (
        "[erased] into [erased] (#1)"
    )
    assert recip("person", "erase", "#1", "--yes").code == 0
    for word in (b"quell", b"vio", b"lind", b"duet"):
        assert word not in bytes_of(path)


def test_backups_that_still_hold_them_are_named(recip, known, path):
    """Erasing cannot reach a backup, and says which ones there are."""
    folder = path.parent / "backups"
    folder.mkdir()
    (folder / "ledger-20260101T000000.db").write_bytes(b"")
    (folder / "other-20260101T000000.db").write_bytes(b"")
    ran = recip("person", "erase", "zora", "--yes")
    backup = f"{folder}/ledger-20260101T000000.db"
    assert ran.err.splitlines()[0] == f"still in {backup}: rm {backup}"
    assert "shell's history" in ran.err.splitlines()[1]


def test_every_kind_of_record_goes(recip, path, ledger):
    """Promises, asks, incidents, ideas, signals and phases leave nothing behind."""
    add_people(path, "Zora Quell", "Bo")
    with ledger.writing("seed", AT) as op:
        own = {"person_id": 1}
        idea = op.insert("idea", {**own, "text": "violet idea"})
        promise = {**own, "by": "me", "what": "violet promise", "made_on": DAY}
        number = op.insert("promise", promise)
        op.insert_part("promise_update", {"promise_id": number, "date": DAY, "note": "violet"})
        op.insert("ask", {**own, "what": "violet ask", "asked_on": DAY, "easy": "violet"})
        op.insert("incident", {**own, "by": "me", "what": "violet incident", "date": DAY})
        op.insert("signal", {**own, "kind": "reached-out", "date": DAY, "note": "violet"})
        op.insert("phase_change", {**own, "phase": 2, "date": DAY, "reason": "violet"})
        contact = insert_contact(op, [1], DAY, note="violet")
        new = NewExchange(Direction.GAVE, Category.ADVICE, 2.0, more={"idea_id": idea})
        given = insert_exchange(op, 1, DAY, new._replace(note="violet"), contact)
        met = {"met_on": DAY, "met_by_id": given}
        op.insert("need", {**own, "text": "violet need", "noted_on": DAY, **met})
        planned = {"text": "violet", "noted_on": DAY}
        op.insert("introduction", {**own, "other_person_id": 2, **planned})
        number = op.insert("introduction", {"person_id": 2, "other_person_id": 1, **planned})
    with ledger.writing("seed", AT) as op:
        op.delete("introduction", number)
    assert bytes_of(path).count(b"violet") > 10
    recip("person", "erase", "zora", "--yes")
    assert b"violet" not in bytes_of(path)
    left = {table: len(found) for table, found in contents(ledger).items() if found}
    assert left == {"person": 1}


def test_the_sequence_goes_on_after_erasing(recip, known):
    """The id of the erased is never used again, and redo has nothing to bring back."""
    recip("undo")
    recip("person", "erase", "zora", "--yes")
    assert recip("redo").code == 1
    assert recip("person", "show", "#1").code == 3
    assert recip("person", "add", "Zora Quell", "--json").json()["rows"][0]["id"] > 9


def test_erasing_is_one_transaction(known, recip, path, monkeypatch):
    """A failure in the middle leaves the ledger as it was."""
    before = path.read_bytes()

    def fail(*_):
        raise sqlite3.OperationalError("no")

    monkeypatch.setattr("reciprocity_cli.store.erase._blot_out_mentions", fail)
    assert recip("person", "erase", "zora", "--yes").code == 1
    assert path.read_bytes() == before
    assert card(recip, "zora")["name"] == "Zora Quell"


def test_what_the_history_has_of_the_same_person_goes_too(recip, path, tmp_path):
    """An import undone and done again, removed and added anew: not only the record of today."""
    file = tmp_path / "a.csv"
    file.write_text("name,notes,email\nNoor Haddad,her illness,noor@h.example\n")
    recip("import", str(file))
    recip("undo")
    recip("person", "add", "Nora", "--email", "noor@h.example", "--notes", "her illness")
    recip("person", "rm", "nora")
    recip("person", "add", "Noor Haddad")
    ran = recip("person", "erase", "noor", "--yes", "--json")
    assert {row["id"] for row in ran.json()["rows"]} >= {1, 3}
    assert b"her illness" not in path.read_bytes()
    for number in (1, 2, 3, 4, 5):
        recip("undo", str(number))
    assert recip("person", "list", "--json").json()["rows"] == []


def test_somebody_removed_is_erased_by_name(recip, path):
    """Nobody there answers to it, and the history does."""
    recip("log", "Noor Haddad", "--new", "--note", "her illness")
    recip("person", "rm", "noor")
    assert recip("person", "erase", "noor", "--yes").out.startswith("Erased #1\n")
    assert b"her illness" not in path.read_bytes()
    assert recip("person", "erase", "noor", "--yes").code == 3


def test_an_earlier_record_of_somebody_who_is_there_stays(recip, path):
    """Of two with one address, of whom one is there, nothing of the other goes."""
    recip("person", "add", "Jane Smith", "--email", "family@smith.example", "--notes", "chess")
    recip("person", "rm", "jane")
    recip("person", "add", "Jane Smith", "--email", "family@smith.example")
    recip("person", "add", "Peter Smith", "--email", "family@smith.example")
    recip("person", "erase", "peter", "--yes")
    assert b"chess" in path.read_bytes()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("knows Noor\nHaddad, +15550100177", "knows [erased], [erased]"),
        ("NOO\u0301R\u00a0HADDAD!", "[erased]!"),
        ("noor  haddad and +1 (555) 010-0177.", "[erased] and [erased]."),
        ("Noor Haddadian, Anoor Haddad", "Noor Haddadian, Anoor Haddad"),
        ("n\u200boor haddad", "[erased]"),
        ("a@b.example, NOOR@H.example", "a@b.example, [erased]"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(recip, text, left):
    """Over the end of a line, with other blanks, accents and capitals."""
    recip("person", "add", "Noor Haddad", "--phone", "+1 555 0100177", "--email", "noor@h.example")
    recip("person", "add", "Bo")
    recip("person", "edit", "bo", "--notes", text)
    recip("person", "erase", "noor", "--yes")
    assert recip("person", "show", "bo", "--json").json()["rows"][0]["notes"] == left


def test_a_name_within_a_script_without_blanks(recip):
    """A sign before and behind is another word there."""
    recip("person", "add", "陳小明")
    recip("person", "add", "Bo")
    recip("person", "edit", "bo", "--notes", "和陳小明吃飯")
    recip("person", "erase", "陳小明", "--yes")
    assert recip("person", "show", "bo", "--json").json()["rows"][0]["notes"] == "和[erased]吃飯"
