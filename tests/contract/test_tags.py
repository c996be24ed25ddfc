"""Object tags."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage import StorageClient

pytestmark = pytest.mark.needs("tags")


def test_an_object_has_no_tags_at_first(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"x")
    assert client.get_tags(bucket, "key") == {}


@pytest.mark.parametrize(
    "tags",
    [
        {"project": "atlas", "stage": ""},
        {"Größe": "çà et là", "a b": "c+d=e:f/g@h-i_j.k"},
        {f"name {number}": f"value {number}" for number in range(10)},
        {"n" * 128: "v" * 256},
    ],
    ids=["plain", "not-ascii", "ten", "longest"],
)
def test_tags_come_back(client: StorageClient, bucket: str, tags: Mapping[str, str]) -> None:
    client.put_object(bucket, "key", b"x")
    client.set_tags(bucket, "key", tags)
    assert client.get_tags(bucket, "key") == tags
    assert client.get_object(bucket, "key") == b"x"


def test_setting_replaces_all_and_nothing_removes_all(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"x")
    client.set_tags(bucket, "key", {"a": "1", "b": "2"})
    client.set_tags(bucket, "key", {"b": "3"})
    assert client.get_tags(bucket, "key") == {"b": "3"}
    client.set_tags(bucket, "key", {})
    assert client.get_tags(bucket, "key") == {}


@pytest.mark.parametrize(
    "tags",
    [{str(number): "" for number in range(11)}, {"": "value"}, {"n" * 129: ""}, {"name": "v" * 257}],
    ids=["eleven", "empty-name", "long-name", "long-value"],
)
def test_what_the_service_would_refuse_is_refused(
    client: StorageClient, bucket: str, tags: Mapping[str, str]
) -> None:
    client.put_object(bucket, "key", b"x")
    with pytest.raises(InvalidRequestError):
        client.set_tags(bucket, "key", tags)
    assert client.get_tags(bucket, "key") == {}


def test_a_missing_object_has_no_tags(client: StorageClient, bucket: str) -> None:
    with pytest.raises(NotFoundError):
        client.get_tags(bucket, "missing")
    with pytest.raises(NotFoundError):
        client.set_tags(bucket, "missing", {"a": "b"})
