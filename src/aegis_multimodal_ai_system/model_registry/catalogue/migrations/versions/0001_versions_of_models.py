"""Versions of models, and what each was made from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "aegis_model_versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("object_key", sa.String(1024), nullable=False, unique=True),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signer", sa.String(200)),
        sa.Column("key_hint", sa.String(100)),
        sa.Column("provenance", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("name", "version", name="aegis_model_versions_number"),
    )
    in_production = sa.text("stage = 'production'")
    op.create_index(
        "aegis_model_versions_production",
        "aegis_model_versions",
        ["name"],
        unique=True,
        postgresql_where=in_production,
        sqlite_where=in_production,
    )
    op.create_table(
        "aegis_model_parents",
        sa.Column("child", sa.Integer, sa.ForeignKey("aegis_model_versions.id"), primary_key=True),
        sa.Column("parent", sa.Integer, sa.ForeignKey("aegis_model_versions.id"), primary_key=True),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("aegis_model_parents")
    op.drop_table("aegis_model_versions")
