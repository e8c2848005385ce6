"""What was removed is remembered, so that ledgers can be merged.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from reciprocity_cli.store.schema import RECORDS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add `tombstone` and `aside`, and bury what the history knows to be gone."""
    op.add_column("person", sa.Column("into_uid", sa.String(), nullable=True))
    op.create_table(
        "tombstone",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("into_uid", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_table(
        "aside",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uid"),
    )
    _bury()


def _bury() -> None:
    sql = op.get_bind()
    for kind in RECORDS:
        # The first value of every record is its uid. An undone addition is a removal as well, and
        # of that there is an image too.
        sql.exec_driver_sql(
            "INSERT OR IGNORE INTO tombstone (uid, kind, changed)"
            f" SELECT c1, '{kind}', MAX(o.changed) FROM image i JOIN operation o"
            f" ON o.id = i.operation_id WHERE i.relation = '{kind}' AND i.action = 'delete'"
            f" AND NOT EXISTS (SELECT 1 FROM {kind} t WHERE t.uid = c1) GROUP BY c1"
        )
