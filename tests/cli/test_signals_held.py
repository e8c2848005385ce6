"""Signals at every stage of a command: what is said is what was done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest

ENDING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
DONE = "recip: interrupted; it was done: recip operations\n"
NOTHING = "recip: interrupted; nothing was written\n"


def run(path, before, *words, stderr=subprocess.PIPE):
    """Run recip with these words in a process that was told something first."""
    begin = "from reciprocity_cli.__main__ import run; run()"
    script = f"import os, signal\n{textwrap.dedent(before)}\n{begin}"
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        env={**os.environ, "RECIP_LEDGER": str(path)},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        timeout=60,
        cwd=path.parent,
    )


def after(place, name, sent):
    """Words that send a signal after a function of a module has returned."""
    return f"""
        import reciprocity_cli.{place} as place
        was = place.{name}
        def and_then(*given, **more):
            back = was(*given, **more)
            for number in {[int(one) for one in sent]}:
                os.kill(os.getpid(), number)
            return back
        place.{name} = and_then
    """


@pytest.mark.parametrize("sent", ENDING)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gave", "ana", "adv", "two"), "Logged #3"),
        (("undo",), "Undone operation 2"),
        (("person", "erase", "ana", "--yes"), "Erased #1"),
    ],
    ids=["gave", "undo", "erase"],
)
def test_a_signal_after_the_commit_waits_for_the_answer(recip, path, sent, words, said):
    """From the commit on the answer and the exit code are those of what was done."""
    recip("person", "add", "Ana Ruiz")
    recip("gave", "ana", "adv", "one")
    ran = run(path, after("store.connection", "_commit", [sent]), *words)
    assert (ran.returncode, "interrupted" in ran.stderr) == (0, False)
    assert ran.stdout.startswith(said)


def test_a_second_signal_ends_it_and_says_that_it_was_done(recip, path):
    """Whoever cannot wait is told the truth."""
    recip("person", "add", "Ana Ruiz")
    twice = [signal.SIGTERM, signal.SIGTERM]
    ran = run(path, after("store.connection", "_commit", twice), "gave", "ana", "adv")
    assert (ran.returncode, ran.stderr) == (130, DONE)
    assert recip("history", "--json").json()["rows"] != []


@pytest.mark.parametrize(
    "words",
    [("export", "-o", "e.json"), ("backup", "-o", "b.db"), ("config", "set", "capacity", "3")],
    ids=["export", "backup", "config"],
)
def test_a_signal_after_the_rename_waits_too(recip, path, words):
    """A file that is in its place is no "nothing was written"."""
    recip("person", "add", "Ana Ruiz")
    ran = run(path, after("drafts", "os.replace", [signal.SIGTERM]), *words)
    assert (ran.returncode, "interrupted" in ran.stderr) == (0, False)


@pytest.mark.parametrize("sent", ENDING)
def test_a_signal_before_the_commit_writes_nothing(recip, path, sent):
    """The transaction is rolled back, and that is said."""
    recip("person", "add", "Ana Ruiz")
    before = recip("export").out
    ran = run(path, after("store.operation", "insert_row", [sent]), "gave", "ana", "adv")
    assert (ran.returncode, ran.stderr, ran.stdout) == (130, NOTHING, "")
    assert recip("export").out == before


def test_what_is_ignored_stays_ignored(recip, path):
    """As nohup has it: a window that closes does not end the command."""
    recip("person", "add", "Ana Ruiz")
    told = "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    sent = textwrap.dedent(after("store.operation", "insert_row", [signal.SIGHUP]))
    ran = run(path, told + sent, "gave", "ana", "adv")
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("words", [("person", "erase", "ana", "--yes"), ("history", "text:one")])
def test_a_signal_within_a_function_of_sql_is_no_damage(recip, path, words):
    """SQLite says that a function failed; it was an interruption."""
    recip("person", "add", "Ana Ruiz")
    recip("log", "Bo Diaz", "--new", "--gave", "adv:one for Ana Ruiz")
    before = recip("export").out
    erasing = "erase" in words
    place, name = ("store.erase", "_spread") if erasing else ("domain.names", "fold")
    within = f"""
        import sys
        import reciprocity_cli.{place} as place
        was = place.{name}
        def and_then(text):
            # Within a statement, not before one.
            caller = sys._getframe(1).f_code
            if caller.co_name == "blot_out" or caller.co_filename.endswith("entries.py"):
                os.kill(os.getpid(), signal.SIGTERM)
            return was(text)
        place.{name} = and_then
    """
    ran = run(path, within, *words)
    assert (ran.returncode, ran.stderr) == (130, NOTHING)
    assert recip("export").out == before
    assert recip("check").code == 0


def drafts(folder):
    """The drafts in a directory and in its backups."""
    return sorted(one.name for one in folder.rglob(".recip-*"))


@pytest.mark.parametrize("sent", ENDING)
def test_a_signal_leaves_no_draft(recip, path, sent):
    """Whatever was begun beside the ledger is gone."""
    recip("person", "add", "Ana Ruiz")
    recip("backup", "-o", str(path.with_name("b.db")))
    before = after("store.backup", "copy_pages", [sent])
    ran = run(path, before, "restore", "b.db", "--yes")
    assert (ran.returncode, ran.stderr, drafts(path.parent)) == (130, NOTHING, [])


@pytest.mark.parametrize(
    "words",
    [("backup",), ("restore", "b.db", "--yes"), ("export", "-o", "e.json")],
    ids=["backup", "restore", "export"],
)
def test_what_a_killed_command_left_is_swept_by_the_next_that_writes(recip, path, words):
    """A draft of a process that is gone goes; a finished file and a living one's draft stay."""
    recip("log", "Noor Haddad", "--new", "--note", "her illness")
    recip("backup", "-o", str(path.with_name("b.db")))
    kill = """
        from reciprocity_cli import drafts
        drafts.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        from reciprocity_cli.store import backup
        backup.pour = drafts.os.replace
    """
    assert run(path, kill, *words).returncode == -signal.SIGKILL
    left = drafts(path.parent)
    assert len(left) >= 1
    assert all(name in recip("doctor").out for name in left)
    living = path.with_name(f".recip-{left[0][7:13]}-{os.getppid()}-00000000.draft")
    living.write_bytes(b"")
    finished = {one for one in path.parent.rglob("*") if not one.name.startswith(".recip-")}
    assert recip("person", "add", "Bo Diaz").code == 0
    assert drafts(path.parent) == [living.name]
    assert finished <= set(path.parent.rglob("*"))
    assert f"still in {living}" in recip("person", "erase", "noor", "--yes").err


def test_a_draft_is_private(recip, path, monkeypatch):
    """Mode 0600 from its first byte, whatever the umask."""
    from reciprocity_cli import drafts as module

    modes = []
    was = os.replace
    monkeypatch.setattr(
        module.os, "replace", lambda a, b: (modes.append(os.stat(a).st_mode & 0o777), was(a, b))
    )
    recip("person", "add", "Ana Ruiz")
    mask = os.umask(0)
    try:
        recip("export", "-o", str(path.with_name("e.json")))
        recip("backup")
    finally:
        os.umask(mask)
    assert modes == [0o600, 0o600]
