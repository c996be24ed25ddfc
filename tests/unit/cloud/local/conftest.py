"""A store in a folder of its own, for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.cloud.local import LocalStorageClient


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of the account; it is not there yet."""
    return tmp_path / "account"


@pytest.fixture
def client(root: Path) -> LocalStorageClient:
    """A client of a store with one bucket, ``bucket``."""
    client = LocalStorageClient(root, durable=False)
    client.create_bucket("bucket")
    return client


@pytest.fixture
def folder(client: LocalStorageClient, root: Path) -> Path:
    """The folder of the bucket, as every other program sees it."""
    assert client.bucket_exists("bucket")
    return root / "bucket"
