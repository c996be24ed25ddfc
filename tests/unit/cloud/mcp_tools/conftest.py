"""Stores, docs and files for tools."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pytest

from codomyrmex.cloud import MinIOClient
from tests.contract.coda_account import CodaAccount
from tests.contract.coda_account import coda as coda_account
from tests.servers.s3_server import S3Server
from tests.unit.cloud.cli.conftest import root, store

__all__ = ["coda_account", "root", "store"]


@dataclass
class OpenedFile:
    """A file as a tool gets one to read."""

    path: Path
    file: BinaryIO
    size: int


class NewFile:
    """A file as a tool gets one to write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.exists = path.exists()
        self._part = path.with_suffix(".part")
        self.file: BinaryIO = self._part.open("wb")

    def commit(self, replace: bool) -> None:
        """Give it its name."""
        self.file.close()
        if replace:
            self._part.replace(self.path)
        else:
            os.link(self._part, self.path)


Reading = Callable[[bytes], OpenedFile]
Writing = Callable[[Path], NewFile]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Reading]:
    """Opens a file with some bytes."""
    with ExitStack() as stack:

        def write(data: bytes) -> OpenedFile:
            path = tmp_path / "report.txt"
            path.write_bytes(data)
            return OpenedFile(path, stack.enter_context(path.open("rb")), len(data))

        yield write


@pytest.fixture
def new_file() -> Iterator[Writing]:
    """Opens a file to be written."""
    with ExitStack() as stack:

        def begin(path: Path) -> NewFile:
            file = NewFile(path)
            stack.callback(file.file.close)
            return file

        yield begin


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
