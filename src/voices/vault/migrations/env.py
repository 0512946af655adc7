"""Alembic's entrance: runs inside the connection and the transaction it is handed."""

from __future__ import annotations

from alembic import context

from voices.vault.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table="vault_version",
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
