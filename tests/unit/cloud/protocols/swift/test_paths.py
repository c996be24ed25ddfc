"""The exact target of each verb, as it is on the wire."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from codomyrmex.cloud.common.storage import StorageClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer, empty_with_etag
from tests.unit.cloud.protocols.swift.account import Account

PIECE = 5 << 20

TARGETS = {
    ".": ".",
    "..": "..",
    "x/..": "x/..",
    "a/../b": "a/../b",
    "x/../../other/k": "x/../../other/k",
    "a//b": "a//b",
    "/a": "/a",
    "dir/": "dir/",
    "a%2Fb": "a%252Fb",
    "a b+?#日": "a%20b%2B%3F%23%E6%97%A5",
}

VERBS: dict[str, Callable[[StorageClient, str], Any]] = {
    "put": lambda client, key: client.put_object("bucket", key, b"x"),
    "get": lambda client, key: client.get_object("bucket", key),
    "range": lambda client, key: client.get_object("bucket", key, start=0, end=1),
    "head": lambda client, key: client.get_metadata("bucket", key),
    "delete": lambda client, key: client.delete_object("bucket", key),
    "copy-to": lambda client, key: client.copy_object("source", "plain", "bucket", key),
}


def answer(request: CapturedRequest) -> Answer:
    """Just enough of Swift for each verb to end well: a manifest's ETag is made of its segments'."""
    if "multipart-manifest=put" in request.target:
        first, last = (hashlib.md5(piece).hexdigest() for piece in (b"x" * PIECE, b"x"))
        return Answer(201, (("ETag", f'"{hashlib.md5((first + last).encode()).hexdigest()}"'),))
    return empty_with_etag(request)


def objects_in(server: CaptureServer, bucket: str) -> set[str]:
    """The objects that were asked for, as they were named."""
    prefix = f"/v1/AUTH_test/{bucket}/"
    targets = {request.target.partition("?")[0] for request in server.requests}
    return {target.removeprefix(prefix) for target in targets if target.startswith(prefix)}


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
@pytest.mark.parametrize("verb", VERBS)
def test_the_target_of_each_verb_is_exact(capture_server: CaptureServer, verb: str, key: str) -> None:
    VERBS[verb](Account(capture_server, answer).client(), key)
    assert objects_in(capture_server, "bucket") == {TARGETS[key]}


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_the_target_of_a_manifest_is_exact(capture_server: CaptureServer, key: str) -> None:
    client = Account(capture_server, answer).client()
    client.single_put_limit = client.part_size = PIECE
    client.put_object("bucket", key, iter([b"x" * PIECE, b"x"]))
    assert objects_in(capture_server, "bucket") == {TARGETS[key]}
    assert len(objects_in(capture_server, "bucket_segments")) == 2


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_the_source_of_a_copy_is_exact(capture_server: CaptureServer, key: str) -> None:
    Account(capture_server, answer).client().copy_object("bucket", key, "other", "plain")
    (put,) = (request for request in capture_server.requests if request.method == "PUT")
    assert put.header("X-Copy-From") == f"/bucket/{TARGETS[key]}"
