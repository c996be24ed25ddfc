"""Runs each row on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.model_registry.catalogue import Catalogue
from tests.servers.postgresql import PostgreSQLServer


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'catalogue.sqlite'}"
    server: PostgreSQLServer = request.getfixturevalue("postgresql_server")
    return server.create_database()


@pytest.fixture
def catalogue(url: str) -> Iterator[Catalogue]:
    """A catalogue with nothing in it."""
    made = Catalogue.upgrade(url)
    yield made
    made.close()
