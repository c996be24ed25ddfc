"""Changing what an object has besides its bytes."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
)
from codomyrmex.cloud.common.storage import Capability, StorageClient
from tests.contract.harness import SMALLEST_PART, Harness

MISSING = (Capability.METADATA, Capability.LIFECYCLE, Capability.CORS, Capability.POLICY)


@pytest.mark.needs("metadata")
def test_metadata_is_replaced_and_all_else_stays(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data", content_type="text/csv", metadata={"old": "1", "both": "1"})
    info = client.set_metadata(bucket, "key", {"New": "José", "both": "2"})
    assert info.metadata == {"new": "José", "both": "2"}
    found = client.get_metadata(bucket, "key")
    assert (found.metadata, found.content_type) == ({"new": "José", "both": "2"}, "text/csv")
    assert client.get_object(bucket, "key") == b"data"


@pytest.mark.needs("metadata")
def test_the_content_type_is_changed_with_it(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data", metadata={"a": "1"})
    client.set_metadata(bucket, "key", {}, content_type="text/markdown")
    found = client.get_metadata(bucket, "key")
    assert (found.metadata, found.content_type) == ({}, "text/markdown")


@pytest.mark.needs("metadata")
def test_an_object_in_parts_stays_whole_and_checked(store: Harness, bucket: str) -> None:
    client = store.client_with_small_parts()
    data = os.urandom(SMALLEST_PART + 1)
    client.put_object(bucket, "key", data)
    client.set_metadata(bucket, "key", {"a": "1"})
    assert client.get_metadata(bucket, "key").metadata == {"a": "1"}
    assert client.get_object(bucket, "key") == data
    assert b"".join(client.stream_object(bucket, "key")) == data


@pytest.mark.needs("metadata", "tags")
def test_tags_stay(store: Harness, client: StorageClient, bucket: str) -> None:
    for key, owner, size in (
        ("one-piece", client, 4),
        ("parts", store.client_with_small_parts(), SMALLEST_PART + 1),
    ):
        owner.put_object(bucket, key, bytes(size))
        owner.set_tags(bucket, key, {"team": "a b"})
        owner.set_metadata(bucket, key, {"a": "1"})
        assert owner.get_tags(bucket, key) == {"team": "a b"}


@pytest.mark.needs("metadata")
def test_a_missing_object_has_no_attributes(client: StorageClient, bucket: str) -> None:
    with pytest.raises(NotFoundError):
        client.set_metadata(bucket, "nothing", {"a": "1"})
    assert not client.object_exists(bucket, "nothing")


@pytest.mark.needs("metadata")
@pytest.mark.parametrize(
    "metadata", [{"a b": "1"}, {"a": "1\n2"}, {"a": "x" * 3000}], ids=["name", "value", "size"]
)
def test_what_no_service_holds_is_refused(
    client: StorageClient, bucket: str, metadata: dict[str, str]
) -> None:
    client.put_object(bucket, "key", b"data", metadata={"kept": "yes"})
    with pytest.raises(InvalidRequestError):
        client.set_metadata(bucket, "key", metadata)
    assert client.get_metadata(bucket, "key").metadata == {"kept": "yes"}


@pytest.mark.needs("metadata", "storage_class")
def test_the_storage_class_is_changed_and_all_else_stays(
    store: Harness, client: StorageClient, bucket: str
) -> None:
    client.put_object(bucket, "key", b"data", content_type="text/csv", metadata={"a": "1"})
    assert client.set_storage_class(bucket, "key", store.storage_class).storage_class == store.storage_class
    found = client.get_metadata(bucket, "key")
    assert (found.storage_class, found.content_type) == (store.storage_class, "text/csv")
    assert found.metadata == {"a": "1"}
    assert client.get_object(bucket, "key") == b"data"


@pytest.mark.needs("restore")
def test_what_is_in_an_archive_is_read_after_it_was_brought_back(
    store: Harness, client: StorageClient, bucket: str
) -> None:
    with pytest.raises(NotFoundError):
        client.restore_object(bucket, "key")
    client.put_object(bucket, "key", b"data", storage_class=store.archive)
    with pytest.raises(ConflictError):
        client.get_object(bucket, "key")
    with pytest.raises(ConflictError):
        client.set_storage_class(bucket, "key", store.storage_class)
    client.restore_object(bucket, "key", days=2)
    # No emulator takes its time.
    assert client.get_object(bucket, "key") == b"data"


@pytest.mark.needs("restore")
def test_what_is_in_no_archive_is_not_brought_back(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    with pytest.raises(CloudError):
        client.restore_object(bucket, "key")
    with pytest.raises(InvalidRequestError):
        client.restore_object(bucket, "key", days=0)
    with pytest.raises(NotFoundError):
        client.restore_object(bucket, "nothing")


@pytest.mark.parametrize("capability", MISSING)
def test_what_is_switched_off_is_refused_with_the_reason(
    store: Harness, bucket: str, capability: Capability
) -> None:
    client = store.client(capabilities={capability.value: False})
    calls: dict[Capability, Callable[[], object]] = {
        Capability.METADATA: lambda: client.set_metadata(bucket, "key", {}),
        Capability.LIFECYCLE: lambda: client.get_lifecycle(bucket),
        Capability.CORS: lambda: client.get_cors(bucket),
        Capability.POLICY: lambda: client.get_policy(bucket),
    }
    with pytest.raises(NotSupportedError, match="switched off"):
        calls[capability]()
