"""Memory stays flat however many files there are."""

from __future__ import annotations

import secrets
import tracemalloc
from pathlib import Path

import pytest

from codomyrmex.cloud.minio.storage import MinIOClient
from codomyrmex.cloud.transfer import transfer
from tests.servers.s3_server import S3Server
from tests.unit.cloud.transfer.places import here, there

FILES = 6_000
FOLDERS = 100
MIB = 1 << 20


@pytest.fixture
def bucket(rclone_server: S3Server) -> tuple[MinIOClient, str]:
    client = MinIOClient(
        rclone_server.endpoint, access_key=rclone_server.access_key, secret_key=rclone_server.secret_key
    )
    name = f"many-{secrets.token_hex(6)}"
    client.create_bucket(name)
    return client, name


def peak_of(folder: Path, client: MinIOClient, bucket: str, key: str, files: int) -> int:
    """The most memory that Python's allocators held during an upload of a tree of files of 1,000 bytes."""
    for number in range(FOLDERS):
        (folder / f"{number:02}").mkdir(parents=True)
    for number in range(files):
        (folder / f"{number % FOLDERS:02}" / f"{number:05}").write_bytes(b"x" * 1000)
    tracemalloc.start()
    try:
        report = transfer(here(folder), there(client, key, bucket), recursive=True)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (report.files, report.failures) == (files, ())
    return peak


@pytest.mark.slow
def test_uploading_many_files(tmp_path: Path, bucket: tuple[MinIOClient, str]) -> None:
    few = peak_of(tmp_path / "few", *bucket, "few", 1000)
    many = peak_of(tmp_path / "many", *bucket, "many", FILES)
    assert many < few + MIB
