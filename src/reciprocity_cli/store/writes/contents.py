"""What a record says, whichever ledger it stands in: uids in the place of ids, to the letter.

The same text tells two states of a record apart, decides between two changed in the same
millisecond, and keeps a record that cannot stand in its table.
Source: docs/two-machines.md, "Which of two states stands".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reciprocity_cli.store.schema import REFERENCES

UidOf = Callable[[str, int], str]
"""Returns the uid of a record of this kind and id."""

OF_EACH_LEDGER = frozenset(("handle", "folded"))
"""Columns that another ledger has for itself."""


def content_of(
    kind: str,
    values: Mapping[str, Any],
    parts: Sequence[Mapping[str, Any]],
    uid_of: UidOf,
) -> str:
    """Return the content of a record as JSON; two states of it are one if this is equal."""
    references = REFERENCES[kind]
    said: dict[str, Any] = {}
    for name, value in values.items():
        if name in references and value is not None:
            said[name] = uid_of(references[name], value)
        elif name not in OF_EACH_LEDGER:
            said[name] = value
    if said.get("interaction_id") is not None:
        # It is on the day of its contact, whatever becomes of that.
        said["date"] = None
    return written(said, _parts(kind, parts, uid_of))


def written(values: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    """Return the one text of values and parts, however they are sorted."""
    in_order = sorted(parts, key=lambda part: json.dumps(part, sort_keys=True))
    # A flag is a number in the ledger.
    plain = {name: int(v) if isinstance(v, bool) else v for name, v in values.items()}
    return json.dumps({"values": plain, "parts": in_order}, sort_keys=True)


def digest(content: str) -> bytes:
    """Return what decides between two contents of one change time: the larger one wins."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()


def _parts(kind: str, parts: Sequence[Mapping[str, Any]], uid_of: UidOf) -> list[dict[str, Any]]:
    left_out = {*OF_EACH_LEDGER, "date"} if kind == "interaction" else OF_EACH_LEDGER
    found = []
    for part in parts:
        said = {name: value for name, value in part.items() if name not in left_out}
        if kind == "interaction":
            said["person_id"] = uid_of("person", said["person_id"])
        found.append(said)
    return found
