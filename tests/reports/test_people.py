"""The list of people and the card of one."""

from __future__ import annotations

from datetime import date

import pytest
from report_samples import TODAY, person, rendered

from reciprocity_cli.domain.records import Birthday, Expect, Phase, QuietRange, Role
from reciprocity_cli.reports.people import Listed, birthday_words, card_report, people_report

PUBLIC = [
    "id",
    "uid",
    "name",
    "aliases",
    "roles",
    "tags",
    "org",
    "title",
    "emails",
    "phase",
    "reached",
    "cadence",
    "birthday",
    "last_contact_on",
    "archived",
]
FULL = Listed(
    person(
        7,
        "Ana Ruiz",
        uid="u7",
        aliases=("Anita",),
        roles=(Role.MENTOR, Role.PEER),
        tags=("climbing",),
        specialities=("pricing",),
        organisation="Helix",
        title="CTO",
        emails=("ana@helix.example",),
        phones=("+49 30 1",),
        links=("helix.example",),
        birthday=Birthday(7, 4, 1986),
        why="knows the market",
        route="via Bo",
        notes="likes tea\nno calls",
        expect=Expect.GIVE,
        paused=True,
        snoozed_until=date(2026, 7, 9),
        quiet=(QuietRange(date(2026, 8, 1), date(2026, 8, 14)),),
    ),
    Phase.NURTURING,
    Phase.SUSTAINING,
    "1m",
    date(2026, 6, 20),
    "Bo Lind",
)


def test_people_are_listed_by_folded_name():
    """A row has name, roles, organisation, phase, cadence and the age of the last contact."""
    people = [
        Listed(person(2, "Zoë"), Phase.RELATING, Phase.RELATING),
        Listed(
            person(3, "Émile", organisation="Acme"), Phase.RELATING, Phase.RELATING, "3m", TODAY
        ),
        FULL,
        Listed(person(4, "Old", archived=True), Phase.RELATING, Phase.RELATING),
    ]
    assert rendered(people_report(people, today=TODAY, query_text="tag:x")) == (
        "People · 4 people · tag:x\n\n"
        "  #7  Ana Ruiz  mentor, peer  Helix  nurturing  every 1m  paused\n"
        "  #3  Émile                   Acme   relating   every 3m  today\n"
        "  #4  Old                            relating             archived\n"
        "  #2  Zoë                            relating\n"
    )


def test_the_fields_are_the_public_ones():
    """A row has exactly the fields of the interface."""
    report = people_report([FULL], today=TODAY)
    assert list(report.fields) == PUBLIC
    assert report.rows[0] == {
        "id": 7,
        "uid": "u7",
        "name": "Ana Ruiz",
        "aliases": ("Anita",),
        "roles": ("mentor", "peer"),
        "tags": ("climbing",),
        "org": "Helix",
        "title": "CTO",
        "emails": ("ana@helix.example",),
        "phase": "nurturing",
        "reached": "sustaining",
        "cadence": "1m",
        "birthday": "1986-07-04",
        "last_contact_on": date(2026, 6, 20),
        "archived": False,
    }
    assert list(report.rows[0]) == PUBLIC


def test_a_card_has_a_line_for_everything_that_is_known():
    """Nothing is left out, and the notes keep their lines."""
    assert rendered(card_report(FULL, today=TODAY)) == (
        "Ana Ruiz · Helix · #7\n\n"
        "  Also         Anita\n"
        "  Handle       p7\n"
        "  Title        CTO\n"
        "  Roles        mentor, peer\n"
        "  Tags         climbing\n"
        "  Phase        nurturing (reached sustaining)\n"
        "  Rhythm       every 1m, last contact Sat 20 Jun (10d ago)\n"
        "  Expect       give\n"
        "  E-mail       ana@helix.example\n"
        "  Phone        +49 30 1\n"
        "  Links        helix.example\n"
        "  Birthday     4 Jul 1986\n"
        "  Could do     pricing\n"
        "  Why          knows the market\n"
        "  Route        via Bo\n"
        "  Met through  Bo Lind\n"
        "  Added        Wed 1 Jan 2025\n"
        "  State        paused\n"
        "  Snoozed      until Thu 9 Jul\n"
        "  Quiet        Sat 1 Aug to Fri 14 Aug 2026\n"
        "\nlikes tea\nno calls\n"
    )


def test_a_card_leaves_out_what_is_not_known():
    """Of somebody new there is little to say."""
    new = Listed(person(2, "Zoë"), Phase.IDENTIFYING, Phase.IDENTIFYING)
    assert rendered(card_report(new, today=TODAY)) == (
        "Zoë · #2\n\n"
        "  Handle  p2\n"
        "  Phase   identifying\n"
        "  Rhythm  no cadence, no contact yet\n"
        "  Added   Wed 1 Jan 2025\n"
    )
    [row] = card_report(new, today=TODAY).rows
    assert list(row) == list(card_report(new, today=TODAY).fields)


@pytest.mark.parametrize(
    ("birthday", "words"),
    [
        (Birthday(7, 4, 1986), "4 Jul 1986"),
        (Birthday(2, 29), "29 Feb"),
        (Birthday(2, 29, 2000), "29 Feb 2000"),
    ],
)
def test_a_birthday_may_lack_its_year(birthday: Birthday, words: str):
    """29 February is a day without a year too."""
    assert birthday_words(birthday) == words


def test_nobody_is_an_empty_list():
    """Without people there is no table, and a note says how to add one."""
    report = people_report([], today=TODAY)
    assert (len(report.rows), report.body) == (0, ())
    assert report.empty == "no people yet: recip person add NAME"
