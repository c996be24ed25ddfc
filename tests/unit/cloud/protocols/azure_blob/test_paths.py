"""What is on the wire: the exact target of each verb, and nothing of what Azure would make another key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import Encryption
from tests.servers.capture import CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import SMALL, query_of

# Written out, not computed: what is on the wire is the promise.
TARGETS = {
    "plain": "plain",
    ".": ".",
    "..": "..",
    "x/..": "x/..",
    "x/../../other/k": "x/../../other/k",
    "a/../b": "a/../b",
    "./a": "./a",
    "a//b": "a//b",
    "/a": "/a",
    "//": "//",
    "dir/": "dir/",
    "a b": "a%20b",
    "a ": "a%20",
    "a+b": "a%2Bb",
    "a%20b": "a%2520b",
    "a%2e%2e/b": "a%252e%252e/b",
    "'\"": "%27%22",
    "#?&=*": "%23%3F%26%3D%2A",
    ":;@$,![](){}|^`": "%3A%3B%40%24%2C%21%5B%5D%28%29%7B%7D%7C%5E%60",
    "~-._": "~-._",
    "日本": "%E6%97%A5%E6%9C%AC",
    "\u00e9": "%C3%A9",
    "e\u0301": "e%CC%81",
}
FOLDED = [".", "..", "x/..", "x/../../other/k", "a/../b", "./a"]

Call = Callable[[AzureBlobClient, str], Any]
VERBS: dict[str, Call] = {
    "put": lambda client, key: client.put_object("bucket", key, b"x"),
    "parts": lambda client, key: client.put_object("bucket", key, iter([b"x" * (SMALL + 1)])),
    "get": lambda client, key: client.get_object("bucket", key),
    "range": lambda client, key: client.get_object("bucket", key, start=0),
    "stream": lambda client, key: list(client.stream_object("bucket", key)),
    "head": lambda client, key: client.get_metadata("bucket", key),
    "delete": lambda client, key: client.delete_object("bucket", key),
    "delete-version": lambda client, key: client.delete_object("bucket", key, version="1"),
    "copy-to": lambda client, key: client.copy_object("source", "plain", "bucket", key),
    "get-tags": lambda client, key: client.get_tags("bucket", key),
    "set-tags": lambda client, key: client.set_tags("bucket", key, {"a": "b"}),
    "set-metadata": lambda client, key: client.set_metadata("bucket", key, {}, content_type="a/b"),
    "set-tier": lambda client, key: client.set_storage_class("bucket", key, "Cool"),
    "hold": lambda client, key: client.set_legal_hold("bucket", key, True),
}


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
@pytest.mark.parametrize("verb", VERBS)
def test_the_target_of_each_verb_is_exact(
    connect: Callable[..., AzureBlobClient], capture_server: CaptureServer, verb: str, key: str
) -> None:
    VERBS[verb](connect(any_key=True, versioning=True, object_lock=True), key)
    paths = {request.target.partition("?")[0] for request in capture_server.requests}
    assert paths - {"/account/source/plain"} == {f"/account/bucket/{TARGETS[key]}"}


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_the_source_of_a_copy_is_exact(
    connect: Callable[..., AzureBlobClient], capture_server: CaptureServer, key: str
) -> None:
    connect(any_key=True).copy_object("source", key, "bucket", "plain")
    (source,) = (value for one in capture_server.requests if (value := one.header("x-ms-copy-source")))
    assert source == f"{capture_server.endpoint}/account/source/{TARGETS[key]}"


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_a_presigned_url_is_exact(
    connect: Callable[..., AzureBlobClient], capture_server: CaptureServer, key: str
) -> None:
    url = connect(any_key=True).generate_presigned_url("bucket", key)
    assert url.startswith(f"{capture_server.endpoint}/account/bucket/{TARGETS[key]}?se=")
    assert capture_server.requests == []


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_a_batch_says_the_exact_key(
    connect: Callable[..., AzureBlobClient], capture_server: CaptureServer, key: str
) -> None:
    connect(any_key=True).delete_objects("bucket", [key])
    (request,) = capture_server.requests
    assert f"\r\nDELETE /account/bucket/{TARGETS[key]} HTTP/1.1\r\n".encode() in request.body


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_a_prefix_is_sent_as_it_is(client: AzureBlobClient, capture_server: CaptureServer, key: str) -> None:
    client.list_objects("bucket", key)
    (request,) = capture_server.requests
    assert request.target.partition("?")[0] == "/account/bucket"
    assert query_of(request)["prefix"] == key


@pytest.mark.parametrize("key", [*FOLDED, "a.", "a\\b", "a\x01b", "a\n", "/" * 254, "k" * 1025])
@pytest.mark.parametrize("verb", VERBS)
def test_what_would_become_another_key_is_refused_before_any_request(
    connect: Callable[..., AzureBlobClient], capture_server: CaptureServer, verb: str, key: str
) -> None:
    client = connect(versioning=True, object_lock=True)
    with pytest.raises(InvalidRequestError):
        VERBS[verb](client, key)
    with pytest.raises(InvalidRequestError):
        client.delete_objects("bucket", [key])
    with pytest.raises(InvalidRequestError):
        client.generate_presigned_url("bucket", key)
    assert capture_server.accepted == 0


def test_what_is_refused_is_not_sent(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    refused: list[Callable[[], Any]] = [
        lambda: client.put_object("bucket", "key", b"x", metadata={"a": "b\r\nx-injected: yes"}),
        lambda: client.put_object("bucket", "key", b"x", storage_class="Cool\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", b"x", if_match="etag\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", b"x", encryption="aws:kms"),
        lambda: client.put_object(
            "bucket", "key", b"x", encryption=Encryption(key_id="a\r\nx-injected: yes")
        ),
        lambda: client.set_storage_class("bucket", "key", "Cool\r\nx-injected: yes"),
        lambda: client.set_metadata("bucket", "key", {"a": "b\r\nx-injected: yes"}),
        lambda: client.set_tags("bucket", "key", {"größe": "1"}),
        lambda: client.set_tags("bucket", "key", {"a": "b@c"}),
        lambda: client.create_bucket("no--bucket"),
        lambda: client.create_bucket("bucket", region="westeurope"),
        lambda: client.list_versions("bucket"),
        lambda: client.copy_from_url("http://x/\r\ny: z", "bucket", "key"),
        lambda: client.generate_presigned_url("bucket", "key", expires_in=7 * 24 * 3600 + 1),
    ]
    for call in refused:
        with pytest.raises((ValueError, NotImplementedError)):
            call()
    assert capture_server.accepted == 0
