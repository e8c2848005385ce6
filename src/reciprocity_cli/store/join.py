"""Making one person of two: the union of their records under the one who stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from reciprocity_cli.domain.kinds import RECORDS
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Person, Phase
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import add_details, update_person

_SINGLE = ("organisation", "title", "birthday", "why", "route", "cadence", "expect")


def merge_people(op: Operation, keep: Person, gone: Person) -> None:
    """Move everything of `gone` to `keep` and remove `gone`.

    The single values of `keep` win, those of `gone` go into the notes; a contact that both attended
    counts once; a reference of one to the other is dropped, and so is an introduction of the two.
    """
    values = _merged_values(keep, gone, _also_met_through(op.sql, keep, gone))
    _drop_references_between(op, keep.id, gone.id)
    _move_contacts(op, keep.id, gone.id)
    for table, kind in RECORDS.items():
        for column, of in kind.references.items():
            if of == "person":
                _move(op, table, column, keep.id, gone.id)
    _move_details(op, keep, gone)
    update_person(op, keep.id, values)
    # Other ledgers learn who `gone` is now; who stays must have changed no earlier.
    op.touch("person", keep.id)
    op.sql.execute(
        "UPDATE person SET into_uid = (SELECT uid FROM person WHERE id = ?) WHERE id = ?",
        (keep.id, gone.id),
    )
    op.delete("person", gone.id)
    op.summary = f"{gone.name} (#{gone.id}) into {keep.name} (#{keep.id})"


def merged_into(sql: sqlite3.Connection, person_id: int) -> set[int]:
    """Return the ids of all who were made part of this person, themselves included."""
    found, unseen = set[int](), [person_id]
    while unseen:
        number = unseen.pop()
        found.add(number)
        unseen += [
            gone
            for (gone,) in sql.execute(
                "SELECT row_id FROM image JOIN operation ON operation.id = operation_id"
                " WHERE command = 'person merge' AND NOT undone AND relation = 'person'"
                " AND action = 'delete' AND summary LIKE '% into %(#' || ? || ')'",
                (number,),
            )
            if gone not in found
        ]
    return found


def merged_uids(sql: sqlite3.Connection) -> dict[str, int]:
    """Return the uids of those who became part of somebody, each with that one's id.

    An address book goes on naming them by it.
    """
    # An image has no id among its values: the uid is the first of every record.
    gone = {
        number: (uid, int(into))
        for number, uid, summary in sql.execute(
            "SELECT row_id, c1, summary FROM image JOIN operation ON operation.id = operation_id"
            " WHERE command = 'person merge' AND NOT undone AND relation = 'person'"
            " AND action = 'delete' AND kind = 'do' ORDER BY seq"
        )
        if (into := summary.rpartition("(#")[2].removesuffix(")")).isdigit()
    }
    there = {number for (number,) in sql.execute("SELECT id FROM person")}
    found = {}
    for uid, into in gone.values():
        while into not in there and into in gone:
            into = gone[into][1]
        if into in there:
            found[uid] = into
    return found


def _move(op: Operation, table: str, column: str, keep: int, gone: int) -> None:
    op.sql.execute(
        f"UPDATE {table} SET {column} = ?, changed = ? WHERE {column} = ?",
        (keep, op.changed, gone),
    )


def _move_contacts(op: Operation, keep: int, gone: int) -> None:
    op.sql.execute("UPDATE exchange SET changed = ? WHERE person_id = ?", (op.changed, gone))
    # Where only `gone` took part, the attendance moves; its exchanges follow by foreign key.
    op.sql.execute(
        "UPDATE attendance SET person_id = :keep WHERE person_id = :gone AND interaction_id NOT IN"
        " (SELECT interaction_id FROM attendance WHERE person_id = :keep)",
        {"keep": keep, "gone": gone},
    )
    _move(op, "exchange", "person_id", keep, gone)
    op.sql.execute("DELETE FROM attendance WHERE person_id = ?", (gone,))


def _drop_references_between(op: Operation, keep: int, gone: int) -> None:
    pair = {"keep": keep, "gone": gone, "changed": op.changed}
    op.sql.execute(
        "DELETE FROM introduction"
        " WHERE person_id IN (:keep, :gone) AND other_person_id IN (:keep, :gone)",
        pair,
    )
    op.sql.execute(
        "UPDATE exchange SET other_person_id = NULL, changed = :changed"
        " WHERE person_id IN (:keep, :gone) AND other_person_id IN (:keep, :gone)",
        pair,
    )
    op.sql.execute(
        "UPDATE person SET met_through_id = NULL, changed = :changed"
        " WHERE id IN (:keep, :gone) AND met_through_id IN (:keep, :gone)",
        pair,
    )


def _move_details(op: Operation, keep: Person, gone: Person) -> None:
    rows = op.sql.execute(
        "SELECT kind, value FROM detail WHERE person_id = ? ORDER BY id", (gone.id,)
    ).fetchall()
    for kind, value in rows:
        add_details(op, keep.id, kind, [value])
    if fold(gone.name) != fold(keep.name):
        add_details(op, keep.id, "alias", [gone.name])


def _also_met_through(sql: sqlite3.Connection, keep: Person, gone: Person) -> str:
    """Return who else introduced `gone`, if anybody introduced `keep`; "" for none."""
    theirs = gone.met_through_id
    if theirs in (None, keep.id, keep.met_through_id) or keep.met_through_id in (None, gone.id):
        return ""
    (name,) = sql.execute("SELECT name FROM person WHERE id = ?", (theirs,)).fetchone()
    return f"met through: {name} (#{theirs})"


def _merged_values(keep: Person, gone: Person, also_met_through: str) -> Mapping[str, Any]:
    values: dict[str, Any] = {}
    left_over = []
    for field in _SINGLE:
        ours, theirs = getattr(keep, field), getattr(gone, field)
        if not theirs or ours == theirs:
            continue
        if ours:
            left_over.append(f"{field.replace('_', ' ')}: {theirs}")
        else:
            values[field] = theirs
    if also_met_through:
        left_over.append(also_met_through)
    first, further = sorted((keep.start_phase, gone.start_phase))
    if Phase.IDENTIFYING < first < further:
        left_over.append(f"first phase: {first.word}")
    if gone.snoozed_until and keep.snoozed_until not in (None, gone.snoozed_until):
        left_over.append(f"snoozed until: {gone.snoozed_until}")
    if gone.notes and gone.notes != keep.notes:
        left_over.append(gone.notes)
    if left_over:
        heading = f"[merged from {gone.name}, #{gone.id}]"
        values["notes"] = "\n".join(filter(None, [keep.notes, heading, *left_over]))
    if gone.snoozed_until and not keep.snoozed_until:
        values |= {"snoozed_until": gone.snoozed_until, "snoozed_on": gone.snoozed_on}
    through = (keep.met_through_id, gone.met_through_id)
    return {
        **values,
        "met_through_id": next(
            (one for one in through if one not in (None, keep.id, gone.id)), None
        ),
        "start_phase": max(keep.start_phase, gone.start_phase),
        "imported": keep.imported and gone.imported,
        "created_on": min(keep.created_on, gone.created_on),
        "archived": keep.archived and gone.archived,
        "paused": keep.paused and gone.paused,
    }
