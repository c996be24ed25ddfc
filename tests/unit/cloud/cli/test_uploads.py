"""``cmx uploads``: what killed programs left behind."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from codomyrmex.cloud import MinIOClient
from codomyrmex.cloud.common.storage.files import ObjectWriter
from tests.servers.s3_server import S3Server
from tests.unit.cloud.cli.conftest import Cmx
from tests.unit.cloud.cli.terminal import on_terminal

PART = 5 << 20


@pytest.fixture(params=["moto", "ceph"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """An S3 server behind ``minio://``; moto says of every upload that it is from 2010."""
    server: S3Server = request.getfixturevalue(f"{request.param}_server")
    monkeypatch.setenv("MINIO_ENDPOINT", server.endpoint)
    monkeypatch.setenv("MINIO_ACCESS_KEY", server.access_key)
    monkeypatch.setenv("MINIO_SECRET_KEY", server.secret_key)
    return server


@pytest.fixture
def bucket(server: S3Server) -> Iterator[str]:
    """A bucket with an upload under way to ``b`` and one to ``logs/a``."""
    client = MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)
    client.part_size = PART
    name = f"uploads-{secrets.token_hex(6)}"
    client.create_bucket(name)
    files = [client.open(name, key, "wb") for key in ("b", "logs/a")]
    for file in files:
        file.write(bytes(2 * PART))
    yield name
    for file in files:
        assert isinstance(file, ObjectWriter)
        file.abort()
    client.delete_bucket(name, force=True)


def keys(cmx: Cmx, url: str, *options: str) -> list[str]:
    """The keys that ``cmx uploads ls`` shows."""
    return [line["key"] for line in cmx("uploads", "ls", url, "--json", *options).lines]


def test_ls_shows_what_is_under_way(cmx: Cmx, bucket: str) -> None:
    first, second = cmx("uploads", "ls", f"minio://{bucket}", "--json").lines
    assert (first["url"], first["bucket"], first["key"]) == (f"minio://{bucket}/b", bucket, "b")
    assert first["upload_id"] != second["upload_id"]
    assert first["started_at"].startswith("20")
    assert keys(cmx, f"minio://{bucket}/lo") == ["logs/a"]
    shown = cmx("uploads", "ls", f"minio://{bucket}")
    assert shown.code == 0
    assert [line.split()[-1] for line in shown.out.splitlines()] == ["b", "logs/a"]


def test_an_age_spares_what_is_younger(cmx: Cmx, server: S3Server, bucket: str) -> None:
    old = ["b", "logs/a"] if server.name == "moto" else []
    assert keys(cmx, f"minio://{bucket}", "--older-than", "1d") == old
    done = cmx("uploads", "abort", f"minio://{bucket}", "--older-than", "52w", "--yes", "--json")
    assert done.object == {"url": f"minio://{bucket}", "aborted": len(old), "failures": []}
    assert keys(cmx, f"minio://{bucket}") == [key for key in ("b", "logs/a") if key not in old]


def test_abort_ends_those_below_a_prefix(cmx: Cmx, bucket: str) -> None:
    assert cmx("uploads", "abort", f"minio://{bucket}").code == 2
    done = cmx("uploads", "abort", f"minio://{bucket}/logs/", "--yes")
    assert (done.code, done.out) == (0, f"1 upload to minio://{bucket}/logs/ aborted\n")
    assert keys(cmx, f"minio://{bucket}") == ["b"]
    again = cmx("uploads", "abort", f"minio://{bucket}/logs/")
    assert (again.code, again.out) == (0, f"0 uploads to minio://{bucket}/logs/ aborted\n")


def test_abort_asks_on_a_terminal(cmx: Cmx, bucket: str) -> None:
    question = f"Abort 2 uploads to minio://{bucket}? [y/N]: ".encode()
    code, output = on_terminal("uploads", "abort", f"minio://{bucket}", answers={question: b"n\n"})
    assert code == 1
    assert b"nothing was aborted" in output
    assert len(keys(cmx, f"minio://{bucket}")) == 2
    code, _output = on_terminal("uploads", "abort", f"minio://{bucket}", answers={question: b"y\n"})
    assert (code, keys(cmx, f"minio://{bucket}")) == (0, [])


def test_an_age_has_a_unit(cmx: Cmx) -> None:
    outcome = cmx("uploads", "ls", "minio://bucket", "--older-than", "soon")
    assert outcome.code == 2
    assert "'soon' is no age; write 30m, 12h, 1d or 2w." in outcome.err


def test_a_store_without_uploads_says_why(cmx: Cmx) -> None:
    outcome = cmx("uploads", "ls", "local://b")
    assert outcome.code != 0
    assert "what killed writers leave is removed by a later write" in outcome.err
