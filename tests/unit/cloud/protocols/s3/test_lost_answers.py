"""Answers that are lost where only S3 leaves the doubt: copies under a condition, uploads that are gone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    InvalidRequestError,
    NotFoundError,
    PreconditionFailedError,
)
from codomyrmex.cloud.minio.storage import MinIOClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import ResetResponse, Respond
from tests.servers.http1 import RequestHead
from tests.servers.s3_server import S3Server

MIB = 1 << 20
PART = 5 * MIB


class Place:
    """A bucket on a server, and a client that reaches it through a proxy."""

    def __init__(self, server: S3Server, proxy: FaultProxy) -> None:
        self._server = server
        self.proxy = proxy
        self.bucket = f"lost-{secrets.token_hex(6)}"
        self.direct = self._client(server.endpoint)
        self.direct.create_bucket(self.bucket)
        self.client = self._client(proxy.endpoint)

    def _client(self, endpoint: str) -> MinIOClient:
        client = MinIOClient(
            endpoint,
            access_key=self._server.access_key,
            secret_key=self._server.secret_key,
            retry=RetryPolicy(budget=30, first_delay=0.001),
            capabilities={"if_absent": True, "if_match": True},
        )
        client.single_put_limit = client.part_size = PART
        return client

    def lose(self, method: str, query: str = "") -> None:
        """Lose the answer to the next request of this kind."""

        def wanted(head: RequestHead) -> bool:
            return head.method == method and query in head.target

        self.proxy.plan(ResetResponse(), when=wanted)


@pytest.fixture(params=["moto", "ceph"])
def place(request: pytest.FixtureRequest, fault_proxy: Callable[[int], FaultProxy]) -> Iterator[Place]:
    server = request.getfixturevalue(f"{request.param}_server")
    made = Place(server, fault_proxy(server.port))
    yield made
    made.direct.delete_bucket(made.bucket, force=True)


def is_completion(head: RequestHead) -> bool:
    """The request that makes the object of its parts."""
    return head.method == "POST" and "uploadId=" in head.target


def test_a_copy_where_nothing_was(place: Place) -> None:
    place.direct.put_object(place.bucket, "source", b"data", metadata={"a": "b"})
    # Both servers ignore the condition on copies, so the proxy answers for them. Ceph's answer begins before
    # the copy is made, and its date comes after.
    place.proxy.plan(ResetResponse(150), Respond(412), when=lambda head: head.method == "PUT")
    info = place.client.copy_object(place.bucket, "source", place.bucket, "key", if_absent=True)
    assert place.proxy.pending == []
    assert (info.key, info.size, info.etag) == ("key", 4, "8d777f385d3dfec8815d20f7496026dc")
    assert place.direct.get_object(place.bucket, "key") == b"data"


def test_a_copy_in_parts_where_nothing_was(place: Place) -> None:
    data = secrets.token_bytes(PART + 1000)
    place.direct.put_object(place.bucket, "source", data)
    place.client.copy_limit = PART
    place.lose("POST", "uploadId=")
    info = place.client.copy_object(place.bucket, "source", place.bucket, "key", if_absent=True)
    assert place.proxy.pending == []
    assert (info.size, info.etag) == (len(data), place.direct.get_metadata(place.bucket, "key").etag)
    assert place.direct.get_object(place.bucket, "key") == data


def test_a_copy_onto_somebody_elses_object_is_still_a_failure(place: Place) -> None:
    place.direct.put_object(place.bucket, "source", b"ours")
    place.direct.put_object(place.bucket, "key", b"theirs")
    place.proxy.plan(Respond(503), Respond(412), when=lambda head: head.method == "PUT")
    with pytest.raises(PreconditionFailedError):
        place.client.copy_object(place.bucket, "source", place.bucket, "key", if_absent=True)
    assert place.proxy.pending == []
    assert place.direct.get_object(place.bucket, "key") == b"theirs"


@pytest.mark.parametrize("code", ["NoSuchUpload", "InvalidPart"])
def test_an_upload_that_became_the_object(place: Place, code: str) -> None:
    status = 404 if code == "NoSuchUpload" else 400
    again = Respond(status, body=f"<Error><Code>{code}</Code></Error>".encode())
    place.proxy.plan(ResetResponse(), again, when=is_completion)
    info = place.client.put_object(place.bucket, "key", bytes(PART + 1))
    assert place.proxy.pending == []
    assert info.etag == place.direct.get_metadata(place.bucket, "key").etag


def test_parts_that_are_none_are_a_failure(place: Place) -> None:
    wrong = Respond(400, body=b"<Error><Code>InvalidPart</Code></Error>")
    for faults in ((wrong,), (Respond(503), wrong)):
        place.proxy.plan(*faults, when=is_completion)
        with pytest.raises(InvalidRequestError, match="InvalidPart"):
            place.client.put_object(place.bucket, "key", bytes(PART + 1))
    assert not place.direct.object_exists(place.bucket, "key")


def test_an_upload_that_is_gone_without_an_object_is_a_failure(place: Place) -> None:
    place.proxy.plan(Respond(503), Respond(404), when=is_completion)
    with pytest.raises(NotFoundError):
        place.client.put_object(place.bucket, "key", bytes(PART + 1))
    assert not place.direct.object_exists(place.bucket, "key")


def test_a_bucket_that_was_never_there_is_a_failure(place: Place) -> None:
    with pytest.raises(BucketNotFoundError):
        place.client.delete_bucket(f"{place.bucket}-2")
    # Nor is it a lost answer when the service sent the request on to a region, where the bucket is not.
    elsewhere = b"<Error><Code>PermanentRedirect</Code><Region>elsewhere</Region></Error>"
    place.proxy.plan(Respond(301, body=elsewhere))
    with pytest.raises(BucketNotFoundError):
        place.client.delete_bucket(f"{place.bucket}-2")
    assert place.proxy.pending == []
