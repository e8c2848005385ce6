"""recip's own JSON: what is written, what is read back, and what is refused with its line."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocity_cli.errors import RecipError, UsageError
from reciprocity_cli.formats import lines as json_text
from reciprocity_cli.formats import recip_json
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import Aside, BadRow, Entry, Format, Tombstone
from reciprocity_cli.formats.recip_json import FORMAT_VERSION, Layout, is_recip, write

TODAY = date(2026, 11, 22)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
HEAD = {"format": "recip", "schema_version": FORMAT_VERSION}
FIRST_HEAD = HEAD | {"schema_version": 1}
OFFER = {"record": "offer", "id": 1, "uid": "a" * 32, "changed": 5, "text": "a draft read"}


def read(content: str | bytes) -> list[Any]:
    """Everything that a file brings."""
    octets = content.encode() if isinstance(content, str) else content
    reading = read_file(io.BytesIO(octets), name="x", today=TODAY)
    assert reading.format is Format.RECIP_JSON
    return list(reading.items)


def refusal(content: str | bytes) -> str:
    """What is said about a file that is refused as a whole."""
    with pytest.raises(RecipError) as caught:
        read(content)
    return caught.value.message


ENTRIES = [
    Entry(0, "offer", 1, "a" * 32, 5, ("a draft\u202e\x7f read 🦀", "x y", "advice", None, None)),
    Entry(0, "quiet", 2, "b" * 32, 6, (None, "2026-01-01", "2026-01-02")),
]


def test_a_document_has_a_record_a_line() -> None:
    """The text of a small export, to the letter."""
    assert "".join(write(ENTRIES, Layout.JSON, TODAY)) == (
        "{\n"
        '  "format": "recip",\n'
        '  "schema_version": 3,\n'
        '  "exported_on": "2026-11-22",\n'
        '  "records": [\n'
        '    {"record": "offer", "id": 1, "uid": "' + "a" * 32 + '", "changed": 5,'
        ' "text": "a draft\\u202e\\u007f read 🦀", "tags": ["x", "y"], "category": "advice",'
        ' "angle": null, "noted_on": null},\n'
        '    {"record": "quiet", "id": 2, "uid": "' + "b" * 32 + '", "changed": 6,'
        ' "person_id": null, "first": "2026-01-01", "last": "2026-01-02"}\n'
        "  ]\n"
        "}\n"
    )


def test_lines_have_a_head_and_a_record_each() -> None:
    """The same as lines of JSON, each of which stands for itself."""
    lines = "".join(write(ENTRIES, Layout.JSONL, TODAY)).splitlines()
    assert json.loads(lines[0]) == HEAD
    assert [json.loads(line)["id"] for line in lines[1:-1]] == [1, 2]
    assert json.loads(lines[-1]) == {"record": "end", "count": 2}


@pytest.mark.parametrize("layout", Layout)
def test_what_was_written_is_read(layout: Layout) -> None:
    """Records come back with the line on which they stand."""
    found = read("".join(write(ENTRIES, layout, TODAY)))
    first = 6 if layout is Layout.JSON else 2
    assert found == [entry._replace(line=first + at) for at, entry in enumerate(ENTRIES)]


@given(TEXT)
def test_what_is_written_moves_no_cursor(text: str) -> None:
    """No control, bidi or other format character stands in the file as itself."""
    written = recip_json.record_text(ENTRIES[0]._replace(values=(text, "", None, None, None)))
    commands = "\x7f\x85\x9b\u061c\u200b\u200e\u202a\u202e\u2028\u2066\u2069\ufeff\U000e0041\x1b\n"
    assert not set(commands).intersection(written)
    assert json.loads(written)["text"] == text


def test_an_empty_ledger_is_a_file_too() -> None:
    """No records are none, in both layouts."""
    for layout in Layout:
        assert read("".join(write([], layout, TODAY))) == []


@given(TEXT, st.sampled_from(Layout), st.integers(1, 40))
def test_any_text_comes_back(text: str, layout: Layout, piece: int) -> None:
    """Whatever is written in a note comes back to the letter, wherever a read happens to end."""
    interaction = ("2026-01-01", None, None, text)
    entry = Entry(0, "interaction", 1, "a" * 32, 5, interaction, ((1, 7),))
    written = "".join(write([entry, entry], layout, TODAY))
    before = json_text._READ_AT_ONCE
    json_text._READ_AT_ONCE = piece
    try:
        assert [found._replace(line=0) for found in read(written)] == [entry, entry]
    finally:
        json_text._READ_AT_ONCE = before


@pytest.mark.parametrize(
    "laid_out",
    [
        json.dumps({**HEAD, "records": [OFFER]}, indent=4),
        json.dumps({"records": [OFFER], **HEAD}, separators=(",", ":")),
        json.dumps({**HEAD, "records": [OFFER], "more": {"x": [1]}}, sort_keys=True),
        "\ufeff" + json.dumps(FIRST_HEAD) + "\r\n" + json.dumps(OFFER) + "\r\n\r\n",
        json.dumps(FIRST_HEAD) + json.dumps(OFFER, indent=2),
        json.dumps(HEAD) + json.dumps(OFFER) + json.dumps({"count": 1, "record": "end"}),
    ],
)
def test_any_layout_is_read(laid_out: str) -> None:
    """The same JSON serves, however another program laid it out."""
    [found] = read(laid_out)
    assert found[1:] == ("offer", 1, "a" * 32, 5, ("a draft read", "", None, None, None), ())


def with_value(name: str, text: str) -> str:
    """A file of one offer whose `name` has a value given as JSON."""
    return json.dumps({**HEAD, "records": [OFFER | {name: "@"}]}).replace('"@"', text)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_value("id", "NaN"), "x is broken on line 1: NaN is no number"),
        (with_value("id", "-Infinity"), "x is broken on line 1: -Infinity is no number"),
        (with_value("id", "9" * 5000), "x is broken on line 1: a number has too many digits"),
        (with_value("text", "[" * 100_000), "x is broken on line 1: it is nested too deeply"),
        (with_value("text", '{"a":' * 100_000), "x is broken on line 1: it is nested too deeply"),
        ('{"format": "recip", "records": [\n{\n"id" 3}]}', "on line 3: expecting ':' delimiter"),
        ('{"format": "recip", "records": [{"text": "a\nb"}]}', "invalid control character"),
        ('{"format": "recip", "records": [{}\n{}]}', "on line 2: ] is missing"),
        ('{"format": "recip", "records": 3}', "on line 1: [ is missing"),
        ('{"format": "recip" 3}', "on line 1: } is missing"),
        ('{"format": "recip"', "on line 1: it ends too early"),
        ('{"format": "recip", "schema_version": 1, "records": []} {}', "more after its end"),
        (b'{"format": "recip", "records": [\n{"text": "\xe9"}]}', "it is not UTF-8 from here on"),
        ('{"format": "recip"}', "x does not say its schema_version"),
        ('{"format": "recip", "schema_version": true}', "x does not say its schema_version"),
        ('{"format": "recip", "schema_version": 4, "records": [3]}', "written by a newer recip"),
        ('{"format": "recip", "schema_version": 4, "records": [}', "written by a newer recip"),
        ('{"format": "recip", "format": "y", "schema_version": 1}', "not an export of recip's"),
    ],
)
def test_broken_files(content: str | bytes, said: str) -> None:
    """A file that is not JSON, or not ours, is refused in one line that says where."""
    assert said in refusal(content)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ([0, 1, 2], "it ends too early, without a line that counts the others"),
        ([0], "it ends too early, without a line that counts the others"),
        ([0, 1, 3], "line 3: it holds 1 records, and says otherwise at its end"),
    ],
)
def test_lines_that_were_cut_off(kept: list[int], said: str) -> None:
    """A file cut between two lines is no smaller file."""
    lines = "".join(write(ENTRIES, Layout.JSONL, TODAY)).splitlines()
    assert said in refusal("\n".join(lines[at] for at in kept))


def test_nothing_stands_behind_the_last_line() -> None:
    """Two files in one are refused."""
    text = "".join(write(ENTRIES, Layout.JSONL, TODAY))
    assert "line 5: there is more after its end" in refusal(text + text)


BESIDE = [
    Tombstone(0, "person", "c" * 32, 7, "d" * 32),
    Tombstone(0, "offer", "e" * 32, 8, None),
    Aside(
        0,
        "idea",
        "f" * 32,
        9,
        {"person_id": "c" * 32, "text": "t", "category": None, "size": "large", "noted_on": None},
        [],
    ),
    Aside(
        0,
        "interaction",
        "0" * 32,
        9,
        {"date": "2026-01-02", "channel": None, "started": "me", "note": "n"},
        [{"person_id": "c" * 32}],
    ),
]


@pytest.mark.parametrize("layout", Layout)
def test_what_was_removed_is_written_and_read(layout: Layout) -> None:
    """Removals, redirects, and records set aside with uids in the place of ids."""
    found = read("".join(write(BESIDE, layout, TODAY)))
    assert [item._replace(line=0) for item in found] == BESIDE


GONE = {"record": "tombstone", "kind": "person", "uid": "a" * 32, "changed": 1}
SET_ASIDE = {"record": "aside", "kind": "idea", "uid": "a" * 32, "changed": 1}
IDEA = {"person_id": "b" * 32, "text": "t"}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (GONE | {"kind": "x"}, "there is no kind of record 'x'"),
        (GONE | {"kind": None}, "there is no kind of record 'None'"),
        (GONE | {"name": "Ana"}, "it has no 'name'"),
        (GONE | {"uid": "A" * 32}, "is not 32 hexadecimal digits"),
        (GONE | {"changed": -1}, "changed -1 is not a whole number"),
        (GONE | {"into_uid": 3}, "into_uid 3 is not 32 hexadecimal digits"),
        (GONE | {"into_uid": "a" * 32}, "into_uid is the person themselves"),
        (GONE | {"kind": "offer", "into_uid": "b" * 32}, "only a person has into_uid"),
        (SET_ASIDE, "content is not an object"),
        (SET_ASIDE | {"content": {"text": "t"}}, "person_id is missing"),
        (SET_ASIDE | {"content": IDEA | {"person_id": 3}}, "3 is not 32 hexadecimal digits"),
        (SET_ASIDE | {"content": IDEA | {"size": "huge"}}, "size 'huge' is none of"),
        (SET_ASIDE | {"content": IDEA | {"id": 3}}, "it has no 'id'"),
        (
            SET_ASIDE
            | {"kind": "interaction", "content": {"date": "2026-01-01", "attendance": [3]}},
            "attendance is not a list of objects",
        ),
    ],
)
def test_removals_that_are_wrong(record: dict[str, Any], reason: str) -> None:
    """Each is named with what is wrong about it."""
    [found] = read(json.dumps({**HEAD, "records": [record]}))
    assert isinstance(found, BadRow)
    assert reason in found.reason


def test_a_broken_file_is_given_up_where_it_breaks() -> None:
    """What stands behind the broken place is not read to the end."""
    lines = json.dumps(HEAD) + "\n" + '{"record" "offer"}\n' + (json.dumps(OFFER) + "\n") * 5_000
    content = io.BytesIO(lines.encode())
    with pytest.raises(RecipError, match="broken on line 2: expecting ':' delimiter"):
        list(read_file(content, name="x", today=TODAY).items)
    assert content.tell() < len(lines) / 2


def test_a_number_where_a_read_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits that come with the next read belong to the number."""
    monkeypatch.setattr(json_text, "_READ_AT_ONCE", 1)
    content = json.dumps({**HEAD, "count": 12345, "records": [OFFER]})
    assert len(read(content)) == 1


def test_a_file_that_was_cut_off() -> None:
    """However much of the end is missing, it is never taken for a smaller ledger."""
    whole = "".join(write(ENTRIES, Layout.JSON, TODAY)).rstrip()
    start = whole.index('"records"')
    for end in range(start, len(whole)):
        assert "nothing was imported, x is broken" in refusal(whole[:end])


def test_a_record_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A string that never ends is given up, long before memory does."""
    monkeypatch.setattr(recip_json, "LONGEST_RECORD", 1_000)
    monkeypatch.setattr(json_text, "_READ_AT_ONCE", 100)
    content = '{"format": "recip", "records": [{"text": "' + "x" * 10_000
    assert "a record has more than 1,000 characters" in refusal(content)


def test_memory_is_bounded() -> None:
    """Ten megabytes of records pass through a twentieth of that."""
    line = json.dumps(OFFER | {"text": "a note " * 100}) + "\n"
    content = (json.dumps(FIRST_HEAD) + "\n" + line * 13_000).encode()
    tracemalloc.start()
    count = sum(1 for _ in read_file(io.BytesIO(content), name="x", today=TODAY).items)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 13_000
    assert len(content) > 10_000_000
    assert peak < 700_000


def test_what_is_recips_own() -> None:
    """A file is known by what it says of itself; a note that says so is no such file."""
    assert is_recip(b'\xef\xbb\xbf {\n"schema_version": 1, "format" : "recip"')
    assert not is_recip(json.dumps({"note": '"format": "recip"'}).encode())
    assert not is_recip(b'["format": "recip"]')


def test_a_mapping_is_for_csv() -> None:
    """--map has nothing to say about JSON."""
    content = io.BytesIO(json.dumps(HEAD).encode())
    with pytest.raises(UsageError, match="--map is for CSV"):
        read_file(content, name="x", mapping=["name=n"], today=TODAY)


def test_a_bad_record_is_named() -> None:
    """It is called by its kind and id where those can be told, and the next one is read."""
    lines = [FIRST_HEAD, OFFER | {"angle": 3}, [], OFFER | {"id": -4}, {"record": "x"}, OFFER]
    found = read("\n".join(map(json.dumps, lines)))
    assert found[:4] == [
        BadRow(
            2,
            "offer #1: angle 3 is none of generational, technical, market, cultural,"
            " cross-industry",
        ),
        BadRow(3, "it is not a record"),
        BadRow(4, "offer: id -4 is not a whole number from 1 to 1000000000000000"),
        BadRow(5, "there is no kind of record 'x'"),
    ]
    assert isinstance(found[4], Entry)


PIECES = st.sampled_from(
    [*'{}[],:"', "\\", "\n", "NaN", "null", "1e999", "-", '"id"', '"record"', '"records"']
)


def damaged(whole: str, cuts: list[tuple[int, int]], pieces: list[str]) -> Iterator[str]:
    """The text with pieces in the place of what stood there."""
    for (start, length), piece in zip(cuts, pieces, strict=False):
        start %= len(whole)
        whole = whole[:start] + piece + whole[start + length :]
    yield whole


@given(
    st.sampled_from(Layout),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 9)), min_size=1, max_size=4),
    st.lists(PIECES | st.text(max_size=3), min_size=4, max_size=4),
)
@settings(max_examples=150)
def test_any_damage_is_read_or_refused(
    layout: Layout, cuts: list[tuple[int, int]], pieces: list[str]
) -> None:
    """Whatever happened to a file, there are known items, or an error of ours."""
    whole = "".join(write(ENTRIES, layout, TODAY))
    for text in damaged(whole, cuts, pieces):
        content = io.BytesIO(text.encode("utf-8", "surrogatepass"))
        try:
            items = list(recip_json.read(content, "x"))  # type: ignore[arg-type]
        except RecipError:
            return
        assert all(isinstance(item, Entry | BadRow) for item in items)
