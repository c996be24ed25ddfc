"""Uploads that nobody ended: found, told apart, and aborted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError, CloudError, NotFoundError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import SMALLEST_PART, Harness

pytestmark = [pytest.mark.each_server, pytest.mark.needs("unfinished_uploads")]


@pytest.fixture
def begun(store: Harness, bucket: str) -> Iterator[dict[str, Any]]:
    """Files open for writing by their keys, each with a part on its way."""
    client = store.client_with_small_parts()
    files: dict[str, Any] = {}
    for key in ("a/one", "a/two", "b"):
        files[key] = client.open(bucket, key, "wb")
        files[key].write(bytes(2 * SMALLEST_PART))
    yield files
    for file in files.values():
        file.abort()


def test_uploads_under_way_are_listed(client: StorageClient, bucket: str, begun: dict[str, Any]) -> None:
    found = list(client.list_uploads(bucket))
    assert sorted(upload.key for upload in found) == sorted(begun)
    assert {upload.bucket for upload in found} == {bucket}
    assert len({upload.upload_id for upload in found}) == 3


@pytest.mark.usefixtures("begun")
def test_an_upload_says_when_it_was_begun(client: StorageClient, bucket: str) -> None:
    for upload in client.list_uploads(bucket):
        assert upload.started_at is not None
        assert abs(datetime.now(UTC) - upload.started_at) < timedelta(minutes=5)


@pytest.mark.usefixtures("begun")
def test_a_prefix_picks_uploads(client: StorageClient, bucket: str) -> None:
    assert [upload.key for upload in client.list_uploads(bucket, "a/")] == ["a/one", "a/two"]
    assert [upload.key for upload in client.bucket(bucket).list_uploads("a/t")] == ["a/two"]
    assert list(client.list_uploads(bucket, "c")) == []


def test_an_aborted_upload_is_gone_and_cannot_end(
    store: Harness, client: StorageClient, bucket: str, begun: dict[str, Any]
) -> None:
    (upload,) = client.list_uploads(bucket, "b")
    client.abort_upload(bucket, upload.key, upload.upload_id)
    assert [left.key for left in client.list_uploads(bucket)] == ["a/one", "a/two"]
    assert store.unfinished(bucket) == ["a/one", "a/two"]
    with pytest.raises(NotFoundError):
        client.abort_upload(bucket, upload.key, upload.upload_id)
    with pytest.raises(CloudError):
        begun["b"].close()
    assert not client.object_exists(bucket, "b")


def test_what_has_ended_is_not_listed(client: StorageClient, bucket: str, begun: dict[str, Any]) -> None:
    for file in begun.values():
        file.close()
    assert list(client.list_uploads(bucket)) == []
    assert client.get_metadata(bucket, "b").size == 2 * SMALLEST_PART


def test_a_bucket_that_is_not_there(client: StorageClient, bucket: str) -> None:
    assert list(client.list_uploads(bucket)) == []
    with pytest.raises(BucketNotFoundError):
        client.list_uploads(f"{bucket}-missing")
