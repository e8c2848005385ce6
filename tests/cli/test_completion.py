"""What the shell offers at Tab."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.fixture
def complete(recip, path, monkeypatch):
    recip("person", "add", "Ana Ruiz")
    recip("person", "add", "Zoë Park")
    recip("person", "add", "Gone Away")
    recip("person", "archive", "gone")

    def run(line, shell="bash"):
        import os

        words = line.split(" ")
        environment = {**os.environ, "_RECIP_COMPLETE": f"complete_{shell}"}
        if shell == "bash":
            environment |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
        else:
            environment |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        done = subprocess.run(
            [sys.executable, "-m", "reciprocity_cli"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.stdout.split()

    return run


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_people_are_offered_by_handle(complete, shell):
    """Handles only: nothing a shell could expand; the archived are left out."""
    assert complete("recip show ", shell) == ["ana-ruiz", "zoe-park"]
    assert complete("recip show z", shell) == ["zoe-park"]


def test_commands_and_words_are_offered(complete):
    """Commands, categories, roles and phases complete too."""
    assert "balance" in complete("recip ba")
    assert complete("recip gave ana-ruiz adv") == ["advice"]
    assert complete("recip phase ana-ruiz sus") == ["sustaining"]
    assert complete("recip person add X --role me") == ["mentor"]
    assert complete("recip config set ca")[:3] == ["capacity", "cadence", "cadence.mentor"]
    assert complete("recip balance role:co") == ["role:coach", "role:connector"]
    assert complete("recip balance --by ca") == ["category"]
    assert complete("recip gave ana-ruiz int --kind ta") == ["talent"]
    assert complete("recip log ana-ruiz --started b") == ["both"]
    assert complete("recip person edit ana-ruiz --expect e") == ["even"]
    assert complete("recip config get ha") == ["half_life"]


def test_a_noun_offers_its_commands_and_people(complete):
    """Then what `add` takes, as signals do kinds; the list goes by queries."""
    assert complete("recip signal ") == [
        "add",
        "list",
        "show",
        "edit",
        "rm",
        "ana-ruiz",
        "zoe-park",
    ]
    assert complete("recip need z") == ["zoe-park"]
    assert complete("recip signal ana-ruiz rea") == ["reached-out"]
    assert complete("recip intro ana-ruiz z") == ["zoe-park"]
    assert complete("recip offer ") == ["add", "list", "show", "edit", "rm"]
    assert complete("recip quiet list ro") == ["role:"]
    assert complete("recip promise edit 7 --du") == ["--due"]
    assert complete("recip ask edit 7 --wh") == []


def test_ids_are_offered_with_words(complete, recip):
    """Those of the kind, the newest first; of the words nothing that a shell could expand."""
    recip("need", "ana", "a $(reviewer) \\$(id) `id` \"'x'")
    recip("need", "ana", "a flat")
    recip("promise", "ana", "a deck")
    recip("intro", "ana", "zoe")
    assert complete("recip need show ") == ["5", "4"]
    assert complete("recip need edit 4") == ["4"]
    assert complete("recip intro rm ") == ["7"]
    assert complete("recip promise keep ", "fish") == ["6", "a", "deck"]
    assert complete("recip need show 4", "fish") == ["4", "a", "reviewer", "id", "id", "x"]
    assert complete("recip incident show ") == []


def test_no_ledger_offers_nobody_and_makes_none(complete, path):
    """Completion never creates a ledger and never fails."""
    path.unlink()
    assert complete("recip show ") == []
    assert not path.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_printed(recip, shell):
    """recip completion prints a script that calls recip back."""
    done = subprocess.run(
        [sys.executable, "-m", "reciprocity_cli", "completion", shell],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_RECIP_COMPLETE=complete_" in done.stdout


def test_older_ledgers_are_left_as_they_are(complete, path):
    """A Tab migrates nothing: it reads what it can, or offers nothing."""
    import sqlite3

    from reciprocity_cli.domain.records import SCHEMA_VERSION

    with sqlite3.connect(path) as sql:
        sql.execute(f"PRAGMA user_version={SCHEMA_VERSION - 1}")
    sql.close()
    before = path.read_bytes()
    assert complete("recip show ") in ([], ["ana-ruiz", "zoe-park"])
    assert path.read_bytes() == before
    assert not (path.parent / "backups").exists()


def test_another_shell_is_refused(recip):
    """Only the three shells have a script."""
    assert recip("completion", "tcsh").code == 2


def test_terms_are_offered_with_the_tags_in_use(recip, complete):
    """Of people in lists of theirs, of the things themselves where those are nobody's."""
    recip("person", "edit", "ana", "--tag", "club", "--tag", "a$b")
    recip("offer", "add", "a read", "--tag", "rust")
    assert complete("recip offer list ") == ["cat:", "tag:", "date:", "text:", "not:"]
    assert complete("recip offer list tag:") == ["tag:rust"]
    assert complete("recip need list tag:") == ["tag:club"]
    assert complete("recip need list not:role:co") == ["not:role:coach", "not:role:connector"]
    assert {"date:", "text:", "not:"} <= set(complete("recip need list "))
    assert complete("recip quiet list m") == ["me"]
    assert complete("recip quiet m") == ["me"]


def test_ids_of_what_an_option_names(recip, complete):
    """The need, the idea or the give that it is to be."""
    recip("need", "ana", "a boat")
    recip("idea", "ana", "a trip")
    recip("gave", "ana", "adv")
    assert complete("recip need done 4 --by ") == ["6"]
    assert complete("recip gave ana adv --from ") == ["5"]
    assert complete("recip intro edit 9 --need ") == ["4"]
    assert complete("recip outcome ") == complete("recip rm ") == ["6"]
