"""Metadata in place: what Swift would forget is said again, and a replaced object is found."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import PreconditionFailedError
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.protocols.swift.account import Account

KEPT = {
    "content-disposition": 'attachment; filename="a.txt"',
    "content-encoding": "gzip",
    "content-language": "de",
    "cache-control": "no-store",
    "x-delete-at": "4000000000",
}
MARK = "X-Object-Meta-Cmx-Segments"


def test_what_swift_would_forget_stays(swift: InfomaniakObjectStorageClient, other: Any, bucket: str) -> None:
    other.put_object(bucket, "key", b"data", headers=KEPT)
    swift.set_metadata(bucket, "key", {"a": "1"})
    headers = other.head_object(bucket, "key")
    assert {name: headers.get(name) for name in KEPT} == KEPT


def test_a_dynamic_large_object_stays_one(
    swift: InfomaniakObjectStorageClient, other: Any, bucket: str
) -> None:
    other.put_object(bucket, "part/1", b"first ")
    other.put_object(bucket, "part/2", b"second")
    other.put_object(bucket, "key", b"", headers={"x-object-manifest": f"{bucket}/part/"})
    swift.set_metadata(bucket, "key", {"a": "1"})
    assert swift.get_object(bucket, "key") == b"first second"


class Replaced:
    """A large object that somebody replaces between the look at it and the change."""

    def __init__(self) -> None:
        self._etag = hashlib.md5(b"before").hexdigest()
        self._metadata: tuple[tuple[str, str], ...] = ((MARK, f"prefix 16 {'0' * 32}"),)

    def answer(self, request: CapturedRequest) -> Answer:
        """Show it, or change the object that is there by then."""
        if request.method == "POST":
            self._etag = hashlib.md5(b"after").hexdigest()
            names = ("X-Object-Meta-A", MARK)
            self._metadata = tuple((name, value) for name in names if (value := request.header(name)))
            return Answer(202)
        return Answer(headers=(("X-Static-Large-Object", "True"), ("ETag", self._etag), *self._metadata))


def test_an_object_that_was_replaced_is_not_said_to_have_the_old_ones_segments(
    capture_server: CaptureServer,
) -> None:
    client = Account(capture_server, Replaced().answer).client()
    with pytest.raises(PreconditionFailedError, match="replaced meanwhile"):
        client.set_metadata("bucket", "key", {"a": "1"})
    found = client.service.send(client.service.exchange("HEAD", "bucket", "key", parse=lambda one: one))
    assert (found.header("x-object-meta-a"), found.header(MARK.lower())) == ("1", None)
