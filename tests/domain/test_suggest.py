"""Suggestions: candidates, what suits a stage, the terms of a fit, and the order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocity_cli.domain.catalogue import CATALOGUE
from reciprocity_cli.domain.needs import matters
from reciprocity_cli.domain.records import (
    Category,
    Idea,
    Need,
    Offer,
    Opportunity,
    Role,
    Seeking,
    Size,
)
from reciprocity_cli.domain.suggest import (
    Candidate,
    Circumstances,
    Fit,
    Mine,
    Sought,
    from_catalogue,
    from_ideas,
    from_offers,
    from_opportunities,
    from_specialities,
    gaps_of,
    suggest,
)
from reciprocity_cli.store.stems import stems

NOTED = date(2026, 6, 1)


def speaks_of(text, *tags):
    """What a text and its tags speak of."""
    return matters([(text, tags)], stems)[0]


def sought(number, text, *tags, interest=False):
    """An open need of a person, or an interest."""
    seeking = Seeking.INTEREST if interest else Seeking.NEED
    return Sought(Need(number, 1, text, NOTED, seeking, tags), speaks_of(text, *tags))


def mine(number, text, *tags, category=Category.ADVICE):
    """An offer of the owner's."""
    return Mine(Offer(number, text, tags, category), speaks_of(text, *tags))


def idea(number, text, size=Size.SMALL, category=Category.ADVICE):
    """A candidate from an idea of the owner's."""
    return from_ideas([(Idea(number, 1, text, category, size), speaks_of(text))])[0]


def row(size=Size.SMALL, role=Role.MENTOR, stage="early", category=Category.KNOWLEDGE, key="k"):
    """A candidate from the catalogue that speaks of nothing."""
    return Candidate("catalogue", key, "a row", category, size, role=role, stage=stage)


def only(candidate, offers=(), **facts):
    """The single suggestion that a candidate makes."""
    [one] = suggest([candidate], offers, Circumstances(**facts))
    return one


def test_the_worked_example_of_the_model():
    """Need, offer and half a gap make 6.5; the row of a role they hold makes 1.5."""
    reviewer = sought(7, "a Rust reviewer")
    offer = mine(8, "code reviews in Rust")
    [view] = [one for one in CATALOGUE if one.key == "mentor.view"]
    candidates = [
        *from_catalogue([view], [speaks_of(view.about)]),
        *from_offers([offer], [reviewer], "early"),
    ]
    facts = Circumstances(sought=(reviewer,), gaps=gaps_of({Category.ADVICE: -4 / 8}))
    first, second = suggest(candidates, [offer], facts)
    assert (first.candidate.key, first.need.id, first.words) == ("offer.8", 7, ("rust", "reviewer"))
    assert first.fit == Fit(1.0, 1.0, 0.0, 0.5, 0.0)
    assert first.fit.value == pytest.approx(6.5, abs=1e-9)
    assert (second.candidate.key, second.fit.value) == ("mentor.view", pytest.approx(1.5, abs=1e-9))


def test_an_interest_counts_half():
    """4 x 0.5; and where a need is met as well, the need is what counts."""
    ports = sought(3, "field notes from ports", interest=True)
    assert only(idea(1, "a tour of two ports"), sought=(ports,)).fit.value == 2.0
    both = (sought(2, "a way into ports"), ports)
    found = only(idea(1, "a tour of two ports"), sought=both)
    assert (found.fit.value, found.need.id) == (4.0, 2)


def test_of_several_needs_the_first_is_met():
    """They come the most urgent first, and stay so."""
    needs = (sought(5, "a talk on ports"), sought(4, "maps of ports"))
    assert only(idea(1, "ports"), sought=needs).need.id == 5


@pytest.mark.parametrize(
    ("candidate", "looked_for", "offers", "term"),
    [
        (idea(1, "a read of the deck"), (), (), 0.0),
        (idea(1, "a read of the deck"), (), (mine(2, "reading decks"),), 1.0),
        (idea(1, "a read of the deck"), (), (mine(2, "sailing"),), 0.0),
        # The same need: the offer and the idea share no word, and both meet it.
        (
            idea(1, "a reviewer from the guild"),
            (sought(3, "a Rust reviewer"),),
            (mine(2, "Rust"),),
            1.0,
        ),
    ],
)
def test_an_offer_that_fits(candidate, looked_for, offers, term):
    """One counts that speaks of the same thing, or meets the same need."""
    assert only(candidate, offers, sought=looked_for).fit.offer == term


def test_the_role_counts_where_it_is_held():
    """A row for a role has 1.5, one for anyone 0."""
    assert only(row(role=Role.PEER)).fit.value == 1.5
    assert only(row(role=None)).fit.value == 0.0


def test_the_gap_is_how_far_they_are_ahead_in_the_category():
    """max(0, -B): nothing where you gave more, nothing for what has no category."""
    gaps = gaps_of({Category.KNOWLEDGE: -0.25, Category.ADVICE: 0.4})
    assert gaps == {Category.KNOWLEDGE: 0.25, Category.ADVICE: 0.0}
    assert only(row(role=None), gaps=gaps).fit.value == pytest.approx(0.25, abs=1e-9)
    assert only(idea(1, "x", category=None), gaps=gaps).fit.value == 0.0


def test_what_was_given_lately_falls_back():
    """The key of the same idea costs 2."""
    assert only(row(key="mentor.view"), recent={"mentor.view"}).fit.value == -0.5
    assert only(row(key="mentor.view"), recent={"mentor.praise"}).fit.value == 1.5


@pytest.mark.parametrize(
    ("stage", "sizes"),
    [
        ("early", {Size.SMALL}),
        ("developing", {Size.SMALL, Size.MEDIUM}),
        ("mature", set(Size)),
    ],
)
def test_ideas_go_by_size(stage, sizes):
    """Small in the early stage, up to medium in the developing, any in the mature."""
    every = [idea(at, "x", size) for at, size in enumerate(Size, 1)]
    found = suggest(every, (), Circumstances(stage=stage))
    assert {one.candidate.size for one in found} == sizes


@pytest.mark.parametrize(
    ("stage", "keys"),
    [("early", ["a"]), ("developing", ["a", "b"]), ("mature", ["a", "b", "c"])],
)
def test_rows_go_by_their_stage(stage, keys):
    """A row is there from its earliest stage on, whatever its size."""
    rows = [
        row(Size.LARGE, key="a"),
        row(Size.LARGE, key="b", stage="developing"),
        row(Size.LARGE, key="c", stage="mature"),
    ]
    found = suggest(rows, (), Circumstances(stage=stage))
    assert [one.candidate.key for one in found] == keys


def test_while_something_is_unrepaired_only_small_things_are_suggested():
    """Rows of the catalogue too."""
    rows = [row(Size.MEDIUM), row(Size.SMALL), idea(1, "x", Size.MEDIUM)]
    found = suggest(rows, (), Circumstances(stage="early", unrepaired=True))
    assert [one.candidate.size for one in found] == [Size.SMALL]


def test_nothing_is_suggested_while_somebody_is_paused():
    """Not even what meets a need."""
    assert suggest([row(), idea(1, "x")], (), Circumstances(paused=True)) == []


def test_ties_go_to_the_smaller_then_the_category_then_the_number():
    """Rows of the catalogue keep their own order, before everything with a number."""
    given_ = [
        idea(9, "x", Size.SMALL, Category.ADVICE),
        idea(3, "x", Size.SMALL, Category.ADVICE),
        idea(1, "x", Size.MEDIUM, Category.KNOWLEDGE),
        idea(2, "x", Size.SMALL, Category.RECOGNITION),
        idea(4, "x", Size.SMALL, None),
        row(role=None, category=Category.ADVICE, key="b"),
        row(role=None, category=Category.ADVICE, key="a"),
    ]
    found = suggest(given_, (), Circumstances(stage="mature"))
    assert [one.candidate.key for one in found] == [
        *("b", "a", "idea.3", "idea.9", "idea.2", "idea.4", "idea.1"),
    ]


def test_an_offer_is_suggested_to_whom_it_helps():
    """Small in the early stage, medium later, and to nobody else."""
    offer = mine(2, "code reviews in Rust")
    assert from_offers([offer], [sought(1, "a flat")], "early") == []
    for stage, size in (("early", Size.SMALL), ("developing", Size.MEDIUM), ("mature", "medium")):
        [one] = from_offers([offer], [sought(1, "a Rust reviewer")], stage)
        assert (one.key, one.size, one.category) == ("offer.2", size, Category.ADVICE)


def test_an_opportunity_is_passed_on_to_whom_it_helps():
    """It is small, and an opportunity where no category was named."""
    came_up = (Opportunity(4, "a call for Rust talks"), speaks_of("a call for Rust talks"))
    [one] = from_opportunities([came_up], [sought(1, "Rust news", interest=True)])
    assert (one.key, one.text) == ("opportunity.4", "pass on: a call for Rust talks")
    assert (one.size, one.category) == (Size.SMALL, Category.OPPORTUNITIES)
    assert from_opportunities([came_up], [sought(1, "a flat")]) == []


def test_an_introduction_meets_a_need():
    """By the first speciality that does, once for each of the others; an interest is no reason."""
    others = [
        (5, "Bo Lind", "cooking", speaks_of("cooking")),
        (5, "Bo Lind", "Rust at scale", speaks_of("Rust at scale")),
        (5, "Bo Lind", "Rust for beginners", speaks_of("Rust for beginners")),
        (6, "Cy Old", "gardens", speaks_of("gardens")),
    ]
    [one] = from_specialities(others, [sought(1, "a Rust reviewer")])
    assert (one.key, one.number, one.size) == ("introduction.5", 5, Size.MEDIUM)
    assert one.text == "introduce Bo Lind (Rust at scale); ask both first"
    assert from_specialities(others, [sought(1, "Rust", interest=True)]) == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(Size), st.sampled_from([*Category, None]), st.booleans()),
        max_size=8,
    ),
    st.dictionaries(st.sampled_from(Category), st.floats(-1, 1), max_size=5),
)
def test_the_order_follows_the_fit(given_, indexes):
    """The fit never rises down the list, and is the sum of its terms."""
    candidates = [
        idea(at, "x", size, category)
        if planned
        else row(size, key=str(at), category=category or Category.ADVICE)
        for at, (size, category, planned) in enumerate(given_, 1)
    ]
    facts = Circumstances(stage="mature", gaps=gaps_of(indexes), recent={"idea.1", "2"})
    found = suggest(candidates, (), facts)
    values = [round(one.fit.value, 9) for one in found]
    assert values == sorted(values, reverse=True)
    assert len(found) == len(candidates)
    for one in found:
        need, offer, role, gap, recent = one.fit
        total = 4 * need + 2 * offer + 1.5 * role + gap - 2 * recent
        assert one.fit.value == pytest.approx(total, abs=1e-9)
        assert 0 <= gap <= 1
