"""Alembic's entry: runs the revisions on the connection it is handed, in its transaction."""

from alembic import context

from reciprocity_cli.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller holds one explicit transaction around everything
)
context.run_migrations()
