"""What Alembic runs around a migration: it gets a connection and keeps the transaction of whoever called."""

from __future__ import annotations

from alembic import context

from aegis_multimodal_ai_system.model_registry.catalogue.schema import VERSION_TABLE
from aegis_multimodal_ai_system.model_registry.catalogue.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    transactional_ddl=False,
)
context.run_migrations()
