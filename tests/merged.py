"""What merging ledgers means, in plain Python: all that is known of each record, and what shows.

The ledger does the same in SQL (store/merge.py); tests hold the two equal.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from carried import TODAY, export

from reciprocity_cli.domain.kinds import PARTS_OF, RECORDS
from reciprocity_cli.formats.detect import read_file
from reciprocity_cli.formats.incoming import Aside, Entry, Tombstone
from reciprocity_cli.store.ledger import Ledger
from reciprocity_cli.store.merge import digest, written

NEEDED = {
    "exchange": ("person_id", "interaction_id"),
    "introduction": ("person_id", "other_person_id"),
}
"""What a record is nothing without; of every other kind, whom it is about."""


class State(NamedTuple):
    """The last that is known of a record; content is None once it is removed."""

    changed: int
    kind: str
    content: str | None
    into: str | None = None


Raw = dict[str, State]
Shown = dict[str, dict[str, Any]]


def raw(ledger: Ledger) -> Raw:
    """All that a ledger knows: its export, with uids in the place of ids."""
    items = _items(ledger)
    found = _entries(items)
    for item in items:
        if isinstance(item, Aside):
            assert item.uid not in found or found[item.uid].changed <= item.changed
            found[item.uid] = State(item.changed, item.kind, written(item.values, item.parts))
        elif isinstance(item, Tombstone):
            assert item.uid not in found
            found[item.uid] = State(item.changed, item.kind, None, item.into_uid)
    return found


def stands(ledger: Ledger) -> Shown:
    """What the tables of a ledger hold, whatever else it knows."""
    return shown(_entries(_items(ledger)))


def _items(ledger: Ledger) -> list[Any]:
    reading = read_file(io.BytesIO(export(ledger).encode()), name="x.json", today=TODAY)
    return list(reading.items)


def _entries(items: list[Any]) -> Raw:
    uids = {item.id: item.uid for item in items if isinstance(item, Entry)}
    found: Raw = {}
    for item in items:
        if isinstance(item, Entry):
            said = (column.name for column in RECORDS[item.kind].said)
            values = _named(uids, zip(said, item.values, strict=True))
            nested = PARTS_OF.get(item.kind)
            names = [column.name for column in nested.said] if nested else []
            parts = [_named(uids, zip(names, part[1:], strict=True)) for part in item.parts]
            found[item.uid] = State(item.changed, item.kind, written(values, parts))
    return found


def _named(uids: dict[int, str], values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values by name, with uids in the place of ids."""
    return {
        name: uids[value] if name.endswith("_id") and value is not None else value
        for name, value in values
    }


def join(one: Raw, other: Raw) -> Raw:
    """The later state of each record; of two of one time, that of the larger digest."""
    found = dict(one)
    for uid, state in other.items():
        found[uid] = max(found.get(uid, state), state, key=_order)
    return found


def _order(state: State) -> tuple[int, bytes, str]:
    said = b"" if state.content is None else digest(state.content)
    return state.changed, said, state.into or ""


def shown(all_known: Raw) -> Shown:
    """The records that stand, fitted to those that do not."""
    return _View(all_known).records()


class _View:
    def __init__(self, all_known: Raw) -> None:
        self.known = all_known
        self.found: Shown = {}

    def records(self) -> Shown:
        for uid in self.known:
            self.record(uid)
        standing = {uid: one for uid, one in self.found.items() if one}
        for one in standing.values():
            contact = one.get("interaction_id")
            if contact is not None:
                taking_part = standing[contact]["parts"]
                if {"person_id": one["person_id"]} not in taking_part:
                    taking_part.append({"person_id": one["person_id"]})
        for one in standing.values():
            one["parts"].sort(key=lambda part: json.dumps(part, sort_keys=True))
        return standing

    def record(self, uid: str) -> dict[str, Any]:
        """The record as it stands, or an empty one where it does not."""
        if uid not in self.found:
            state = self.known.get(uid)
            stands = state is not None and state.content is not None
            self.found[uid] = self.fitted(uid, state) if state and stands else {}
        return self.found[uid]

    def fitted(self, uid: str, state: State) -> dict[str, Any]:
        said = json.loads(state.content or "")
        values: dict[str, Any] = {"kind of record": state.kind, **said["values"]}
        needed = NEEDED.get(state.kind, ("person_id",))
        for name, kind in RECORDS[state.kind].references.items():
            if values[name] is not None:
                values[name] = self.meant(values[name], kind)
                if values[name] is None and name in needed:
                    return {}
        if state.kind == "person" and values["met_through_id"] == uid:
            values["met_through_id"] = None
        if values.get("interaction_id"):
            values["date"] = self.record(values["interaction_id"])["date"]
        if "other_person_id" in values and values["other_person_id"] == values["person_id"]:
            if state.kind == "introduction":
                return {}
            values["other_person_id"] = None
        values["parts"] = said["parts"]
        if state.kind == "interaction":
            people = [self.meant(part["person_id"], "person") for part in said["parts"]]
            values["parts"] = [{"person_id": uid} for uid in dict.fromkeys(people) if uid]
            if not values["parts"]:
                return {}
        return values

    def meant(self, uid: str, kind: str) -> str | None:
        """Whom a reference means now."""
        if kind != "person":
            return uid if self.record(uid) else None
        passed = set()
        while uid not in passed:
            passed.add(uid)
            state = self.known.get(uid)
            if state is not None and state.content is not None:
                return uid
            if state is None or state.into is None:
                return None
            uid = state.into
        return None
