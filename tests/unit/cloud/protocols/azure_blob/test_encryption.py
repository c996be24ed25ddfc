"""Encryption scopes on the wire: Azurite takes any of them and encrypts nothing."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import Encryption
from tests.servers.capture import Answer, CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import SMALL, answer, query_of

SCOPE = "x-ms-encryption-scope"


def test_every_request_with_bytes_names_the_scope(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    client.put_object("bucket", "key", b"x", encryption=Encryption(key_id="own"))
    client.put_object("bucket", "key", bytes(2 * SMALL), encryption=Encryption("AES256", "own"))
    asked = [query_of(request).get("comp") for request in capture_server.requests]
    assert asked == [None, "block", "block", "blocklist"]
    assert {request.header(SCOPE) for request in capture_server.requests} == {"own"}


def test_what_the_service_does_anyway_is_not_said(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    client.put_object("bucket", "key", b"x", encryption="AES256")
    assert capture_server.requests[0].header(SCOPE) is None


@pytest.mark.parametrize("size", [1, 2 * SMALL], ids=["one-piece", "blocks"])
def test_another_algorithm_is_refused_before_any_request(
    client: AzureBlobClient, capture_server: CaptureServer, size: int
) -> None:
    with pytest.raises(InvalidRequestError, match="AES256"):
        client.put_object("bucket", "key", bytes(size), encryption=Encryption("aws:kms", "own"))
    assert capture_server.requests == []


def test_new_metadata_names_the_scope_of_the_object(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = lambda request: (
        Answer(headers=(("ETag", '"0x1"'), (SCOPE, "own"))) if request.method == "HEAD" else answer(request)
    )
    client.set_metadata("bucket", "key", {"a": "1"})
    assert capture_server.requests[-1].header(SCOPE) == "own"
