"""The day on which an offer, an opportunity or an idea was noted; those from before have none.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and put right an index that some ledgers of schema 3 have as it was once."""
    op.execute("DROP INDEX IF EXISTS ix_exchange_unreported")
    op.execute(
        "CREATE INDEX IF NOT EXISTS ix_exchange_introduced"
        " ON exchange (person_id, day, reported_on) WHERE direction = 'got'"
        " AND category = 'introductions'"
    )
    for table in ("offer", "opportunity", "idea"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN noted_on DATE"
            " CONSTRAINT noted_on_is_a_date CHECK (noted_on IS date(noted_on, '+0 days'))"
        )
