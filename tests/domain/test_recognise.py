"""Who in a file is somebody known, somebody new, or not to be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.people import (
    IncomingPerson,
    KnownPerson,
    Match,
    Recogniser,
    changes,
    known_person,
    link_key,
)
from reciprocity_cli.domain.records import Birthday, Person, Role

LINKEDIN = "https://www.linkedin.com/in/"


def known(number: int, name: str, **more: object) -> KnownPerson:
    handle = f"{name.casefold().replace(' ', '-')}-{number}"
    person = Person(number, name, handle, date(2026, 1, 1))
    return known_person(person._replace(**more))  # type: ignore[arg-type]


def incoming(name: str, **more: object) -> IncomingPerson:
    return IncomingPerson(2, name)._replace(**more)  # type: ignore[arg-type]


ANA = known(
    1,
    "Ana Ruiz",
    uid="a" * 32,
    organisation="Acme",
    emails=("Ana@Acme.example",),
    links=(LINKEDIN + "ana-ruiz",),
    aliases=("Anita",),
)
BARE = known(2, "Bo Lind")


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://www.linkedin.com/in/ana-ruiz", "linkedin.com/in/ana-ruiz"),
        ("http://DE.LinkedIn.com/in/Ana-Ruiz/?trk=x#top", "linkedin.com/in/ana-ruiz"),
        ("linkedin.com/in/ana-ruiz/en", "linkedin.com/in/ana-ruiz"),
        ("https://m.linkedin.com/mwlite/in/ana-ruiz", "linkedin.com/in/ana-ruiz"),
        ("https://linkedin.com/in/zo%C3%AB", "linkedin.com/in/zoë"),
        ("https://www.linkedin.com/in/zoë/", "linkedin.com/in/zoë"),
        ("https://linkedin.com/profile/view?trk=1&id=77", "linkedin.com/profile/view/id=77"),
        ("https://www.linkedin.com/company/acme", ""),
        ("https://www.linkedin.com/in/", ""),
        ("https://GitHub.com/AnaR", "github.com/anar"),
        ("https://acme.example:443/Team//Ana/?utm_source=x", "acme.example/Team/Ana"),
        ("https://facebook.com/profile.php?id=9&ref=a", "facebook.com/profile.php?id=9"),
        ("https://acme.example/", ""),
        ("acme.example", ""),
        ("", ""),
    ],
)
def test_links_are_compared_without_their_dress(link: str, key: str) -> None:
    """What does not tell one person from another is off; what stands for nobody is no key."""
    assert link_key(link) == key


@given(st.text(max_size=60))
def test_a_link_key_is_its_own_key(link: str) -> None:
    """Normalising a link never fails, and what looks like LinkedIn keeps to one form."""
    assert link_key(f"linkedin.com/in/{link}") in ("", link_key(f"https://LINKEDIN.com/in/{link}"))
    link_key(link)


@pytest.mark.parametrize(
    ("person", "by"),
    [
        (incoming("Somebody Else", uid="a" * 32), "uid"),
        (incoming("A. R.", links=("http://es.linkedin.com/in/Ana-Ruiz/",)), "link"),
        (incoming("A. R.", emails=(" ana@acme.EXAMPLE",)), "email"),
        (incoming("ANA RÚIZ", organisation="ACME"), "name and organisation"),
        (incoming("Anita", organisation="Acme"), "name and organisation"),
        (
            incoming("Ana Ruiz", organisation="Acme", emails=("other@home.example",)),
            "name and organisation",
        ),
    ],
)
def test_keys(person: IncomingPerson, by: str) -> None:
    """Each key finds the person, whatever the others say less surely."""
    assert Recogniser([ANA, BARE]).recognise(person) == Match(1, by)


def test_link_goes_before_email() -> None:
    """Where a link means one person and an e-mail another, the link is right."""
    other = known(3, "Cy Park", emails=("shared@acme.example",))
    person = incoming("Ana", links=(LINKEDIN + "ana-ruiz",), emails=("shared@acme.example",))
    assert Recogniser([other, ANA]).recognise(person).id == 1


@pytest.mark.parametrize("organisation", ["", "Helix"])
def test_name_alone_is_doubtful(organisation: str) -> None:
    """Somebody of the same name elsewhere is new, and listed for the owner to look at."""
    person = incoming("Ana Ruiz", organisation=organisation)
    assert Recogniser([ANA]).recognise(person) == Match(None, doubtful=(1,))


def test_known_by_hand_without_organisation_is_doubtful() -> None:
    """A connection of the name of somebody added without anything else is not merged."""
    person = incoming("Bo Lind", organisation="Helix", links=(LINKEDIN + "bo",))
    assert Recogniser([BARE]).recognise(person) == Match(None, doubtful=(2,))


def test_two_profiles_are_two_people() -> None:
    """Different profiles on one site are different people, even of one name."""
    person = incoming("Ana Ruiz", links=(LINKEDIN + "ana-ruiz-2",))
    assert Recogniser([ANA]).recognise(person) == Match(None)


def test_two_profiles_at_one_place_are_doubtful() -> None:
    """Two profiles of one name and organisation stay two, and are shown to the owner."""
    person = incoming("Ana Ruiz", organisation="Acme", links=(LINKEDIN + "ana-ruiz-2",))
    assert Recogniser([ANA]).recognise(person) == Match(None, doubtful=(1,))


def test_shared_email_and_two_profiles() -> None:
    """An e-mail that two people share does not merge those whose profiles differ."""
    person = incoming(
        "Cy Park", emails=("ana@acme.example",), links=(LINKEDIN + "cy",), organisation="Acme"
    )
    sharing = ((1, "ana@acme.example"),)
    assert Recogniser([ANA]).recognise(person) == Match(None, sharing=sharing)


def test_page_of_a_team_is_no_profile() -> None:
    """A page that people of different names give is not taken for one person's."""
    page = ("https://acme.example/team",)
    recogniser = Recogniser([known(1, "Ana Ruiz", links=page)])
    sharing = ((1, "acme.example/team"),)
    assert recogniser.recognise(incoming("Cy Park", links=page)) == Match(None, sharing=sharing)
    assert recogniser.recognise(incoming("Ana Ruiz Gil", links=page)) == Match(1, "link")


def test_alias_with_organisation_beside_a_namesake() -> None:
    """An alias and the organisation find somebody, though another bears it as their name."""
    recogniser = Recogniser([ANA, known(4, "Anita")])
    assert recogniser.recognise(incoming("Anita", organisation="Acme")).id == 1


def test_names_alone_are_the_same_without_anything_to_tell_them_apart() -> None:
    """A list of bare names read twice adds nobody."""
    assert Recogniser([ANA, BARE]).recognise(incoming("bo lind")).id == 2


def test_bare_name_among_namesakes() -> None:
    """Of two people of the name, the one without a key of their own came from such a list."""
    keyed = known(3, "Bo Lind", links=(LINKEDIN + "bo",))
    assert Recogniser([keyed, BARE]).recognise(incoming("Bo Lind")).id == 2


def test_ambiguous_people() -> None:
    """Where two are equally likely nobody is chosen."""
    recogniser = Recogniser([known(1, "Wei Chen", organisation="Helix"), BARE])
    recogniser.remember(7, "wei-chen-7", incoming("Wei Chen", organisation="Helix"))
    match = recogniser.recognise(incoming("Wei Chen", organisation="Helix"))
    assert match == Match(None, "name", ambiguous=(1, 7))
    assert recogniser.handles(match.ambiguous) == "wei-chen-1, wei-chen-7"


def test_the_same_twice_in_one_file() -> None:
    """Somebody new is known from then on by every key of theirs."""
    recogniser = Recogniser([])
    first = incoming("Cy Park", emails=("cy@park.example",), links=(LINKEDIN + "cy",))
    assert recogniser.recognise(first) == Match(None)
    recogniser.remember(5, "cy-park", first)
    assert recogniser.recognise(incoming("C Park", links=(LINKEDIN + "CY/",))).id == 5
    assert recogniser.recognise(incoming("C Park", emails=("CY@park.example",))).id == 5


def test_what_a_file_adds_is_known_at_once() -> None:
    """A key that one row brings finds the person in the next."""
    recogniser = Recogniser([ANA])
    recogniser.recognise(incoming("Ana", links=ANA.links, emails=("new@acme.example",)))
    assert recogniser.recognise(incoming("A", emails=("new@acme.example",))).id == 1


@pytest.mark.parametrize("name", ["Ana Ruiz", "ana ruiz", "Anita", "ana-ruiz-1"])
def test_exchange_by_name_alias_or_handle(name: str) -> None:
    """In a file of exchanges the name of one person is enough."""
    assert Recogniser([ANA, BARE]).resolve(incoming(name)) == Match(1, "name")


def test_exchange_with_a_contradiction() -> None:
    """Another organisation, or another e-mail where no organisation agrees, is somebody else."""
    recogniser = Recogniser([ANA])
    assert recogniser.resolve(incoming("Ana Ruiz", organisation="Helix")).id is None
    assert recogniser.resolve(incoming("Ana Ruiz", emails=("x@y.example",))).id is None
    agreeing = incoming("Ana Ruiz", emails=("x@y.example",), organisation="acme")
    assert recogniser.resolve(agreeing).id == 1


def test_exchange_with_a_namesake() -> None:
    """A name that two people bear is ambiguous until the organisation tells."""
    recogniser = Recogniser(
        [known(1, "Wei Chen", organisation="Helix"), known(2, "Wei Chen", organisation="Acme")]
    )
    assert recogniser.resolve(incoming("Wei Chen")) == Match(None, "name", ambiguous=(1, 2))
    assert recogniser.resolve(incoming("Wei Chen", organisation="acme")) == Match(2, "name")
    assert recogniser.resolve(incoming("wei-chen-2")) == Match(2, "name")


def test_exchange_with_somebody_new() -> None:
    """The person of many rows is resolved once, and found again once added."""
    recogniser = Recogniser([])
    person = incoming("Cy Park")
    assert recogniser.resolve(person) == Match(None)
    recogniser.remember(9, "cy-park", person)
    assert recogniser.resolve(person).id == 9
    assert recogniser.resolve(incoming("Cy Park")) == Match(9, "name")


PERSON = Person(
    1,
    "Ana Ruiz",
    "ana-ruiz",
    date(2026, 1, 1),
    organisation="Acme",
    emails=("ana@acme.example",),
    links=(LINKEDIN + "ana-ruiz",),
    phones=("+1 555 0100",),
    tags=("climbing",),
    roles=(Role.PEER,),
    aliases=("Anita",),
)


def test_changes_fill_and_add() -> None:
    """Empty single values are filled and lists are added to; nothing is overwritten."""
    person = incoming(
        "Ana Ruiz Gil",
        organisation="Helix",
        title="Director",
        notes="met in Porto",
        birthday=Birthday(2, 29),
        emails=("ANA@acme.example", "ana@home.example", "Ana@Home.example"),
        links=("linkedin.com/in/ana-ruiz/", "https://acme.example"),
        phones=("+1-555-0100", "+1 555 0101"),
        tags=("Climbing", "food"),
        roles=(Role.PEER, Role.MENTOR),
        aliases=("anita", "Rui"),
    )
    assert changes(PERSON, person) == {
        "title": "Director",
        "notes": "met in Porto",
        "birthday": Birthday(2, 29),
        "emails": ("ana@home.example",),
        "links": ("https://acme.example",),
        "phones": ("+1 555 0101",),
        "tags": ("food",),
        "roles": (Role.MENTOR,),
        "aliases": ("Ana Ruiz Gil", "Rui"),
    }


@pytest.mark.parametrize("name", ["Ana Ruiz", "ANA RUÍZ", "anita", "ana-ruiz"])
def test_known_names_change_nothing(name: str) -> None:
    """The name, an alias and the handle are no new aliases."""
    assert changes(PERSON, incoming(name)) == {}


NAMES = st.sampled_from(["Ana Ruiz", "ána ruiz", "Bo"])
ORGANISATIONS = st.sampled_from(["", "Acme", "Helix"])
EMAILS = st.sampled_from([(), ("a@x.example",), ("b@x.example",)])
LINKS = st.sampled_from([(), (LINKEDIN + "a",), (LINKEDIN + "b",)])
PEOPLE = st.tuples(st.just(2), NAMES, EMAILS, LINKS, ORGANISATIONS).map(
    lambda fields: IncomingPerson(*fields)
)


def take_in(people: dict[int, Person], file: list[IncomingPerson]) -> int:
    """Import a file of people as the ledger does; return how many were added or changed."""
    recogniser = Recogniser(map(known_person, people.values()))
    touched = 0
    for person in file:
        match = recogniser.recognise(person)
        if match.ambiguous:
            continue
        if match.id is None:
            number = len(people) + 1
            fields = {name: getattr(person, name) for name in ("organisation", "emails", "links")}
            people[number] = Person(
                number, person.name, f"p{number}", date(2026, 1, 1), aliases=person.aliases
            )._replace(**fields)
            recogniser.remember(number, f"p{number}", person)
            touched += 1
        elif new := changes(people[match.id], person):
            before = people[match.id]
            people[match.id] = before._replace(
                **{
                    field: (*getattr(before, field), *value) if type(value) is tuple else value
                    for field, value in new.items()
                }
            )
            touched += 1
    return touched


def imported_twice(file: list[IncomingPerson]) -> tuple[int, int]:
    """Return how many people the second import of a file added, and how many it touched."""
    people: dict[int, Person] = {}
    take_in(people, file)
    before = len(people)
    touched = take_in(people, file)
    return len(people) - before, touched


@given(st.lists(PEOPLE.filter(lambda each: each[2:5] != ((), (), "")), max_size=5))
def test_a_second_import_adds_nobody(file: list[IncomingPerson]) -> None:
    """The same file again finds everybody who had more to them than a name."""
    added, _ = imported_twice(file)
    assert added == 0


@pytest.mark.parametrize(
    "kind",
    [
        lambda each: bool(each.links),
        lambda each: bool(each.emails) and not each.links,
        lambda each: not each.emails and not each.links,
    ],
    ids=["links", "e-mails", "names"],
)
@given(data=st.data())
def test_a_second_import_changes_nothing(
    kind: Callable[[IncomingPerson], bool], data: st.DataObject
) -> None:
    """Where people are told by one kind of key, the same file again changes nothing at all."""
    assert imported_twice(data.draw(st.lists(PEOPLE.filter(kind), max_size=5))) == (0, 0)


def test_a_mailbox_that_two_share_leaves_the_name_to_decide():
    """An address that both have is no contradiction; one that nobody has is."""
    shared = ("home@ruiz.example",)
    people = [known(1, "Ana Ruiz", emails=shared), known(2, "Bo Ruiz", emails=shared)]
    recogniser = Recogniser(people)
    assert recogniser.resolve(incoming("Ruiz", emails=shared)).ambiguous == (1, 2)
    assert recogniser.resolve(incoming("Ana", emails=shared)).id == 1
    assert recogniser.resolve(incoming("Bo Ruiz", emails=shared)).id == 2
