"""The schema: schema.sql holds what the kinds declare, and a wrong row is impossible."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from enum import IntEnum, StrEnum

import pytest
import sqlalchemy as sa

from reciprocity_cli.domain import records
from reciprocity_cli.domain.kinds import HEAD, JOURNALED, REQUIRED
from reciprocity_cli.store import connection, tables

UID = "0" * 31


@pytest.fixture
def declared(path):
    """The text of every table, without the breaks of its lines."""
    with closing(sqlite3.connect(path)) as sql:
        texts = sql.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        return {name: re.sub(r"\n *", " ", text) for name, text in texts}


def _stored_as(of):
    stored = {date: "DATE", bool: "BOOLEAN", int: "INTEGER", float: "FLOAT"}
    return "INTEGER" if issubclass(of, IntEnum) else stored.get(of, "VARCHAR")


def _default(column):
    if column.default in (REQUIRED, None):
        return None
    return f"'{column.default}'" if isinstance(column.default, str) else str(int(column.default))


@pytest.mark.parametrize("table", JOURNALED)
def test_a_table_has_the_columns_of_its_kind(path, table):
    """By name, type, default and whether they may be empty, in this order: images rely on it."""
    with closing(sqlite3.connect(path)) as sql:
        rows = sql.execute(f"PRAGMA table_xinfo({table})").fetchall()
    found = [row[1:5] for row in rows if row[1] not in HEAD]
    assert found == [
        (one.name, _stored_as(one.type), int(not one.nullable), _default(one))
        for one in JOURNALED[table].columns
    ]
    head = HEAD[:1] if JOURNALED[table].part_of else HEAD
    assert tuple(row[1] for row in rows if row[1] in HEAD) == head


UNLIKE = {
    ("exchange", "intro_state"): "intro_state_is_known CHECK (intro_state = 'made')",
    ("person", "name"): "name_is_not_blank CHECK (trim(name) <> '' AND length(name) <= 200)",
    ("person", "handle"): "handle_is_plain CHECK (handle NOT GLOB '*[^a-z0-9-]*' AND handle <> '')",
    ("detail", "value"): "value_is_not_blank CHECK (trim(value) <> '' AND length(value) <= 1000)",
}
"""Checks that are not those of the column's type."""


def _check(column):
    name, of = column.name, column.type
    if of is date:
        return f"{name}_is_a_date CHECK ({name} IS date({name}, '+0 days'))"
    if of is bool:
        return f"{name}_is_a_flag CHECK ({name} IN (0, 1))"
    if of is tuple:
        return f"{name}_are_words CHECK ({name} = trim({name}) AND instr({name}, '  ') = 0)"
    if issubclass(of, IntEnum):
        return f"{name}_is_known CHECK ({name} BETWEEN 1 AND {len(of)})"
    if issubclass(of, StrEnum):
        words = " OR ".join(f"{name} = '{word}'" for word in of)
        return f"{name}_is_known CHECK ({words})"
    if of is str and column.default is REQUIRED:
        return f"{name}_is_not_blank CHECK (trim({name}) <> '' AND length({name}) <= 10000)"
    return ""


@pytest.mark.parametrize("table", JOURNALED)
def test_a_column_takes_only_what_its_type_allows(declared, table):
    """A CHECK of the table says so; what is kept beside the record is made by recip alone."""
    for column in JOURNALED[table].columns:
        check = UNLIKE.get((table, column.name), "" if column.beside else _check(column))
        assert check == "" or f"CONSTRAINT {check}" in declared[table]


def test_every_uid_is_hexadecimal(declared):
    """32 digits of it, in every table of records."""
    for table, kind in JOURNALED.items():
        check = f"CONSTRAINT uid_is_hex CHECK (uid GLOB '{'[0-9a-f]' * 32}')"
        assert (check in declared[table]) is not bool(kind.part_of)


def test_images_are_wide_enough(path):
    """No journaled table has more columns than an image holds."""
    with closing(sqlite3.connect(path)) as sql:
        slots = [row for row in sql.execute("PRAGMA table_info(image)") if row[1][1:].isdigit()]
    assert max(len((*HEAD, *kind.columns)) for kind in JOURNALED.values()) <= len(slots) == 32


def test_the_file_is_marked_and_private(path):
    """The header bears application id and version; the file is 0600."""
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("PRAGMA application_id").fetchone() == (connection.APPLICATION_ID,)
        assert sql.execute("PRAGMA user_version").fetchone() == (connection.SCHEMA_VERSION,)
    assert path.stat().st_mode & 0o777 == 0o600


def test_owners_read_their_ledger_with_the_classes(recip, path):
    """Session(open_engine(path)) gives the records as objects, and cannot write."""
    from sqlmodel import Session, select

    recip("person", "add", "Ana Ruiz")
    engine = tables.open_engine(path)
    with Session(engine) as session:
        assert [person.name for person in session.exec(select(tables.Person))] == ["Ana Ruiz"]
        session.add(
            tables.Quiet(id=9, uid="f" * 32, changed=1, first="2026-01-01", last="2026-01-02")
        )
        with pytest.raises(sa.exc.SQLAlchemyError):
            session.commit()
    engine.dispose()


@pytest.fixture
def open_operation(ledger):
    from datetime import UTC, datetime

    with ledger.writing("test", datetime(2026, 6, 30, tzinfo=UTC)) as op:
        op.insert("person", _person())
        op.insert("person", _person(name="Bo", folded="bo", handle="bo"))
        yield op


def _person(**values):
    return {
        "name": "Ana",
        "folded": "ana",
        "handle": "ana",
        "created_on": "2026-01-01",
        **values,
    }


def _exchange(**values):
    return {
        "person_id": 1,
        "direction": "gave",
        "category": "advice",
        "weight": 2.0,
        "date": "2026-01-01",
        **values,
    }


def _introduction(**values):
    return {"person_id": 1, "other_person_id": 2, "noted_on": "2026-01-01", **values}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("exchange", _exchange(date="2024-02-30")),
        ("exchange", _exchange(date="20240101")),
        ("exchange", _exchange(date="")),
        ("exchange", _exchange(category="gossip")),
        ("exchange", _exchange(direction="lent")),
        ("exchange", _exchange(weight=0)),
        ("exchange", _exchange(weight=-1)),
        ("exchange", _exchange(weight=1000.5)),
        ("exchange", _exchange(weight=float("nan"))),
        ("exchange", _exchange(weight="heavy")),
        ("exchange", _exchange(kind="trend")),
        ("exchange", _exchange(person_id=99)),
        ("exchange", _exchange(interaction_id=99)),
        ("exchange", _exchange(self_interest=2)),
        ("exchange", _exchange(direction="got", self_interest=True)),
        ("exchange", _exchange(thanked_on="2026-01-01")),
        ("exchange", _exchange(other_person_id=1, category="introductions")),
        ("exchange", _exchange(intro_state="made")),
        ("exchange", _exchange(outcome="great")),
        ("exchange", _exchange(tags="two  blanks")),
        ("exchange", _exchange(uid=UID)),
        ("person", _person(handle="Ana!")),
        ("person", _person(handle="ana")),
        ("person", _person(handle="b", name="  ")),
        ("person", _person(handle="b", name="x" * 201)),
        ("person", _person(handle="b", birthday="1990-02-30")),
        ("person", _person(handle="b", birthday="--02-30")),
        ("person", _person(handle="b", cadence="often")),
        ("person", _person(handle="b", expect="much")),
        ("person", _person(handle="b", start_phase=6)),
        ("quiet", {"first": "2026-02-02", "last": "2026-02-01"}),
        ("signal", {"person_id": 1, "kind": "smiled", "date": "2026-01-01"}),
        ("phase_change", {"person_id": 1, "phase": 0, "date": "2026-01-01"}),
        ("need", {"person_id": 1, "text": " ", "noted_on": "2026-01-01"}),
        ("promise", {"person_id": 1, "by": "us", "what": "x", "made_on": "2026-01-01"}),
        (
            "promise",
            {"person_id": 1, "by": "me", "what": "x", "made_on": "2026-01-01", "closing": "kept"},
        ),
        ("ask", {"person_id": 1, "what": "x", "asked_on": "soon"}),
        (
            "incident",
            {"person_id": 1, "by": "me", "what": "x", "date": "2026-01-01", "severity": "x"},
        ),
        ("exchange", _exchange(category="introductions", intro_state="asked")),
        ("idea", {"person_id": 1, "text": "x", "size": "huge"}),
        ("introduction", _introduction(other_person_id=1)),
        ("introduction", _introduction(other_person_id=99)),
        ("introduction", _introduction(intro_for="me")),
        ("introduction", _introduction(state="hoped")),
        ("introduction", _introduction(state="made")),
        ("introduction", _introduction(closed_on="2026-01-01")),
        ("introduction", _introduction(other_agreed=2)),
        ("offer", {"text": "x", "angle": "sharp"}),
        ("offer", {"text": "x", "noted_on": "soon"}),
        ("opportunity", {"text": "x", "expires_on": "2026-13-01"}),
        ("interaction", {"date": "2026-01-01", "channel": "pigeon"}),
    ],
)
def test_a_wrong_row_is_impossible(open_operation, table, row):
    """The database itself refuses what the model does not know."""
    with pytest.raises(sqlite3.IntegrityError):
        open_operation.insert(table, row)
        open_operation.sql.execute("PRAGMA foreign_key_check").fetchall()


def test_an_exchange_follows_its_contact(open_operation):
    """The date of a contact moves its exchanges; removing it takes them along."""
    op = open_operation
    contact = op.insert("interaction", {"date": "2026-01-01"})
    op.insert_part("attendance", {"interaction_id": contact, "person_id": 1, "date": "2026-01-01"})
    op.insert("exchange", _exchange(interaction_id=contact))
    op.update("interaction", contact, {"date": "2026-02-03"})
    assert op.sql.execute("SELECT date, day FROM exchange").fetchall() == [("2026-02-03", 739650)]
    op.delete("interaction", contact)
    assert op.sql.execute("SELECT COUNT(*) FROM exchange").fetchone() == (0,)


def test_an_exchange_needs_its_person_at_the_contact(open_operation):
    """An exchange cannot belong to a contact that its person did not attend."""
    op = open_operation
    contact = op.insert("interaction", {"date": "2026-01-01"})
    with pytest.raises(sqlite3.IntegrityError):
        op.insert("exchange", _exchange(interaction_id=contact))


def test_nothing_is_written_outside_an_operation(ledger):
    """The journal refuses any write while no operation is open."""
    with pytest.raises(sqlite3.IntegrityError, match="operation_id"):
        ledger.sql.execute(
            "INSERT INTO quiet VALUES (1, ?, 1, NULL, '2026-01-01', '2026-01-02')", (UID + "1",)
        )


def test_the_finer_kinds_are_those_of_the_model(declared):
    """Each stands with its category in the check of an exchange."""
    for category, kinds in records.KINDS.items():
        words = " OR ".join(f"kind = '{kind}'" for kind in kinds)
        assert f"(category = '{category}' AND ({words}))" in declared["exchange"]
