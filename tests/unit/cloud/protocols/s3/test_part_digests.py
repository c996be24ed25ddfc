"""By what it is known that a part arrived as it was sent."""

from __future__ import annotations

import base64
import hashlib
import secrets
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import IntegrityError
from codomyrmex.cloud.minio.storage import MinIOClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

PART = 5 << 20
DATA = secrets.token_bytes(2 * PART)
HALVES = (DATA[:PART], DATA[PART:])
CREATED = b"<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
COMPLETED = b"<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>"


class Service:
    """Stores parts, and calls them what ``etag`` says."""

    def __init__(self, server: CaptureServer, *, opaque: bool = False, encrypted: bool = False) -> None:
        self._opaque = opaque
        self._encrypted = encrypted
        self._server = server
        server.answer = self._answer
        self.client = MinIOClient(
            server.endpoint,
            access_key="AKID",
            secret_key="hidden",
            retry=RetryPolicy(budget=10, max_attempts=2, first_delay=0.001),
        )
        self.client.single_put_limit = self.client.part_size = PART
        self.client.concurrency = 1

    def _answer(self, request: CapturedRequest) -> Answer:
        if request.method == "POST":
            headers = (("x-amz-server-side-encryption", "aws:kms"),) if self._encrypted else ()
            return Answer(headers=headers, body=COMPLETED if "uploadId" in request.target else CREATED)
        etag = "opaque" if self._opaque else hashlib.md5(request.body).hexdigest()
        return Answer(headers=(("ETag", f'"{etag}"'),))

    @property
    def parts(self) -> list[CapturedRequest]:
        return [request for request in self._server.requests if "partNumber=" in request.target]


def md5_header(body: bytes) -> str:
    return base64.b64encode(hashlib.md5(body).digest()).decode()


def test_an_etag_that_is_the_md5_is_enough(capture_server: CaptureServer) -> None:
    service = Service(capture_server)
    service.client.put_object("data", "key", DATA)
    assert sorted(part.body for part in service.parts) == sorted(HALVES)
    for part in service.parts:
        assert part.header("content-md5") is None
        assert part.header("x-amz-content-sha256") == hashlib.sha256(part.body).hexdigest()


def test_a_service_whose_etags_are_no_md5s_compares_itself(
    capture_server: CaptureServer, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(DATA)
    service = Service(capture_server, opaque=True)
    shown: list[int] = []
    service.client.upload_file(file, "data", "key", progress=lambda sent, _total: shown.append(sent))
    checked = [part for part in service.parts if part.header("content-md5")]
    assert sorted(part.body for part in checked) == sorted(HALVES)
    assert all(part.header("content-md5") == md5_header(part.body) for part in checked)
    assert len(service.parts) == 3
    assert max(shown) == len(DATA)


def test_so_does_one_that_encrypts_with_a_key_service(capture_server: CaptureServer) -> None:
    service = Service(capture_server, opaque=True, encrypted=True)
    service.client.put_object("data", "key", DATA)
    assert len(service.parts) == 2
    assert all(part.header("content-md5") == md5_header(part.body) for part in service.parts)


def test_a_damaged_part_is_refused_by_the_service(capture_server: CaptureServer) -> None:
    service = Service(capture_server, opaque=True)
    stored = service._answer

    def refuse(request: CapturedRequest) -> Answer:
        if request.header("content-md5") and "partNumber=2" in request.target:
            return Answer(400, body=b"<Error><Code>BadDigest</Code></Error>")
        return stored(request)

    capture_server.answer = refuse
    with pytest.raises(IntegrityError):
        service.client.put_object("data", "key", DATA)
    assert capture_server.requests[-1].method == "DELETE"
