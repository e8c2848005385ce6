"""The schema: what tables.py declares is what a new ledger has, and a wrong row is impossible."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from reciprocity_cli.domain import records
from reciprocity_cli.store import records as rows
from reciprocity_cli.store import schema, tables
from reciprocity_cli.store.people import PERSON_COLUMNS

UID = "0" * 31


def test_the_migrated_schema_equals_the_declaration(path):
    """Alembic finds nothing to change between a new ledger and tables.py."""
    engine = tables.open_engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.SQLModel.metadata) == []
    engine.dispose()


def test_every_check_is_in_the_file(path):
    """Each named CHECK of tables.py stands in the file too (Alembic does not compare checks)."""
    with closing(sqlite3.connect(path)) as sql:
        texts = dict(sql.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"))
    for table in tables.SQLModel.metadata.sorted_tables:
        # Only line breaks differ, not what stands in quotes.
        text = re.sub(r"\n *", " ", texts[table.name])
        for check in table.constraints:
            if isinstance(check, sa.CheckConstraint):
                assert f"CONSTRAINT {check.name} CHECK ({check.sqltext})" in text


def test_plain_sql_names_only_declared_columns():
    """The columns that reads name are those that tables.py declares."""
    declared = {t.name: set(t.columns.keys()) for t in tables.SQLModel.metadata.sorted_tables}
    for shape in rows.SHAPES:
        assert set(shape.columns) <= declared[shape.table]
    assert set(PERSON_COLUMNS) <= declared["person"]
    kept_beside = {"ledger", "operation", "image", *schema.UNJOURNALED}
    assert set(schema.JOURNALED) | kept_beside == set(declared)


def test_images_are_wide_enough():
    """No journaled table has more columns than an image holds."""
    widest = max(len(tables.SQLModel.metadata.tables[name].columns) for name in schema.JOURNALED)
    assert widest <= schema.IMAGE_WIDTH


def test_the_file_is_marked_and_private(path):
    """The header bears application id and version; the file is 0600."""
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
        assert sql.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA_VERSION,)
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


def test_kinds_and_words_are_those_of_the_model():
    """Every enum of the model stands in a check of the schema, word for word."""
    text = " ".join(
        str(check.sqltext)
        for table in tables.SQLModel.metadata.sorted_tables
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
    )
    for kinds in records.KINDS.values():
        for kind in kinds:
            assert f"'{kind}'" in text
