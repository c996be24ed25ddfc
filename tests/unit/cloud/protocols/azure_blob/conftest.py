"""A client of the capture server, and answers as the service gives them."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

ACCOUNT = "account"
KEY = b64encode(b"the key of the account").decode()
SMALL = 1 << 20


def query_of(request: CapturedRequest) -> dict[str, str]:
    """The parameters of a request."""
    parsed = parse_qs(urlsplit(request.target).query, keep_blank_values=True)
    return {name: values[0] for name, values in parsed.items()}


def batch_answer(*results: tuple[int, str | None]) -> Answer:
    """The answer to a batch: status and error code of each request."""
    parts = []
    for number, (status, code) in enumerate(results):
        error = "" if code is None else f"x-ms-error-code: {code}\r\n"
        parts.append(
            f"--batchresponse_1\r\nContent-Type: application/http\r\nContent-ID: {number}\r\n\r\n"
            f"HTTP/1.1 {status} Whatever\r\n{error}x-ms-request-id: {number}\r\n\r\n"
        )
    body = "".join(parts) + "--batchresponse_1--"
    return Answer(202, (("Content-Type", "multipart/mixed; boundary=batchresponse_1"),), body.encode())


def answer(request: CapturedRequest) -> Answer:
    """Just enough of the service for each verb to end well."""
    query = query_of(request)
    if query.get("comp") == "tags" and request.method == "GET":
        return Answer(body=b"<Tags><TagSet/></Tags>")
    if query.get("comp") == "batch":
        return batch_answer(*[(202, None)] * request.body.count(b"DELETE "))
    if query.get("comp") == "list":
        return Answer(body=b"<EnumerationResults><Blobs/><NextMarker/></EnumerationResults>")
    if request.header("x-ms-copy-source"):
        return Answer(202, (("ETag", '"0x1"'), ("x-ms-copy-status", "success"), ("x-ms-copy-id", "1")))
    status = {"PUT": 201, "DELETE": 202}.get(request.method, 200)
    headers = [("ETag", '"0x1"')]
    if request.method == "PUT":
        digest = hashlib.md5(request.body, usedforsecurity=False).digest()
        headers.append(("Content-MD5", b64encode(digest).decode()))
    return Answer(status, tuple(headers))


@pytest.fixture
def connect(capture_server: CaptureServer) -> Callable[..., AzureBlobClient]:
    """Makes clients of the capture server, which answers well."""
    capture_server.answer = answer

    def connect(**capabilities: bool) -> AzureBlobClient:
        client = AzureBlobClient(
            account_url=f"{capture_server.endpoint}/{ACCOUNT}",
            account_key=KEY,
            capabilities=capabilities,
            retry=RetryPolicy(budget=5, first_delay=0.01, longest_delay=0.05),
        )
        client.single_put_limit = client.part_size = SMALL
        return client

    return connect


@pytest.fixture
def client(connect: Callable[..., AzureBlobClient]) -> AzureBlobClient:
    """A client of the capture server."""
    return connect()
