"""friends.md: its grammar, and what each line of it brings."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocity_cli.domain.people import IncomingPerson
from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats import detect
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import BadRow, Format, IncomingInteraction, SetAside

FILES = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 24)


def read(content, **options):
    """Everything a file brings, and the remarks about it."""
    octets = content if isinstance(content, bytes) else content.encode()
    reading = read_file(io.BytesIO(octets), name="friends.md", today=TODAY, **options)
    assert reading.format is Format.FRIENDS
    return list(reading.items), reading.notes


def bad(content):
    """The rows that were not understood, as (line, reason)."""
    return [tuple(item) for item in read(content)[0] if isinstance(item, BadRow)]


def test_a_whole_file():
    """People with aliases, tags, place and notes; contacts with everyone who stands in bold."""
    items, notes = read((FILES / "friends.md").read_bytes())
    ana = IncomingPerson(
        13,
        "Ana Ruiz",
        aliases=("Anita", "The Fixer"),
        tags=("climbing", "work", "place:porto"),
        remarks=("2026-04-11: Ana Ruiz moves; Bo Lind helps her.",),
    )
    bo = IncomingPerson(
        14,
        "Bo Lind",
        tags=("place:são-tomé",),
        remarks=(
            "2026-04-11: Ana Ruiz moves; Bo Lind helps her.",
            "2026-05-11: Bo Lind is hiring. @jobs",
        ),
    )
    dee, cai = IncomingPerson(15, "Dee Park"), IncomingPerson(4, "Cai Wong")
    called = "Called Anita about my_long_name and https://example.org/_draft_."
    coffee = "Coffee with Ana Ruiz and Bo Lind in Porto. @food @work:mentoring"
    assert items == [
        SetAside(19, "a place where no friend is"),
        SetAside(10, "a note that names nobody"),
        SetAside(5, "an activity that names nobody"),
        *(ana, bo, dee, cai),
        IncomingInteraction(4, (cai,), date(2026, 2, 1), note="Lunch with Cai Wong. @food"),
        IncomingInteraction(3, (ana,), date(2026, 3, 2), note=called),
        IncomingInteraction(2, (ana, bo), date(2026, 5, 2), note=coffee),
    ]
    assert notes == ["named, but not listed under Friends: Cai Wong"]


def test_bad_lines_are_named():
    """Each line that breaks the grammar, with its number and the reason."""
    assert bad((FILES / "friends_bad.md").read_bytes()) == [
        (1, "'My friends' stands outside a section"),
        (5, "2026-02-30 does not exist"),
        (6, "'the other day' is not a date"),
        (7, "the date 2027-01-01 is after today (2026-11-24)"),
        (8, "there is no colon between its date and its text"),
        (9, "there is no text behind its date"),
        (11, "'- 2026-05-05: Coffee with **Ana Ruiz**.' stands outside a section"),
        (14, "the bracket behind 'Ana Ruiz' is not (a.k.a. ...)"),
        (15, "the [ before a place is not closed"),
        (16, "'well' is not a tag"),
        (18, "'ana ruiz' is a friend on line 17 already"),
        (19, "a name needs at least one character that shows"),
    ]


def test_an_alias_of_two_friends_is_neither():
    """A name in bold that two friends answer to stands for somebody of its own."""
    content = (
        "### Friends:\n- Ana (a.k.a. A)\n- Abe (a.k.a. A)\n\n### Notes:\n- 2026-05-01: **A** x\n"
    )
    people = [item.name for item in read(content)[0]]
    assert people == ["Ana", "Abe", "A"]


def test_more_unlisted_people_than_are_named():
    """The remark names three, and counts the rest."""
    lines = "".join(f"- 2026-05-0{day}: **Friend {day}** came\n" for day in range(1, 6))
    _, notes = read(f"### Activities:\n{lines}")
    assert notes == ["named, but not listed under Friends: Friend 1, Friend 2, Friend 3 and 2 more"]


@pytest.mark.parametrize(
    "content",
    [
        "# mine\n### Friends:\n- Ana\n",
        "hello\n### Friends:\n- Ana\n",
        "- x\n\n### Friends:\n- Ana\n",
    ],
)
def test_a_stray_line_before_the_first_heading_is_an_error(content):
    """It is told for friends.md all the same, and line 1 is named."""
    [(line, reason)] = bad(content)
    assert (line, reason.partition(" stands ")[2]) == (1, "outside a section")


def test_a_csv_with_a_heading_in_a_cell_stays_a_csv():
    """A note over several lines may hold any text."""
    content = b'name,note\nAna,"x\n### Friends:\n"\n'
    reading = read_file(io.BytesIO(content), name="x.csv", today=TODAY)
    assert [item.notes for item in reading.items] == ["x\n### Friends:"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("### Friends:\n- Ana\0\n", "it contains a NUL character"),
        ("### Friends:\n- " + "a" * 10_001 + "\n", "it has more than 10,000 characters"),
        (
            "### Friends:\n- " + "a" * 2_000_000 + "\n",
            "the line is longer than 1,048,576 characters",
        ),
        ("### Friends:\n- " + "(" * 9_000 + "\n", "a name needs at least one character that shows"),
        ("### Friends:\n- Ana\n### Notes:\n- 2026-05-01: " + "*" * 9_000 + " _" * 400, None),
    ],
)
def test_hostile_lines_are_bounded(content, reason):
    """Control characters, endless lines and brackets are refused by name, and quickly."""
    assert [row[1] for row in bad(content)] == ([reason] if reason else [])


def test_a_tag_that_nearly_is_one_is_refused_at_once():
    """It is looked at once from left to right; each letter once more would take for ever."""
    [(line, reason)] = bad("### Friends:\n- Ana @" + "a" * 5_000 + "!\n")
    assert line == 2
    assert reason.endswith("is not a tag")


def test_a_file_larger_than_the_bound_is_refused(monkeypatch):
    """It is gathered whole, so its size is bounded."""
    monkeypatch.setattr(detect, "LARGEST_FRIENDS", 100)
    with pytest.raises(RecipError, match=r"friends\.md is larger than 100 bytes"):
        read("### Friends:\n" + "- Ana\n" * 20)


def test_only_headings_are_nothing_to_import():
    """A file that says nothing is no success."""
    with pytest.raises(RecipError, match=r"nothing to import in friends\.md"):
        read("### Friends:\n\n### Locations:\n")


def test_a_mapping_is_for_csv():
    """--map has no columns to map here."""
    with pytest.raises(UsageError, match="--map is for CSV"):
        read("### Friends:\n- Ana\n", mapping=["name=x"])


HEADINGS = ["### Friends:\n", "### Notes:\n", "### Activities:\n", "### Locations:\n", "\n"]
SIGNS = ["- ", " (a.k.a. ", ")", "[", "]", "@", "@x", "**", "_", ": ", "\n", "\ud800", "\0"]
PIECES = st.sampled_from([*HEADINGS, *SIGNS, "Ana", "2026-01-02"])


@settings(max_examples=80)
@given(st.lists(PIECES, max_size=40))
def test_whatever_the_lines_hold(pieces):
    """Any mixture is read, named as bad, or one error; nothing else is raised."""
    content = "### Friends:\n" + "".join(pieces)
    with contextlib.suppress(RecipError):
        items, _ = read(content.encode("utf-8", "surrogatepass"))
        people = {item.name for item in items if isinstance(item, IncomingPerson)}
        for item in items:
            if isinstance(item, IncomingInteraction):
                assert {person.name for person in item.people} <= people
