"""Alembic's entry: runs the revisions on the connection and transaction handed over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=False,  # the caller holds one explicit transaction around everything
)
context.run_migrations()
