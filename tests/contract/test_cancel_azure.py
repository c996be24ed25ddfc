"""Ctrl-C on Azure: whatever a call is doing, it ends within a second and leaves nothing that can be seen."""

from __future__ import annotations

import math
import multiprocessing
import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from tests.contract.harness import MIB
from tests.contract.test_cancel import PROMISE, SLACK, any_request
from tests.servers.azurite import AzuriteServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault, Hang, Respond
from tests.servers.http1 import RequestHead

LARGE = 3 * MIB

Call = Callable[[AzureBlobClient, str, Path], Any]
Chosen = Callable[[RequestHead], bool]


def target_has(text: str) -> Chosen:
    """Whether a request's target has this in it."""
    return lambda request: text in request.target


# What hangs, what the process does meanwhile.
VERBS: dict[str, tuple[Fault, Chosen, Call]] = {
    "put": (Hang(), any_request, lambda client, bucket, _: client.put_object(bucket, "new", b"x")),
    "blocks": (
        Hang(),
        target_has("blockid="),
        lambda client, bucket, _: client.put_object(bucket, "new", iter([b"x" * MIB] * 3)),
    ),
    "block-list": (
        Hang(),
        target_has("comp=blocklist"),
        lambda client, bucket, _: client.put_object(bucket, "new", b"x" * LARGE),
    ),
    "download": (
        Hang(1000),
        any_request,
        lambda client, bucket, folder: client.download_file(bucket, "old", folder / "file"),
    ),
    "copy": (Hang(), any_request, lambda client, bucket, _: client.copy_object(bucket, "old", bucket, "new")),
    "delete-many": (Hang(), any_request, lambda client, bucket, _: client.delete_objects(bucket, ["old"])),
    "wait-to-retry": (
        Respond(503, retry_after="30"),
        any_request,
        lambda client, bucket, _: client.get_object(bucket, "old"),
    ),
}


def client_of(server: AzuriteServer, url: str) -> AzureBlobClient:
    """A client that uploads in small blocks."""
    client = AzureBlobClient(account_url=url, account_key=server.account_key)
    client.single_put_limit = client.part_size = MIB
    return client


@pytest.fixture
def bucket(azurite_server: AzuriteServer) -> Iterator[str]:
    """A bucket with an object."""
    name = f"cancel-{secrets.token_hex(6)}"
    direct = client_of(azurite_server, azurite_server.url)
    direct.create_bucket(name)
    direct.put_object(name, "old", b"o" * 10_000)
    yield name
    direct.delete_bucket(name, force=True)


def _run(call: Call, client: AzureBlobClient, bucket: str, folder: Path, outcome: Connection) -> None:
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
    azurite_server: AzuriteServer,
    fault_proxy: Callable[[int], FaultProxy],
    bucket: str,
    tmp_path: Path,
    verb: str,
) -> None:
    fault, chosen, call = VERBS[verb]
    proxy = fault_proxy(azurite_server.port)
    proxy.plan(fault, when=chosen, times=math.inf)
    client = client_of(azurite_server, f"{proxy.endpoint}/{azurite_server.account}")
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
    assert os.listdir(tmp_path) == []
    direct = client_of(azurite_server, azurite_server.url)
    assert [info.key for info in direct.list_objects(bucket)] == ["old"]
