"""docs/recip.schema.json: every export is valid by it, and it says neither more nor less."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from carried import bring, export
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from random_ledgers import fill, fresh
from record_pages import schema_page

from reciprocity_cli.actions.export import ExportFormat
from reciprocity_cli.formats.recip_json import FORMAT_VERSION
from reciprocity_cli.formats.recip_shape import HEAD, REQUIRED, SHAPES

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "recip.schema.json").read_text()
)
DOCUMENT = Draft202012Validator(SCHEMA)
LINE = Draft202012Validator({**SCHEMA["$defs"]["line"], "$defs": SCHEMA["$defs"]})


def test_the_schema_is_one() -> None:
    """It follows the draft it names, for the version that is written."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema_version"] == {"const": FORMAT_VERSION}


@given(st.randoms(use_true_random=False), st.integers(5, 25))
@settings(max_examples=12, deadline=None)
def test_every_export_is_valid(empty_ledger: Path, random: Random, size: int) -> None:
    """Documents, and each line of lines; after a merge with what was set aside in it too."""
    with fresh(empty_ledger) as here, fresh(empty_ledger) as there:
        fill(here, random, size)
        bring(there, export(here))
        fill(here, random, size)
        fill(there, random, size)
        bring(here, export(there))
        DOCUMENT.validate(json.loads(export(here)))
        for line in export(here, ExportFormat.JSONL).splitlines():
            LINE.validate(json.loads(line))


def test_the_schema_is_made_from_the_kinds() -> None:
    """The file is what docs/generate.py makes of them."""
    assert schema_page() == (Path(__file__).parents[2] / "docs" / "recip.schema.json").read_text()


@pytest.mark.parametrize("kind", SHAPES)
def test_it_names_the_columns_of_each_kind(kind: str) -> None:
    """The same columns as are read, the same ones required, and the same words allowed."""
    shape, defined = SHAPES[kind], SCHEMA["$defs"][kind]
    columns = (*HEAD, *shape.columns)
    parts = [shape.parts.name] if shape.parts else []
    assert list(defined["properties"]) == ["record", *(column.name for column in columns), *parts]
    needed = {column.name for column in columns if column.default is REQUIRED}
    assert set(defined["required"]) - {"attendance"} == needed | {"record"}
    for column in columns:
        for word in defined["properties"][column.name].get("enum", ()):
            assert column.read(word) == word


OFFER = {"record": "offer", "id": 1, "uid": "a" * 32, "changed": 5, "text": "a draft read"}
IDEA = {"record": "aside", "kind": "idea", "uid": "a" * 32, "changed": 5}


@pytest.mark.parametrize(
    "record",
    [
        OFFER | {"record": "x"},
        OFFER | {"id": 0},
        OFFER | {"uid": "a"},
        OFFER | {"angle": "x"},
        OFFER | {"more": 1},
        {name: OFFER[name] for name in OFFER if name != "text"},
        IDEA | {"content": {"person_id": 3, "text": "t"}},
        IDEA | {"content": {"text": "t"}},
        {"record": "tombstone", "kind": "x", "uid": "a" * 32, "changed": 5},
    ],
)
def test_what_is_refused_is_not_valid(record: dict[str, Any]) -> None:
    """A record that import refuses for its form is none by the schema."""
    head = {"format": "recip", "schema_version": FORMAT_VERSION}
    assert DOCUMENT.is_valid({**head, "records": [OFFER]})
    assert not DOCUMENT.is_valid({**head, "records": [record]})
