"""The migrations of the catalogue, for Alembic."""
