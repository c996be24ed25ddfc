"""A server that acted and whose answer got lost: to ask again must not turn success into failure."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import BucketNotFoundError, IntegrityError, PreconditionFailedError
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.azurite import AzuriteServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import FlipResponseByte, ResetResponse, TruncateResponse
from tests.servers.http1 import RequestHead

MIB = 1 << 20
DATA = {"one-piece": b"data", "blocks": os.urandom(2 * MIB + 1)}


class Place:
    """A bucket on a server, and a client that reaches it through a proxy."""

    def __init__(self, server: AzuriteServer, proxy: FaultProxy) -> None:
        self.proxy = proxy
        self.bucket = f"lost-{secrets.token_hex(6)}"
        self.direct = self._client(server, server.url)
        self.direct.create_bucket(self.bucket)
        self.client = self._client(server, f"{proxy.endpoint}/{server.account}")

    def _client(self, server: AzuriteServer, url: str) -> AzureBlobClient:
        retry = RetryPolicy(budget=30, first_delay=0.001)
        client = AzureBlobClient(account_url=url, account_key=server.account_key, retry=retry)
        client.single_put_limit = client.part_size = MIB
        return client

    def lose(self, method: str, query: str = "") -> None:
        """Lose the answer to the next request of this kind."""

        def wanted(head: RequestHead) -> bool:
            return head.method == method and query in head.target

        self.proxy.plan(ResetResponse(), when=wanted)


@pytest.fixture
def place(azurite_server: AzuriteServer, fault_proxy: Callable[[int], FaultProxy]) -> Iterator[Place]:
    """A bucket behind a proxy."""
    made = Place(azurite_server, fault_proxy(azurite_server.port))
    yield made
    made.direct.delete_bucket(made.bucket, force=True)


def last_request_of(data: bytes) -> str:
    """What is in the target of the request that makes the object."""
    return "comp=blocklist" if len(data) > MIB else "key"


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_a_write(place: Place, data: bytes) -> None:
    place.lose("PUT", last_request_of(data))
    place.client.put_object(place.bucket, "key", data)
    assert place.proxy.pending == []
    assert place.direct.get_object(place.bucket, "key") == data


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_a_conditional_write(place: Place, data: bytes) -> None:
    place.lose("PUT", last_request_of(data))
    place.client.put_object(place.bucket, "key", data, if_absent=True)
    etag = place.direct.get_metadata(place.bucket, "key").etag
    place.lose("PUT", last_request_of(data))
    place.client.put_object(place.bucket, "key", data + b"more", if_match=etag)
    assert place.proxy.pending == []
    assert place.direct.get_object(place.bucket, "key") == data + b"more"


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_a_conditional_write_that_somebody_else_won(place: Place, data: bytes) -> None:
    place.direct.put_object(place.bucket, "key", b"theirs")
    place.lose("PUT", last_request_of(data))
    with pytest.raises(PreconditionFailedError):
        place.client.put_object(place.bucket, "key", data, if_absent=True)
    assert place.direct.get_object(place.bucket, "key") == b"theirs"


def test_a_block(place: Place) -> None:
    place.lose("PUT", "blockid")
    place.client.put_object(place.bucket, "key", DATA["blocks"])
    assert place.direct.get_object(place.bucket, "key") == DATA["blocks"]


def test_a_conditional_copy(place: Place) -> None:
    place.direct.put_object(place.bucket, "source", b"data")
    place.lose("PUT", "target")
    place.client.copy_object(place.bucket, "source", place.bucket, "target", if_absent=True)
    assert place.proxy.pending == []
    with pytest.raises(PreconditionFailedError):
        place.client.copy_object(place.bucket, "source", place.bucket, "target", if_absent=True)


@pytest.mark.parametrize("what", ["properties", "metadata", "tier"])
def test_a_change_in_place(place: Place, what: str) -> None:
    place.direct.put_object(place.bucket, "key", b"data", metadata={"old": "1"})
    place.lose("PUT", f"comp={what}")
    place.client.set_metadata(place.bucket, "key", {"new": "José"}, content_type="text/csv")
    assert place.client.set_storage_class(place.bucket, "key", "Cool").storage_class == "Cool"
    assert place.proxy.pending == []
    found = place.direct.get_metadata(place.bucket, "key")
    assert (found.metadata, found.content_type) == ({"new": "José"}, "text/csv")


def test_a_change_in_place_that_somebody_else_overwrote(place: Place) -> None:
    place.direct.put_object(place.bucket, "key", b"data")

    def overwriting(head: RequestHead) -> bool:
        if "comp=metadata" in head.target:
            place.direct.put_object(place.bucket, "key", b"theirs", metadata={"a": "theirs"})
            return True
        return False

    place.proxy.plan(ResetResponse(), when=overwriting)
    with pytest.raises(PreconditionFailedError):
        place.client.set_metadata(place.bucket, "key", {"a": "ours"})
    assert place.direct.get_metadata(place.bucket, "key").metadata == {"a": "theirs"}


def test_a_deletion(place: Place) -> None:
    place.direct.put_object(place.bucket, "key", b"data")
    place.lose("DELETE")
    place.client.delete_object(place.bucket, "key")
    assert place.proxy.pending == []
    place.direct.put_object(place.bucket, "key", b"data")
    place.lose("POST", "comp=batch")
    assert place.client.delete_objects(place.bucket, ["key"]).deleted == 1
    assert place.proxy.pending == []


def test_a_bucket_s_making_and_deletion(place: Place) -> None:
    name = f"lost-{secrets.token_hex(6)}"
    place.lose("PUT")
    place.client.create_bucket(name)
    place.lose("DELETE")
    place.client.delete_bucket(name)
    assert place.proxy.pending == []
    with pytest.raises(BucketNotFoundError):
        place.client.delete_bucket(name, force=True)


def test_damage_on_the_way_down_is_noticed(place: Place) -> None:
    place.direct.put_object(place.bucket, "key", DATA["blocks"])
    place.proxy.plan(FlipResponseByte(1000), when=lambda head: head.method == "GET", times=99)
    with pytest.raises(IntegrityError):
        place.client.get_object(place.bucket, "key")


def test_half_a_body_is_read_again(place: Place) -> None:
    place.direct.put_object(place.bucket, "key", DATA["blocks"])
    place.proxy.plan(TruncateResponse(), when=lambda head: head.method == "GET")
    assert place.client.get_object(place.bucket, "key") == DATA["blocks"]
    assert place.proxy.pending == []
