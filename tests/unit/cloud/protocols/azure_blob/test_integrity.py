"""Bytes that arrive damaged at the service: it says so, or its answer shows it."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import IntegrityError
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import SMALL, answer

BODIES = {"one-piece": b"data", "blocks": b"x" * (2 * SMALL + 1)}
MISMATCH = Answer(400, (("x-ms-error-code", "Md5Mismatch"),))


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_damage_that_the_service_notices_is_sent_again(
    client: AzureBlobClient, capture_server: CaptureServer, body: bytes
) -> None:
    damaged: list[CapturedRequest] = []

    def once(request: CapturedRequest) -> Answer:
        if damaged:
            return answer(request)
        damaged.append(request)
        return MISMATCH

    capture_server.answer = once
    assert client.put_object("bucket", "key", body).size == len(body)
    assert all(request.header("content-md5") for request in capture_server.requests)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_damage_that_stays_is_an_error(
    client: AzureBlobClient, capture_server: CaptureServer, body: bytes
) -> None:
    capture_server.answer = lambda _: MISMATCH
    with pytest.raises(IntegrityError):
        client.put_object("bucket", "key", body)
    assert not any("blocklist" in request.target for request in capture_server.requests)


def test_another_digest_in_the_answer_is_damage(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    other = Answer(201, (("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), ("ETag", '"1"')))
    capture_server.answer = lambda _: other
    with pytest.raises(IntegrityError):
        client.put_object("bucket", "key", b"data")


@pytest.mark.parametrize("digest", ["", "nonsense", "AAAA"])
def test_a_digest_that_is_none_is_not_compared(
    client: AzureBlobClient, capture_server: CaptureServer, digest: str
) -> None:
    headers = (("Content-MD5", digest), ("ETag", '"1"')) if digest else (("ETag", '"1"'),)
    capture_server.answer = lambda _: Answer(200, headers, b"data")
    assert client.get_object("bucket", "key") == b"data"


def test_the_digest_of_a_range_is_not_the_whole_s(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    headers = (("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), ("Content-Range", "bytes 0-3/4"), ("ETag", '"1"'))
    capture_server.answer = lambda _: Answer(206, headers, b"data")
    assert b"".join(client.stream_object("bucket", "key")) == b"data"
