"""Ctrl-C in the middle of an upload in components: it ends within a second, and leaves none."""

from __future__ import annotations

import math
import secrets
import signal
from collections.abc import Callable

import pytest

from codomyrmex.cloud.gcp.storage import GCSClient
from tests.contract.interruption import PROMISE, SLACK, interrupt
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Hang
from tests.servers.gcs import PROJECT, GCSServer
from tests.servers.http1 import RequestHead

UNIT = 1 << 20


def is_first_piece(request: RequestHead) -> bool:
    """The request that sends a session its first bytes."""
    return request.method == "PUT"


def is_compose(request: RequestHead) -> bool:
    """The request that makes the object of its components."""
    return "/compose?" in request.target


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
    ended, took = interrupt(lambda: client.put_object(bucket, "key", bytes(3 * UNIT)), proxy)
    assert ended == "interrupted"
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
    ended, _ = interrupt(
        lambda: client.put_object(bucket, "key", bytes(3 * UNIT)), proxy, number=signal.SIGKILL
    )
    assert ended == "killed"
    (left,) = client.list_uploads(bucket)
    assert left.key == "key"
    assert not client.object_exists(bucket, "key")
    client.abort_upload(bucket, left.key, left.upload_id)
    assert list(client.list_uploads(bucket)) == []
    client.delete_bucket(bucket)
