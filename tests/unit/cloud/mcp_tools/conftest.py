"""Stores, docs and files for tools."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from codomyrmex.cloud import MinIOClient
from codomyrmex.model_context_protocol.paths import AllowedFolders, ReadableFile, WritableFile
from tests.contract.coda_account import CodaAccount
from tests.contract.coda_account import coda as coda_account
from tests.servers.s3_server import S3Server
from tests.unit.cloud.cli.conftest import root, store

__all__ = ["coda_account", "root", "store"]


Reading = Callable[[bytes], ReadableFile]
Writing = Callable[[Path], WritableFile]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Reading]:
    """Opens a file with some bytes, as the gate does."""
    with ExitStack() as stack, AllowedFolders([tmp_path]) as folders:

        def write(data: bytes) -> ReadableFile:
            path = tmp_path / "report.txt"
            path.write_bytes(data)
            return stack.enter_context(folders.open_to_read(str(path)))

        yield write


@pytest.fixture
def new_file(tmp_path: Path) -> Iterator[Writing]:
    """Opens a file to be written, as the gate does."""
    with ExitStack() as stack, AllowedFolders([tmp_path]) as folders:
        yield lambda path: stack.enter_context(folders.open_to_write(str(path)))


@pytest.fixture
def s3(moto_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket on a server that is both ``minio`` and ``infomaniak``."""
    for name in ("MINIO", "INFOMANIAK_S3"):
        monkeypatch.setenv(f"{name}_ENDPOINT", moto_server.endpoint)
        monkeypatch.setenv(f"{name}_ACCESS_KEY", moto_server.access_key)
        monkeypatch.setenv(f"{name}_SECRET_KEY", moto_server.secret_key)
    bucket = f"tools-{uuid.uuid4().hex[:12]}"
    with MinIOClient(
        moto_server.endpoint, access_key=moto_server.access_key, secret_key=moto_server.secret_key
    ) as client:
        client.create_bucket(bucket)
    return bucket


@pytest.fixture
def coda(coda_account: CodaAccount, monkeypatch: pytest.MonkeyPatch) -> CodaAccount:
    """An account whose token is that of the environment."""
    monkeypatch.setenv("CODA_API_TOKEN", coda_account.token)
    monkeypatch.setenv("CODA_BASE_URL", coda_account.server.base_url)
    return coda_account
