"""What Azure would make another key, or refuse, is not sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import Encryption
from tests.servers.capture import CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import SMALL

FOLDED = [".", "..", "x/..", "x/../../other/k", "a/../b", "./a"]

CALLS: list[Callable[[AzureBlobClient, str], Any]] = [
    lambda client, key: client.put_object("bucket", key, b"x"),
    lambda client, key: client.put_object("bucket", key, iter([b"x" * (SMALL + 1)])),
    lambda client, key: client.get_object("bucket", key),
    lambda client, key: client.get_object("bucket", key, start=0),
    lambda client, key: client.stream_object("bucket", key),
    lambda client, key: client.get_metadata("bucket", key),
    lambda client, key: client.delete_object("bucket", key),
    lambda client, key: client.delete_object("bucket", key, version="1"),
    lambda client, key: client.delete_objects("bucket", [key]),
    lambda client, key: client.copy_object("source", "plain", "bucket", key),
    lambda client, key: client.get_tags("bucket", key),
    lambda client, key: client.set_tags("bucket", key, {"a": "b"}),
    lambda client, key: client.set_metadata("bucket", key, {}, content_type="a/b"),
    lambda client, key: client.set_storage_class("bucket", key, "Cool"),
    lambda client, key: client.set_legal_hold("bucket", key, True),
    lambda client, key: client.generate_presigned_url("bucket", key),
]


@pytest.mark.parametrize("key", [*FOLDED, "a.", "a\\b", "a\x01b", "a\n", "/" * 254, "k" * 1025])
def test_what_would_become_another_key_is_refused_before_any_request(
    connect: Callable[..., AzureBlobClient], capture_server: CaptureServer, key: str
) -> None:
    client = connect(versioning=True, object_lock=True)
    for call in CALLS:
        with pytest.raises(InvalidRequestError):
            call(client, key)
    assert capture_server.accepted == 0


def test_what_is_refused_is_not_sent(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    refused: list[Callable[[], Any]] = [
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
