"""phase: the board, the page, the move."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import add_people

from reciprocity_cli.domain.records import Phase

WORDS = [phase.word for phase in Phase]


@pytest.fixture(autouse=True)
def people(recip):
    recip("person", "add", "Ana Ruiz")
    recip("person", "add", "Bo Lind", "--phase", "sustaining")


def _phase(recip, name="ana"):
    return recip("phase", name, "--json").json()["rows"][0]


def test_everyone_starts_at_identifying_or_where_they_were_set(recip):
    """The first phase is identifying, unless `person add --phase` said otherwise."""
    assert _phase(recip)["phase"] == "identifying"
    assert _phase(recip, "bo") == {
        "id": 2,
        "name": "Bo Lind",
        "phase": "sustaining",
        "reached": "sustaining",
        "legal": WORDS,
        "supported": "identifying",
        "missing": ["a first contact or exchange"],
        "since": None,
    }


def test_a_skip_is_refused_whatever_the_reason(recip, path):
    """There is no override for a skip: exit 5, and what would be legal."""
    before = path.read_bytes()
    ran = recip("phase", "ana", "nurturing", "--because", "we are old friends")
    assert (ran.code, ran.out) == (5, "")
    assert ran.err == (
        "recip: a move to nurturing would skip relating; the furthest reached is identifying;"
        " relating comes next\n"
    )
    assert path.read_bytes() == before


def test_new_ground_without_evidence_waits_for_a_reason(recip):
    """What is missing is listed; --because goes ahead, and is kept."""
    ran = recip("phase", "ana", "relating")
    assert ran.code == 5
    assert "relating waits for: a first contact or exchange" in ran.err
    ran = recip("phase", "ana", "2", "--because", "met at a fair")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Moved #1  Ana Ruiz: identifying to relating      undo: recip undo\n"
    assert "relating: met at a fair" in recip("phase", "ana").out


def test_evidence_opens_the_way(recip):
    """After a contact, relating needs no reason."""
    recip("log", "ana")
    assert recip("phase", "ana", "relating").code == 0
    assert _phase(recip)["since"] == "2026-06-30"


def test_back_is_free_and_the_way_forward_stays_open(recip):
    """Sustaining, back to relating, then straight to capitalizing is legal."""
    assert recip("phase", "bo", "relating").code == 0
    assert _phase(recip, "bo")["reached"] == "sustaining"
    assert recip("phase", "bo", "capitalizing", "--because", "ripe").code == 0


def test_the_board_marks_who_was_further_and_who_could_go_on(recip):
    """The board counts each phase, with marks for the ready and for those who were further."""
    recip("log", "ana")
    recip("phase", "bo", "relating")
    assert recip("phase").out == (
        "Phases · 2 people · Tue 30 Jun 2026\n\n"
        "  identifying 1  relating 1\n"
        "  Ana Ruiz ▸     Bo Lind ◂4\n\n"
        "▸ the ledger supports the next phase   ◂4 has been further: sustaining\n"
    )


def test_a_long_column_is_counted(recip):
    """A column shows fifteen names and counts the rest; --all shows every one."""
    for number in range(20):
        recip("person", "add", f"Person {number:02}")
    assert "and 6 more" in recip("phase").out
    assert "more" not in recip("phase", "--all").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("phase", "nobody"), 3, "nobody is called"),
        (("phase", "ana", "friends"), 2, "phase"),
        (("phase", "ana", "6"), 2, "phase"),
        (("phase", "ana", "identifying"), 2, "in identifying already"),
        (("phase", "ana", "--because", "x"), 2, "--because goes with a move"),
        (("phase", "colour:red"), 2, "no term colour:"),
    ],
)
def test_bad_words_are_one_line(recip, words, code, said):
    """Each refusal has its exit code and says why."""
    ran = recip(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert said in ran.err


def test_a_first_phase_is_set_only_before_a_move(recip):
    """person edit --phase is refused once a move was recorded, until it is undone."""
    assert recip("person", "edit", "ana", "--phase", "relating").code == 0
    recip("phase", "ana", "identifying")
    assert recip("person", "edit", "ana", "--phase", "nurturing").code == 5
    recip("undo")
    assert recip("person", "edit", "ana", "--phase", "nurturing").code == 0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(st.integers(1, 5), max_size=12))
def test_any_sequence_of_moves_follows_the_rule(recip, moves):
    """Legal exactly when 1 <= t <= reached + 1; reached never falls, nor rises by more than 1."""
    name = f"Person {len(recip('person', 'list', '--all', '--json').json()['rows'])}"
    recip("person", "add", name)
    now = furthest = 1
    for target in moves:
        ran = recip("phase", name, str(target), "--because", "so it is")
        if target == now:
            assert ran.code == 2
        elif target <= furthest + 1:
            assert ran.code == 0
            now, furthest = target, max(furthest, target)
        else:
            assert ran.code == 5
    row = _phase(recip, name)
    assert (row["phase"], row["reached"]) == (WORDS[now - 1], WORDS[furthest - 1])
    assert row["legal"] == WORDS[: furthest + 1]


@pytest.mark.parametrize(("guests", "last"), [(15, "Guest 25"), (16, "and 2 more")])
def test_a_column_is_cut_where_that_saves_a_line(recip, path, guests, last):
    """Fifteen names and how many more there are, where that is more than one; Ana is the first."""
    add_people(path, *(f"Guest {at}" for at in range(11, 11 + guests)))
    lines = recip("phase").out.splitlines()
    assert [line for line in lines if line.startswith("  ")][-1].split("  ")[1] == last


def test_of_two_moves_of_one_day_the_later_noted_holds(recip):
    """On the board as on the page; a move dated earlier holds no longer, whenever it was noted."""
    for phase, day in (("relating", "02"), ("nurturing", "02"), ("relating", "01")):
        words = ("phase", "ana", phase, "--because", "so", "--today", f"2026-06-{day}")
        assert recip(*words).code == 0
    on_the_board = recip("phase", "--json").json()["rows"][0]
    assert on_the_board == _phase(recip)
    assert (on_the_board["phase"], on_the_board["since"]) == ("nurturing", "2026-06-02")
