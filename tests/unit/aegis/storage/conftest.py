"""Runs each row for every store."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.storage import CloudStorageAdapter
from tests.unit.aegis.storage.stores import STORES, Store


@pytest.fixture(params=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An adapter and its server, running."""
    server, describe = STORES[request.param]
    return describe(request.getfixturevalue(server) if server else None, tmp_path)


@pytest.fixture
def client(store: Store) -> Iterator[CloudStorageAdapter]:
    """The adapter for a new bucket, which goes after the test."""
    with store.open(f"aegis-{secrets.token_hex(6)}") as adapter:
        adapter.client.create_bucket(adapter.bucket)
        yield adapter
        adapter.client.delete_bucket(adapter.bucket, force=True)


@pytest.fixture
def nowhere(store: Store) -> Iterator[CloudStorageAdapter]:
    """The adapter for a bucket that is not there."""
    with store.open(f"aegis-{secrets.token_hex(6)}") as adapter:
        yield adapter


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A model."""
    path = tmp_path / "model.bin"
    path.write_bytes(b"weights\n")
    return path
