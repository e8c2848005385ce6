"""A file whole, cut in two, in another order and twice: the same people with the same details."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from others import OTHERS, WITH_ADDRESSES, Entry
from taking import Taken, contents, take_in

UID = "8f2c1d4000004000800000000000aa0%d"

PEOPLE = (
    Entry(
        *("Ana", "Ruiz", "ana@helix.example", "+15550100101", "Helix", "Designer", "1980-04-05"),
        *("climbing", "met in Porto", UID % 1),
    ),
    Entry(
        *("Bo", "Lind", "bo@lind.example", "+15550100102", "Helix", "Engineer", "1975-12-31"),
        *("friend", "tall", UID % 2),
    ),
    Entry(
        *("陈", "伟", "wei@borealis.example", "+15550100103", "Borealis", "CTO", "1990-02-28"),
        *("band", "two\nlines", UID % 3),
    ),
)
_OPTIONAL = ("phone", "organisation", "title", "birthday", "tag", "note")
_SAID_OTHERWISE = {
    "organisation": ("Acme", "Werk"),
    "title": ("Director", "Boss"),
    "birthday": ("1981-05-06", "1982-07-08"),
    "note": ("another", "a third"),
}

parts = st.builds(
    lambda person, left_out: person._replace(**dict.fromkeys(left_out, "")),
    st.sampled_from(PEOPLE),
    st.sets(st.sampled_from(_OPTIONAL)),
)
"""Entries that contradict nobody: a person's address, and some of what else there is."""


def _otherwise(part: Entry, changed: dict[str, int]) -> Entry:
    return part._replace(**{field: _SAID_OTHERWISE[field][at] for field, at in changed.items()})


contradicting = st.builds(
    _otherwise,
    parts,
    st.dictionaries(st.sampled_from(sorted(_SAID_OTHERWISE)), st.integers(0, 1), max_size=2),
)

each_book = pytest.mark.parametrize("book", WITH_ADDRESSES)
some = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def took(empty_ledger, tmp_path):
    """What is in a ledger of its own once files of these entries were taken in."""

    def take(book: str, *files: Sequence[Entry]) -> Taken:
        folder = Path(mkdtemp(dir=tmp_path))
        return take_in(folder, empty_ledger, [OTHERS[book].write(each) for each in files if each])

    return take


@each_book
@some
@given(entries=st.lists(parts, min_size=1, max_size=6), data=st.data())
def test_cut_in_two_and_in_any_order_it_is_the_same(book, took, entries, data):
    """Whichever entry says a thing, and wherever it stands."""
    cut = data.draw(st.integers(0, len(entries)))
    shuffled = data.draw(st.permutations(entries))
    whole = took(book, entries)
    assert contents(took(book, entries[:cut], entries[cut:])) == contents(whole)
    assert contents(took(book, shuffled)) == contents(whole)


@each_book
@some
@given(entries=st.lists(contradicting, min_size=1, max_size=6))
def test_the_second_time_adds_nothing(book, took, entries):
    """Everybody is known, and nothing changes."""
    twice = took(book, entries, entries)
    first, second = twice.said
    assert (second.people_new, second.people_changed, second.bad_count) == (0, 0, 0)
    assert second.people_known + second.people_joined == len(entries)
    assert first.people_new + first.people_joined == len(entries)
    assert contents(twice) == contents(took(book, entries))


@each_book
@some
@given(entries=st.lists(contradicting, min_size=1, max_size=6), data=st.data())
def test_what_is_kept_and_what_is_said_are_together_the_same(book, took, entries, data):
    """Where values contradict each other, which is kept depends on the order, and no more."""
    cut = data.draw(st.integers(0, len(entries)))
    shuffled = data.draw(st.permutations(entries))
    whole = _kept_and_said(took(book, entries))
    assert _kept_and_said(took(book, entries[:cut], entries[cut:])) == whole
    assert _kept_and_said(took(book, shuffled)) == whole


def _kept_and_said(taken: Taken) -> dict[tuple[str, str], set[str]]:
    found = defaultdict(set)
    for person in taken.people:
        for field in ("organisation", "title", "birthday", "notes"):
            found[person.name, field].add(str(getattr(person, field) or ""))
    for kept in (each for said in taken.said for each in said.kept):
        found[kept.name, kept.field].add(kept.file)
    return dict(found)


_LINES = st.lists(
    st.sampled_from(
        [
            ("Activities", "2026-05-02: Coffee with **Ana Ruiz** and **Bo Lind**."),
            ("Activities", "2026-05-03: Tea with **Bo Lind**"),
            ("Notes", "2026-05-11: **Bo Lind** is hiring."),
            ("Notes", "2026-04-11: **Bo Lind** asked for **Ana Ruiz**"),
            ("Notes", "2025-04-11: **Bo Lind** moves"),
            ("Friends", "Ana Ruiz @climbing"),
            ("Friends", "Bo Lind @tall"),
        ]
    ),
    unique=True,
    min_size=1,
)


def _friends(lines: Sequence[tuple[str, str]]) -> str:
    found = []
    for section in ("Activities", "Notes", "Friends"):
        found += [f"### {section}:", *(f"- {line}" for where, line in lines if where == section)]
        found.append("")
    return "\n".join(found)


@some
@given(lines=_LINES, data=st.data())
def test_friends_md_cut_in_two_and_in_any_order(empty_ledger, tmp_path, lines, data):
    """Also what stands in another section; notes stand in the order of their days."""
    cut = data.draw(st.integers(1, len(lines)))
    shuffled = data.draw(st.permutations(lines))
    folder = Path(mkdtemp(dir=tmp_path))
    whole = take_in(folder, empty_ledger, [_friends(lines)])
    pieces = [_friends(each) for each in (lines[:cut], lines[cut:]) if each]
    for files in (pieces, [_friends(shuffled)]):
        taken = take_in(folder, empty_ledger, files)
        assert contents(taken) == contents(whole)
        notes = sorted((one.name, one.notes) for one in taken.people)
        assert notes == sorted((one.name, one.notes) for one in whole.people)
        contacts = sum(said.contacts_new for said in taken.said)
        assert contacts == whole.said[0].contacts_new


_records = st.lists(
    st.builds(
        lambda person, left_out, more: {
            "record": "person",
            "name": f"{person.given} {person.family}",
            "created_on": "2026-01-01",
            **{
                field: value
                for field, value in (
                    ("organisation", person.organisation),
                    ("title", person.title),
                    ("birthday", person.birthday),
                    ("notes", person.note),
                )
                if field not in left_out
            },
            "details": [{"kind": "email", "value": value} for value in more],
        },
        st.sampled_from(PEOPLE),
        st.sets(st.sampled_from(("organisation", "title", "birthday", "notes"))),
        st.lists(st.sampled_from(("a@x.example", "b@x.example", "c@x.example")), unique=True),
    ),
    min_size=1,
    max_size=5,
)


def _own(records: Sequence[dict[str, object]]) -> str:
    return json.dumps({"format": "recip", "schema_version": 2, "records": records})


@some
@given(records=_records, data=st.data())
def test_records_of_recips_own_json_in_any_order(empty_ledger, tmp_path, records, data):
    """Cut by record, in another order and twice: each is known by its uid."""
    numbered = [
        {**record, "id": n, "uid": f"{n:032x}", "changed": n} for n, record in enumerate(records, 1)
    ]
    cut = data.draw(st.integers(0, len(numbered)))
    shuffled = data.draw(st.permutations(numbered))
    folder = Path(mkdtemp(dir=tmp_path))
    whole = contents(take_in(folder, empty_ledger, [_own(numbered)]))
    pieces = [_own(numbered[:cut]), _own(numbered[cut:])]
    for files in (pieces, [_own(shuffled)], [_own(numbered)] * 2):
        assert contents(take_in(folder, empty_ledger, files)) == whole
