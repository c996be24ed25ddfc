"""Ctrl-C: whatever a call is doing, it ends within a second and leaves nothing half-done."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.aws.storage import S3Client
from tests.contract.harness import MIB, SMALLEST_PART
from tests.contract.independent import boto3_client, unfinished_uploads
from tests.contract.wire import is_completion, is_later_range, is_part, s3_client
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault, Hang, Respond
from tests.servers.http1 import RequestHead
from tests.servers.s3_server import S3Server

PROMISE = 1.0
SLACK = 1.5
"""Seconds that a loaded machine may take longer to wake the process and to let it end."""

LARGE = 3 * SMALLEST_PART

Call = Callable[[S3Client, str, Path], Any]
Chosen = Callable[[RequestHead], bool]


def any_request(_request: RequestHead) -> bool:
    """Every request."""
    return True


# What hangs, what the process does meanwhile.
VERBS: dict[str, tuple[Fault, Chosen, Call]] = {
    "put": (Hang(), any_request, lambda client, bucket, _: client.put_object(bucket, "new", b"x")),
    "put-parts": (Hang(), is_part, lambda client, bucket, _: client.put_object(bucket, "new", b"x" * LARGE)),
    "put-stream": (
        Hang(),
        is_part,
        lambda client, bucket, _: client.put_object(bucket, "new", iter([b"x" * MIB] * (LARGE // MIB))),
    ),
    "upload": (
        Hang(),
        is_part,
        lambda client, bucket, folder: client.upload_file(folder / "source", bucket, "new"),
    ),
    "complete": (
        Hang(),
        is_completion,
        lambda client, bucket, _: client.put_object(bucket, "new", b"x" * LARGE),
    ),
    "get": (Hang(), any_request, lambda client, bucket, _: client.get_object(bucket, "old")),
    "get-in-body": (Hang(1000), any_request, lambda client, bucket, _: client.get_object(bucket, "old")),
    "stream": (Hang(1000), any_request, lambda client, bucket, _: list(client.stream_object(bucket, "old"))),
    "stream-later": (
        Hang(),
        is_later_range,
        lambda client, bucket, _: list(client.stream_object(bucket, "large")),
    ),
    "download": (
        Hang(1000),
        any_request,
        lambda client, bucket, folder: client.download_file(bucket, "old", folder / "target" / "file"),
    ),
    "download-ranges": (
        Hang(1000),
        is_later_range,
        lambda client, bucket, folder: client.download_file(bucket, "large", folder / "target" / "file"),
    ),
    "head": (Hang(), any_request, lambda client, bucket, _: client.get_metadata(bucket, "old")),
    "list": (Hang(), any_request, lambda client, bucket, _: list(client.list_objects(bucket))),
    "copy": (Hang(), any_request, lambda client, bucket, _: client.copy_object(bucket, "old", bucket, "new")),
    "delete": (Hang(), any_request, lambda client, bucket, _: client.delete_object(bucket, "old")),
    "delete-many": (Hang(), any_request, lambda client, bucket, _: client.delete_objects(bucket, ["old"])),
    "delete-one-by-one": (
        Hang(),
        any_request,
        lambda client, bucket, _: client.delete_objects(bucket, ["\x01"]),
    ),
    "wait-to-retry": (
        Respond(503, retry_after="30"),
        any_request,
        lambda client, bucket, _: client.get_object(bucket, "old"),
    ),
}


@pytest.fixture(scope="module")
def bucket(ceph_server: S3Server) -> str:
    """A bucket with a small object and one of several ranges."""
    name = f"cancel-{os.urandom(6).hex()}"
    boto3 = boto3_client(ceph_server)
    boto3.create_bucket(Bucket=name)
    boto3.put_object(Bucket=name, Key="old", Body=b"o" * 10_000)
    boto3.put_object(Bucket=name, Key="large", Body=b"l" * (20 * MIB))
    return name


def _run(call: Call, client: S3Client, bucket: str, folder: Path, outcome: Connection) -> None:
    try:
        call(client, bucket, folder)
    except KeyboardInterrupt:
        outcome.send("interrupted")
    except BaseException as error:
        outcome.send(repr(error))
        raise
    else:
        outcome.send("done")


@pytest.mark.parametrize("verb", VERBS)
def test_ctrl_c_ends_it_within_a_second(
    ceph_server: S3Server, fault_proxy: Callable[[int], FaultProxy], bucket: str, tmp_path: Path, verb: str
) -> None:
    fault, chosen, call = VERBS[verb]
    (tmp_path / "source").write_bytes(b"s" * LARGE)
    (tmp_path / "target").mkdir()
    proxy = fault_proxy(ceph_server.port)
    proxy.plan(fault, when=chosen, times=math.inf)
    client = s3_client(ceph_server, proxy.endpoint)
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(
        target=_run, args=(call, client, bucket, tmp_path, theirs)
    )
    child.start()
    try:
        proxy.wait_for_faults()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGINT)
        sent = time.monotonic()
        child.join(30)
        took = time.monotonic() - sent
    finally:
        child.kill()
    assert ours.poll(0)
    assert ours.recv() == "interrupted"
    assert took < PROMISE + SLACK
    assert os.listdir(tmp_path / "target") == []
    assert unfinished_uploads(ceph_server, bucket) == []
    listed = boto3_client(ceph_server).list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == ["large", "old"]
