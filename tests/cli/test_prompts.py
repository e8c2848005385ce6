"""Questions on a terminal: asked field by field, picked from a list, and left at any point."""

from __future__ import annotations

import re
import signal
import sys

import pexpect
import pytest
from people import add_people

WAIT = 30
"""Seconds until a prompt that does not come is a failure; a busy machine takes a few."""


@pytest.fixture
def people(path):
    add_people(path, {"name": "Ana Ruiz", "organisation": "Helix"}, "Ana Ruiz", "Bo Lind")


@pytest.fixture
def terminal(path):
    """Start recip on a terminal of 80 columns."""
    started = []

    def start(*words):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "reciprocity_cli", *words],
            encoding="utf-8",
            timeout=WAIT,
            dimensions=(30, 80),
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def ended(child):
    """Wait for the end; return the exit code and what was said since the last answer."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, re.sub(r"\x1b\[[?\d;]*[a-zA-Z]", "", child.before)


def answer(child, *pairs):
    """Wait for each question and type its answer."""
    for question, typed in pairs:
        child.expect_exact(question)
        child.sendline(typed)


def test_a_contact_asked_for_field_by_field(recip, people, terminal):
    """Every field has its question; what was received is asked for like what was given."""
    child = terminal("log")
    answer(
        child,
        ("Who? (several with commas)", "bo, Zoë Park"),
        ("Add Zoë Park? [y/N]", "y"),
        ("When? [today]", "yesterday"),
        ("How? [coffee,", "cof"),
        ("What did you give? [nothing]", "adv/l:pricing page"),
        ("And what else? [nothing]", ""),
        ("What did you receive? [nothing]", "int:Bo at Acme"),
        ("And what else? [nothing]", "kno/s"),
        ("And what else? [nothing]", ""),
        ("A note? [none]", "warm and long"),
    )
    code, said = ended(child)
    assert code == 0
    assert "Logged #5  Mon 2026-06-29  Bo Lind, Zoë Park  coffee: gave advice (large)," in said
    rows = recip("history", "zoe", "--json").json()["rows"]
    assert [(row["direction"], row["category"], row["note"]) for row in rows] == [
        ("got", "knowledge", ""),
        ("got", "introductions", "Bo at Acme"),
        ("gave", "advice", "pricing page"),
        (None, None, "warm and long"),
    ]


def test_empty_answers_skip(recip, people, terminal):
    """Only the person is needed; what the command line said is not asked again."""
    child = terminal("log", "--gave", "adv", "--via", "call")
    answer(child, ("Who?", "bo"), ("When?", ""))
    answer(child, ("What did you receive?", ""), ("A note?", ""))
    code, said = ended(child)
    assert (code, "call: gave advice" in said) == (0, True)


def test_an_answer_that_is_off_is_asked_again(recip, people, terminal):
    """The reason is said and the question comes back; the third time it ends with exit 2."""
    child = terminal("log")
    answer(child, ("Who?", "bo"), ("When?", "2026-02-30"))
    child.expect_exact("2026-02-30 does not exist")
    answer(child, ("When?", "next year"), ("When?", "3/4"))
    code, said = ended(child)
    assert code == 2
    assert "recip: " in said
    assert recip("history", "--json").json()["rows"] == []


def test_nobody_named(people, terminal):
    """Three empty answers to who it was end the command."""
    child = terminal("log")
    answer(child, ("Who?", ""), ("Who?", " , "), ("Who?", ""))
    code, said = ended(child)
    assert (code, "log needs a person" in said) == (2, True)


def test_names_complete_with_tab(recip, people, terminal):
    """Tab completes a name, the second of several too."""
    child = terminal("log", "-g", "adv", "-t", "adv", "--via", "call", "--on", "today", "-m", "x")
    child.expect_exact("Who? (several with commas)")
    child.send("bo, an\t")
    child.expect_exact("Ana Ruiz")
    child.sendline("")
    answer(child, ("Which one? [1-2, q]", "1"))
    code, said = ended(child)
    assert (code, "Bo Lind, Ana Ruiz (ana-ruiz, #1, Helix)" in said) == (0, True)


def test_the_picker(recip, people, terminal):
    """Several hits are numbered, with what tells them apart; a number chooses."""
    child = terminal("log", "ana")
    child.expect_exact("'ana' could be 2 people:")
    child.expect_exact("  1  Ana Ruiz (ana-ruiz, #1, Helix)")
    child.expect_exact("  2  Ana Ruiz (ana-ruiz-2, #2)")
    answer(child, ("Which one? [1-2, q]", "2"))
    code, said = ended(child)
    assert (code, "Ana Ruiz (ana-ruiz-2, #2)  contact" in said) == (0, True)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (("q",), 3),
        (("",), 3),
        (("7", "0"), 3),
        (("ana", "-1"), 3),
        (("7", "1"), 0),
    ],
)
def test_the_picker_never_loops(recip, people, terminal, answers, code):
    """q and nothing cancel at once, a second wrong number too."""
    child = terminal("log", "ana")
    for typed in answers:
        answer(child, ("Which one? [1-2, q]", typed))
    assert ended(child)[0] == code
    assert len(recip("history", "--json").json()["rows"]) == (code == 0)


def test_a_picker_holds_nobody_up(recip, people, terminal):
    """While the question stands, another command can write."""
    child = terminal("log", "ana")
    child.expect_exact("Which one? [1-2, q]")
    assert recip("log", "bo").code == 0
    child.sendline("1")
    assert ended(child)[0] == 0
    assert len(recip("history", "--json").json()["rows"]) == 2


@pytest.mark.parametrize(("typed", "people_after"), [("y", 4), ("YES", 4), ("n", 3), ("", 3)])
def test_adding_whom_nobody_knows(recip, people, terminal, typed, people_after):
    """Only a yes adds; the near names are said first."""
    child = terminal("log", "Anna Ruis")
    child.expect_exact("did you mean Ana Ruiz")
    answer(child, ("Add Anna Ruis? [y/N]", typed))
    assert ended(child)[0] == (0 if people_after == 4 else 3)
    assert len(recip("person", "list", "--json").json()["rows"]) == people_after


@pytest.mark.parametrize(("typed", "code"), [("bo LIND", 0), ("bo", 2), ("", 2), ("y", 2)])
def test_erasing_asks_for_the_name(recip, people, terminal, typed, code):
    """The whole name typed again erases, anything else does not."""
    child = terminal("person", "erase", "bo")
    child.expect_exact("Erasing Bo Lind (#3, bo-lind) cannot be undone.")
    answer(child, ("Type the name again:", typed))
    assert ended(child)[0] == code
    assert len(recip("person", "list", "--json").json()["rows"]) == (2 if code == 0 else 3)


QUESTIONS = [
    (("log",), "Who?"),
    (("log", "ana"), "Which one? [1-2, q]"),
    (("log", "nobody"), "Add nobody? [y/N]"),
    (("person", "erase", "bo"), "Type the name again:"),
]


@pytest.mark.parametrize(("words", "question"), QUESTIONS)
def test_an_interrupt_writes_nothing(path, people, terminal, words, question):
    """Ctrl-C at any question: exit 130, one line, the file as it was."""
    before = path.read_bytes()
    child = terminal(*words)
    child.expect_exact(question)
    for _ in range(WAIT):
        # Readline waits for a key when the signal comes just before it has begun to wait.
        child.sendintr()
        if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=1) == 0:
            break
    said = child.before
    child.close()
    assert child.exitstatus == 130
    assert said.strip().splitlines()[-1] == "recip: interrupted; nothing was written"
    assert path.read_bytes() == before


@pytest.mark.parametrize(("words", "question"), QUESTIONS)
def test_the_end_of_input_writes_nothing(path, people, terminal, words, question):
    """Ctrl-D at any question: exit 2, one line, the file as it was."""
    before = path.read_bytes()
    child = terminal(*words)
    child.expect_exact(question)
    child.sendeof()
    code, said = ended(child)
    assert code == 2
    assert "recip: the input ended before the question was answered" in said
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code"), [(("log",), 2), (("log", "ana"), 3), (("person", "erase", "bo"), 2)]
)
def test_no_input_never_asks(path, people, terminal, words, code):
    """With --no-input a terminal is asked nothing."""
    before = path.read_bytes()
    child = terminal(*words, "--no-input")
    assert ended(child)[0] == code
    assert path.read_bytes() == before


def test_an_interrupt_while_waiting_for_the_ledger(path, people, terminal, ledger):
    """Ctrl-C ends the wait for another program at once."""
    ledger.sql.execute("BEGIN EXCLUSIVE")
    child = terminal("log", "bo")
    with pytest.raises(pexpect.TIMEOUT):
        child.expect(pexpect.EOF, timeout=1)
    child.kill(signal.SIGINT)
    code, said = ended(child)
    ledger.sql.execute("ROLLBACK")
    assert (code, "recip: interrupted; nothing was written" in said) == (130, True)


def test_a_dumb_terminal_gets_no_colour(recip, people, terminal, monkeypatch):
    """On a terminal tables are coloured, unless it is dumb or NO_COLOR says not to."""
    recip("log", "bo", "-g", "adv", "-t", "kno")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in terminal("history").read()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in terminal("history").read()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b[" not in terminal("history").read()


def test_a_terminal_of_eighty_columns_is_kept_to(recip, people, terminal, monkeypatch):
    """Long notes and names are fitted to the width, never the other way round."""
    monkeypatch.setenv("NO_COLOR", "1")
    recip("log", "bo", "-g", f"adv/l:{'pricing ' * 40}", "-m", "李" * 300)
    recip("person", "edit", "bo", "--org", "O" * 300, "--why", "w" * 400)
    for words in (("history",), ("balance", "--all", "--numbers"), ("show", "bo"), ("due",)):
        lines = terminal(*words).read().splitlines()
        assert max(map(len, lines)) <= 80, words


def test_the_missing_parts_of_an_ask_are_asked_for(recip, people, terminal):
    """What exactly, by when (too near is asked again), what makes it easy."""
    child = terminal("ask", "add", "bo")
    answer(
        child,
        ("What exactly do you ask for?", "a reference"),
        ("By when would you like an answer? [Tue 2026-07-07]", "tomorrow"),
        ("By when would you like an answer? [Tue 2026-07-07]", "10 jul"),
        ("What makes it easy for them? [nothing]", "a draft"),
    )
    assert ended(child)[0] == 0
    [row] = recip("ask", "list", "--json").json()["rows"]
    assert (row["what"], row["respond_by"], row["easy"]) == ("a reference", "2026-07-10", "a draft")


def test_a_review_goes_from_person_to_person(recip, path, terminal):
    """What is chosen is written at once and singly; Enter goes on, q ends."""
    add_people(path, {"name": "Bo Lind", "roles": ("peer",)}, {"name": "Cai", "roles": ("coach",)})
    child = terminal("review")
    stop = "[Enter, log, snooze, cadence, need, q]"
    answer(
        child,
        (stop, "need"),
        ("What do they look for?", "a speaker"),
        (stop, "hm"),
        ("one of: log, snooze", "c"),
        ("How often?", "xx"),
        ("is not a cadence", "c"),
        ("How often?", "2m"),
        (stop, "s"),
        ("Until when?", "2w"),
        (stop, "log"),
        ("When? [today]", ""),
        ("How? [coffee,", "call"),
        ("What did you give? [nothing]", "adv"),
        ("And what else? [nothing]", ""),
        ("What did you receive? [nothing]", ""),
        ("A note? [none]", "a hello"),
        (stop, ""),
    )
    child.expect_exact("Cai")
    child.expect_exact(stop)
    child.sendcontrol("c")
    code, said = ended(child)
    assert code == 130
    assert "nothing was written" not in said
    assert "interrupted; what was written on the way stays: recip operations" in said
    done = recip("operations", "--json").json()["rows"]
    assert [row["command"] for row in done][:4] == ["log", "snooze", "person edit", "need add"]
    [row] = recip("person", "list", "bo", "--json").json()["rows"]
    assert (row["cadence"], row["last_contact_on"]) == ("2m", "2026-06-30")


def test_a_review_ends_at_the_end_of_input(recip, path, terminal):
    """Ctrl-D is as good as q."""
    add_people(path, {"name": "Bo Lind", "roles": ("peer",)})
    child = terminal("review")
    child.expect_exact("q]")
    child.sendeof()
    assert ended(child)[0] == 0


def test_a_merge_shows_both_and_asks(recip, people, terminal):
    """Side by side, with what becomes of each value; anything but yes leaves both as they are."""
    child = terminal("person", "merge", "#2", "#1")
    answer(child, ("Merge Ana Ruiz (#1) into Ana Ruiz (#2)? [y/N]", ""))
    code, said = ended(child)
    assert (code, "recip: nobody was merged; nothing was written" in said) == (2, True)
    child = terminal("person", "merge", "#2", "#1")
    child.expect_exact("Organisation")
    child.expect_exact("Helix")
    child.expect_exact("that of #1")
    answer(child, ("[y/N]", "y"))
    code, said = ended(child)
    assert (code, "Merged Ana Ruiz (#1) into Ana Ruiz (#2)" in said) == (0, True)
    assert recip("person", "show", "#2", "--json").json()["rows"][0]["org"] == "Helix"


def test_a_merge_with_yes_asks_nothing(recip, people, terminal):
    """--yes and --no-input go ahead at once; it can be undone."""
    for word in ("--yes", "--no-input"):
        code, said = ended(terminal("person", "merge", "#2", "#1", word))
        assert (code, "?" in said) == (0, False)
        assert recip("undo").code == 0


@pytest.mark.parametrize(("typed", "code", "left"), [("y", 0, 3), ("", 2, 4)])
def test_going_back_to_a_backup_is_asked_about(recip, people, terminal, path, typed, code, left):
    """Both sides are shown first; no is the answer of an empty line."""
    copy = path.with_name("copy.db")
    recip("backup", "-o", str(copy))
    recip("person", "add", "Cai Wong")
    child = terminal("restore", str(copy))
    child.expect(r"holds\s+3\s+people,\s+0\s+entries")
    child.expect("The ledger now: 4 people, 0 entries")
    answer(child, ("Go back to it? [y/N]", typed))
    assert ended(child)[0] == code
    assert len(recip("person", "list", "--json").json()["rows"]) == left
