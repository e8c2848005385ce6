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
    """Add the column."""
    for table in ("offer", "opportunity", "idea"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN noted_on DATE"
            " CONSTRAINT noted_on_is_a_date CHECK (noted_on IS date(noted_on, '+0 days'))"
        )
