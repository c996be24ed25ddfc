"""How an object is to be kept: metadata, storage class, encryption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import Encryption, StorageClient
from tests.contract.harness import SMALLEST_PART, Harness

METADATA = {
    "plain": {"author": "me", "x-year": "2024"},
    "not-ascii": {"city": "Zürich", "country": "日本", "mood": "🦆"},
    "long-not-ascii": {"text": "ünï" * 100},
    "empty-value": {"flag": ""},
    "looks-encoded": {"subject": "=?UTF-8?B?WsO8cmljaA==?=", "other": "a =?= b"},
    "punctuation": {"text": "a=b; c, d \"e\" 'f' <g> &h %20 \\ /"},
    "spaces-inside": {"text": "two  spaces"},
}


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA)
def test_metadata_comes_back(client: StorageClient, bucket: str, metadata: Mapping[str, str]) -> None:
    client.put_object(bucket, "key", b"x", metadata=metadata)
    assert client.get_metadata(bucket, "key").metadata == metadata


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA)
def test_metadata_of_an_object_in_parts_comes_back(
    store: Harness, bucket: str, metadata: Mapping[str, str]
) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "key", b"x" * (SMALLEST_PART + 1), metadata=metadata)
    assert client.get_metadata(bucket, "key").metadata == metadata


def test_names_become_lower_case(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"x", metadata={"Author-Name": "Me"})
    assert client.get_metadata(bucket, "key").metadata == {"author-name": "Me"}


REFUSED: dict[str, Any] = {
    "newline-in-value": {"a": "b\nc: d"},
    "carriage-return-in-value": {"a": "b\rc"},
    "nul-in-value": {"a": "b\0"},
    "delete-in-value": {"a": "b\x7f"},
    "newline-in-name": {"a\nb": "c"},
    "colon-in-name": {"a:b": "c"},
    "space-in-name": {"a b": "c"},
    "not-ascii-name": {"ü": "c"},
    "empty-name": {"": "c"},
    "reserved-name": {"cmx-parts": "5"},
    "reserved-name-in-capitals": {"CMX-parts": "5"},
    "twice-but-for-case": {"a": "1", "A": "2"},
    "padded-value": {"a": " b"},
    "value-not-text": {"a": 1},
    "lone-surrogate": {"a": "\ud800"},
    "too-much": {"a": "b" * 2048},
}


@pytest.mark.parametrize("metadata", REFUSED.values(), ids=REFUSED)
def test_metadata_that_cannot_be_carried_is_refused_before_any_request(
    client: StorageClient, metadata: Any
) -> None:
    with pytest.raises(InvalidRequestError):
        client.put_object("no-such-bucket", "key", b"x", metadata=metadata)


@pytest.mark.parametrize("content_type", ["text", "text/plain\r\nx: y", "", "a b/c", "text/plain; charset"])
def test_a_content_type_that_is_none_is_refused_before_any_request(
    client: StorageClient, content_type: str
) -> None:
    with pytest.raises(InvalidRequestError):
        client.put_object("no-such-bucket", "key", b"x", content_type=content_type)


@pytest.mark.needs("storage_class")
@pytest.mark.parametrize("size", [10, SMALLEST_PART + 1], ids=["one-piece", "parts"])
def test_a_storage_class_is_kept(store: Harness, bucket: str, size: int) -> None:
    client = store.client_with_small_parts()
    client.put_object(bucket, "key", b"x" * size, storage_class=store.storage_class)
    assert client.get_metadata(bucket, "key").storage_class == store.storage_class


@pytest.mark.needs("encryption")
@pytest.mark.parametrize("size", [10, SMALLEST_PART + 1], ids=["one-piece", "parts"])
def test_an_encrypted_object_is_read_as_it_was_written(store: Harness, bucket: str, size: int) -> None:
    client = store.client_with_small_parts()
    data = b"secret" * size
    encryptions: list[Encryption | str] = ["AES256", *store.encryptions]
    for encryption in encryptions:
        client.put_object(bucket, "key", data, encryption=encryption)
        assert client.get_object(bucket, "key") == data
