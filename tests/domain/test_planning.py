"""Planning and positioning: docs/model.md, section 14."""

from __future__ import annotations

from datetime import date

import pytest

from reciprocity_cli.domain.catalogue import read_row
from reciprocity_cli.domain.needs import matters
from reciprocity_cli.domain.planning import (
    BRINGS,
    Skilled,
    Wanted,
    gaps,
    position,
    sentence,
    welcomes,
)
from reciprocity_cli.domain.records import Angle, Category, Need, Offer, Person, Role, Urgency
from reciprocity_cli.store.stems import stems

TODAY = date(2026, 6, 30)
ANA, BEN, CAI = (
    Person(number, name, name.lower(), TODAY) for number, name in enumerate(("Ana", "Ben", "Cai"))
)


def matter(text: str):
    return matters([(text, ())], stems)[0]


def wanted(number: int, who: Person, text: str, urgency: Urgency = Urgency.NORMAL) -> Wanted:
    return Wanted(who, Need(number, who.id, text, TODAY, urgency=urgency), matter(text))


def told(found):
    """Each gap as its words and the names of the people."""
    return [(gap.words, [one.person.name for one in gap.wanted]) for gap in found]


def test_what_two_people_look_for_is_a_gap():
    """One person alone makes none, even with two needs; people stand by name."""
    sought = [
        wanted(1, BEN, "a pricing review"),
        wanted(2, ANA, "somebody for prices"),
        wanted(3, CAI, "a garden"),
        wanted(4, CAI, "more gardens"),
    ]
    assert told(gaps(sought, [], [])) == [(("pricing",), ["Ana", "Ben"])]


def test_what_an_offer_meets_is_no_gap():
    """An offer that meets one of two leaves no gap of one."""
    sought = [wanted(1, ANA, "pricing of software"), wanted(2, BEN, "pricing of hardware")]
    assert told(gaps(sought, [matter("pricing")], [])) == []
    assert told(gaps(sought, [matter("software")], [])) == []


def test_the_same_people_and_needs_make_one_gap():
    """Several shared words are one subject, and a part of a wider one is not told twice."""
    sought = [
        wanted(1, ANA, "cold chain sensors"),
        wanted(2, BEN, "sensors for a cold chain"),
        wanted(3, CAI, "sensors"),
    ]
    assert told(gaps(sought, [], [])) == [(("sensors",), ["Ana", "Ben", "Cai"])]
    assert told(gaps(sought[:2], [], [])) == [(("chain", "cold", "sensors"), ["Ana", "Ben"])]


def test_what_most_look_for_comes_first_then_the_urgent_then_the_word():
    """The order does not depend on the order of the records."""
    sought = [
        wanted(1, ANA, "tenders"),
        wanted(2, BEN, "tenders"),
        wanted(3, ANA, "pricing"),
        wanted(4, BEN, "pricing"),
        wanted(5, ANA, "yachts", Urgency.HIGH),
        wanted(6, BEN, "yachts", Urgency.LOW),
        wanted(7, ANA, "zinc"),
        wanted(8, BEN, "zinc"),
        wanted(9, CAI, "zinc"),
    ]
    words = [gap.words for gap in gaps(sought, [], [])]
    assert words == [("zinc",), ("yachts",), ("pricing",), ("tenders",)]
    assert [gap.words for gap in gaps(sought[::-1], [], [])] == words


def test_whom_to_meet_is_somebody_at_home_in_it_who_does_not_look_for_it():
    """A speciality that shares the subject, of somebody else."""
    sought = [wanted(1, ANA, "pricing"), wanted(2, BEN, "pricing")]
    skilled = [
        Skilled(CAI, "prices and margins", matter("prices and margins")),
        Skilled(BEN, "pricing", matter("pricing")),
        Skilled(CAI, "gardens", matter("gardens")),
    ]
    [gap] = gaps(sought, [], skilled)
    assert [(one.person.name, one.speciality) for one in gap.meet] == [
        ("Cai", "prices and margins")
    ]
    assert gap.people == 2


def placed(offer: Offer, *sought: Wanted):
    """An offer before somebody who is glad of news of trade, and of clients."""
    rows = [
        read_row({"key": "trade", "text": "news of trade", "category": "knowledge"}),
        read_row({"key": "clients", "text": "clients", "category": "introductions"}),
    ]
    return position(
        (offer, matter(offer.text)),
        [(row, matter(row.about)) for row in rows],
        [(one.person, one.need, one.matter) for one in sought],
    )


def test_an_offer_suits_by_its_category_its_words_or_somebody_s_need():
    """Any of the three is a reason; without one it does not suit."""
    by_category = placed(Offer(1, "a view of ports", category=Category.KNOWLEDGE))
    by_words = placed(Offer(1, "how to trade"))
    by_need = placed(Offer(1, "code reviews"), wanted(2, ANA, "a reviewer"))
    assert (by_category.suits, by_category.usual) == (True, True)
    assert (by_words.suits, by_words.usual, by_words.matched[0][1]) == (True, False, ("trade",))
    assert [(one.person.name, one.words) for one in by_need.helps] == [("Ana", ("reviewer",))]
    assert by_need.suits
    assert not placed(Offer(1, "a garden", category=Category.RECOGNITION)).suits


@pytest.mark.parametrize("angle", [None, *Angle])
def test_each_angle_has_a_sentence_of_its_own_with_the_offer_in_it(angle: Angle | None):
    """The offer stands in it as written, closed by one full stop."""
    said = sentence(Offer(1, "a view of ports.", angle=angle))
    assert said.endswith(": a view of ports.")
    others = {sentence(Offer(1, "a view of ports.", angle=one)) for one in [None, *Angle]}
    assert len(others) == 6


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_what_it_brings_and_what_it_is_glad_of(role: Role):
    """What it is glad of are the rows of the catalogue that are for this role, by category."""
    rows = welcomes(role)
    assert len(BRINGS[role]) == 5
    assert {row.role for row in rows} == {role}
    order = [list(Category).index(row.category) for row in rows]
    assert order == sorted(order)
    assert len(set(order)) >= 3


def test_the_owner_s_rows_say_what_a_role_is_glad_of():
    """Rows switched off tell nothing, and those added for the role tell something."""
    own = read_row({"key": "my.tour", "text": "a tour", "category": "opp", "role": "mentor"})
    keys = [row.key for row in welcomes(Role.MENTOR, ["mentor.view", "mentor.praise"], [own])]
    assert keys == ["mentor.ground", "mentor.shift", "mentor.junior", "mentor.people", "my.tour"]
