"""Ctrl-C in the middle of an upload in components: it ends within a second, and leaves none."""

from __future__ import annotations

import math
import multiprocessing
import os
import secrets
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import pytest

from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Hang
from tests.servers.gcs import PROJECT, GCSServer
from tests.servers.http1 import RequestHead

UNIT = 1 << 20
PROMISE = 1.0
SLACK = 1.5
"""Seconds that a loaded machine may take longer to wake the process and to let it end."""


def is_first_piece(request: RequestHead) -> bool:
    """The request that sends a session its first bytes."""
    return request.method == "PUT"


def is_compose(request: RequestHead) -> bool:
    """The request that makes the object of its components."""
    return "/compose?" in request.target


def upload(client: GCSClient, bucket: str, outcome: Connection) -> None:
    """What the child does."""
    try:
        client.put_object(bucket, "key", bytes(3 * UNIT))
    except KeyboardInterrupt:
        outcome.send("interrupted")


@pytest.mark.parametrize("chosen", [is_first_piece, is_compose])
def test_ctrl_c_ends_an_upload_and_leaves_nothing(
    gcs_server: GCSServer,
    fault_proxy: Callable[[int], FaultProxy],
    chosen: Callable[[RequestHead], bool],
) -> None:
    bucket = f"cancel-{secrets.token_hex(6)}"
    proxy = fault_proxy(gcs_server.port)
    client = GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=proxy.endpoint)
    client.single_put_limit = client.part_size = client.compose_limit = UNIT
    client.create_bucket(bucket)
    proxy.plan(Hang(), when=chosen, times=math.inf)
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=upload, args=(client, bucket, theirs))
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
    assert gcs_server.unfinished(bucket) == []
    client.delete_bucket(bucket)


def test_what_a_killed_program_leaves_is_found_and_deleted(
    gcs_server: GCSServer, fault_proxy: Callable[[int], FaultProxy]
) -> None:
    bucket = f"cancel-{secrets.token_hex(6)}"
    proxy = fault_proxy(gcs_server.port)
    client = GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=proxy.endpoint)
    client.single_put_limit = client.part_size = client.compose_limit = UNIT
    client.create_bucket(bucket)
    proxy.plan(Hang(), when=is_compose, times=math.inf)
    _, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=upload, args=(client, bucket, theirs))
    child.start()
    try:
        proxy.wait_for_faults()
    finally:
        child.kill()
        child.join(30)
    (left,) = client.list_uploads(bucket)
    assert left.key == "key"
    assert not client.object_exists(bucket, "key")
    client.abort_upload(bucket, left.key, left.upload_id)
    assert list(client.list_uploads(bucket)) == []
    client.delete_bucket(bucket)
