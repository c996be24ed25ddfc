"""fsspec's own tests of a filesystem, on every store."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any

import pytest
from fsspec.tests.abstract import (
    AbstractCopyTests,
    AbstractFixtures,
    AbstractGetTests,
    AbstractOpenTests,
    AbstractPipeTests,
    AbstractPutTests,
)

from codomyrmex.cloud.common.storage import StorageClient

pytestmark = pytest.mark.each_protocol


class BucketFixtures(AbstractFixtures):  # type: ignore[misc]
    """A bucket's filesystem, whose paths are keys."""

    @pytest.fixture
    def fs(self, client: StorageClient, bucket: str) -> Any:
        return client.filesystem(bucket)

    @pytest.fixture
    def fs_path(self) -> str:
        return "below"

    @pytest.fixture
    def fs_join(self) -> Callable[..., str]:
        return posixpath.join

    @pytest.fixture
    def supports_empty_directories(self) -> bool:
        return False


class TestCopy(BucketFixtures, AbstractCopyTests):  # type: ignore[misc]
    pass


class TestGet(BucketFixtures, AbstractGetTests):  # type: ignore[misc]
    pass


class TestPut(BucketFixtures, AbstractPutTests):  # type: ignore[misc]
    pass


class TestOpen(BucketFixtures, AbstractOpenTests):  # type: ignore[misc]
    pass


class TestPipe(BucketFixtures, AbstractPipeTests):  # type: ignore[misc]
    pass
