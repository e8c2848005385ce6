"""Alembic revisions, one a file, numbered as the schema version they lead to."""
