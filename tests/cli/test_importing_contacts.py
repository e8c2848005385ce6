"""import of Monica's JSON and friends.md: contacts that several people share, once and undoable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from contents import contents
from people import add_people
from refusing import assert_refused

FILES = Path(__file__).parents[1] / "data"
MONICA = str(FILES / "monica.json")
FRIENDS = str(FILES / "friends.md")
TODAY = ("--today", "2026-11-24")

each_file = pytest.mark.parametrize(
    "words", [(MONICA, "--with-gifts"), (FRIENDS,)], ids=["monica", "friends"]
)


def counts(recip, *words):
    """What an import says it did: people, exchanges and contacts, new and known."""
    [row] = recip("import", *words, *TODAY, "--json").json()["rows"]
    names = ("people", "exchanges", "contacts")
    return {name: (row[f"{name}_new"], row[f"{name}_known"]) for name in names}


def contacts(recip):
    """Every contact as (day, who, channel, note)."""
    rows = recip("history", "--json", *TODAY).json()["rows"]
    return [(row["date"], row["name"], row["via"], row["note"]) for row in rows]


def friends(home, *lines):
    """A friends.md with these activities."""
    file = home / "friends.md"
    file.write_text("### Activities:\n" + "".join(f"- {line}\n" for line in lines))
    return str(file)


@each_file
def test_the_same_file_twice_adds_nothing(recip, ledger, words):
    """A second time everything is known, and there is nothing to undo."""
    first = counts(recip, *words)
    assert first["contacts"] == (3, 0)
    before = contents(ledger)
    again = counts(recip, *words)
    assert again == {name: (0, new) for name, (new, _) in first.items()}
    assert contents(ledger) == before
    assert recip("import", *words, *TODAY).out.startswith("Nothing new: ")


@each_file
def test_one_undo_takes_all_of_it_back(recip, path, ledger, words):
    """People, contacts, exchanges, notes and who met through whom, and redo brings them again."""
    add_people(path, "Ana Ruiz", {"name": "Bo Lind", "organisation": "Helix", "notes": "tall"})
    before = contents(ledger)
    assert recip("import", *words, *TODAY).code == 0
    after = contents(ledger)
    assert recip("undo").code == 0
    assert contents(ledger) == before
    recip("redo")
    assert contents(ledger) == after


@each_file
def test_a_dry_run_says_the_same_and_writes_nothing(recip, path, words):
    """Its counts are those of the import."""
    before = path.read_bytes()
    said = counts(recip, *words, "--dry-run")
    assert path.read_bytes() == before
    assert counts(recip, *words) == said


def test_an_activity_is_one_contact_with_several_people(recip):
    """Its people share one record, which is named once."""
    recip("import", MONICA, *TODAY)
    dinner = "Dinner in Porto\nThe three plans for the fair."
    assert contacts(recip) == [
        ("2026-05-02", "Bo Lind, Ana María Ruiz", None, dinner),
        ("2026-04-02", "Ana María Ruiz", "call", "About the draft"),
        ("2026-01-20", "Ana María Ruiz", None, "Climbing"),
    ]


def test_monica_people_are_whole(recip):
    """Rhythm and introduction come with them; who died is archived, and nobody forgets them."""
    ran = recip("import", MONICA, *TODAY)
    assert ran.out.startswith(
        "Imported 3 new people, 3 new contacts without an exchange (Monica's JSON)"
    )
    assert "set aside: 3 rows, a gift or a loan: --with-gifts takes them" in ran.err
    [card] = recip("person", "show", "anita", "--json").json()["rows"]
    assert (card["cadence"], card["birthday"], card["met_through"]) == ("2w", "--02-29", "Bo Lind")
    [card] = recip("person", "show", "cai", "--json").json()["rows"]
    assert (card["archived"], card["notes"]) == (True, "died 2021-03-04")


def test_namesakes_of_monica_stay_two(recip, home):
    """Two contacts of one name and address have two uuids, and are two a second time as well."""
    contact = {"properties": {"first_name": "Ana"}, "data": []}
    values = [{"uuid": uuid, **contact} for uuid in ("a-1", "a-2")]
    account = {"data": [{"type": "contact", "values": values}]}
    file = home / "export.json"
    file.write_text(json.dumps({"version": "1.0", "account": account}))
    assert counts(recip, str(file))["people"] == (2, 0)
    assert counts(recip, str(file))["people"] == (0, 2)


def test_people_known_get_what_was_missing(recip, path):
    """A rhythm and notes of one's own stay; remarks go below them, once."""
    add_people(path, {"name": "Bo Lind", "organisation": "Helix", "cadence": "1y", "notes": "tall"})
    recip("import", MONICA, *TODAY)
    recip("import", FRIENDS, *TODAY)
    [card] = recip("person", "show", "bo", "--json").json()["rows"]
    assert card["cadence"] == "1y"
    assert card["notes"] == (
        "tall\nborn about 1985\n2026-04-11: Ana Ruiz moves; Bo Lind helps her.\n"
        "2026-05-11: Bo Lind is hiring. @jobs"
    )


def test_remarks_without_room_are_counted(recip, path):
    """A person's notes have a bound; what would outgrow it is set aside, never cut off."""
    add_people(path, {"name": "Bo Lind", "notes": "x" * 9_960})
    ran = recip("import", FRIENDS, *TODAY)
    assert "set aside: 1 row, a note for which there is no room: a person's take 10,000" in ran.err
    [card] = recip("person", "show", "bo", "--json").json()["rows"]
    assert card["notes"].endswith("x\n2026-05-11: Bo Lind is hiring. @jobs")


def test_friends_are_told_by_name(recip, path):
    """The file knows nothing else: a name or an alias that one person bears is enough."""
    add_people(path, {"name": "Ana R. Ruiz", "aliases": ("Anita",), "organisation": "Acme"})
    assert counts(recip, FRIENDS)["people"] == (4, 0)
    recip("undo")
    recip("person", "rename", "anita", "Ana Ruiz")
    assert counts(recip, FRIENDS)["people"] == (3, 0)


def test_a_friend_whom_two_could_be_is_a_bad_row(recip, path, home):
    """Nobody can say which, so nothing is written."""
    add_people(path, "Ana", "Ana")
    file = friends(home, "2026-06-01: Tea with **Ana**")
    said = "line 2: 'Ana' could be ana, ana-2"
    assert_refused(recip, path, ("import", file), 1, said)


def test_equal_lines_count(recip, home):
    """Two equal lines are two contacts; day, people, channel and note tell others from them."""
    tea = "2026-06-01: Tea with **Ana** and **Bo**"
    assert counts(recip, friends(home, tea, tea))["contacts"] == (2, 0)
    assert counts(recip, friends(home, tea, tea, tea))["contacts"] == (1, 2)
    others = (
        "2026-06-02: Tea with **Ana** and **Bo**",
        "2026-06-01: Tea with **Ana**",
        "2026-06-01: Tea with **Ana** and **Bo** ",
        "2026-06-01: Tea, with **Ana** and **Bo**",
    )
    assert counts(recip, friends(home, *others))["contacts"] == (3, 1)


def test_a_contact_logged_by_hand_is_the_same(recip, home):
    """One of that day, note and people is there already, in whatever order they were named."""
    recip("log", "Ana", "Bo", "--new", "--on", "2026-06-01", "-m", "Tea with Bo and Ana")
    file = friends(home, "2026-06-01: Tea with **Bo** and **Ana**")
    assert counts(recip, file)["contacts"] == (0, 1)


def test_an_amended_contact_of_monica_stays_as_it_is(recip):
    """It is known by its uuid: a second import neither doubles nor overwrites it."""
    recip("import", MONICA, *TODAY)
    [number] = [
        row["id"]
        for row in recip("history", "--json", *TODAY).json()["rows"]
        if row["note"] == "Climbing"
    ]
    assert recip("amend", f"#{number}", "--note", "Bouldering", *TODAY).code == 0
    assert counts(recip, MONICA)["contacts"] == (0, 3)
    assert "Bouldering" in [note for *_, note in contacts(recip)]


def test_ids_have_no_gaps(recip, home):
    """Contacts that were there already take no number."""
    tea = "2026-06-01: Tea with **Ana**"
    recip("import", friends(home, tea), *TODAY)
    recip("import", friends(home, tea, "2026-06-02: Tea with **Ana**"), *TODAY)
    rows = recip("history", "--json", *TODAY).json()["rows"]
    assert [row["id"] for row in rows] == [3, 2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"version": "1.0", "account": {"data": [' + "[" * 100_000, "{ is missing"),
        ('{"version": "1.0", "account": {"x": ' + "[" * 100_000, "it is nested too deeply"),
        ('{"version": "1.0", "account": {"x": NaN}}', "NaN is no number"),
        ('{"version": "1.0", "account": {"x": 1}}', "it has no contacts"),
    ],
)
def test_hostile_exports_are_one_line(recip, path, home, content, said):
    """Nothing is written, and no traceback is shown."""
    file = home / "monica.json"
    file.write_text(content)
    assert_refused(recip, path, ("import", str(file)), 1, said)


def test_bad_lines_stop_everything(recip, path):
    """A file with lines that cannot be understood is refused whole, with the first of them."""
    said = "nothing was imported, 12 bad rows: line 1: 'My friends' stands outside a section"
    assert_refused(recip, path, ("import", str(FILES / "friends_bad.md"), *TODAY), 1, said)


def test_options_of_monica_are_refused_elsewhere(recip, path):
    """They would do nothing."""
    words = ("import", FRIENDS, "--with-gifts")
    assert_refused(recip, path, words, 2, "--with-gifts is for Monica's JSON")
