"""Introductions that are planned get a table of their own; an exchange is what has happened.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add `introduction`, and take planned states out of `exchange`."""
    op.create_table(
        "introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_person_id", sa.Integer(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("intro_for", sa.String(), server_default=sa.text("'both'"), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'idea'"), nullable=False),
        sa.Column("text", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("exchange_id", sa.Integer(), nullable=True),
        sa.Column("person_agreed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("other_agreed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'made' OR state = 'dropped') = (closed_on IS NOT NULL)",
            name="closing_has_a_date",
        ),
        sa.CheckConstraint("agreed_on IS date(agreed_on, '+0 days')", name="agreed_on_is_a_date"),
        sa.CheckConstraint("asked_on IS date(asked_on, '+0 days')", name="asked_on_is_a_date"),
        sa.CheckConstraint("closed_on IS date(closed_on, '+0 days')", name="closed_on_is_a_date"),
        sa.CheckConstraint(
            "intro_for = 'person' OR intro_for = 'other' OR intro_for = 'both'",
            name="intro_for_is_known",
        ),
        sa.CheckConstraint("noted_on IS date(noted_on, '+0 days')", name="noted_on_is_a_date"),
        sa.CheckConstraint("other_agreed IN (0, 1)", name="other_agreed_is_a_flag"),
        sa.CheckConstraint("other_person_id <> person_id", name="other_person_is_another"),
        sa.CheckConstraint("person_agreed IN (0, 1)", name="person_agreed_is_a_flag"),
        sa.CheckConstraint(
            "state = 'idea' OR state = 'asked' OR state = 'agreed' OR state = 'made' OR state = 'dropped'",
            name="state_is_known",
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["other_person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_introduction_person_id"), "introduction", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_introduction_other_person_id"), "introduction", ["other_person_id"], unique=False
    )
    for column in ("need_id", "exchange_id"):
        op.create_index(
            f"ix_introduction_{column}",
            "introduction",
            [column],
            unique=False,
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
        )
    _let_exchanges_be_made_alone()
    op.create_index(
        "ix_exchange_introduced",
        "exchange",
        ["person_id", "day", "reported_on"],
        unique=False,
        sqlite_where=sa.text("direction = 'got' AND category = 'introductions'"),
    )


_ANY = "intro_state = 'idea' OR intro_state = 'asked' OR intro_state = 'agreed' OR intro_state = 'made'"
_MADE = "intro_state = 'made'"


def _let_exchanges_be_made_alone() -> None:
    """Rebuild `exchange` with the narrower check.

    A planned state came in by a file alone, and the exchange was counted as one that happened; it
    stays what it was counted as, without the state, in the images of undo as well.
    """
    sql = op.get_bind()
    schema = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'exchange' AND type = '{}'"
    (table,) = sql.exec_driver_sql(schema.format("table")).scalars()
    indexes = [text for text in sql.exec_driver_sql(schema.format("index")).scalars() if text]
    columns = [
        (name, not is_key)
        for _, name, _, _, _, is_key, hidden in sql.exec_driver_sql("PRAGMA table_xinfo(exchange)")
        if not hidden
    ]
    values = [name for name, is_value in columns if is_value]
    slot = f"c{values.index('intro_state') + 1}"
    planned = "('idea', 'asked', 'agreed')"
    sql.exec_driver_sql(
        f"UPDATE image SET {slot} = NULL WHERE relation = 'exchange' AND {slot} IN {planned}"
    )
    names = [name for name, _ in columns]
    listed = ", ".join(names)
    kept = ", ".join(
        f"CASE WHEN {name} NOT IN {planned} THEN {name} END" if name == "intro_state" else name
        for name in names
    )
    narrower = table.replace(_ANY, _MADE).replace("exchange", "exchange_anew", 1)
    sql.exec_driver_sql(narrower)
    sql.exec_driver_sql(
        f"INSERT INTO exchange_anew ({listed}) SELECT {kept} FROM exchange ORDER BY id"
    )
    sql.exec_driver_sql("DROP TABLE exchange")
    sql.exec_driver_sql("ALTER TABLE exchange_anew RENAME TO exchange")
    for text in indexes:
        sql.exec_driver_sql(text)
