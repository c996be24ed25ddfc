"""Keys are exact: every verb speaks of the key it was given, byte for byte, and of no other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError, InvalidRequestError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.fetch import fetch
from tests.contract.harness import Crowd, Harness
from tests.contract.keys import EXACT_KEYS
from tests.contract.pairs import EACH_SERVER_AND_PROTOCOL

IN_FULL = [name for name in EACH_SERVER_AND_PROTOCOL if name != "infomaniak-openstack"]
"""Where these two meet, a request costs most: there it is enough that each key is kept as it is."""

pytestmark = pytest.mark.pairs(*IN_FULL)
each_key = pytest.mark.parametrize("key", EXACT_KEYS.values(), ids=EXACT_KEYS)


def keys_in(client: StorageClient, bucket: str, prefix: str = "") -> list[str]:
    """The keys that a listing shows."""
    return [info.key for info in client.list_objects(bucket, prefix)]


@pytest.mark.pairs(*EACH_SERVER_AND_PROTOCOL)
@each_key
def test_put_read_list_delete(client: StorageClient, bucket: str, key: str) -> None:
    assert client.put_object(bucket, key, b"exact", metadata={"kept": "yes"}).key == key
    assert keys_in(client, bucket) == [key]
    assert client.object_exists(bucket, key)
    assert client.get_metadata(bucket, key).key == key
    assert client.get_object(bucket, key) == b"exact"
    assert client.get_object(bucket, key, start=1, end=3) == b"xa"
    client.delete_object(bucket, key)
    assert keys_in(client, bucket) == []


@each_key
def test_what_cannot_be_held_is_refused_and_never_renamed(
    client: StorageClient, bucket: str, key: str
) -> None:
    try:
        client.put_object(bucket, key, b"exact")
    except InvalidRequestError:
        assert keys_in(client, bucket) == []
    else:
        assert keys_in(client, bucket) == [key]


@each_key
def test_copy_from_and_to(client: StorageClient, bucket: str, key: str) -> None:
    client.put_object(bucket, key, b"exact")
    assert client.copy_object(bucket, key, bucket, "plain").key == "plain"
    client.delete_object(bucket, key)
    assert keys_in(client, bucket) == ["plain"]
    assert client.move_object(bucket, "plain", bucket, key).key == key
    assert keys_in(client, bucket) == [key]
    assert client.get_object(bucket, key) == b"exact"


@each_key
def test_delete_in_bulk(client: StorageClient, bucket: str, key: str) -> None:
    client.put_object(bucket, key, b"x")
    client.delete_objects(bucket, [key]).raise_on_failure()
    assert keys_in(client, bucket) == []


@each_key
def test_write_through_a_file(client: StorageClient, bucket: str, key: str) -> None:
    with client.open(bucket, key, "wb") as writer:
        writer.write(b"exact")
    assert keys_in(client, bucket) == [key]
    with client.open(bucket, key) as reader:
        assert reader.read() == b"exact"


@pytest.mark.needs("presign")
@each_key
def test_presigned_put_and_get(client: StorageClient, bucket: str, key: str) -> None:
    url = client.generate_presigned_url(bucket, key, method="PUT")
    assert fetch("PUT", url, b"exact", client.presigned_url_headers("PUT")).status in (200, 201)
    assert keys_in(client, bucket) == [key]
    answer = fetch("GET", client.generate_presigned_url(bucket, key))
    assert (answer.status, answer.body) == (200, b"exact")


def test_the_two_forms_of_a_letter_are_two_keys(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, EXACT_KEYS["composed"], b"composed")
    client.put_object(bucket, EXACT_KEYS["decomposed"], b"decomposed")
    assert client.get_object(bucket, EXACT_KEYS["composed"]) == b"composed"
    assert client.get_object(bucket, EXACT_KEYS["decomposed"]) == b"decomposed"
    client.delete_object(bucket, EXACT_KEYS["composed"])
    assert keys_in(client, bucket) == [EXACT_KEYS["decomposed"]]


def test_case_counts(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "Key", b"upper")
    client.put_object(bucket, "key", b"lower")
    assert client.get_object(bucket, "Key") == b"upper"
    assert keys_in(client, bucket) == ["Key", "key"]


def test_a_key_may_go_on_where_another_ends(client: StorageClient, bucket: str) -> None:
    for key in ("a", "a/", "a/b", "a/b/c"):
        client.put_object(bucket, key, key.encode())
    assert keys_in(client, bucket) == ["a", "a/", "a/b", "a/b/c"]
    client.delete_object(bucket, "a/b")
    assert keys_in(client, bucket) == ["a", "a/", "a/b/c"]
    assert client.get_object(bucket, "a") == b"a"


def test_neighbours_stay_what_they_are(client: StorageClient, bucket: str) -> None:
    # Where a path is normalised on the way, one of these ends up in, or takes away, another.
    keys = [
        "a//b",
        "a/b",
        "a/./b",
        "a/../b",
        "b",
        "./b",
        "../b",
        "x/../../other/k",
        "other/k",
        "/b",
        "b/",
        "a%2Fb",
    ]
    for key in keys:
        client.put_object(bucket, key, key.encode())
    assert keys_in(client, bucket) == sorted(keys)
    while keys:
        client.delete_object(bucket, keys.pop())
        assert keys_in(client, bucket) == sorted(keys)
        assert [client.get_object(bucket, key) for key in keys] == [key.encode() for key in keys]


def test_a_key_reaches_no_other_bucket(store: Harness, client: StorageClient, bucket: str) -> None:
    other = store.bucket()
    client.put_object(other, "kept", b"kept")
    climbing = f"../{other}/kept"
    client.put_object(bucket, climbing, b"climbed")
    assert client.get_object(bucket, climbing) == b"climbed"
    client.delete_object(bucket, climbing)
    assert client.get_object(other, "kept") == b"kept"


@pytest.mark.parametrize("prefix", ["rep", "reports", "reports/", "reports/2", "reports/2024"])
def test_a_prefix_is_a_string(client: StorageClient, bucket: str, prefix: str) -> None:
    for key in ("re", "reports/2024", "zrep"):
        client.put_object(bucket, key, b"x")
    assert keys_in(client, bucket, prefix) == ["reports/2024"]


@each_key
def test_a_prefix_is_exact(client: StorageClient, bucket: str, key: str) -> None:
    prefix = key[:-1] or key
    client.put_object(bucket, key, b"x")
    client.put_object(bucket, "Q", b"in no prefix")
    assert keys_in(client, bucket, prefix) == [key]


def test_a_crowded_bucket_lists_all_of_them_in_order(client: StorageClient, crowd: Crowd) -> None:
    keys = [*crowd.keys, *EXACT_KEYS.values()]
    try:
        for key in EXACT_KEYS.values():
            client.put_object(crowd.bucket, key, b"x")
        assert keys_in(client, crowd.bucket) == sorted(keys, key=str.encode)
    finally:
        for key in EXACT_KEYS.values():
            with suppress(InvalidRequestError):
                client.delete_object(crowd.bucket, key)


REFUSED = {
    "empty": "",
    "not-text": b"key",
    "too-long": "k" * 1025,
    "too-long-in-bytes": "ä" * 513,
    "nul": "a\0b",
    "lone-surrogate": "a\ud800",
}


@pytest.mark.parametrize("key", REFUSED.values(), ids=REFUSED)
def test_what_no_service_can_hold_is_refused_before_any_request(client: StorageClient, key: Any) -> None:
    # A request would find that there is no such bucket.
    nowhere = "no-such-bucket"
    calls: dict[str, Callable[[], object]] = {
        "put": lambda: client.put_object(nowhere, key, b"x"),
        "get": lambda: client.get_object(nowhere, key),
        "stream": lambda: client.stream_object(nowhere, key),
        "open": lambda: client.open(nowhere, key),
        "head": lambda: client.get_metadata(nowhere, key),
        "exists": lambda: client.object_exists(nowhere, key),
        "copy from": lambda: client.copy_object(nowhere, key, nowhere, "plain"),
        "copy to": lambda: client.copy_object(nowhere, "plain", nowhere, key),
        "move from": lambda: client.move_object(nowhere, key, nowhere, "plain"),
        "delete": lambda: client.delete_object(nowhere, key),
        "delete many": lambda: client.delete_objects(nowhere, [key]),
    }
    for name, call in calls.items():
        with pytest.raises(InvalidRequestError) as caught:
            call()
        assert not isinstance(caught.value, BucketNotFoundError), name


@pytest.mark.parametrize("prefix", [b"x", None, "a\ud800"], ids=["bytes", "none", "lone-surrogate"])
def test_a_prefix_that_is_no_text_is_refused(client: StorageClient, bucket: str, prefix: Any) -> None:
    with pytest.raises(InvalidRequestError):
        client.list_objects(bucket, prefix)
    with pytest.raises(InvalidRequestError):
        client.list_directory(bucket, prefix)
