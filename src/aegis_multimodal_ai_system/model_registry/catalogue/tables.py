"""The tables of the catalogue, as they are at the newest version of the schema.

A change here needs a migration beside the others; a test compares what migrations make with what is here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)

METADATA = MetaData()
NAME_LENGTH = 200
KEY_LENGTH = 1024


class Instant(TypeDecorator[datetime]):
    """A time in UTC; SQLite keeps no time zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


VERSIONS = Table(
    "aegis_model_versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("version", Integer, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("object_key", String(KEY_LENGTH), nullable=False, unique=True),
    Column("file_name", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("signer", String(NAME_LENGTH)),
    Column("key_hint", String(100)),
    Column("provenance", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("name", "version", name="aegis_model_versions_number"),
)

IN_PRODUCTION = text("stage = 'production'")
Index(
    "aegis_model_versions_production",
    VERSIONS.c.name,
    unique=True,
    postgresql_where=IN_PRODUCTION,
    sqlite_where=IN_PRODUCTION,
)

PARENTS = Table(
    "aegis_model_parents",
    METADATA,
    Column("child", Integer, ForeignKey(VERSIONS.c.id), primary_key=True),
    Column("parent", Integer, ForeignKey(VERSIONS.c.id), primary_key=True),
)
