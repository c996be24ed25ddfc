"""The real S3 servers start, answer an independent client, and are missed out loud."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import boto3
import botocore.config
import pytest

from tests.servers.ceph import CephServer, ceph
from tests.servers.process import ServerUnavailableError, answers, running
from tests.servers.s3_server import S3Server

KEYS = ("a b", "dir/file", "日本")
ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["moto", "rclone", "ceph"])
def server(request: pytest.FixtureRequest) -> S3Server:
    running_server: S3Server = request.getfixturevalue(f"{request.param}_server")
    return running_server


def test_stores_and_returns(server: S3Server) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        region_name=server.region,
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
        config=botocore.config.Config(request_checksum_calculation="when_required"),
    )
    client.create_bucket(Bucket="server-check")
    for key in KEYS:
        client.put_object(Bucket="server-check", Key=key, Body=key.encode())
    listed = client.list_objects_v2(Bucket="server-check")["Contents"]
    assert sorted(entry["Key"] for entry in listed) == sorted(KEYS)
    for key in KEYS:
        assert client.get_object(Bucket="server-check", Key=key)["Body"].read() == key.encode()
        client.delete_object(Bucket="server-check", Key=key)
    client.delete_bucket(Bucket="server-check")


def test_ceph_speaks_swift_too(ceph_server: CephServer) -> None:
    account = ceph_server.swift
    login = urllib.request.Request(
        account.auth_url, headers={"X-Auth-User": account.user, "X-Auth-Key": account.key}
    )
    with urllib.request.urlopen(login, timeout=10) as answer:
        assert answer.headers["X-Auth-Token"]
        assert answer.headers["X-Storage-Url"].startswith(ceph_server.endpoint)


def test_a_secret_is_not_printed(ceph_server: CephServer) -> None:
    assert ceph_server.secret_key not in repr(ceph_server)
    assert ceph_server.swift.key not in repr(ceph_server)


def test_a_program_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerUnavailableError, match="radosgw"), ceph():
        pytest.fail("Ceph started without its programs")


@pytest.mark.parametrize("processes", ["0", "1"])
@pytest.mark.parametrize(("required", "outcome"), [("", "skipped"), ("1", "error")])
def test_a_missing_server_is_said_at_the_end(
    tmp_path: Path, required: str, outcome: str, processes: str
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-n",
            processes,
            f"{__file__}::test_ceph_speaks_swift_too",
        ],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "HOME": str(tmp_path), "CODOMYRMEX_REQUIRE_SERVERS": required},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert f"1 {outcome}" in done.stdout
    assert "ceph: ceph, ceph-mon, ceph-osd, monmaptool, radosgw, radosgw-admin not installed" in done.stdout
    assert done.returncode == (1 if required else 0)


def test_a_server_that_ends_at_once_shows_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such option')"]
    with (
        pytest.raises(RuntimeError, match="no such option"),
        running(command, ready=lambda: False, log=tmp_path / "log", env=dict(os.environ)),
    ):
        pytest.fail("it is not running")


def test_a_server_is_gone_after_its_block(tmp_path: Path) -> None:
    with running(["sleep", "600"], ready=lambda: True, log=tmp_path / "log", env=dict(os.environ)) as process:
        assert process.poll() is None
    assert process.returncode is not None


@pytest.mark.parametrize("processes", ["0", "1"])
def test_a_terminated_run_leaves_no_server(tmp_path: Path, processes: str) -> None:
    script = tmp_path / "test_waits.py"
    script.write_text(
        "import signal\n"
        "def test_waits(rclone_server):\n"
        f"    open({str(tmp_path / 'port')!r}, 'w').write(str(rclone_server.port))\n"
        "    signal.pause()\n"
    )
    options = ["-p", "tests.conftest", "-n", processes, f"--rootdir={ROOT}"]
    command = [sys.executable, "-m", "pytest", *options, str(script)]
    port = tmp_path / "port"
    with running(
        command,
        ready=lambda: port.exists() and port.read_text() != "",
        log=tmp_path / "log",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ):
        assert answers(int(port.read_text()))
    assert not answers(int(port.read_text()))
