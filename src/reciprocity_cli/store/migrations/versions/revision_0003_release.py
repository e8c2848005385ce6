"""The schema of 0.1.0, on which later revisions stand; schema.sql makes it in a new ledger.

Revision ID: 0003
"""

revision = "0003"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing: no older ledger comes this way."""
