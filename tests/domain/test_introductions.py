"""Introductions one could make, and those whose connector waits for word; model.md, section 11."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocity_cli.domain.introductions import (
    Acquaintance,
    Possible,
    foremost,
    is_planned,
    is_report_due,
    pair_of,
    possible_introductions,
)
from reciprocity_cli.domain.needs import matching_words, matters
from reciprocity_cli.domain.records import (
    Category,
    Direction,
    Exchange,
    Introduction,
    IntroState,
    Need,
    Person,
    Seeking,
    Urgency,
)
from reciprocity_cli.store.stems import stems

TODAY = date(2026, 6, 30)


def someone(number: int, name: str, *specialities: str, **more: bool) -> Person:
    return Person(number, name, name.lower(), TODAY, specialities=specialities, **more)  # type: ignore[arg-type]


ANA, BO = someone(1, "Ana"), someone(2, "Bo", "tuning PostgreSQL", "reviews of Rust services")
RUST = Need(10, 1, "a Rust reviewer", TODAY)


def possible(needs: list[Need], *people: Person, **more: object) -> list[Possible]:
    return possible_introductions(needs, people, stems, today=TODAY, **more)  # type: ignore[arg-type]


def test_a_need_meets_a_speciality() -> None:
    """The closest speciality of the other stands with the words that both have."""
    assert possible([RUST], ANA, BO) == [
        Possible(RUST, ANA, BO, "reviews of Rust services", ("rust", "reviewer"))
    ]


def test_a_tag_meets_a_word() -> None:
    """A need tagged with a word of the speciality meets it, whatever its text says."""
    need = RUST._replace(text="somebody for Fridays", tags=("PostgreSQL",))
    assert [(one.speciality, one.words) for one in possible([need], ANA, BO)] == [
        ("tuning PostgreSQL", ("PostgreSQL",))
    ]


def test_nobody_meets_their_own_need() -> None:
    """What somebody looks for and could do themselves is no introduction."""
    assert possible([RUST._replace(person_id=2)], ANA, BO) == []


@pytest.mark.parametrize("put_by", ["archived", "paused"])
def test_who_is_put_by_is_left_out(put_by: str) -> None:
    """The archived and the paused are introduced to nobody, and nobody to them."""
    assert possible([RUST], ANA._replace(**{put_by: True}), BO) == []
    assert possible([RUST], ANA, BO._replace(**{put_by: True})) == []


@pytest.mark.parametrize(
    ("need", "open_"),
    [
        (RUST._replace(met_on=TODAY), False),
        (RUST._replace(met_on=TODAY + timedelta(days=1)), True),
        (RUST._replace(noted_on=TODAY + timedelta(days=1)), False),
    ],
)
def test_only_open_needs_count(need: Need, open_: bool) -> None:
    """A need that was met, or is noted for a day to come, asks for nobody today."""
    assert bool(possible([need], ANA, BO)) is open_


def test_what_is_planned_is_not_proposed_again() -> None:
    """A pair whose introduction is on its way is left out, whichever comes first in it."""
    assert pair_of(2, 1) == (1, 2)
    assert possible([RUST], ANA, BO, planned={(1, 2)}) == []


def test_who_is_not_acquainted_comes_first_and_then_the_urgent() -> None:
    """Strangers before acquaintances, needs before interests, high before low, closer before not.

    Equal ones stand by name.
    """
    cai = someone(3, "Cai", "Rust")
    dee = someone(4, "Dee", "Rust for reviewing")
    low = RUST._replace(id=11, urgency=Urgency.LOW, text="Rust")
    high = RUST._replace(id=12, urgency=Urgency.HIGH, text="Rust")
    interest = high._replace(id=13, seeking=Seeking.INTEREST)
    normal = RUST._replace(id=14, text="Rust reviewing")
    known = Acquaintance("together", TODAY)
    found = possible(
        [interest, low, normal, high],
        ANA,
        cai,
        dee,
        knowing=lambda one, other: known if 3 in (one, other) else None,
    )
    assert [(one.need.id, one.other.name, one.known) for one in found] == [
        (12, "Dee", None),
        (14, "Dee", None),
        (11, "Dee", None),
        (13, "Dee", None),
        (12, "Cai", known),
        (14, "Cai", known),
        (11, "Cai", known),
        (13, "Cai", known),
    ]


def test_few_are_shown_at_once() -> None:
    """Three for each need and thirty in all, in their order."""
    needs = [RUST._replace(id=100 + at) for at in range(12)]
    people = [someone(2 + at, f"P{at}", "Rust") for at in range(5)]
    found = possible(needs, ANA, *people)
    assert len(found) == 60
    shown = foremost(found)
    assert [(one.need.id, one.other.name) for one in shown] == [
        (100 + at, f"P{place}") for at in range(10) for place in range(3)
    ]


TEXTS = st.lists(
    st.sampled_from(["rust", "Rust", "reviewing", "reviews", "hiring", "hires", "a", "José"]),
    max_size=3,
).map(" ".join)
TAGS = st.lists(st.sampled_from(["rust", "hire", "jose", "review"]), max_size=2).map(tuple)


@given(st.lists(st.tuples(TEXTS, TAGS), max_size=4), st.lists(TEXTS, max_size=4))
@settings(max_examples=40, deadline=None)
def test_looking_words_up_finds_what_comparing_each_would(
    needs: list[tuple[str, tuple[str, ...]]], specialities: list[str]
) -> None:
    """The words of a pair are those of matching_words, and no pair that shares one is missing."""
    sought = [Need(10 + at, 1, text, TODAY, tags=tags) for at, (text, tags) in enumerate(needs)]
    others = [someone(2 + at, f"P{at}", text) for at, text in enumerate(specialities)]
    told = matters([*needs, *((text, ()) for text in specialities)], stems)
    expected = {
        (need.id, other.id): words
        for need, looked_for in zip(sought, told, strict=False)
        for other, at_hand in zip(others, told[len(needs) :], strict=True)
        if (words := matching_words(looked_for, at_hand))
    }
    found = possible(sought, ANA, *others)
    assert {(one.need.id, one.other.id): one.words for one in found} == expected


def test_no_need_is_held_against_each_speciality() -> None:
    """Looking words up costs what is found: of 400 people it takes no call a pair."""
    words = [f"{a}{b}ing" for a in ("model", "plann", "writ", "brew") for b in "abcdefghij"]
    people = [
        someone(n, f"P{n}", f"{words[n % 40]} and {words[n * 7 % 40]}") for n in range(1, 401)
    ]
    needs = [Need(2000 + n, n, words[n * 3 % 40], TODAY) for n in range(1, 401)]
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        found = possible(needs, *people)
    finally:
        sys.setprofile(None)
    assert len(found) > 1_000
    assert calls < len(needs) * len(people)


GOT = Exchange(
    1,
    1,
    Direction.GOT,
    Category.INTRODUCTIONS,
    2.0,
    TODAY - timedelta(days=14),
    intro_state=IntroState.MADE,
)


@pytest.mark.parametrize(
    ("exchange", "due"),
    [
        (GOT, True),
        (GOT._replace(on=TODAY - timedelta(days=13)), False),
        (GOT._replace(on=TODAY - timedelta(days=4000)), True),
        (GOT._replace(on=TODAY + timedelta(days=1)), False),
        (GOT._replace(reported_on=TODAY), False),
        (GOT._replace(reported_on=TODAY + timedelta(days=1)), True),
        (GOT._replace(direction=Direction.GAVE), False),
        (GOT._replace(category=Category.ADVICE, intro_state=None), False),
    ],
)
def test_a_report_back_is_due_from_two_weeks_on_until_told(exchange: Exchange, due: bool) -> None:
    """What became of an introduction is told to whoever made it, once it had time to become."""
    assert is_report_due(exchange, TODAY) is due


@pytest.mark.parametrize(
    ("introduction", "planned"),
    [
        (Introduction(5, 1, 2, TODAY), True),
        (Introduction(5, 1, 2, TODAY + timedelta(days=1)), False),
        (Introduction(5, 1, 2, TODAY, state=IntroState.MADE, closed_on=TODAY), False),
        (
            Introduction(
                5, 1, 2, TODAY, state=IntroState.MADE, closed_on=TODAY + timedelta(days=1)
            ),
            True,
        ),
    ],
)
def test_planned_until_it_ends(introduction: Introduction, planned: bool) -> None:
    """An introduction is on its way from its day until it was made or dropped."""
    assert is_planned(introduction, TODAY) is planned
