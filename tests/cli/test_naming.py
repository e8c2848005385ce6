"""Names: one rule everywhere, for reading and for writing."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused

EVERYWHERE = [
    ("log", "{}"),
    ("gave", "{}", "advice"),
    ("got", "{}", "advice"),
    ("gave", "bo", "int", "--about", "{}"),
    ("explain", "{}"),
    ("show", "{}"),
    ("phase", "{}"),
    ("phase", "{}", "relating", "--because", "so"),
    ("snooze", "{}", "2w"),
    ("quiet", "{}", "1d", "2d"),
    ("balance", "{}"),
    ("due", "{}"),
    ("history", "{}"),
    ("person", "list", "{}"),
    ("person", "show", "{}"),
    ("person", "edit", "{}", "--tag", "x"),
    ("person", "add", "New One", "--met-through", "{}"),
    ("person", "rename", "{}", "Other Name"),
    ("person", "merge", "bo", "{}"),
    ("person", "merge", "{}", "bo"),
    ("person", "archive", "{}"),
    ("person", "rm", "{}"),
    ("person", "erase", "{}", "--yes"),
]
"""Every command that takes a person, with the place of the name."""

SEVERAL_ARE_TAKEN = ("balance", "due", "history", "list")


@pytest.fixture
def people(path):
    add_people(
        path,
        {"name": "Anna Maria Šimek", "aliases": ("The Fixer",)},
        {"name": "Bo Lind"},
        {"name": "Ana Ruiz", "organisation": "Helix"},
        {"name": "Ana Ruiz"},
        {"name": "Jean-Luc Straße"},
        {"name": "Bo"},
    )


def words(command, name):
    """The command with the name in its place."""
    return [word.format(name) for word in command]


@pytest.mark.parametrize("command", EVERYWHERE, ids=" ".join)
def test_every_command_resolves_alike(recip, people, path, command):
    """An id, a name in other letters, an alias, a handle and prefixes are one person everywhere."""
    outs = set()
    before = path.read_bytes()
    for name in ("#1", "ANNA MARIA SIMEK", "the fixer", "anna-maria-simek", "sim an"):
        ran = recip(*words(command, name))
        assert ran.code == 0, ran.err
        # The title of a report repeats the query as it was typed.
        outs.add(ran.out.partition("\n")[2] or ran.out)
        path.write_bytes(before)
    assert len(outs) == 1


def test_a_handle_that_is_a_name_too(recip, path):
    """Of two called Tom one has the handle tom: typing it again would not help, the number does."""
    add_people(path, "Tom", "Tom")
    ran = recip("show", "tom")
    assert (ran.code, ran.err) == (
        3,
        "recip: 'tom' could be 2 people: Tom (tom, #1), Tom (tom-2, #2); use '#id'\n",
    )
    assert recip("show", "#1").code == 0


@pytest.mark.parametrize("command", EVERYWHERE, ids=" ".join)
def test_every_command_refuses_alike(recip, people, path, command):
    """Nobody and several have one answer everywhere; reports take all of several."""
    assert_refused(recip, path, words(command, "zz"), 3, "nobody is called 'zz'")
    assert_refused(recip, path, words(command, "#77"), 3, "nobody is called '#77'")
    assert_refused(recip, path, words(command, "a\udcffb"), 2, "not valid UTF-8")
    if any(word in SEVERAL_ARE_TAKEN for word in command[:2]):
        assert recip(*words(command, "ana ruiz")).code == 0
    else:
        assert_refused(
            recip,
            path,
            words(command, "ana ruiz"),
            3,
            "'ana ruiz' could be 2 people: Ana Ruiz (ana-ruiz, #3, Helix), Ana Ruiz"
            " (ana-ruiz-2, #4); use a handle or '#id'",
        )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bo", "Bo"),  # the whole name goes before the beginning of another
        ("BO LIND", "Bo Lind"),
        ("bo l", "Bo Lind"),
        ("jean luc", "Jean-Luc Straße"),
        ("luc-strasse", "Jean-Luc Straße"),
        ("STRASSE", "Jean-Luc Straße"),
        ("  the   fixer ", "Anna Maria Šimek"),
        ("ma", "Anna Maria Šimek"),
        ("ana-ruiz", "Ana Ruiz"),
    ],
)
def test_the_rule_of_names(recip, people, typed, found):
    """Whole name, alias, handle, beginnings of words; accents and case do not matter."""
    assert recip("explain", typed).out.splitlines()[0].startswith(f"Explained · {found} · #")


def test_near_names_are_only_offered(recip, people, path):
    """A likeness never selects; up to three are named."""
    assert_refused(
        recip, path, ("log", "ann ruis"), 3, "did you mean Ana Ruiz (ana-ruiz, #3, Helix)"
    )
    assert_refused(recip, path, ("log", "simik"), 3, "did you mean Anna Maria Šimek? --new adds")


def test_new_adds_only_whom_nobody_knows(recip, people):
    """--new adds a name that nobody bears, uses the one who bears it, and never guesses."""
    assert "Bo Lind" in recip("log", "bo lind", "--new").out
    assert recip("log", "Zoë Park", "--new", "--json").json()["rows"][0]["people"] == [
        {"id": 8, "name": "Zoë Park"}
    ]
    assert recip("gave", "Yan Li", "adv", "--new").out.startswith("Logged #11")
    assert recip("log", "ana", "--new").code == 3


@pytest.mark.parametrize("name", ["#12", "#", "", " ", "\x07", "a\nb\x00"])
def test_new_adds_nobody_without_a_name(recip, people, path, name):
    """An id, nothing, and signs that do not show make no person."""
    before = path.read_bytes()
    ran = recip("log", name, "--new")
    assert ran.code in (2, 3)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["-x", "--", "--json", "*", "$(id)", "~", "[b]", "a:b", "../x"])
def test_odd_names_are_names(recip, people, name):
    """A name may look like an option, a pattern or markup; `--` ends the options."""
    ran = recip("log", "--new", "--", name)
    assert ran.code == 0
    assert f"  {name}  contact" in ran.out
    [row] = recip("person", "list", "#7", "--json").json()["rows"]
    assert row["name"] == name


def test_many_of_one_name_are_counted(recip, path):
    """Eight candidates are named, the rest counted."""
    add_people(path, *["Ana"] * 12)
    ran = recip("log", "ana")
    assert ran.code == 3
    assert "'ana' could be 12 people: Ana (ana, #1), " in ran.err
    assert " and 4 more; use '#id'\n" in ran.err


def test_the_same_person_twice_counts_once(recip, people):
    """Named by id and by name, they took part once."""
    ran = recip("log", "bo lind", "#2", "bo-lind", "--json").json()
    assert ran["rows"][0]["people"] == [{"id": 2, "name": "Bo Lind"}]
