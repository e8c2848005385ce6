"""amend, rm, undo, redo, operations."""

from __future__ import annotations

import sys

import pytest
from contents import contents
from people import add_people
from refusing import assert_refused


@pytest.fixture
def entry(recip, path):
    """Contact #4 of Ana and Bo, with gives #5 and #7 and gets #6 and #8."""
    add_people(path, "Ana Ruiz", "Bo Lind", "Cai Wu")
    recip("log", "ana", "bo", "-g", "int:to Cai", "-t", "adv/l:pricing", "--via", "coffee")


@pytest.fixture
def terminal(monkeypatch):
    """Somebody to ask."""
    monkeypatch.setattr("reciprocity_cli.cli.session.Session.can_ask", True)


@pytest.fixture
def editor(tmp_path, monkeypatch, terminal):
    """Make $EDITOR a script of these lines of Python, with `text` and `path` at hand."""

    def make(*lines):
        script = tmp_path / "an editor.py"
        body = "\n".join(lines)
        script.write_text(
            "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text()\n"
            + body
        )
        monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}'")
        monkeypatch.delenv("VISUAL", raising=False)

    return make


def rows(recip):
    """The history as (id, date, name, direction, category, weight, note, via)."""
    keys = ("id", "date", "name", "direction", "category", "weight", "note", "via")
    found = recip("history", "--json").json()["rows"]
    return [tuple(row[key] for key in keys) for row in found]


def test_the_day_of_a_contact_moves_what_passed(recip, entry):
    """Amending the date of a contact moves its gives and gets along."""
    ran = recip("amend", "4", "--on", "yesterday", "--via", "call", "--note", "hm")
    assert ran.out == "Amended #4  Mon 2026-06-29  Ana Ruiz, Bo Lind  call      undo: recip undo\n"
    assert rows(recip) == [
        (8, "2026-06-29", "Bo Lind", "got", "advice", 4.0, "pricing", "call"),
        (7, "2026-06-29", "Bo Lind", "gave", "introductions", 2.0, "to Cai", "call"),
        (6, "2026-06-29", "Ana Ruiz", "got", "advice", 4.0, "pricing", "call"),
        (5, "2026-06-29", "Ana Ruiz", "gave", "introductions", 2.0, "to Cai", "call"),
        (4, "2026-06-29", "Ana Ruiz, Bo Lind", None, None, None, "hm", "call"),
    ]


def test_an_exchange_takes_new_values(recip, entry):
    """Category, size, note and kind of one give change, and nothing else."""
    ran = recip("amend", "#5", "--category", "kno", "--kind", "trend", "--size", "l", "-m", "new")
    assert ran.out == (
        "Amended #5  Tue 2026-06-30  Ana Ruiz  gave knowledge.trend (large)      undo: recip undo\n"
    )
    assert rows(recip)[3] == (
        5, "2026-06-30", "Ana Ruiz", "gave", "knowledge", 4.0, "new", "coffee",
    )  # fmt: skip


def test_a_new_category_drops_what_belonged_to_the_old(recip, entry):
    """The kind, and the other person of an introduction, go with the category."""
    recip("gave", "ana", "int.client", "--about", "cai")
    recip("amend", "9", "--category", "advice")
    row = recip("history", "--json", "ana").json()["rows"][0]
    assert (row["id"], row["category"], row["kind"]) == (9, "advice", None)
    assert recip("person", "rm", "cai").code == 0


def test_a_give_turned_into_a_get(recip, entry):
    """What only a give can be is taken off with the direction."""
    recip("gave", "cai", "adv", "--landed", "--self-interest")
    assert recip("amend", "9", "--direction", "got").code == 0
    assert rows(recip)[0][:4] == (9, "2026-06-30", "Cai Wu", "got")
    assert recip("balance", "cai", "--all", "--json").json()["rows"][0]["got"] == 2.0


def test_one_who_stands_in_for_one_takes_over_what_passed(recip, entry):
    """A contact logged under the wrong name is put right with its gives and gets."""
    recip("amend", "4", "--person", "ana", "--person", "cai")
    assert sorted({row[2] for row in rows(recip)}) == ["Ana Ruiz", "Cai Wu"]
    assert len(rows(recip)) == 4


def test_people_who_were_not_there(recip, entry):
    """Those who leave without anybody in their place take their gives and gets along."""
    recip("amend", "4", "--person", "bo")
    assert [row[:3] for row in rows(recip)] == [
        (8, "2026-06-30", "Bo Lind"),
        (7, "2026-06-30", "Bo Lind"),
    ]
    recip("undo")
    assert len(rows(recip)) == 4


def test_nothing_to_change_is_no_operation(recip, entry):
    """Values that are there already write nothing."""
    ran = recip("amend", "4", "--via", "coffee", "--person", "bo", "--person", "ana")
    assert ran.out == "Nothing to change: #4  Tue 2026-06-30  Ana Ruiz, Bo Lind  coffee\n"
    assert [row["id"] for row in recip("operations", "--json").json()["rows"]] == [2, 1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("amend", "999", "-m", "x"), 3, "there is no record #999"),
        (("amend", "x", "-m", "x"), 2, "'x' is not an id"),
        (("amend", "9" * 30, "-m", "x"), 2, "is not an id"),
        (("amend", "1", "-m", "x"), 2, "recip person edit '#1' changes them"),
        (("amend", "4"), 2, "nothing to change"),
        (("amend", "4", "--size", "l"), 2, "a contact has no --size"),
        (("amend", "5", "--via", "call"), 2, "a give or get has no --via"),
        (("amend", "5", "--on", "3d"), 2, "amend #4 --on DATE"),
        (("amend", "5", "--person", "cai"), 2, "a give or get has no --person"),
        (("amend", "5", "--size", "s", "--weight", "3"), 2, "exclude each other"),
        (("amend", "5", "--kind", "technical"), 2, "unknown kind of introductions"),
        (("amend", "6", "--landed"), 2, "--landed is for what you gave"),
        (("amend", "6", "--self-interest"), 2, "--self-interest is for what you gave"),
        (("amend", "4", "--on", "2027-01-01"), 2, "--future"),
        (("amend", "4", "--on", "2026"), 2, "range"),
        (("amend", "4", "--via", "pigeon"), 2, "pigeon"),
        (("amend", "4", "--person", "nobody"), 3, "nobody is called 'nobody'"),
        (("rm", "1"), 2, "recip person rm '#1' removes them"),
        (("rm", "999"), 3, "there is no record #999"),
        (("rm", "yesterday"), 2, "'yesterday' is not an id"),
        (("undo", "99"), 3, "there is no operation 99"),
        (("undo", "x"), 2, "'x' is not the number of an operation"),
        (("undo", "1"), 1, "later ones stand on it: 2 (log)"),
        (("redo",), 1, "there is nothing to redo"),
    ],
)
def test_refusals_change_nothing(recip, entry, path, words, code, said):
    """Each refusal has its exit code and one line, and the file stays as it was."""
    assert_refused(recip, path, words, code, said)


def test_a_removed_contact_takes_what_passed_along(recip, entry):
    """Removing the contact removes its exchanges; removing one exchange leaves the rest."""
    assert recip("rm", "5").out == (
        "Removed #5  Tue 2026-06-30  Ana Ruiz  gave introductions      undo: recip undo\n"
    )
    assert [row[0] for row in rows(recip)] == [8, 7, 6]
    recip("rm", "4")
    assert rows(recip) == []
    recip("undo")
    recip("undo")
    assert [row[0] for row in rows(recip)] == [8, 7, 6, 5]


def test_undo_and_redo_say_what_it_was(recip, entry):
    """Both name the operation, and a second redo finds nothing."""
    said = "operation 2: log  Tue 2026-06-30  Ana Ruiz, Bo Lind"
    assert recip("undo").out.startswith(f"Undone {said}")
    assert rows(recip) == []
    assert recip("redo").out.startswith(f"Done again {said}")
    assert len(rows(recip)) == 4
    assert recip("redo").code == 1


def test_a_new_write_clears_redo(recip, entry):
    """After a write nothing undone before comes back."""
    recip("undo")
    recip("log", "cai")
    assert recip("redo").err == "recip: there is nothing to redo; redo only follows an undo\n"


def test_an_older_operation_by_its_number(recip, entry):
    """`undo N` takes back that one, where nothing later stands on it."""
    recip("log", "cai")
    assert recip("undo", "2", "--json").json()["rows"][0]["id"] == 2
    assert [row[2] for row in rows(recip)] == ["Cai Wu"]
    assert recip("undo", "2").err == "recip: operation 2 is undone already\n"


def test_undoing_everything_leaves_an_empty_ledger(recip, entry, ledger):
    """Undo after undo ends where the ledger began."""
    recip("amend", "5", "--size", "s")
    recip("rm", "4")
    while recip("undo").code == 0:
        pass
    assert not any(contents(ledger).values())
    assert recip("undo").err == "recip: there is nothing to undo\n"


def test_operations_lists_what_was_done(recip, entry):
    """The newest first, each with its number, and those undone marked."""
    recip("rm", "5")
    recip("undo")
    found = recip("operations", "--json").json()["rows"]
    assert [(row["id"], row["command"], row["undone"]) for row in found] == [
        (3, "rm", True),
        (2, "log", False),
        (1, "person add", False),
    ]
    assert "3  " in recip("operations").out
    assert len(recip("operations", "--all", "--format", "csv").out.splitlines()) == 4


def test_the_way_back_names_the_ledger_again(recip, entry, path, home):
    """Where the ledger was named by option, so does the hint; a space in it is quoted."""
    other = home / "an other.db"
    path.rename(other)
    ran = recip("log", "ana", "--ledger", str(other))
    assert ran.out.endswith(f"      undo: recip undo --ledger '{other}'\n")


def test_the_editor_changes_a_contact(recip, entry, editor):
    """The lines of the file are the options; only what came back different is written."""
    editor(
        "assert text == '''on: 2026-06-30\\nvia: coffee\\nstarted: \\nperson: Ana Ruiz, Bo Lind\\n"
        "note: \\n''', text",
        "path.write_text(text.replace('via: coffee', 'via: call')"
        ".replace('note: ', 'note: long, with note: in it\\n\\nand a second part'))",
    )
    assert recip("amend", "4").code == 0
    assert recip("rm", "5").code == recip("rm", "6").code == 0
    assert recip("rm", "7").code == recip("rm", "8").code == 0
    assert rows(recip) == [
        (4, "2026-06-30", "Ana Ruiz, Bo Lind", None, None, None,
         "long, with note: in it\n\nand a second part", "call"),
    ]  # fmt: skip


def test_the_editor_changes_an_exchange(recip, entry, editor):
    """A weight, a flag and a direction are words of the file too."""
    editor(
        "assert 'weight: 2\\n' in text and 'landed: no\\n' in text, text",
        "path.write_text(text.replace('weight: 2', 'weight: 3.5').replace('landed: no',"
        " 'landed: yes'))",
    )
    assert recip("amend", "5").out.startswith(
        "Amended #5  Tue 2026-06-30  Ana Ruiz  gave introductions (3.5)"
    )


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        (("sys.exit(3)",), 1, "the editor ended with an error"),
        (("path.write_text('nonsense')",), 2, "the line 'nonsense' is not understood"),
        (("path.write_text('colour: red')",), 2, "the line 'colour: red' is not understood"),
        (("path.write_text(text.replace('2026-06-30', '2026-02-30'))",), 2, "2026-02-30"),
        (("path.write_text('person: nobody')",), 3, "nobody is called 'nobody'"),
        (("path.write_bytes(b'note: \\xff')",), 2, "not valid UTF-8"),
    ],
)
def test_what_the_editor_leaves_must_be_understood(recip, entry, editor, path, lines, code, said):
    """A failing editor or a line that is off changes nothing."""
    editor(*lines)
    assert_refused(recip, path, ("amend", "4"), code, said)


def test_an_untouched_file_changes_nothing(recip, entry, editor):
    """Closing the editor without a change, or with lines deleted, is no operation."""
    editor("path.write_text('')")
    assert recip("amend", "4").out.startswith("Nothing to change: #4")


def test_an_editor_that_is_not_there(recip, entry, path, terminal, monkeypatch):
    """The command that failed is named."""
    monkeypatch.setenv("VISUAL", "/nonexistent/editor --wait")
    assert_refused(recip, path, ("amend", "4"), 1, "'/nonexistent/editor --wait' cannot be run")


def test_the_file_of_the_editor_is_private_and_goes(recip, entry, editor, tmp_path):
    """Nobody else can read it, and nothing of it stays."""
    seen = tmp_path / "seen"
    editor(
        f"seen = pathlib.Path({str(seen)!r})",
        "seen.write_text(f'{path} {path.parent.stat().st_mode & 0o777:o}')",
    )
    recip("amend", "4")
    where, mode = seen.read_text().rsplit(" ", 1)
    assert mode == "700"
    assert not (tmp_path / where).exists()


@pytest.mark.parametrize(
    ("made", "number", "said"),
    [
        # Both come and go; the contact, were it brought back, would have nobody.
        ((("log", "cai"), ("rm", "9")), 1, "4 (rm)"),
        # The get would come back into a contact that is on another day by now.
        ((("rm", "6"), ("amend", "4", "--on", "3d")), 3, "4 (amend)"),
        # The other one introduced would come back, and is gone.
        (
            (
                ("gave", "ana", "int", "--about", "cai"),
                ("amend", "9", "--category", "adv"),
                ("person", "rm", "cai"),
            ),
            4,
            "5 (person rm)",
        ),
    ],
)
def test_what_an_older_operation_needs_must_be_there(recip, entry, path, made, number, said):
    """`undo N` is refused, later ones named, where what it refers to was changed since."""
    for words in made:
        assert recip(*words).code == 0
    assert_refused(
        recip,
        path,
        ("undo", str(number)),
        1,
        f"cannot be undone: later ones stand on it: {said}; undo those first",
    )


def test_three_operations_that_stand_on_one_are_named(recip, path):
    """The earliest first; further ones are counted."""
    assert recip("person", "add", "Ana Ruiz").code == 0
    for count in range(2, 6):
        assert recip("person", "edit", "ana", "--title", f"title {count}").code == 0
        said = recip("undo", "1").err.partition("on it: ")[2].partition(";")[0]
        named = ", ".join(f"{number} (person edit)" for number in range(2, min(count, 4) + 1))
        assert said == named + (" and 1 more" if count == 5 else "")
