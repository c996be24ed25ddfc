"""The demo, as ``make demo`` runs it."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from codomyrmex.cloud import MinIOClient
from tests.servers.ceph import CephServer

DEMO = [sys.executable, "-m", "codomyrmex.cloud.cli.demo"]


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> subprocess.CompletedProcess[str]:
    """Run the demo with its own folder for temporary files."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return subprocess.run(DEMO, capture_output=True, text=True, check=False, timeout=300)


def complaints(errors: str) -> list[str]:
    """What was said on stderr but how far it is, which is said of what takes longer than ten seconds."""
    return [line for line in errors.splitlines() if not re.match(r"(upload|download): .* files, ", line)]


def rows(output: str) -> list[list[str]]:
    """The cells of the table's rows."""
    steps = ("upload", "list", "read", "download", "compare")
    return [line.split() for line in output.splitlines() if line.strip().startswith(steps)]


def test_the_demo_moves_the_standard_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch)
    assert (done.returncode, complaints(done.stderr)) == (0, [])
    found = rows(done.stdout)
    assert [row[0] for row in found] == ["upload", "list", "read", "download", "compare"]
    counts = {row[1] for row in found if row[0] != "read"}
    (count,) = counts
    assert int(count.replace(",", "")) > 500
    assert f"Every byte of {count} files is the same." in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_demo_on_s3_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ceph_server: CephServer
) -> None:
    client = MinIOClient(
        ceph_server.endpoint, access_key=ceph_server.access_key, secret_key=ceph_server.secret_key
    )
    bucket = f"demo-{secrets.token_hex(6)}"
    client.create_bucket(bucket)
    client.put_object(bucket, "folder/mine", b"stays")
    monkeypatch.setenv("MINIO_ENDPOINT", ceph_server.endpoint)
    monkeypatch.setenv("MINIO_ACCESS_KEY", ceph_server.access_key)
    monkeypatch.setenv("MINIO_SECRET_KEY", ceph_server.secret_key)
    monkeypatch.setenv("CODOMYRMEX_DEMO_URL", f"minio://{bucket}/folder")
    done = run(tmp_path, monkeypatch)
    assert (done.returncode, complaints(done.stderr)) == (0, [])
    assert done.stdout.count("Every byte of") == 2
    assert [info.key for info in client.list_objects(bucket)] == ["folder/mine"]


def test_a_wrong_address_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODOMYRMEX_DEMO_URL", "nosuch://bucket")
    done = run(tmp_path, monkeypatch)
    assert done.returncode == 7
    assert done.stderr.startswith("cmx: no profile 'nosuch'")
    assert list(tmp_path.iterdir()) == []
